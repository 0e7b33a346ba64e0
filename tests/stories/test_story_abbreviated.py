"""Short forms and what they stand for."""

from datetime import UTC, datetime

import pytest

from monitor.model.entry import Entry
from monitor.stories.changes.abbreviated import short_for
from monitor.stories.changes.compare import changes
from monitor.stories.reading.facts import Sentence, read


def sentence(text: str) -> Sentence:
    entry = Entry(
        feed="f", guid="", link="", title="", text=f"It is so that the old body says {text}."
    )
    return read(entry).sentences[0][7:]


@pytest.mark.parametrize(
    ("short", "row"),
    [
        ("VOMB", "the Velm Ore and Metals Board"),
        ("VOMEC", "the Velm Ore and Metals National Corporation"),
        ("UNR", "a union of northern railways"),
        ("Облсовет", "Областной совет"),
        ("СУ", "Следственного управления"),
    ],
)
def test_a_short_form_is_found_in_its_words(short: str, row: str) -> None:
    """Initials with a word left out, and compounds of first syllables."""
    assert short_for(sentence(short)[-1], sentence(row))


@pytest.mark.parametrize(
    ("short", "row"),
    [
        ("VOMB", "the Velm Metals and Ore Board"),
        ("IMF", "in March for the first time"),
        ("СУ", "старый ус"),
        ("WTO", "the World Trade Lindqvist on Wednesday"),
        ("Корсаков", "Корсаков в ночь"),
        ("Velm", "the Velm Ore Board"),
    ],
)
def test_other_words_are_no_short_form(short: str, row: str) -> None:
    """The order of the letters counts, and small words on end say nothing by accident."""
    assert not short_for(sentence(short)[-1], sentence(row))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("the state-backed Velm Ore and Metals Board", "state-backed VOMB"),
        ("Naka-Odde airport", "Nakaodde airport"),
        ("Sergei Yelmakov of Tarsk", "Sergey Elmakov of Tarsk"),
    ],
)
def test_a_name_in_its_other_form_is_no_change(one: str, other: str) -> None:
    """Short and long, in one word and in two, either way round."""
    texts = [
        f"A deal with {name} could be signed in June, people familiar with the matter said."
        for name in (one, other)
    ]
    readings = [
        read(Entry("f", "", "", "Deal near", text, published=datetime(2026, 5, 1, tzinfo=UTC)))
        for text in texts
    ]
    assert not changes(readings[1], readings[0])
    assert not changes(readings[0], readings[1])
