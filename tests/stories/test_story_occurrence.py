"""Another event in the same words, beside the same event that goes on."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from monitor.model.entry import Entry
from monitor.model.story import Relation, Version
from monitor.stories.relate import relate

NOW = datetime(2026, 9, 16, 9, tzinfo=UTC)  # a Wednesday


def judge(earlier: tuple[str, str], later: tuple[str, str], hours: float = 1) -> Relation:
    """What the later headline and text are, from the same outlet."""
    seen = NOW - timedelta(hours=hours)
    one = Entry("wire", "1", "", *earlier, published=seen)
    two = replace(one, guid="2", title=later[0], text=later[1], published=NOW)
    versions = [Version(1, 1, 1, one, seen)]
    return relate(two, versions, now=NOW, window=timedelta(days=3)).relation


QUAKE = (
    "M5.6 quake south of Velm",
    "A magnitude 5.6 earthquake struck 67 km south of Velm at 2038 GMT on Tuesday at a depth of "
    "58 km, the survey said. There were no reports of damage. No tsunami warning was issued.",
)
FERRY = (
    "Sailing of the ferry Admiral Odde put off",
    "The sailing of the ferry Admiral Odde from Velm to Sarne on Thursday was put off because of "
    "a storm, the line said. Boarding will start at 2 p.m. Some 96 tickets were sold.",
)
MATCH = (
    "Harbour beat Northgate in the derby",
    "Harbour beat Northgate 3-2 at home in the league on Monday. Dino Okafor scored the winner "
    "in the last minute.",
)


@pytest.mark.parametrize(
    ("old", "exchanges", "relation"),
    [
        (QUAKE, {"2038": "2109", "5.6": "5.1"}, Relation.NEW),
        (QUAKE, {"2038": "2109", "Velm": "Odde"}, Relation.NEW),
        (QUAKE, {"2038": "2037"}, Relation.UPDATE),
        (QUAKE, {"5.6": "5.8"}, Relation.UPDATE),
        (FERRY, {"to Sarne": "to Tarsk", "96": "69"}, Relation.NEW),
        (FERRY, {"to Sarne": "to Tarsk"}, Relation.UPDATE),
        (FERRY, {"96": "69"}, Relation.UPDATE),
    ],
)
def test_a_mould_used_again_is_told_from_a_fact_that_changed(
    old: tuple[str, str], exchanges: dict[str, str], relation: Relation
) -> None:
    """Two facts that make an occurrence have changed, or one fact of the same."""
    title, text = old
    for before, after in exchanges.items():
        title, text = title.replace(before, after), text.replace(before, after)
    assert judge(old, (title, text)) is relation


def test_the_return_match_is_another() -> None:
    """Two names have changed places, in the headline and in the lead, with another score."""
    turned = (
        "Northgate beat Harbour in the derby",
        "Northgate beat Harbour 4-2 at home in the league on Wednesday. Dino Okafor scored the "
        "winner in the last minute.",
    )
    assert judge(MATCH, turned, hours=48) is Relation.NEW


def test_a_toll_that_rose_the_next_day_is_the_same_avalanche() -> None:
    """The rescuers said so on another day; the place, the group and the mountain are the same."""
    old = (
        "Avalanche kills 3 ski tourers at Sulden",
        "Three ski tourers were killed and two are missing after an avalanche in the Ortler Alps "
        "above Sulden in Velmark, rescuers said on Tuesday. The group of seven had set out in "
        "spite of a level-four warning.",
    )
    text = old[1].replace("Three", "Four").replace("two are", "one is").replace("Tues", "Wednes")
    assert judge(old, (old[0].replace("3", "4"), text), hours=20) is Relation.UPDATE


def test_the_same_notice_on_the_next_day_is_another() -> None:
    """Ships that are seen on Tuesday are not those of Monday, though all names are the same."""
    old = (
        "Karsian ships seen near Velm isles",
        "Two Karsian coastguard ships and one survey ship were seen outside Norland's waters "
        "around the Velm islands on Tuesday, the Norland Coast Guard said. Boats warned them off.",
    )
    assert judge(old, (old[0], old[1].replace("Tues", "Wednes")), hours=20) is Relation.NEW


def test_an_offer_raised_a_week_later_is_the_same_offer() -> None:
    """Both days are those on which somebody said it; neither is the day of an event."""
    old = (
        "Velm group bids 3.1 billion crowns for Odde rival",
        "Velm-based Nordvig has offered 3.1 billion crowns in cash for its rival Auritec of Odde, "
        "the companies said on Wednesday. Its 24 owners recommend the bid.",
    )
    new = (
        "Velm group raises bid for Odde rival to 3.4 billion crowns",
        "Velm-based Nordvig has raised its cash offer for its rival Auritec of Odde to 3.4 billion "
        "crowns, the companies said on Wednesday. Its 24 owners recommend the bid.",
    )
    assert judge(old, new, hours=24 * 7) is Relation.UPDATE


def test_background_in_common_ties_no_report_to_a_story() -> None:
    """Two reports of one summit share a speaker and how the dispute began; each is news."""
    begun = (
        " Moscow and Tokyo have never signed a peace treaty formally ending World War Two because "
        "of a dispute over four islands."
    )
    plan = (
        "Russia-Japan summit yields eight-point economic plan on Wednesday. Olga Serova, a "
        "regional lawmaker said the plan had the backing of 71 regional councils. Ken Moto of Lund "
        "University told reporters insurers put the bill at $80 million, adding that the figures "
        "were 84 percent below last year's."
    )
    aide = (
        "Kremlin aide says Russia-Japan summit will focus on energy and fisheries on Wednesday. "
        "Olga Serova, a regional lawmaker said the figures were 75 percent below last year's. Jun "
        "Kato, an analyst in Tokyo told reporters talks on the matter began in April and stalled "
        "twice, adding that the two sides had narrowed their differences over 8 points."
    )
    texts = (plan + begun, plan[: plan.index(" of 71")] + "...")
    seen = [
        Version(n, n, 1, Entry("w", str(n), "", plan[:52], text, published=NOW), NOW)
        for n, text in enumerate(texts, 1)
    ]
    later = Entry("x", "9", "", aide[:70], aide + begun, published=NOW)
    link = relate(later, seen, now=NOW, window=timedelta(days=3))
    assert link.relation is Relation.NEW
