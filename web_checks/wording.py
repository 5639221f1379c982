"""What a text says and does not say: pure judgements about the words of links, labels, titles and headings."""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum
from urllib.parse import parse_qsl, urlencode, urlsplit

from web_checks import words

# Stands where a text was wrongly decoded: nobody knows what it says.
UNREADABLE = "\ufffd"
_EDGES = " \t.,:;!?·•…>》»›→＞<《«‹←+|/\\-—_~()[]{}【】（）「」『』“”\"'‘’*#=、，。：；！？▶►▸◀◄◂↑↓⇒➔➜"
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?", re.UNICODE)
_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
_FILE_NAME = re.compile(
    r"[\w\-. %]+\.(?:html?|s?html|php\d?|aspx?|jspx?|do|action|cgi|docx?|pdf|wps|ofd)", re.IGNORECASE
)
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_INDEX = re.compile(r"/(?:index|default|home)\.(?:s?html?|php|aspx?|jspx?)$", re.IGNORECASE)
_TRACKING = re.compile(
    r"utm_\w+|spm\w*|from\w*|ref\w*|source|src|channel|share\w*|s?id_?session|jsessionid|token|sign|_?t|ts|timestamp|v|ver|"
    r"version|rand(?:om)?|r|_|nonce|time|gclid|fbclid|scene|isappinstalled",
    re.IGNORECASE,
)
_SECOND_LEVEL = frozenset({"com", "gov", "org", "net", "edu", "ac", "mil", "co", "govt"})


class Vague(StrEnum):
    """In which way a link text falls short."""

    NOTHING = "nothing"  # 更多, click here, >>
    POINTER = "pointer"  # 该文件, this product
    FORMAT = "format"  # PDF, 纯文本
    THIN = "thin"  # 下载, apply now
    ADDRESS = "address"  # https://…


def plain(text: str) -> str:
    """Return a text as it is compared: compatibility forms and case folded, spaces and edge punctuation gone."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return " ".join(folded.split()).strip(_EDGES)


def compact(text: str) -> str:
    """Return the plain text without spaces between Chinese characters (更 多 is 更多)."""
    return re.sub(r"(?<=[\u3400-\u9fff])\s+(?=[\u3400-\u9fff])", "", plain(text))


def has_letters(text: str) -> bool:
    """Return whether a text has any letter or digit."""
    return any(unicodedata.category(character)[0] in "LN" for character in text)


def tokens(text: str) -> list[str]:
    """Return the words of a text in a script with spaces, folded."""
    return _WORD.findall(unicodedata.normalize("NFKC", text).casefold())


def vagueness(name: str) -> Vague | None:
    """Return in which way a link text says nothing of where it leads; None when it says something."""
    said = compact(name)
    spoken = tokens(said)
    if UNREADABLE in name:
        return None
    kind: Vague | None = None
    if not has_letters(said) or said in words.LINK_NOTHING or _is_filler(spoken, said):
        kind = Vague.NOTHING
    elif _is_pointer(said, spoken):
        kind = Vague.POINTER
    elif is_format(said):
        kind = Vague.FORMAT
    elif _ADDRESS.fullmatch(said):
        kind = Vague.ADDRESS
    elif said in words.LINK_VAGUE:
        kind = Vague.THIN
    return kind


def _is_filler(spoken: list[str], said: str) -> bool:
    if not spoken or _HAN.search(said) or re.search(r"\d", said):
        return False
    known = words.LINK_CORE_EN | words.LINK_FILLER_EN
    return any(word in words.LINK_CORE_EN for word in spoken) and all(word in known for word in spoken)


def _is_pointer(said: str, spoken: list[str]) -> bool:
    if _HAN.search(said):
        rest = next((said[len(word) :] for word in words.POINTER_ZH if said.startswith(word)), None)
        return rest is not None and (rest in words.POINTED_ZH or rest == "")
    # "this product", "these pages": a pointer and one noun; a longer phrase has words of its own.
    pointed = 2
    return 0 < len(spoken) <= pointed and spoken[0] in words.POINTER_EN


def is_format(said: str) -> bool:
    """Return whether a plain text only names a file format (with its size, perhaps)."""
    parts = re.findall(r"[a-z0-9]*[a-z][a-z0-9]*|[\u3400-\u9fff]+", re.sub(r"\d+(?:\.\d+)?\s*[kmg]?b\b", "", said))
    known = words.FORMATS | words.FORMAT_FILLER
    return any(part in words.FORMATS for part in parts) and all(part in known for part in parts)


def says_more(context: str, name: str) -> bool:
    """Return whether a link's context says something that the link itself does not."""
    rest = plain(context).replace(plain(name), " ") if plain(name) else plain(context)
    left = compact(rest)
    for part in re.split(r"[\s|/·>»,，、]+", left):
        if has_letters(part) and not part.isdigit() and vagueness(part) not in {Vague.NOTHING, Vague.FORMAT}:
            return True
    return False


def is_file_name(text: str) -> bool:
    """Return whether a text is the name of a page's file."""
    return _FILE_NAME.fullmatch(text.strip()) is not None


def is_address(text: str) -> bool:
    """Return whether a text is a web address."""
    return _ADDRESS.fullmatch(text.strip()) is not None


def topics(text: str) -> frozenset[str]:
    """Return what a text is about, roughly: its pairs of Chinese characters, its words cut to four letters."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    han = {run[at : at + 2] for run in re.findall(r"[\u3400-\u9fff]{2,}", folded) for at in range(len(run) - 1)}
    stem, shortest = 4, 3
    return frozenset(han | {word[:stem] for word in _WORD.findall(folded) if word.isascii() and len(word) >= shortest})


def same_place(address: str) -> str:
    """Return an address in the form in which two that surely lead to one place are equal."""
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https"):
        return address
    host = (parts.hostname or "").removeprefix("www.")
    path = _INDEX.sub("/", parts.path).rstrip("/")
    query = urlencode(sorted(parse_qsl(parts.query, keep_blank_values=True)))
    port = f":{parts.port}" if parts.port not in (None, 80, 443) else ""
    return f"{host}{port}{path}?{query}#{parts.fragment}"


def asks_otherwise(one: str, other: str) -> bool:
    """Return whether two addresses ask one program for different things (?id=1, ?id=2), tracking marks aside."""
    first, second = urlsplit(one), urlsplit(other)
    if (first.hostname, first.path) != (second.hostname, second.path):
        return False
    return _questions(first.query) != _questions(second.query)


def _questions(query: str) -> list[tuple[str, str]]:
    return sorted((key, value) for key, value in parse_qsl(query) if not _TRACKING.fullmatch(key))


def different_owners(one: str, other: str) -> bool:
    """Return whether two addresses surely belong to different owners: people.cn and people.com.cn may not."""
    names = [owner_of(address).partition(".")[0] for address in (one, other)]
    return all(names) and names[0] != names[1]


def owner_of(address: str) -> str:
    """Return the registered domain of an address, by the usual second levels (gov.cn, com.cn)."""
    labels = (urlsplit(address).hostname or "").split(".")
    short, country = 2, 2
    deep = len(labels) > short and len(labels[-1]) == country and labels[-2] in _SECOND_LEVEL
    return ".".join(labels[-3:] if deep else labels[-2:])


def label_core(label: str) -> str:
    """Return a label without what is said in brackets or marks it as required."""
    return compact(re.sub(r"\(.*?\)|\[.*?\]|\*", "", unicodedata.normalize("NFKC", label)))


def spoken_words(text: str) -> list[str]:
    """Return the words of a label as they are said, without what brackets hold; a Chinese character is a word."""
    plain = re.sub(r"\(.*?\)|\[.*?\]", " ", unicodedata.normalize("NFKC", text).casefold())
    return re.findall(rf"{_HAN.pattern}|(?:(?!{_HAN.pattern})[^\W_])+", plain)


def speaks_of_error(text: str) -> bool:
    """Return whether a text says that something was entered wrongly or is missing."""
    said = compact(text)
    return any(word in said for word in words.ERRORS_ZH) or any(
        re.search(rf"\b{re.escape(word)}\b", said) for word in words.ERRORS_EN
    )


def tells_remedy(text: str, labels: list[str]) -> bool:
    """Return whether an error message says more than that the field it names is wrong."""
    left = compact(text)
    for core in sorted(filter(None, map(label_core, labels)), key=len, reverse=True):
        left = left.replace(core, " ")
    for word in sorted(words.ERROR_EMPTY_ZH, key=len, reverse=True):
        left = left.replace(word, " ")
    if _HAN.search(left):
        return True
    return any(word not in words.ERROR_EMPTY_EN for word in tokens(left)) or bool(re.search(r"\d", left))


def keys_out(text: str) -> list[str]:
    """Return the keys that a text names as the way out of a control, as Playwright names them: press M to exit."""
    found = (match["key"] or match["taste"] for match in re.finditer(words.WAY_OUT, text))
    named = (words.KEYS.get(key.casefold(), key) for key in found)
    return list(dict.fromkeys(key.lower() if len(key) == 1 else key for key in named))


def says_refused(text: str) -> bool:
    """Return whether a text that came up after a form was sent off says that something is wrong or missing."""
    return speaks_of_error(text) or any(word in compact(text) for word in words.ASKS_ZH)


def says_success(text: str) -> bool:
    """Return whether a text says that something was done."""
    said = compact(text)
    return any(word in said for word in words.SUCCESS_ZH) or any(
        re.search(rf"\b{re.escape(word)}\b", said) for word in words.SUCCESS_EN
    )


def suggests_correction(text: str) -> bool:
    """Return whether a text tells how an entry must look."""
    return re.search(words.SUGGESTIONS, compact(text)) is not None


def sentences(text: str) -> list[str]:
    """Return the sentences of a text."""
    return [part.strip() for part in re.split(r"(?<=[。！？!?；;])|(?<=\.)\s", text) if part.strip()]


def quotes(text: str) -> bool:
    """Return whether a text quotes a name or label."""
    return (
        re.search(
            r"[“”\"「『‘【《\[][^“”\"」』’】》\]]{1,30}[”\"」』’】》\]]|labell?ed|named|called|titled|叫做|名为|标有",
            text,
        )
        is not None
    )
