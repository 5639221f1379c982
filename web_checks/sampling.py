"""Chooses the pages that are tested in depth, after WCAG-EM: a structured sample and a random one beside it.

The structured sample holds the first page of each pair of stratum and template; the random one checks that nothing was
missed. Both depend on the pages alone, never on the order in which they were visited.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from scipy.special import betaincinv

from audit.model import Outcome, digest
from audit.records import Subject
from audit.scoring import CONFIDENCE, DECIMALS
from web_checks.strata import ARTICLES, CHANNELS, CONTACT, SERVICES

_ORDER = (SERVICES, CONTACT, CHANNELS, ARTICLES)
# Hexadecimal digits of one component's signature in a page's sketch, and how many components a sketch holds at most.
_SIGNATURE, _SKETCH = 6, 128
# Share of components that pages of one template have in common. On saved pages of news sites, two articles of one
# template measured 0.96 and more, two channels of one portal 0.63, pages of different sites below 0.6.
_ALIKE = 0.8


@dataclass(frozen=True, slots=True)
class Chosen:
    """A page of the structured sample. stands_for: pages of its stratum and template, itself among them."""

    page: Subject
    stands_for: int


@dataclass(frozen=True, slots=True)
class Sample:
    """The pages that are tested in depth.

    pages: those that it was drawn from; templates: clusters among them; kinds: pairs of stratum and template, of which
    each page of `structured` stands for one; random: pages drawn from the rest.
    """

    pages: int
    templates: int
    kinds: int
    structured: tuple[Chosen, ...]
    random: tuple[Subject, ...]

    @property
    def all(self) -> tuple[Subject, ...]:
        """Return every page of the sample, the structured ones first."""
        return (*(chosen.page for chosen in self.structured), *self.random)


def in_depth_sample(pages: Iterable[Subject], cap: int, share: float, seed: str) -> Sample:
    """Return the sample of a site's pages: at most `cap`.

    share: size of the random sample as a part of the structured one (WCAG-EM: 0.1). When there are more kinds of pages
    than the cap lets in, each stratum comes first with one, then services, contact, channels and articles.
    """
    tested = sorted((page for page in pages if _is_tested(page)), key=lambda page: (page.position, page.id))
    template = dict(zip((page.id for page in tested), templates([_structure(page) for page in tested]), strict=True))
    kinds: dict[tuple[str, int], list[Subject]] = {}
    for page in tested:
        kinds.setdefault((page.facts["stratum"], template[page.id]), []).append(page)
    places: Counter[str] = Counter()
    ranked: list[tuple[bool, int, int, Chosen]] = []
    for (stratum, _), alike in kinds.items():  # in the order of their first pages
        ranked.append((places[stratum] > 0, _ORDER.index(stratum), places[stratum], Chosen(alike[0], len(alike))))
        places[stratum] += 1
    room = max(1, math.floor(round(cap / (1 + share), 9)))
    structured = tuple(chosen for *_, chosen in sorted(ranked, key=lambda entry: entry[:3])[:room])
    taken = {chosen.page.id for chosen in structured}
    # Ranked by a signature: random with respect to the pages, the same in every run.
    rest = sorted((page for page in tested if page.id not in taken), key=lambda page: digest(seed, page.id))
    drawn = min(math.ceil(round(share * len(structured), 9)), cap - len(structured))
    return Sample(len(tested), len(set(template.values())), len(kinds), structured, tuple(rest[:drawn]))


def _is_tested(page: Subject) -> bool:
    return page.outcome not in (Outcome.UNTESTED, Outcome.INAPPLICABLE) or bool(page.tally)


def _structure(page: Subject) -> str:
    return str(page.facts.get("structure", ""))


def templates(structures: Sequence[str]) -> list[int]:
    """Return the template of each page: pages with much the same components share a number.

    structures: sketches: the signatures of a page's components, in order, the least 128 of them. The structure that
    most pages have leads; each other joins the leader that it is most like, or leads a template of its own.
    """
    counts = Counter(structures)
    leaders: list[frozenset[str]] = []
    number: dict[str, int] = {}
    for structure in sorted(counts, key=lambda text: (-counts[text], text)):
        parts = frozenset(structure[at : at + _SIGNATURE] for at in range(0, len(structure), _SIGNATURE))
        best, found = max(((likeness(parts, leader), -place) for place, leader in enumerate(leaders)), default=(0.0, 0))
        if best < _ALIKE:
            leaders.append(parts)
            found = 1 - len(leaders)
        number[structure] = -found
    return [number[structure] for structure in structures]


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """Return the Jaccard index of two sets of components, 0-1, from their sketches; exact when both are whole.

    The least signatures of the union are a random sample of it (bottom-k sketch; Cohen and Kaplan 2007).
    """
    if one == other:
        return 1.0
    union = sorted(one | other)[:_SKETCH]
    both = one & other
    return sum(part in both for part in union) / len(union)


def record(sample: Sample, in_depth_rules: Collection[str]) -> dict[str, object]:
    """Return what the site's record says of its sample (JSON-able), once its pages were tested.

    "pages", "templates", "kinds": as in Sample; "structured": [{"page", "stratum", "stands_for"}]; "random":
    addresses; "missed": those of both that could not be reached again; "faulty": pages of the sample where a rule in
    depth failed, with "low" and "high", the bounds of their share of all pages; "only_random": rules that failed on a
    random page and on no structured one: then the structured sample has left something out.
    """
    reached = [page for page in sample.all if not page.facts.get("missed")]
    faulty = {page.id for page in reached if _failed(page) & set(in_depth_rules)}
    low, high = faulty_share(sample, {page.id for page in reached}, faulty)
    structured = set[str]().union(*(_failed(chosen.page) for chosen in sample.structured))
    return {
        "pages": sample.pages,
        "templates": sample.templates,
        "kinds": sample.kinds,
        "structured": [
            {"page": chosen.page.id, "stratum": chosen.page.facts["stratum"], "stands_for": chosen.stands_for}
            for chosen in sample.structured
        ],
        "random": [page.id for page in sample.random],
        "missed": [page.id for page in sample.all if page.facts.get("missed")],
        "faulty": len(faulty),
        "low": round(low, DECIMALS),
        "high": round(high, DECIMALS),
        "only_random": sorted(set[str]().union(*(_failed(page) for page in sample.random)) - structured),
    }


def _failed(page: Subject) -> set[str]:
    return {rule for rule, tally in page.tally.items() if tally.outcome is Outcome.FAILED}


def faulty_share(sample: Sample, reached: Collection[str], faulty: Collection[str]) -> tuple[float, float]:
    """Return the bounds, 95 % sure, of the share of a site's pages that are like those in `faulty`.

    reached: pages of the sample that were tested; faulty: some of them. They count as they are; of the rest the random
    part alone speaks (Clopper and Pearson's exact interval), for the structured part was not drawn at random.
    """
    if not sample.pages:
        return 0.0, 1.0
    rest = sample.pages - len(reached)
    drawn = sum(page.id in reached for page in sample.random)
    hits = sum(page.id in faulty for page in sample.random)
    tail = (1 - CONFIDENCE) / 2
    low = float(betaincinv(hits, drawn - hits + 1, tail)) if hits else 0.0
    high = float(betaincinv(hits + 1, drawn - hits, 1 - tail)) if hits < drawn else 1.0
    return (len(faulty) + low * rest) / sample.pages, (len(faulty) + high * rest) / sample.pages
