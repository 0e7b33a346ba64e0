"""A matcher after a change, against one that is compiled from scratch."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.matching.matcher import Matcher, compile_rules
from monitor.matching.rule import Rule
from monitor.model.entry import Entry
from monitor.query.ast import Node
from monitor.query.errors import QueryError
from monitor.query.parse import parse_query

QUERIES = [
    parse_query(query)
    for query in (
        "Putin", "Putin AND Abe", "Kuril Islands", "“Kuril Islands”", "Kuril* NOT Abe", "北方領土",
        "北方", "Abe NEAR/2 Putin", "@names", "@outer NOT Putin", "title:@names", "isl*", "islands",
    )
]  # fmt: skip
GROUPS: list[dict[str, Node]] = [
    {"names": parse_query(names), "outer": parse_query("@names OR Kuril")}
    for names in ("Abe OR Putin", "Kunashir OR 北方", "isl* NEAR/3 Abe")
]
ENTRIES = [
    Entry("wire", "1", "", title, text)
    for title, text in (
        ("Putin and Abe on the Kuril Islands", "Abe met Putin"),
        ("今年も北方 領土の日", "Kunashir"),
        ("An island", "Islander Abe in Kuril"),
        ("", "Putin"),
    )
]
NAMES = st.sampled_from(["a", "b", "c", "d", "e"])
CHANGES = st.tuples(
    st.sets(NAMES), st.dictionaries(NAMES, st.sampled_from(QUERIES)), st.sampled_from(GROUPS)
)


def answers(matcher: Matcher) -> list[object]:
    """All that a matcher says of the entries."""
    return [matcher.match(entry) for entry in ENTRIES]


@given(st.lists(CHANGES, max_size=6))
def test_after_any_changes_it_answers_as_if_compiled_anew(
    changes: list[tuple[set[str], dict[str, Node], dict[str, Node]]],
) -> None:
    """Whatever came, went or took another group; and the matchers before stay as they were."""
    matcher, rules = compile_rules((), {}), dict[str, Node]()
    before = []
    for removed, added, groups in changes:
        before.append((matcher, answers(matcher)))
        new = [Rule(name, query) for name, query in added.items()]
        matcher = matcher.replaced(removed, new, groups)
        rules = {name: query for name, query in rules.items() if name not in removed} | added
        fresh = compile_rules([Rule(name, query) for name, query in rules.items()], groups)
        assert answers(matcher) == answers(fresh)
    for old, said in before:
        assert answers(old) == said


def test_a_watchlist_without_its_group_keeps_the_last_good_one() -> None:
    """A group that is gone or broken stays in force for those that use it, and for no others."""
    matcher = compile_rules([Rule("a", parse_query("@names"))], GROUPS[0])
    without = matcher.replaced((), [Rule("b", parse_query("Kuril"))], {})
    assert [match.watchlist for match in without.match(ENTRIES[0])] == ["a", "b"]
    with pytest.raises(QueryError, match="no group"):
        without.replaced((), [Rule("c", parse_query("@names"))], {})
    assert [match.watchlist for match in without.match(ENTRIES[0])] == ["a", "b"]


def test_a_watchlist_that_is_gone_is_met_no_more() -> None:
    """It matches nothing afterwards, and one that was never there may be removed."""
    matcher = compile_rules([Rule("a", parse_query("Putin"))], {}).replaced(["a", "z"], (), {})
    assert matcher.match(ENTRIES[0]) == ()
