"""`monitor story`, what `explain` tells of a comparison, and labels for the exam."""

import asyncio
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from monitor.commands.replay import entry_of, read_items
from monitor.model.alert import Alert, AlertKind, Route, Suppressed
from monitor.model.entry import Entry, NewEntry
from monitor.model.match import Match
from monitor.model.story import Relation, StoryLink, Version
from monitor.store.database import Database
from monitor.store.turn import Turn, TurnStore
from monitor.stories.fingerprint import look_up_keys
from notifiers.base import Message, Section, Story
from tests.telling import tell_alert

NOW = datetime(2024, 7, 5, 12, tzinfo=UTC)
DESK = Route("console")
TEXT = (
    "A coaster with 12 people on board ran aground off Rebun & Rishiri <early> on Friday, the coast"
    " guard said.\nNobody was hurt. Tugs will try to pull her free at the next high tide."
)


@pytest.fixture(autouse=True)
def noon(monkeypatch, room):
    """It is noon; London has summer time, and one watchlist waits for coasters."""
    monkeypatch.setattr("monitor.commands.corrections.utc_now", lambda: NOW)
    monkeypatch.setattr("monitor.commands.alerts.utc_now", lambda: NOW)
    monkeypatch.setattr("monitor.commands.labels.utc_now", lambda: NOW)
    room.settings(timezone="Europe/London")
    room.write("watchlists/coasters.yaml", "title: Coasters\nmatch: coaster\n")


def report(feed: str, title: str = "Coaster aground off Rebun", text: str = TEXT) -> Entry:
    link = f"https://{feed}.example/1"
    return Entry(feed, "1", link, title, text, "en", f"The {feed.title()}", NOW)


async def judged(
    turn: Turn, entry: Entry, parent: Version | None = None, why: str = "new"
) -> Version:
    """An entry that the watchlist met, a copy of its parent if it has one; decided and told."""
    entry_id = await turn.add_entry(
        NewEntry(entry, "1"), canonical_link=entry.link, seen_at=NOW, seeded=False
    )
    await turn.add_matches(entry_id, 0, [Match("coasters", ())], NOW)
    relation = Relation.COPY if parent else Relation.NEW
    version = await turn.add_version(
        entry_id=entry_id,
        revision=0,
        entry=entry,
        story_id=parent.story_id if parent else None,
        link=StoryLink(relation, parent, why),
        keys=look_up_keys(entry, entry.link),
        seen_at=NOW,
    )
    decision: Alert | Suppressed = Suppressed(DESK, ("coasters",), f"told already (12:00); {why}")
    alert_id = None
    if parent is None:
        decision = Alert(DESK, AlertKind.NEW, ("coasters",), "normal", "new")
        story = Story(entry.title, entry.link, entry.source, NOW)
        message = Message(f"m{version.id}", "alert", entry.title, (Section("", (story,)),))
        alert_id = await tell_alert(turn, version, decision, message, NOW)
    await turn.add_decision(
        entry_id=entry_id,
        revision=0,
        story_id=version.story_id,
        decision=decision,
        alert_id=alert_id,
        now=NOW,
    )
    return version


def lines_of(room, name: str) -> list[dict[str, Any]]:
    text = room.folder.joinpath(name).read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


async def a_copy_and_another(db: Database) -> None:
    """Story 1 with a copy by the post, story 2 by the radio."""
    async with TurnStore(db).begin() as turn:
        first = await judged(turn, report("wire"))
        await judged(turn, report("post", "Aground: coaster"), first, "copy of The Wire’s text")
        await judged(turn, report("radio", "Another coaster aground", TEXT.replace("12", "20")))


def test_a_story_is_shown_on_one_page(room):
    """Versions in order, what each was taken for, who was told, and who was not and why."""
    room.stored(a_copy_and_another)
    shown = room.call("story", "show", "1")
    assert shown.code == 0
    assert shown.out.splitlines() == [
        "story:1: Coaster aground off Rebun",
        "2 versions from 2 outlets, times in Europe/London",
        "",
        "05 Jul 13:00  NEW  The Wire  [entry:1]",
        "    Coaster aground off Rebun",
        "    new",
        "    → console: alert pending, delivery:1",
        "",
        "05 Jul 13:00  COPY  The Post  [entry:2]",
        "    Aground: coaster",
        "    copy of The Wire’s text",
        "    – console: told already (12:00)",
    ]


@pytest.mark.parametrize("name", ["1", "story:1", "entry:2", "alert:1", "https://post.example/1"])
def test_a_story_goes_by_many_names(room, name):
    """Whatever a person has in hand leads to the story."""
    room.stored(a_copy_and_another)
    assert json.loads(room.call("story", "show", name, "--json").out)["story"] == 1


@pytest.mark.parametrize("name", ["2", "entry:2", "https://post.example/1"])
def test_a_split_says_what_it_did(room, name):
    """The new story, where it came from, and who is told now; once more there is nothing to do."""
    room.stored(a_copy_and_another)
    split = room.call("story", "split", name, "--by", "anna", "--reason", "another ship")
    assert (split.code, split.err) == (0, "")
    assert split.out.splitlines() == [
        "story:3 begins with entry:2 (The Post: Aground: coaster), split from story:1",
        "told now: console",
    ]
    again = room.call("story", "split", name)
    assert again.out == "nothing to do: the entry was split before, and opens story:3\n"
    told = room.call("alerts", "--json").out.splitlines()
    assert [json.loads(line)["entry"] for line in told] == [1, 3, 2]


@pytest.mark.parametrize("name", ["2", "entry:2", "https://post.example/1"])
def test_an_entry_is_explained_by_many_names(room, name):
    """A bare number is an entry's, as before."""
    room.stored(a_copy_and_another)
    assert json.loads(room.call("explain", name, "--json").out)["entry"] == 2


@pytest.mark.parametrize(
    ("name", "entries"),
    [("alert:1", [1]), ("delivery:2", [3]), ("story:1", [1, 2]), ("story:2", [3])],
)
def test_explain_takes_whatever_a_listing_shows(room, name, entries):
    """An alert and a message lead to the entry that they told, a story to all of its entries."""
    room.stored(a_copy_and_another)
    told = room.call("explain", name, "--json")
    assert [json.loads(line)["entry"] for line in told.out.splitlines()] == entries
    assert "  entry:" in room.call("explain", name).out


def test_what_explain_says_it_says_once_and_on_the_desks_clock(room):
    """The judgement, then who was told or not, then the message; no times for machines."""
    room.stored(a_copy_and_another)
    first, copy = room.call("explain", "1").out, room.call("explain", "2").out
    assert first.splitlines()[-4:] == [
        "  entry:1 of wire, seen 05 Jul 2024 13:00:00 (times in Europe/London)",
        "  story:1: new",
        "  → console: told as new",
        "    delivery:1 to console: pending",
    ]
    assert "  story:1: copy of The Wire’s text\n" in copy
    assert copy.endswith("  → console: not told: told already (12:00)\n")


def test_alerts_takes_a_story_and_an_entry(room):
    """All that was told of them; of what nothing was told, `explain` says why."""
    room.stored(a_copy_and_another)
    assert "\n  alert:1: " in room.call("alerts", "story:1").out
    assert "\n  alert:2: " in room.call("alerts", "entry:3").out
    nothing = room.call("alerts", "entry:2")
    assert nothing.code == 1
    assert "nothing was told of entry:2: monitor explain entry:2 says why" in nothing.err


def test_a_tried_correction_changes_nothing(room):
    """A dry run says the same, and that it was one."""
    room.stored(a_copy_and_another)
    before = room.call("story", "show", "1").out
    tried = room.call("story", "split", "2", "--dry-run")
    assert tried.out.splitlines()[-1] == "nothing was changed: this was a dry run"
    assert "told now: console" in tried.out
    assert room.call("story", "show", "1").out == before


def test_a_merge_is_told_by_story_and_explain(room):
    """Author and reason stand where people look; the joined story's number still leads there."""
    room.stored(a_copy_and_another)
    merged = room.call("story", "merge", "entry:3", "1", "--by", "bo", "--reason", "one ship")
    assert merged.out == (
        "story:1 holds story:2, which began with entry:3 (The Radio: Another coaster aground)\n"
    )
    shown = room.call("story", "show", "2").out
    assert shown.startswith("story:1:")
    assert "story:2 joined to it, by bo: one ship (was: new)" in shown
    explained = room.call("explain", "3").out
    assert "corrected: " in explained
    assert "by bo: one ship" in explained
    assert room.call("story", "merge", "1", "2").out == "nothing to do: story:1 holds both\n"


def test_an_update_takes_the_words_for_what_changed(room):
    """What the desk says has changed is what it is told."""
    room.stored(a_copy_and_another)
    done = room.call("story", "update", "2", "--changed", "12 → 21 on board", "--json")
    assert json.loads(done.out) == {
        "correction": "update",
        "story": 1,
        "from": 1,
        "entries": [2],
        "told": ["console"],
        "already": False,
        "dry_run": False,
    }
    shown = json.loads(room.call("story", "show", "1", "--json").out)
    assert shown["versions"][1]["changes"] == ["12 → 21 on board"]


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("split", "9"), 1, "9 belongs to no story"),
        (("split", "1"), 1, "entry:1 opens story:1: name the entry that does not belong to it"),
        (("split", "story:1"), 2, "story:1 is a story"),
        (("split", "coaster"), 2, "coaster names nothing"),
        (("split", "2", "--revision", "4"), 2, "2 has no revision 4, only 0"),
        (("merge", "1"), 2, "name two stories or more"),
        (("merge", "1", "77"), 1, "no story 77 is stored"),
        (("update", "3"), 1, "opens story:2: nothing came before it that it could be an update of"),
        (("update", "3"), 1, "monitor story merge OLDER 2, then: monitor story update 3"),
        (("show", "77"), 1, "then write entry:77"),
    ],
)
def test_what_cannot_be_corrected_is_said(room, words, code, said):
    """A mistake is told in one line, with what to write instead."""
    room.stored(a_copy_and_another)
    told = room.call("story", *words)
    assert (told.code, told.out) == (code, "")
    assert said in told.err
    assert len(told.err.splitlines()) == 1


def test_explain_shows_what_an_entry_was_compared_with(room):
    """Each earlier text with how alike it is, what differs and what is the same."""
    room.stored(a_copy_and_another)
    told = json.loads(room.call("explain", "3", "--json").out)
    (judgement,) = told["judgements"]
    original, copy = judgement["compared"][1], judgement["compared"][0]
    assert {original["entry"], copy["entry"]} == {1, 2}
    assert min(original["alike"], copy["alike"]) > 0.8
    assert original["differs"] == copy["differs"] == ["12 → 20 people"]
    assert "Rebun" in original["same"]
    lines = room.call("explain", "2").out
    assert "alike: The Wire, “Coaster aground off Rebun” (entry:1, story:1, taken for its" in lines


def test_labels_can_be_replayed(room):
    """What was corrected comes back with its texts as they were, its label and its reason."""
    room.stored(a_copy_and_another)
    room.call("story", "split", "2", "--by", "anna", "--reason", "another ship", "--quiet")
    done = room.call("export-labels", "--out", "labels.jsonl")
    assert done.err == "1 correction, 2 entries of 2 stories\n"
    rows = lines_of(room, "labels.jsonl")
    assert [(row["id"], row["expect"], row["of"], row["why"], row["note"]) for row in rows] == [
        ("entry-1.0", "new", None, "judged", ""),
        ("entry-2.0", "new", None, "split", "another ship"),
    ]
    keys = {"feed", "lang", "title", "summary", "content", "url", "guid", "published"}
    assert keys | {"event", "topic"} <= rows[0].keys()
    back = [entry_of(item) for item in read_items(room.folder / "labels.jsonl")]
    assert back == [report("wire"), report("post", "Aground: coaster")]
    assert room.call("replay", "labels.jsonl", "--every-item", "--out", "out.jsonl").code == 0
    judged = lines_of(room, "out.jsonl")
    assert [(one["id"], one["decision"], one["of"]) for one in judged] == [
        ("entry-1.0", "new", None),
        ("entry-2.0", "copy", "entry-1.0"),
    ]


def test_old_corrections_are_left_out_of_the_labels(room, monkeypatch):
    """Only what was corrected since the time named is written."""
    room.stored(a_copy_and_another)
    room.call("story", "merge", "1", "2")
    later = NOW + timedelta(days=8)
    monkeypatch.setattr("monitor.commands.labels.utc_now", lambda: later)
    assert room.call("export-labels", "--since", "7d").out == ""
    assert len(room.call("export-labels", "--since", "9d").out.splitlines()) == 3
    assert room.call("export-labels", "--since", "soon").code == 2


def test_a_correction_is_made_beside_a_running_service(room):
    """The service holds its lock all the while; the message waits for it to send."""
    room.stored(a_copy_and_another)
    served = asyncio.run(Database.open("sqlite:///monitor.db", exclusive=True))
    try:
        assert room.call("story", "split", "2").code == 0
    finally:
        asyncio.run(served.close())


def test_a_story_that_was_split_and_joined_again_names_who_did_which(room):
    """Anna split it, Bo joined it: neither is said to have done both."""
    room.stored(a_copy_and_another)
    room.call("story", "split", "2", "--by", "anna")
    room.call("story", "merge", "1", "3", "--by", "bo")
    split, joined = room.call("story", "show", "1").out.splitlines()[-2:]
    assert "an entry split from it, by anna (was: " in split
    assert split.endswith("; joined again since")
    assert ", by bo" in joined


def test_a_headline_without_its_option_is_answered_with_it(room):
    """What is no number and no link is most likely a title."""
    room.stored(a_copy_and_another)
    told = room.call("explain", "Harbour strike")
    assert (told.code, told.out) == (2, "")
    assert 'write --title "Harbour strike"' in told.err
    assert "never seen" in room.call("explain", "https://a.example/no").err


def test_an_entry_that_nothing_was_decided_about_has_a_verdict(room):
    """What met no watchlist when it came says so in its last line."""

    async def seeded(db: Database) -> None:
        async with TurnStore(db).begin() as turn:
            for name, title in (("a", "Fog"), ("b", "Coaster aground")):
                entry = report(name, title, "Text.")
                await turn.add_entry(
                    NewEntry(entry, "1"), canonical_link=entry.link, seen_at=NOW, seeded=True
                )

    room.stored(seeded)
    last = room.call("explain", "1").out.splitlines()[-1]
    assert last == "  → nobody was told: no watchlist met it when it came"
    last = room.call("explain", "2").out.splitlines()[-1]
    assert last == "  → nobody was told: no watchlist met it when it came, as one does now"
