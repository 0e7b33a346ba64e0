"""The feeds' table: when each is due, who has it, and what the last turn left."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Executable, Row, Update, bindparam, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from monitor.model.feed import Feed, FeedState, FeedTurn
from monitor.store.database import Database
from monitor.store.dialect import insert_absent
from monitor.store.tables import FEED_WAITS, feeds
from monitor.store.together import SharedCommit

_STATE = tuple(field.name for field in fields(FeedState))
_STATE_COLUMNS = [feeds.c[name] for name in _STATE]
_SAVE = (
    update(feeds)
    .where(feeds.c.id == bindparam("feed_id"))
    .values({name: bindparam(f"new_{name}") for name in _STATE} | {"lease_until": None})
)


class FeedStore:
    """Feeds as the poller sees them."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._finished = SharedCommit[tuple[str, FeedState]](db, save_states)

    async def sync(self, configured: Sequence[Feed], now: datetime) -> None:
        """Make the table follow the configuration.

        New feeds are due at once. A changed address forgets the validators, and that the feed was
        stopped. Absent feeds are retired, not deleted; one that returns goes on where it was.
        """
        wanted = {feed.id: feed for feed in configured}
        async with self._db.write() as connection:
            rows = await connection.execute(
                select(feeds.c.id, feeds.c.configured_url, feeds.c.retired_at)
            )
            known = {row.id: row for row in rows}
            await _add(connection, [wanted[name] for name in wanted.keys() - known.keys()], now)
            await _move(
                connection,
                [wanted[i] for i, row in known.items() if _moved(row, wanted.get(i))],
                now,
            )
            await _revive(
                connection, [i for i in wanted if i in known and known[i].retired_at], now
            )
            gone = [i for i, row in known.items() if i not in wanted and row.retired_at is None]
            await _retire(connection, gone, now)

    async def due(
        self, configured: Mapping[str, Feed], now: datetime, *, limit: int, lease: timedelta
    ) -> tuple[FeedTurn, ...]:
        """Lease feeds whose time has come, the longest due first.

        Only feeds of `configured` are taken; retired, stopped and leased ones never.
        """
        async with self._db.read() as connection:
            ready = await connection.scalars(_DUE, {"now": now})
            chosen = [name for name in ready if name in configured][:limit]
        if not chosen:
            return ()
        async with self._db.write() as connection:
            rows = await connection.execute(
                _LEASE, {"chosen": chosen, "until": now + lease, "now": now}
            )
            states = {row.id: _state(row) for row in rows}
        return tuple(FeedTurn(configured[i], states[i]) for i in chosen if i in states)

    async def finish(self, feed_id: str, state: FeedState) -> None:
        """End a turn without entries: save its state, give the feed back.

        Turns that end at the same time share a commit. Raises ValueError for a state that would
        never be polled again.
        """
        check_pollable(feed_id, state)
        await self._finished.add((feed_id, state))

    async def release_expired(self, now: datetime) -> int:
        """Give back feeds whose lease has run out; returns how many."""
        return await self._release(feeds.c.lease_until <= now)

    async def release_all(self) -> int:
        """Give back every feed: at the start of the only service, leases are a dead one's."""
        return await self._release(feeds.c.lease_until.is_not(None))

    async def _release(self, which: ColumnElement[bool]) -> int:
        async with self._db.write() as connection:
            result = await connection.execute(update(feeds).where(which).values(lease_until=None))
        return result.rowcount

    async def states(self) -> Mapping[str, FeedState]:
        """What is remembered of every configured feed."""
        async with self._db.read() as connection:
            rows = await connection.execute(
                select(feeds.c.id, *_STATE_COLUMNS).where(feeds.c.retired_at.is_(None))
            )
            return {row.id: _state(row) for row in rows}


_DUE = (
    select(feeds.c.id)
    .where(FEED_WAITS, feeds.c.next_poll_at <= bindparam("now"))
    .order_by(feeds.c.next_poll_at)
)
_LEASE = (
    update(feeds)
    .where(
        feeds.c.id.in_(bindparam("chosen", expanding=True)),
        FEED_WAITS,
        feeds.c.next_poll_at <= bindparam("now"),
    )
    .values(lease_until=bindparam("until"))
    .returning(feeds.c.id, *_STATE_COLUMNS)
)


def check_pollable(feed_id: str, state: FeedState) -> None:
    """Raises ValueError when a feed that is not stopped has no time for its next turn."""
    if state.next_poll_at is None and not state.stopped:
        raise ValueError(f"{feed_id}: a feed that is not stopped needs the time of its next turn")


async def save_states(connection: AsyncConnection, rows: Iterable[tuple[str, FeedState]]) -> None:
    """Save the states of feeds and give the feeds back, in a transaction of the caller's."""
    await connection.execute(_SAVE, [_saved(feed_id, state) for feed_id, state in rows])


def _saved(feed_id: str, state: FeedState) -> dict[str, Any]:
    return {"feed_id": feed_id} | {f"new_{name}": value for name, value in _values(state).items()}


def _state(row: Row[Any]) -> FeedState:
    return FeedState(**{name: row._mapping[name] for name in _STATE})


def _moved(row: Row[Any], feed: Feed | None) -> bool:
    return feed is not None and feed.url != row.configured_url


def _values(state: FeedState) -> dict[str, Any]:
    return {name: getattr(state, name) for name in _STATE}


async def _add(connection: AsyncConnection, new: Sequence[Feed], now: datetime) -> None:
    rows = [
        {"id": feed.id, "configured_url": feed.url}
        | _values(FeedState(url=feed.url, next_poll_at=now))
        for feed in new
    ]
    await _for_each(connection, insert_absent(feeds), rows)


async def _move(connection: AsyncConnection, moved: Sequence[Feed], now: datetime) -> None:
    """A new address begins anew, but the feed's entries and its first reading are remembered."""
    fresh = _values(FeedState(url="", next_poll_at=now))
    for kept in ("url", "seeded_at", "interval", "last_success_at", "last_entry_at", "title"):
        del fresh[kept]
    fresh["trouble_told_at"] = None  # no word of the old address's recovery
    changed = _where_id().values(url=bindparam("to"), configured_url=bindparam("to"), **fresh)
    await _for_each(connection, changed, [{"feed_id": feed.id, "to": feed.url} for feed in moved])


async def _revive(connection: AsyncConnection, names: Sequence[str], now: datetime) -> None:
    changed = _where_id().values(retired_at=None, stopped=False, next_poll_at=now)
    await _for_each(connection, changed, [{"feed_id": name} for name in names])


async def _retire(connection: AsyncConnection, names: Sequence[str], now: datetime) -> None:
    changed = _where_id().values(retired_at=now)
    await _for_each(connection, changed, [{"feed_id": name} for name in names])


def _where_id() -> Update:
    return update(feeds).where(feeds.c.id == bindparam("feed_id"))


async def _for_each(
    connection: AsyncConnection, statement: Executable, rows: Sequence[Mapping[str, Any]]
) -> None:
    if rows:
        await connection.execute(statement, rows)
