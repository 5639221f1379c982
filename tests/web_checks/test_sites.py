"""From a command or a plan to jobs: what is named, what is refused, and what shares a host."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from audit.model import UsageError
from audit.plan import Header, Plan, Site, Web
from audit.standards import check_tests, load_web, shipped
from web_checks.apps import shelves
from web_checks.jobs import Shelves
from web_checks.sites import contact_problems, hosts_twice, job_of, notes, settings_of, site_of

PLAN = Plan(name="x", date=date(2025, 1, 1), web=Web(max_pages=7, delay=2, workers=5, contact="a@b.cn"))


def _job(site: Site) -> object:
    return job_of(site, PLAN, Path("base"))


def test_an_address_names_a_site_by_its_host() -> None:
    site = site_of("HTTP://www.A.gov.cn:8080/x", None, None)
    assert (site.id, site.url, site.folder) == ("www.a.gov.cn", "HTTP://www.A.gov.cn:8080/x", None)
    job = job_of(site, PLAN, Path())
    assert (job.start, job.max_pages, job.follow) == ("http://www.a.gov.cn:8080/x", 7, True)
    assert job.hosts == {"www.a.gov.cn:8080"}


def test_a_folder_is_served_under_a_name_that_nobody_owns(tmp_path: Path) -> None:
    site = site_of(str(tmp_path), None, None)
    assert (site.url, site.folder) == ("http://folder.test/", str(tmp_path))
    assert site_of(str(tmp_path), None, "http://www.a.cn/").url == "http://www.a.cn/"


def test_a_list_is_read_in_order_each_address_once(tmp_path: Path) -> None:
    listing = tmp_path / "list.txt"
    listing.write_text("\ufeff# 名单\nhttp://a.cn/1\n\n http://b.cn/2 \nhttp://A.cn/1\n", "utf-8")
    job = job_of(site_of(None, listing, None), PLAN, Path())
    assert (job.start, job.listed, job.follow) == ("", ("http://a.cn/1", "http://b.cn/2"), False)
    assert job.hosts == {"a.cn", "b.cn"}


@pytest.mark.parametrize("url", ["https://a.cn/", "http://a.cn:8080/", "a.cn", "http://["])
def test_an_address_that_a_folder_cannot_have_is_refused(url: str) -> None:
    with pytest.raises(UsageError) as refused:
        _job(Site(id="s", name="s", url=url, folder="pages"))
    assert url in refused.value.problems[0].zh


def test_every_wrong_address_is_a_problem_of_its_own() -> None:
    with pytest.raises(UsageError) as refused:
        _job(Site(id="s", name="s", url="mailto:x", addresses=("http://ok.cn/", "nothing")))
    assert len(refused.value.problems) == 2


def test_a_host_of_a_folder_belongs_to_one_site_alone() -> None:
    folders = [Site(id=name, name=name, url="http://a.cn/", folder=name) for name in ("one", "two")]
    live = Site(id="live", name="live", url="http://a.cn/news")
    other = Site(id="other", name="other", url="http://b.cn/news")
    assert len(hosts_twice([job_of(site, PLAN, Path()) for site in folders])) == 1
    assert len(hosts_twice([job_of(site, PLAN, Path()) for site in (folders[0], live)])) == 1
    assert hosts_twice([job_of(site, PLAN, Path()) for site in (live, other, live)]) == []


def test_a_plan_says_how_its_sites_are_audited() -> None:
    settings = settings_of(PLAN)
    assert (settings.delay, settings.workers, settings.contact) == (2, 5, "a@b.cn")
    assert settings.day == PLAN.date


@pytest.mark.parametrize("edition", [name for name in shipped() if name.startswith("miit")])
def test_what_tests_the_clauses_of_a_shipped_edition_is_there(edition: str) -> None:
    check_tests(load_web(edition), {**Shelves.all("AAA").rules, **shelves.rules()})


def test_a_site_s_bounds_and_login_become_its_job(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STEPFREE_TEST_TOKEN", "hush-hush")
    header = Header(origin="https://a.cn", name="X-Key", value="env:STEPFREE_TEST_TOKEN")
    bounds = {"include": ("/news/",), "exclude": ("*.jsp$",), "max_depth": 2, "max_minutes": 3.0, "hash_routes": True}
    site = Site(id="s", name="s", url="https://a.cn/news/#/home", headers=(header,), **bounds)
    job = job_of(site, PLAN, Path())
    assert job.start == "https://a.cn/news/#/home"
    assert "https://a.cn/news/1" in job.bounds
    assert "https://a.cn/news/1.jsp" not in job.bounds
    assert (job.max_depth, job.max_minutes, job.hash_routes) == (2, 3.0, True)
    assert job.login.headers_for("https://a.cn/x") == {"X-Key": "hush-hush"}
    assert "hush-hush" not in repr(job)
    plain = job_of(site.model_copy(update={"hash_routes": False}), PLAN, Path())
    assert plain.start == "https://a.cn/news/"


def test_every_problem_of_bounds_and_login_is_told_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("STEPFREE_TEST_TOKEN", raising=False)
    headers = (Header(origin="a.cn", value="env:X"), Header(origin="https://a.cn", value="env:STEPFREE_TEST_TOKEN"))
    with pytest.raises(UsageError) as refused:
        _job(Site(id="s", name="s", url="https://a.cn/", exclude=("/",), headers=headers))
    told = [problem.en for problem in refused.value.problems]
    assert len(told) == 3
    assert "start address https://a.cn/" in told[0]
    assert "origin" in told[1]
    assert "STEPFREE_TEST_TOKEN" in told[2]


def test_what_the_user_should_know_before_live_sites_are_visited(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
    assert list(notes("mailto:a@b.cn")) == []
    (hint,) = notes("")
    assert "--contact" in hint.zh
    assert "--contact" in hint.en
    monkeypatch.setenv("HTTPS_PROXY", "http://user:hush@proxy:3128")
    (hint,) = notes("mailto:a@b.cn")
    assert "HTTPS_PROXY" in hint.en
    assert "hush" not in hint.zh + hint.en


@pytest.mark.parametrize("contact", ["某某局", "a\nb", "x) Chrome/1 ("])
def test_a_contact_must_fit_into_a_user_agent(contact: str) -> None:
    (problem,) = contact_problems(contact)
    assert repr(contact) in problem.en
    assert contact_problems("mailto:audit@example.gov.cn") == []
