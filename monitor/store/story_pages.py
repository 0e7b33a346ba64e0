"""Stories as people look at them: all versions of one, and what is known of each."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, select

from monitor.store.corrections import Correction, corrections_of, story_versions
from monitor.store.database import Database
from monitor.store.reports import Reports
from monitor.store.rows import chunks, mark
from monitor.store.stored import (
    StoredAlert,
    StoredDecision,
    StoredVersion,
    stored_decision,
    stored_version,
)
from monitor.store.tables import alerts, corrections, decisions, deliveries, entries, versions


@dataclass(frozen=True, slots=True)
class StoryPage:
    """A story with everything that was judged, decided, told and corrected; in order of time."""

    story_id: int
    versions: tuple[StoredVersion, ...]
    decisions: tuple[StoredDecision, ...]
    alerts: tuple[StoredAlert, ...]
    corrections: tuple[Correction, ...]


class StoryPages:
    """Finds stories by what a person has in hand."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._reports = Reports(db)

    async def page(self, story_id: int) -> StoryPage | None:
        """A story; `None` where no version of it is stored (any more)."""
        async with self._db.read() as connection:
            found = await story_versions(connection, story_id)
            if not found:
                return None
            decided: list[StoredDecision] = []
            for some in chunks(sorted({version.entry_id for version in found})):
                asked = select(decisions).where(decisions.c.entry_id.in_(some))
                rows = await connection.execute(asked.order_by(decisions.c.id))
                decided += map(stored_decision, rows)
            corrected = await corrections_of(connection, [story_id])
        mine = {(version.entry_id, version.revision) for version in found}
        of_story = tuple(one for one in decided if (one.entry_id, one.revision) in mine)
        told = await self._reports.story_alerts(story_id)
        return StoryPage(story_id, found, of_story, told, corrected)

    async def joined_to(self, story_id: int) -> int | None:
        """The story that a person joined this one to."""
        asked = select(corrections.c.story_id).where(
            corrections.c.kind == "merge", corrections.c.from_story_id == story_id
        )
        async with self._db.read() as connection:
            found: int | None = await connection.scalar(asked.order_by(corrections.c.id.desc()))
        return found

    async def corrections(self, story_ids: Sequence[int]) -> tuple[Correction, ...]:
        """What was corrected of these stories, in order."""
        async with self._db.read() as connection:
            return await corrections_of(connection, story_ids)

    async def of_entry(self, entry_id: int) -> tuple[StoredVersion, ...]:
        """The judged versions of an entry, oldest first."""
        return await self._versions(versions.c.entry_id == entry_id)

    async def of_link(self, canonical_link: str) -> tuple[StoredVersion, ...]:
        """The judged versions of the entries with that link; several feeds may carry it."""
        carrying = select(entries.c.id).where(
            entries.c.link_mark == mark(canonical_link),
            entries.c.canonical_link == canonical_link,
        )
        return await self._versions(versions.c.entry_id.in_(carrying))

    async def of_alert(self, alert_id: int) -> tuple[StoredVersion, ...]:
        """The version that an alert told."""
        told = select(alerts.c.version_id).where(alerts.c.id == alert_id)
        return await self._versions(versions.c.id.in_(told))

    async def of_delivery(self, delivery_id: int) -> tuple[StoredVersion, ...]:
        """The version that a delivered message told; none for digests and notices."""
        told = (
            select(alerts.c.version_id)
            .join(deliveries, deliveries.c.alert_id == alerts.c.id)
            .where(deliveries.c.id == delivery_id)
        )
        return await self._versions(versions.c.id.in_(told))

    async def _versions(self, asked: ColumnElement[bool]) -> tuple[StoredVersion, ...]:
        async with self._db.read() as connection:
            rows = await connection.execute(select(versions).where(asked).order_by(versions.c.id))
            return tuple(map(stored_version, rows))
