"""What the commands need of audits: planned, begun, gone on with, concluded; and the database that remembers them."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from audit import complaints, gate, named, standards, waivers
from audit import plan as plans
from audit.legible import one_line
from audit.model import Rule, Text, UsageError
from audit.plan import Plan
from audit.records import Run
from audit.snapshot import Snapshot
from audit.store import Store
from audit.terminal import Screen

DATABASE: Final = "audit.sqlite"


@dataclass(frozen=True)
class Begun:
    """An audit that can go on: its run in the store, the plan with the folder that its paths are relative to."""

    store: Store
    run: Run
    plan: Plan
    base: Path
    asked: gate.Asked


def check(options: Mapping[str, Any]) -> None:
    """Raise UsageError when the options of an audit contradict each other."""
    if options["resume"] and options["since"]:
        raise UsageError(
            Text(
                "--resume 和 --since 不能同时用：继续的运行沿用它开始时的 --since",
                "--resume and --since exclude each other: a run goes on with the --since that it began with",
            )
        )


def planned(plan_file: Path | None, data: Path | None) -> tuple[Plan, Path]:
    """Return the plan that a user names, and the folder that its paths are relative to."""
    if plan_file is None:
        raise UsageError(Text("请指定 PLAN.toml；用 stepfree init 生成", "name a PLAN.toml; stepfree init writes one"))
    return plans.load(plan_file, data)


def problems(plan: Plan, base: Path, rules: Mapping[str, Rule]) -> list[Text]:
    """Return what is wrong with the standard and the complaints of a plan and can be seen before an audit begins."""
    said: list[Text] = []
    for look in (
        lambda: standards.check_tests(standards.load_web(plan.web.standard, base), rules),
        lambda: complaints.load_all(plan, base),
    ):
        try:
            look()
        except UsageError as error:
            said.extend(error.problems)
    return said


def store_of(options: Mapping[str, Any], *, must_exist: bool = False) -> Store:
    """Open the audit database that a command's options name. Raises UsageError when it must exist and does not."""
    if options["database"]:
        return Store(options["database"])
    path: Path = options["out"] / DATABASE
    if must_exist and not path.is_file():
        raise UsageError(
            Text(
                f"没有审计数据库 {path}；用 --out 指明它所在的文件夹",
                f"there is no audit database {path}; name its folder with --out",
            )
        )
    return Store.at(path)


def held_against(asked: gate.Asked, options: Mapping[str, Any], store: Store, kind: str, name: str) -> gate.Asked:
    """Read a baseline out of the database before the audit begins: what is wrong with it is told at once."""
    if not options["baseline"] or asked.before is not None:
        return asked
    return dataclasses.replace(asked, before=named.earlier(options["baseline"], store, kind, name))


def begun(
    store: Store, kind: str, plan: Plan, base: Path, versions: dict[str, str], since: str | None, asked: gate.Asked
) -> Begun:
    """Begin a run. versions: of the tools, by name; since: the run whose unchanged pages it carries over."""
    shown = plan.model_dump(mode="json", by_alias=True)
    run = store.start_run(kind, plan.name, shown, base.resolve(), versions, datetime.now(UTC), since)
    return Begun(store, store.run(run), plan, base, asked)


def resumed(options: Mapping[str, Any], checked: Callable[[Plan, Path], None]) -> Begun:
    """Return the run that --resume names, as it was planned. checked: raises UsageError for what is wrong by now."""
    asked = gate.asked(options)
    store = store_of(options, must_exist=True)
    run = store.run(options["resume"])
    plan, base = gate.with_waivers(Plan.model_validate(run.plan), options["waivers"]), Path(run.base)
    checked(plan, base)
    return Begun(store, run, plan, base, held_against(asked, options, store, run.kind, run.name))


def interrupted(store: Store, run: Run, screen: Screen) -> None:
    """Record that a run was stopped, and tell how to go on with it."""
    store.set_state(run.id, "interrupted", datetime.now(UTC))
    screen.say(
        Text(
            f"已中断，已完成的都保存了；用 --resume {run.id} 继续",
            f"interrupted; what was done is kept; go on with --resume {run.id}",
        )
    )


def resumable(problem: Text, run: str) -> Text:
    """Return a problem that keeps a run from its end, with how to go on once it is mended."""
    return Text(
        f"{problem.zh}，再用 --resume {run} 继续（已完成的都保存着）",
        f"{problem.en}, then go on with --resume {run} (what was done is kept)",
    )


def conclude(audit: Begun, seen: Snapshot, reasons: Mapping[str, Text], screen: Screen) -> None:
    """Tell what the gate says of a finished audit; exit with 3 when too little was covered, with 1 when it fails.

    reasons: why something was not tested, in words.
    """
    day = datetime.fromisoformat(audit.run.started).date()
    in_lists = waivers.waived_in_lists(audit.store, day)
    verdict = gate.judge(seen, audit.plan, audit.asked, day, in_lists, reasons)
    if verdict.counts is not None:
        screen.result(verdict.counts.to(screen.lang))
    for note in verdict.notes:
        screen.say(note)
    for line in verdict.failed:
        screen.result(one_line(line.to(screen.lang)))
    screen.complain(verdict.incomplete)
    if verdict.code:
        raise SystemExit(verdict.code)
