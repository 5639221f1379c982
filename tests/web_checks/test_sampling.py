"""The sample for the tests in depth: what it holds, that it never depends on the order, what it says of the rest."""

from __future__ import annotations

import dataclasses
import random
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.model import Depth, Outcome, RuleTally, digest
from audit.records import Subject
from audit.standards import LEVELS, load_web
from web_checks.crawl import PageResult, Watch
from web_checks.jobs import Shelves, WebSettings
from web_checks.sampling import Sample, faulty_share, in_depth_sample, likeness, record, templates

if TYPE_CHECKING:
    from audit.store import Store
    from tests.web_checks.conftest import PageServer, Web

FRAME = [f"frame {n}" for n in range(30)]


def sketch(*components: str) -> str:
    return "".join(sorted({digest(component)[:6] for component in components}))


def page(number: int, stratum: str = "articles", structure: str = "", **tally: RuleTally) -> Subject:
    tallies = tally or {"rule": RuleTally(1, 0, 0)}
    facts = {"stratum": stratum, "structure": structure, "depth": "simplified"}
    return Subject(f"http://x.test/{number}", "page", Outcome.PASSED, position=number, tally=tallies, facts=facts)


def article(number: int) -> Subject:
    """Return an article whose pasted text brings components of its own."""
    return page(number, "articles", sketch(*FRAME, *(f"pasted {number} {n}" for n in range(number % 6))))


def structured(sample: Sample) -> list[int]:
    return [chosen.page.position for chosen in sample.structured]


# ---- templates


def test_articles_of_one_template_are_one_template() -> None:
    pages = [article(number) for number in range(300)]
    assert set(templates([found.facts["structure"] for found in pages])) == {0}


def test_another_form_in_the_same_frame_is_another_template() -> None:
    apply, track = (sketch(*FRAME, *(f"text {name}{n}" for n in range(10))) for name in ("applicant", "case"))
    assert templates([apply, track, apply]) == [0, 1, 0] or templates([apply, track, apply]) == [1, 0, 1]


@pytest.mark.parametrize(("own", "expected"), [(7, 1), (8, 2)])
def test_pages_are_alike_up_to_the_limit(own: int, expected: int) -> None:
    # 30 of 37 components are 0.81; 30 of 38 are 0.79.
    pages = [sketch(*FRAME), sketch(*FRAME, *(f"own {n}" for n in range(own)))]
    assert len(set(templates(pages))) == expected


def test_pages_without_components_are_alike() -> None:
    assert templates(["", "", sketch("a")]) == [0, 0, 1]


@given(st.lists(st.lists(st.sampled_from("abcdefgh"), max_size=6).map(lambda parts: sketch(*parts)), max_size=20))
def test_templates_do_not_depend_on_the_order(structures: list[str]) -> None:
    number = dict(zip(structures, templates(structures), strict=True))
    again = list(reversed(structures))
    assert dict(zip(again, templates(again), strict=True)) == number


@given(st.sets(st.integers(0, 400), min_size=1), st.sets(st.integers(0, 400), min_size=1))
def test_the_likeness_of_sketches_is_that_of_the_pages(one: set[int], other: set[int]) -> None:
    def sketched(parts: set[int]) -> frozenset[str]:
        return frozenset(sorted(digest(str(part))[:6] for part in parts)[:128])

    exact = len(one & other) / len(one | other)
    found = likeness(sketched(one), sketched(other))
    whole = len(one | other) <= 128
    assert found == pytest.approx(exact, abs=1e-9 if whole else 0.25)
    assert likeness(sketched(one), sketched(one)) == 1


# ---- the sample


def test_each_kind_of_page_has_one_page_and_services_come_first() -> None:
    forms = [sketch(*FRAME, *(f"text {form}{n}" for n in range(10))) for form in range(3)]
    pages = [
        page(0, "channels", sketch(*FRAME, "banner")),
        *(article(number) for number in range(1, 9)),
        *(page(10 + number, "services", forms[number % 3]) for number in range(6)),
        page(20, "contact", forms[0]),
    ]
    sample = in_depth_sample(pages, 30, 0.1, "portal")
    assert structured(sample) == [10, 20, 0, 1, 11, 12]
    assert [chosen.stands_for for chosen in sample.structured] == [2, 1, 1, 8, 2, 2]
    assert (sample.pages, sample.templates, sample.kinds) == (16, 4, 6)
    assert len(sample.random) == 1
    assert not {found.id for found in sample.random} & {chosen.page.id for chosen in sample.structured}


def test_the_cap_holds_for_both_parts_and_every_stratum_keeps_a_page() -> None:
    services = [page(n, "services", sketch(f"s{n}")) for n in range(40)]
    pages = [*services, page(50, "articles", sketch("x")), *(article(n) for n in range(60, 90))]
    sample = in_depth_sample(pages, 11, 0.1, "portal")
    assert len(sample.structured) == 10
    assert structured(sample)[:2] == [0, 50]
    assert len(sample.all) == 11
    assert sample.kinds == 42
    assert in_depth_sample(pages, 1, 1.0, "portal").random == ()


def test_pages_that_were_not_tested_are_not_drawn() -> None:
    lost = Subject("http://x.test/lost", "page", Outcome.UNTESTED, position=0)
    assert in_depth_sample([lost, page(1)], 30, 1.0, "x").pages == 1
    assert in_depth_sample([lost], 30, 1.0, "x").all == ()


def test_the_sample_does_not_depend_on_the_order_and_the_seed_chooses_the_random_part() -> None:
    pages = [article(number) for number in range(100)]
    shuffled = random.Random(1).sample(pages, len(pages))
    first = in_depth_sample(pages, 30, 1.0, "portal")
    assert in_depth_sample(shuffled, 30, 1.0, "portal") == first
    drawn = {in_depth_sample(pages, 30, 1.0, f"site {n}").random[0].id for n in range(20)}
    assert len(drawn) > 10


# ---- what it says of the site


def shares(pages: int, random_hits: int, random_pages: int, structured_hits: int = 0) -> tuple[float, float]:
    drawn = tuple(page(100 + n) for n in range(random_pages))
    chosen = in_depth_sample([page(n, structure=sketch(str(n))) for n in range(10)], 10, 0.0, "x").structured
    sample = Sample(pages, 10, 10, chosen, drawn)
    faulty = {f"http://x.test/{100 + n}" for n in range(random_hits)}
    faulty |= {f"http://x.test/{n}" for n in range(structured_hits)}
    return faulty_share(sample, {found.id for found in sample.all}, faulty)


def test_the_interval_is_that_of_clopper_and_pearson() -> None:
    # 2 of 10: 0.0252-0.5561 (tables of the exact binomial interval), over 990 further pages.
    low, high = shares(1010, 2, 10)
    assert low == pytest.approx((2 + 0.02521 * 990) / 1010, abs=1e-4)
    assert high == pytest.approx((2 + 0.55610 * 990) / 1010, abs=1e-4)


def test_nothing_found_in_three_pages_says_little_and_all_pages_say_it_all() -> None:
    assert list(shares(1013, 0, 3)) == pytest.approx([0, 0.7076 * 1000 / 1013], abs=1e-4)
    assert list(shares(13, 1, 3, 4)) == pytest.approx([5 / 13, 5 / 13])
    assert list(shares(20, 0, 0, 4)) == pytest.approx([4 / 20, 14 / 20])


def test_the_record_names_pages_and_what_only_the_random_ones_failed() -> None:
    failed, passed = RuleTally(0, 1, 0), RuleTally(1, 0, 0)
    pages = [page(0, deep=failed, axe=failed), *(page(n, deep=passed, axe=passed) for n in range(1, 20))]
    (drawn,) = in_depth_sample(pages, 2, 1.0, "x").random
    worse = [page(n, deep=failed, other=failed) if n == drawn.position else pages[n] for n in range(20)]
    said = record(in_depth_sample(worse, 2, 1.0, "x"), ["deep"])
    assert said["structured"] == [{"page": "http://x.test/0", "stratum": "articles", "stands_for": 20}]
    assert said["random"] == [drawn.id]
    assert said["only_random"] == ["other"]
    assert (said["faulty"], said["missed"]) == (2, [])


def test_a_page_that_was_not_reached_again_counts_as_not_seen() -> None:
    found = page(0, deep=RuleTally(0, 1, 0))
    found.facts["missed"] = True
    said = record(in_depth_sample([found], 30, 0.1, "x"), ["deep"])
    assert (said["faulty"], said["missed"], said["low"], said["high"]) == (0, [found.id], 0, 1)


# ---- in a real run


@pytest.fixture
def reflow_only(web: Web, monkeypatch: pytest.MonkeyPatch) -> Web:
    """The browser with one static and one in-depth rule: what is sampled does not depend on how much is asked."""
    kept = tuple(s for s in web.shelves.page if s.rule.id in ("reflow", "image-alternative-meaningful"))
    monkeypatch.setattr(web, "shelves", dataclasses.replace(web.shelves, page=kept, axe_options=""))
    return web


def _site(pages: PageServer) -> None:
    wide = '<div style="width:900px">宽</div>'
    for path, body in {"/a": "", "/b": wide, "/c": "", "/d": ""}.items():
        pages.page(path, f'<html lang="zh"><title>{path}</title><main class="text">{body}<p>正文</p></main></html>')
    pages.page(
        "/apply",
        "<title>在线申请</title><form><input name=name><input name=phone><textarea name=why></textarea></form>",
    )
    links = "".join(f'<a href="{path}">{path}</a>' for path in ("/a", "/b", "/c", "/d", "/apply"))
    pages.page("/", f'<html lang="zh"><title>首页</title><nav class="home">{links}</nav></html>')


def test_a_run_that_is_stopped_in_its_sample_goes_on_with_the_same(
    reflow_only: Web, pages: PageServer, store: Store
) -> None:
    _site(pages)
    settings = WebSettings(depth=Depth.IN_DEPTH, delay=0, workers=2, random_share=0.5)
    whole = reflow_only.crawl(store, settings=settings)
    said = whole.site.facts["sample"]
    assert [entry["page"].removeprefix("http://pages.test") for entry in said["structured"]] == ["/apply", "/", "/a"]
    assert [entry["stands_for"] for entry in said["structured"]] == [1, 1, 4]
    assert (said["pages"], said["kinds"], len(said["random"])) == (6, 3, 2)
    in_depth = {path for path, page in whole.pages.items() if page.facts["depth"] == "in-depth"}
    assert len(in_depth) == whole.site.facts["pages_in_depth"] == 5

    told: list[str] = []
    watch = Watch()

    def stop_after_seven(result: PageResult) -> None:
        told.append(result.subject.id)
        if len(told) == 7:
            watch.stop.set()

    watch.told = stop_after_seven
    cut = reflow_only.crawl(store, settings=settings, watch=watch)
    assert not store.subjects(cut.run, "site")
    again = reflow_only.crawl(store, settings=settings, run=cut.run)
    assert again.site == whole.site
    assert again.pages == whole.pages


def test_rules_of_level_aaa_run_only_when_that_is_the_level() -> None:
    by_level = {level: Shelves.all(level) for level in LEVELS}
    triple = {"axe-color-contrast-enhanced", "axe-meta-refresh-no-exceptions", "axe-identical-links-same-purpose"}
    assert triple <= by_level["AAA"].rules.keys()
    assert triple.isdisjoint(by_level["AA"].rules)
    assert by_level["A"].rules.keys() == by_level["AA"].rules.keys(), "what is beyond the level is shown as such"
    assert '"color-contrast-enhanced": {"enabled": true}' in by_level["AAA"].axe_options
    assert '"color-contrast-enhanced": {"enabled": false}' in by_level["AA"].axe_options
    criteria = load_web("wcag-2.2").at("AA")
    for rule in by_level["AA"].rules.values():
        assert not rule.requirements or any(c in criteria or c == "wcag:4.1.1" for c in rule.requirements), rule.id
