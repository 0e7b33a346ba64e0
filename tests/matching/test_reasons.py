"""Why an entry is matched or not, and how near it came."""

from collections.abc import Iterator
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.matching.explain import Branch, Explanation, explain
from monitor.matching.matcher import compile_rules
from monitor.matching.rule import Rule
from monitor.model.entry import Entry
from monitor.query.ast import And, Node, none_of
from monitor.query.check import check_groups
from monitor.query.errors import QueryError
from monitor.query.parse import parse_query

GROUPS: dict[str, Node] = {
    "isles": parse_query('Kuril OR Iturup OR "Northern Territories" NEAR/3 Japan'),
    "abe": parse_query("Abe"),
    "quakes": parse_query("quake OR tremor"),
}


def said(query: Node | str, title: str, text: str = "") -> Explanation:
    """What a watchlist with this query says of an entry with this title and text."""
    rule = Rule("w", parse_query(query) if isinstance(query, str) else query)
    return of_rule(rule, title, text)


def of_rule(rule: Rule, title: str, text: str = "", language: str = "") -> Explanation:
    entry = Entry("wire", "1", "https://news.wire.example/1", title, text, language)
    (one,) = explain([rule], GROUPS, entry)
    return one


@pytest.mark.parametrize(
    ("query", "title", "text", "why"),
    [
        ("Abe", "Putin", "", "Abe not found"),
        ("Kuril Islands", "Kuril talks", "", "Kuril Islands not found"),
        (
            "Kuril Islands",
            "Islands of the Kuril chain",
            "",
            "Kuril Islands: its words are there, but not side by side",
        ),
        (
            '"peace treaty"',
            "Treaty of peace",
            "",
            '"peace treaty": its words are there, but not side by side',
        ),
        (
            "Northern Territories NEAR/3 Japan",
            "Northern Territories one two three four, Japan",
            "",
            "Northern Territories NEAR/3 Japan: both found, 4 words apart",
        ),
        (
            "北方領土 NEAR/3 首脳",
            "北方領土をめぐる日露の首脳会談",
            "",
            "北方領土 NEAR/3 首脳: both found, 7 words apart",
        ),
        (
            "Putin NEAR/3 Abe",
            "Putin speaks",
            "Abe listens",
            "Putin NEAR/3 Abe: one side found in the title, the other in the body",
        ),
        (
            "(Sea of Japan) NEAR Japan",
            "Squid in the Sea of Japan",
            "",
            "Sea of Japan NEAR/10 Japan: both found, but in the same words",
        ),
        (
            "(Putin OR Kremlin) NEAR Abe",
            "The Kremlin's view",
            "",
            '(Putin OR Kremlin) NEAR/10 Abe: "Kremlin\'s" found, Abe not',
        ),
        ("Putin NEAR Abe", "No one", "", "Putin NEAR/10 Abe: neither side found"),
        (
            "title:Kuril",
            "News",
            "Kurils",
            "title:Kuril: found in the body, but asked for in the title",
        ),
        ("title:Kuril", "News", "", "title:Kuril not found in the title"),
        (
            "body:(Putin AND Abe)",
            "Putin",
            "Abe",
            "body:(Putin AND Abe): found, but not all of it in the body",
        ),
        (
            "title:(peace treaty)",
            "Treaty of peace",
            "",
            "title:peace treaty: its words are there, but not side by side in the title",
        ),
        ("Putin OR Abe", "x", "", "neither Putin nor Abe found"),
        ("title:(Putin OR Abe)", "x", "", "title:(Putin OR Abe) not found in the title"),
        ("a1 OR b1 OR (c1 OR a1)", "x", "", "none of 3 terms found: a1, b1, c1"),
        ("@abe", "x", "", "Abe not found"),
        (
            "@isles",
            "x",
            "",
            'none of 3 terms of @isles found: Kuril, Iturup, "Northern Territories" NEAR/3 Japan',
        ),
        (
            "Hokkaido OR @isles OR Sakhalin Oblast",
            "Northern Territories a b c d e Japan",
            "",
            'none of 5 terms found; nearest: "Northern Territories" NEAR/3 Japan:'
            " both found, 5 words apart",
        ),
        (
            "Putin AND Abe AND Kishida",
            "Putins",
            "",
            '"Putins" found, but Abe not found; 1 more missing',
        ),
        ("Abe AND (x1 OR y1)", "y1", "", '"y1" found, but Abe not found'),
        (
            "Abe NOT @quakes",
            "Abe, after tremors",
            "",
            'left out by tremor ("tremors" in the title)',
        ),
        ("Abe NOT @quakes", "tremors", "", "Abe not found"),
        (
            "Iturup OR (Abe NOT title:quake)",
            "Quakes",
            "Abe",
            'none of 2 terms found; nearest: left out by quake ("Quakes" in the title)',
        ),
        ("a1 AND (NOT b1 AND NOT c1)", "a1 b1", "", 'left out by b1 ("b1" in the title)'),
        (
            "x1 OR y1 OR ((v1 OR w1 OR u1 NEAR/0 t1) AND z1)",
            "t1 and u1",
            "",
            "none of 3 terms found; nearest: u1 NEAR/0 t1:"
            " both found, 1 word apart; 1 more missing",
        ),
    ],
)
def test_what_is_missing_is_told(query: str, title: str, text: str, why: str) -> None:
    """One sentence that names the part, and how near the entry came to it."""
    one = said(query, title, text)
    assert (one.matched, one.why) == (False, why)
    assert str(one) == f"not matched: {why}"


def test_long_lists_and_long_terms_are_cut() -> None:
    """A sentence stays one that a person reads."""
    many = said(" OR ".join(f"island{number}" for number in range(40)), "x").why
    assert many.startswith("none of 40 terms found: island0, island1, ")
    assert many.endswith(", …")
    long = said(" ".join(["word"] * 100), "x").why
    assert max(len(many), len(long)) < 120


def test_what_matched_is_told_with_the_words_of_the_entry() -> None:
    """Each term once, with its first passage, in reading order; five are enough."""
    one = said("Kuril OR Abe OR Iturup", "Ferry to the Kurils", "Abe,\nand Kurils")
    assert str(one) == 'matched: Kuril ("Kurils" in the title); Abe ("Abe" in the body)'
    assert one.terms == ("Kuril", "Abe")
    many = said(" OR ".join("abcdefgh"), "a b c d e f g h")
    assert many.why.endswith('e ("e" in the title); and 3 more')


ABE = parse_query("Abe")


@pytest.mark.parametrize(
    ("rule", "language", "why"),
    [
        (Rule("w", ABE, languages=("en", "ru")), "de", "its language is de, not en or ru"),
        (
            Rule("w", ABE, include=("nhk", "*.ru")),
            "",
            "its source is not among those included"
            " (feed wire, host news.wire.example; asked for: nhk, *.ru)",
        ),
        (
            Rule("w", ABE, exclude=("wire.example",)),
            "",
            "its source is excluded by wire.example (feed wire, host news.wire.example)",
        ),
    ],
)
def test_sources_and_languages_are_told_on_both_sides(rule: Rule, language: str, why: str) -> None:
    """What the entry has, what the list asks for, and whether the words would do."""
    assert of_rule(rule, "Putin", language=language).why == why
    would = of_rule(rule, "Abe", language=language)
    assert (would.matched, would.terms, would.why) == (False, (), f"{why}; its words would match")


def test_an_entry_without_feed_and_link_says_so() -> None:
    """A made-up title comes from nowhere."""
    entry = Entry("", "", "", "Abe", "")
    (one,) = explain([Rule("w", ABE, include=("nhk",))], {}, entry)
    assert "(no feed, no link; asked for: nhk)" in one.why


def test_every_branch_is_there_on_demand() -> None:
    """The tree of the watchlist, each part found or not, groups opened."""
    query = And((parse_query("@isles OR Putin NEAR/0 Abe"), none_of([parse_query("@quakes")])))
    one = said(query, "Quake off Iturup", "Abe and Putin")
    assert list(lines(one.branch)) == [
        "- all of",
        "  + any of",
        "    + @isles",
        "      - Kuril: not found",
        '      + Iturup: "Iturup" in the title',
        '      - "Northern Territories" NEAR/3 Japan: neither side found',
        "    - Putin NEAR/0 Abe: both found, 1 word apart",
        "  - none of",
        "    + @quakes",
        '      + quake: "Quake" in the title',
        "      - tremor: not found",
    ]


def lines(branch: Branch, indent: str = "") -> Iterator[str]:
    why = f": {branch.why}" if branch.why else ""
    yield f"{indent}{'+' if branch.found else '-'} {branch.term}{why}"
    for inner in branch.branches:
        yield from lines(inner, f"{indent}  ")


def test_several_watchlists_are_told_in_their_order() -> None:
    """Each by its own language's rules, all from one look at the entry."""
    rules = [Rule(name, parse_query("wars"), (name,)) for name in ("en", "de")]
    found = explain(rules, {}, Entry("wire", "1", "", "A warring state", ""))
    assert [(one.watchlist, one.matched) for one in found] == [("en", True), ("de", False)]


WORDS = ["Abe", "Kurils", "isle", '"peace treaty"', "北方領土", "@isles", "@quakes", "sum*", "=US"]
QUERIES = st.recursive(
    st.sampled_from(WORDS),
    lambda inner: st.tuples(
        st.sampled_from(["({} AND {})", "({} OR {})", "({} NOT {})", "({} NEAR/2 {})"])
        | st.sampled_from(["title:{1}", "body:({0} OR {1})"]),
        inner,
        inner,
    ).map(lambda parts: parts[0].format(*parts[1:])),
    max_leaves=6,
)
TEXTS = st.lists(
    st.sampled_from(["Abe", "Kuril", "isles", "peace", "treaty", "北方", "領土", "quake", "summit"])
    | st.sampled_from(["US", "us", "Northern Territories", "Japan", "and", "the"]),
    max_size=10,
).map(" ".join)


@given(QUERIES, TEXTS, TEXTS)
def test_an_explanation_agrees_with_the_matcher(query: str, title: str, text: str) -> None:
    """Whatever the query: matched or not is the matcher's word, and something is always said."""
    with suppress(QueryError):
        tree = parse_query(query)
        check_groups(tree, GROUPS)
        one = said(tree, title, text)
        entry = Entry("wire", "1", "", title, text)
        matches = compile_rules([Rule("w", tree)], GROUPS).match(entry)
        assert one.matched is one.branch.found is bool(matches)
        assert one.terms == (matches[0].terms if matches else ())
        assert one.why
