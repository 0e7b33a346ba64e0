"""What the commands and the page show; nothing here writes."""

from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Table, func, select, true
from sqlalchemy.ext.asyncio import AsyncConnection

from monitor.store.counts import OPEN, Counts, count
from monitor.store.database import Database
from monitor.store.rows import chunks, mark
from monitor.store.stored import (
    Attempt,
    StoredAlert,
    StoredDecision,
    StoredDelivery,
    StoredEntry,
    StoredMatch,
    StoredVersion,
    stored_alert,
    stored_decision,
    stored_delivery,
    stored_entry,
    stored_match,
    stored_version,
)
from monitor.store.tables import (
    alerts,
    decisions,
    deliveries,
    delivery_attempts,
    digest_runs,
    entries,
    gatherings,
    matches,
    versions,
)

PAGE = 500
"""Entries read at once."""


@dataclass(frozen=True, slots=True)
class EntryReport:
    """All that is known of an entry; lists are in order of time."""

    entry: StoredEntry
    matches: tuple[StoredMatch, ...]
    versions: tuple[StoredVersion, ...]
    decisions: tuple[StoredDecision, ...]
    alerts: tuple[StoredAlert, ...]


class Reports:
    """Questions that people ask of the store."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def alerts(
        self, since: datetime | None = None, *, undelivered: bool = False
    ) -> tuple[StoredAlert, ...]:
        """What was told, or waits to be, oldest first.

        `undelivered`: only alerts whose message is in the outbox still, or dead.
        """
        asked = true() if since is None else alerts.c.created_at >= since
        told = await self._told(asked)
        return tuple(alert for alert in told if not undelivered or _is_open(alert.delivery))

    async def story_alerts(self, story_id: int) -> tuple[StoredAlert, ...]:
        """What was told of one story, oldest first."""
        return await self._told(alerts.c.story_id == story_id)

    async def entry_alerts(self, entry_id: int) -> tuple[StoredAlert, ...]:
        """What was told of one entry, oldest first."""
        return await self._told(versions.c.entry_id == entry_id)

    async def undelivered(self) -> tuple[StoredDelivery, ...]:
        """Every message that did not go out (yet): alerts, digests and notices; dead edits too."""
        edit_waits = deliveries.c.edits_id.is_not(None) & (deliveries.c.state != "dead")
        asked = deliveries.c.state.in_((*OPEN, "dead")) & ~edit_waits
        return await self._sent(asked)

    async def delivery(self, delivery_id: int) -> tuple[StoredDelivery, ...]:
        """A message and its edit, if it has one; nothing where there is no such delivery."""
        asked = (deliveries.c.id == delivery_id) | (deliveries.c.edits_id == delivery_id)
        return await self._sent(asked)

    async def told_by(self, delivery_id: int) -> tuple[StoredAlert, ...]:
        """The alerts that a message tells of: its own, or those of a digest or summary."""
        own = select(deliveries.c.message_id).where(deliveries.c.id == delivery_id)
        message = own.scalar_subquery()
        runs = select(digest_runs.c.id).where(digest_runs.c.message_id == message)
        gathered = select(gatherings.c.id).where(gatherings.c.message_id == message)
        asked = (
            alerts.c.run_id.in_(runs)
            | alerts.c.gathering_id.in_(gathered)
            | (alerts.c.message_id == message)
        )
        return await self._told(asked)

    async def alert(self, alert_id: int) -> StoredAlert | None:
        """One alert."""
        return next(iter(await self._told(alerts.c.id == alert_id)), None)

    async def find_entries(self, wanted: int | str) -> tuple[StoredEntry, ...]:
        """Entries by id, or by canonical link (several feeds may carry it)."""
        asked = (
            entries.c.id == wanted
            if isinstance(wanted, int)
            else (entries.c.link_mark == mark(wanted)) & (entries.c.canonical_link == wanted)
        )
        async with self._db.read() as connection:
            rows = await connection.execute(select(entries).where(asked).order_by(entries.c.id))
            return tuple(stored_entry(row) for row in rows)

    async def explain(self, entry_id: int) -> EntryReport | None:
        """All that was matched, judged, decided and sent for an entry."""
        found = select(entries).where(entries.c.id == entry_id)
        async with self._db.read() as connection:
            row = (await connection.execute(found)).first()
            if row is None:
                return None
            met = await _of_entry(connection, matches, entry_id)
            judged = await _of_entry(connection, versions, entry_id)
            decided = await _of_entry(connection, decisions, entry_id)
            return EntryReport(
                stored_entry(row),
                tuple(map(stored_match, met)),
                tuple(map(stored_version, judged)),
                tuple(map(stored_decision, decided)),
                await _alerts(connection, versions.c.entry_id == entry_id),
            )

    async def suppressed(self, since: datetime, until: datetime) -> tuple[StoredDecision, ...]:
        """Decisions not to tell, of that time, oldest first."""
        asked = (
            select(decisions)
            .where(
                decisions.c.kind == "suppressed",
                decisions.c.created_at >= since,
                decisions.c.created_at < until,
            )
            .order_by(decisions.c.created_at, decisions.c.id)
        )
        async with self._db.read() as connection:
            return tuple(stored_decision(row) for row in await connection.execute(asked))

    async def entries_since(self, since: datetime) -> AsyncIterator[StoredEntry]:
        """Entries first seen since then, in order of arrival, a page at a time."""
        last: tuple[datetime, int] = (since, 0)
        while True:
            rows = await self._page(*last)
            for row in rows:
                yield row
            if len(rows) < PAGE:
                return
            last = (rows[-1].first_seen_at, rows[-1].id)

    async def counts(self, now: datetime) -> Counts:
        """The figures for `monitor status`, the page and the metrics."""
        async with self._db.read() as connection:
            return await count(connection, now)

    async def _told(self, asked: ColumnElement[bool]) -> tuple[StoredAlert, ...]:
        async with self._db.read() as connection:
            return await _alerts(connection, asked)

    async def _sent(self, asked: ColumnElement[bool]) -> tuple[StoredDelivery, ...]:
        async with self._db.read() as connection:
            return tuple((await deliveries_where(connection, [asked])).values())

    async def _page(self, seen_at: datetime, entry_id: int) -> list[StoredEntry]:
        later = (entries.c.first_seen_at > seen_at) | (
            (entries.c.first_seen_at == seen_at) & (entries.c.id > entry_id)
        )
        asked = (
            select(entries)
            .where(entries.c.first_seen_at >= seen_at, later)
            .order_by(entries.c.first_seen_at, entries.c.id)
            .limit(PAGE)
        )
        async with self._db.read() as connection:
            return [stored_entry(row) for row in await connection.execute(asked)]


async def _of_entry(connection: AsyncConnection, table: Table, entry_id: int) -> Sequence[Row[Any]]:
    """An entry's rows, revision by revision."""
    mine = select(table).where(table.c.entry_id == entry_id)
    return (await connection.execute(mine.order_by(table.c.revision, *table.primary_key))).all()


def _is_open(delivery: StoredDelivery | None) -> bool:
    return delivery is not None and delivery.state != "sent"


async def _alerts(
    connection: AsyncConnection, asked: ColumnElement[bool]
) -> tuple[StoredAlert, ...]:
    own, digest, summary = (deliveries.alias(name) for name in ("own", "digest", "summary"))
    rows = (
        await connection.execute(
            select(
                alerts,
                versions.c.entry_id,
                versions.c.published,
                versions.c.seen_at,
                versions.c.revision.label("entry_revision"),
                gatherings.c.kind.label("held"),
                gatherings.c.until,
                func.coalesce(own.c.id, summary.c.id, digest.c.id).label("delivery_id"),
            )
            .join_from(alerts, versions, versions.c.id == alerts.c.version_id)
            .outerjoin(own, (own.c.alert_id == alerts.c.id) & own.c.edits_id.is_(None))
            .outerjoin(gatherings, gatherings.c.id == alerts.c.gathering_id)
            .outerjoin(summary, summary.c.message_id == gatherings.c.message_id)
            .outerjoin(digest_runs, digest_runs.c.id == alerts.c.run_id)
            .outerjoin(digest, digest.c.message_id == digest_runs.c.message_id)
            .where(asked)
            .order_by(alerts.c.created_at, alerts.c.id)
        )
    ).all()
    ids = sorted({row.delivery_id for row in rows if row.delivery_id is not None})
    sent = await deliveries_where(connection, [deliveries.c.id.in_(some) for some in chunks(ids)])
    return tuple(stored_alert(row, sent) for row in rows)


async def deliveries_where(
    connection: AsyncConnection, asked: Iterable[ColumnElement[bool]]
) -> Mapping[int, StoredDelivery]:
    """Deliveries that meet any of these conditions, by id, with their attempts."""
    found: dict[int, StoredDelivery] = {}
    for condition in asked:
        tries: dict[int, list[Attempt]] = {}
        made = (
            select(delivery_attempts)
            .join(deliveries, deliveries.c.id == delivery_attempts.c.delivery_id)
            .where(condition)
            .order_by(delivery_attempts.c.id)
        )
        for row in await connection.execute(made):
            tries.setdefault(row.delivery_id, []).append(Attempt(row.at, row.outcome, row.reason))
        rows = await connection.execute(
            select(deliveries).where(condition).order_by(deliveries.c.id)
        )
        found |= {row.id: stored_delivery(row, tries.get(row.id, ())) for row in rows}
    return found
