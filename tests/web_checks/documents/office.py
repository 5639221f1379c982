"""LibreOffice as a known-good producer: sources in flat OpenDocument, right in every respect, and their conversion."""

from __future__ import annotations

import base64
import io
import json
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

from PIL import Image

PROGRAM = shutil.which("soffice")
TITLE = "Annual report of the district office"
PROSE = "This report tells the residents of the district what the office has done, and what it will do next year."
ALTERNATIVE = "A chart: twice as many ramps as last year"
_SECONDS = 180
_NAMES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in (
        *(("office", "office"), ("text", "text"), ("table", "table"), ("draw", "drawing"), ("style", "style")),
        *(("fo", "xsl-fo-compatible"), ("svg", "svg-compatible"), ("presentation", "presentation"), ("meta", "meta")),
        *(("form", "form"),),
    )
)
_OPEN = f"""<?xml version="1.0" encoding="UTF-8"?>
<office:document {_NAMES} xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xlink="http://www.w3.org/1999/xlink"
 office:version="1.3" office:mimetype="application/vnd.oasis.opendocument.%s">
<office:meta><dc:title>{TITLE}</dc:title></office:meta>"""


def _picture() -> str:
    file = io.BytesIO()
    Image.frombytes("RGB", (32, 32), bytes((3 * at + 7 * (at // 96)) % 256 for at in range(32 * 32 * 3))).save(
        file, "PNG"
    )
    return base64.b64encode(file.getvalue()).decode("ascii")


FRAME = (
    '<draw:frame draw:name="chart" text:anchor-type="as-char" svg:width="2cm" svg:height="1cm"><draw:image>'
    f"<office:binary-data>{_picture()}</office:binary-data></draw:image><svg:desc>{ALTERNATIVE}</svg:desc></draw:frame>"
)
HEAD_ROW = (
    "<table:table-row><table:table-cell table:style-name='lined'><text:p>Street</text:p></table:table-cell>"
    "<table:table-cell table:style-name='lined'><text:p>Ramps</text:p></table:table-cell></table:table-row>"
)
ROW = (
    "<table:table-row><table:table-cell table:style-name='lined'><text:p>Long Street</text:p></table:table-cell>"
    "<table:table-cell table:style-name='lined'><text:p>12</text:p></table:table-cell></table:table-row>"
)
LIST = (
    '<text:list text:style-name="bullets"><text:list-item><text:p>Mend the kerbs</text:p></text:list-item>'
    "<text:list-item><text:p>Widen the doors</text:p></text:list-item></text:list>"
)
LINK = (
    '<text:p>Read the <text:a xlink:type="simple" xlink:href="https://example.org/rules">rules for applicants'
    "</text:a>.</text:p>"
)
LETTER = f"""{_OPEN % "text"}
<office:styles>
<style:default-style style:family="paragraph"><style:text-properties fo:language="en" fo:country="GB"
 style:language-asian="zh" style:country-asian="CN" fo:font-size="12pt"/></style:default-style>
<style:style style:name="Standard" style:family="paragraph"/>
<style:style style:name="Heading_20_1" style:display-name="Heading 1" style:family="paragraph"
 style:parent-style-name="Standard" style:default-outline-level="1"/>
<style:style style:name="Heading_20_2" style:display-name="Heading 2" style:family="paragraph"
 style:parent-style-name="Standard" style:default-outline-level="2"/>
<style:style style:name="Heading_20_3" style:display-name="Heading 3" style:family="paragraph"
 style:parent-style-name="Standard" style:default-outline-level="3"/>
</office:styles>
<office:automatic-styles>
<style:style style:name="faint" style:family="paragraph"><style:text-properties fo:color="#aaaaaa"/></style:style>
<style:style style:name="next" style:family="paragraph"><style:paragraph-properties fo:break-before="page"/>
</style:style>
<style:style style:name="lined" style:family="table-cell"><style:table-cell-properties fo:border="0.5pt solid #000000"/>
</style:style>
<text:list-style style:name="bullets"><text:list-level-style-bullet text:level="1" text:bullet-char="•"/>
</text:list-style>
</office:automatic-styles>
<office:body><office:text>
<text:h text:style-name="Heading_20_1" text:outline-level="1">{TITLE}</text:h>
<text:p>{PROSE}</text:p>
<text:h text:style-name="Heading_20_2" text:outline-level="2">Figures</text:h>
<table:table table:name="ramps"><table:table-column table:number-columns-repeated="2"/>
<table:table-header-rows>{HEAD_ROW}</table:table-header-rows>{ROW}</table:table>
{LIST}
<text:p>{FRAME}</text:p>
{LINK}
</office:text></office:body></office:document>"""

SLIDES = f"""{_OPEN % "presentation"}
<office:styles><style:default-style style:family="graphic"><style:text-properties fo:language="en" fo:country="GB"/>
</style:default-style></office:styles>
<office:automatic-styles><style:style style:name="bare" style:family="presentation"><style:graphic-properties
 draw:fill="none" draw:stroke="none"/></style:style>
<style:page-layout style:name="PM1"><style:page-layout-properties fo:page-width="28cm"
 fo:page-height="21cm"/></style:page-layout></office:automatic-styles>
<office:master-styles><style:master-page style:name="Default" style:page-layout-name="PM1"/></office:master-styles>
<office:body><office:presentation><draw:page draw:name="one" draw:master-page-name="Default">
<draw:frame presentation:style-name="bare" presentation:class="title"
 svg:x="2cm" svg:y="1cm" svg:width="24cm" svg:height="3cm"><draw:text-box>
<text:p>{TITLE}</text:p></draw:text-box></draw:frame>
<draw:frame svg:x="2cm" svg:y="6cm" svg:width="20cm" svg:height="3cm"><draw:text-box><text:p>{PROSE}</text:p>
</draw:text-box></draw:frame>
<draw:frame draw:name="chart" svg:x="2cm" svg:y="12cm" svg:width="6cm" svg:height="3cm"><draw:image><office:binary-data>
{_picture()}</office:binary-data></draw:image><svg:desc>{ALTERNATIVE}</svg:desc></draw:frame>
</draw:page></office:presentation></office:body></office:document>"""

CELLS = "".join(
    f'<table:table-cell office:value-type="string"><text:p>{said}</text:p></table:table-cell>'
    for said in ("Long Street", "Ash Way")
)
BOOK = f"""{_OPEN % "spreadsheet"}
<office:body><office:spreadsheet><table:table table:name="Ramps by street">
<table:table-header-rows><table:table-row><table:table-cell office:value-type="string"><text:p>Street</text:p>
</table:table-cell><table:table-cell office:value-type="string"><text:p>Ramps</text:p></table:table-cell>
</table:table-row></table:table-header-rows>
{f"<table:table-row>{CELLS}</table:table-row>" * 4}</table:table>
<table:table table:name="Notes"><table:table-row>{CELLS}</table:table-row></table:table>
</office:spreadsheet></office:body></office:document>"""


def options(kind: str, **chosen: bool | str) -> str:
    """Return the filter of `--convert-to` for a PDF. kind: writer, impress or calc; chosen: options of the export."""
    given = {
        name: {"type": "boolean", "value": str(value).lower()}
        if isinstance(value, bool)
        else {"type": "string", "value": value}
        for name, value in chosen.items()
    }
    return f"pdf:{kind}_pdf_Export:{json.dumps(given)}"


def converted(sources: Iterable[Path], to: str, folder: Path) -> Path:
    """Convert files; return the folder that holds them."""
    assert PROGRAM is not None
    folder.mkdir(parents=True)
    command = [PROGRAM, f"-env:UserInstallation={(folder.parent / 'profile').as_uri()}", "--headless", "--norestore"]
    files = [str(source) for source in sources]
    subprocess.run(
        [*command, "--convert-to", to, "--outdir", str(folder), *files],
        check=True,
        capture_output=True,
        timeout=_SECONDS,
    )
    return folder
