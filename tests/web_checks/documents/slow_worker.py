"""A worker for tests: answers at once, never, or dies, by the address that it is asked for."""

from __future__ import annotations

import json
import os
import sys
import time

from audit.model import Reason
from web_checks.documents.judged import as_json, not_tested

for line in sys.stdin:
    asked = json.loads(line)["address"]
    if asked == "slow":
        time.sleep(60)
    if asked == "dies":
        os._exit(7)
    sys.stdout.write(as_json(not_tested(Reason.DOCUMENT_CAP)) + "\n")
    sys.stdout.flush()
