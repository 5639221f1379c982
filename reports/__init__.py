"""The reports wing: one summary of a run, and one module for each format.

A new format is one module with a Format, and one line here. Its module is imported when the format is asked for.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import import_module
from types import MappingProxyType
from typing import Final

from reports.format import Format

# Module and name by id, in the order in which help lists them.
_WRITTEN_BY: Final = MappingProxyType(
    {
        "html": "html_folder.FORMAT",
        "json": "findings_json.FORMAT",
        "csv": "findings_csv.FORMAT",
        "rectification": "rectification_xlsx.FORMAT",
        "rectification-csv": "rectification_csv.FORMAT",
        "sarif": "sarif.FORMAT",
        "junit": "junit.FORMAT",
        "earl": "earl.FORMAT",
        "openacr": "openacr.FORMAT",
        "gitlab": "gitlab.FORMAT",
        "github-annotations": "github.ANNOTATIONS",
        "github-summary": "github.SUMMARY",
        "gpkg": "maps.GEOPACKAGE",
        "geojson": "maps.GEOJSON",
        "self-evaluation": "self_evaluation.FORMAT",
    }
)
# Written when no format is asked for.
USUAL: tuple[str, ...] = ("html", "json", "csv", "rectification", "rectification-csv")


class _Formats(Mapping[str, Format]):
    def __getitem__(self, name: str) -> Format:
        module, _, written = _WRITTEN_BY[name].partition(".")
        found: Format = getattr(import_module(f"reports.{module}"), written)
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(_WRITTEN_BY)

    def __len__(self) -> int:
        return len(_WRITTEN_BY)


FORMATS: Mapping[str, Format] = _Formats()
