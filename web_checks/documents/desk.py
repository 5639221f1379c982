"""Where documents are handed in: one worker process, kept as long as it answers, ended at the deadline."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import sys
from pathlib import Path
from typing import Self

from audit.model import Reason
from web_checks.documents.judged import Judged, not_tested, of_json
from web_checks.documents.kinds import Format
from web_checks.documents.opinion import PROGRAM, second_opinion

DEADLINE = 90.0  # s for one document, by the clock
_START = 60.0  # s more for the first one: the worker must load its readers
_PATIENCE = 5.0  # s that a worker may take to end by itself
_OUT_OF_TIME = -24  # how Unix tells of SIGXCPU
_ANSWER = 256 * 1024 * 1024  # bytes of one answer at most
_MODULE = "web_checks.documents.worker"
_KEPT = ("PATH", "LANG", "LC_ALL", "TMPDIR", "TEMP", "TMP", "SYSTEMROOT", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")


class Desk:
    """Hands documents to the worker, one after the other. Use as an async context manager.

    deadline: seconds for one document.
    """

    def __init__(self, deadline: float = DEADLINE) -> None:
        self._deadline = deadline
        self._worker: asyncio.subprocess.Process | None = None
        self._turn = asyncio.Lock()

    async def __aenter__(self) -> Self:
        """Start nothing yet: most audits meet no document."""
        return self

    async def __aexit__(self, *_exc: object) -> None:
        """End the worker."""
        await self._end()

    async def examine(self, path: Path, kind: str, address: str) -> Judged:
        """Return what became of one file; never raises for what the file does."""
        async with self._turn:
            asked = json.dumps({"path": str(path), "kind": kind, "address": address}) + "\n"
            seconds = self._deadline
            try:
                if self._worker is None:
                    self._worker = await self._started()
                    seconds += _START
                judged = await asyncio.wait_for(self._answer(self._worker, asked.encode()), seconds)
            except TimeoutError:
                await self._end()
                return not_tested(Reason.TIMEOUT, f"{self._deadline:g} s")
            except (OSError, ValueError, KeyError, TypeError, asyncio.IncompleteReadError) as error:
                # The worker died of it: out of time, out of memory, or by a fault of a reader.
                code = await self._end()
                reason = Reason.TIMEOUT if code == _OUT_OF_TIME else Reason.UNREADABLE
                return not_tested(reason, f"the reader ended ({code}): {type(error).__name__}")
            except BaseException:
                await self._end()  # the answer under way would be taken for the next one
                raise
        if judged.facts.get("format") == Format.PDF and (opinion := await second_opinion(path)) is not None:
            judged.facts[PROGRAM] = opinion
        return judged

    async def _started(self) -> asyncio.subprocess.Process:
        # Of the environment it gets what it needs to run, and no secret.
        environment = {name: os.environ[name] for name in _KEPT if name in os.environ}
        environment["PYTHONPATH"] = os.pathsep.join(filter(None, sys.path))
        return await asyncio.create_subprocess_exec(
            sys.executable,
            "-P",
            "-m",
            _MODULE,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            env=environment,
            limit=_ANSWER,
            start_new_session=True,  # Ctrl-C is for the audit, which finishes what is under way
        )

    async def _answer(self, worker: asyncio.subprocess.Process, asked: bytes) -> Judged:
        stdin, stdout = worker.stdin, worker.stdout
        if stdin is None or stdout is None:
            raise OSError("the worker has no pipes")
        stdin.write(asked)
        await stdin.drain()
        return of_json(await stdout.readuntil(b"\n"))

    async def _end(self) -> int | None:
        worker, self._worker = self._worker, None
        if worker is None:
            return None
        with contextlib.suppress(TimeoutError):  # one that is ending says by its code what of
            async with asyncio.timeout(_PATIENCE if worker.stdout is not None and worker.stdout.at_eof() else 0):
                return await worker.wait()
        with contextlib.suppress(ProcessLookupError):
            worker.kill()
        return await worker.wait()
