"""Words that tell an outcome of one thing and nothing of another."""

from dataclasses import replace
from datetime import timedelta

import pytest

from monitor.model.entry import Entry
from monitor.model.story import Relation, Version
from monitor.stories.relate import relate
from tests.comparing import NOON, told


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (
            "A yachtsman adrift for six days was picked up alive by a helicopter off Velm.",
            "A helicopter lifted a yachtsman alive from the sea off Velm after six days adrift.",
        ),
        (
            "Thick fog forced a flight to Odde to turn back; it leaves when visibility improves.",
            "A flight to Odde had to turn back in thick fog and is to leave once the fog clears.",
        ),
        (
            "The yard is not to blame for the loss of the trawler Sula, judge Ann Tveit ruled.",
            "Judge Ann Tveit found the yard not to blame for the loss of the trawler Sula.",
        ),
        (
            "Two barns collapsed in the quake near Velm but nobody was injured, the mayor said.",
            "Two barns collapsed in the quake near Velm, but no people were hurt, the mayor said.",
        ),
        (
            "About 300 litres of diesel leaked into the harbour at Odde on Tuesday, the port said.",
            "Some 300 litres of diesel escaped into Odde harbour on Tuesday, the port said.",
        ),
        (
            "Masked men robbed a bank in Odde and fled in a van within three minutes on Tuesday.",
            "Masked men who robbed a bank outside the centre of Odde on Tuesday fled in a van.",
        ),
        (
            "The fishing boat capsized some 18 kilometres west of Velm on Tuesday, the port said.",
            "According to the port the boat overturned some 18 kilometres west of Velm on Tuesday.",
        ),
        (
            "Tarska and Odde ended talks on Tuesday without agreeing on fees for salmon.",
            "Talks of Tarska and Odde on fees for salmon ended on Tuesday with no agreement.",
        ),
        (
            "Odde will stop accepting electronic visas from sailors at Velm on Friday, it said.",
            "Electronic visas of sailors will no longer be accepted at Velm on Friday, Odde said.",
        ),
        (
            "Dockers in Velm will stop work on Friday; some 40 ships may be held up.",
            "Dockers in Velm are to down tools on Friday, which may delay some 40 ships.",
        ),
    ],
)
def test_a_word_in_another_sense_tells_nothing(old: str, new: str) -> None:
    """What a helicopter lifts, a judge finds or fog does is no outcome of the matter."""
    assert told(old, new) == []


@pytest.mark.parametrize(
    ("old", "new", "changed"),
    [
        (
            "The ban on fishing off Velm remains in force, the ministry said on Tuesday.",
            "The ban on fishing off Velm has been lifted, according to the ministry on Tuesday.",
            "lifted",
        ),
        (
            "Divers searched on Tuesday for the bell of the missing trawler Sula off Velm.",
            "Divers found the bell of the missing trawler Sula off Velm on Tuesday.",
            "found",
        ),
        (
            "Pilots in Odde rejected an offer of 6 percent by the port on Tuesday, a union said.",
            "Pilots in Odde accepted 6 percent from the port on Tuesday, according to a union.",
            "accepted",
        ),
        (
            "The cartel office has yet to decide whether to clear the sale of Sula Bank to Velm.",
            "The sale of Sula Bank to Velm was cleared by the cartel office.",
            "cleared",
        ),
        (
            "Four inmates of Odde prison dug a tunnel that guards discovered on Tuesday.",
            "Four inmates of Odde prison escaped on Tuesday through a tunnel that they had dug.",
            "escaped",
        ),
        (
            "Residents of two villages below the dam at Velm were ordered to leave on Tuesday.",
            "Residents of two villages below the Velm dam were allowed to return home on Tuesday.",
            "readmitted",
        ),
        (
            "The cable off Velm was damaged accidentally by an anchor, a prosecutor said.",
            "An anchor deliberately damaged the cable off Velm, according to a prosecutor.",
            "deliberately",
        ),
        (
            "Police in Odde held a driver over stolen squid on Tuesday; he denies the theft.",
            "A driver was held by police in Odde on Tuesday over stolen squid; he admits theft.",
            "admits",
        ),
        (
            "Shares in Sula were up 4 percent in Odde on Tuesday after a report on its catch.",
            "After a report on its catch shares in Sula were down 4 percent in Odde on Tuesday.",
            "down",
        ),
        (
            "A trawler and a tug are searching off Velm for a sailor missing since Tuesday.",
            "The coast guard gave up its search off Velm for a sailor missing since Tuesday.",
            "discontinued",
        ),
        (
            "The court in Odde is hearing an appeal against the ban on trawling off Velm.",
            "The court in Odde overturned the ban on trawling off Velm, which it was hearing.",
            "overturned",
        ),
        (
            "The Centre Party will vote for the harbour bill in Odde on Tuesday.",
            "The Centre Party will vote against the harbour bill in Odde on Tuesday.",
            "against",
        ),
    ],
)
def test_the_same_word_of_the_matter_itself_is_told(old: str, new: str, changed: str) -> None:
    """A ban lifted, a missing thing found and an offer accepted are changes, however recast."""
    assert any(changed in change for change in told(old, new))


PLANTS = Entry(
    feed="wire",
    guid="1",
    link="https://wire.example/1",
    title="Velm sets aside 24 million crowns for fish plants",
    text=(
        "Velm will spend 24 million crowns to support 17 fish plants hit by dear electricity, the "
        "mayor's office said on Tuesday. The council votes on the plan in March.\n"
        "Two plants in the Odde district have stopped work since August. Their union had asked "
        "for twice the sum."
    ),
    published=NOON,
)


def test_a_figure_is_compared_where_a_shorter_copy_stands_nearer() -> None:
    """An outlet's own changed figure is told though another outlet's cut copy holds the rest."""
    cut = replace(PLANTS, feed="paper", guid="2", text=PLANTS.text.partition("\n")[0])
    changed = replace(PLANTS, guid="3", text=PLANTS.text.replace("Two plants", "Three plants"))
    seen = [Version(n, n, 1, one, NOON) for n, one in enumerate((PLANTS, cut), 1)]
    link = relate(changed, seen, now=NOON + timedelta(hours=3), window=timedelta(days=3))
    assert link.relation is Relation.UPDATE
    assert "Two → Three plants" in link.changes
