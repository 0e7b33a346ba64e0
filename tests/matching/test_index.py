"""Which watchlists are looked at for an entry, and what is kept of those that are gone."""

import gc
import weakref

import pytest

from monitor.matching.compile import Compiler
from monitor.matching.document import read_entry
from monitor.matching.evaluate import Evaluation
from monitor.matching.index import CompiledRule, RuleIndex
from monitor.matching.rule import Rule
from monitor.model.entry import Entry
from monitor.query.ast import Node
from monitor.query.parse import parse_query

GROUPS: dict[str, Node] = {
    "islands": parse_query("Iturup OR Kunashir OR 択捉"),
    "places": parse_query("@islands OR Sakhalin OR sakh*"),
}


def compiled(compiler: Compiler, name: str, query: str) -> CompiledRule:
    """A watchlist with this query."""
    node = parse_query(query)
    return CompiledRule(Rule(name, node), compiler.compile(node, ("en",)), frozenset())


def looked_at(queries: list[str], title: str) -> set[str]:
    """The queries that are looked at for an entry with this title."""
    compiler = Compiler(GROUPS)
    index = RuleIndex().replaced((), [compiled(compiler, query, query) for query in queries])
    evaluation = Evaluation(*read_entry(Entry("wire", "1", "", title, ""), index.terms))
    return {one.rule.watchlist for one in index.candidates(evaluation.met)}


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("ferry NOT quake", "Quake and flood"),
        ("fer* NOT (quake OR flood)", "Quake and flood"),
        ("Kuril Islands", "Islands of the Kuril chain"),
        ("Kuril* NEAR/5 Putin", "Kuril weather"),
        ("Putin AND (minister OR president)", "The president"),
        ("北方領土", "北方の領土"),
        ("@places AND Gazprom", "Sakhalin ferry"),
        ("title:@islands NOT Sakhalin", "Sakhalin"),
    ],
)
def test_a_watchlist_is_not_looked_at_without_its_anchor(query: str, title: str) -> None:
    """What it leaves out, half a phrase or the commoner side of an AND leads to no watchlist."""
    assert looked_at([query], title) == set()


@pytest.mark.parametrize(
    "query",
    [
        "ferry NOT quake",
        "fer*",
        "@places",
        "@islands NOT Sakhalin",
        "(Iturup OR ferry) AND (Iturup OR quake)",
        "title:Kuril Islands OR 択捉島",
        "ferry NEAR/9 @islands",
    ],
)
def test_a_watchlist_is_looked_at_where_it_can_be_met(query: str) -> None:
    """Each way to meet a query leads to it."""
    assert looked_at([query], "The Kuril Islands ferry to Iturup, 択捉島") == {query}


def test_hundreds_of_others_are_not_looked_at() -> None:
    """Wildcards, NOT and common neighbours visit only the watchlists that share a rare word."""
    queries = [
        query.format(n)
        for n in range(100)
        for query in (
            "fish{0}* NOT ferry",
            "ferry AND port{0}x",
            "ferry port{0}x",
            "@places AND q{0}y",
        )
    ]
    assert looked_at(queries, "The ferry to Iturup leaves port7x with fish8s") == {
        "ferry AND port7x",
        "fish8* NOT ferry",
    }


def test_nothing_is_kept_of_watchlists_that_are_gone() -> None:
    """Terms, slots and groups go with the last watchlist that holds them."""
    compiler = Compiler(GROUPS)
    queries = ["@places NOT quake", "Kuril Islands OR @islands", "isl*", "“Kuril Islands”", "quake"]
    rules = [compiled(compiler, query, query) for query in queries]
    index = RuleIndex().replaced((), rules[:3]).replaced(rules[:1], rules[3:])
    assert index.holders
    assert index.terms.beginnings
    empty = index.replaced(rules[1:], ())
    assert (empty.anchored, empty.holders) == ({}, {})
    terms = empty.terms
    assert (terms.words, terms.beginnings, terms.alone, terms.paired) == ({},) * 4


def test_a_term_is_compiled_once_as_long_as_it_is_held() -> None:
    """Watchlists share what they have in common; the compiler alone keeps nothing alive."""
    compiler = Compiler(GROUPS)
    for query in ("ferry", "@places"):
        first, second = (compiled(compiler, name, query).clause for name in "ab")
        assert first is second
        kept = weakref.ref(first)
        del first, second
        gc.collect()
        assert kept() is None


def test_a_very_long_word_is_read_at_once() -> None:
    """Only as much of a word is looked up as a wildcard is long; else this would take minutes."""
    assert looked_at(["fer*", "ferry"], f"ferr{'y' * 200_000}") == {"fer*"}
