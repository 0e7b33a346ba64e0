"""What comes after a story's window: nearly the same text, or a notice that comes every week."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from monitor.model.entry import Entry
from monitor.model.story import Relation, StoryLink, Version
from monitor.stories.relate import LOOK_BACK, look_back, relate

NOW = datetime(2026, 9, 16, 9, tzinfo=UTC)
WINDOW = timedelta(hours=72)
FLIGHTS = Entry(
    feed="wire",
    guid="1",
    link="https://wire.example/1",
    title="Tarska Air to fly to Odde again from October 4",
    text=(
        "Tarska Air will resume direct flights between Velm and Odde on October 4, the regional "
        "transport ministry said. An Airbus A319 with 140 seats is to fly twice a week, and a "
        "return ticket will cost from 310 euros."
    ),
    published=NOW - timedelta(days=7),
)
FERRY = replace(
    FLIGHTS,
    guid="2",
    title="Ferry to Odde cancelled",
    text="The morning ferry from Velm to Odde has been cancelled because of high waves, the line "
    "said. Passengers may change their tickets at the counter.",
)


def judge(entry: Entry, earlier: Entry, days: float) -> StoryLink:
    seen = NOW - timedelta(days=days)
    first = Version(1, 1, 1, replace(earlier, published=seen), seen)
    return relate(replace(entry, guid="9", published=NOW), [first], now=NOW, window=WINDOW)


def test_a_date_moved_a_week_later_is_an_update() -> None:
    """What was planned goes on after the window, in the text of its announcement."""
    moved = replace(
        FLIGHTS,
        title=FLIGHTS.title.replace("4", "11"),
        text=FLIGHTS.text.replace("October 4", "October 11"),
    )
    link = judge(moved, FLIGHTS, 7)
    assert link.relation is Relation.UPDATE
    assert "October 4 → October 11" in link.changes


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("between Velm and Odde", "between Velm and Sarne"),
        ("Airbus A319 with 140 seats", "Boeing 737 with 189 seats"),
    ],
)
def test_another_route_a_week_later_is_new(old: str, new: str) -> None:
    """The same announcement with another name, or with most facts different, is another event."""
    other = replace(FLIGHTS, text=FLIGHTS.text.replace(old, new).replace("October 4", "October 9"))
    assert judge(other, FLIGHTS, 7).relation is Relation.NEW


def test_a_notice_of_every_week_is_told_each_time() -> None:
    """The same words without a date, after the window, are about another morning."""
    assert judge(FERRY, FERRY, 2).relation is Relation.COPY
    assert judge(FERRY, FERRY, 7).relation is Relation.NEW


def test_a_dated_text_that_comes_again_late_is_a_copy() -> None:
    """Word for word, with its date and figures, a text is a re-run however late it comes."""
    assert judge(FLIGHTS, FLIGHTS, 7).relation is Relation.COPY


def test_stories_are_looked_for_over_two_weeks() -> None:
    """A shorter window keeps the two weeks; a longer one counts in full."""
    assert look_back(WINDOW) == LOOK_BACK == timedelta(days=14)
    assert look_back(timedelta(days=30)) == timedelta(days=30)
    assert judge(FLIGHTS, FLIGHTS, 15).relation is Relation.NEW


WALKOUT = replace(
    FLIGHTS,
    guid="3",
    title="Odde pilots to strike on Friday",
    text="Harbour pilots in Odde will strike for 36 hours from Friday over pay, the union Skipp "
    "said on Sunday. Some 120 ships would have to wait off Velm, the port authority said.",
)


@pytest.mark.parametrize(
    "text",
    [
        "Harbour pilots in Odde have called off a 36-hour strike that was to begin on Friday, the "
        "union Skipp said on Wednesday. Some 120 ships would have had to wait off Velm.",
        "Harbour pilots in Odde will strike for 36 hours from Saturday over pay, the union Skipp "
        "said on Wednesday. Some 120 ships would have to wait off Velm, the port authority said.",
    ],
)
def test_plans_that_change_after_days_are_an_update(text: str) -> None:
    """A strike called off or moved is of its story though it was last told of four days ago."""
    link = judge(replace(WALKOUT, title="Odde pilots change plans", text=text), WALKOUT, 4)
    assert link.relation is Relation.UPDATE


def test_a_tender_of_every_week_is_told_each_time() -> None:
    """The same buyer a week later, on the same weekday, with another figure is another tender."""
    text = (
        "Velm bought {} tonnes of wheat from Tarska and Odde in a regular tender that closed on "
        "Wednesday. The cargoes are to be loaded in May."
    )
    earlier = replace(FLIGHTS, title="Velm buys 98,000 tonnes of wheat", text=text.format("98,000"))
    later = replace(FLIGHTS, title="Velm buys 61,000 tonnes of wheat", text=text.format("61,000"))
    assert judge(later, earlier, 7).relation is Relation.NEW
