"""Writes the little of an .xlsx that the tests need: texts, numbers, days, times of day, merged cells."""

from __future__ import annotations

import datetime as dt
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr

HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml"
EPOCH = dt.datetime(1899, 12, 30)  # noqa: DTZ001 -- a spreadsheet knows no zone
STYLES = (
    f'{HEAD}<styleSheet {MAIN}><fonts count="1"><font/></fonts><fills count="1"><fill/></fills>'
    '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="3">'
    '<xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/><xf numFmtId="20" applyNumberFormat="1"/>'
    "</cellXfs></styleSheet>"
)


def _cell(at: str, value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return f'<c r="{at}" t="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is></c>'
    if isinstance(value, bool):
        return f'<c r="{at}" t="b"><v>{int(value)}</v></c>'
    if isinstance(value, dt.date):
        days = (dt.datetime.combine(value, dt.time()) - EPOCH).days
        return f'<c r="{at}" s="1"><v>{days}</v></c>'
    if isinstance(value, dt.time):
        return f'<c r="{at}" s="2"><v>{(value.hour * 60 + value.minute) / 1440}</v></c>'
    return f'<c r="{at}"><v>{value!r}</v></c>'


def workbook(path: Path, sheets: Mapping[str, Sequence[Sequence[Any]]], merged: Mapping[str, Sequence[str]]) -> Path:
    """Write sheets of rows; merged: ranges ("A1:C1") by sheet."""
    numbers = range(1, len(sheets) + 1)
    listed = "".join(
        f'<sheet name={quoteattr(name)} sheetId="{n}" r:id="r{n}"/>' for n, name in zip(numbers, sheets, strict=True)
    )
    related = "".join(f'<Relationship Id="r{n}" Type="{RELATED}/worksheet" Target="s{n}.xml"/>' for n in numbers)
    related += f'<Relationship Id="style" Type="{RELATED}/styles" Target="styles.xml"/>'
    kinds = "".join(f'<Override PartName="/xl/s{n}.xml" ContentType="{SHEET}.worksheet+xml"/>' for n in numbers)
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" '
        f'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override '
        f'PartName="/xl/workbook.xml" ContentType="{SHEET}.sheet.main+xml"/><Override PartName="/xl/styles.xml" '
        f'ContentType="{SHEET}.styles+xml"/>{kinds}</Types>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="w" '
        f'Type="{RELATED}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook {MAIN} xmlns:r="{RELATED}"><sheets>{listed}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">{related}</Relationships>',
        "xl/styles.xml": STYLES,
    }
    for n, (name, rows) in zip(numbers, sheets.items(), strict=True):
        body = "".join(
            f'<row r="{y}">{"".join(_cell(f"{chr(64 + x)}{y}", value) for x, value in enumerate(row, 1))}</row>'
            for y, row in enumerate(rows, 1)
        )
        ranges = merged.get(name, ())
        joined = f"<mergeCells>{''.join(f'<mergeCell ref={quoteattr(r)}/>' for r in ranges)}</mergeCells>"
        parts[f"xl/s{n}.xml"] = f"<worksheet {MAIN}><sheetData>{body}</sheetData>{joined if ranges else ''}</worksheet>"
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text if text.startswith("<?xml") else HEAD + text)
    return path
