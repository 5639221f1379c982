"""Reads a rectification list back that people filled in: verdicts, waivers, claims. Every problem names its cell."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from xlsxwriter.utility import xl_col_to_name

from audit.legible import one_line
from audit.model import Lang, Text, UsageError
from audit.reviews import Review, Says, Topic
from reports.list_sheets import sheets
from reports.rectification_columns import COLUMNS, STATES, VERDICTS
from reports.wording import Words

# Problems that are told one by one; the rest is counted.
_TOLD: Final = 50
_HEADER_WITHIN: Final = 6
# So many known columns make a row a header; and without these nothing can be taken from a list.
_HEADED: Final = 3
_NEEDED: Final = ("state", "verdict", "reviewer", "reviewed")
_FINGERPRINT: Final = re.compile("[0-9a-f]{16}")
_DAY: Final = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:[ T]\d{1,2}:\d\d(?::\d\d)?)?")
_DAY_IN_ONE: Final = re.compile(r"(\d{4})(\d\d)(\d\d)")
# A sign that a list puts before what a spreadsheet would take for a formula.
_DISARMED: Final = re.compile("'[=+\\-@＝＋－＠]")


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a list. cells: by the key of the column; letters: where each column stands."""

    sheet: str
    number: int
    cells: Mapping[str, Any]
    letters: Mapping[str, str]

    @property
    def where(self) -> Text:
        """Return which row it is."""
        if not self.sheet:
            return Text(f"第 {self.number} 行", f"row {self.number}")
        sheet = one_line(self.sheet)
        return Text(f"“{sheet}”第 {self.number} 行", f"row {self.number} of {sheet!r}")

    def problem(self, key: str, zh: str, en: str) -> Text:
        """Return a problem of one cell: where it is, and what to write."""
        cell = f"{self.letters.get(key, '')}{self.number}"
        where = (
            Text(f"“{self.sheet}” {cell}：", f"{self.sheet!r} {cell}: ")
            if self.sheet
            else Text(f"{cell}：", f"{cell}: ")
        )
        title = next(column.title for column in COLUMNS if column.key == key)
        return Text(f"{where.zh}{Words(Lang.ZH)(title)}：{zh}", f"{where.en}{title}: {en}")

    def text(self, key: str) -> str:
        """Return a cell as text, without what disarms a formula."""
        value = self.cells.get(key)
        if value is None:
            return ""
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        text = str(value).strip()
        return text[1:] if _DISARMED.match(text) else text


@dataclass(slots=True)
class _Reading:
    """What was read so far: reviews with the rows that they stand in, and what is wrong."""

    source: str
    run: str
    waived: Collection[str]
    found: list[tuple[Line, Review]] = field(default_factory=list)
    problems: list[Text] = field(default_factory=list)

    def take(self, line: Line) -> None:
        """Take what a row says; a row that nobody filled in says nothing."""
        verdict, state = self._word(line, "verdict"), self._word(line, "state")
        decision = self._decision(line, state, judged=verdict is not None)
        filled = [says for says in (Says(verdict) if verdict else None, decision) if says is not None]
        if not filled:
            return
        fingerprint = line.text("fingerprint")
        if not _FINGERPRINT.fullmatch(fingerprint):
            self.problems.append(
                line.problem(
                    "fingerprint",
                    "不是本工具写出的指纹，不知道说的是哪一条；请从原清单复制过来",
                    "not a fingerprint of ours, so nobody knows which item is meant; copy it from the list as written",
                )
            )
            return
        person, note = line.text("reviewer"), line.text("note")
        day, until = self._day(line, "reviewed"), self._day(line, "until")
        if not person:
            self._missing(line, "reviewer", Text("请写上复核人", "write who looked or decided"))
        if not line.text("reviewed"):
            self._missing(line, "reviewed", Text("请写上复核日期，如 2026-11-22", "write the day, e.g. 2026-11-22"))
        if Says.WAIVED in filled:
            if not note:
                self._missing(line, "note", Text("豁免要写明理由", "a waiver needs its reason"))
            if not line.text("until"):
                self._missing(line, "until", Text("豁免要写明截止日期", "a waiver needs its last day"))
        if day and until and until < day:
            self.problems.append(line.problem("until", "早于复核日期", "lies before the review date"))
        if person and day:
            self.found += [(line, self._review(fingerprint, says, person, day, note, until)) for says in filled]

    def _decision(self, line: Line, state: str | None, *, judged: bool) -> Says | None:
        """Return what a row decides about its item: a waiver, a claim; signed and neither, that it is open (again)."""
        by_plan = state == Says.WAIVED and line.text("fingerprint") in self.waived
        if by_plan and (judged or not line.text("reviewed")):
            return None  # as the list was written: nobody signed the plan's own waiver here
        if state in (Says.WAIVED, Says.MENDED):
            return Says(state)
        return Says.OPEN if line.text("reviewer") and not judged else None

    def _review(self, fingerprint: str, says: Says, person: str, day: date, note: str, until: date | None) -> Review:
        kept = until if says is Says.WAIVED else None
        return Review(fingerprint, says, person, day, note, kept, None, self.run, self.source)

    def _missing(self, line: Line, key: str, wanted: Text) -> None:
        self.problems.append(line.problem(key, wanted.zh, wanted.en))

    def _word(self, line: Line, key: str) -> str | None:
        text = line.text(key)
        if not text:
            return None
        known = _words_of(key)
        if text.casefold() not in known:
            terms = _TERMS[key].values()
            zh, en = ("、".join(map(Words(Lang.ZH), terms)), ", ".join(terms))
            shown = one_line(text, 40)
            self.problems.append(line.problem(key, f"没有“{shown}”这个词；请写：{zh}", f"{shown!r} is none of: {en}"))
            return None
        return known[text.casefold()]

    def _day(self, line: Line, key: str) -> date | None:
        value = line.cells.get(key)
        if isinstance(value, datetime):
            return value.date()
        if isinstance(value, date) or value is None:
            return value
        text = line.text(key)
        if not text:
            return None
        if found := _DAY.fullmatch(text) or _DAY_IN_ONE.fullmatch(text):
            with contextlib.suppress(ValueError):  # the 31st of June
                return date(*map(int, found.groups()))
        shown = one_line(text, 40)
        self.problems.append(
            line.problem(key, f"“{shown}”不是日期；请写成 2026-11-22", f"{shown!r} is no date; write it as 2026-11-22")
        )
        return None


_TERMS: Final[Mapping[str, Mapping[str, str]]] = {"verdict": VERDICTS, "state": STATES}


@cache
def _words_of(key: str) -> Mapping[str, str]:
    """Return what the terms of a column are called, in either language or by their own names, in small letters."""
    terms = _TERMS[key]
    spoken = {
        words(term).casefold(): name for words in (Words(Lang.ZH), Words(Lang.EN)) for name, term in terms.items()
    }
    return MappingProxyType({**{name.casefold(): name for name in terms}, **spoken})


def read(path: Path, run: str, waived: Collection[str] = ()) -> list[tuple[Line, Review]]:
    """Return what a list says, with the rows that say it. Raises UsageError with every problem, and takes nothing.

    waived: fingerprints of what the plan itself waives, which a list says without anybody having signed it.
    """
    reading = _Reading(path.name, run, waived)
    headed = False
    for sheet, rows in sheets(path):
        for line in _lines(sheet, rows):
            headed = True
            if lacking := [key for key in _NEEDED if key not in line.letters]:
                reading.problems.append(_lacking(path, sheet, lacking))
                break
            reading.take(line)
    if not headed:
        reading.problems.append(
            Text(
                f"{path}：没有找到清单的表头（要有“指纹”一列）；请用本工具写出的清单填写",
                f"{path}: no header of a list was found (with its fingerprints); fill in a list as stepfree wrote it",
            )
        )
    _refuse_contradictions(reading)
    if reading.problems:
        raise UsageError(*told(reading.problems))
    return reading.found


def _lacking(path: Path, sheet: str, keys: Collection[str]) -> Text:
    titles = [column.title for column in COLUMNS if column.key in keys]
    of = Text(f"“{one_line(sheet)}”" if sheet else str(path), repr(one_line(sheet)) if sheet else str(path))
    zh, en = "、".join(map(Words(Lang.ZH), titles)), ", ".join(titles)
    return Text(
        f"{of.zh} 缺少这些列：{zh}；请从原清单复制回来",
        f"{of.en} lacks these columns: {en}; copy them from the list as written",
    )


def told(problems: list[Text]) -> list[Text]:
    """Return the first problems, and how many more there are."""
    left = len(problems) - _TOLD
    if left <= 0:
        return problems
    return [*problems[:_TOLD], Text(f"另有 {left} 处问题", f"and {left} more problems")]


def _refuse_contradictions(reading: _Reading) -> None:
    said: dict[tuple[Topic, str], tuple[Line, Review]] = {}
    for line, review in reading.found:
        earlier = said.setdefault((review.says.topic, review.fingerprint), (line, review))
        if earlier[1] != review:
            key = "verdict" if review.says.topic is Topic.VERDICT else "state"
            at = earlier[0].where
            reading.problems.append(
                line.problem(key, f"与{at.zh}说的不一样，两行是同一条", f"{at.en} says otherwise of the same item")
            )


def _lines(sheet: str, rows: Iterable[Sequence[Any]]) -> Iterator[Line]:
    """Yield the rows below a sheet's header; none where there is none (it is another sheet)."""
    keys: list[str] = []
    for number, row in enumerate(rows, 1):
        named = _keys(row)
        if "fingerprint" in named and sum(map(bool, named)) >= _HEADED:
            keys = keys or named  # the hidden row of keys comes first, then the titles
            letters = {key: xl_col_to_name(at) for at, key in enumerate(keys) if key}
        elif keys:
            cells = {key: value for key, value in zip(keys, row, strict=False) if key and value not in ("", None)}
            if cells:
                yield Line(sheet, number, cells, letters)
        elif number > _HEADER_WITHIN:
            return


def _keys(row: Iterable[Any]) -> list[str]:
    """Return the keys of the columns that a row names, by key or by title in either language; "" for any other."""
    known = _keys_by_name()
    return [known.get(str(cell).strip(), "") for cell in row]


@cache
def _keys_by_name() -> Mapping[str, str]:
    known = {column.key: column.key for column in COLUMNS}
    for words in (Words(Lang.ZH), Words(Lang.EN)):
        known |= {words(column.title): column.key for column in COLUMNS}
    return MappingProxyType(known)
