"""The words in a page's images, by text recognition: asked only when a plan asks for it ([web] ocr)."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Any

from audit.model import Target
from web_checks import ocr, photographs
from web_checks.page import OpenPage, Probe, beyond, target


@dataclass(frozen=True, slots=True)
class WordedImage:
    """An image with words in it. lines: as they were read; beside: its alternative and the text around it."""

    target: Target
    lines: tuple[str, ...]
    beside: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ImageWords:
    """The images of a page that words were read in; text: the page's own; left_out: images beyond the cap."""

    images: tuple[WordedImage, ...]
    text: str
    left_out: int


async def _drive(page: OpenPage) -> Any:
    found = await photographs.find(page, "image_words")
    images = []
    read = await asyncio.to_thread(ocr.reader)
    for photograph in await photographs.taken(page, "image_words"):
        lines = await asyncio.to_thread(read, photograph.grey)
        images.append({**photograph.facts, "lines": lines})
    return {**found, "images": images}


def _read(answers: list[Any]) -> ImageWords:
    seen = answers[0]
    images = (WordedImage(target(one), tuple(one["lines"]), tuple(one["beside"])) for one in seen["images"])
    return ImageWords(tuple(image for image in images if image.lines), seen["text"], int(seen["left_out"]))


def _cut(seen: ImageWords) -> str:
    return beyond(seen.left_out)


PROBE = Probe("image_words", _read, _drive, cut=_cut)
