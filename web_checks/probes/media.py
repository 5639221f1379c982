"""Sound and moving pictures: their tracks, their controls, how they start, and the players of other sites."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from audit.model import Target
from web_checks.page import Probe, target


@dataclass(frozen=True, slots=True)
class Medium:
    """A video, a sound, an embedded player or a link to a recording ("video", "audio", "player", "bgsound").

    visible: assistive technology meets it; tracks: kinds of the tracks that have a source; transcript: words near it
    speak of one; press: page or text around it speak of a press conference; starts: by itself; sound: it has a sound
    track, None = not known; seconds: its length, None = not known; own: it has the browser's own controls; buttons:
    visible named controls on the page that speak of play, pause, mute; near: visible named controls beside it.
    """

    target: Target
    kind: str
    visible: bool
    tracks: tuple[str, ...]
    transcript: bool
    press: bool
    starts: bool
    sound: bool | None
    muted: bool
    loops: bool
    seconds: float | None
    own: bool
    buttons: int
    near: int


def _read(answers: list[Any]) -> tuple[Medium, ...]:
    return tuple(
        Medium(
            target=target(item),
            kind=item["kind"],
            visible=item["visible"],
            tracks=tuple(item["tracks"]),
            transcript=item["transcript"],
            press=item["press"],
            starts=item["starts"],
            sound=item["sound"],
            muted=item["muted"],
            loops=item["loops"],
            seconds=item["seconds"],
            own=item["own"],
            buttons=item["buttons"],
            near=item["near"],
        )
        for answer in answers
        for item in answer
    )


PROBE = Probe("media", _read)
