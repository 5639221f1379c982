"""Reads a findings.json of an earlier audit as a snapshot, so that a gate needs no database."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, Final

import pandas as pd

from audit.model import Impact, Outcome, Reason, Score, Text, UsageError
from audit.snapshot import STREET, WEB, LayerSeen, SiteSeen, Snapshot, home_of, with_keys

_MAJOR: Final = "1"
# Why pages that were found stand in no count of pages.
_CUT: Final = tuple(r.value for r in (Reason.PAGE_CAP, Reason.DEPTH_CAP, Reason.TIME_CAP, Reason.INTERRUPTED))
_FULL: Final = 100
_VERDICTS: Final = (Outcome.PASSED.value, Outcome.FAILED.value, Outcome.INAPPLICABLE.value)
_TESTED: Final = (Outcome.PASSED.value, Outcome.FAILED.value, Outcome.CANT_TELL.value)


def of_file(path: Path) -> Snapshot:
    """Read a findings.json, of any version that has this major number; UsageError when it is none."""
    try:
        told = json.loads(path.read_text("utf-8"), parse_constant=_refuse)
        version = str(told["schema_version"])
        if version.partition(".")[0] != _MAJOR:
            raise UsageError(
                Text(
                    f"{path}：findings.json 的版本是 {version}，这里只认 {_MAJOR}.x；请升级 stepfree",
                    f"{path}: a findings.json of version {version}, and only {_MAJOR}.x is known; upgrade stepfree",
                )
            )
        return _snapshot(str(path), told)
    except OSError as error:
        raise UsageError(Text(f"{path}：读不出来：{error}", f"{path}: cannot be read: {error}")) from error
    except (KeyError, TypeError, ValueError, AttributeError, ArithmeticError, RecursionError) as error:
        raise UsageError(
            Text(
                f"{path}：不是 stepfree 写出的 findings.json（{type(error).__name__}: {error}）",
                f"{path}: not a findings.json as stepfree writes it ({type(error).__name__}: {error})",
            )
        ) from error


def _snapshot(label: str, told: Mapping[str, Any]) -> Snapshot:
    audit = told["audit"]
    missed = [(str(item["site"]), str(item["subject"]), str(item["what"])) for item in told["untested"]]
    cut = {str(item["site"]) for item in told["untested"] if item["reason"] in _CUT}
    homes = {str(site["id"]): home_of(str(site["url"])) for site in told["sites"]}
    web = pd.DataFrame([_web(item) for item in told["site_findings"]], columns=[*WEB, "by_test"])
    scores = [_score(item) for item in told["scores"]]
    scored = {
        score.subject: str((score.parts or {}).get("standard") or "") for score in scores if score.scope == "layer"
    }
    layers = {str(layer["id"]): layer for layer in told["layers"]}
    counts = {
        (key, str(row["id"])): not scored.get(key) or row["standard"] == scored[key]
        for key, layer in layers.items()
        for row in layer["requirements"]
    }
    return Snapshot(
        label,
        str(audit["name"]),
        date.fromisoformat(audit["date"]),
        with_keys(web, homes),
        _street(told["facility_findings"], counts),
        {str(site["id"]): _site(site, homes[str(site["id"])], cut) for site in told["sites"]},
        {key: _layer(layer) for key, layer in layers.items()},
        None,
        pd.DataFrame(missed, columns=["site", "subject", "what"]),
        {(score.scope, score.subject, score.axis): score for score in scores},
    )


def _web(item: Mapping[str, Any]) -> tuple[Any, ...]:
    words = {name: str(item[name]) for name in WEB if name != "impact"} | {"outcome": _outcome(item)}
    known = (int(Impact.of(item["impact"])) if name == "impact" else words[name] for name in WEB)
    return (*known, str(item["outcome"]))


def _outcome(item: Mapping[str, Any]) -> str:
    """Return how a finding comes out: by the verdict of a person where nobody could tell."""
    said = (item.get("review") or {}).get("says")
    return str(said if item["outcome"] == Outcome.CANT_TELL.value and said in _VERDICTS else item["outcome"])


def _street(items: Iterable[Mapping[str, Any]], scored: Mapping[tuple[str, str], bool]) -> pd.DataFrame:
    rows: Sequence[tuple[Any, ...]] = [
        (
            *(str(item["layer"]), str(item["facility"]), str(item["division"])),
            *(_degrees(item["lon"]), _degrees(item["lat"])),
            *(str(item["requirement"]), _outcome(item), str(item["outcome"]), int(Impact.of(item["impact"]))),
            scored.get((str(item["layer"]), str(item["requirement"])), True),
        )
        for item in items
    ]
    return pd.DataFrame(rows, columns=list(STREET)).astype({"lon": "float64", "lat": "float64", "scored": "bool"})


def _refuse(constant: str) -> float:
    raise ValueError(f"{constant} is no number")


def _points(value: Any) -> float | None:
    """Return a score, or a share; ValueError for what can be neither."""
    if value is None:
        return None
    number = float(value)
    if not 0 <= number <= _FULL:
        raise ValueError(f"a score of {number}")
    return number


def _degrees(value: Any) -> float:
    return float("nan") if value is None else float(value)


def _site(site: Mapping[str, Any], home: str, cut: Collection[str]) -> SiteSeen:
    pages = {str(outcome): int(count) for outcome, count in site["pages"].items()}
    tested, untested = sum(pages.get(outcome, 0) for outcome in _TESTED), pages.get(Outcome.UNTESTED.value, 0)
    whole = not untested and site["outcome"] != Outcome.UNTESTED.value and site["id"] not in cut
    return SiteSeen(home, str(site["district"] or ""), tested + untested, tested, None, whole)


def _layer(layer: Mapping[str, Any]) -> LayerSeen:
    ids = frozenset(str(row["id"]) for row in layer["requirements"])
    counts = layer["counts"]
    judged = int(counts.get("judged", 0)) if layer["outcome"] != Outcome.UNTESTED.value else 0
    asked = sum(int(counts.get(name, 0)) for name in ("judged", "no_geometry", "bad_geometry"))
    return LayerSeen(max(asked, 1), judged, ids, None)


def _score(item: Mapping[str, Any]) -> Score:
    low, high, value, tested = (_points(item[name]) for name in ("low", "high", "value", "tested"))
    scope, subject, axis = (str(item[name]) for name in ("scope", "subject", "axis"))
    review, untested, parts = int(item["needs_review"]), int(item["untested"]), item["parts"]
    told = None if parts is None else dict(parts)
    return Score(scope, subject, axis, low, high, value, tested, review, untested, told)
