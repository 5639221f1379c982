"""The families of street indicators as data: one entry a family, found by the form of their names.

A new family is a new entry; until it has one, its indicators are listed under their own names in the last family.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from reports.terms import mark


@dataclass(frozen=True, slots=True)
class Family:
    """Indicators whose names have one form, shown in one table.

    pattern: what a whole name looks like; its groups "row", "group" (of people) and "column" say where a figure stands,
    and no two names may agree in all three. rows: what a row is called after; columns: headings by column, in their
    order, others follow as distances. names: how the indicators are called in findings.json. note: stands above the
    table; formula and method: on the method page. folded: long lists that open on demand. stays: people's verdicts do
    not move its figures, or not all of them.
    """

    id: str
    title: str
    pattern: re.Pattern[str] = field(repr=False)
    names: tuple[str, ...]
    rows: Literal["way", "indicator", "requirement", "name"] = "name"
    columns: Mapping[str, str] = field(default_factory=dict)
    note: str = ""
    formula: str = ""
    method: str = ""
    folded: bool = False
    stays: bool = False


FAMILIES: Final = (
    Family(
        "reach",
        mark("How far people have it"),
        re.compile(r"coverage-(?:(?P<row>.+)-)?(?P<column>\d+)(?:@(?P<group>.+))?", re.DOTALL),
        ("coverage-{m}", "coverage-walking-{m}", "coverage-{profile}-{m}", "…@{group}"),
        rows="way",
        note=mark(
            "Share of the people with a usable facility within the distance, low–high. Low counts only facilities that "
            "passed and ways known to be open; high counts those that nobody knows to be otherwise, too."
        ),
        formula=mark("coverage = people whose shortest way to a usable facility is at most the distance ÷ all people"),
        method=mark(
            "Distance is measured in a straight line; on foot along the walking network (from the home to the nearest "
            "edge, along the edges, and to the facility); and for each profile over what is free of barriers to it. "
            "Low: a facility that passed, over edges and junctions known to be open. High: one that did not fail, over "
            "those not known to be closed; who lives off the network is unknown, too. A way on foot is never told "
            "shorter than the straight line, nor a barrier-free way than the way on foot. Unit: people. At 500 m on "
            "foot to a stop this is the form of SDG indicator 11.2.1."
        ),
        stays=True,
    ),
    Family(
        "chain",
        mark("Which facilities can be reached without barriers"),
        re.compile(r"(?P<column>reachable|chain)-(?P<row>.+)", re.DOTALL),
        ("reachable-{profile}", "chain-{profile}"),
        rows="way",
        columns={
            "reachable": mark("Someone can get there"),
            "chain": mark("Someone can get there, and it passes"),
        },
        note=mark("Share of the facilities to which someone can get without barriers from home, low–high."),
        formula=mark("reachable = facilities that someone can reach within the greatest distance ÷ facilities"),
        method=mark(
            "Counted are facilities to which at least one person lives within the greatest distance of the plan over "
            "what is free of barriers to the profile. The whole chain holds where the facility itself passes, too. "
            "Low: over what is known to be open; high: over what is not known to be closed, or where the network does "
            "not lead. Unit: facilities."
        ),
        stays=True,
    ),
    Family(
        "completeness",
        mark("Completeness of the curb ramps"),
        re.compile(r"completeness"),
        ("completeness",),
        note=mark(
            "Places at corners and crossings that should have a curb ramp, and those that have one; between low and "
            "high lie those in doubt or not surveyed."
        ),
        formula=mark("completeness = places with a ramp ÷ places that should have one"),
        method=mark(
            "Where a ramp should be is worked out from the centre lines of the roads and from the crossings. A ramp "
            "belongs to the place nearest to it within a limit, so two at one corner do not make up for none at the "
            "next. Unknown are places near a ramp that belongs to a neighbour or nowhere, and places that the survey "
            "did not reach. Unit: places."
        ),
    ),
    Family(
        "access",
        mark("Access to what neighbours share"),
        re.compile(r"access-(?:(?P<row>.+)-)?(?P<column>e?2sfca)(?:@(?P<group>.+))?", re.DOTALL),
        ("access-2sfca", "access-e2sfca", "access-walking-2sfca", "access-{profile}-2sfca", "…@{group}"),
        rows="way",
        columns={
            "2sfca": mark("Places per 1,000 people (2SFCA)"),
            "e2sfca": mark("Places per 1,000 people, the near weighing more (E2SFCA)"),
        },
        note=mark("What each person has of a supply that everyone within its catchment shares, low–high."),
        formula=mark("R(j) = S(j) ÷ Σ P(k) · W(d(k, j)); A(i) = Σ R(j) · W(d(i, j))"),
        method=mark(
            "Two-step floating catchment areas. First each facility's supply S is shared among the people P within its "
            "catchment; then each person's shares R are added up. In 2SFCA (Luo and Wang 2003) the weight W is 1 "
            "throughout the catchment; in E2SFCA (Luo and Qi 2009) it falls with distance d. Distance is measured as "
            "each row says: in a straight line, on foot along the walking network, or for a profile over what is free "
            "of barriers to it; without a walking network in the plan there is the straight line alone. A supply is "
            "shared among all who may come. Low counts facilities that passed and ways known to be open; high also "
            "those of which it is not known. Unit: places per 1,000 people."
        ),
        stays=True,
    ),
    Family(
        "equity",
        mark("How equal the divisions below are"),
        re.compile(r"(?P<column>gini|worst-tenth):(?P<row>.+)", re.DOTALL),
        ("gini:{indicator}", "worst-tenth:{indicator}"),
        rows="indicator",
        columns={
            "gini": mark("Gini coefficient (0 equal – 1 unequal)"),
            "worst-tenth": mark("The worst-off tenth of the people has"),
        },
        note=mark("Between the divisions right below this one; what differs inside a division is not seen here."),
        formula=mark("G = ΣΣ w(i) · w(j) · |y(i) − y(j)| ÷ (2 · W² · mean of y)"),
        method=mark(
            "Everyone in a division is taken to have the division's figure y; w is its people, W all people. The Gini "
            "coefficient is 0 when all are equal. The worst-off tenth: the mean of y over the tenth of the people who "
            "have least. Low and high are the least and the most that any values between the divisions' own bounds "
            "would give. Units: the Gini coefficient has none, the worst-off tenth that of the indicator."
        ),
        folded=True,
        stays=True,
    ),
    Family(
        "parts",
        mark("Veto items and ratings"),
        re.compile(r"(?P<column>pass-veto|rating)"),
        ("pass-veto", "rating"),
        columns={
            "pass-veto": mark("Meet every veto item"),
            "rating": mark("Mean of the points"),
        },
        note=mark("Beside the share that passes, where the edition has veto items or gives points, low–high."),
        formula=mark("rating = Σ points of the facilities ÷ (100 · facilities)"),
        method=mark(
            "Where an edition has veto items and others, the share that meets every veto item stands by itself. Where "
            "it gives points, the rating is their mean; low takes what is not known for missed, high for met. Units: "
            "facilities, points."
        ),
    ),
    Family(
        "declared",
        mark("Reported by bureaus, not observed"),
        re.compile(r"declared"),
        ("declared",),
        columns={"": mark("Reported done, of what was planned")},
        note=mark(
            "Declared: nobody observed these figures for this audit, and no score counts them. Each report stands with "
            "its source and date under “not tested” in findings.json."
        ),
        formula=mark("declared = Σ reported done, at most what was planned ÷ Σ planned"),
        method=mark(
            "What one district does beyond its plan makes up for no other. Where nothing was reported yet, what was "
            "planned there is unknown. Unit: what the report counts."
        ),
    ),
    Family(
        "requirements",
        mark("Requirement by requirement"),
        re.compile(r"requirement:(?P<row>.+)", re.DOTALL),
        ("requirement:{id}",),
        rows="requirement",
        note=mark("Share of the facilities that meet each requirement, of those that it applies to, low–high."),
        formula=mark("share = passed ÷ (passed + failed + needs review)"),
        method=mark("High counts what needs review as passed. Unit: facilities."),
        folded=True,
    ),
    Family(
        "other",
        mark("Further figures"),
        re.compile(r"(?P<row>.*)", re.DOTALL),
        (),
        note=mark("Figures under the names that they have in findings.json."),
    ),
)
