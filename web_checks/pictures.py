"""Pictures of an open page: of its viewport, of a box, a film of it, and the image files that it has loaded."""

from __future__ import annotations

import asyncio
import base64
from collections.abc import Awaitable, Callable, Collection, Mapping
from typing import Any

from playwright.async_api import Error as PlaywrightError

from web_checks.arrival import ScriptError
from web_checks.page import Frame
from web_checks.world import World

_MOST_FILES = 60  # a page of small ornaments; each is a question to the browser


async def of_viewport(world: World) -> bytes:
    """Return the viewport's picture (PNG)."""
    picture = await world.send("Page.captureScreenshot", {"format": "png", "optimizeForSpeed": True})
    return base64.b64decode(picture["data"])


async def of_box(world: World, box: Mapping[str, float], quality: int) -> bytes:
    """Return a picture (WebP, quality 0-100) of a box of the viewport: x, y, width, height in CSS px."""
    metrics = (await world.send("Page.getLayoutMetrics"))["cssVisualViewport"]
    clip = {**box, "x": box["x"] + metrics["pageX"], "y": box["y"] + metrics["pageY"], "scale": 1}
    picture = await world.send("Page.captureScreenshot", {"format": "webp", "quality": quality, "clip": clip})
    return base64.b64decode(picture["data"])


async def film(world: World, seconds: float, width: int, beside: Callable[[Awaitable[Any]], None]) -> tuple[Frame, ...]:
    """Return what the viewport shows for some seconds, this many px wide: a frame whenever something is painted.

    beside: runs what nobody waits for. Raises ScriptError when nothing is painted.
    """
    frames: list[Frame] = []

    def shown(event: Mapping[str, Any]) -> None:
        frames.append(Frame(float(event["metadata"]["timestamp"]), base64.b64decode(event["data"])))
        # The next ones wait for this answer.
        beside(world.session.send("Page.screencastFrameAck", {"sessionId": event["sessionId"]}))

    world.session.on("Page.screencastFrame", shown)
    try:
        await world.send("Page.startScreencast", {"format": "png", "maxWidth": width, "maxHeight": width})
        await asyncio.sleep(seconds)
    finally:
        world.session.remove_listener("Page.screencastFrame", shown)
        await world.send("Page.stopScreencast")
    if not frames:
        raise ScriptError("the browser painted nothing")
    return tuple(frames)


async def loaded(world: World, types: Collection[str]) -> dict[str, bytes | None]:
    """Return the images of some media types that the top frame has loaded, by address; nothing is fetched for it.

    None: the browser does not hold it any more, or it comes after the first _MOST_FILES.
    """
    tree = (await world.send("Page.getResourceTree"))["frameTree"]
    addresses = [
        resource["url"]
        for resource in tree["resources"]
        if resource["type"] == "Image" and resource["mimeType"] in types and not resource.get("failed")
    ]
    files: dict[str, bytes | None] = dict.fromkeys(addresses)
    for address in list(files)[:_MOST_FILES]:
        call = {"frameId": world.main_frame, "url": address}
        try:
            answer = await world.within(world.limits.evaluate, world.session.send("Page.getResourceContent", call))
        except PlaywrightError:
            continue
        files[address] = base64.b64decode(answer["content"]) if answer["base64Encoded"] else b""  # text is no image
    return files
