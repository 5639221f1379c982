"""Rules over observations: one rule that fails on a page is untested there, and the others go on."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator

from audit.catalog import Shelved
from audit.model import Depth, Impact, Outcome, Reason, Rule, Scope, Target, Text, Untested, Verdict
from web_checks.judge import judge_page, tally
from web_checks.page import Page

ADDRESS = "http://a.cn/"
_WORDS = Text("题", "title")


def _shelved(
    name: str, judge: Callable[[Page], Iterator[Verdict]], *needs: str, depth: Depth = Depth.SIMPLIFIED
) -> Shelved:
    rule = Rule(name, _WORDS, _WORDS, _WORDS, Impact.SERIOUS, Scope.PAGE, needs=needs, depth=depth)
    return Shelved(rule, judge)


def _page(*untested: Untested, **seen: object) -> Page:
    return Page(ADDRESS, 200, "题", "zh", "", True, seen, untested)  # noqa: FBT003 - settled


def _says(*verdicts: Verdict) -> Callable[[Page], Iterator[Verdict]]:
    return lambda _page: iter(verdicts)


def _verdict(outcome: Outcome, path: str, selector: str = "x") -> Verdict:
    return Verdict(outcome, Target(selector, "<x>", path))


def test_verdicts_become_findings_and_components() -> None:
    failed = [
        _verdict(Outcome.FAILED, "a>b", "#1"),
        _verdict(Outcome.FAILED, "a>b", "#2"),
        _verdict(Outcome.FAILED, "a>c"),
    ]
    judgement = judge_page(_page(), [_shelved("r", _says(*failed, _verdict(Outcome.PASSED, "p")))], {})
    assert judgement.tally == {"r": (1, 2, 0)}
    assert judgement.outcome is Outcome.FAILED
    first, second, third = judgement.findings
    assert first.component == second.component != third.component
    assert len({found.fingerprint for found in judgement.findings}) == 3
    assert first.message == _WORDS


def test_a_rule_that_raises_is_untested_and_the_others_go_on() -> None:
    def fail(_page: Page) -> Iterator[Verdict]:
        yield _verdict(Outcome.FAILED, "a")
        raise KeyError("no such thing\x00")

    passing = _shelved("good", _says(_verdict(Outcome.PASSED, "a")))
    judgement = judge_page(_page(), [_shelved("bad", fail), passing], {})
    assert judgement.tally == {"good": (1, 0, 0)}
    assert judgement.findings == []
    (missed,) = judgement.untested
    assert (missed.what, missed.reason) == ("bad", Reason.RULE_ERROR)
    assert "KeyError" in missed.detail
    assert "\x00" not in missed.detail


def test_a_rule_without_its_probe_is_untested_and_says_why() -> None:
    rule = _shelved("r", _says(), "narrow", depth=Depth.IN_DEPTH)
    (unasked,) = judge_page(_page(), [rule], {}).untested
    assert (unasked.what, unasked.reason, unasked.detail) == ("r", Reason.NOT_SAMPLED, "narrow")
    broken = Untested(ADDRESS, "narrow", Reason.RULE_ERROR, "TypeError")
    assert [(u.what, u.reason) for u in judge_page(_page(broken), [rule], {}).untested] == [
        ("narrow", Reason.RULE_ERROR),
        ("r", Reason.RULE_ERROR),
    ]
    assert judge_page(_page(narrow=1), [rule], {}).untested == []


def test_what_caps_left_out_of_a_page_is_untested_by_each_rule_that_asked() -> None:
    page = dataclasses.replace(_page(fields=1, links=2), left_out={"links": "+7", "fields": "+2", "words": "+1"})
    here = [_shelved("r", _says(_verdict(Outcome.FAILED, "a")), "fields"), _shelved("s", _says(), "fields", "links")]
    judgement = judge_page(page, here, {}, [_shelved("across", _says(), "links")])
    assert [(u.what, u.reason, u.detail) for u in judgement.untested] == [
        ("r", Reason.NOT_SAMPLED, "+2"),
        ("s", Reason.NOT_SAMPLED, "+2"),
        ("s", Reason.NOT_SAMPLED, "+7"),
        ("across", Reason.NOT_SAMPLED, "+7"),
        ("words", Reason.NOT_SAMPLED, "+1"),
    ]
    assert [found.rule for found in judgement.findings] == ["r"]


def test_a_page_without_any_target_is_inapplicable_not_passed() -> None:
    judgement = judge_page(_page(), [_shelved("r", _says())], {})
    assert judgement.outcome is Outcome.INAPPLICABLE
    assert judgement.tally == {"r": (0, 0, 0)}


def test_hostile_words_can_be_stored() -> None:
    verdict = Verdict(Outcome.FAILED, Target("#\ud800", "<x \x00>", "a"), Text("\x00", "\udfff"))
    (found,) = judge_page(_page(), [_shelved("r", _says(verdict))], {}).findings
    assert (found.target.selector, found.target.snippet, found.message) == (
        "#\ufffd",
        "<x \ufffd>",
        Text("\ufffd", "\ufffd"),
    )


def test_components_are_counted_by_outcome() -> None:
    verdicts = [_verdict(outcome, path) for outcome in (Outcome.PASSED, Outcome.CANT_TELL) for path in ("a", "a", "b")]
    assert tally(verdicts) == (2, 0, 2)
