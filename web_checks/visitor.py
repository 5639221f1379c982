"""Visits the pages of one site, each in a tab of the run's, as often as its answers deserve."""

from __future__ import annotations

import asyncio
import contextlib
import dataclasses
from collections.abc import Sequence
from typing import TYPE_CHECKING

from audit.model import Depth, Reason, StepfreeError
from audit.records import Link, Waiting
from web_checks.arrival import PageLost, ScriptError
from web_checks.crawl import PageResult, unless
from web_checks.ends import no_result
from web_checks.login import Login
from web_checks.pace import tries
from web_checks.scope import host_of

if TYPE_CHECKING:
    from web_checks.site import SiteAudit

_PAGE_SECONDS = 120  # a page's whole budget
_LINKS_SECONDS = 30  # what more a page may take that was too much to test
_LONG_SECONDS = 300  # the same in depth, which asks much of a busy machine, and where forms are sent off


def without_secrets(result: PageResult, login: Login) -> PageResult:
    """Return a result that holds no secret of the login, wherever the page may have shown one."""
    if not login.secrets:
        return result
    hidden = login.redacted(result)
    # The address is the page's name in the frontier; those that hold a secret are never followed.
    subject = dataclasses.replace(hidden.subject, id=result.subject.id)
    links = [link for link in result.links if not login.shows(link.address)]
    return dataclasses.replace(hidden, subject=subject, links=links)


class SiteVisitor:
    """Visits one page of a site after the other, each in a tab of the run's."""

    def __init__(self, audit: SiteAudit) -> None:
        self._audit = audit

    async def visit(self, waiting: Waiting, depth: Depth | None = None) -> PageResult:
        """Visit an address; what takes the tab down is that page's outcome and nobody else's."""
        audit = self._audit
        attempt = 0
        while True:
            attempt += 1
            result = await self._in_turn(waiting, depth)
            page = result.subject
            if attempt >= tries(page):
                break
            asked = page.facts.get("retry_after", 0)
            if page.reason is not Reason.CRASH and not audit.hosts.back_off(host_of(page.id), attempt, asked):
                break
        if attempt > 1:
            page.facts["retries"] = attempt - 1
        if page.reason is Reason.TIMEOUT and page.facts.get("status") and depth is None and audit.job.follow:
            result = dataclasses.replace(result, links=await self._links(waiting))
        return without_secrets(result, audit.job.login)

    async def _in_turn(self, waiting: Waiting, wanted: Depth | None) -> PageResult:
        """Visit an address when its host may be asked and a tab is free; waiting costs neither of them anything.

        wanted: None = at its first visit. Raises Stopped when the user does not want to wait.
        """
        audit, host = self._audit, host_of(waiting.address)
        if (kept_out := await audit.kept_out(waiting)) is not None:
            return kept_out
        if (kind := audit.document_behind(waiting.address)) and wanted is None:
            return no_result(audit.job.id, waiting, Reason.DOWNLOAD, kind)
        depth = wanted or audit.settings.first_depth
        exact = wanted or (depth if depth is Depth.IN_DEPTH else None)
        if (carried := await audit.carrying.over(waiting, exact)) is not None:
            return carried
        while True:
            await unless(audit.stop, audit.hosts.comes(host))
            async with audit.tabs.slot():
                if audit.hosts.take(host):
                    return await self._try(waiting, depth)

    async def _links(self, waiting: Waiting) -> Sequence[Link]:
        """Return the links of a page that answered and was too much to test; none when it hangs by itself.

        A list of thousands of links is such a page, and often the only way to those that it names.
        """
        audit, host = self._audit, host_of(waiting.address)
        await unless(audit.stop, audit.hosts.turn(host))
        with contextlib.suppress(PageLost, ScriptError, TimeoutError):
            async with audit.tabs.slot(), asyncio.timeout(_LINKS_SECONDS), audit.tabs.tab(audit.terms) as tab:
                return await audit.links_of(tab, waiting)
        return ()

    async def _try(self, waiting: Waiting, depth: Depth) -> PageResult:
        audit, site = self._audit, self._audit.job.id
        seconds = _LONG_SECONDS if audit.job.staging or depth is Depth.IN_DEPTH else _PAGE_SECONDS
        status = 0
        try:
            async with audit.tabs.tab(audit.terms) as tab:
                try:
                    result = await asyncio.wait_for(audit.page(tab, waiting, depth), seconds)
                except ScriptError:
                    await tab.check()  # a page that left has taken our scripts with it: that is its outcome
                    raise
                finally:
                    status = tab.status
                with contextlib.suppress(PageLost):  # what was seen is kept, without pictures
                    result = dataclasses.replace(result, shots=await audit.shots(tab, result))
                result = await audit.carrying.noted(result, tab.asked)
        except PageLost as lost:
            return no_result(site, waiting, lost.reason, lost.detail, lost.status)
        except TimeoutError:
            return no_result(site, waiting, Reason.TIMEOUT, f"{seconds} s", status)
        except ScriptError as error:
            return no_result(site, waiting, Reason.RULE_ERROR, str(error))
        except StepfreeError:
            raise  # not the page's doing: no browser, no database
        except Exception as error:  # noqa: BLE001 - whatever a page provokes is its own outcome, never the run's
            return no_result(site, waiting, Reason.RULE_ERROR, f"{type(error).__name__}: {error}")
        return result
