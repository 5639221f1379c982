"""The documents that a site's pages link to: fetched by the same rules as pages, judged at the desk, recorded in order.

The crawl only notes them; once it is over, the first ones by their place in it are fetched. So which of them a cap lets
in never depends on which page was quicker.
"""

from __future__ import annotations

import dataclasses
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from audit.model import Outcome, Reason, Untested
from audit.records import DOCUMENT, MEDIUM, Subject, Waiting, is_document
from audit.store import Store
from web_checks.crawl import Course, PageResult, Watch, share_out, unless
from web_checks.documents import kinds
from web_checks.documents.desk import Desk
from web_checks.documents.fetched import MOST_BYTES, refusal
from web_checks.documents.judged import Judged, not_tested
from web_checks.fetcher import Fetched, TextFetcher
from web_checks.scope import SiteScope
from web_checks.strata import ATTACHMENTS
from web_checks.visitor import SiteVisitor, without_secrets

if TYPE_CHECKING:
    from web_checks.site import SiteAudit

# An address that was linked as a document and turned out to be a page keeps its place among the documents.
LINKED_AS, _SOME_FILE = "linked_as", "file"
_NAMED = 10  # pages that are named as linking to a document; of the rest, the number is
_AT_ONCE = 2  # documents that are fetched at once
_FILES = (Reason.DOWNLOAD, Reason.NOT_HTML)


class Attachments:
    """The documents of one site in one run."""

    def __init__(
        self, audit: SiteAudit, fetcher: TextFetcher, store: Store, run: str, scope: SiteScope, course: Course
    ) -> None:
        """Take the site's audit with its record, and a fetcher that asks what the audit may, nothing out of scope."""
        self._audit = audit
        self._fetcher = fetcher
        self._store, self._run = store, run
        self._scope = scope
        self._course = course

    async def examine(self, visitor: SiteVisitor, watch: Watch) -> None:
        """Fetch and judge the documents that have no result yet. Raises crawl.Stopped when the user asked to stop.

        visitor: visits what was linked as a document and is a page.
        """
        pages = self._store.subjects(self._run, "page", self._audit.job.id)
        linked = _linked_from(pages)
        left = [item for item in self._in_turn(pages) if not (LINKED_AS in item[0].facts or is_document(item[0]))]
        if not left:
            return
        with tempfile.TemporaryDirectory(prefix="stepfree-") as folder:
            async with Desk() as desk:

                async def examined(place: int, item: tuple[Subject, str, bool]) -> PageResult:
                    path = Path(folder) / f"document-{place}"
                    page, kind, capped = item
                    result = await self._one(page, kind, path, desk, visitor, capped=capped)
                    path.unlink(missing_ok=True)
                    return _with_links(result, linked.get(page.id, []))

                def save(result: PageResult) -> bool:
                    self._save(result)
                    watch.told(result)
                    return self._course.heard(result)

                enough = self._course.enough
                while left := await share_out(left, range(_AT_ONCE), examined, save, watch.stop, enough):
                    if enough():
                        break
                    await unless(watch.stop, self._course.pause(visitor))
        for page, kind, _ in left:
            missed = self._result(page, kind, not_tested(Reason.TIME_CAP))
            self._save(_with_links(missed, linked.get(page.id, [])))

    def _save(self, result: PageResult) -> None:
        self._store.save_subject(
            self._run, result.subject, result.findings, result.untested, result.links, result.shots
        )

    def _in_turn(self, pages: Iterable[Subject]) -> list[tuple[Subject, str, bool]]:
        """Return (page, kind, beyond the cap) of every document, in order of their places."""
        found: list[tuple[Subject, str, bool]] = []
        room = self._audit.settings.max_documents
        met = sorted(pages, key=lambda page: (page.position, page.id))
        left = self._had_no_turn(met)
        for page in (*met, *left):
            kind = _kind_of(page)
            if kind is None or (page in left and room <= 0):
                continue
            capped = room <= 0
            if not kind or kinds.can_be_tested(kind):
                room -= 1
            found.append((page, kind, capped))
        return found

    def _had_no_turn(self, met: Sequence[Subject]) -> list[Subject]:
        """Return the documents that the page cap kept out of the crawl, in the frontier's order, as if it had met them.

        Attachments hang on articles, which lie deep: where the cap ends a crawl early, these are most of them.
        """
        if self._course.enough():
            return []
        site, deepest = self._audit.job.id, self._course.deepest
        first = max((page.position for page in met), default=-1) + 1
        found = [
            left
            for left in self._store.left_out(self._run, site)
            if left.state == "found" and kinds.named(left.address) and (deepest is None or left.depth <= deepest)
        ]
        return [
            Subject(
                left.address,
                "page",
                Outcome.INAPPLICABLE,
                site,
                first + number,
                Reason.DOWNLOAD,
                facts={"status": 0, "detail": "", "hops": left.depth, "source": "link"},
            )
            for number, left in enumerate(found[: self._audit.settings.max_documents])
        ]

    async def _one(
        self, page: Subject, kind: str, path: Path, desk: Desk, visitor: SiteVisitor, *, capped: bool
    ) -> PageResult:
        if kind and not kinds.can_be_tested(kind):
            return self._result(page, kind, not_tested(Reason.UNSUPPORTED_FORMAT, kind))
        if capped:
            return self._result(page, kind, not_tested(Reason.DOCUMENT_CAP))
        waiting = Waiting(page.id, int(page.facts.get("hops", 0)), page.position, str(page.facts.get("source", "link")))
        if (kept_out := await self._audit.kept_out(waiting)) is not None:
            reason = kept_out.subject.reason or Reason.NETWORK
            return self._result(page, kind, not_tested(reason, str(kept_out.subject.facts["detail"])))
        fetched = await self._fetcher.file(page.id, MOST_BYTES, path)
        if refusal(fetched) is Reason.NETWORK:
            fetched = await self._fetcher.file(page.id, MOST_BYTES, path)
        if fetched.found and fetched.page:
            self._audit.shown_as_pages.add(page.id)
            result = await visitor.visit(waiting)
            if kind and result.subject.reason in _FILES:
                return self._result(page, kind, not_tested(Reason.LOGIN, "given to a logged-in browser alone"))
            result.subject.facts[LINKED_AS] = kind or _SOME_FILE
            return result
        return await self._judged(page, kind, path, desk, fetched)

    async def _judged(self, page: Subject, kind: str, path: Path, desk: Desk, fetched: Fetched) -> PageResult:
        facts: dict[str, object] = {"status": fetched.status}
        if (reason := refusal(fetched)) is not None:
            out = reason is Reason.PRIVATE_ADDRESS and fetched.address not in self._scope
            why = not_tested(Reason.OUT_OF_SCOPE if out else reason, fetched.detail or f"HTTP {fetched.status}")
            return self._result(page, kind, why, facts)
        named = kinds.named(page.id, fetched.kind) or kind
        judged = await desk.examine(path, named, page.id)
        if not named and judged.reason in (Reason.UNSUPPORTED_FORMAT, Reason.UNREADABLE):
            # Some download, and no document: it stays what it was.
            return PageResult(dataclasses.replace(page, facts={**page.facts, LINKED_AS: _SOME_FILE}))
        return self._result(page, named, judged, {**facts, "bytes": _size(path)})

    def _result(self, page: Subject, kind: str, judged: Judged, more: Mapping[str, object] | None = None) -> PageResult:
        facts = {
            MEDIUM: DOCUMENT,
            "format": kind,
            "status": 0,
            "stratum": ATTACHMENTS,
            "depth": "simplified",
            "hops": page.facts.get("hops", 0),
            "source": page.facts.get("source", "link"),
            "detail": judged.detail,
            **judged.facts,
            **(more or {}),
        }
        return without_secrets(recorded(page.site, page.id, page.position, judged, facts), self._audit.job.login)


def recorded(site: str, address: str, position: int, judged: Judged, facts: Mapping[str, object]) -> PageResult:
    """Return the record of a document, as a page of its site."""
    subject = Subject(
        address, "page", judged.outcome, site, position, judged.reason, judged.title, judged.tally, dict(facts)
    )
    untested = list(judged.untested)
    if judged.outcome is Outcome.UNTESTED:
        untested.append(Untested(address, "", judged.reason or Reason.UNREADABLE, judged.detail))
    return PageResult(subject, judged.findings, untested)


def _kind_of(page: Subject) -> str | None:
    """Return the kind of document that an address led to: "" = a download that may be one, None = none."""
    if is_document(page):
        return str(page.facts.get("format") or "")
    if LINKED_AS in page.facts:
        named = str(page.facts[LINKED_AS])
        return "" if named == _SOME_FILE else named
    if page.reason not in _FILES:
        return None
    media_type = str(page.facts.get("detail") or "")
    if kind := kinds.named(page.id, media_type):
        return kind
    return "" if page.reason is Reason.DOWNLOAD and kinds.may_be(page.id) else None


def _linked_from(pages: Iterable[Subject]) -> dict[str, list[str]]:
    """Return the pages that link to each document, in their order."""
    linked: dict[str, list[str]] = defaultdict(list)
    for page in sorted(pages, key=lambda page: (page.position, page.id)):
        for address in page.facts.get("documents", ()):
            linked[address].append(page.id)
    return linked


def _size(path: Path) -> int:
    return path.stat().st_size


def _with_links(result: PageResult, linked: Sequence[str]) -> PageResult:
    if not is_document(result.subject):
        return result
    facts = {**result.subject.facts, "linked_from": list(linked[:_NAMED]), "linked_from_count": len(linked)}
    return dataclasses.replace(result, subject=dataclasses.replace(result.subject, facts=facts))
