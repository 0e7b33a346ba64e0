"""The service around the turns: faults of our own, what ops are told, one round, a whole life."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from monitor.app import Monitor, rules_of
from monitor.desk import Desk
from monitor.feeds.answer import Failed, Fetched, Gone
from monitor.feeds.read import read_feed
from monitor.matching.matcher import compile_rules
from monitor.matching.rule import Rule
from monitor.model.alert import Route, Subscription
from monitor.model.feed import Feed
from monitor.query.parse import parse_query
from monitor.settings import Settings
from monitor.steps.rules import InForce
from monitor.store.database import StoreError
from notifiers.base import NotifierError, PermanentNotifierError
from notifiers.testing import FlakyNotifier, RecordingNotifier, sample

DESK, OPS, MAIL = "slack:#desk", "slack:#ops", "email:desk@example.org"
WIRE = Feed("wire", "https://wire.example/rss", title="Harbour Wire")
ROUTES = (Route(DESK), Route(MAIL, "daily 07:30"))
IN_FORCE = InForce(
    compile_rules([Rule("kurils", parse_query("Kuril"))], {}),
    {"kurils": Subscription("kurils", "Kurils", "normal", ROUTES)},
)


class Web:
    """The fetcher and the reader in one: answers what it is told to."""

    def __init__(self):
        self.answer = fetched("Tide tables")
        self.fault = None

    async def fetch(self, turn):
        return self.answer

    async def read(self, *args):
        if self.fault:
            raise self.fault
        return read_feed(*args)


def fetched(*titles):
    items = "".join(f"<item><guid>{one}</guid><title>{one}</title></item>" for one in titles)
    body = f'<rss version="2.0"><channel><title>Wire</title>{items}</channel></rss>'
    return Fetched(body.encode(), WIRE.url)


class Telling(RecordingNotifier):
    """A channel that can be waited for."""

    def __init__(self):
        super().__init__()
        self.took = asyncio.Event()

    async def send(self, message, parent=None):
        receipt = await super().send(message, parent)
        self.took.set()
        return receipt


@pytest.fixture
def web():
    return Web()


@pytest.fixture
def channels():
    return {name: RecordingNotifier() for name in (DESK, OPS, MAIL)}


@pytest.fixture
async def monitor(db, clock, web, channels):
    settings = Settings(ops=(OPS,))
    made = Monitor(
        settings,
        Desk(IN_FORCE, {"wire": WIRE}, ()),
        db,
        web,
        web,
        channels.__getitem__,
        clock,
        rules_of(settings, lambda destination: destination == DESK),
    )
    await made.start()
    return made


@pytest.fixture
def round_of(monitor, clock):
    """Lets the clock run until the feed is due, and has the service make one round."""

    async def make():
        due = (await monitor.feeds.states())["wire"].next_poll_at
        clock.now = max(clock.now, due or clock.now)
        await monitor.once()
        return (await monitor.feeds.states())["wire"]

    return make


def notices(channels):
    return [message.subject for message in channels[OPS].sent]


async def test_one_round_reads_tells_and_ends(round_of, web, channels, monitor):
    """Every due feed once, what it brought is sent, and nothing is left under way."""
    await round_of()
    web.answer = fetched("Kuril ferry aground")
    await round_of()
    assert [one.subject for one in channels[DESK].sent] == ["Kuril ferry aground"]
    assert channels[MAIL].sent == []


async def test_one_round_closes_the_digests_that_are_due(round_of, web, channels, clock):
    """What waits for half past seven goes out with the first round after it."""
    await round_of()
    web.answer = fetched("Kuril ferry aground")
    await round_of()
    clock.later(days=1)
    await round_of()
    assert [one.kind for one in channels[MAIL].sent] == ["digest"]


async def test_a_fault_of_ours_is_the_feeds_trouble(round_of, web, said, clock):
    """It is logged with its trace, shown with the feed, and tried again after a pause."""
    web.fault = ZeroDivisionError("parser")
    state = await round_of()
    assert state.error == "the monitor failed on this feed, see its log: ZeroDivisionError"
    assert state.failures == 1
    assert state.next_poll_at > clock.now
    assert [line["event"] for line in said] == ["turn failed, will be repeated"]
    web.fault = None
    assert (await round_of()).error is None


async def test_a_fault_keeps_what_the_feed_was_asked_with(round_of, web):
    """After it the same bytes are read again: the validators are those of the last good turn."""
    web.answer = replace(web.answer, etag='"1"')
    before = await round_of()
    web.answer = replace(fetched("Kuril ferry aground"), etag='"2"')
    web.fault = ZeroDivisionError()
    after = await round_of()
    assert (after.etag, after.pieces) == (before.etag, before.pieces)


async def test_a_turn_that_was_not_stored_says_what_the_store_said(
    round_of, monitor, web, said, monkeypatch
):
    """Where the state can be saved after all, it names the store's trouble, not a fault of ours."""
    await round_of()
    web.answer = fetched("Kuril ferry aground")

    def full():
        raise StoreError("the disk is full")

    monkeypatch.setattr(monitor.turns, "begin", full)
    assert (await round_of()).error == "not stored: the disk is full"
    assert said[-1]["event"] == "turn not stored, will be repeated"
    monkeypatch.undo()
    assert (await round_of()).error is None


@pytest.mark.parametrize("fault", [None, ZeroDivisionError()])
async def test_ops_hear_once_of_a_feed_that_stays_in_trouble(round_of, web, channels, fault):
    """At the third failure in a row, not before and not again; and once when it is well."""
    web.answer, web.fault = (fetched("x"), fault) if fault else (Failed("404"), None)
    for expected in (0, 0, 1, 1, 1):
        await round_of()
        assert len(notices(channels)) == expected
    web.answer, web.fault = fetched("Tide tables"), None
    await round_of()
    await round_of()
    assert notices(channels) == [
        "Feed in trouble: Harbour Wire",
        "Feed well again: Harbour Wire",
    ]


async def test_a_short_trouble_is_not_told(round_of, web, channels):
    """Two failures and a recovery are everyday life."""
    for answer in (Failed("500"), Failed("500"), fetched("Tide tables")):
        web.answer = answer
        await round_of()
    assert notices(channels) == []


async def test_ops_hear_of_a_feed_that_has_ended(round_of, web, channels, clock):
    """410 stops the feed, so that it is said at once."""
    web.answer = Gone("410: the feed has ended")
    await round_of()
    clock.later(days=1)
    await round_of()
    assert notices(channels) == ["Feed in trouble: Harbour Wire"]
    assert "410" in channels[OPS].sent[0].body


async def test_ops_hear_of_what_was_not_delivered(round_of, web, channels):
    """A dead message is named with its reason and the command that sends it again."""
    channels[DESK] = FlakyNotifier([PermanentNotifierError("channel_not_found")])
    await round_of()
    web.answer = fetched("Kuril ferry aground")
    await round_of()
    (notice,) = channels[OPS].sent
    assert notice.subject == "Not delivered"
    assert notice.body.startswith("Kuril ferry aground\nto slack:#desk: channel_not_found\n")
    assert "monitor resend " in notice.body


async def test_a_dead_notice_makes_no_notice(round_of, web, channels):
    """Where ops can't be reached either, there is an end to it."""
    channels[OPS] = FlakyNotifier([PermanentNotifierError("is_archived")] * 9)
    web.answer = Gone("410")
    await round_of()
    assert channels[OPS].sent == []
    assert await round_of()


async def test_a_start_takes_back_what_a_dead_service_had_leased(monitor, clock, web, channels):
    """Feeds and messages in the hands of nobody are served at once."""
    await monitor.ops.notice("Hello", "")
    assert await monitor.outbox.claim(OPS, clock.now, timedelta(hours=1)) is not None
    leased = await monitor.feeds.due(
        monitor.desk.feeds, clock.now, limit=9, lease=timedelta(hours=1)
    )
    assert len(leased) == 1
    await monitor.start()
    await monitor.once()
    assert notices(channels) == ["Hello"]
    assert (await monitor.feeds.states())["wire"].last_success_at == clock.now


async def test_an_alert_does_not_wait_for_the_next_tick(monitor, round_of, web, channels, clock):
    """A turn that alerts has its messages sent at once."""
    await round_of()
    channels[DESK] = Telling()
    web.answer = fetched("Kuril ferry aground")
    clock.later(hours=1)
    (turn,) = await monitor.feeds.due(
        monitor.desk.feeds, clock.now, limit=1, lease=timedelta(minutes=1)
    )
    await monitor.take(turn)
    async with asyncio.timeout(10):
        await channels[DESK].took.wait()
    await monitor.deliverer.stop()


async def test_a_whole_life_of_the_service(monitor, round_of, web, channels, clock):
    """Served by its clockwork, news comes to the desk by itself, and a signal ends it cleanly."""
    await round_of()
    channels[DESK] = Telling()
    web.answer = fetched("Kuril ferry aground")
    clock.later(hours=1)
    stop = asyncio.Event()
    service = asyncio.create_task(monitor.serve(stop))
    async with asyncio.timeout(10):
        await channels[DESK].took.wait()
        stop.set()
        await service
    assert [one.subject for one in channels[DESK].sent] == ["Kuril ferry aground"]
    assert await monitor.reports.undelivered() == ()


async def test_a_start_tells_what_waits_for_a_channel_that_lost_its_name(
    monitor, web, channels, clock
):
    """Once for each such wait, however often the service is started."""
    channels["apprise:old"] = FlakyNotifier([NotifierError("channel old has no address")] * 99)
    for name in ("m1", "m2"):
        await monitor.outbox.enqueue("apprise:old", sample(name), clock.now)
    for _ in range(2):
        await monitor.start()
        await monitor.once()
    assert notices(channels) == ["2 messages wait for apprise:old"]
    assert await monitor.outbox.backlog() == (("apprise:old", 2, 1),)
