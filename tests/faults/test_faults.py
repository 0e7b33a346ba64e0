"""A fifth of all calls fails, the service is killed at times, and every alert arrives, once.

Where a channel can tell what it has (Slack, by metadata) nothing stands twice. A mail server can't
be asked: a mail whose answer was lost is offered again, with the same Message-ID.
"""

import re
import shutil
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from notifiers import wording
from notifiers.email import message_id
from notifiers.slack_markup import escape
from tests.faults.faulty_mail import Mailbox
from tests.faults.faulty_slack import Channel, named
from tests.faults.newsroom import Expected
from tests.faults.rough_day import OPS, UNHARMED, RoughDay
from tests.faults.verdict import Fate, fates


@pytest.mark.parametrize("seed", [5])
async def test_200_alerts_amid_faults(empty_store: Path, tmp_path: Path, seed: int) -> None:
    """A short rough day: nothing lost, nothing twice, in order, nobody pressed."""
    await rough_day(empty_store, tmp_path, seed, alerts=200, batches=8, kills=6)


@pytest.mark.slow
@pytest.mark.parametrize("seed", [2, 3])
async def test_2000_alerts_amid_faults(empty_store: Path, tmp_path: Path, seed: int) -> None:
    """A long rough day: nothing lost, nothing twice, in order, nobody pressed."""
    await rough_day(empty_store, tmp_path, seed, alerts=2_000, batches=50, kills=30)


async def rough_day(
    empty_store: Path, folder: Path, seed: int, *, alerts: int, batches: int, kills: int
) -> None:
    day = RoughDay(Path(shutil.copy(empty_store, folder / "monitor.db")), seed, kills)
    with capture_logs():
        await day.pass_by(alerts, batches)
    known = await fates(day.file)
    assert sum(len(to.ids) for to in day.news.expected.values()) == alerts
    assert len(day.killed) == kills
    a_fifth_failed(day)
    for to, channel in day.slack.items():
        if to != OPS:
            slack_holds(channel, day.news.expected[to], known[to], day)
    for to, box in day.mail.items():
        mail_holds(box, day.news.expected[to], known[to], day)
    ops_knows(day.slack[OPS], [one for of_one in known.values() for one in of_one])
    the_unharmed_never_waited(day, known)


def a_fifth_failed(day: RoughDay) -> None:
    """The day was as rough as it should be."""
    ten: list[Channel | Mailbox] = [*day.mail.values()]
    ten += [channel for to, channel in day.slack.items() if to != OPS]
    failed = sum(channel.faults.total() for channel in ten)
    assert 0.15 < failed / sum(channel.calls for channel in ten) < 0.26


def slack_holds(channel: Channel, expected: Expected, known: Sequence[Fate], day: RoughDay) -> None:
    """Each message once, or dead for a reason; in order, in its thread, with its last words."""
    stands = Counter(named(message) for message in channel.messages)
    dead = {one.id for one in known if one.state == "dead"}
    assert {name for name in expected.ids if stands[name] != 1} == dead & set(expected.ids)
    assert dead <= channel.refused
    assert len(channel.refused - dead) <= len(day.killed)
    assert {one.state for one in known} <= {"sent", "dead", "superseded"}
    assert channel.wrong == []
    unheard = {at for one in known for at in one.unheard_at}  # nobody can heed what was not heard
    assert [call for asked, call in channel.early if asked not in unheard] == []
    anew = {name.removesuffix("-also"): n for name, n in stands.items() if "-also" in name}
    assert Counter(anew) <= channel.closed
    in_order([named(message) for message in channel.messages], expected, known)
    in_their_threads(channel, expected)
    with_their_last_words(channel, expected, dead)


def in_order(stood: Sequence[str], expected: Expected, known: Iterable[Fate]) -> None:
    """What is of high priority may overtake the rest; each of the two keeps its order.

    Two kinds change lines: a first message that an urgent update takes along, and an update that
    waits for a first message in the other line.
    """
    high = {one.id for one in known if one.priority == "high"}
    taken_along = high - expected.urgent
    assert taken_along <= set(expected.threads.values())
    waiting = {update for update, first in expected.threads.items() if first in high} - high
    for line in (expected.urgent, set(expected.ids) - high - waiting):
        assert [name for name in stood if name in line] == [
            name for name in expected.ids if name in line and name in stood
        ]


def in_their_threads(channel: Channel, expected: Expected) -> None:
    """An update stands behind its story's first message and in its thread, where that stands."""
    seen: dict[str, set[str]] = {}
    alone: set[str] = set()
    for message in channel.messages:
        assert named(message) not in alone
        first = expected.threads.get(named(message))
        if first in seen:
            assert message.get("thread_ts") in seen[first]
        elif first is not None:
            alone.add(first)
            assert "thread_ts" not in message
        seen.setdefault(named(message).removesuffix("-also"), set()).add(message["ts"])


def with_their_last_words(channel: Channel, expected: Expected, dead: set[str]) -> None:
    """Edits arrived, the last one last."""
    last = {named(message).removesuffix("-also"): message for message in channel.messages}
    for name, outlets in expected.outlets.items():
        if name in last and f"{name}-also" not in dead:
            assert escape(wording.listed(outlets, 3)) in str(last[name]["blocks"])


def mail_holds(box: Mailbox, expected: Expected, known: Sequence[Fate], day: RoughDay) -> None:
    """Each mail arrived or is dead for a reason; in order; twice only where no answer came."""
    names = {message_id(name, "desk.example"): name for name in expected.ids}
    stood = [names[str(mail["Message-ID"])] for _, mail in box.mails]
    copies = Counter(stood)
    fate = {one.id: one for one in known}
    assert {one.state for one in known} <= {"sent", "dead"}
    assert {name for name in expected.ids if not copies[name]} <= {
        name for name in expected.ids if fate[name].state == "dead"
    }
    assert 0 <= box.refused - sum(one.state == "dead" for one in known) <= len(day.killed)
    assert {name: n for name, n in copies.items() if n > 1 + fate[name].unheard} == {}
    in_order(list(copies), expected, known)
    for update, first in expected.threads.items():
        if copies[update] and copies[first]:
            assert stood.index(first) < stood.index(update)


def ops_knows(ops: Channel, known: Iterable[Fate]) -> None:
    """Ops was told of each dead message, with the number that sends it again."""
    told = {
        int(number)
        for message in ops.messages
        for number in re.findall(r"delivery:(\d+)", str(message["blocks"]))
    }
    assert told == {one.number for one in known if one.state == "dead"}
    assert told


def the_unharmed_never_waited(day: RoughDay, known: Mapping[str, Sequence[Fate]]) -> None:
    """A channel without trouble got everything at once, whatever became of the others.

    A slow machine may give an answer too late, after which one message is tried again.
    """
    for to in UNHARMED:
        assert {one.state for one in known[to]} == {"sent"}
        told = [one for one in known[to] if one.id in day.news.expected[to].ids]
        waited = [one.waited for one in told if one.waited]
        assert len(waited) <= 2
        assert max(waited, default=timedelta()) < timedelta(seconds=1)
