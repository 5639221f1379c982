"""Semantics that the markup promises: summaries with their names, ARIA properties where their role forbids them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from audit.model import Target
from web_checks.page import Probe, target


@dataclass(frozen=True, slots=True)
class Summary:
    """The summary that opens and closes a details element; name: every text that it is heard by."""

    target: Target
    name: str


@dataclass(frozen=True, slots=True)
class ProhibitedProperty:
    """An element with ARIA properties that its role prohibits; attributes: their names, none of them empty."""

    target: Target
    role: str
    attributes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Semantics:
    """What was found in all frames."""

    summaries: tuple[Summary, ...]
    prohibited: tuple[ProhibitedProperty, ...]


def _read(answers: list[Any]) -> Semantics:
    return Semantics(
        summaries=tuple(Summary(target(item), item["name"]) for answer in answers for item in answer["summaries"]),
        prohibited=tuple(
            ProhibitedProperty(target(item), item["role"], tuple(item["attributes"]))
            for answer in answers
            for item in answer["prohibited"]
        ),
    )


PROBE = Probe("semantics", _read)
