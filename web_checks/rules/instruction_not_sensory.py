"""Instructions that know a control only by its looks or its place: 点击右侧红色按钮, the round button on the left.

Whom it hurts: blind people, people who do not tell colours, and everyone on a narrow screen, where right is below.
Tested: sentences that tell somebody to use a control, name a colour, shape, size or side, and no control's name; and
sentences that say to look underneath the star, where a bare ★ stands. When something on the page bears that word in its
name, or the sentence quotes a label, it is enough. Left to a person: sentences whose control cannot be known for sure,
and what is told by colour, size or sound of no control (those in red type, at the beep).
"""

from __future__ import annotations

from collections.abc import Iterator

from audit.model import Impact, Outcome, Rule, Scope, Text, Verdict
from web_checks import pointing, wording
from web_checks.page import Page
from web_checks.probes import phrases
from web_checks.probes.phrases import Phrase, Phrases

RULE = Rule(
    id="instruction-not-sensory",
    title=Text("操作说明只靠颜色、形状或位置", "Instruction relies on colour, shape or place alone"),
    whom=Text(
        "盲人、色觉障碍者，以及页面变窄后左右变上下的人，找不到“右侧红色按钮”。",
        "Blind people, people who do not tell colours, and everyone on a narrow screen cannot find that button.",
    ),
    mend=Text(
        "说明里写出按钮或链接的名字（“点击右侧红色的‘提交’按钮”）。",
        "Name the control in the instruction (“choose Submit, the red button on the right”).",
    ),
    impact=Impact.MODERATE,
    scope=Scope.PAGE,
    requirements=("wcag:1.3.3",),
    act_rules=("9bd38c",),
    needs=("phrases",),
    outcomes=frozenset({Outcome.PASSED, Outcome.FAILED, Outcome.CANT_TELL, Outcome.INAPPLICABLE}),
)

_FAILED = Text(
    "“{text}”只用“{looks}”指明控件，没有写它的名字",
    "“{text}” points out a control by “{looks}” alone and does not name it",
)
_SHAPE = Text(
    "“{text}”要靠“{looks}”的样子去找，而那里只有一个符号，没有名字",
    "“{text}” sends people to the “{looks}”, which is a bare sign without a name",
)
_PASSED = Text("说明里有控件的名字", "The instruction names the control")
_DOUBT = Text(
    "“{text}”用“{looks}”指明位置或样子，请人判断看不见时能否找到",
    "“{text}” points by “{looks}”: a person should say whether it can be found without seeing",
)
_CODED = Text(
    "“{text}”靠“{looks}”传达意思，请人判断看不见、分不清或听不到时能否明白",
    "“{text}” tells something by “{looks}”: a person should say whether it is understood without seeing or hearing it",
)


def judge(page: Page) -> Iterator[Verdict]:
    """Yield a verdict for each block with a sentence that tells what to use, or what is meant, by looks or sound."""
    seen = page.answer(phrases.PROBE)
    for phrase in seen.sensory:
        for sentence in wording.sentences(phrase.text):
            judged = _judge(sentence, phrase, seen)
            if judged:
                outcome, why, looks = judged
                yield Verdict(outcome, phrase.target, why.format(text=sentence[:80], looks=looks))
                break


def _judge(sentence: str, phrase: Phrase, seen: Phrases) -> tuple[Outcome, Text, str] | None:
    shape, pointed = pointing.shape_pointed_at(sentence), pointing.pointing(sentence)
    look = pointing.coded(sentence) if pointed is None else ""
    if shape is None and pointed is None:
        return (Outcome.CANT_TELL, _CODED, look) if look else None
    # Only now: a page may have a thousand names.
    labels = [wording.compact(name) for name in (*phrase.controls, *seen.things)]
    calls = [pointing.names(sentence, name) for name in phrase.controls]
    quoted = wording.quotes(sentence) or True in calls
    if shape is not None:
        named = quoted or any(word in name for word in shape.words for name in labels)
        if any(sign[0] in shape.signs for sign in seen.signs):
            return (Outcome.PASSED, _PASSED, shape.said) if named else (Outcome.FAILED, _SHAPE, shape.said)
        if shape.pressed and not named:
            return Outcome.CANT_TELL, _DOUBT, shape.said
    if pointed is None:
        return (Outcome.CANT_TELL, _CODED, look) if look else None
    looks = " ".join(pointed.looks)
    if quoted or any(_names(look, name) for look in pointed.looks for name in labels):
        return Outcome.PASSED, _PASSED, looks
    # The bare look is all there is to know it by; behind a link, the thing may be on another page.
    certain = pointed.bare and bool(calls) and None not in calls and not phrase.linked
    return (Outcome.FAILED, _FAILED, looks) if certain else (Outcome.CANT_TELL, _DOUBT, looks)


def _names(look: str, name: str) -> bool:
    return look in wording.tokens(name) if look.isascii() else look in name
