"""Whether links that ought to lead to one place do: what the rules on links of one name share."""

from __future__ import annotations

import re
from collections.abc import Sequence

from audit.model import Outcome, Text, Verdict
from web_checks import wording
from web_checks.probes.links import Link
from web_checks.wording import Vague

# What is left of href="http" followed by a stray quotation mark: a broken link leads nowhere, not elsewhere.
_BROKEN = re.compile(r"/https?$")


def compared(group: Sequence[Link]) -> Verdict:
    """Return the verdict on links of one name, at the first that leads elsewhere.

    Sites of different owners are different places, so are one program's answers to different questions (?id=1, ?id=2)
    and the targets of one 更多 and the next; other addresses may hold the same thing.
    """
    name = group[0].name[:80]
    known = [link for link in group if link.address and not _BROKEN.search(link.address)]
    other = next(
        (link for link in known if wording.same_place(link.address) != wording.same_place(known[0].address)), None
    )
    if other is None or wording.UNREADABLE in name:
        return Verdict(
            Outcome.PASSED, group[0].target, Text(f"“{name}”未见去处不同", f"“{name}”: no different target seen")
        )
    places = f"{known[0].address[:120]} | {other.address[:120]}"
    apart = wording.different_owners(known[0].address, other.address)
    apart = apart or wording.asks_otherwise(known[0].address, other.address)
    if apart or wording.vagueness(name) is Vague.NOTHING:
        why = Text(
            f"{len(group)} 个链接都叫“{name}”，去往不同的地方：{places}",
            f"{len(group)} links are named “{name}” and lead to different places: {places}",
        )
        return Verdict(Outcome.FAILED, other.target, why)
    why = Text(
        f"{len(group)} 个链接都叫“{name}”而地址不同，请人判断内容是否相同：{places}",
        f"{len(group)} links named “{name}” differ in address: a person should say whether they agree: {places}",
    )
    return Verdict(Outcome.CANT_TELL, other.target, why)
