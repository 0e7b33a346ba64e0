"""Silences: what is held back, until when, by whom."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, func, insert, select, update

from monitor.model.alert import Silence
from monitor.store.database import Database
from monitor.store.deliveries import Outgoing, add_outgoing
from monitor.store.rows import chunks
from monitor.store.tables import decisions, silences, versions


@dataclass(frozen=True, slots=True)
class Held:
    """A version of a story that a silence held back from one destination."""

    destination: str
    watchlists: tuple[str, ...]
    story_id: int
    title: str
    link: str
    source: str
    published: datetime
    """When it was seen, where it has no date."""
    relation: str
    mark: str
    changes: tuple[str, ...]


class SilenceStore:
    """Silences as buttons, commands and the page make and end them."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def add(
        self,
        *,
        story_id: int | None,
        watchlist: str | None,
        until: datetime,
        reason: str,
        author: str,
        now: datetime,
    ) -> int:
        """Hold back a story or a watchlist until a time; returns the silence's id.

        Raises StoreError for a story that isn't there, ValueError unless exactly one is named.
        """
        if (story_id is None) == (watchlist is None):
            raise ValueError("a silence is of one story or of one watchlist")
        async with self._db.write() as connection:
            added = await connection.execute(
                insert(silences).returning(silences.c.id),
                {
                    "story_id": story_id,
                    "watchlist": watchlist,
                    "until": until,
                    "reason": reason,
                    "author": author,
                    "created_at": now,
                },
            )
            return int(added.scalar_one())

    async def end(self, silence_id: int, now: datetime) -> bool:
        """End a silence now; False where it is not in force."""
        async with self._db.write() as connection:
            ended = await connection.execute(
                update(silences).where(silences.c.id == silence_id, in_force(now)).values(until=now)
            )
        return ended.rowcount == 1

    async def active(self, now: datetime) -> tuple[Silence, ...]:
        """The silences in force, those that end first first."""
        return await self._select(in_force(now))

    async def all(self) -> tuple[Silence, ...]:
        """Every silence there was, those that end first first."""
        return await self._select(silences.c.id.is_not(None))

    async def ended(self, now: datetime) -> tuple[Silence, ...]:
        """Silences that have ended and whose list of what they held back is still owed.

        Where another one still silences the same, the list waits for its end.
        """
        longer = silences.alias("longer")
        same = (longer.c.story_id == silences.c.story_id) | (
            longer.c.watchlist == silences.c.watchlist
        )
        still = select(longer.c.id).where(longer.c.until > now, same).exists()
        return await self._select(
            (silences.c.until <= now) & silences.c.reported_at.is_(None) & ~still
        )

    async def held(self, silence_ids: Sequence[int]) -> tuple[Held, ...]:
        """What silences held back, in order of time."""
        asked = (
            select(
                decisions.c.destination,
                decisions.c.watchlists,
                versions.c.story_id,
                versions.c.title,
                versions.c.link,
                func.coalesce(func.nullif(versions.c.source, ""), versions.c.feed).label("source"),
                func.coalesce(versions.c.published, versions.c.seen_at).label("published"),
                versions.c.relation,
                versions.c.mark,
                versions.c.changes,
            )
            .join(
                versions,
                (versions.c.entry_id == decisions.c.entry_id)
                & (versions.c.revision == decisions.c.revision),
            )
            .order_by(decisions.c.id)
        )
        async with self._db.read() as connection:
            rows = [
                row
                for some in chunks(silence_ids)
                for row in await connection.execute(asked.where(decisions.c.silence_id.in_(some)))
            ]
        return tuple(_held(row) for row in rows)

    async def counts(self) -> Mapping[int, int]:
        """How many stories each silence held back."""
        stories = func.count(decisions.c.story_id.distinct())
        asked = (
            select(decisions.c.silence_id, stories)
            .where(decisions.c.silence_id.is_not(None))
            .group_by(decisions.c.silence_id)
        )
        async with self._db.read() as connection:
            return {row[0]: row[1] for row in await connection.execute(asked)}

    async def reported(
        self, silence_ids: Sequence[int], lists: Sequence[Outgoing], now: datetime
    ) -> None:
        """Put the lists of what ended silences held back in the outbox: once, all or nothing."""
        async with self._db.write() as connection:
            ended = await connection.execute(
                update(silences)
                .where(silences.c.id.in_(silence_ids), silences.c.reported_at.is_(None))
                .values(reported_at=now)
            )
            if ended.rowcount == len(silence_ids):
                await add_outgoing(connection, lists, now)

    async def _select(self, which: ColumnElement[bool]) -> tuple[Silence, ...]:
        async with self._db.read() as connection:
            rows = await connection.execute(
                select(silences).where(which).order_by(silences.c.until, silences.c.id)
            )
            return tuple(silence_of(row) for row in rows)


def in_force(now: datetime) -> ColumnElement[bool]:
    """The condition under which a silence holds back."""
    return silences.c.until > now


def silence_of(row: Row[Any]) -> Silence:
    """The silence in a row."""
    return Silence(
        row.id,
        row.story_id,
        row.watchlist,
        row.until,
        row.reason,
        row.author,
        row.created_at,
    )


def _held(row: Row[Any]) -> Held:
    lists = {"watchlists": tuple(row.watchlists), "changes": tuple(row.changes)}
    return Held(**{**row._mapping, **lists})
