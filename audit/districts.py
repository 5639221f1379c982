"""The tree of administrative divisions (city → district → street → community) and exact sums upwards."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from audit.model import Text, UsageError

# The whole of a plan: what belongs to no division is counted here and nowhere else.
WHOLE = ""

# Digits of a code by level: province, city, district (GB/T 2260), street (GB/T 10114), community (statistics bureau).
_DIGITS = (2, 4, 6, 9, 12)


def short_code(code: str) -> str:
    """Return a numeric division code without the noughts that only fill it up: 350102000000 and 350102 are one.

    A code of GB/T 2260 keeps its six digits (350100 is a city); what is no such code is returned as it is.
    """
    if len(code) in _DIGITS[2:] and code.isascii() and code.isdigit():
        for digits in _DIGITS[:1:-1]:
            if len(code) > digits and not int(code[digits:]):
                code = code[:digits]
    return code


def ancestors_by_code(code: str) -> tuple[str, ...]:
    """Return the codes that the divisions above one have by its own digits, nearest first; none of a code of words.

    441900003001 (community) → 441900003 → 441900 → 440000. Above a six-digit code stand the city (…00) and the
    province (…0000); 441900 is its own city: places without districts have their streets directly under it.
    """
    short = short_code(code)
    if len(short) not in _DIGITS[2:] or not (short.isascii() and short.isdigit()):
        return ()
    above = [short[:digits] for digits in (9, 6) if len(short) > digits]
    six = short[:6]
    return tuple(dict.fromkeys(up for up in (*above, six[:4] + "00", six[:2] + "0000") if up != short))


def parents_of(
    codes: Sequence[str], stated: Mapping[str, str], *, derive: bool, fill: bool = False
) -> tuple[dict[str, str], tuple[str, ...]]:
    """Return each division's parent (WHOLE at the top) and the codes of those that the file lacks.

    stated: parents that a column names; one that the file lacks is allowed where the division's own code implies it,
    as a bare node. derive: the others go under the nearest division above them that their code implies and that there
    is. fill: divisions above that are missing are added bare, except one that is above all the others: that is the
    whole. A stated parent that is neither there nor implied is left in place for the tree to refuse.
    """
    present = {short_code(code): code for code in codes} | {code: code for code in codes}
    lacking = {up for code, up in stated.items() if up not in present and up in ancestors_by_code(code)}
    if fill:
        under = Counter(up for code in set(codes) for up in ancestors_by_code(code) if not up.endswith("0000"))
        lacking |= {up for up, count in under.items() if up not in present and count + _above(up, present) < len(codes)}
    bare = tuple(sorted(lacking))
    known = present | {code: code for code in bare}

    def nearest(code: str) -> str:
        return next((known[up] for up in ancestors_by_code(code) if up in known), WHOLE)

    parents = {code: nearest(code) if derive else WHOLE for code in codes}
    parents |= {code: known.get(up, known.get(short_code(up), up)) for code, up in stated.items()}
    return parents | {code: nearest(code) for code in bare}, bare


def _above(code: str, present: Mapping[str, str]) -> int:
    return sum(up in present for up in ancestors_by_code(code))


@dataclass(frozen=True, slots=True)
class Division:
    """One administrative division.

    code: GB/T 2260 (6 digits), 9- or 12-digit code, or any text that is unique; parent: WHOLE for the top level.
    level: 1 for the top level, counted downwards. population: residents, None when not known.
    """

    code: str
    name: str
    parent: str = WHOLE
    level: int = 1
    name_en: str | None = None
    population: float | None = None


@dataclass(frozen=True)
class DivisionTree:
    """Divisions by code, ordered by code; parents come before children in `walk`."""

    divisions: Mapping[str, Division]
    children: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, rows: list[Division]) -> DivisionTree:
        """Build the tree; raise UsageError for a code that stands twice, an unknown parent or a circle."""
        problems: list[Text] = []
        by_code: dict[str, Division] = {}
        for row in rows:
            if row.code == WHOLE:
                problems.append(
                    Text(
                        f"区划“{row.name}”没有代码；请补上",
                        f"division {row.name!r} has no code; give it one",
                    )
                )
                continue
            if row.code in by_code:
                problems.append(
                    Text(
                        f"区划代码 {row.code} 出现两次；请只留一个", f"division code {row.code} stands twice; keep one"
                    )
                )
            by_code[row.code] = row
        problems.extend(
            Text(
                f"区划 {row.code} 的上级 {row.parent} 不存在",
                f"division {row.code}: its parent {row.parent} does not exist",
            )
            for row in rows
            if row.parent != WHOLE and row.parent not in by_code
        )
        if problems:
            raise UsageError(*problems)
        levels = {code: cls._level(code, by_code) for code in by_code}
        ordered = {
            code: Division(d.code, d.name, d.parent, levels[code], d.name_en, d.population)
            for code, d in sorted(by_code.items())
        }
        children: dict[str, list[str]] = {}
        for division in ordered.values():
            children.setdefault(division.parent, []).append(division.code)
        return cls(ordered, {code: tuple(kids) for code, kids in children.items()})

    @staticmethod
    def _level(code: str, by_code: Mapping[str, Division]) -> int:
        level, seen = 1, {code}
        while (parent := by_code[code].parent) != WHOLE:
            if parent in seen:
                raise UsageError(
                    Text(
                        f"区划 {parent} 是它自己的上级",
                        f"division {parent} is its own ancestor; correct the parent column",
                    )
                )
            seen.add(parent)
            code, level = parent, level + 1
        return level

    def walk(self, top: str = WHOLE) -> Iterator[Division]:
        """Yield the divisions under `top`, each before its children, by code."""
        for code in self.children.get(top, ()):
            yield self.divisions[code]
            yield from self.walk(code)

    def ancestors(self, code: str) -> tuple[str, ...]:
        """Return the division itself, its parent and so on up; the WHOLE is the last."""
        line = [code]
        while line[-1] != WHOLE:
            line.append(self.divisions[line[-1]].parent)
        return tuple(line)

    def roll_up(self, own: Mapping[str, float]) -> dict[str, float]:
        """Sum each division's own amount upwards; the result holds every division and the WHOLE.

        An amount under WHOLE stands for what lies in no division and is counted only there.
        """
        totals = dict.fromkeys((WHOLE, *self.divisions), 0.0)
        for code, amount in own.items():
            for ancestor in self.ancestors(code):
                totals[ancestor] += amount
        return totals
