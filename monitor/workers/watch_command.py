"""`/watch` in Slack: which watchlists are in force, a query tried, a watchlist silenced, health.

Only members of a channel that gets alerts are answered, and only in that channel: what the desk
watches is nobody else's business.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from typing import Protocol

import structlog

from monitor.alerting.mute import by_the_clock
from monitor.model.alert import Subscription
from monitor.store.feedback import Feedback
from monitor.store.reports import Reports
from monitor.store.silences import SilenceStore
from monitor.watchlist.duration import parse_duration
from monitor.watchlist.nearest import did_you_mean
from notifiers.base import NotifierError
from notifiers.slack_events import Answer, Command

log = structlog.get_logger()

LONGEST = timedelta(days=30)
"""A silence that is longer than this is a watchlist to be deleted."""
SHOWN = 40
"""Watchlists that one answer lists."""
DAYS = timedelta(days=7)

HELP = Answer(
    "/watch list – the watchlists that tell this channel\n"
    "/watch try QUERY – how many stories of the last 7 days a query finds, and three of them\n"
    "/watch silence WATCHLIST 2h [reason] – hold a watchlist back; 30m, 2h and 3d are lengths\n"
    "/watch status – is the monitor well?\n"
    "Watchlists themselves are edited in their YAML files."
)
_ELSEWHERE = Answer(
    "/watch answers in channels that get alerts, and only their members. Type it in one of those."
)
_UNSURE = Answer(
    "Slack doesn't say whether you are a member of this channel, so that /watch does nothing here. "
    "Is the bot in the channel, and has the app the scopes channels:read and groups:read?"
)


class Members(Protocol):
    """What Slack says of a channel."""

    async def channel_name(self, channel: str) -> str:
        """Its name, without `#`. Raises NotifierError."""

    async def is_member(self, channel: str, person: str) -> bool:
        """Whether somebody is in it. Raises NotifierError."""


Try = Callable[[str], Awaitable[Answer]]
"""Tries a query on the entries of the last days."""


@dataclass(frozen=True, slots=True)
class Watched:
    """What is in force at the time that somebody asks."""

    subscriptions: Mapping[str, Subscription]
    ops: Sequence[str]
    """Destinations of the monitor's own notices: there all watchlists are shown."""


class WatchCommand:
    """Answers `/watch`."""

    def __init__(
        self,
        members: Members,
        desk: Callable[[], Watched],
        silences: SilenceStore,
        reports: Reports,
        feedback: Feedback,
        tries: Try,
        clock: Callable[[], datetime],
        zone: tzinfo,
    ) -> None:
        self._members = members
        self._desk = desk
        self._silences = silences
        self._reports = reports
        self._feedback = feedback
        self._tries = tries
        self._clock = clock
        self._zone = zone

    async def answer(self, command: Command) -> Answer:
        """What the person is answered. Raises StoreError."""
        try:
            names = await self._names(command)
        except NotifierError as error:
            log.warning("/watch was not answered", reason=error.reason)
            return _UNSURE
        desk = self._desk()
        known = _telling(desk, names)
        if not names or not (known or names & set(desk.ops)):
            return _ELSEWHERE
        words = command.text.split(maxsplit=1)
        return await self._dispatch(
            words[0].lower() if words else "help", words[1:], known, command
        )

    async def _names(self, command: Command) -> frozenset[str]:
        """The destinations that the channel may be known by; none for somebody who is not in it."""
        if not await self._members.is_member(command.channel, command.person.id):
            return frozenset()
        name = await self._members.channel_name(command.channel)
        return frozenset((f"slack:#{name}", f"slack:{command.channel}"))

    async def _dispatch(
        self, verb: str, rest: list[str], known: Mapping[str, Subscription], command: Command
    ) -> Answer:
        asked = rest[0] if rest else ""
        if verb == "list":
            return await self._list(known)
        if verb == "try" and asked:
            return await self._tries(asked)
        if verb == "silence" and asked:
            return await self._silence(asked, known, command.person.name)
        if verb == "status":
            return await self._status()
        return HELP

    async def _list(self, known: Mapping[str, Subscription]) -> Answer:
        now = self._clock()
        muted = {one.watchlist: one for one in await self._silences.active(now) if one.watchlist}
        lines = []
        for name, one in sorted(known.items()):
            silence = muted.get(name)
            until = by_the_clock(silence.until, now, self._zone) if silence else ""
            held = f", silenced until {until} by {silence.author}" if silence else ""
            priority = f", {one.priority} priority" if one.priority != "normal" else ""
            lines.append(f"• {one.title} ({name}){priority}{held}")
        rest = [f"and {len(lines) - SHOWN} more"] if len(lines) > SHOWN else []
        return Answer("\n".join([*lines[:SHOWN], *rest]) or "No watchlist tells this channel.")

    async def _silence(self, text: str, known: Mapping[str, Subscription], person: str) -> Answer:
        name, *words = text.split(maxsplit=2)
        if name not in known:
            hint = did_you_mean(name, known)
            return Answer(f'No watchlist "{name}" tells this channel{hint}: see /watch list')
        if not words:
            return Answer(f"For how long? /watch silence {name} 2h")
        try:
            span = parse_duration(words[0])
        except ValueError as problem:
            return Answer(str(problem))
        if not timedelta() < span <= LONGEST:
            return Answer("A silence is longer than nothing and ends within 30 days.")
        now, reason = self._clock(), words[1] if len(words) > 1 else ""
        await self._silences.add(
            story_id=None, watchlist=name, until=now + span, reason=reason, author=person, now=now
        )
        until = by_the_clock(now + span, now, self._zone)
        return Answer(f"{known[name].title} is silenced until {until}. What it held back is kept.")

    async def _status(self) -> Answer:
        now = self._clock()
        found = await self._reports.counts(now)
        active = await self._silences.active(now)
        rejected = await self._feedback.counts(now - DAYS)
        failing = found.feeds_failing + found.feeds_stopped
        lines = [
            f"Feeds: {found.feeds - failing} fine, {found.feeds_failing} failing, "
            f"{found.feeds_stopped} stopped; last read {self._at(found.last_poll_at, now)}",
            f"Messages: {found.pending} waiting, {found.dead} undelivered; "
            f"last sent {self._at(found.last_sent_at, now)}",
            f"Silences in force: {len(active)}",
        ]
        if rejected:
            told = ", ".join(f"{name} {number}" for name, number in list(rejected.items())[:10])
            lines.append(f"Not relevant in the last 7 days: {told}")
        return Answer("\n".join(lines))

    def _at(self, at: datetime | None, now: datetime) -> str:
        return by_the_clock(at, now, self._zone) if at else "never"


def _telling(desk: Watched, names: frozenset[str]) -> dict[str, Subscription]:
    """The watchlists that tell a channel; in an ops channel all of them."""
    everything = bool(names & set(desk.ops))
    return {
        name: one
        for name, one in desk.subscriptions.items()
        if everything or any(route.destination in names for route in one.routes)
    }
