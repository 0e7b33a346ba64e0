"""`monitor status`: is it well, and if not, what is wrong."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from itertools import chain, repeat
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from monitor.clock import utc_now
from monitor.commands.lines import count, span
from monitor.commands.setup import open_database, settings_of
from monitor.commands.standing import (
    SHOWN,
    in_force_as_last_good,
    named,
    not_in_force,
    silence_line,
)
from monitor.commands.told import STUCK, is_held, short, waits_since
from monitor.model.feed import FeedState
from monitor.model.lateness import HOPS, Times, lateness
from monitor.settings import Settings
from monitor.store.counts import Counts
from monitor.store.database import is_served
from monitor.store.feedback import Feedback
from monitor.store.feeds import FeedStore
from monitor.store.outbox import Backlog, Outbox
from monitor.store.reports import Reports
from monitor.store.silences import SilenceStore
from monitor.store.stored import StoredDelivery
from monitor.store.timings import Timings
from monitor.store.unsubscribed import Unsubscribed, UnsubscribedStore
from monitor.store.watchlists import WatchlistStore

WEEK = timedelta(days=7)
"""For so long what was marked as not relevant is counted."""
LATELY = timedelta(hours=24)
"""For so long a message that could not be delivered makes the monitor unwell."""
_NETWORK = ("name not found", "no connection", "timed out")
"""How the reasons begin that all feeds have when the network is down."""


@dataclass(frozen=True, slots=True)
class Health:
    """What is known of the monitor at a time."""

    counts: Counts
    served: bool
    """Whether a service is running."""
    feeds: Mapping[str, FeedState]
    undelivered: Sequence[StoredDelivery]
    silent: timedelta
    """Without a feed read for this long, polling has stopped."""
    unsubscribed: Sequence[Unsubscribed] = ()
    times: Mapping[str, Sequence[Times]] = field(default_factory=dict)
    """Of the alerts that were sent lately, by destination."""
    rejected: Mapping[str, int] = field(default_factory=dict)
    """Alerts of a week that somebody marked as not relevant, by watchlist, most first."""
    orphaned: Sequence[Backlog] = ()
    """What waits for channels that the settings no longer name."""
    faulty: Mapping[str, bool] = field(default_factory=dict)
    """Whether there is a good version, by the name of each of the desk's files with an error."""
    silenced: str = ""
    """What is silenced, until when."""


async def status(config: Path, *, as_json: bool) -> int:
    """Print the monitor's health; 1 when something is wrong."""
    settings = settings_of(config)
    now = utc_now()
    health = await _health(settings, now)
    wrong = list(reasons(health, now))
    if as_json:
        told: dict[str, Any] = {
            "served": health.served,
            "trouble": "; ".join(wrong) or None,
            "reasons": wrong,
        }
        told["lateness"] = _lateness_data(health.times)
        told["files_with_errors"] = list(health.faulty)
        told["not_relevant"] = dict(health.rejected)
        told["unsubscribed"] = [one.destination for one in health.unsubscribed]
        print(json.dumps(asdict(health.counts) | told, default=datetime.isoformat))
    else:
        print("\n".join(_lines(health, wrong, now)))
    return 1 if wrong else 0


async def _health(settings: Settings, now: datetime) -> Health:
    async with open_database(settings) as db:
        reports = Reports(db)
        silences = await SilenceStore(db).active(now)
        return Health(
            await reports.counts(now),
            is_served(settings.storage),
            await FeedStore(db).states(),
            await reports.undelivered(),
            silent_for(settings),
            await UnsubscribedStore(db).all(),
            await Timings(db).since(now - LATELY),
            await Feedback(db).counts(now - WEEK),
            [one for one in await Outbox(db).backlog() if not settings.names(one.destination)],
            await WatchlistStore(db).faulty(),
            silence_line(silences, now, ZoneInfo(settings.timezone)) if silences else "",
        )


def silent_for(settings: Settings) -> timedelta:
    """Without a feed read for this long, polling has stopped."""
    polling = settings.polling
    return 2 * polling.every + polling.timeout + timedelta(minutes=1)


def trouble(found: Counts, silent: timedelta, now: datetime) -> str | None:
    """What is wrong with a service that runs, if anything.

    `silent`: without a feed read for this long, polling has stopped.
    """
    if reason := _unread(found, silent, now):
        return reason
    if found.oldest_pending_at is not None and now - found.oldest_pending_at > STUCK:
        return f"a message has waited for {span(now - found.oldest_pending_at)}: {_SEE}"
    return None


def reasons(health: Health, now: datetime) -> Iterator[str]:
    """What is wrong, a sentence each; nothing when all is well."""
    if not health.served:
        yield "no service is running: start `monitor run`"
    if reason := _all_failing(health.feeds) or _unread(health.counts, health.silent, now):
        yield reason
    yield from not_in_force(health.faulty)
    for one in health.orphaned:
        yield (
            f"{count(one.number, 'message')} for {one.destination}, a channel that monitor.yaml no "
            f"longer names: give it its name back, or see {_SEE}"
        )
    yield from _late(health.undelivered, now)
    yield from _lost(health.undelivered, now)


_SEE = "monitor alerts --undelivered"


def _unread(found: Counts, silent: timedelta, now: datetime) -> str | None:
    if found.feeds == found.feeds_stopped:
        return None
    if found.last_poll_at is None:
        return "no feed has been read yet"
    quiet = now - found.last_poll_at
    return f"no feed has been read for {span(quiet)}" if quiet > silent else None


def _bad(feeds: Mapping[str, FeedState]) -> dict[str, FeedState]:
    return {name: one for name, one in sorted(feeds.items()) if one.failures or one.stopped}


def _all_failing(feeds: Mapping[str, FeedState]) -> str | None:
    bad = list(_bad(feeds).values())
    if not bad or len(bad) < len(feeds):
        return None
    if len(bad) == 1:
        return f"the only feed fails: {bad[0].error}"
    heads = Counter(_head(state.error or "") for state in bad)
    head, number = heads.most_common(1)[0]
    errors = {state.error or "" for state in bad if (state.error or "").startswith(head)}
    reason = next(iter(errors)) if len(errors) == 1 else f"{head} …"
    how = "most" if 2 * number > len(bad) else "some"
    network = ": is the network down?" if head.startswith(_NETWORK) else ""
    return f"all {len(bad)} feeds fail, {how} with: {reason}{network}"


def _head(reason: str) -> str:
    """What reasons of one kind have in common: most of them name a host further on."""
    network = (begins for begins in _NETWORK if reason.startswith(begins))
    return next(network, reason.partition(":")[0])


def _late(undelivered: Sequence[StoredDelivery], now: datetime) -> Iterator[str]:
    late = [
        one
        for one in undelivered
        if one.state != "dead" and now - waits_since(one) > STUCK and not is_held(one, now)
    ]
    if late:
        oldest = min(late, key=waits_since)
        tried = f", last try: {oldest.reason}" if oldest.reason else ""
        yield (
            f"{count(len(late), 'message')} not sent for up to {span(now - waits_since(oldest))} "
            f"(to {oldest.destination}{tried}): {_SEE}"
        )


def _tried_again(undelivered: Sequence[StoredDelivery]) -> Iterator[str]:
    """Why messages wait that were tried: a line a destination, with what its last try said."""
    tried = [one for one in undelivered if one.state != "dead" and one.reason]
    numbers = Counter(one.destination for one in tried)
    latest = {one.destination: one.reason for one in tried}
    for name, number in numbers.items():
        yield f"{count(number, 'message')} to {name} tried again: {latest[name]}"


def _lost(undelivered: Sequence[StoredDelivery], now: datetime) -> Iterator[str]:
    dead = [one for one in undelivered if one.state == "dead"]
    lost = sum(
        now - (one.attempts[-1].at if one.attempts else one.created_at) < LATELY for one in dead
    )
    if lost:
        yield f"{count(lost, 'message')} could not be delivered: {_SEE}"


def _lines(health: Health, wrong: Sequence[str], now: datetime) -> Iterator[str]:
    found = health.counts
    fine = found.feeds - found.feeds_failing - found.feeds_stopped
    yield f"service    {'running' if health.served else 'not running'}"
    yield f"feeds      {fine} fine, {found.feeds_failing} failing, {found.feeds_stopped} stopped"
    yield from _failing(health.feeds)
    yield from in_force_as_last_good(health.faulty)
    yield f"last read  {_ago(found.last_poll_at, now)}"
    yield f"messages   {found.pending} waiting, {found.dead} undelivered"
    trying = list(_tried_again(health.undelivered))
    yield from (f"           {line}" for line in trying[:SHOWN])
    yield f"last sent  {_ago(found.last_sent_at, now)}"
    yield from _lateness_lines(health.times)
    if health.silenced:
        yield f"silenced   {health.silenced}"
    if health.rejected:
        counted = ", ".join(f"{name} {number}" for name, number in health.rejected.items())
        yield f"feedback   not relevant in 7 days: {counted}"
    if health.unsubscribed:
        gone = named([one.destination.removeprefix("email:") for one in health.unsubscribed])
        yield f"no mails   to {gone}, unsubscribed: monitor subscriptions"
    fine_so_far = "fine, but for the messages that are tried again" if trying else "fine"
    yield f"health     {wrong[0] if wrong else fine_so_far}"
    yield from (f"           {reason}" for reason in wrong[1:])


def _lateness_data(times: Mapping[str, Sequence[Times]]) -> dict[str, dict[str, float]]:
    """Seconds by hop, of all destinations."""
    found = lateness(one for several in times.values() for one in several)
    return {
        hop: {"median": late.median.total_seconds(), "95": late.most.total_seconds()}
        for hop, late in found.items()
    }


def _lateness_lines(times: Mapping[str, Sequence[Times]]) -> Iterator[str]:
    """Each hop's time in the median and at 95 %, and the destination that is told the latest."""
    found = lateness(one for several in times.values() for one in several)
    heads = chain(["lateness"], repeat(""))
    for head, (hop, late) in zip(heads, found.items(), strict=False):
        most = short(late.most)
        yield f"{head:<10} {hop}: {short(late.median)} in the median, {most} at 95 %"
    sent = {name: lateness(several).get(HOPS[-1]) for name, several in times.items()}
    slow = {name: late.median for name, late in sent.items() if late}
    if len(slow) > 1:
        slowest = max(slow, key=lambda name: slow[name])
        yield f"{'':<10} slowest: {slowest}, {HOPS[-1]} {short(slow[slowest])}"


def _failing(feeds: Mapping[str, FeedState]) -> Iterator[str]:
    """Those in trouble, by name; of all at once the health tells."""
    bad = _bad(feeds)
    if len(bad) == len(feeds):
        return
    yield from (f"           {name}: {one.error}" for name, one in list(bad.items())[:SHOWN])
    if len(bad) > SHOWN:
        yield f"           and {len(bad) - SHOWN} more: monitor feeds list"


def _ago(at: datetime | None, now: datetime) -> str:
    return f"{span(now - at)} ago" if at else "never"
