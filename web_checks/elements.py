"""Elements of the top frame by what the browser itself knows of them: event listeners, roles and names."""

from __future__ import annotations

from playwright.async_api import Error as PlaywrightError

from web_checks.page import Exposed, Listeners, Part
from web_checks.world import World

# Elements with listeners, and elements that take the focus, that are looked at on one page.
_MOST_HELD = 400


async def listeners(world: World, types: frozenset[str]) -> Listeners:
    """Return the page's own event listeners; the elements are kept as stepfree.listening in stepfree's world."""
    # The page's world sees its own listeners only; `window` and `document` cannot be shadowed there.
    window = await _listeners_of(world, "window", 1, types)
    below = await _listeners_of(world, "document", -1, types)
    root = await world.send("DOM.getDocument", {"depth": 0})
    document = int(root["root"]["backendNodeId"])
    by_node: dict[int, set[str]] = {}
    for node, kind in below:
        by_node.setdefault(node, set()).add(kind)
    on_document = by_node.pop(document, set())
    nodes = sorted(by_node)  # node ids grow in the order of their making: the same in every run
    context = await world.of(world.main_frame)
    await world.evaluate_in(context, "stepfree.listening = []; null")
    held = [node for node in nodes[:_MOST_HELD] if await _hold(world, node, context, "listening")]
    return Listeners(
        frozenset(kind for _, kind in window),
        frozenset(on_document),
        tuple(frozenset(by_node[node]) for node in held),
        len(nodes) - len(held),
    )


async def _listeners_of(world: World, name: str, depth: int, types: frozenset[str]) -> list[tuple[int, str]]:
    thing = await world.send("Runtime.evaluate", {"expression": name})
    handle = thing["result"]["objectId"]
    answer = await world.send(
        "DOMDebugger.getEventListeners", {"objectId": handle, "depth": depth, "pierce": depth < 0}
    )
    await world.send("Runtime.releaseObject", {"objectId": handle})
    found = ((int(entry.get("backendNodeId", 0)), str(entry["type"])) for entry in answer["listeners"])
    return [(node, kind) for node, kind in found if kind in types]


async def exposed(world: World, *, but: frozenset[str]) -> Part[Exposed]:
    """Return what takes the focus, but for some roles; the elements are kept as stepfree.exposed."""
    tree = await world.send("Accessibility.getFullAXTree", {"frameId": world.main_frame})
    context = await world.of(world.main_frame)
    await world.evaluate_in(context, "stepfree.exposed = []; null")
    found: list[Exposed] = []
    left_out = 0
    for node in tree["nodes"]:
        focusable = any(told["name"] == "focusable" for told in node.get("properties", ()))
        role = str(node.get("role", {}).get("value", ""))
        if node["ignored"] or not focusable or role in but or "backendDOMNodeId" not in node:
            continue
        if len(found) >= _MOST_HELD:
            left_out += 1
        elif await _hold(world, node["backendDOMNodeId"], context, "exposed"):
            found.append(Exposed(role, str(node.get("name", {}).get("value", "")).strip()))
    return Part(tuple(found), left_out)


async def _hold(world: World, node: int, context: int, kept: str) -> bool:
    """Append an element of the top frame to a list of stepfree's; False when it is in another document or gone."""
    try:
        resolved = await world.within(
            world.limits.evaluate,
            world.session.send("DOM.resolveNode", {"backendNodeId": node, "executionContextId": context}),
        )
    except PlaywrightError:
        return False
    declaration = (
        "function (kept) { if (this.nodeType !== 1 || this.ownerDocument !== document || !this.isConnected)"
        " return false; stepfree[kept].push(this); return true; }"
    )
    call = {
        "functionDeclaration": declaration,
        "objectId": resolved["object"]["objectId"],
        "arguments": [{"value": kept}],
        "returnByValue": True,
    }
    return bool((await world.send("Runtime.callFunctionOn", call))["result"].get("value"))
