"""Queries that can be understood."""

import pytest

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
    all_of,
    any_of,
    group_refs,
    none_of,
)
from monitor.query.parse import parse_query
from monitor.query.write import VERSION, print_query

A, B, C = Word("a"), Word("b"), Word("c")


@pytest.mark.parametrize(
    ("query", "tree"),
    [
        ("Kurils", Word("Kurils")),
        ("Kuril Islands", Phrase((Word("Kuril"), Word("Islands")))),
        ('"Kuril Islands"', Quoted("Kuril Islands")),
        ("“Kuril Islands”", Quoted("Kuril Islands")),
        ("„Kuril Islands“", Quoted("Kuril Islands")),
        ("«Kuril “old” Islands»", Quoted("Kuril “old” Islands")),
        ("=WHO", Word("WHO", exact=True)),
        ('="Group of Seven"', Quoted("Group of Seven", exact=True)),
        ("fuel cell*", Phrase((Word("fuel"), Word("cell", star=True)))),
        ("a AND b OR c", Or((And((A, B)), C))),
        ("a NOT b", And((A, Not(B)))),
        ("a AND NOT b", And((A, Not(B)))),
        ("NOT b AND a", And((Not(B), A))),
        ("a NOT b AND c", And((A, Not(B), C))),
        ("a NEAR b", Near(A, B, 10)),
        ("a NEAR/0 b AND c", And((Near(A, B, 0), C))),
        ("a NOT b NEAR/3 c", And((A, Not(Near(B, C, 3))))),
        ("title:a b", FieldQuery("title", Phrase((A, B)))),
        ("title:a NEAR/1 b", Near(FieldQuery("title", A), B, 1)),
        ("Body:(a OR b)", FieldQuery("body", Or((A, B)))),
        ("title:@names", FieldQuery("title", GroupRef("names"))),
        ("@a NEAR/2 (b OR c)", Near(GroupRef("a"), Or((B, C)), 2)),
        ("((a))", A),
        ("ａ　ＮＥＡＲ／５　（ｂ）", Near(A, B, 5)),
        ("a\u200b AND\u00ad b", And((A, B))),
        ("12:30 ceremony", Phrase((Word("12:30"), Word("ceremony")))),
        ("Breaking: a", Phrase((Word("Breaking:"), A))),
        ("a - b", Phrase((A, Word("-"), B))),
    ],
)
def test_a_query_becomes_its_tree(query: str, tree: Node) -> None:
    """Binding, quotes, folding of operators: as the editors' page says."""
    assert parse_query(query) == tree


def test_words_that_yaml_quotes_are_as_written() -> None:
    """Double quotes of YAML count as quotes only around mere words."""
    assert parse_query("cease-fire talks", quoted=True) == Quoted("cease-fire talks")
    assert parse_query("a OR b", quoted=True) == Or((A, B))
    assert parse_query("=WHO", quoted=True) == Word("WHO", exact=True)
    assert parse_query("@names", quoted=True) == GroupRef("names")
    assert parse_query("summit*", quoted=True) == Word("summit", star=True)


def test_columns_point_into_the_query_as_written() -> None:
    """A column counts characters of the original, also where folding changes their number."""
    query = parse_query("㎞ OR ㎞ AND @names")
    assert isinstance(query, Or)
    assert [part.column for part in query.parts] == [0, 5]
    assert [(ref.name, ref.column) for ref in group_refs(query)] == [("names", 11)]


def test_parts_of_yaml_are_joined_without_a_shell_for_one() -> None:
    """any, all and none make the same trees as operators do."""
    assert any_of([A]) == A
    assert all_of([any_of([A, B]), none_of([C])]) == parse_query("(a OR b) NOT c")
    with pytest.raises(ValueError, match="at least one"):
        any_of([])


def test_the_version_of_a_group_is_not_shown() -> None:
    """Two versions of a group may be in force; people read its name alone."""
    assert print_query(GroupRef(f"kuril-names{VERSION}0fa1")) == "@kuril-names"
