"""Blind rounds: pairs by somebody who had not read the code, held by floors on their counts."""

from collections import Counter

import pytest

from benchmarks.stories import ROUNDS, judge_round, judge_stream, read_lines


@pytest.mark.parametrize(
    ("name", "swallowed", "taken", "copies"),
    [("round1", 0, 0, 40), ("round2", 0, 1, 39), ("round3", 0, 0, 45), ("round4", 0, 0, 38)],
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


def test_a_stream_that_was_hardly_repaired_is_judged_no_worse() -> None:
    """Of the last stream only one update is still swallowed: that an appeal was lodged."""
    items = read_lines(ROUNDS / "stream20.jsonl")
    decisions, _ = judge_stream(items)
    pairs = Counter((i["expect"], d["decision"]) for i, d in zip(items, decisions, strict=True))
    assert pairs["update", "copy"] <= 1
    assert pairs["new", "copy"] == 0
    assert pairs["copy", "copy"] >= 51


@pytest.mark.parametrize(
    ("number", "taken", "copies", "updates"),
    [
        (1, 0, 70, 29),
        (2, 0, 78, 30),
        (3, 0, 63, 23),
        (4, 0, 56, 24),
        (5, 0, 60, 24),
        (6, 0, 57, 24),
        (7, 0, 67, 24),
        (8, 1, 67, 23),
        (9, 0, 65, 27),
        (10, 0, 62, 27),
        (11, 0, 57, 25),
        (12, 1, 54, 22),
        (13, 0, 60, 25),
        (14, 0, 58, 25),
        (15, 1, 66, 25),
        (16, 0, 63, 25),
        (17, 0, 55, 24),
        (18, 1, 63, 25),
        (19, 1, 61, 27),
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
