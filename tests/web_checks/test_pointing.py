"""web_checks.pointing: what sentences point at, tie meaning to and call by its name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from web_checks import pointing


@given(st.text(max_size=80), st.text(max_size=20))
def test_any_text_is_judged_without_error(text: str, name: str) -> None:
    pointing.pointing(text)
    pointing.shape_pointed_at(text)
    pointing.coded(text)
    pointing.names(text, name)


@pytest.mark.parametrize(
    ("sentence", "name", "called"),
    [
        ("Click Submit to go on.", "Submit", True),
        ("Click the round one to submit.", "Submit", None),
        ("Click the round one to resubmit.", "Submit", False),
        ("Click the round one.", "x", False),
        ("请点击右侧提交按钮", "提交", True),
        ("请点击右侧按钮", "提交", False),
    ],
)
def test_a_word_that_may_be_a_mere_verb_is_no_name_for_sure(sentence: str, name: str, called: object) -> None:
    assert pointing.names(sentence, name) is called


@pytest.mark.parametrize(
    ("sentence", "look"),
    [
        ("Those in red text are closed.", "red text"),
        ("红色字体为必填项", "红色字体"),
        ("At the beep, begin.", "beep"),
        ("听到铃声后交卷", "铃声"),
        ("After the tone, leave a message.", ""),
        ("Those in the red building are closed.", ""),
    ],
)
def test_meaning_in_looks_and_sounds(sentence: str, look: str) -> None:
    assert pointing.coded(sentence) == look
