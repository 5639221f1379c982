"""A second opinion on a PDF: what veraPDF says, when it is on the PATH; kept beside our findings, never among them."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

PROGRAM = "verapdf"
_ARGUMENTS = ("--format", "json", "--flavour", "ua1")
_SECONDS = 120.0
_MOST_RULES = 200


async def second_opinion(path: Path) -> dict[str, object] | None:
    """Return what veraPDF says of a file against PDF/UA-1; None when it is not there or says nothing.

    "compliant": its verdict; "failed": the checks that failed as it names them, clause and number ("7.1-8").
    """
    program = shutil.which(PROGRAM)
    if program is None:
        return None
    process = await asyncio.create_subprocess_exec(
        program,
        *_ARGUMENTS,
        str(path),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        said, _ = await asyncio.wait_for(process.communicate(), _SECONDS)
        return _read(json.loads(said))
    except (TimeoutError, ValueError, KeyError, IndexError, TypeError):
        return None
    finally:
        if process.returncode is None:
            # A shell script that starts Java: its group is its own, but on Windows, where there are none.
            with contextlib.suppress(ProcessLookupError, AttributeError):
                os.killpg(process.pid, signal.SIGKILL)
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            await process.wait()


def _read(answer: Any) -> dict[str, object]:
    result = answer["report"]["jobs"][0]["validationResult"]
    result = result[0] if isinstance(result, list) else result  # one for each profile, in newer versions
    failed = sorted(set(_failed(result["details"])))
    return {"compliant": bool(result["compliant"]), "failed": failed[:_MOST_RULES]}


def _failed(details: Any) -> Iterator[str]:
    for rule in details.get("ruleSummaries", ()):
        if str(rule.get("ruleStatus", "")).upper() == "FAILED":
            yield f"{rule['clause']}-{rule['testNumber']}"
