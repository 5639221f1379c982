"""The reports wing: one summary of a run, and one module for each format.

A new format is one module with a FORMAT, and one line here.
"""

from __future__ import annotations

from collections.abc import Mapping

from reports import (
    earl,
    findings_csv,
    findings_json,
    github,
    gitlab,
    html_folder,
    junit,
    maps,
    openacr,
    rectification_csv,
    rectification_xlsx,
    sarif,
    self_evaluation,
)
from reports.format import Format

FORMATS: Mapping[str, Format] = {
    format_.id: format_
    for format_ in (
        html_folder.FORMAT,
        findings_json.FORMAT,
        findings_csv.FORMAT,
        rectification_xlsx.FORMAT,
        rectification_csv.FORMAT,
        sarif.FORMAT,
        junit.FORMAT,
        earl.FORMAT,
        openacr.FORMAT,
        gitlab.FORMAT,
        github.ANNOTATIONS,
        github.SUMMARY,
        maps.GEOPACKAGE,
        maps.GEOJSON,
        self_evaluation.FORMAT,
    )
}
# Written when no format is asked for.
USUAL: tuple[str, ...] = tuple(format_.id for format_ in FORMATS.values() if format_.usual)
