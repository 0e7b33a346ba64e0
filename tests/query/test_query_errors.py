"""Queries that can't be understood, and what is said of them."""

import pytest

from monitor.query.ast import And, Node, Not, Or, Word
from monitor.query.check import check_groups, is_positive
from monitor.query.errors import QueryError
from monitor.query.parse import parse_query


@pytest.mark.parametrize(
    ("query", "column", "mention"),
    [
        ("", 0, "empty"),
        ("Putin NEAR/x Abe", 6, "NEAR/x"),
        ("Putin NEAR/ 5 Abe", 6, "NEAR/"),
        ("Putin NEAR/99999 Abe", 6, "NEAR/99999"),
        ("(Putin OR Lavrov) NEAR/5 (Abe", 25, "parenthesis"),
        ("Putin)", 5, "parenthesis"),
        ("Putin AND ()", 10, "parentheses"),
        ('Putin "Abe', 6, "quot"),
        ("NOT Putin", 0, "under none"),
        ("(NOT Putin) AND (NOT Abe)", 1, "under none"),
        ("title:(NOT Putin)", 7, "under none"),
        ("Putin OR NOT Abe", 9, "OR NOT"),
        ("Putin NOT NOT Abe", 6, "NOT and NOT"),
        ("Putin NOT (Abe AND NOT Suga) AND (NOT x OR y)", 34, "OR NOT"),
        ("su*", 0, "3 letters"),
        ("=F3*", 0, "3 letters"),
        ("sum*it", 0, "end of a word"),
        ("*summit", 0, "end of a word"),
        ('Putin OR "summit*"', 9, "star"),
        ("a NEAR b NEAR c", 0, "NEAR of NEAR"),
        ("(a AND b) NEAR c", 1, "NEAR"),
        ("c NEAR (a NOT b)", 8, "NEAR"),
        ("title:(a OR body:b)", 0, "field inside a field"),
        ("title:body:b", 0, "title: and body:"),
        ("headline:Kurils", 0, "title: or body:"),
        ("...", 0, "nothing is left"),
        ('a OR ""', 5, "nothing is left"),
        ("a OR &", 5, "nothing is left"),
        ("https://kuril.example/a", 0, "an address is not text"),
        ("-Kuril Islands", 0, "NOT"),
        ("Putin -Abe", 6, "dash"),
        ('Putin -"Abe"', 6, "dash"),
        ("@", 0, "name of a group"),
        ("= WHO", 0, "directly"),
        ("AND Putin", 0, "in front"),
        ("Putin AND", 6, "after it"),
        ("Putin AND OR Abe", 6, "AND and OR"),
        ('"Putin" "Abe"', 8, "operator is missing"),
        ("(Putin) Abe", 8, "operator is missing"),
        ("@names visit", 7, "operator is missing"),
        ("title:", 0, "after it"),
        ("(" * 30 + "a" + ")" * 30, 20, "inside each other"),
    ],
)
def test_a_mistake_is_told_with_its_place(query: str, column: int, mention: str) -> None:
    """The column is where the mistake begins, the message says what to look for."""
    with pytest.raises(QueryError) as caught:
        parse_query(query)
    assert mention in caught.value.message
    assert caught.value.column == column


GROUPS: dict[str, Node] = {
    "names": parse_query("Iturup OR Shikotan"),
    "outer": parse_query("@names OR Kunashir"),
    "drills": And((Word("drill"), Not(Word("oil")))),
    "headlines": parse_query("title:quake"),
    "here": parse_query("@there OR Kremlin"),
    "there": parse_query("@here OR Kantei"),
    "broken": parse_query("@nobody"),
}


@pytest.mark.parametrize(
    ("query", "column", "mention"),
    [
        ("a OR @nams", 5, "did you mean @names"),
        ("a OR @broken", 5, "@nobody"),
        ("a AND @here", 6, "contains itself|contain itself"),
        ("@drills NEAR/5 a", 0, "NEAR"),
        ("title:@headlines", 0, "field inside a field"),
    ],
)
def test_a_group_is_checked_where_it_is_used(query: str, column: int, mention: str) -> None:
    """Unknown groups, circles, and groups that can't stand where they are put."""
    with pytest.raises(QueryError) as caught:
        check_groups(parse_query(query), GROUPS)
    assert any(words in caught.value.message for words in mention.split("|"))
    assert caught.value.column == column


def test_groups_inside_groups_are_fine() -> None:
    """A group may hold groups, and may stand beside NEAR or in a field."""
    check_groups(parse_query("@outer NEAR/5 ferry AND title:@outer AND @drills"), GROUPS)


def test_groups_that_double_each_other_are_checked_in_time() -> None:
    """A group that is used twice is looked at once, so that depth does not cost exponentially."""
    groups: dict[str, Node] = {"g0": Word("ferry")}
    groups |= {f"g{n}": parse_query(f"@g{n - 1} OR @g{n - 1}") for n in range(1, 60)}
    check_groups(parse_query("@g59"), groups)


def test_endless_nesting_of_groups_is_refused() -> None:
    """A chain of groups longer than any desk needs is an error, not a crash."""
    groups: dict[str, Node] = {"g0": Word("ferry")}
    groups |= {f"g{n}": parse_query(f"ship OR @g{n - 1}") for n in range(1, 2000)}
    with pytest.raises(QueryError, match="levels deep"):
        check_groups(parse_query("@g1999"), groups)


def test_positive_means_that_something_is_asked_for() -> None:
    """An OR is as positive as its least positive part, an AND as its most positive."""
    word, left_out = Word("a"), Not(Word("b"))
    assert is_positive(And((left_out, word)))
    assert not is_positive(Or((left_out, word)))
    assert not is_positive(left_out)
