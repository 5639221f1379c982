"""plan.toml → a typed plan. Every problem is one line that names the place and the nearest known key."""

from __future__ import annotations

import json
import math
import tomllib
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Any

from pydantic import Field, ValidationError, field_validator, model_validator

from audit.facility_kinds import KINDS
from audit.model import Lang, Text, UsageError
from audit.plan_app import App
from audit.plan_gate import Complaints, Target, Waiver
from audit.plan_measures import Access, Completeness, Crossings, Equity, Network, Profile, Roads, Sites, Siting
from audit.plan_street import LAYER_KINDS, ByYear, Districts, DivisionFile, Layer, Population, Street
from audit.plan_tables import Column, Table, Where, database_url
from audit.plan_web import DocumentSet, Header, Site, Web
from audit.problems import nearest, problems_of, state

__all__ = [
    "LAYER_KINDS",
    "STRATA",
    "Access",
    "App",
    "ByYear",
    "Column",
    "Complaints",
    "Completeness",
    "Crossings",
    "Districts",
    "DivisionFile",
    "DocumentSet",
    "Equity",
    "Header",
    "Layer",
    "Network",
    "Owner",
    "Plan",
    "Population",
    "Profile",
    "Roads",
    "Site",
    "Sites",
    "Siting",
    "Street",
    "Target",
    "Thresholds",
    "Waiver",
    "Web",
    "Weights",
    "Where",
    "database_url",
    "editions_of",
    "layer_id",
    "load",
    "schema",
    "template",
]

STRATA = ("services", "channels", "articles", "contact", "attachments")


class Owner(Table):
    """Who must mend it: the last table that matches wins (as in CODEOWNERS)."""

    bureau: str
    bureau_en: str | None = None
    contact: str | None = None
    deadline_days: int | None = Field(None, ge=1)
    sites: tuple[str, ...] = Field((), description="Patterns of site ids, e.g. portal-*")
    layers: tuple[str, ...] = Field((), description="Patterns of layer ids or kinds")
    rules: tuple[str, ...] = Field((), description="Patterns of rule ids")
    districts: tuple[str, ...] = Field((), description="Patterns of division codes, e.g. 9901*")


class Thresholds(Table):
    """Limits of the reading, not of the law."""

    coverage: tuple[int, ...] = Field((300, 500), description="Service radii in metres")
    surveyed: float = Field(0.8, gt=0, le=1, description="A district below this share surveyed has no rank")
    pass_mark: float = Field(60.0, gt=0, le=100)


class Weights(Table):
    """Weights of the scores; shares of what is absent go to the rest in proportion."""

    strata: dict[str, float] = Field(
        default_factory=dict, description="services, channels, articles, contact, attachments"
    )
    layers: dict[str, float] = Field(default_factory=dict, description="By kind: curb_ramps, public_toilets, ...")

    @field_validator("strata")
    @classmethod
    def _of_strata(cls, weights: dict[str, float]) -> dict[str, float]:
        return _weighed(weights, STRATA)

    @field_validator("layers")
    @classmethod
    def _of_layers(cls, weights: dict[str, float]) -> dict[str, float]:
        return _weighed(weights, LAYER_KINDS)

    def of_kind(self, kind: str) -> float:
        """Return the weight of a kind of facility: the plan's, or its usual one."""
        return self.layers.get(kind, KINDS[kind].weight if kind in KINDS else 1.0)


def _weighed(weights: dict[str, float], names: tuple[str, ...]) -> dict[str, float]:
    """Return weights that a score can use: known names, none negative, not all of them zero."""
    problems = [
        Text(f"{name}：没有这个键{zh}", f"{name}: unknown key{en}")
        for name in weights
        if name not in names
        for zh, en in [nearest(name, names)]
    ]
    problems += [
        Text(f"{name}：权重不能小于 0", f"{name}: a weight cannot be below 0") for name in weights if weights[name] < 0
    ]
    if not problems and math.fsum(weights.get(name, 1) for name in names) == 0:
        problems.append(Text("权重不能全是 0", "the weights cannot all be 0"))
    state(problems)
    return weights


class Plan(Table):
    """An audit as its plan.toml states it; paths are relative to the plan's folder or to --data."""

    name: str
    name_en: str | None = None
    date: date
    language: Lang = Lang.ZH
    fictitious: bool = Field(default=False, description="Label every page of the report: this city does not exist")
    web: Web = Web()
    street: Street = Street()
    districts: Districts | None = None
    population: Population | None = None
    network: Network | None = None
    profiles: tuple[Profile, ...] = Field((), alias="profile")
    sites: tuple[Site, ...] = Field((), alias="site")
    apps: tuple[App, ...] = Field((), alias="app")
    documents: tuple[DocumentSet, ...] = Field((), alias="document")
    layers: tuple[Layer, ...] = Field((), alias="layer")
    completeness: Completeness | None = None
    access: Access | None = None
    equity: Equity | None = None
    siting: Siting | None = None
    owners: tuple[Owner, ...] = Field((), alias="owner")
    thresholds: Thresholds = Thresholds()
    weights: Weights = Weights()
    targets: tuple[Target, ...] = Field((), alias="target")
    waivers: tuple[Waiver, ...] = Field((), alias="waiver")
    complaints: tuple[Complaints, ...] = ()

    @model_validator(mode="after")
    def _layers_weigh(self) -> Plan:
        kinds = {layer.kind for layer in self.layers}
        if kinds and math.fsum(self.weights.of_kind(kind) for kind in sorted(kinds)) == 0:
            state(
                [
                    Text(
                        "[weights.layers]：计划里各图层的权重不能全是 0",
                        "[weights.layers]: the weights of the plan's layers cannot all be 0",
                    )
                ]
            )
        return self

    @model_validator(mode="after")
    def _ids_are_unique(self) -> Plan:
        problems = [
            Text(
                f"[[{what}]]：id {twice!r} 出现两次；请各用各的",
                f"[[{what}]]: id {twice!r} stands twice; give each its own",
            )
            for what, ids in (
                ("site", [site.id for site in self.online]),
                ("layer", [layer_id(layer) for layer in self.layers]),
                ("target", [" ".join(filter(None, (target.id, target.district))) for target in self.targets]),
                ("profile", [profile.id for profile in self.profiles]),
            )
            for twice in sorted({i for i in ids if ids.count(i) > 1})
        ]
        if (self.layers or self.targets) and self.districts is None:
            problems.append(
                Text(
                    "缺少 [districts]：没有区划的边界，图层就不能按区划评分",
                    "[districts] is missing: layers cannot be scored by district without its polygons",
                )
            )
        state(problems)
        return self

    @property
    def online(self) -> tuple[Site, ...]:
        """Return everything on the online side: the sites, then apps and sets of documents in the shape of sites."""
        return (
            *self.sites,
            *(app.as_site for app in self.apps),
            *(given.as_site for given in self.documents),
        )


def editions_of(plan: Plan, layer: Layer) -> tuple[str, ...]:
    """Return the editions that a layer is held against, the scored one first, each once; then those by build year."""
    named = layer.standards or plan.street.standards
    return tuple(dict.fromkeys((*named, *(reading.edition for reading in plan.street.by_year))))


def template(lang: Lang) -> str:
    """Return a commented plan to fill in."""
    return (files("audit") / f"plan.{lang.value}.toml").read_text("utf-8")


def write_template(folder: Path, lang: Lang) -> Path:
    """Write a commented plan.toml, and its JSON Schema for editors, into a folder; return the plan's path.

    Raises UsageError when there is a plan already, or the folder cannot be written to.
    """
    path = folder / "plan.toml"
    if path.exists():
        raise UsageError(
            Text(f"{path} 已经有了；改名或换个文件夹", f"{path} exists; rename it, or name another folder")
        )
    try:
        folder.mkdir(parents=True, exist_ok=True)
        path.write_text(template(lang), "utf-8")
        shape = json.dumps(schema(), ensure_ascii=False, indent=2)
        (folder / "plan.schema.json").write_text(f"{shape}\n", "utf-8")
    except OSError as error:
        raise UsageError(Text(f"{path}：写不进去：{error}", f"{path}: cannot be written: {error}")) from error
    return path


def layer_id(layer: Layer) -> str:
    """Return the layer's id: its own, or its kind."""
    return layer.id or layer.kind


def schema() -> dict[str, Any]:
    """Return the JSON Schema of plan.toml, for editors."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **Plan.model_json_schema(by_alias=True)}


def load(path: Path, data: Path | None = None) -> tuple[Plan, Path]:
    """Read a plan; return it with the folder that its paths are relative to.

    Raises UsageError with every problem at once: syntax, unknown keys, wrong values, missing files.
    """
    try:
        table = tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError as error:
        raise UsageError(
            Text(
                f"{path}：没有这个文件；用 stepfree init 生成一份计划",
                f"{path}: no such file; stepfree init writes a plan",
            )
        ) from error
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(Text(f"{path}：读不出来：{error}", f"{path}: cannot be read: {error}")) from error
    except tomllib.TOMLDecodeError as error:
        raise UsageError(Text(f"{path}：不是合格的 TOML：{error}", f"{path}: not valid TOML: {error}")) from error
    try:
        plan = Plan.model_validate(table)
    except ValidationError as error:
        raise UsageError(*problems_of(path, Plan, error)) from error
    base = data if data is not None else path.parent
    problems = _missing_files(path, plan, base)
    if problems:
        raise UsageError(*problems)
    return plan, base


def _missing_files(path: Path, plan: Plan, base: Path) -> list[Text]:
    named = [
        *(("[districts] file", plan.districts.file) for _ in (1,) if plan.districts),
        *(("[[districts.more]] file", more.file) for more in (plan.districts.more if plan.districts else ())),
        *(("[web] capabilities", plan.web.capabilities) for _ in (1,) if plan.web.capabilities),
        *(("[population] file", plan.population.file) for _ in (1,) if plan.population),
        *(("[network] file", plan.network.file) for _ in (1,) if plan.network),
        *((f"[[layer]] {layer_id(layer)} file", layer.file) for layer in plan.layers),
        *(("[completeness.roads] file", given.roads.file) for given in (plan.completeness,) if given),
        *(
            ("[completeness.crossings] file", given.crossings.file)
            for given in (plan.completeness,)
            if given and given.crossings
        ),
        *(("[siting.sites] file", given.sites.file) for given in (plan.siting,) if given and given.sites),
        *(("[[complaints]] file", given.file) for given in plan.complaints),
        *((f"[[site]] {site.id} folder", site.folder) for site in plan.sites if site.folder),
        *((f"[[site]] {site.id} storage_state", site.storage_state) for site in plan.sites if site.storage_state),
        *((f"[[app]] {app.id} files", name) for app in plan.apps for name in app.files),
        *((f"[[app]] {app.id} capabilities", app.capabilities) for app in plan.apps if app.capabilities),
        *((f"[[app]] {app.id} steps", app.steps) for app in plan.apps if app.steps),
    ]
    return [
        Text(
            f"{path}：{where}：没有 {base / name}；改正路径，或用 --data 指明数据所在的文件夹",
            f"{path}: {where}: {base / name} does not exist; correct the path, or name the data's folder with --data",
        )
        for where, name in named
        if database_url(name) is None and not (base / name).exists()
    ]
