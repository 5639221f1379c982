from __future__ import annotations

import string
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from hypothesis import given
from hypothesis import strategies as st

import reports
from audit.model import Lang, Reason
from reports import FORMATS
from reports.summary import Summary
from reports.terms import IMPACTS, OUTCOMES, REASONS
from reports.wording import Words, catalogue

ROOM = Path(reports.__file__).parent
KEYWORDS = {"_": None, "words": None, "mark": None, "self": None, "ngettext": (1, 2), "plural": (1, 2)}


def used() -> Iterator[tuple[str, ...]]:
    methods = [("**.py", "python"), ("templates/**.html", "jinja2.ext:babel_extract")]
    for _, _, message, _, _ in extract_from_dir(ROOM, methods, keywords=KEYWORDS, strip_comment_tags=True):
        yield (message,) if isinstance(message, str) else tuple(message)


def fields(message: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(message) if name is not None}


def test_every_message_is_translated_and_none_is_left_over() -> None:
    translated = {(m.id,) if isinstance(m.id, str) else tuple(m.id) for m in catalogue(Lang.ZH) if m.id and m.string}
    assert set(used()) - translated == set(), "missing in the catalogue"
    assert translated - set(used()) == set(), "no longer used"


def test_no_message_stands_twice_in_the_catalogue() -> None:
    text = (ROOM / "locale" / "zh" / "LC_MESSAGES" / "stepfree.po").read_text("utf-8")
    entries = [entry.partition("\nmsgstr")[0].partition("msgid ")[2] for entry in text.split("\n\n")]
    assert [entry for entry, count in Counter(entries).items() if count > 1] == [], "the later one would win in silence"


def test_translations_keep_their_placeholders_and_are_chinese() -> None:
    for message in catalogue(Lang.ZH):
        if not message.id:
            continue
        assert not message.fuzzy, message.id
        many = message.id if isinstance(message.id, str) else list(message.id)[1]
        chinese = message.string if isinstance(message.string, str) else next(iter(message.string or ()))
        assert fields(chinese) == fields(many), many
        letters = [ch for part, *_ in string.Formatter().parse(chinese) for ch in part if ch.isalpha()]
        assert not letters or any("\u4e00" <= ch <= "\u9fff" for ch in chinese), many


@pytest.mark.parametrize("lang", list(Lang))
def test_every_term_of_the_model_has_a_name(lang: Lang) -> None:
    words = Words(lang)
    assert set(REASONS) == set(Reason)
    for terms in (REASONS, OUTCOMES, IMPACTS):
        assert all(words(message) for message in terms.values())


@pytest.mark.parametrize(
    ("lang", "day", "number", "nothing"),
    [(Lang.ZH, "2026年11月22日", "24,022", "无数据"), (Lang.EN, "22 November 2026", "24,022", "no data")],
)
def test_dates_and_numbers_follow_the_language(lang: Lang, day: str, number: str, nothing: str) -> None:
    words = Words(lang)
    assert words.day(date(2026, 11, 22)) == day
    assert words.number(24022) == number
    assert words.number(None) == words.score(None) == words.percent(None) == words.interval(None, 3.0) == nothing


@given(st.floats(0, 1, exclude_min=True, exclude_max=True))
def test_no_part_is_shown_as_all_and_no_something_as_nothing(share: float) -> None:
    words = Words(Lang.EN)
    assert words.percent(share) not in ("0%", "100%")
    assert words.score(share * 100) != "100.0"


def test_all_and_none_are_shown_as_such() -> None:
    words = Words(Lang.EN)
    assert (words.percent(1.0), words.percent(0.0), words.score(100.0)) == ("100%", "0%", "100.0")


def test_limits_read_as_the_standard_writes_them() -> None:
    words = Words(Lang.ZH)
    assert words.limit("<=", 8.33) == "≤ 8.33"
    assert words.limit("in-range", 250, 300) == "250–300"
    assert words.limit("is", 1) == "是"
    assert words.measured(None, "is") == "未知"


def test_no_format_asks_for_a_message_that_nobody_translated(
    summary: Summary, measured: tuple[Summary, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is looked up by a name that is put together escapes those who read the code for messages."""
    asked: set[str] = set()
    called = Words.__call__

    def listening(words: Words, message: str, **values: object) -> str:
        asked.add(message)
        return called(words, message, **values)

    monkeypatch.setattr(Words, "__call__", listening)
    for number, run in enumerate((summary, measured[0])):
        for format_ in FORMATS.values():
            format_.write(run, tmp_path / str(number), Lang.ZH)
    translated = {m.id if isinstance(m.id, str) else m.id[0] for m in catalogue(Lang.ZH) if m.string}
    assert len(asked) > 300
    assert asked - translated == set()
