"""What is pressed on the screen of a self-service terminal, in all frames; asked on terminals alone."""

from __future__ import annotations

from typing import Any

from web_checks.page import Probe
from web_checks.probes import ease
from web_checks.probes.ease import Ease


def _read(answers: list[Any]) -> tuple[Ease, ...]:
    read = (ease.PROBE.read([answer]) for answer in answers)
    return tuple(seen for seen in read if seen is not None)


PROBE = Probe("terminal", _read)
