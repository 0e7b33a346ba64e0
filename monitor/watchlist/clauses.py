"""`match` and the groups of terms.yaml: `any`, `all`, `none` and queries become one query tree."""

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

from monitor.query.ast import Node as Query
from monitor.query.ast import Not, Quoted, all_of, any_of, none_of, parts_of
from monitor.query.errors import QueryError, QueryWarning
from monitor.query.parse import parse_query
from monitor.query.warnings import query_warnings
from monitor.watchlist.mistake import in_quotes
from monitor.watchlist.nearest import did_you_mean
from monitor.watchlist.position import place_of
from monitor.watchlist.problem import Findings
from monitor.watchlist.source import Fields, Items, Node, Text
from monitor.watchlist.trap import runs_over

MAX_WARNINGS = 10
"""Warnings of one query that are told; who has more of them has a larger mistake."""

_JOINED = {"any": any_of, "all": all_of, "none": none_of}
_LEADING_NOT = re.compile(r"\s*(NOT)\s")
_NOT_UNDER_NONE = (
    "NOT under none would turn it round: leave NOT out, or write a mapping with any: and none: in"
    " place of this entry"
)


@dataclass(frozen=True, slots=True)
class Clause:
    """A query tree, and the query strings it is made of with their own trees, for their places."""

    query: Query
    written: tuple[tuple[Text, Query], ...]


def read_clause(node: Node, findings: Findings, *, under: str) -> Clause | None:
    """Read a query, a list (at least one of it) or a mapping of any, all, none.

    `under` is the key it stands under. Notes every problem; `None` after an error.
    """
    match node:
        case Text():
            return _read_query(node, findings, under)
        case Items():
            return _read_list(node, findings, under)
        case Fields():
            return _read_mapping(node, findings, under)


def readable(node: Node) -> Iterator[tuple[Text, Query]]:
    """The query strings below a node that can be read, whatever is wrong with others."""
    match node:
        case Text():
            with suppress(QueryError):
                yield node, parse_query(node.value, quoted=node.style == "double")
        case Items(nodes):
            for inner in nodes:
                yield from readable(inner)
        case Fields(pairs):
            for _, inner in pairs:
                yield from readable(inner)


def _read_list(node: Items, findings: Findings, under: str) -> Clause | None:
    if not node.nodes:
        findings.error(node.place, f'"{under}" is empty: write at least one entry, or delete it')
        return None
    entries = [_read_entry(entry, findings, under) for entry in node.nodes]
    return _join(under, entries) if under in _JOINED else _join("any", entries)


def _read_entry(node: Node, findings: Findings, under: str) -> Clause | None:
    if isinstance(node, Items):
        findings.error(node.place, "a list inside a list: write any: or all: before the inner one")
        return None
    return read_clause(node, findings, under=under)


def _read_mapping(node: Fields, findings: Findings, under: str) -> Clause | None:
    clauses = [_read_key(key, value, findings) for key, value in node.pairs]
    present = {key.value for key, _ in node.pairs}
    if not present:
        findings.error(node.place, f'"{under}" is empty: write any: with entries below it')
        return None
    if present == {"none"}:
        findings.error(
            node.pairs[0][0].place,
            'only "none" would match nearly everything: add an entry under any or all beside it',
        )
        return None
    return _join("all", clauses)


def _read_key(key: Text, value: Node, findings: Findings) -> Clause | None:
    if key.value not in _JOINED:
        findings.error(key.place, _unknown(key))
        return None
    entries = value if isinstance(value, Items) else Items((value,), value.place)
    clause = _read_list(Items(entries.nodes, key.place), findings, key.value)
    if clause and key.value == "none":
        return Clause(none_of([clause.query]), clause.written)
    return clause


def _join(key: str, clauses: Sequence[Clause | None]) -> Clause | None:
    """The clauses as one; what is under `none` is first joined by `any`."""
    good = [clause for clause in clauses if clause]
    if len(good) < len(clauses):
        return None
    join = all_of if key == "all" else any_of
    query = join([clause.query for clause in good])
    return Clause(query, tuple(pair for clause in good for pair in clause.written))


def _unknown(key: Text) -> str:
    if key.value in ("title", "body"):
        return f"a field is written without a space: {key.value}:{key.after.lstrip(': ')}"
    whole = (key.raw + key.after).strip()
    if key.value.islower() and "?" in (hint := did_you_mean(key.value, _JOINED)):
        return f'unknown key "{key.value}"{hint}'
    return (
        f'a colon makes YAML read "{key.value}" as a key, and here are only any, all, none:'
        f" if it is a text, put quotes around it: {in_quotes(whole)}"
    )


def _read_query(text: Text, findings: Findings, under: str) -> Clause | None:
    if not text.value.strip():
        findings.error(text.place, empty_message(f'an entry under "{under}"', text))
        return None
    if under == "none" and (leading := _LEADING_NOT.match(text.value)):
        findings.error(place_of(text, leading.start(1)), _NOT_UNDER_NONE)
        return None
    try:
        query = parse_query(text.value, quoted=text.style == "double")
        if under == "none":
            _refuse_not(query)
    except QueryError as error:
        findings.error(place_of(text, error.column), error.message)
        return None
    for warning in _warnings(text, query)[:MAX_WARNINGS]:
        findings.warning(place_of(text, warning.column), warning.message)
    if runs_over(text):
        findings.warning(
            text.place,
            "this entry runs over into the next line, which YAML reads as one text:"
            ' if two are meant, begin each with "- " in the same column',
        )
    return Clause(query, ((text, query),))


def _refuse_not(query: Query) -> None:
    for part in _all_parts(query):
        if isinstance(part, Not):
            raise QueryError(_NOT_UNDER_NONE, part.column)


def _all_parts(query: Query) -> Iterable[Query]:
    yield query
    for part in parts_of(query):
        yield from _all_parts(part)


def _warnings(text: Text, query: Query) -> tuple[QueryWarning, ...]:
    """Warnings of a query; words that YAML's double quotes make a quotation are taken as one."""
    if text.style == "double" and isinstance(query, Quoted) and '"' not in text.value:
        found = query_warnings(f'"{text.value}"')
        return tuple(replace(one, column=max(0, one.column - 1)) for one in found)
    return query_warnings(text.value)


def empty_message(what: str, text: Text) -> str:
    """What to say of a value that is not there, above all where `#` has made it a comment."""
    cut = text.after.strip().lstrip(":- ")
    if cut.startswith("#"):
        return f"{what} is empty, because # begins a comment: put quotes around: {in_quotes(cut)}"
    return f"{what} is empty: write a value, or delete the line"
