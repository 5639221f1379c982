"""What lies below a dialog: it is still in the dump, and a veil dims what is seen of it on the screenshot."""

from __future__ import annotations

from web_checks.apps.screen import Format, Node, Screen

_VEIL = 0.5  # share of the screen from which something that takes presses keeps them from what it covers
# Elements of iOS that come up over a screen and dim it.
_DIALOGS = ("Alert", "Sheet")


def is_beneath(screen: Screen, node: Node) -> bool:
    """Return whether a dialog, its veil or a window of its own keeps presses from a node."""
    return any(
        above.number >= node.end and (_dims(screen, above) or above.box.common(node.box) >= node.box.area)
        for above in _veils(screen)
    )


def _veils(screen: Screen) -> tuple[Node, ...]:
    asked = ("veils", 0)
    if asked not in screen.memory:
        screen.memory[asked] = tuple(node for node in screen.shown if _is_veil(screen, node))
    answer = screen.memory[asked]
    return answer if isinstance(answer, tuple) else ()


def _is_veil(screen: Screen, node: Node) -> bool:
    if _dims(screen, node):
        return True
    return bool(node.clickable) and node.box.area >= _VEIL * screen.size.area


def _dims(screen: Screen, node: Node) -> bool:
    """Return whether all that comes before something lies below it: a window over another one, a dialog of iOS."""
    if screen.format is Format.IOS:
        return node.short in _DIALOGS
    return node.parent < 0 and node.number > 0
