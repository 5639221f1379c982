"""Files that mean harm, or are broken: each ends in one stated outcome, and nothing hangs."""

from __future__ import annotations

import random
import zipfile
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name

from audit.model import Outcome, Reason
from tests.web_checks.documents import makers
from tests.web_checks.documents.conftest import Look
from web_checks.documents import kinds, package
from web_checks.documents.document import place
from web_checks.documents.pdf_tree import MOST_ELEMENTS

LookAt = Callable[[Path], Look]
UNTESTED = Outcome.UNTESTED


def put(path: Path, raw: bytes) -> Path:
    path.write_bytes(raw)
    return path


@pytest.mark.parametrize(
    ("name", "raw", "reason"),
    [
        ("a.pdf", b"", Reason.UNREADABLE),
        ("a.pdf", b"\x00" * 5000, Reason.UNREADABLE),
        ("a.pdf", b"%PDF-1.7\n", Reason.UNREADABLE),
        ("a.pdf", b"%PDF-1.7\n" + b"\xff" * 4000, Reason.UNREADABLE),
        ("a.pdf", b"<!DOCTYPE html><title>404</title>", Reason.UNREADABLE),
        ("a.docx", b"PK\x03\x04", Reason.UNREADABLE),
        ("a.docx", b"no archive at all", Reason.UNREADABLE),
        ("a.doc", bytes.fromhex("d0cf11e0a1b11ae1") + b"\x00" * 600, Reason.UNSUPPORTED_FORMAT),
        (
            "a.docx",
            bytes.fromhex("d0cf11e0a1b11ae1") + b"\x00" * 600 + "EncryptedPackage".encode("utf-16-le"),
            Reason.LOCKED,
        ),
        ("a.ofd", b"PK", Reason.UNSUPPORTED_FORMAT),
        ("a.rtf", b"{\\rtf1 hello}", Reason.UNSUPPORTED_FORMAT),
        ("a.wps", b"something else", Reason.UNSUPPORTED_FORMAT),
    ],
)
def test_what_is_no_document(look: LookAt, tmp_path: Path, name: str, raw: bytes, reason: Reason) -> None:
    judged = look(put(tmp_path / name, raw)).judged
    assert (judged.outcome, judged.reason) == (UNTESTED, reason)


@pytest.mark.parametrize(("name", "inside"), [("a.ofd", "OFD.xml"), ("a.zip", "readme.txt")])
def test_other_archives_are_a_format_of_their_own(look: LookAt, tmp_path: Path, name: str, inside: str) -> None:
    path = tmp_path / name
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(inside, "x")
    assert look(path).judged.reason is Reason.UNSUPPORTED_FORMAT


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_refused(look: LookAt, tmp_path: Path, encoding: str) -> None:
    laughs = f"<?xml version='1.0' encoding='{encoding}'?><!DOCTYPE x [<!ENTITY a 'ha'><!ENTITY b '&a;&a;'>]><x>&b;</x>"
    path = makers.word(tmp_path / "a.docx")
    makers.rewritten(path, lambda name, raw: laughs.encode(encoding) if name == "word/document.xml" else raw)
    judged = look(path).judged
    assert (judged.reason, "entities" in judged.detail) == (Reason.UNREADABLE, True)


def test_a_bomb_is_not_unpacked(look: LookAt, tmp_path: Path) -> None:
    path = makers.word(tmp_path / "a.docx")
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/media/bomb.bin", b"\x00" * (11 * 1024 * 1024))
    assert look(path).judged.reason is Reason.TOO_LARGE


def test_a_package_that_unpacks_to_too_much(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = makers.word(tmp_path / "a.docx")
    with zipfile.ZipFile(path) as archive:
        total = sum(part.file_size for part in archive.infolist())
    monkeypatch.setattr(package, "_MOST_BYTES", total)
    package.check(path)
    monkeypatch.setattr(package, "_MOST_BYTES", total - 1)
    with pytest.raises(kinds.Unreadable) as refused:
        package.check(path)
    assert refused.value.reason is Reason.TOO_LARGE


def test_a_chain_of_styles_in_a_circle_ends(look: LookAt, tmp_path: Path) -> None:
    def circle(name: str, raw: bytes) -> bytes:
        if name != "word/styles.xml":
            return raw
        return raw.replace(b'<w:basedOn w:val="Normal"/>', b'<w:basedOn w:val="Heading1"/>')

    assert look(makers.rewritten(makers.word(tmp_path / "a.docx"), circle)).judged.outcome is not UNTESTED


def test_a_tree_without_end_is_too_large(look: LookAt, tmp_path: Path) -> None:
    def swell(pdf: pikepdf.Pdf) -> None:
        root = pdf.Root.StructTreeRoot
        root.K = Array([Dictionary(Type=Name.StructElem, S=Name.P)] * (MOST_ELEMENTS + 2))

    judged = look(makers.pdf(tmp_path / "a.pdf", spoil=swell)).judged
    assert judged.reason is Reason.TOO_LARGE


def test_a_deep_tree_is_read(look: LookAt, tmp_path: Path) -> None:
    def deepen(pdf: pikepdf.Pdf) -> None:
        at = pdf.Root.StructTreeRoot.K[0]
        for _ in range(2000):
            below = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Div, P=at))
            at.K = Array([below])
            at = below

    assert look(makers.pdf(tmp_path / "a.pdf", spoil=deepen)).judged.outcome is not UNTESTED


def test_an_outline_in_a_circle_is_counted_once(look: LookAt, tmp_path: Path) -> None:
    def circle(pdf: pikepdf.Pdf) -> None:
        entry = pdf.make_indirect(Dictionary(Title=pikepdf.String("x")))
        entry.Next = entry
        pdf.Root.Outlines = Dictionary(First=entry, Last=entry)

    seen = look(makers.pdf(tmp_path / "a.pdf", [makers.Part("P", "Page")], pages=21, spoil=circle))
    assert seen.outcome("pdf-bookmarks") is Outcome.PASSED


def test_words_of_the_file_are_made_harmless() -> None:
    assert place("page 1", "a\n\tb" + "x" * 500).snippet.startswith("a b")
    assert len(place("page 1", "x" * 500).snippet) == 200


SEEDS: dict[str, Callable[[Path], Path]] = {
    "pdf": makers.pdf,
    "docx": makers.word,
    "pptx": makers.slides,
    "xlsx": makers.workbook,
}


@pytest.mark.parametrize("kind", SEEDS)
def test_fifty_mutations_of_each_format_end_in_an_outcome(look: LookAt, tmp_path: Path, kind: str) -> None:
    good = SEEDS[kind](tmp_path / f"good.{kind}").read_bytes()
    dice = random.Random(f"stepfree {kind}")
    for number in range(50):
        raw = bytearray(good)
        how = number % 5
        if how == 0:
            del raw[dice.randrange(len(raw)) :]
        elif how == 1:
            at = dice.randrange(len(raw))
            del raw[at : at + dice.randrange(1, 400)]
        else:
            for _ in range(1 if how == 2 else dice.randrange(2, 60)):
                raw[dice.randrange(len(raw))] = dice.randrange(256)
        judged = look(put(tmp_path / f"{number}.{kind}", bytes(raw))).judged
        assert judged.outcome in set(Outcome)
        assert (judged.outcome is UNTESTED) == (judged.reason is not None)


@pytest.mark.parametrize("kind", ["docx", "pptx", "xlsx"])
def test_mutations_inside_the_package_end_in_an_outcome(look: LookAt, tmp_path: Path, kind: str) -> None:
    dice = random.Random(f"inside {kind}")
    good = SEEDS[kind](tmp_path / f"good.{kind}").read_bytes()

    def change(name: str, raw: bytes) -> bytes:
        if not name.endswith((".xml", ".rels")) or dice.random() < 0.7 or not raw:
            return raw
        text = bytearray(raw)
        at = dice.randrange(len(text))
        text[at : at + dice.randrange(1, 30)] = dice.randbytes(dice.randrange(4))
        return bytes(text)

    for number in range(15):
        path = put(tmp_path / f"{number}.{kind}", good)
        judged = look(makers.rewritten(path, change)).judged
        assert (judged.outcome is UNTESTED) == (judged.reason is not None)
