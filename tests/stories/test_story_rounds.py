"""Blind rounds: pairs by somebody who had not read the code, held by floors on their counts."""

from collections import Counter

import pytest

from benchmarks.stories import ROUNDS, judge_round, judge_stream, read_lines


@pytest.mark.parametrize(
    ("name", "swallowed", "taken", "copies"),
    [
        ("round1", 0, 0, 40),
        ("round2", 0, 1, 39),
        ("round3", 0, 0, 45),
        ("round4", 0, 0, 41),
        ("round5", 1, 0, 60),
        ("round6", 1, 0, 54),
        ("round7", 0, 0, 33),
        ("round8", 0, 0, 41),
        ("round9", 0, 0, 79),
        ("round10", 0, 1, 13),
    ],
)
def test_a_blind_round_is_judged_no_worse(
    name: str, swallowed: int, taken: int, copies: int
) -> None:
    """No more updates swallowed or new stories taken, no fewer copies known than when scored."""
    judged = Counter((row["expect"], to) for row, to in judge_round(ROUNDS / f"{name}.jsonl"))
    assert judged["update", "copy"] <= swallowed
    assert judged["new", "copy"] + judged["new", "update"] <= taken
    assert judged["copy", "copy"] >= copies


def test_a_blind_round_needs_no_feed_names() -> None:
    """With feeds and addresses hidden, as from outlets unknown, no update of a round is lost."""
    judged = Counter(
        (row["expect"], to) for row, to in judge_round(ROUNDS / "round1.jsonl", blank=True)
    )
    assert judged["update", "copy"] == 0
    assert judged["copy", "copy"] >= 37


def test_of_one_stream_an_update_is_still_swallowed() -> None:
    """An outlet added to its own text that an appeal was lodged, which no list has."""
    items = read_lines(ROUNDS / "stream20.jsonl")
    decisions, _ = judge_stream(items)
    pairs = Counter((i["expect"], d["decision"]) for i, d in zip(items, decisions, strict=True))
    assert pairs["update", "copy"] <= 1
    assert pairs["new", "copy"] == 0
    assert pairs["copy", "copy"] >= 56


@pytest.mark.parametrize(
    ("number", "taken", "copies", "updates"),
    [
        (1, 0, 70, 29),
        (2, 0, 78, 30),
        (3, 0, 63, 23),
        (4, 0, 56, 24),
        (5, 0, 60, 25),
        (6, 0, 57, 25),
        (7, 0, 67, 24),
        (8, 1, 67, 25),
        (9, 0, 65, 27),
        (10, 0, 63, 27),
        (11, 0, 57, 25),
        (12, 1, 54, 23),
        (13, 0, 60, 25),
        (14, 0, 58, 27),
        (15, 1, 67, 25),
        (16, 0, 63, 25),
        (17, 0, 56, 24),
        (18, 1, 63, 25),
        (19, 1, 61, 27),
        (21, 0, 63, 26),
        (22, 0, 61, 26),
        (23, 0, 56, 24),
        (24, 0, 63, 25),
        (25, 0, 63, 25),
        (26, 0, 63, 25),
        (27, 0, 63, 24),
        (28, 0, 58, 28),
        (29, 0, 61, 25),
        (30, 0, 63, 24),
        (31, 0, 65, 23),
        (32, 0, 60, 25),
        (33, 0, 61, 25),
    ],
)
def test_a_blind_stream_is_judged_no_worse(
    number: int, taken: int, copies: int, updates: int
) -> None:
    """Entries in the order of their arrival, each among all before it."""
    items = read_lines(ROUNDS / f"stream{number}.jsonl")
    decisions, _ = judge_stream(items)
    pairs = Counter((i["expect"], d["decision"]) for i, d in zip(items, decisions, strict=True))
    assert pairs["update", "copy"] == 0
    assert pairs["new", "copy"] == 0
    assert pairs["new", "update"] <= taken
    assert pairs["copy", "copy"] >= copies
    assert pairs["update", "update"] >= updates
