"""What reports say of documents beside their findings: the pages that link to them, what veraPDF says of them.

veraPDF's opinion is another program's: it stands beside the findings, and counts in nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from reports.rows import DocumentFacts, PageRow, SiteRow
from reports.wording import Words

_NAMED = 8  # checks that are named to people; of the rest, the number is


def documents_of(site: SiteRow) -> Iterator[tuple[PageRow, DocumentFacts]]:
    """Yield the documents of a site in their order."""
    return ((page, page.document) for page in site.pages if page.document is not None)


def linked_from(site: SiteRow) -> dict[str, PageRow]:
    """Return the documents that pages link to, by address."""
    return {page.address: page for page, _ in documents_of(site) if page.linked_from}


def document_json(site: SiteRow, page: PageRow, document: DocumentFacts) -> dict[str, Any]:
    """Return a document as JSON-able values."""
    return {
        "site": site.site.id,
        "address": page.address,
        "title": page.title,
        "format": document.format,
        "outcome": page.outcome.value,
        "reason": page.reason.value if page.reason else None,
        "linked_from": list(page.linked_from),
        "linked_from_count": page.linking,
        "claims": document.claims or None,
        "verapdf": verapdf_json(document),
    }


def verapdf_json(document: DocumentFacts) -> dict[str, Any] | None:
    """Return what veraPDF says of a document; None when it was not asked."""
    if document.verapdf is None:
        return None
    return {"compliant": document.verapdf, "failed": list(document.failed)}


def verapdf_said(document: DocumentFacts, words: Words) -> str:
    """Return what veraPDF says of a document, for people; "" when it was not asked."""
    if document.verapdf is None:
        return ""
    if document.verapdf:
        return words("veraPDF's own opinion, not counted here: it meets PDF/UA-1")
    named = ", ".join(document.failed[:_NAMED]) + (", …" if len(document.failed) > _NAMED else "")
    return words.plural(
        "veraPDF's own opinion, not counted here: {n} check of PDF/UA-1 failed ({named})",
        "veraPDF's own opinion, not counted here: {n} checks of PDF/UA-1 failed ({named})",
        len(document.failed),
        named=named,
    )
