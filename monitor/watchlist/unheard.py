"""Sources that a watchlist names and that no feed of the desk can bring."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches

from monitor.matching.source import Origin, origin_of, takes
from monitor.model.entry import Entry
from monitor.model.feed import Feed
from monitor.watchlist.nearest import did_you_mean
from monitor.watchlist.problem import Findings, Problem
from monitor.watchlist.source import Fields, Items, Node, Text, parse_source, read_source
from monitor.watchlist.watchlist import Watchlist

_PLAIN = re.compile(r"(?!.*xn--)[\w.-]+")
"""Names without a glob, a port or a host in Punycode: they are looked up, not tried one by one."""


@dataclass(frozen=True, slots=True)
class Heard:
    """Where the desk's feeds come from."""

    ids: tuple[str, ...]
    """As they are written."""
    origins: tuple[Origin, ...]
    names: frozenset[str]
    """Ids and hosts in lower case, and the hosts above: `example.com` of `news.example.com`."""


def heard_of(feeds: Iterable[Feed]) -> Heard:
    """What a source under `sources` is compared with; made once for all watchlists."""
    listed = tuple(feeds)
    origins = tuple(origin_of(Entry(feed.id, "", feed.url, "", "")) for feed in listed)
    above = (
        ".".join(parts[start:])
        for parts in (one.host.split(".") for one in origins)
        for start in range(len(parts))
    )
    names = frozenset((*(one.feed for one in origins), *above))
    return Heard(tuple(feed.id for feed in listed), origins, names)


def unheard_sources(watchlist: Watchlist, heard: Heard) -> tuple[Problem, ...]:
    """Warnings of names under `sources` that are probably mistyped; none where no feed is listed.

    A host that no feed has may still be one that a feed links to: it is told only where it
    resembles one that a feed has.
    """
    rule = watchlist.rule
    if not heard.ids or all(_is_heard(name, heard) for name in (*rule.include, *rule.exclude)):
        return ()
    findings = Findings(str(watchlist.path))
    text = read_source(watchlist.path, findings)
    root = parse_source(text, findings) if text is not None else None
    sources = root.get("sources") if isinstance(root, Fields) else None
    told = Findings(str(watchlist.path))
    told.lines = findings.lines
    for node in _named(sources):
        if not _is_heard(node.value, heard) and (message := _message(node.value.strip(), heard)):
            told.warning(node.place, message)
    return tuple(told.problems)


def _is_heard(name: str, heard: Heard) -> bool:
    plain = name.strip().lower()
    if _PLAIN.fullmatch(plain):
        return plain in heard.names
    return any(takes(plain, origin) for origin in heard.origins)


def _named(node: Node | None) -> Iterator[Text]:
    match node:
        case Text():
            yield node
        case Items(nodes):
            for inner in nodes:
                yield from _named(inner)
        case Fields(pairs):
            for _, inner in pairs:
                yield from _named(inner)


def _message(name: str, heard: Heard) -> str:
    """What is wrong with the name of a source that no feed has; "" where feeds may link to it."""
    if "." in name:
        hosts = {origin.host for origin in heard.origins}
        near = get_close_matches(name.lower(), hosts, n=1, cutoff=0.85)
        return f'no feed has the host "{name}": did you mean "{near[0]}"?' if near else ""
    hint = did_you_mean(name, heard.ids)
    known = hint if "?" in hint else ": `monitor feeds list` has their ids"
    return f'no feed has the id or host "{name}"{known}'
