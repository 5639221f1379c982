"""The few files of the demo city's sites that are not text: small pictures and one placeholder PDF, drawn here."""

from __future__ import annotations

import struct
import zlib

_WIDTH, _HEIGHT = 120, 80
_SKY, _WALL, _ROOF, _PATH = (214, 228, 240), (196, 186, 168), (120, 72, 60), (150, 154, 158)


def photograph(number: int) -> bytes:
    """Return a PNG that stands for a photograph: a house beside a path, its roof and door placed by `number`."""
    rows = bytearray()
    for y in range(_HEIGHT):
        rows.append(0)  # no filter
        rows += bytes(_colour(x, y, number) for x in range(_WIDTH))
    palette = bytes(part for colour in (_SKY, _WALL, _ROOF, _PATH) for part in colour)
    header = struct.pack(">IIBBBBB", _WIDTH, _HEIGHT, 8, 3, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        _chunk(kind, body)
        for kind, body in ((b"IHDR", header), (b"PLTE", palette), (b"IDAT", _stored(rows)), (b"IEND", b""))
    )


def _colour(x: int, y: int, number: int) -> int:
    """Return the palette's index at a place: sky, wall, roof, path."""
    house, eaves, top = 12 * number, 34, 22
    if y > 64 - (x * number) // 40:
        return 3
    if house <= x < house + 50 and y >= eaves:
        return 1
    return 2 if house - 4 <= x < house + 54 and y >= top else 0


def _stored(body: bytes | bytearray) -> bytes:
    """Wrap bytes for zlib uncompressed, in one block: compressors differ between machines, this does not."""
    size = len(body)
    return b"\x78\x01\x01" + struct.pack("<HH", size, size ^ 0xFFFF) + body + struct.pack(">I", zlib.adler32(body))


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def placeholder_pdf(title: str, words: str, *, tagged: bool) -> bytes:
    """Return a PDF of one page with a line of ASCII words; tagged: with a structure tree."""
    text = f"/P << /MCID 0 >> BDC BT /F1 14 Tf 72 760 Td ({words}) Tj ET EMC".encode("ascii")
    page = b"/Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >>"
    tree = b" /MarkInfo << /Marked true >> /StructTreeRoot 7 0 R" if tagged else b""
    bodies = (
        b"<< /Type /Catalog /Pages 2 0 R /Lang (en) /ViewerPreferences << /DisplayDocTitle true >>%s >>" % tree,
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< %s /StructParents 0 >>" % page,
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(text), text),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        b"<< /Title (%s) >>" % title.encode("ascii"),
        b"<< /Type /StructTreeRoot /K 8 0 R /ParentTree << /Nums [0 [8 0 R]] >> >>",
        b"<< /Type /StructElem /S /P /P 7 0 R /Pg 3 0 R /K 0 >>",
    )
    pdf = bytearray(b"%PDF-1.4\n")
    offsets = []
    for number, body in enumerate(bodies, 1):
        offsets.append(len(pdf))
        pdf += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    size = len(bodies) + 1
    start = len(pdf)
    pdf += b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, table)
    pdf += b"trailer\n<< /Size %d /Root 1 0 R /Info 6 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, start)
    return bytes(pdf)
