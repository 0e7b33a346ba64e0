"""What people correct of the judgement on stories: versions change their story, alerts follow."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Row, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from monitor.model.alert import AlertKind
from monitor.model.story import Relation
from monitor.store.database import Database
from monitor.store.stored import (
    StoredDecision,
    StoredEntry,
    StoredMatch,
    StoredVersion,
    stored_decision,
    stored_entry,
    stored_match,
    stored_version,
)
from monitor.store.tables import (
    alerts,
    corrections,
    decisions,
    entries,
    matches,
    stories,
    versions,
)
from monitor.store.turn import Turn
from notifiers.base import Message
from notifiers.stored import load_message


@dataclass(frozen=True, slots=True)
class Correction:
    """One judgement that a person put right."""

    id: int
    kind: str
    """`split`, `merge`, or `update`: what was taken for a copy tells a new fact."""
    version_id: int
    """The version whose judgement was wrong: the first of what was split off or joined."""
    story_id: int
    """Where it stands now."""
    from_story_id: int
    """Where it stood before; after a later merge of the two, the same story."""
    before: str
    """The judgement that was wrong, in words."""
    author: str
    reason: str
    at: datetime


class CorrectionTurn(Turn):
    """What a correction reads and writes, all in one transaction."""

    async def version(self, version_id: int) -> StoredVersion:
        """A version as it is judged now."""
        asked = select(versions).where(versions.c.id == version_id)
        return stored_version((await self._connection.execute(asked)).one())

    async def story_versions(self, story_id: int) -> tuple[StoredVersion, ...]:
        """Every version of a story with its judgement, oldest first."""
        return await story_versions(self._connection, story_id)

    async def entry(self, entry_id: int) -> StoredEntry:
        """A stored entry in its latest words."""
        asked = select(entries).where(entries.c.id == entry_id)
        return stored_entry((await self._connection.execute(asked)).one())

    async def quiet(self, version: StoredVersion) -> tuple[StoredDecision, ...]:
        """The decisions by which destinations were not told of a version, one a destination."""
        asked = select(decisions).where(
            decisions.c.entry_id == version.entry_id, decisions.c.revision == version.revision
        )
        rows = await self._connection.execute(asked.order_by(decisions.c.id))
        latest = {row.destination: row for row in rows}
        return tuple(stored_decision(row) for row in latest.values() if row.kind == "suppressed")

    async def met(self, version: StoredVersion) -> tuple[StoredMatch, ...]:
        """The watchlists that a version met."""
        asked = select(matches).where(
            matches.c.entry_id == version.entry_id, matches.c.revision == version.revision
        )
        rows = await self._connection.execute(asked.order_by(matches.c.watchlist))
        return tuple(map(stored_match, rows))

    async def told_destinations(self, version_ids: Sequence[int]) -> frozenset[str]:
        """Who was told of one of these versions, or will be by a digest."""
        asked = select(alerts.c.destination).where(alerts.c.version_id.in_(version_ids))
        return frozenset(await self._connection.scalars(asked))

    async def as_sent(self, alert_id: int) -> Message:
        """The message of an alert as it was first worded, whatever edits made of it."""
        asked = select(alerts.c.message).where(alerts.c.id == alert_id)
        return load_message((await self._connection.execute(asked)).scalar_one())

    async def corrected(self, version_id: int, kind: str) -> bool:
        """Whether that version was corrected so before."""
        asked = select(corrections.c.id).where(
            corrections.c.version_id == version_id, corrections.c.kind == kind
        )
        return await self._connection.scalar(asked.limit(1)) is not None

    async def open_story(self, opened_at: datetime) -> int:
        """A story without versions yet."""
        return await self._insert(stories, {"opened_at": opened_at})

    async def move(self, version_ids: Sequence[int], to: int) -> None:
        """Give versions another story; what was told of them is what was told of that one."""
        await self._connection.execute(
            update(versions).where(versions.c.id.in_(version_ids)).values(story_id=to)
        )
        asked = select(alerts.c.id, alerts.c.destination, alerts.c.kind).where(
            alerts.c.version_id.in_(version_ids), alerts.c.story_id != to
        )
        for row in (await self._connection.execute(asked.order_by(alerts.c.id))).all():
            await self._move_alert(row, to)

    async def _move_alert(self, alert: Row[tuple[int, str, str]], to: int) -> None:
        """Alerts are numbered within their story, destination and kind: this one comes last."""
        last = await self._connection.scalar(
            select(func.max(alerts.c.revision)).where(
                alerts.c.story_id == to,
                alerts.c.destination == alert.destination,
                alerts.c.kind == alert.kind,
            )
        )
        first = 1 if alert.kind == AlertKind.UPDATE else 0
        await self._connection.execute(
            update(alerts)
            .where(alerts.c.id == alert.id)
            .values(story_id=to, revision=first if last is None else last + 1)
        )

    async def rejudge(
        self,
        version_id: int,
        relation: Relation,
        parent_id: int | None,
        why: str,
        changes: Sequence[str] = (),
    ) -> None:
        """Replace the judgement on a version."""
        await self._connection.execute(
            update(versions)
            .where(versions.c.id == version_id)
            .values(relation=relation.value, parent_id=parent_id, why=why, changes=list(changes))
        )

    async def follow(self, joined: int, into: int) -> None:
        """Let earlier corrections of a story that was joined to another name that one."""
        for column in (corrections.c.story_id, corrections.c.from_story_id):
            await self._connection.execute(
                update(corrections).where(column == joined).values({column.name: into})
            )

    async def record(
        self,
        kind: str,
        version: StoredVersion,
        *,
        story_id: int,
        author: str,
        reason: str,
        now: datetime,
    ) -> None:
        """Keep what was corrected; `version` is as it was judged before."""
        values = {
            "kind": kind,
            "version_id": version.id,
            "story_id": story_id,
            "from_story_id": version.story_id,
            "before": version.why,
            "author": author,
            "reason": reason,
            "created_at": now,
        }
        await self._connection.execute(insert(corrections), values)


class CorrectionStore:
    """Begins corrections, and lists them."""

    def __init__(self, db: Database) -> None:
        self._db = db

    @asynccontextmanager
    async def begin(self, *, dry_run: bool = False) -> AsyncIterator[CorrectionTurn]:
        """A correction, stored whole or not at all; with `dry_run` it is undone at its end."""
        async with self._db.write() as connection:
            turn = CorrectionTurn(connection)
            yield turn
            await turn.flush()
            if dry_run:
                await connection.rollback()

    async def since(self, since: datetime) -> tuple[Correction, ...]:
        """What was corrected since then, in order."""
        asked = select(corrections).where(corrections.c.created_at >= since)
        async with self._db.read() as connection:
            rows = await connection.execute(asked.order_by(corrections.c.id))
            return tuple(map(_correction, rows))


async def story_versions(connection: AsyncConnection, story_id: int) -> tuple[StoredVersion, ...]:
    """Every version of a story with its judgement, oldest first."""
    asked = select(versions).where(versions.c.story_id == story_id).order_by(versions.c.id)
    return tuple(map(stored_version, await connection.execute(asked)))


async def corrections_of(
    connection: AsyncConnection, story_ids: Sequence[int]
) -> tuple[Correction, ...]:
    """What was corrected of these stories, in order."""
    asked = select(corrections).where(
        corrections.c.story_id.in_(story_ids) | corrections.c.from_story_id.in_(story_ids)
    )
    return tuple(map(_correction, await connection.execute(asked.order_by(corrections.c.id))))


def _correction(row: Row[tuple[object, ...]]) -> Correction:
    return Correction(
        id=row.id,
        kind=row.kind,
        version_id=row.version_id,
        story_id=row.story_id,
        from_story_id=row.from_story_id,
        before=row.before,
        author=row.author,
        reason=row.reason,
        at=row.created_at,
    )
