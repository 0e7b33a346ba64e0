"""Restatements and lone changes, one by one."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from monitor.model.entry import Entry
from monitor.stories.compare import changes
from monitor.stories.facts import read
from monitor.stories.phrases import in_plain_words
from monitor.stories.quantities import quantity

BASE = Entry(
    feed="wire",
    guid="1",
    link="https://wire.example/1",
    title="Cargo plane lands at Chitose",
    text="The plane landed at Chitose in Japan at 8:05 a.m. on Wednesday. It carried mail.",
    published=datetime(2026, 9, 2, 1, tzinfo=UTC),
)


def told(text: str) -> list[str]:
    """What a text by another outlet changes of the base."""
    later = replace(BASE, feed="paper", guid="2", text=text)
    return [str(change) for change in changes(read(later), read(BASE))]


@pytest.mark.parametrize(
    ("text", "changed"),
    [
        ("The plane landed at Chitose in Japan at 2305 GMT on Tuesday. It carried mail.", False),
        ("The plane landed at Chitose in Japan at 0105 GMT on Wednesday. It carried mail.", True),
        ("The plane landed at Chitose in Japan at 9:05 a.m. on Wednesday. It carried mail.", True),
    ],
)
def test_a_time_is_compared_in_its_zone(text: str, changed: bool) -> None:
    """The zone left unsaid must be one of the place's, and the day must move with it."""
    assert bool(told(text)) is changed


def test_one_noun_in_anothers_place_is_told() -> None:
    """No list knows "gold": that nothing else was touched tells it."""
    text = "The plane landed at Chitose in Japan at 8:05 a.m. on Wednesday. It carried gold."
    assert len(told(text)) == 1
    assert "gold" in told(text)[0]


@pytest.mark.parametrize(
    ("written", "value", "dimension"),
    [
        ("two thousand three hundred", 2300, ""),
        ("325百万円", 325_000_000, "JPY"),
        ("1.03tn yen", 1.03e12, "JPY"),
        ("two dozen", 24, ""),
        ("28 m/s", 28, "speed"),
        ("106 degrees Fahrenheit", 106, "°F"),
    ],
)
def test_a_number_is_read_however_written(written: str, value: float, dimension: str) -> None:
    """In words with scales inside, with Japanese scales, with units of two words."""
    found = quantity(written, comma_is_decimal=False)
    assert found is not None
    assert (found.value, found.dimension) == (value, dimension)


def test_phrases_have_a_plain_form() -> None:
    """So that "nobody was hurt" and "unhurt" are one thing in each language."""
    assert in_plain_words("Nobody was hurt") == in_plain_words("unharmed")
    assert in_plain_words("乗組員にけがなどはない") == "乗組員に無事"
