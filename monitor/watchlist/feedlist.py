"""`feeds.yaml`: addresses, one a line or with details, under headings, or from OPML."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from monitor.model.feed import Feed
from monitor.watchlist.address import check_url, marked, same_address, slug
from monitor.watchlist.duration import parse_duration
from monitor.watchlist.language import check_language
from monitor.watchlist.nearest import did_you_mean
from monitor.watchlist.opml import SEPARATOR, Outline, read_opml
from monitor.watchlist.problem import Findings, Place, Problem
from monitor.watchlist.source import Fields, Items, Node, Text, parse_source, read_source
from monitor.watchlist.trap import find_traps

MAX_BYTES = 16 << 20
"""Ten thousand feeds with their details take about 2 MB."""

_HEADER_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
"""RFC 9110, 5.6.2."""
_YES = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}


def load_feeds(path: Path) -> tuple[tuple[Feed, ...], tuple[Problem, ...]]:
    """Read a list of feeds; a feed with an error is left out, the others load.

    A file that is not there is an empty list.
    """
    path = path if path.exists() else path.with_suffix(".yml")
    if not path.exists():
        return (), ()
    findings = Findings(str(path))
    text = read_source(path, findings, MAX_BYTES)
    root = parse_source(text, findings) if text is not None else None
    if root is None:
        if findings.errors:
            findings.breaks_off()
        return (), tuple(findings.problems)
    find_traps(root, findings)
    feeds = _FeedList(path, findings)
    feeds.read(root, "")
    return tuple(feeds.feeds), tuple(feeds.problems())


class _FeedList:
    """Gathers the feeds of a file and of those that it includes."""

    def __init__(self, path: Path, findings: Findings) -> None:
        self.path = path
        self.findings = findings
        self.included: list[Findings] = []
        self.feeds: list[Feed] = []
        self.urls: dict[str, str] = {}
        self.ids: dict[str, str] = {}

    def problems(self) -> Iterator[Problem]:
        for findings in (self.findings, *self.included):
            yield from findings.problems

    def read(self, node: Node, group: str) -> None:
        """Take an address, a feed with details, a list, or headings with what they hold."""
        match node:
            case Text():
                feed = Feed(id="", url=node.value, group=group)
                self._add(feed, node.place, self.findings, self.findings.error)
            case Items(nodes):
                for inner in nodes:
                    self.read(inner, group)
            case Fields() if node.get("url") is not None:
                self._read_details(node, group)
            case Fields(pairs):
                for key, inner in pairs:
                    self._read_heading(key, inner, group)

    def _read_heading(self, key: Text, node: Node, group: str) -> None:
        if key.value == "include":
            self._include(node, group)
        elif key.value in _DETAILS or (isinstance(node, Text) and not node.value):
            self.findings.error(
                key.place,
                f'"{key.value}" stands without an address: feeds are listed as addresses below a'
                " heading, details beside the url: that they belong to",
            )
        else:
            self.read(node, f"{group}{SEPARATOR}{key.value}" if group else key.value)

    def _include(self, node: Node, group: str) -> None:
        for name in node.nodes if isinstance(node, Items) else (node,):
            if not isinstance(name, Text) or not name.value:
                self.findings.error(name.place, "include names an OPML file: include: feeds.opml")
                continue
            path = self.path.parent / name.value
            if not _is_file(path):
                self.findings.error(name.place, f'there is no file "{name.value}" beside this one')
                continue
            findings = Findings(str(path))
            self.included.append(findings)
            for outline in read_opml(path, findings):
                feed = _from_outline(outline, group)
                self._add(feed, outline.place, findings, findings.warning)

    def _read_details(self, node: Fields, group: str) -> None:
        errors = self.findings.errors
        details = {key.value: self._detail(key, value) for key, value in node.pairs}
        if self.findings.errors == errors:
            given = {name: value for name, value in details.items() if value is not None}
            feed = replace(Feed(id="", url="", group=group), **given)
            self._add(feed, node.place, self.findings, self.findings.error)

    def _detail(self, key: Text, value: Node) -> Any:
        """The value of one key; `None` where it is left open, or is wrong and noted."""
        if key.value not in (*_DETAILS, "headers"):
            hint = did_you_mean(key.value, [*_DETAILS, "headers"])
            self.findings.error(key.place, f'unknown key "{key.value}"{hint}')
            return None
        try:
            return _headers(value) if key.value == "headers" else _detail(key.value, value)
        except ValueError as error:
            self.findings.error(value.place, str(error))
            return None

    def _add(
        self,
        feed: Feed,
        place: Place,
        findings: Findings,
        report: Callable[[Place, str], None],
    ) -> None:
        """Take a feed, unless its address is none or is there already.

        A list that another program wrote may well have a feed twice: that is a warning only.
        """
        try:
            url = check_url(feed.url)
            where = f"line {place.line} of {Path(findings.file).name}"
            _take_name(self.urls, same_address(url), where, f'the address "{url}"')
            name = feed.id or self._free_slug(url)
            _take_name(self.ids, name, where, f'the id "{name}"')
        except ValueError as error:
            report(place, str(error))
        else:
            self.feeds.append(replace(feed, url=url, id=name))

    def _free_slug(self, url: str) -> str:
        name = slug(url)
        return name if name not in self.ids else marked(name, url)


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:  # a name that is too long for any file
        return False


def _take_name(names: dict[str, str], name: str, where: str, what: str) -> None:
    if name in names:
        raise ValueError(f"{what} is there twice: it stands already in {names[name]}")
    names[name] = where


def _from_outline(outline: Outline, group: str) -> Feed:
    try:
        language = check_language(outline.language) if outline.language else ""
    except ValueError:
        language = ""  # an OPML file is another program's work: its slips are not the desk's
    headings = SEPARATOR.join(filter(None, (group, outline.group)))
    return Feed("", outline.url, outline.title, language, headings)


def _detail(name: str, value: Node) -> Any:
    if not isinstance(value, Text):
        raise ValueError(f'"{name}" takes one value')  # noqa: TRY004  # an editor's mistake
    return None if _is_open(value) else _DETAILS[name](value.value)


def _is_open(value: Text) -> bool:
    return value.style == "plain" and value.value in ("", "~", "null")


def _headers(node: Node) -> tuple[tuple[str, str], ...]:
    if not isinstance(node, Fields):
        raise ValueError(  # noqa: TRY004  # an editor's mistake
            "headers are written as a mapping: {Accept-Language: ja}"
        )
    pairs = []
    for key, value in node.pairs:
        if not isinstance(value, Text) or not _HEADER_NAME.fullmatch(key.value):
            raise ValueError(f'"{key.value}" is no HTTP header with one value')
        if "\n" in value.value:
            raise ValueError(f'the header "{key.value}" runs over its line')
        pairs.append((key.value, value.value))
    return tuple(pairs)


def _id(text: str) -> str:
    if not text or re.search(r"\s", text):
        raise ValueError(f'"{text}" is no id: write one word, such as nhk-world')
    return text


def _title(text: str) -> str:
    return " ".join(text.split())


def _yes_or_no(text: str) -> bool:
    if text.lower() not in _YES:
        raise ValueError(f'"{text}" is neither true nor false')
    return _YES[text.lower()]


_DETAILS: dict[str, Callable[[str], Any]] = {
    "url": check_url,
    "id": _id,
    "title": _title,
    "language": check_language,
    "every": parse_duration,
    "max_age": parse_duration,
    "full_text": _yes_or_no,
    "alert_backlog": parse_duration,
}
