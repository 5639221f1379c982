"""What a document may weigh on its way here, and why one did not come."""

from __future__ import annotations

from audit.model import Reason
from web_checks.fetcher import LARGER, Fetched

MOST_BYTES = 100 * 1024 * 1024
_BLOCKED_STATUS = (401, 403, 407, 412, 429)


def refusal(fetched: Fetched) -> Reason | None:
    """Return why a file did not come; None when it did."""
    if fetched.status == 0:
        if fetched.detail.startswith("refused"):
            return Reason.PRIVATE_ADDRESS
        return Reason.TLS if fetched.insecure else Reason.NETWORK
    if fetched.status in _BLOCKED_STATUS:
        return Reason.BLOCKED
    if not fetched.found:
        return Reason.HTTP_ERROR
    return Reason.TOO_LARGE if fetched.detail == LARGER else None
