"""From nodes to plain values, and from a value's path back to its place in the file."""

from collections.abc import Sequence
from typing import Any

from monitor.watchlist.problem import START, Place
from monitor.watchlist.source import Fields, Items, Node, Text


def plain_value(node: Node) -> Any:
    """Dictionaries, lists, strings; `None` for nothing, `~` and `null` without quotes."""
    match node:
        case Text():
            return None if is_null(node) else node.value
        case Items(nodes):
            return [plain_value(inner) for inner in nodes]
        case Fields(pairs):
            return {key.value: plain_value(inner) for key, inner in pairs}


def is_null(node: Node) -> bool:
    """Whether a value is left open; only settings and feeds know such a thing."""
    return isinstance(node, Text) and node.style == "plain" and node.value in ("", "~", "null")


def place_at(root: Node | None, path: Sequence[int | str], *, key: bool) -> Place:
    """The place of the value at a path, or of its key; of the last part that is there, at least."""
    place, node = START, root
    for part in path:
        name: Text | None = None
        if isinstance(node, Fields):
            name = next((inner for inner, _ in node.pairs if inner.value == part), None)
            node = node.get(str(part))
        elif isinstance(node, Items) and isinstance(part, int) and part < len(node.nodes):
            node = node.nodes[part]
        else:
            break
        if node is None:
            break
        named = name is not None and (key or not isinstance(node, Text) or not node.raw)
        place = name.place if name is not None and named else node.place
    return place


def remove_at(value: Any, path: Sequence[int | str]) -> None:
    """Delete what a path leads to, or the innermost mapping entry that the path still finds."""
    found: list[tuple[Any, int | str]] = []
    for part in path:
        if isinstance(value, dict) and part in value:
            found.append((value, part))
        elif isinstance(value, list) and isinstance(part, int) and part < len(value):
            pass  # a list with a bad entry goes as a whole
        else:
            break
        value = value[part]
    if found:
        holder, name = found[-1]
        del holder[name]
