"""Walks through an app behind an Appium server and records each screen as the files that dumps come in.

What is judged is what was recorded, so that the same walk can be judged again: for each screen its source and picture,
for each page in a WebView what axe and the probes said of it (.webview.json), for all device.json and walk.json.
"""

from __future__ import annotations

import json
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from audit.catalog import at_depth
from audit.model import Depth, Text, UsageError
from audit.plan import App, Plan
from audit.store import Store
from web_checks import axe, grid, observe, selenium
from web_checks.apps.appium import Phone, PhoneError
from web_checks.apps.dumps import DEVICE, WALK, WEBVIEW
from web_checks.apps.steps import Step, Walk, load
from web_checks.arrival import ScriptError
from web_checks.browser import core_script
from web_checks.jobs import Shelves, fitting

capabilities = grid.capabilities_in


def to_walk(plan: Plan, store: Store, run: str) -> Iterator[App]:
    """Yield the apps of a plan that must be opened and that a run has no record of yet."""
    done = {subject.id for subject in store.subjects(run, "site")}
    return (app for app in plan.apps if app.appium is not None and app.id not in done)


def walk(app: App, base: Path, script: axe.AxeScript, say: Callable[[Text], None], pause: float = 0.5) -> None:
    """Walk through an app and record its screens.

    What cannot be reached is recorded with the reason. Raises UsageError when the app does not open at all, or when
    the folder to record into holds something else.
    """
    way = load(base / (app.steps or ""))
    folder = _emptied(base / (app.record or ""))
    with (
        tempfile.TemporaryDirectory(prefix="stepfree-") as temporary,
        Phone(app.appium or "", capabilities(base / (app.capabilities or "")), pause) as phone,
    ):
        sources = (script.source, core_script(), axe.glue(), *observe.scripts())
        _Walker(phone, way, folder, selenium.write_script(Path(temporary), sources), app.density, say).go()


class _Walker:
    def __init__(
        self,
        phone: Phone,
        way: Walk,
        folder: Path,
        script: Path,
        density: float | None,
        say: Callable[[Text], None],
    ) -> None:
        self._phone = phone
        self._way = way
        self._folder = folder
        self._script = script
        self._density = density
        self._say = say
        self._recorded = 0
        self._written: list[str] = []
        self._missed: list[dict[str, str]] = []

    def go(self) -> None:
        """Take the steps, as far as they lead."""
        self._write(DEVICE, {"density": self._density or self._phone.density})
        lost = ""
        for number, step in enumerate(self._way.steps, 1):
            if not lost:
                try:
                    _take(self._phone, step)
                    if step.screen:
                        self._record(step.screen)
                    continue
                except PhoneError as error:
                    lost = f"step {number}: {error}"
                    self._say(Text(f"第 {number} 步走不下去：{error}", f"step {number} does not work: {error}"))
            if step.screen:
                self._missed.append({"screen": step.screen, "why": lost})
        self._write(WALK, {"missed": self._missed, "files": [*self._written, WALK]})

    def _record(self, name: str) -> None:
        self._recorded += 1
        stem = f"{self._recorded:02d}-{name}"
        source, picture = self._phone.source(), self._phone.picture()
        self._written += [f"{stem}.xml", f"{stem}.png"]
        (self._folder / f"{stem}.xml").write_text(source, "utf-8")
        (self._folder / f"{stem}.png").write_bytes(picture)
        self._say(Text(f"已记录：{name}", f"recorded: {name}"))
        if self._way.webviews:
            for count, context in enumerate(self._phone.webviews(), 1):
                self._write(f"{stem}-{count}{WEBVIEW}", self._page(context))

    def _page(self, context: str) -> Mapping[str, Any]:
        """Return what is kept of the page of a context."""
        shelves = Shelves.all()
        page = fitting(at_depth(shelves.page, Depth.SIMPLIFIED), terminal=False)
        asked = observe.Questions.of((each.rule for each in page), shelves.axe_options)
        names = [probe.name for probe in asked.static]
        try:
            with self._phone.within(context):
                return {"context": context, **self._phone.look(self._script, asked.axe_options, names)}
        except (ScriptError, PhoneError) as error:
            return {"context": context, "failure": str(error)}

    def _write(self, name: str, content: Mapping[str, Any]) -> None:
        self._written.append(name)
        text = json.dumps(content, ensure_ascii=False, indent=1)
        (self._folder / name).write_text(text, "utf-8", "surrogatepass")


def _take(phone: Phone, step: Step) -> None:
    if step.tap is not None:
        phone.tap(step.tap, step.by)
    elif step.type is not None and step.into is not None:
        phone.enter(step.type, step.into, step.by)
    elif step.back:
        phone.back()
    elif step.swipe is not None:
        phone.swipe(step.swipe)
    elif step.wait is not None:
        time.sleep(step.wait)


def of_earlier_walk(folder: Path) -> list[Path]:
    """Return the files that an earlier walk left in a folder. Raises UsageError when it holds any others."""
    try:
        found = sorted(folder.iterdir()) if folder.exists() else []
        walked = folder / WALK
        names = set(json.loads(walked.read_text("utf-8"))["files"]) if walked.is_file() else set()
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UsageError(
            Text(f"{folder}：不能写记录：{error}", f"{folder}: cannot be recorded into: {error}")
        ) from error
    if others := [path.name for path in found if path.name not in names]:
        raise UsageError(
            Text(
                f"{folder}：里面有别的文件（{others[0]}）；请换一个空文件夹存放记录",
                f"{folder}: it holds other files ({others[0]}); name an empty folder to record into",
            )
        )
    return found


def _emptied(folder: Path) -> Path:
    """Return a folder to record into, without the files of an earlier walk. Raises UsageError when it holds others."""
    earlier = of_earlier_walk(folder)
    try:
        for path in earlier:
            path.unlink()
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(
            Text(f"{folder}：不能写记录：{error}", f"{folder}: cannot be recorded into: {error}")
        ) from error
    return folder
