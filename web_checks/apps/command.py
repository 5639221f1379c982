"""The command `stepfree app`, and what the other commands need of apps: options, plan, problems, the audit itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from audit.model import Lang, Text, UsageError
from audit.plan import App, Plan, Web
from audit.problems import problems_of
from audit.records import Run
from audit.store import Store
from audit.terminal import Screen, first_signal
from web_checks.apps import bundle, dumps, live, miniprogram, record, shelves, steps
from web_checks.axe import AxeScript

_RECORDED = "recorded"

rules = shelves.rules


def planned(files: Sequence[Path], chosen: Mapping[str, Any], lang: Lang) -> tuple[Plan, Path]:
    """Return the plan that a command's files and options make, and the folder that its paths are relative to."""
    appium = chosen["appium"]
    if not files and not appium:
        raise UsageError(
            Text(
                "请给出界面文件、文件夹或 zip，或用 --appium 打开应用",
                "name files, folders or a zip of screen dumps, or open the app with --appium",
            )
        )
    missing = [path for path in files if not path.exists()]
    if missing:
        raise UsageError(
            *(Text(f"{path}：没有这个文件或文件夹", f"{path}: no such file or folder; correct it") for path in missing)
        )
    recorded = chosen["record"] or chosen["out"] / _RECORDED
    name = chosen["name"] or (files[0].resolve().stem if files else "app")
    key = name if name.isascii() else "app"  # it stands in addresses, where other letters are hard to read
    try:
        app = App(
            id=key,
            name=name,
            files=tuple(str(path.resolve()) for path in files),
            density=chosen["density"],
            elder=chosen["elder"],
            home=chosen["home"],
            language=chosen["language"],
            appium=appium,
            capabilities=_resolved(chosen["asked"]),
            steps=_resolved(chosen["steps"]),
            record=str(recorded.resolve()) if appium else None,
        )
    except ValidationError as error:
        raise UsageError(*problems_of("stepfree app", App, error)) from error
    plan = Plan(
        name=name,
        date=datetime.now(UTC).date(),
        language=lang,
        web=Web(standard=chosen["standard"], delay=0),
        apps=(app,),
    )
    return plan, Path.cwd()


def _resolved(path: Path | None) -> str | None:
    return str(path.resolve()) if path is not None else None


def problems(plan: Plan, base: Path) -> Iterator[Text]:
    """Yield what is wrong with the apps of a plan and can be seen before an audit begins."""
    for app in plan.apps:
        tries: list[Callable[[], object]] = [partial(_holding, base / name) for name in app.files]
        if app.appium is not None:
            tries += [
                partial(live.capabilities, base / (app.capabilities or "")),
                partial(steps.load, base / (app.steps or "")),
                partial(live.of_earlier_walk, base / (app.record or "")),
            ]
        for attempt in tries:
            try:
                attempt()
            except UsageError as error:
                yield from error.problems


def _holding(path: Path) -> None:
    opened = bundle.opened(path)
    if not dumps.any_in(opened) and not miniprogram.is_source(opened):
        raise UsageError(
            Text(
                f"{path}：里面没有界面导出文件（.xml、.json）或小程序源代码；先用 uiautomator、Appium 或 hdc 导出界面",
                f"{path}: holds neither dumps of screens (.xml, .json) nor a mini-program's source; dump the screens "
                "with uiautomator, Appium or hdc first",
            )
        )


def gather(store: Store, run: Run, plan: Plan, base: Path, script: AxeScript, screen: Screen) -> int:
    """Observe and judge the apps of a plan; return 0, or the exit code of an interruption."""
    received: list[int] = []

    def stop(code: int) -> None:
        received.append(code)
        raise KeyboardInterrupt

    with first_signal(stop):
        try:
            for app in live.to_walk(plan, store, run.id):
                screen.say(Text(f"打开应用：{app.name}", f"opening the app: {app.name}"))
                try:
                    live.walk(app, base, script, screen.say)
                except UsageError as error:  # a phone that is away does not keep the other sites and apps from a report
                    screen.complain(error.problems)
                    record.not_opened(app, store, run.id, error)
            record.audit_apps(plan, base, store, run.id)
        except KeyboardInterrupt:
            if not received:
                raise
    return received[0] if received else 0
