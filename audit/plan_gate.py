"""The tables of a plan that go with releases and with time: waivers, complaints, targets."""

from __future__ import annotations

import datetime as dt
import re
from typing import Literal

from pydantic import Field, field_validator, model_validator

from audit.model import Text
from audit.plan_street import Kind
from audit.plan_tables import Table
from audit.problems import state

_FINGERPRINT = re.compile(r"[0-9a-f]{16}")
# What a target calls the share of sites that reach the pass mark.
ONLINE = "online"
_WHAT = ("rule", "fingerprint", "facility", "page", "selector")


class Waiver(Table):
    """What is let through for a time. All that is given must match; patterns have * for anything and ? for one sign."""

    rule: str | None = Field(None, description="Pattern of rule or requirement ids, e.g. axe-color-contrast")
    site: str | None = Field(None, description="Pattern of site ids")
    page: str | None = Field(None, description="Pattern of page addresses, e.g. */map/*")
    selector: str | None = Field(None, description="Pattern of selectors, e.g. *#map*")
    fingerprint: str | None = Field(None, description="Of one finding, as findings.json gives it")
    layer: str | None = Field(None, description="Pattern of layer ids")
    facility: str | None = Field(None, description="Pattern of facility ids")
    district: str | None = Field(None, description="Pattern of division codes, e.g. 9901*")
    reason: str = Field(min_length=1, description="Why it is let through, for all who read the report")
    owner: str = Field(min_length=1, description="Who answers for it")
    expires: dt.date = Field(description="Last day on which it holds")

    @field_validator("fingerprint")
    @classmethod
    def _is_one(cls, value: str | None) -> str | None:
        if value is not None and not _FINGERPRINT.fullmatch(value):
            state([Text("应是 16 位十六进制数", "must be 16 hexadecimal digits")])
        return value

    @model_validator(mode="after")
    def _names_something(self) -> Waiver:
        if not any(getattr(self, name) for name in _WHAT):
            names = "、".join(_WHAT)
            state(
                [
                    Text(
                        f"没有说明豁免什么：至少写 {names} 之一",
                        f"does not say what it lets through: give at least one of {', '.join(_WHAT)}",
                    )
                ]
            )
        if (self.site or self.page or self.selector) and (self.layer or self.facility):
            state(
                [
                    Text(
                        "网站（site、page、selector）和设施（layer、facility）请分开写",
                        "is about websites (site, page, selector) and facilities (layer, facility): write two",
                    )
                ]
            )
        return self

    @property
    def name(self) -> str:
        """Return what it matches in one line, as the user wrote it."""
        given = self.model_dump(mode="json", exclude={"reason", "owner", "expires"}, exclude_none=True)
        return ", ".join(f'{key} = "{value}"' for key, value in given.items())


class Waivers(Table):
    """A file of waivers beside the plan."""

    waivers: tuple[Waiver, ...] = Field((), alias="waiver")


class Complaints(Table):
    """Hotline tickets as a CSV file: columns by name; a ticket has an address, coordinates, or a place in words."""

    file: str
    encoding: str | None = Field(None, description="Of its text, e.g. GBK; by default UTF-8")
    id: str | None = Field(None, description="Column with the number of the ticket; by default its row")
    date: str | None = Field(None, description="Column with the day")
    text: str | None = Field(None, description="Column with what was said")
    category: str | None = Field(None, description="Column with the category")
    url: str | None = Field(None, description="Column with the address of a page")
    place: str | None = Field(None, description="Column with the name of the place, as the layer's labels have it")
    x: str | None = Field(None, description="Column with the longitude (or easting)")
    y: str | None = Field(None, description="Column with the latitude (or northing)")
    crs: str | None = Field(None, description="Of x and y; by default WGS 84")
    within: float = Field(30.0, gt=0, description="Metres within which a ticket is about the nearest facility")
    kinds: dict[str, tuple[str, ...]] = Field(
        default_factory=dict, description="Kinds of facility or layer ids that a category means"
    )


class Target(Table):
    """A target of the city's plan: what a bureau reports against it (declared), or an indicator that is measured here.

    Declared ones say what is planned and done; measured ones name the indicator and the share to reach.
    """

    id: str = Field(description="Short id; the same in every district that reports")
    name: str
    name_en: str | None = None
    kind: Kind | None = Field(None, description="Kind of facility that it is about, if any")
    district: str | None = Field(None, description="Code of the division; left out, the whole plan")
    planned: float | None = Field(None, gt=0, description="Declared: how many are planned")
    done: float | None = Field(None, ge=0, description="Declared: how many are reported done; left out, not known")
    unit: str = Field("", description="What is counted, e.g. household")
    source: str = Field("", description="Who reports it, or which plan sets it, and where")
    date: dt.date | None = Field(None, description="Declared: the day of the report")
    indicator: str | None = Field(
        None, description="Measured: coverage-500, pass, surveyed, ...; or online: sites at the pass mark"
    )
    layer: str | None = Field(None, description="Measured: id of the layer, when it is not `kind`")
    goal: float | None = Field(None, gt=0, le=1, description="Measured: the share to reach, e.g. 0.9")
    nature: Literal["binding", "expected"] | None = Field(None, description="What the plan says of it")
    since: int | None = Field(None, ge=1900, le=2999, description="Year at whose beginning the plan starts")
    start: float = Field(0.0, ge=0, description="What there was then: a count, or for measured ones a share")
    year: int | None = Field(None, ge=1900, le=2999, description="Year by whose end it is to be reached")

    @model_validator(mode="after")
    def _is_of_one_sort(self) -> Target:
        measured = self.indicator is not None
        problems = []
        if measured == (self.planned is not None):
            problems.append(
                Text(
                    "填报的目标写 planned 和 date，实测的写 indicator 和 goal，二者写一种",
                    "a declared target has planned and date, a measured one indicator and goal: write one of them",
                )
            )
        elif measured and self.goal is None:
            problems.append(Text("实测的目标缺少 goal", "a measured target needs goal"))
        elif measured and self.indicator != ONLINE and not (self.layer or self.kind):
            problems.append(Text("实测的目标缺少 layer 或 kind", "a measured target needs layer or kind"))
        elif not measured and self.date is None:
            problems.append(Text("date：缺少这个键", "date: this key is missing"))
        if (self.year is None) != (self.since is None) or (self.year or 0) < (self.since or 0):
            problems.append(
                Text("since 和 year 要一起写，since 不晚于 year", "since and year go together, since not after year")
            )
        state(problems)
        return self
