"""stepfree's own world in the frames of one tab: questions put to a page that it can neither see nor change.

With web_checks.browser, web_checks.tab and web_checks.elements the only module that drives Playwright. Every call into
a page has a deadline: a page that spins for ever blocks evaluation for ever, and is then closed.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, TypeVar

from playwright.async_api import CDPSession
from playwright.async_api import Error as PlaywrightError

from audit.model import Reason
from web_checks.arrival import Deadlines, FrameWorld, Look, PageLost, ScriptError, inherits

T = TypeVar("T")

WORLD = "stepfree"
_LAST_CHANGE = "stepfree.lastChange()"


class World:
    """Questions to the frames of one tab. status: what the server answered the visit with, 0 = nothing yet."""

    def __init__(self, session: CDPSession, deadlines: Deadlines) -> None:
        self.session = session
        self.limits = deadlines
        self.status = 0
        self.main_frame = ""
        self._top: int | None = None
        self._in_scope: Callable[[str], bool] = lambda _url: False

    def forget(self) -> None:
        """Know nothing of the document that was there: another one comes."""
        self.status, self._top = 0, None

    async def send(self, method: str, parameters: dict[str, Any] | None = None) -> Any:
        """Give a command of Chromium's protocol."""
        return await self.or_lost(self.limits.evaluate, self.session.send(method, parameters))

    async def within(self, seconds: float, work: Awaitable[T]) -> T:
        """Wait for something, for some seconds. Raises PageLost."""
        try:
            return await asyncio.wait_for(work, seconds)
        except TimeoutError as error:
            raise PageLost(Reason.TIMEOUT, f"{seconds:g} s", self.status) from error

    async def or_lost(self, seconds: float, work: Awaitable[T]) -> T:
        """Wait for something that Playwright does, for some seconds. Raises PageLost."""
        try:
            return await self.within(seconds, work)
        except PlaywrightError as error:  # the page went away under the question
            raise PageLost(Reason.CRASH, first_line(error), self.status) from error

    async def top_frame(self) -> dict[str, Any]:
        """Return what the protocol says of the top frame."""
        tree: dict[str, Any] = await self.send("Page.getFrameTree")
        return dict(tree["frameTree"]["frame"])

    async def of(self, frame: str) -> int:
        """Return the execution context of stepfree's world in a frame (Chromium keeps one for each name)."""
        world = await self.send("Page.createIsolatedWorld", {"frameId": frame, "worldName": WORLD})
        return int(world["executionContextId"])

    async def evaluate(self, expression: str) -> Any:
        """Evaluate JavaScript in stepfree's world of the top frame; return its JSON-able value."""
        if self._top is not None:
            try:
                return await self.evaluate_in(self._top, expression)
            except PageLost as lost:
                if "Cannot find context" not in lost.detail:
                    raise
        # A new document has a new world; to ask for it before each question would double the traffic.
        self._top = await self.of(self.main_frame)
        return await self.evaluate_in(self._top, expression)

    async def evaluate_in(self, context: int, expression: str, *, by_value: bool = True) -> Any:
        """Evaluate JavaScript in an execution context. Raises ScriptError when it fails."""
        answer = await self.send(
            "Runtime.evaluate",
            {"expression": expression, "contextId": context, "awaitPromise": True, "returnByValue": by_value},
        )
        if "exceptionDetails" in answer:
            details = answer["exceptionDetails"]
            said = details.get("exception", {}).get("description") or details.get("text", "")
            raise ScriptError(said.splitlines()[0] if said else "unknown error in the page")
        return answer["result"].get("value") if by_value else answer["result"]

    async def frames(self, in_scope: Callable[[str], bool]) -> tuple[list[FrameWorld], list[tuple[str, Reason]]]:
        """Return the frames that can be tested, the top one first, and those that cannot, with the reason."""
        self._in_scope = in_scope
        tree = (await self.send("Page.getFrameTree"))["frameTree"]
        urls: dict[str, str] = {}
        _collect(tree, urls)
        worlds = [FrameWorld(self.main_frame, await self.of(self.main_frame), "")]
        missed: list[tuple[str, Reason]] = []
        for world in worlds:  # grows while it is walked: breadth first through the frames
            for child in json.loads(await self.evaluate_in(world.context, "stepfree.childFrames()")):
                prefix = f"{world.prefix}{child['selector']} >>> "
                frame = await self._frame_of(world.context, child["index"])
                url = urls.get(frame, child["url"])
                if url.startswith("chrome-error:"):
                    missed.append((child["url"], Reason.FRAME_UNREACHED))
                elif not inherits(url) and not in_scope(url):
                    missed.append((url, Reason.THIRD_PARTY_FRAME))
                elif child["scriptless"] or frame not in urls:
                    missed.append((url, Reason.FRAME_UNREACHED))  # a process of its own: another site of ours
                elif await self.evaluate_in(own := await self.of(frame), "typeof stepfree") == "undefined":
                    missed.append((child["url"], Reason.FRAME_UNREACHED))  # nothing has come yet
                else:
                    worlds.append(FrameWorld(frame, own, prefix))
        return worlds, missed

    async def _frame_of(self, context: int, index: int) -> str:
        handle = await self.evaluate_in(context, f"stepfree.frameElement({index})", by_value=False)
        node = await self.send("DOM.describeNode", {"objectId": handle["objectId"]})
        return str(node["node"].get("frameId", ""))

    async def ask(self, world: FrameWorld, names: Sequence[str]) -> str:
        """Return the answers of some static probes in one frame, as JSON."""
        return str(await self.evaluate_in(world.context, f"stepfree.observe({json.dumps(list(names))})"))

    async def run_axe(self, options: str) -> str:
        """Run axe in every frame that can be tested, by the scope that frames() was given last."""
        worlds, _ = await self.frames(self._in_scope)
        return (await self.look(worlds, options, ())).axe

    async def look(self, worlds: list[FrameWorld], options: str, names: Sequence[str]) -> Look:
        """Run axe and some static probes over the frames that can be tested.

        One frame alone is judged in place, in one go; with more, each gives a partial result and the top frame judges
        them. Raises ScriptError when axe fails.
        """
        top = worlds[0]
        if len(worlds) == 1:
            answer = await self.evaluate_in(top.context, f"stepfree.axe.look({options}, {json.dumps(list(names))})")
            changing, of_axe, answers = str(answer).split("\n")
            return Look(of_axe, {top.frame: answers}, changing == "true")
        before = await self._in_each(worlds, _LAST_CHANGE)
        partials: list[str] = []
        await self._partials(top, "null", options, {world.frame: world for world in worlds}, partials)
        finish = f"stepfree.axe.finish([{','.join(partials)}], {options})"
        of_axe = str(await self.evaluate_in(top.context, finish))
        answers_by_frame = {world.frame: await self.ask(world, names) for world in worlds}
        return Look(of_axe, answers_by_frame, await self._in_each(worlds, _LAST_CHANGE) != before)

    async def rest(self, worlds: Sequence[FrameWorld], quiet: float, cap: float) -> tuple[bool, float]:
        """Wait until some frames are at rest; return whether they all were, and how many ms of their time it took.

        quiet, cap: ms, of stepfree.rest. A frame that goes away meanwhile is at rest.
        """
        said = [rest or (True, 0.0) for rest in await self._in_each(worlds, f"stepfree.rest({quiet:g}, {cap:g})")]
        return all(calm for calm, _ in said), max((worked for _, worked in said), default=0.0)

    async def _in_each(self, worlds: Sequence[FrameWorld], expression: str) -> list[Any]:
        """Return what JavaScript gives in each of some frames at once, None for one that is gone."""

        async def asked(world: FrameWorld) -> Any:
            try:
                return await self.evaluate_in(world.context, expression)
            except PageLost as lost:
                if world.frame == self.main_frame or lost.reason is not Reason.CRASH:
                    raise
                return None

        return list(await asyncio.gather(*map(asked, worlds)))

    async def _partials(
        self, world: FrameWorld, context: str, options: str, worlds: Mapping[str, FrameWorld], partials: list[str]
    ) -> None:
        """Append the partial results of a frame and those inside it, depth first, as axe.finishRun wants them."""
        partials.append(await self.evaluate_in(world.context, f"stepfree.axe.partial({context}, {options})"))
        for child in json.loads(await self.evaluate_in(world.context, f"stepfree.axe.frames({context})")):
            selector = json.dumps(child["frameSelector"])
            handle = await self.evaluate_in(world.context, f"stepfree.axe.frameElement({selector})", by_value=False)
            frame = ""
            if handle.get("objectId"):
                node = await self.send("DOM.describeNode", {"objectId": handle["objectId"]})
                frame = str(node["node"].get("frameId", ""))
            if frame in worlds:
                await self._partials(worlds[frame], json.dumps(child["frameContext"]), options, worlds, partials)
            else:
                partials.append("null")  # recorded as untested by frames()


def _collect(tree: Mapping[str, Any], urls: dict[str, str]) -> None:
    frame = tree["frame"]
    urls[frame["id"]] = frame["url"] + frame.get("urlFragment", "")
    for child in tree.get("childFrames", ()):
        _collect(child, urls)


def first_line(error: PlaywrightError) -> str:
    """Return the first line of what Playwright says."""
    return str(error).strip().splitlines()[0]


async def give_up_after(seconds: float, work: Awaitable[Any]) -> None:
    """Wait for some seconds at most, and never for long on what is gone."""
    with contextlib.suppress(TimeoutError, PlaywrightError):
        await asyncio.wait_for(work, seconds)
