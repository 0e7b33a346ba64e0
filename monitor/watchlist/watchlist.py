"""One watchlist: a file of the desk becomes a rule, routes and a title, or problems."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from monitor.matching.rule import Rule
from monitor.model.alert import PRIORITIES, Priority, Route
from monitor.query.ast import Node as Query
from monitor.query.never import never_met
from monitor.query.write import print_query
from monitor.text.inflect import rules_of
from monitor.watchlist.clauses import empty_message, read_clause, readable
from monitor.watchlist.destination import Destinations
from monitor.watchlist.language import check_language
from monitor.watchlist.nearest import did_you_mean
from monitor.watchlist.notify import read_routes
from monitor.watchlist.problem import START, Findings
from monitor.watchlist.source import Fields, Items, Node, Text, parse_source, read_source
from monitor.watchlist.terms import Terms
from monitor.watchlist.trap import find_traps

_KEYS = ("title", "priority", "language", "match", "sources", "languages", "notify")
_MATCH_KEYS = ("any", "all", "none")
_BELOW = {
    "digest": "under notify:, below the channel or address that it is for",
    "slack": 'under notify:, as in - slack: "#desk"',
    "email": "under notify:, as in - email: desk@example.org",
    "channel": "under notify:, with a dash before it",
    "include": "under sources:, indented",
    "exclude": "under sources:, indented",
}
"""Where keys stand that are found at the top."""


@dataclass(frozen=True, slots=True)
class Watchlist:
    """What one desk wants to hear of, and where it is told."""

    id: str
    """The file's name without its ending."""
    title: str
    priority: Priority
    rule: Rule
    routes: tuple[Route, ...]
    path: Path


def read_watchlist(
    path: Path,
    terms: Terms,
    destinations: Destinations,
    findings: Findings,
    data: bytes | None = None,
) -> Watchlist | None:
    """Read one file; notes every problem, and returns `None` where one is an error.

    `data` is what it holds, where that is known already.
    """
    text = read_source(path, findings, data=data)
    root = parse_source(text, findings) if text is not None else None
    if root is None:
        if not findings.errors:
            findings.error(START, "the file is empty: write title:, match: and notify:")
        else:
            findings.breaks_off()
        return None
    find_traps(root, findings)
    if findings.errors > len(root.duplicates if isinstance(root, Fields) else ()):
        findings.breaks_off()
        return None
    if not isinstance(root, Fields):
        findings.error(root.place, "a watchlist is made of keys: title:, match: and notify:")
        return None
    watchlist = _Reader(root, findings).read(path, terms, destinations)
    return None if findings.errors else watchlist


class _Reader:
    """Reads the keys of one watchlist."""

    def __init__(self, root: Fields, findings: Findings) -> None:
        self.root = root
        self.findings = findings

    def read(self, path: Path, terms: Terms, destinations: Destinations) -> Watchlist | None:
        self._refuse_unknown_keys()
        title = self._title() or path.stem
        priority = self._priority()
        query = self._query(terms)
        languages = self._checked("languages", check_language)
        include, exclude = self._sources()
        notify = self.root.get("notify")
        routes = destinations.default
        if notify is not None:
            routes = read_routes(notify, destinations, self.findings)
        if query is None:
            return None
        rule = Rule(path.stem, query, self._language(), languages, include, exclude)
        return Watchlist(path.stem, title, priority, rule, routes, path)

    def _refuse_unknown_keys(self) -> None:
        for key, _ in self.root.pairs:
            if key.value in _MATCH_KEYS:
                self.findings.error(key.place, f'"{key.value}" belongs under match:, indented')
            elif key.value in _BELOW:
                self.findings.error(key.place, f'"{key.value}" belongs {_BELOW[key.value]}')
            elif key.value not in _KEYS:
                hint = did_you_mean(key.value, _KEYS)
                self.findings.error(key.place, f'unknown key "{key.value}"{hint}')

    def _title(self) -> str:
        return " ".join(self._one("title").split())

    def _priority(self) -> Priority:
        written = self._one("priority")
        for priority in PRIORITIES:
            if written == priority:
                return priority
        if written:
            hint = did_you_mean(written, PRIORITIES)
            self._error("priority", f'"{written}" is no priority{hint}')
        return "normal"

    def _query(self, terms: Terms) -> Query | None:
        node = self.root.get("match")
        if node is None:
            if all(key.value in _KEYS for key, _ in self.root.pairs):
                self.findings.error(START, "there is no match: write match: and a list below it")
            return None
        clause = read_clause(node, self.findings, under="match")
        if clause is None:
            for text, written in readable(node):
                terms.check(text, written, self.findings)
            return None
        query = terms.settled(clause, self.findings)
        if query is not None and (part := never_met(query)):
            self._warning(
                "match",
                f"this can never be met: {print_query(part)} is waited for and excluded as well",
            )
        return query

    def _language(self) -> tuple[str, ...]:
        """The languages whose rules inflect Latin words."""
        given = self._checked("language", check_language)
        for language in given:
            if not rules_of(language):
                self._warning("language", f"there are no rules for Latin words in {language}")
        return given or ("en",)

    def _sources(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        node = self.root.get("sources")
        if node is None:
            return (), ()
        if not isinstance(node, Fields):
            self._error("sources", "sources takes include: or exclude: with a list of feeds, hosts")
            return (), ()
        inner = _Reader(node, self.findings)
        for key, _ in node.pairs:
            if key.value not in ("include", "exclude"):
                hint = did_you_mean(key.value, ("include", "exclude"))
                self.findings.error(key.place, f'unknown key "{key.value}"{hint}')
        return inner._checked("include", _source), inner._checked("exclude", _source)

    def _one(self, name: str) -> str:
        """The one text of a key; "" where the key is not there, or is wrong and noted."""
        texts = self._checked(name, str)
        if len(texts) > 1:
            self._error(name, f'"{name}" takes one value')
        return texts[0] if texts else ""

    def _checked(self, name: str, check: Callable[[str], str]) -> tuple[str, ...]:
        """One value or a list of them; those that don't pass are noted and left out."""
        node = self.root.get(name)
        if node is None:
            return ()
        nodes = node.nodes if isinstance(node, Items) else (node,)
        if not nodes:
            self._error(name, f'"{name}" is empty: write a value, or delete it')
        return tuple(value for one in nodes if (value := self._value(name, one, check)))

    def _value(self, name: str, node: Node, check: Callable[[str], str]) -> str:
        if not isinstance(node, Text):
            self.findings.error(node.place, f'"{name}" takes texts, not lists or keys inside it')
        elif not node.value.strip():
            self.findings.error(node.place, empty_message(f'"{name}"', node))
        else:
            try:
                return check(node.value)
            except ValueError as error:
                self.findings.error(node.place, str(error))
        return ""

    def _error(self, name: str, message: str) -> None:
        node = self.root.get(name)
        self.findings.error(node.place if node else START, message)

    def _warning(self, name: str, message: str) -> None:
        node = self.root.get(name)
        self.findings.warning(node.place if node else START, message)


def _source(pattern: str) -> str:
    """A feed id or host with globs."""
    if "://" in pattern or pattern.endswith("/"):
        host = pattern.partition("://")[2].partition("/")[0] or pattern.rstrip("/")
        raise ValueError(f'"{pattern}" is an address: write the host alone, {host}')
    return pattern
