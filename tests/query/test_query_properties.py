"""What holds for every query."""

from hypothesis import given
from hypothesis import strategies as st

from monitor.query.ast import (
    And,
    FieldQuery,
    GroupRef,
    Near,
    Node,
    Not,
    Or,
    Phrase,
    Quoted,
    Word,
    group_refs,
)
from monitor.query.errors import QueryError
from monitor.query.parse import parse_query
from monitor.query.warnings import query_warnings
from monitor.query.write import print_query

WORD_TEXTS = st.sampled_from(
    ["Kuril", "isle", "U.S.", "Xi'an", "C++", "北方領土", "Лавров", "7-Up", "and"]
)
WORDS = st.builds(Word, WORD_TEXTS, st.booleans()) | st.builds(
    Word, st.sampled_from(["summit", "дрон"]), st.booleans(), st.just(value=True)
)
QUOTED = st.builds(
    Quoted, st.sampled_from(["Best Buy", "one “two” AND NOT x", "a (b)"]), st.booleans()
)
TERMS = WORDS | QUOTED | st.builds(Phrase, st.tuples(WORDS, WORDS) | st.tuples(WORDS, WORDS, WORDS))
GROUPS = st.builds(GroupRef, st.sampled_from(["names", "kuril-names"]))


def some(parts: st.SearchStrategy[Node]) -> st.SearchStrategy[tuple[Node, ...]]:
    """Two or three of them."""
    return st.tuples(parts, parts) | st.tuples(parts, parts, parts)


PLACED: st.SearchStrategy[Node] = st.recursive(
    TERMS | GROUPS, lambda inner: st.builds(Or, some(inner)), max_leaves=3
)
NEARS: st.SearchStrategy[Node] = st.builds(Near, PLACED, PLACED, st.integers(0, 9999))
FIELDS: st.SearchStrategy[Node] = st.builds(
    FieldQuery, st.sampled_from(["title", "body"]), PLACED | NEARS
)


def _without(positive: Node, negative: Node) -> Node:
    return And((positive, Not(negative)))


QUERIES: st.SearchStrategy[Node] = st.recursive(
    TERMS | GROUPS | NEARS | FIELDS,
    lambda inner: (
        st.builds(Or, some(inner)) | st.builds(And, some(inner)) | st.builds(_without, inner, inner)
    ),
    max_leaves=6,
)
SIGNS = ["AND ", "OR ", "NOT ", "NEAR/3 ", "title:", "@g ", *'=*()"«»- ', "a", "北", "ﬁ", "，"]
QUERY_LIKE = st.lists(st.sampled_from(SIGNS)).map("".join)


@given(QUERIES)
def test_a_printed_query_parses_to_itself(query: Node) -> None:
    """Printing and parsing are each other's inverse."""
    assert parse_query(print_query(query)) == query


@given(QUERY_LIKE | st.text(), st.booleans())
def test_only_a_query_error_is_raised(text: str, quoted: bool) -> None:
    """Any text is a mistake at a column inside it, or a query that prints and parses back."""
    columns = [warning.column for warning in query_warnings(text)]
    try:
        query = parse_query(text, quoted=quoted)
    except QueryError as error:
        columns.append(error.column)
    else:
        assert parse_query(print_query(query)) == query
        columns.extend(ref.column for ref in group_refs(query))
    assert all(0 <= column <= len(text) for column in columns)
