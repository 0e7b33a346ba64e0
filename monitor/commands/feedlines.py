"""feeds.yaml as text: feeds are added and taken out, every other line stays as it is."""

import json
import re
from collections.abc import Sequence
from typing import Literal

from monitor.model.feed import Feed
from monitor.watchlist.problem import Findings, Place
from monitor.watchlist.source import Fields, Items, Node, Text, parse_source

HEADING = "Added"
"""Where feeds without a heading go in a feeds.yaml that has headings."""
_SIMPLE = re.compile(r"[^\W\d_][\w &/.-]*")
_TAKEN = {"include", "url", "id", "title", "language", "every", "max_age", "full_text"}
_TAKEN |= {"alert_backlog", "headers", "yes", "no", "on", "off", "true", "false", "null"}


def with_feeds(text: str, feeds: Sequence[Feed]) -> str:
    """The file's text with feeds added: to its list, or below their headings."""
    text = text if not text or text.endswith("\n") else f"{text}\n"
    headings: dict[str, list[str]] = {}
    for feed in feeds:
        headings.setdefault(_heading(feed.group), []).append(_line(feed))
    if _is_list(text) or (_is_bare(text) and not any(headings)):
        return text + "".join(_in_list(name, lines) for name, lines in headings.items())
    for name, lines in headings.items():
        text = _below(text, name or HEADING, lines)
    return text


def _heading(group: str) -> str:
    simple = _SIMPLE.fullmatch(group) and group.lower() not in _TAKEN
    return group.rstrip() if simple else ""


def _line(feed: Feed) -> str:
    """An address, or a mapping where there is more to say."""
    details = {"url": feed.url, "title": feed.title, "language": feed.language}
    given = [f"{key}: {json.dumps(v, ensure_ascii=False)}" for key, v in details.items() if v]
    return f"{{{', '.join(given)}}}" if len(given) > 1 else feed.url


def _body(text: str) -> list[str]:
    lines = (line for line in text.splitlines() if not line.startswith("#"))
    return [line for line in lines if line.strip() and line.rstrip() != "---"]


def _is_bare(text: str) -> bool:
    return not _body(text)


def _is_list(text: str) -> bool:
    return bool(_body(text)) and bool(re.match(r" *-(?:\s|$)", _body(text)[0]))


def _in_list(heading: str, lines: Sequence[str]) -> str:
    if not heading:
        return "".join(f"- {line}\n" for line in lines)
    return f"- {heading}:\n" + "".join(f"    - {line}\n" for line in lines)


def _below(text: str, heading: str, lines: Sequence[str]) -> str:
    """Right below a heading that has a list already, as far in as that; else at the end."""
    begins = re.compile(
        rf"^{re.escape(heading)}:[ \t]*(?:#.*)?\n(?=(?:[ \t]*(?:#.*)?\n)*( *)-\s)", re.MULTILINE
    )
    if found := begins.search(text):
        added = "".join(f"{found[1]}- {line}\n" for line in lines)
        return text[: found.end()] + added + text[found.end() :]
    return f"{text}{heading}:\n" + "".join(f"  - {line}\n" for line in lines)


def without_feed(text: str, url: str) -> str | None:
    """The file's text without the item of an address, nor a heading that it leaves empty.

    `None` where no item has that address: an included list may. Comments directly above stay.
    """
    root = parse_source(text, Findings(""))
    part = _part(root, url) if root is not None else None
    if root is None or part is None:
        return None
    place = root.place if part == "all" else part
    lines = text.splitlines(keepends=True)
    start = _first_line(lines, place)
    return "".join(lines[:start] + lines[_last_line(lines, start) + 1 :])


def _part(node: Node, url: str) -> Place | Literal["all"] | None:
    """Where the item begins that holds the address: all of the node, if it holds nothing else."""
    match node:
        case Text():
            return "all" if node.value.strip() == url else None
        case Fields() if (own := node.get("url")) is not None:
            return _part(own, url)
        case Items(nodes):
            inner = [(one.place, one) for one in nodes]
        case Fields(pairs):
            inner = [(key.place, one) for key, one in pairs]
    for place, one in inner:
        if (part := _part(one, url)) is not None:
            return part if part != "all" else "all" if len(inner) == 1 else place
    return None


def _first_line(lines: Sequence[str], place: Place) -> int:
    """The line on which the item begins; its dash may stand on a line before."""
    number = place.line - 1
    alone = not lines[number][: place.column - 1].strip()
    return number - 1 if alone and number and lines[number - 1].strip() == "-" else number


def _last_line(lines: Sequence[str], start: int) -> int:
    """The last line that stands further in than the first, or is an item of that heading."""
    indent, is_item = _indent(lines[start]), lines[start].lstrip().startswith("-")
    last = start
    for number in range(start + 1, len(lines)):
        line = lines[number]
        listed = not is_item and _indent(line) == indent and line.lstrip().startswith("- ")
        if line.strip() and not (_indent(line) > indent or listed):
            break
        last = number if line.strip() else last
    return last


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))
