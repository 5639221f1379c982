"""Running text in tiny letters.

Whom it hurts: people with low vision and older people, before they know how to enlarge. Tested: blocks of running
text in letters below 12 px, under which Chinese characters lose strokes. Left to a person: whether the text matters;
it is good practice and never fails.
"""

from __future__ import annotations

from collections.abc import Iterator

from audit.model import Impact, Measurement, Outcome, Rule, Scope, Text, Verdict
from web_checks.page import Page
from web_checks.probes import prose

RULE = Rule(
    id="text-size-readable",
    title=Text("大段文字的字号过小", "Running text is tiny"),
    whom=Text(
        "低视力者和老年人看不清；12 像素以下，汉字的笔画会糊在一起。",
        "People with low vision and older people cannot read it; below 12 px Chinese characters lose strokes.",
    ),
    mend=Text(
        "正文至少 16 像素，次要文字不小于 12 像素，并用 rem 或 em 作单位。",
        "Set running text at 16 px or more and side notes at no less than 12 px, in rem or em.",
    ),
    impact=Impact.MINOR,
    scope=Scope.PAGE,
    needs=("prose",),
    outcomes=frozenset({Outcome.PASSED, Outcome.CANT_TELL, Outcome.INAPPLICABLE}),
)

_SMALLEST = 12  # CSS px


def judge(page: Page) -> Iterator[Verdict]:
    """Yield one verdict for a page with running text, at the first block that is so set."""
    blocks = page.answer(prose.PROBE).blocks
    found = [block for block in blocks if block.size < _SMALLEST]
    if found:
        message = Text(
            "{count} 段文字小于 12 像素，最小 {size:g} 像素；请人看一看是否读得清",
            "{count} blocks are smaller than 12 px, the smallest {size:g} px: can they be read?",
        ).format(count=len(found), size=min(block.size for block in found))
        yield Verdict(
            Outcome.CANT_TELL,
            found[0].target,
            message,
            Measurement(min(block.size for block in found), _SMALLEST, "px"),
        )
    elif blocks:
        yield Verdict(Outcome.PASSED, blocks[0].target, Text("字号不过小", "None is tiny"))
