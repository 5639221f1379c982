"""language: short and mixed texts, minority languages, what the detector cannot take."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from web_checks import language


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("市政府办公室通知公告", "zh"),
        ("歡迎瀏覽政府網站，請點擊這裡查看詳細資訊", "zh"),
        ("市役所からのお知らせをご覧ください", "ja"),
        ("시청에서 알려 드립니다 많은 참여 바랍니다", "ko"),
        ("The council will meet on Monday", "en"),
        ("Gvangjsih Bouxcuengh Swcigih Yinzminz Cwngfuj", "za"),
        ("شىنجاڭ ئۇيغۇر ئاپتونوم رايونى خەلق ھۆكۈمىتى", "ug"),
        ("བོད་རང་སྐྱོང་ལྗོངས་མི་དམངས་སྲིད་གཞུང", "bo"),
    ],
)
def test_the_language_is_found(text: str, code: str) -> None:
    found = language.detect(text)
    assert found is not None
    assert found.code == code


@pytest.mark.parametrize("text", ["", "通知", "OK", "2024-01-01 12:00", "Tel: 010-1234"])
def test_too_little_is_not_known(text: str) -> None:
    assert language.detect(text) is None


def test_traditional_characters_are_told() -> None:
    found = language.detect("歡迎瀏覽政府網站，請點擊這裡查看詳細資訊")
    assert found is not None
    assert found.traditional


@pytest.mark.parametrize(
    ("declared", "found", "same"),
    [
        ("zh-Hant-TW", "zh", True),
        ("cmn", "zh", True),
        ("EN_us", "en", True),
        ("nb", "no", True),
        ("en", "zh", False),
        ("", "zh", False),
    ],
)
def test_matches(declared: str, found: str, same: bool) -> None:  # noqa: FBT001
    assert language.matches(declared, found) is same


@given(st.text(max_size=200))
def test_any_text_is_taken(text: str) -> None:
    language.detect(text)
    language.detect(text, hint=text)
