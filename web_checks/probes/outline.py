"""The page as a whole: title, language, links, kind, signatures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from web_checks.page import Probe


@dataclass(frozen=True, slots=True)
class Outline:
    """What the page says of itself.

    column: the ColumnName that Chinese government sites put into a meta tag; article: it has an article's meta tags;
    fields, passwords: form fields; template, content: signatures; structure: sketch of the set of components (see
    web_checks.sampling); links: absolute addresses in document order.
    """

    title: str
    lang: str
    charset: str
    canonical: str
    column: str
    article: bool
    fields: int
    passwords: int
    elements: int
    template: str
    structure: str
    content: str
    links: tuple[str, ...]


def _read(answers: list[Any]) -> Outline:
    top = dict(answers[0])
    links = [link for answer in answers for link in answer["links"]]
    return Outline(**{**top, "links": tuple(dict.fromkeys(map(str, links)))})


PROBE = Probe("outline", _read)
