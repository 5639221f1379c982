"""Which language a text is in: the only module that knows the detector (CLD2)."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

import pycld2  # type: ignore[import-untyped]

_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
_KANA = re.compile(r"[\u3040-\u30ff]")
_HANGUL = re.compile(r"[\uac00-\ud7af]")
# Codes of one language, and languages that CLD2 cannot tell apart in short texts: a code matches its whole group.
_GROUPS = (
    {"zh", "cmn", "yue", "wuu", "hak", "nan", "gan", "hsn", "lzh"},
    {"no", "nb", "nn", "da"},
    {"id", "ms", "in", "jv", "su"},
    {"sr", "hr", "bs", "sh", "cnr"},
    {"he", "iw"},
    {"yi", "ji"},
    {"tl", "fil"},
    {"cs", "sk"},
    {"gl", "pt"},
    {"en", "sco"},
    {"ro", "mo"},
    {"kk", "ky", "tt", "ba"},
    {"ar", "arb"},
    {"fa", "prs", "tg"},
    {"bo", "dz"},
    {"mn", "mvf", "khk"},
)
# Han characters without kana are Chinese; CLD2 takes short ones for Japanese. Share of all letters.
_MOSTLY, _HARDLY = 0.5, 0.02
# Letters below which a text is too short to judge: a name or two.
ENOUGH_LETTERS, ENOUGH_HAN = 15, 8


@dataclass(frozen=True, slots=True)
class Detected:
    """The language found.

    code: primary subtag; traditional: Chinese in traditional characters; share: of the text, 0-1.
    """

    code: str
    traditional: bool
    share: float


def primary(tag: str) -> str:
    """Return the primary subtag of a language tag, in lower case; "" when it can be none ("english").

    Subtags of a registered language have two or three letters (BCP 47, 2.2.1); axe judges tags that are not valid.
    """
    first = re.split(r"[-_]", tag.strip().lower(), maxsplit=1)[0]
    return first if re.fullmatch(r"[a-z]{2,3}", first) else ""


def detect(text: str, *, hint: str = "") -> Detected | None:
    """Return the language that most of a text is in; None when it is too short or the detector is not sure.

    hint: the language expected, given to the detector as a bias.
    """
    clean = "".join(" " if unicodedata.category(character)[0] == "C" else character for character in text)
    letters = sum(character.isalpha() for character in clean)
    han = len(_HAN.findall(clean))
    if letters < (ENOUGH_HAN if han > letters / 2 else ENOUGH_LETTERS):
        return None
    chinese = han / letters >= _MOSTLY and len(_KANA.findall(clean)) <= _HARDLY * han and not _HANGUL.search(clean)
    expected = primary(hint) or None
    try:
        reliable, _, found = pycld2.detect(clean, isPlainText=True, hintLanguage=expected)
    except pycld2.error:  # a text that the detector cannot take (it calls it invalid UTF-8)
        reliable, found = False, ()
    if chinese:
        return Detected("zh", reliable and found[0][1] == "zh-Hant", han / letters)
    if not reliable:
        return None
    _, code, percent, _ = found[0]
    return Detected(primary(code), code == "zh-Hant", percent / 100)


def matches(declared: str, found: str) -> bool:
    """Return whether a declared language tag names a detected language (or one that cannot be told from it)."""
    one, other = primary(declared), primary(found)
    return one == other or any(one in group and other in group for group in _GROUPS)
