"""Blind rounds: pairs by somebody who had not read the code, held by floors on their counts."""

from collections import Counter

import pytest

from benchmarks.stories import ROUNDS, judge_round


@pytest.mark.parametrize(
    ("name", "swallowed", "taken", "copies"), [("round1", 0, 0, 38), ("round2", 2, 2, 19)]
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
