"""The process that opens documents: whatever a file does to a reader, it does it here, within limits.

It is asked line by line on standard input ({"path", "kind", "address"}) and answers line by line on standard output.
"""

from __future__ import annotations

import json
import os
import sys
from contextlib import suppress
from pathlib import Path

from audit.model import Reason
from web_checks.documents import reading
from web_checks.documents.judged import Judged, as_json, judge, not_tested, rules
from web_checks.documents.kinds import Unreadable

MEMORY = 2 * 1024**3  # bytes of address space more than at the start; an ordinary document takes 0.2 GiB
SECONDS = 60  # of the processor for one document


def _limit_memory() -> None:
    with suppress(ImportError, OSError, ValueError):  # Windows has no limits of this kind; the deadline holds there
        import resource  # noqa: PLC0415 - it is missing on Windows

        most = _taken(resource.getpagesize()) + MEMORY
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _taken(page: int) -> int:
    """Return the bytes of address space in use, where the system tells: libraries reserve some for every core."""
    with suppress(OSError, ValueError, IndexError):
        return int(Path("/proc/self/statm").read_text("ascii").split()[0]) * page
    return 0


def _limit_time() -> None:
    """Let the system end the process when it has used so much more of the processor than by now."""
    with suppress(ImportError, OSError, ValueError):
        import resource  # noqa: PLC0415 - as above

        used = resource.getrusage(resource.RUSAGE_SELF)
        _, hard = resource.getrlimit(resource.RLIMIT_CPU)
        resource.setrlimit(resource.RLIMIT_CPU, (int(used.ru_utime + used.ru_stime) + SECONDS, hard))


def examined(path: Path, kind: str, address: str) -> Judged:
    """Read and judge one file; what keeps it from that is its outcome."""
    try:
        return judge(reading.read(path, kind), address, rules())
    except Unreadable as unreadable:
        return not_tested(unreadable.reason, unreadable.detail)
    except (MemoryError, RecursionError) as error:
        return not_tested(Reason.TOO_LARGE, type(error).__name__)
    except Exception as error:  # noqa: BLE001 - readers raise whatever a broken file provokes in them
        return not_tested(Reason.UNREADABLE, f"{type(error).__name__}: {error}")


def main() -> None:
    """Answer until standard input ends."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # libraries that print must not answer for us
    _limit_memory()
    for line in sys.stdin:
        asked = json.loads(line)
        _limit_time()
        answers.write(as_json(examined(Path(asked["path"]), asked["kind"], asked["address"])) + "\n")
        answers.flush()


if __name__ == "__main__":
    main()
