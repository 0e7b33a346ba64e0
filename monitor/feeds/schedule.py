"""When a feed is asked again, and what a turn leaves for the next one.

The desk's wish (`every`) is an upper bound while a feed is healthy: what servers and feeds say of
their own pace (max-age, ttl, skipHours) only holds back polling that is faster than the wish.
"""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from monitor.feeds.answer import Answer, Failed, Fetched, Gone, NotModified, Throttled
from monitor.feeds.reading import Hints, Reading
from monitor.model.feed import Feed, FeedState

MOVES_TO_KEEP = 3
"""Turns in a row after which the address of a permanent redirect is kept."""
FAILURES_TO_RETURN = 3
"""Failed turns in a row after which a moved feed is asked at its configured address again."""
LONGEST_WAIT = timedelta(days=1)
"""However long a server asks to be left alone, it is asked again after this."""
_FASTER, _SLOWER = 0.5, 1.5
_BUSY = 0.5
"""Part of a feed that is new in one turn, from which it is asked more often."""
_SPREAD = 0.1
"""Part of an interval by which turns are pulled forward, so that feeds don't march in step."""


@dataclass(frozen=True, slots=True)
class Wish:
    """How often the desk wants feeds to be asked, unless a feed says otherwise."""

    every: timedelta
    shortest: timedelta
    longest: timedelta
    """The ceiling of the back-off."""


def after_turn(
    state: FeedState,
    answer: Answer,
    reading: Reading | None,
    feed: Feed,
    wish: Wish,
    now: datetime,
    jitter: float,
    *,
    new: int | None = None,
) -> FeedState:
    """The whole state that a turn leaves behind.

    `reading` is `None` where there was nothing to read; `jitter` is a random number in [0, 1);
    `new` says how many of the reading's entries identity called new, where that is known.
    """
    wish = _wish_for(feed, wish)
    match answer:
        case Gone(reason=reason) if state.url == feed.url:
            return replace(state, stopped=True, next_poll_at=None, error=reason, failures=1)
        case Gone(reason=reason) | Failed(reason=reason):
            return _failed(state, reason, feed, wish, now, jitter)
        case Throttled():
            return _throttled(state, answer, feed, wish, now, jitter)
        case NotModified():
            return _unchanged(state, answer, wish, now, jitter)
        case Fetched():
            if reading is None:
                return _unchanged(state, _same_body(answer), wish, now, jitter)
            if reading.failed:
                problem = reading.problem or "could not be read"
                return _failed(state, problem, feed, wish, now, jitter)
            count = len(reading.entries) if new is None else new
            return _read(state, answer, reading, count, wish, now, jitter)


def _wish_for(feed: Feed, wish: Wish) -> Wish:
    every = feed.every or wish.every
    return Wish(every, min(wish.shortest, every), max(wish.longest, every))


def _same_body(answer: Fetched) -> NotModified:
    return NotModified(
        answer.etag, answer.last_modified, answer.body_hash, answer.moved_to, answer.max_age
    )


def rolled_off(state: FeedState, reading: Reading, new: int) -> bool:
    """Whether entries may have been lost: nothing of the last reading is left in this one."""
    if not state.pieces or not reading.pieces or state.seeded_at is None:
        return False
    return new >= len(reading.pieces) > 1 and not (state.pieces & reading.pieces)


def _failed(
    state: FeedState, reason: str, feed: Feed, wish: Wish, now: datetime, jitter: float
) -> FeedState:
    failures = state.failures + 1
    back = state.url != feed.url and failures >= FAILURES_TO_RETURN
    return replace(
        state,
        url=feed.url if back else state.url,
        failures=failures,
        error=reason,
        moved_to=None,
        moves=0,
        next_poll_at=now + back_off(failures, wish, jitter),
    )


def back_off(failures: int, wish: Wish, jitter: float) -> timedelta:
    """How long to wait after so many failures in a row: doubling from `shortest` to `longest`."""
    wait = wish.shortest * 2.0 ** min(failures - 1, 30)
    return min(wish.longest, wait * (1 + jitter * _SPREAD))


def _throttled(
    state: FeedState, answer: Throttled, feed: Feed, wish: Wish, now: datetime, jitter: float
) -> FeedState:
    """A server that asks for patience gets it: its own time, the wish, and the back-off."""
    after = _failed(state, answer.reason, feed, wish, now, jitter)
    asked = min(LONGEST_WAIT, timedelta(seconds=min(answer.retry_after or 0.0, 1e6)))
    wait = max(asked, wish.every, back_off(after.failures, wish, jitter))
    return replace(after, next_poll_at=now + wait)


def _unchanged(
    state: FeedState, answer: NotModified, wish: Wish, now: datetime, jitter: float
) -> FeedState:
    interval = _interval(state, wish, _SLOWER, _hint(answer.max_age, Hints(), wish, now))
    after = _with_move(_with_validators(state, answer), answer.moved_to)
    return replace(
        after,
        error=None if state.failures else state.error,
        failures=0,
        last_success_at=now,
        interval=interval,
        next_poll_at=_due(interval, wish, now, jitter),
    )


def _read(
    state: FeedState,
    answer: Fetched,
    reading: Reading,
    new: int,
    wish: Wish,
    now: datetime,
    jitter: float,
) -> FeedState:
    lost = rolled_off(state, reading, new)
    hint = timedelta(0) if lost else _hint(answer.max_age, reading.hints, wish, now)
    interval = _interval(state, wish, _factor(reading, new, lost=lost), hint)
    asked = replace(answer, etag=None, last_modified=None, body_hash=None)
    after = _with_validators(state, asked if reading.more else answer)
    return replace(
        _with_move(after, answer.moved_to),
        pieces=reading.pieces,
        seeded_at=state.seeded_at or now,
        title=reading.hints.title or state.title,
        failures=0,
        error=reading.problem,
        last_success_at=now,
        last_entry_at=now if new else state.last_entry_at,
        interval=interval,
        next_poll_at=_due(interval, wish, now, jitter),
    )


def _factor(reading: Reading, new: int, *, lost: bool) -> float:
    if lost:
        return _FASTER**2
    busy = len(reading.pieces) > 1 and new >= _BUSY * len(reading.pieces)
    if busy:
        return _FASTER
    return 1.0 if new else _SLOWER


def _interval(state: FeedState, wish: Wish, factor: float, hint: timedelta) -> timedelta:
    """The adapted interval: never slower than the wish, never faster than `shortest` or a hint."""
    if state.seeded_at is None:
        return wish.every
    adapted = (state.interval or wish.every) * factor
    return min(wish.every, max(wish.shortest, hint, adapted))


def _hint(max_age: float | None, hints: Hints, wish: Wish, now: datetime) -> timedelta:
    at = now.astimezone(UTC)
    if at.hour in hints.skip_hours or at.weekday() in hints.skip_days:
        return wish.every
    seconds = max(max_age or 0.0, hints.ttl or 0.0)
    return timedelta(seconds=min(seconds, wish.every.total_seconds()))


def _due(interval: timedelta, wish: Wish, now: datetime, jitter: float) -> datetime:
    return now + max(min(wish.shortest, interval), interval * (1 - jitter * _SPREAD))


def _with_validators(state: FeedState, answer: Fetched | NotModified) -> FeedState:
    return replace(
        state,
        etag=answer.etag,
        last_modified=answer.last_modified,
        body_hash=answer.body_hash,
    )


def _with_move(state: FeedState, moved_to: str | None) -> FeedState:
    """Keep the address of a permanent redirect once it has been given often enough in a row."""
    if moved_to is None or moved_to == state.url:
        return replace(state, moved_to=None, moves=0)
    moves = state.moves + 1 if moved_to == state.moved_to else 1
    if moves < MOVES_TO_KEEP:
        return replace(state, moved_to=moved_to, moves=moves)
    return replace(state, url=moved_to, moved_to=None, moves=0)
