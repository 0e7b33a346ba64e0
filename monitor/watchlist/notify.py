"""`notify`: who is told, at once or in a digest."""

from collections.abc import Collection, Iterator, Sequence

from monitor.alerting.schedule import parse_schedule
from monitor.model.alert import Route
from monitor.watchlist.clauses import empty_message
from monitor.watchlist.destination import Destinations
from monitor.watchlist.nearest import did_you_mean
from monitor.watchlist.problem import Findings
from monitor.watchlist.source import Fields, Items, Node, Text

_KINDS = ("slack", "email", "channel")
"""`channel` is the long way to name a channel, so that a digest can stand beside it."""


def read_routes(node: Node, destinations: Destinations, findings: Findings) -> tuple[Route, ...]:
    """The routes of `notify`, each once; notes what can't be told."""
    entries = node.nodes if isinstance(node, Items) else (node,)
    if not entries:
        findings.error(node.place, '"notify" is empty: name a channel, or delete it')
    routes: dict[Route, None] = {}
    for entry in entries:
        found = tuple(_routes(entry, destinations, findings))
        _warn_of_doubles(entry, {one.destination for one in routes}, found, findings)
        routes |= dict.fromkeys(found)
    return tuple(routes)


def _warn_of_doubles(
    entry: Node, before: Collection[str], found: Sequence[Route], findings: Findings
) -> None:
    for name in dict.fromkeys(one.destination for one in found if one.destination in before):
        findings.warning(
            entry.place, f"{name} is named above already, and is told once: delete one of the two"
        )


def _routes(node: Node, destinations: Destinations, findings: Findings) -> Iterator[Route]:
    match node:
        case Text():
            yield from _at("channel", node, destinations, findings)
        case Fields():
            yield from _written_out(node, destinations, findings)
        case Items():
            findings.error(node.place, "a list inside a list: begin each entry with one dash")


def _written_out(node: Fields, destinations: Destinations, findings: Findings) -> Iterator[Route]:
    digest = _digest(node.get("digest"), destinations.zone, findings)
    told = [(key, value) for key, value in node.pairs if key.value != "digest"]
    if not told:
        findings.error(node.place, "nobody is named here: add slack: or email:")
    for key, value in told:
        if key.value not in _KINDS:
            findings.error(key.place, _unknown(key.value, destinations))
            continue
        for address in value.nodes if isinstance(value, Items) else (value,):
            for route in _at(key.value, address, destinations, findings):
                yield Route(route.destination, digest or route.digest)


def _at(kind: str, node: Node, destinations: Destinations, findings: Findings) -> tuple[Route, ...]:
    """The routes of one address or channel name."""
    if not isinstance(node, Text):
        findings.error(node.place, f'"{kind}" takes one address')
        return ()
    if not node.value.strip():
        findings.error(node.place, empty_message(f'"{kind}"', node))
        return ()
    try:
        if kind == "channel":
            return destinations.named(node.value)
        return (Route(destinations.address(kind, node.value)),)
    except ValueError as error:
        findings.error(node.place, str(error))
        return ()


def _digest(node: Node | None, zone: str, findings: Findings) -> str:
    """Digest words as written; "" for none."""
    if node is None:
        return ""
    if not isinstance(node, Text) or not node.value.strip():
        findings.error(node.place, '"digest" is empty: write "daily 07:30", or delete the line')
        return ""
    try:
        parse_schedule(node.value, zone)
    except ValueError as error:
        findings.error(node.place, str(error))
    return " ".join(node.value.split())


def _unknown(name: str, destinations: Destinations) -> str:
    if name in destinations.channels:
        return f"{name} is a channel's name: write channel: {name}"
    if "?" in (hint := did_you_mean(name, (*_KINDS, "digest"))):
        return f'unknown key "{name}"{hint}'
    return f'"{name}" is not configured: write slack: "#desk" or email: desk@example.org'
