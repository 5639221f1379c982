"""What headings promise: each kind keeps its own promise, and what stands there instead is told apart."""

from __future__ import annotations

import pytest

from web_checks.promises import KINDS, Missed, missed, promised

# One text for each kind that nothing but this kind would hold.
TEXTS = {
    "hours": "本馆对外开放：周一至周五 9:00 到 17:00",
    "weather": "明天多云，气温 12 ℃",
    "contact": "联系电话 010-88886666",
    "phone": "咨询电话：010-88886666",
    "address": "示例市东城区长安街 8 号",
    "fees": "成人每位 20 元",
    "downloads": "申请表.docx",
}


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_each_kind_knows_its_own_headings_and_texts(kind: object) -> None:
    row = next(each for each in KINDS if each is kind)
    text = TEXTS[row.name]
    assert row.proof.search(text)
    assert row.trace.search(text), "what proves a kind is also a trace of it"
    for heading in (*row.zh, *row.en):
        assert promised(heading) is row
        assert missed(heading, text, text) is None
    assert row.akin <= TEXTS.keys()


@pytest.mark.parametrize(
    ("heading", "first", "said"),
    [
        ("Weather", "We are open Monday through Friday from 10 to 16", Missed.OTHER),
        ("Opening hours", "Rain is likely: 12 °C", Missed.OTHER),
        ("Downloads", "明天多云，气温 12 ℃", Missed.OTHER),
        ("Fees", "We are open Monday through Friday from 10 to 16", Missed.AKIN),
        ("Contact", "Membership is $50", Missed.AKIN),
        ("Forecast", "Revenue is expected to reach $3 million", None),
        ("Weather", "This page is about the city.", None),
        ("Weather and opening hours", "We are open Monday through Friday from 10 to 16", None),
        ("天气", "", None),
    ],
)
def test_only_clear_evidence_speaks_against_a_heading(heading: str, first: str, said: Missed | None) -> None:
    assert missed(heading, first, first) is said
