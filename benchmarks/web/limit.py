"""The least that axe-core on every page can cost: Chromium over a raw pipe, kept tabs, nothing between.

    python -m benchmarks.web.limit ADDRESSES.json ANSWERS.json [--tabs N] [--lean]

Same browser, script, options, isolated world and rule of rest as stepfree with axe's rules only, in every frame; one
JSON string comes back from each page. No Playwright, crawl, guards, emptying between pages, record or judgement.

axe is as published and V8 as Chromium sets it. --lean: with the two things that make stepfree's own pages cheaper than
that: axe remembers the colours it has read (web_checks/axe_colours.js), and V8 compiles late (web_checks/browser.py).
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import fcntl
import itertools
import json
import os
import signal
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from audit.model import StepfreeError
from web_checks import axe, chromium
from web_checks.arrival import VIEWPORT, Deadlines
from web_checks.browser import LATE_COMPILERS, core_script
from web_checks.jobs import Shelves

_WORLD = "stepfree"
_LIMITS = Deadlines()
_ARGUMENTS = (
    "--headless",
    "--remote-debugging-pipe",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-dev-shm-usage",
    "--disable-extensions",
    "--disable-sync",
    "--hide-scrollbars",
    "--mute-audio",
    "--lang=zh-CN",
    f"--window-size={VIEWPORT[0]},{VIEWPORT[1]}",
)


class Pipe:
    """Chromium's DevTools protocol over its file descriptors 3 and 4: JSON messages, each closed by a NUL."""

    def __init__(self, executable: str, arguments: list[str]) -> None:
        # High numbers: those being given to the browser must not be overwritten by 3 and 4 on the way.
        (read, self._write), (self._read, write) = os.pipe(), os.pipe()
        theirs = [fcntl.fcntl(end, fcntl.F_DUPFD_CLOEXEC, 100) for end in (read, write)]
        actions = [(os.POSIX_SPAWN_DUP2, theirs[0], 3), (os.POSIX_SPAWN_DUP2, theirs[1], 4)]
        self.pid = os.posix_spawn(executable, [executable, *arguments], os.environ, file_actions=actions)
        for end in (read, write, *theirs):
            os.close(end)
        os.set_blocking(self._read, False)
        self._numbers = itertools.count(1)
        self._waiting: dict[int, asyncio.Future[Any]] = {}
        self._buffer = bytearray()
        self.heard: dict[str, Callable[[str, Mapping[str, Any]], None]] = {}
        asyncio.get_running_loop().add_reader(self._read, self._arrived)

    def _arrived(self) -> None:
        try:
            raw = os.read(self._read, 1 << 20)
        except BlockingIOError:
            return
        if not raw:
            self._fail("the browser has gone")
            return
        self._buffer += raw
        *messages, rest = self._buffer.split(b"\0") if b"\0" in raw else [self._buffer]
        self._buffer = rest
        for message in messages:
            self._take(json.loads(message))

    def _take(self, message: Mapping[str, Any]) -> None:
        if "id" in message:
            waiting = self._waiting.pop(message["id"], None)
            if waiting is None or waiting.done():
                return
            if "error" in message:
                waiting.set_exception(RuntimeError(message["error"]["message"]))
            else:
                waiting.set_result(message["result"])
        elif listener := self.heard.get(message.get("sessionId", "")):
            listener(message["method"], message["params"])

    def _fail(self, said: str) -> None:
        asyncio.get_running_loop().remove_reader(self._read)
        for waiting in self._waiting.values():
            if not waiting.done():
                waiting.set_exception(RuntimeError(said))

    async def send(self, method: str, parameters: Mapping[str, Any] | None = None, session: str = "") -> Any:
        """Send a command and return its result. Raises RuntimeError with the browser's words."""
        number = next(self._numbers)
        message: dict[str, Any] = {"id": number, "method": method, "params": parameters or {}}
        if session:
            message["sessionId"] = session
        waiting = self._waiting[number] = asyncio.get_running_loop().create_future()
        raw = memoryview(json.dumps(message).encode() + b"\0")
        while raw:
            raw = raw[os.write(self._write, raw) :]
        return await waiting

    async def close(self) -> None:
        """Ask the browser to end, and make it when it does not."""
        with contextlib.suppress(RuntimeError, TimeoutError):
            await asyncio.wait_for(self.send("Browser.close"), 5)
        ended = asyncio.ensure_future(asyncio.to_thread(os.waitpid, self.pid, 0))
        done, _ = await asyncio.wait([ended], timeout=_LIMITS.close)
        if not done:
            os.kill(self.pid, signal.SIGKILL)
            await ended


class KeptTab:
    """One tab that visits page after page."""

    def __init__(self, pipe: Pipe, options: str) -> None:
        self._pipe = pipe
        self._options = options
        self._session = ""
        self._frame = ""
        self._pending: set[str] = set()
        self._parsed = asyncio.Event()

    async def open(self, source: str) -> None:
        """Open the tab and put the script into every frame it will have."""
        target = (await self._pipe.send("Target.createTarget", {"url": "about:blank"}))["targetId"]
        attached = await self._pipe.send("Target.attachToTarget", {"targetId": target, "flatten": True})
        self._session = attached["sessionId"]
        self._pipe.heard[self._session] = self._hear
        await self._send("Page.enable")
        await self._send("Network.enable")
        await self._send("Runtime.enable")  # without it, frames that run no script of their own get no script of ours
        await self._send("Page.addScriptToEvaluateOnNewDocument", {"source": source, "worldName": _WORLD})
        metrics = {"width": VIEWPORT[0], "height": VIEWPORT[1], "deviceScaleFactor": 1, "mobile": False}
        await self._send("Emulation.setDeviceMetricsOverride", metrics)
        self._frame = (await self._send("Page.getFrameTree"))["frameTree"]["frame"]["id"]

    async def _send(self, method: str, parameters: Mapping[str, Any] | None = None) -> Any:
        return await self._pipe.send(method, parameters, self._session)

    def _hear(self, method: str, event: Mapping[str, Any]) -> None:
        if method == "Network.requestWillBeSent":
            self._pending.add(event["requestId"])
        elif method in ("Network.loadingFinished", "Network.loadingFailed"):
            self._pending.discard(event["requestId"])
        elif method == "Page.domContentEventFired":
            self._parsed.set()

    async def audit(self, address: str) -> str:
        """Visit a page, wait until it is at rest, run axe in every frame and return the answer (JSON)."""
        self._parsed.clear()
        self._pending.clear()
        await asyncio.wait_for(self._send("Page.navigate", {"url": address}), _LIMITS.navigate)
        await asyncio.wait_for(self._parsed.wait(), _LIMITS.navigate)
        top = await self._world(self._frame)
        loop = asyncio.get_running_loop()
        end = loop.time() + _LIMITS.settle
        while (left := end - loop.time()) > 0:
            await self._value(top, f"stepfree.settled({_LIMITS.quiet * 1000:g}, {left * 1000:g})")
            if not self._pending:
                break
            await asyncio.sleep(0.025)
        tree = (await self._send("Page.getFrameTree"))["frameTree"]
        if "childFrames" not in tree:
            return str(await self._value(top, f"stepfree.axe.run({self._options})"))
        partials: list[str] = []
        await self._partials(top, "null", partials)
        return str(await self._value(top, f"stepfree.axe.finish([{','.join(partials)}], {self._options})"))

    async def _partials(self, world: int, context: str, partials: list[str]) -> None:
        partials.append(await self._value(world, f"stepfree.axe.partial({context}, {self._options})"))
        for child in json.loads(await self._value(world, f"stepfree.axe.frames({context})")):
            expression = f"stepfree.axe.frameElement({json.dumps(child['frameSelector'])})"
            handle = await self._evaluate(world, expression, by_value=False)
            node = await self._send("DOM.describeNode", {"objectId": handle["objectId"]})
            below = await self._world(node["node"]["frameId"])
            await self._partials(below, json.dumps(child["frameContext"]), partials)

    async def _world(self, frame: str) -> int:
        world = await self._send("Page.createIsolatedWorld", {"frameId": frame, "worldName": _WORLD})
        return int(world["executionContextId"])

    async def _value(self, context: int, expression: str) -> Any:
        return (await self._evaluate(context, expression, by_value=True)).get("value")

    async def _evaluate(self, context: int, expression: str, *, by_value: bool) -> Any:
        call = {"expression": expression, "contextId": context, "awaitPromise": True, "returnByValue": by_value}
        answer = await asyncio.wait_for(self._send("Runtime.evaluate", call), _LIMITS.evaluate)
        if "exceptionDetails" in answer:
            raise RuntimeError(answer["exceptionDetails"].get("exception", {}).get("description", "error in the page"))
        return answer["result"]


async def audit(addresses: list[str], tabs: int, *, lean: bool) -> dict[str, str]:
    """Return axe's answer (JSON) of each page."""
    found = chromium.find()
    if found is None:
        raise SystemExit("no Chromium browser was found; stepfree doctor tells how to install one")
    source = f"{axe.script().source}\n{core_script()}\n{axe.glue(remember=lean)}"
    options = Shelves.all("AA").axe_options
    waiting, answers = list(reversed(addresses)), dict[str, str]()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        arguments = [*_ARGUMENTS, f"--user-data-dir={profile}"]
        if not chromium.sandbox_possible():
            arguments.append("--no-sandbox")
        if lean:
            arguments.append(LATE_COMPILERS)
        pipe = Pipe(str(found.path), [*arguments, "about:blank"])

        async def work() -> None:
            tab = KeptTab(pipe, options)
            await tab.open(source)
            while waiting:
                address = waiting.pop()
                answers[address] = await tab.audit(address)

        try:
            async with asyncio.TaskGroup() as group:
                for _ in range(tabs):
                    group.create_task(work())
        finally:
            await pipe.close()
    return answers


def main() -> None:
    """Audit the listed pages."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("addresses", type=Path)
    parser.add_argument("answers", type=Path)
    parser.add_argument("--tabs", type=int, default=1)
    parser.add_argument("--lean", action="store_true")
    arguments = parser.parse_args()
    try:
        answers = asyncio.run(
            audit(json.loads(arguments.addresses.read_text("utf-8")), arguments.tabs, lean=arguments.lean)
        )
    except StepfreeError as error:
        raise SystemExit(str(error)) from error
    arguments.answers.write_text(json.dumps(answers, ensure_ascii=False), "utf-8")


if __name__ == "__main__":
    main()
