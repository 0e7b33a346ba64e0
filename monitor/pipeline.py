"""One feed's turn, from the fetch to the commit.

    due → fetch → split → parse → identify → match → relate → decide → COMMIT
          └────── no transaction ─────┘└────────── one transaction ─────────┘

`take_turn` is the whole way on one screen. Everything that a turn finds — entries, judgements,
decisions, outgoing messages, the feed's validators — is committed at once, so that a crash at any
instant leaves either all of it or nothing; what is pending goes out from the outbox afterwards.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Protocol

from monitor.alerting.decide import Arrival, arrival
from monitor.feeds.answer import Answer, Fetched
from monitor.feeds.reading import Reading
from monitor.feeds.schedule import after_turn
from monitor.model.entry import Entry
from monitor.model.feed import Feed, FeedState, FeedTurn
from monitor.steps.identify import Seen, identify_entries
from monitor.steps.judge import judge, look_ahead, was_judged
from monitor.steps.rules import InForce, Rules
from monitor.store.feeds import FeedStore
from monitor.store.turn import TurnStore


class Fetch(Protocol):
    """Gets a feed's bytes; never raises."""

    async def __call__(self, turn: FeedTurn) -> Answer:
        """The feed's answer, failures included."""


class Read(Protocol):
    """Makes entries of a feed's bytes, off the event loop; never raises."""

    async def __call__(
        self, body: bytes, content_type: str, url: str, feed: Feed, seen: frozenset[bytes]
    ) -> Reading:
        """The entries of the pieces that are not in `seen`."""


@dataclass(frozen=True, slots=True)
class TurnReport:
    """What a turn brought, for the log."""

    feed: str
    state: FeedState
    entries: int
    matched: int
    alerts: int


async def take_turn(
    turn: FeedTurn,
    *,
    fetch: Fetch,
    read: Read,
    feeds: FeedStore,
    turns: TurnStore,
    in_force: InForce,
    rules: Rules,
    clock: Callable[[], datetime],
    jitter: float,
) -> TurnReport:
    """Take one feed's turn; `jitter` in [0, 1) spreads the retries of feeds that fail together."""
    answer = await fetch(turn)
    reading = None
    if isinstance(answer, Fetched):
        reading = await read(
            answer.body, answer.content_type, answer.url, turn.feed, turn.state.pieces
        )
    now = clock()
    after = partial(after_turn, turn.state, answer, reading, turn.feed, rules.wish, now, jitter)
    if reading is None or not reading.entries:
        state = after(new=0)
        await feeds.finish(turn.feed.id, state)
        return TurnReport(turn.feed.id, state, 0, 0, 0)
    async with turns.begin() as tx:
        arrive = _arrival(turn, rules, now)
        found = await identify_entries(tx, turn.feed.id, reading.entries, arrive, now)
        seen = [one for one in found if isinstance(one, Seen)]
        met = [(one, in_force.matcher.match(one.entry)) for one in seen]
        await look_ahead(tx, [one for one, matches in met if matches], rules.window, now)
        alerts = [
            await judge(tx, one, matches, in_force, rules, now)
            for one, matches in met
            if matches or await was_judged(tx, one)
        ]
        if any(alerts):
            await tx.decided(clock())
        state = after(new=sum(one.revision == 0 for one in seen))
        await tx.save_feed(turn.feed.id, state)
    matched = sum(bool(matches) for _, matches in met)
    return TurnReport(turn.feed.id, state, len(seen), matched, sum(alerts))


def _arrival(turn: FeedTurn, rules: Rules, now: datetime) -> Callable[[Entry], Arrival]:
    return lambda entry: arrival(
        entry.published,
        now,
        first_sight=turn.state.seeded_at is None,
        backlog=turn.feed.alert_backlog or rules.alert_backlog,
        max_age=turn.feed.max_age or rules.max_age,
    )
