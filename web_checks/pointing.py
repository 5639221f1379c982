"""How sentences point out controls and tell meaning: by looks, place, shape or sound, in Chinese and English."""

from __future__ import annotations

import re
from dataclasses import dataclass

from web_checks import looks as terms
from web_checks.wording import compact, tokens

_HAN = re.compile(r"[\u3400-\u9fff]")


@dataclass(frozen=True, slots=True)
class Pointing:
    """How a sentence points out a control: the looks and places it names; bare: nothing else describes the control.

    A part of which a page has one or two (a menu, a QR code) is never bare: its kind describes it.
    """

    looks: tuple[str, ...]
    bare: bool


_LOOK_ZH = "|".join(terms.SENSORY_ZH)
_POINTING_ZH = re.compile(
    rf"(?:(?P<reads>{'|'.join(terms.READING_ZH)})|{'|'.join(terms.ACTIONS_ZH)})[^，。；,;]{{0,12}}?"
    rf"(?P<looks>(?:(?:{_LOOK_ZH})[的那个 ]*)+)"
    rf"(?P<rest>[^，。；,;]{{0,8}}?)(?P<kind>{'|'.join((*terms.CONTROLS_ZH, *terms.PARTS_ZH))})"
)


def pointing(sentence: str) -> Pointing | None:
    """Return how a sentence that asks somebody to use a control points it out by looks or place; None when it does not.

    In Chinese the look stands before the kind of control (右侧的红色按钮), after the verb that asks for action.
    """
    said = compact(sentence)
    if _HAN.search(said):
        found = _POINTING_ZH.search(said)
        if found is None:
            return None
        bare = not found["rest"] and not found["reads"] and found["kind"] in terms.CONTROLS_ZH
        return Pointing(tuple(re.findall(_LOOK_ZH, found["looks"])), bare)
    spoken = tokens(said)
    looks = tuple(dict.fromkeys(word for at, word in enumerate(spoken) if _is_look(spoken, at)))
    kinds = [at for at, word in enumerate(spoken) if word in terms.CONTROLS_EN | terms.PARTS_EN]
    acts = any(word in terms.ACTIONS_EN for word in spoken)
    if not looks or not kinds or not (acts or any(word in terms.READING_EN for word in spoken)):
        return None
    plain_before = {"the", "a", "this", "that", *terms.SENSORY_EN}
    bare = acts and all(spoken[at] in terms.CONTROLS_EN and at > 0 and spoken[at - 1] in plain_before for at in kinds)
    return Pointing(looks, bare)


def _is_look(spoken: list[str], at: int) -> bool:
    """Return whether an English word says how something looks or where it stands ("the right answer" does not)."""
    if spoken[at] not in terms.SIDES_EN:
        return spoken[at] in terms.SENSORY_EN
    before = [word for word in spoken[max(at - 2, 0) : at] if word != "the"]
    after = spoken[at + 1 : at + 2]
    return any(word in terms.PLACE_BEFORE_EN for word in before) or any(word in terms.PLACE_AFTER_EN for word in after)


@dataclass(frozen=True, slots=True)
class Shape:
    """A shape that a sentence sends people to: its words in both languages, and the signs that draw it.

    pressed: it is to be pressed, not only looked beside.
    """

    said: str
    words: tuple[str, ...]
    signs: str
    pressed: bool


def shape_pointed_at(sentence: str) -> Shape | None:
    """Return the shape that a sentence tells people to press, or to look beside (underneath the star), if any.

    The shape stands alone: "the star chart" is a chart.
    """
    said = compact(sentence)
    chinese = _HAN.search(said) is not None
    if not chinese and not any(word in terms.LOOKING_EN for word in tokens(said)):
        return None
    for zh, en, signs in terms.SHAPES:
        place = _place_zh(zh) if chinese else _place_en(en)
        if found := re.search(place, said):
            shape = next(filter(None, found.groups()))
            return Shape(shape, (*zh, *en), signs, bool(found["pressed"]))
    return None


def _place_zh(shapes: tuple[str, ...]) -> str:
    looking, beside = "|".join(terms.LOOKING_ZH), "|".join(terms.BESIDE_ZH)
    shape = rf"({'|'.join(shapes)})(?:的|符号|标志|图标)*(?:{beside})"
    pressed = (
        rf"(?:{'|'.join(terms.PRESSING_ZH)})(?P<pressed>{'|'.join(shapes)})(?:的|符号|标志|图标|按钮)*(?:[，。；,;]|$)"
    )
    return rf"(?:{looking}).{{0,12}}?{shape}|{shape}.{{0,8}}?(?:{looking})|{pressed}"


def _place_en(shapes: tuple[str, ...]) -> str:
    beside, pressing = "|".join(sorted(terms.BESIDE_EN)), "|".join(sorted(terms.PRESSING_EN))
    shape = "|".join(shapes)
    to_it = rf"(?:(?:{beside})(?: on)? the ({shape})|(?:{pressing})(?: on)? the (?P<pressed>{shape}))"
    return rf"\b{to_it}(?=[,.;:!]|$| to | and | for )"


def coded(sentence: str) -> str:
    """Return the look or sound that a sentence ties a meaning to (those in red text, at the beep); "" when none."""
    said = compact(sentence)
    for pattern in (terms.CODED_EN, terms.CODED_ZH):
        if found := re.search(pattern, said):
            return found["look"]
    for pattern in (terms.HEARD_EN, terms.HEARD_ZH):
        if (found := re.search(pattern, said)) and not re.search(terms.TELEPHONE, said):
            return found["look"]
    return ""


def names(sentence: str, name: str) -> bool | None:
    """Return whether a sentence calls a control by its name; None where it may use the word as a mere verb.

    "Click Submit" names the button Submit; "click the round one to submit" says what comes of it.
    """
    if len(compact(name)) < 2:  # noqa: PLR2004 - one character is a sign, not a name
        return False
    if _HAN.search(name):
        return compact(name) in compact(sentence)
    spoken = rf"(?<!\w){re.escape(' '.join(name.split()))}(?!\w)"
    if re.search(spoken, " ".join(sentence.split())):
        return True
    return None if re.search(spoken, " ".join(sentence.split()), re.IGNORECASE) else False
