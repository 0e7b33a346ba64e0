"""Buttons and `/watch` from end to end: a Slack of our own, the real notifier, a real database."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

import aiohttp
import pytest
from sqlalchemy import text

from monitor.alerting.message import alert_message, message_id
from monitor.feeds.schedule import Wish
from monitor.model.alert import Alert, AlertKind, Route, Subscription
from monitor.model.entry import Entry, NewEntry
from monitor.model.match import Match, Span
from monitor.model.story import Relation, StoryLink
from monitor.steps.compared import compared_with
from monitor.steps.rules import Rules
from monitor.store.database import Database
from monitor.store.feedback import Feedback
from monitor.store.outbox import Outbox
from monitor.store.reports import Reports
from monitor.store.silences import SilenceStore
from monitor.store.turn import TurnStore
from monitor.workers.buttons import Buttons
from monitor.workers.deliverer import Deliverer
from monitor.workers.query_trial import QueryTrial
from monitor.workers.silencewatch import SilenceWatch
from monitor.workers.steering import Steering, wishes
from monitor.workers.watch_command import WatchCommand, Watched
from notifiers.base import Note, Receipt
from notifiers.channels import SlackChannel, SlackServer
from notifiers.slack import SlackNotifier
from notifiers.slack_socket import SlackSocket
from tests.notifiers.fake_slack import FakeSlack, labels, said
from tests.telling import tell_alert
from tests.trials import TrialsHere

NOW = datetime(2026, 3, 2, 12, 30, tzinfo=UTC)
TOKYO = ZoneInfo("Asia/Tokyo")
DESK = "slack:#asia-desk"
TITLES = {"kurils": "Kuril Islands", "talks": "Russia & Japan <talks>"}


@dataclass
class Room:
    """A service that listens, with one alert told in #asia-desk."""

    slack: FakeSlack
    db: Database
    worker: Steering
    deliverer: Deliverer
    silences: SilenceStore
    feedback: Feedback
    buttons: Buttons
    now: datetime = NOW

    def clock(self) -> datetime:
        return self.now

    async def tell(
        self, number: int = 1, watchlists: tuple[str, ...] = ("kurils",), to: str = DESK
    ) -> str:
        """Put an alert into the outbox and deliver it; returns the message's id."""
        key = f"g{number}"
        words = "The ferry to Kunashir sails again."
        entry = Entry("wire", key, f"https://wire.example/{key}", f"Ferry {key}", words)
        found = (Span("body", 13, 21, "Kunashir"),)
        matches = [Match(name, found) for name in watchlists]
        alert = Alert(Route(to), AlertKind.NEW, watchlists, "normal", "not seen before")
        name = message_id("wire", key, 0, "new", to)
        link = StoryLink(Relation.NEW, None, "like nothing of the last 72 h")
        message = alert_message(
            alert,
            entry,
            matches,
            link,
            message=name,
            titles=[TITLES[one] for one in watchlists],
            seen_at=self.now,
            zone=TOKYO,
        )
        async with TurnStore(self.db).begin() as turn:
            entry_id = await turn.add_entry(
                NewEntry(entry, key), canonical_link=entry.link, seen_at=self.now, seeded=False
            )
            await turn.add_matches(entry_id, 0, matches, self.now)
            version = await turn.add_version(
                entry_id=entry_id,
                revision=0,
                entry=entry,
                story_id=None,
                link=link,
                keys=(),
                seen_at=self.now,
            )
            await tell_alert(turn, version, alert, message, self.now)
        await self.deliverer.drain()
        return name

    async def done(self) -> None:
        """Wait until what was asked is done and the message edited."""
        await self.worker.drain()
        await self.deliverer.drain()

    async def press(self, button: str, person: str = "anna", choice: int = 0) -> None:
        """Press a button under the latest message, and wait until all is done."""
        ts = self.slack.messages[-1]["ts"]
        await self.acked(await self.slack.press(button, ts, person, choice=choice))

    async def acked(self, envelope: str) -> None:
        """Wait for the acknowledgement, and until what was asked is done."""
        probe = f"after-{envelope}"
        await self.slack.push({"type": "hello-again", "envelope_id": probe})
        await self.slack.until(lambda: {envelope, probe} <= self.slack.acked_at.keys())
        await self.done()

    async def ask(self, text: str, person: str = "anna", channel: str = "") -> str:
        """Type a command; what is answered."""
        count = len(self.slack.answers) + 1
        await self.slack.command(text, person, channel)
        return said(await self.slack.answered(count))

    @property
    def shown(self) -> str:
        return said(self.slack.messages[-1])


@pytest.fixture
async def room(db: Database, tmp_path) -> AsyncIterator[Room]:
    async with FakeSlack().served() as slack, aiohttp.ClientSession() as http:
        server = SlackServer("xoxb-good", slack.url, 0.0, "xapp-good")
        socket = SlackSocket(server, http)
        notifier = SlackNotifier(SlackChannel(channel="#asia-desk"), server, http)
        outbox, silences, feedback = Outbox(db), SilenceStore(db), Feedback(db)
        reports = Reports(db)
        room = Room(slack, db, None, None, silences, feedback, None)  # type: ignore[arg-type] # below
        room.deliverer = Deliverer(outbox, lambda name: notifier, room.clock)
        buttons = Buttons(
            feedback,
            silences,
            reports,
            room.clock,
            is_member=socket.is_member,
            compare=partial(compared_with, db, window=timedelta(hours=72)),
            zone=TOKYO,
            window=timedelta(hours=72),
            changed=room.deliverer.tick,
        )
        room.buttons = buttons
        (tmp_path / "terms.yaml").write_text("islands: [Kunashir, Iturup]\n")
        tries = QueryTrial(
            TrialsHere(),
            room.clock,
            storage=f"sqlite:///{db.path}",
            window=timedelta(hours=72),
            zone=TOKYO,
            folder=tmp_path,
        )
        command = WatchCommand(
            socket, watched, silences, reports, feedback, tries, room.clock, TOKYO
        )
        room.worker = Steering(socket, wishes(buttons, command), _notice)
        room.worker.start()
        await slack.connected()
        yield room
        await room.worker.stop()


async def _notice(subject: str, body: str) -> None:
    raise AssertionError(subject)


def watched() -> Watched:
    routes = {"kurils": DESK, "talks": DESK, "secret": "slack:#board"}
    return Watched(_subscriptions(routes), ["slack:C0OPS000000"])


def _subscriptions(routes: Mapping[str, str]) -> dict[str, Subscription]:
    return {
        name: Subscription(name, TITLES.get(name, name), "normal", (Route(to),))
        for name, to in routes.items()
    }


async def test_a_story_is_muted_and_unmuted_from_its_message(room: Room) -> None:
    """The mute is in force, the message says so with an Undo, and the Undo takes both back."""
    await room.tell()
    assert labels(room.slack.messages[0]) == [
        "Mute story",
        "Mute watchlist",
        "Not relevant",
        "Why?",
    ]
    await room.press("mute_story")
    [silence] = await room.silences.active(room.now)
    assert (silence.until, silence.author) == (NOW + timedelta(hours=72), "anna")
    assert "🔕 Story muted until Thu 5 Mar, 21:30 by anna" in room.shown
    assert labels(room.slack.messages[0]) == ["Undo", "Mute watchlist", "Not relevant", "Why?"]
    await room.press("undo", "ben")
    assert await room.silences.active(room.now) == ()
    assert "muted" not in room.shown
    assert room.slack.answers == []


@pytest.mark.parametrize(
    ("choice", "until", "words"),
    [
        (0, NOW + timedelta(hours=1), "Kuril Islands muted until 22:30 by anna"),
        (1, datetime(2026, 3, 2, 23, tzinfo=UTC), "Kuril Islands muted until Tue 3 Mar, 08:00"),
    ],
)
async def test_a_watchlist_is_muted_for_an_hour_or_until_the_morning(
    room: Room, choice: int, until: datetime, words: str
) -> None:
    """Both lines of the menu mute the watchlist, until a time by the desk's clock."""
    await room.tell()
    await room.press("mute_watchlist", choice=choice)
    [silence] = await room.silences.active(room.now)
    assert (silence.watchlist, silence.until) == ("kurils", until)
    assert words in room.shown


async def test_each_of_several_watchlists_can_be_muted(room: Room) -> None:
    """The menu has a group for each watchlist, and mutes the one that was chosen."""
    await room.tell(watchlists=("kurils", "talks"))
    await room.press("mute_watchlist", choice=2)
    [silence] = await room.silences.active(room.now)
    assert silence.watchlist == "talks"
    assert "Russia &amp; Japan &lt;talks&gt; muted until 22:30 by anna" in room.shown


async def test_a_longer_mute_goes_before_a_shorter_one(room: Room) -> None:
    """A mute that is in force already is not made again; a longer one is."""
    await room.tell()
    await room.press("mute_watchlist", choice=0)
    await room.press("mute_watchlist", "ben", choice=1)
    await room.press("mute_watchlist", "cleo", choice=0)
    assert [one.author for one in await room.silences.active(room.now)] == ["anna", "ben"]
    assert "is muted already, until Tue 3 Mar, 08:00 by ben" in said(room.slack.answers[-1])


async def test_not_relevant_is_recorded_and_greys_the_buttons(room: Room) -> None:
    """Who said so, and when, is kept; only Undo and Why? stay; a second word changes nothing."""
    name = await room.tell()
    told = await room.feedback.alert(name)
    assert told
    await room.press("not_relevant")
    [(alert, rejection)] = (await room.feedback.rejections(NOW)).items()
    assert (alert, rejection.author, rejection.at) == (told.id, "anna", NOW)
    assert await room.feedback.counts(NOW) == {"kurils": 1}
    assert labels(room.slack.messages[0]) == ["Undo", "Why?"]
    ts = room.slack.messages[0]["ts"]
    await room.acked(await room.slack.press_value("not_relevant", name, ts, "ben"))
    assert "already" in said(room.slack.answers[-1])
    assert (await room.feedback.rejections(NOW))[told.id].author == "anna"
    await room.press("undo")
    assert await room.feedback.rejections(NOW) == {}
    assert labels(room.slack.messages[0]) == [
        "Mute story",
        "Mute watchlist",
        "Not relevant",
        "Why?",
    ]


async def test_why_answers_the_person_alone(room: Room) -> None:
    """The reasons name watchlist, term, story, decision and entry; the message stays as it is."""
    await room.tell()
    before = room.shown
    await room.press("why")
    [answer] = room.slack.answers
    for words in (
        "Watchlist kurils: found Kunashir",
        "new: like nothing of the last 72 h",
        "Decision: not seen before",
        "monitor explain",
    ):
        assert words in said(answer)
    assert room.shown == before
    assert room.slack.told("chat.update") == []


async def test_the_same_press_twice_does_nothing_twice(room: Room) -> None:
    """A repeated envelope, and a second press on a message not yet redrawn, make one mute."""
    name = await room.tell()
    ts = room.slack.messages[0]["ts"]
    for person, envelope in (("anna", "same"), ("anna", "same"), ("ben", "other")):
        await room.slack.press_value("mute_story", name, ts, person, envelope)
    await room.acked("other")
    assert len(await room.silences.active(room.now)) == 1
    assert room.shown.count("Story muted") == 1
    assert "muted already" in said(room.slack.answers[-1])


@pytest.mark.parametrize(
    ("button", "value"),
    [
        ("mute_story", "new-ffffffffffffffffffffffff"),
        ("mute_story", ""),
        ("mute_story", "{alert} 1 2"),
        ("mute_watchlist", "{alert} 7 1h"),
        ("mute_watchlist", "{alert} 0 1000y"),
        ("mute_watchlist", "{alert} -1 1h"),
        ("undo", "{alert} silence 1"),
        ("undo", "{alert} silence x"),
        ("explode", "{alert}"),
    ],
)
async def test_what_makes_no_sense_is_refused_politely(room: Room, button: str, value: str) -> None:
    """Unknown, stale and forged presses change nothing, and are answered in a sentence."""
    alert = await room.tell()
    await room.silences.add(
        story_id=None, watchlist="talks", until=NOW + timedelta(1), reason="", author="x", now=NOW
    )
    before = room.shown
    ts = room.slack.messages[0]["ts"]
    pressed = await room.slack.press_value(button, value.format(alert=alert), ts)
    await room.acked(pressed)
    [answer] = room.slack.answers
    assert "Nothing was changed" in said(answer) or "undone already" in said(answer)
    assert len(await room.silences.active(NOW)) == 1
    assert room.shown == before


async def test_a_press_from_another_channel_is_refused(room: Room) -> None:
    """Who is in one channel can't steer what another channel was told."""
    alert = await room.tell()
    room.slack.channel = "C9999999999"
    await room.acked(await room.slack.press_value("mute_story", alert, "1.0"))
    assert "Nothing was changed" in said(room.slack.answers[-1])
    assert await room.silences.active(NOW) == ()


async def test_a_press_of_an_outsider_is_refused(room: Room) -> None:
    """Who looks into a public channel without being in it reads, and steers nothing."""
    await room.tell()
    await room.press("mute_story", "mallory")
    assert "Only members of this channel" in said(room.slack.answers[-1])
    assert await room.silences.active(NOW) == ()
    assert "muted" not in room.shown


async def test_nothing_is_steered_where_slack_does_not_tell_who_is_in(room: Room) -> None:
    """Without the scope to see the members, a press is refused, and the person hears why."""
    await room.tell()
    room.slack.faults.append("missing_scope")
    await room.press("mute_story")
    assert "scopes channels:read" in said(room.slack.answers[-1])
    assert await room.silences.active(NOW) == ()


async def test_a_press_may_come_before_the_sending_is_recorded(room: Room) -> None:
    """Slack shows a message a moment before we know that it does: a press waits for that."""
    name = await room.tell()
    told = await room.feedback.alert(name)
    assert told
    place = Receipt(tuple(told.place.items()))
    async with room.db.write() as connection:
        await connection.execute(text("UPDATE deliveries SET receipt = NULL, state = 'sending'"))
    waited: list[float] = []

    async def pause(seconds: float) -> None:
        waited.append(seconds)
        if len(waited) == 2:
            await Outbox(room.db).sent(told.delivery_id, place, room.now)

    room.buttons._pause = pause
    await room.press("mute_story")
    assert len(waited) == 2
    assert len(await room.silences.active(room.now)) == 1


async def test_a_press_on_a_message_that_is_never_recorded_is_answered(room: Room) -> None:
    """Where the sending stays unrecorded, nothing is done, and the person hears so."""
    await room.tell()
    async with room.db.write() as connection:
        await connection.execute(text("UPDATE deliveries SET receipt = NULL, state = 'sending'"))
    room.buttons._pause = _at_once
    await room.press("mute_story")
    assert "only just being sent" in said(room.slack.answers[-1])
    assert await room.silences.active(room.now) == ()


async def test_an_edit_of_the_desk_keeps_what_people_did(room: Room) -> None:
    """A message that later names more outlets still shows the mute and its Undo."""
    name = await room.tell()
    await room.press("mute_story")
    told = await room.feedback.alert(name)
    assert told
    async with TurnStore(room.db).begin() as turn:
        first = await turn.first_message(told.story_id, DESK)
    assert first
    assert [note.about for note in first.notes] == ["story"]
    assert first.alert == name


async def test_a_mute_shows_before_an_edit_that_waits(room: Room) -> None:
    """An edit that names more outlets may wait half a minute; what somebody pressed does not."""
    name = await room.tell()
    told = await room.feedback.alert(name)
    assert told
    async with TurnStore(room.db).begin() as turn:
        await turn.arm_edit(
            alert_id=told.id,
            destination=DESK,
            message=told.message,
            now=NOW,
            not_before=NOW + timedelta(seconds=30),
        )
    await room.press("mute_story")
    assert "Story muted" in room.shown


async def test_what_a_button_wrote_is_taken_away_when_its_mute_ends(room: Room) -> None:
    """After the hour the message says nothing of the mute, and offers it anew."""
    await room.tell()
    await room.press("mute_watchlist", choice=0)
    await room.press("not_relevant")
    watch = silence_watch(room)
    room.now += timedelta(minutes=59)
    await watch.tick()
    await room.done()
    assert "muted until 22:30" in room.shown
    room.now += timedelta(minutes=1)
    await watch.tick()
    await room.done()
    assert "muted" not in room.shown
    assert "Not relevant, says anna" in room.shown
    assert len(room.slack.messages) == 1
    assert await watch.tick() == 0


async def test_a_mute_ended_by_command_is_taken_away(room: Room) -> None:
    """Whoever ends it elsewhere changes the message, too; another silence's note stays."""
    await room.tell()
    await room.press("mute_story")
    await room.press("mute_watchlist", choice=1)
    story, watchlist = sorted(await room.silences.active(room.now), key=lambda one: one.id)
    assert await room.silences.end(story.id, room.now)
    await silence_watch(room).tick()
    await room.done()
    assert "Story muted" not in room.shown
    assert f"{TITLES['kurils']} muted" in room.shown
    assert watchlist.watchlist == "kurils"


async def test_a_note_is_no_news_but_what_waits_with_it_may_be(room: Room) -> None:
    """An edit that waits to name more outlets stays worth posting when a note joins it."""
    name = await room.tell()
    await room.press("not_relevant")
    told = await room.feedback.alert(name)
    assert told
    assert told.message.minor
    async with TurnStore(room.db).begin() as turn:
        first = await turn.first_message(told.story_id, DESK)
        assert first
        assert not first.minor
        soon = room.now + timedelta(seconds=30)
        await turn.arm_edit(
            alert_id=told.id, destination=DESK, message=first, now=room.now, not_before=soon
        )
    await room.feedback.note(name, soon, add=Note("story", "Story muted", "silence 9"))
    told = await room.feedback.alert(name)
    assert told
    assert not told.message.minor


def silence_watch(room: Room) -> SilenceWatch:
    rules = Rules(
        max_age=timedelta(hours=24),
        window=timedelta(hours=72),
        zone=TOKYO,
        wish=Wish(timedelta(minutes=5), timedelta(minutes=1), timedelta(hours=6)),
        alert_backlog=None,
        also_in_every=timedelta(seconds=30),
        can_edit=lambda _: True,
    )
    return SilenceWatch(
        room.silences, room.clock, rules, lambda: watched().subscriptions, room.feedback
    )


async def test_buttons_come_back_after_slack_was_away(room: Room) -> None:
    """When Slack ends the connection, the next one takes presses again."""
    await room.tell()
    room.worker._pause = _at_once
    await room.slack.push({"type": "disconnect", "reason": "refresh_requested"})
    await room.slack.connected(2)
    await room.press("mute_story")
    assert "Story muted" in room.shown


async def _at_once(seconds: float) -> None:
    await asyncio.sleep(0)


async def test_watch_lists_what_tells_the_channel(room: Room) -> None:
    """A channel's members see its own watchlists, those silenced marked, and no others."""
    await room.ask("silence kurils 2h storm coverage")
    assert await room.ask("list") == (
        "• Kuril Islands (kurils), silenced until 23:30 by anna\n"
        "• Russia &amp; Japan &lt;talks&gt; (talks)"
    )
    [silence] = await room.silences.active(NOW)
    assert (silence.watchlist, silence.reason) == ("kurils", "storm coverage")
    assert silence.until == NOW + timedelta(hours=2)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("silence kuril 2h", 'did you mean "kurils"?'),
        ("silence secret 2h", "No watchlist"),
        ("silence kurils", "For how long?"),
        ("silence kurils soon", "no length of time"),
        ("silence kurils 31d", "within 30 days"),
        ("silence kurils 0s", "within 30 days"),
        ("silence", "/watch list"),
        ("", "/watch try QUERY"),
        ("dance", "/watch status"),
        ("try", "/watch try QUERY"),
    ],
)
async def test_watch_says_what_it_wants(room: Room, text: str, words: str) -> None:
    """What is missing or wrong is said in a sentence, and nothing is silenced."""
    assert words in await room.ask(text)
    assert await room.silences.active(NOW) == ()


async def test_watch_try_counts_stories_and_shows_some(room: Room) -> None:
    """A query finds what is stored, groups included, and shows at most three stories of it."""
    for number in range(1, 6):
        await room.tell(number)
    answer = await room.ask("try @islands NOT volcano")
    assert "stories in the last 7 days" in answer or "story in the last 7 days" in answer
    assert "```@islands NOT volcano```" in answer
    assert "<https://wire.example/g1|Ferry g1>" in answer
    assert answer.count("•") <= 3
    assert "0 stories" in await room.ask("try Paramushir")


async def test_watch_try_points_at_the_mistake(room: Room) -> None:
    """A query that can't be read is shown with a mark where the mistake begins."""
    answer = await room.ask("try (crab OR squid")
    assert "can't be used" in answer
    assert "```(crab OR squid\n" in answer
    assert "^```" in answer
    assert "@nobody" in await room.ask("try @nobody")


async def test_watch_status_says_how_it_is(room: Room) -> None:
    """Feeds, messages, silences and what was not relevant, in a few lines."""
    await room.tell()
    await room.press("not_relevant")
    answer = await room.ask("status")
    assert "Feeds: 0 fine" in answer
    assert "0 waiting" in answer
    assert "Not relevant in the last 7 days: kurils 1" in answer


async def test_watch_answers_members_of_its_channels_alone(room: Room) -> None:
    """Somebody who is not in the channel, or types elsewhere, learns nothing and does nothing."""
    assert "only their members" in await room.ask("silence kurils 2h", "mallory")
    room.slack.name = "lunch"
    assert "only their members" in await room.ask("list")
    assert "doesn't say whether" in await room.ask("list", channel="C0000000009")
    room.slack.faults.append("missing_scope")
    assert "doesn't say whether" in await room.ask("silence kurils 2h")
    assert await room.silences.active(NOW) == ()


async def test_the_ops_channel_sees_every_watchlist(room: Room) -> None:
    """Where the monitor speaks of its own troubles, all watchlists are shown."""
    room.slack.channel, room.slack.name = "C0OPS000000", "ops"
    assert "(secret)" in await room.ask("list")
