"""Stories and their versions, as a turn reads and writes them."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, bindparam, func, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from monitor.model.entry import Entry
from monitor.model.story import Relation, StoryLink, Version
from monitor.store.candidates import LookUp, distinct
from monitor.store.dialect import listed
from monitor.store.outlets import carriers
from monitor.store.rows import ENTRY, chunks, entry_of, entry_values
from monitor.store.tables import corrections, stories, story_keys, versions
from monitor.store.turn_rows import TurnRows

VERSION = (
    versions.c.id,
    versions.c.entry_id,
    versions.c.story_id,
    versions.c.seen_at,
    *(versions.c[name] for name in ENTRY),
)

_STORY = versions.c.story_id
_IS_COPY = versions.c.relation == Relation.COPY.value
ALL = select(*VERSION).where(_STORY.in_(bindparam("stories", expanding=True)))
_RANKED = (
    select(
        versions.c.id,
        func.row_number().over(partition_by=_STORY, order_by=versions.c.id).label("first"),
        func.row_number()
        .over(partition_by=(_STORY, _IS_COPY), order_by=versions.c.id.desc())
        .label("last"),
    )
    .where(_STORY.in_(bindparam("stories", expanding=True)))
    .subquery("ranked")
)
FEW = (
    select(*VERSION)
    .join(_RANKED, _RANKED.c.id == versions.c.id)
    .where(
        or_(
            _RANKED.c.first == 1,
            _RANKED.c.last <= bindparam("latest"),
            versions.c.id.in_(select(listed("near"))),
        )
    )
)
SPLIT = (
    select(corrections.c.from_story_id, corrections.c.story_id)
    .where(
        corrections.c.kind == "split",
        corrections.c.story_id.in_(bindparam("stories", expanding=True)),
        corrections.c.from_story_id.in_(bindparam("stories", expanding=True)),
        corrections.c.story_id != corrections.c.from_story_id,
    )
    .distinct()
)


class TurnStories(TurnRows):
    """The chapter of stories."""

    def __init__(self, connection: AsyncConnection) -> None:
        super().__init__(connection)
        self._look_up = LookUp(connection)

    async def candidates(
        self, keys: Sequence[int], since: datetime, limit: int
    ) -> Mapping[int, int]:
        """The stories seen since then that share most look-up keys, rare ones first.

        Each with the id of that version of it which shares most. Keys are signed and of 64 bits,
        64 at most. Of equals the latest comes first.
        """
        return await self._look_up.nearest(distinct(keys), since, limit)

    async def look_ahead(
        self, entries: Sequence[Sequence[int]], since: datetime, limit: int
    ) -> None:
        """Look up the keys of several entries together, whose `candidates` will be asked for."""
        await self._look_up.look_ahead([distinct(keys) for keys in entries], since, limit)

    async def versions_of(
        self, story_ids: Sequence[int], latest: int | None = None, near: Iterable[int] = ()
    ) -> tuple[Version, ...]:
        """Every version of these stories, oldest first.

        With `latest`, of each story only the first version, the latest so many that told something,
        the latest so many copies, and those of these ids: a story of a hundred copies says no more.
        """
        if not {row["story_id"] for row in self._later[versions]}.isdisjoint(story_ids):
            await self.flush(versions)
        found: list[Version] = []
        for some in chunks(story_ids):
            asked = ALL if latest is None else FEW
            values = {"stories": list(some), "latest": latest, "near": list(near)}
            found += await self._versions(asked, values)
        return tuple(sorted(found, key=lambda version: version.id))

    async def split_apart(self, story_ids: Sequence[int]) -> tuple[tuple[int, int], ...]:
        """Those pairs of these stories that a person split; not those joined again since."""
        rows = await self._connection.execute(SPLIT, {"stories": story_ids})
        return tuple((row.from_story_id, row.story_id) for row in rows)

    async def own_versions(self, entry_id: int) -> tuple[Version, ...]:
        """Every version of one entry, oldest first."""
        await self.flush(versions)
        mine = select(*VERSION).where(versions.c.entry_id == entry_id)
        return await self._versions(mine.order_by(versions.c.revision))

    async def add_version(
        self,
        *,
        entry_id: int,
        revision: int,
        entry: Entry,
        story_id: int | None,
        link: StoryLink,
        keys: Sequence[int],
        seen_at: datetime,
    ) -> Version:
        """Store a matched version with its judgement; without a story it opens one."""
        if story_id is None:
            story_id = await self._new_id(stories)
            self._later[stories].append({"id": story_id, "opened_at": seen_at})
        version = Version(await self._new_id(versions), entry_id, story_id, entry, seen_at)
        values = entry_values(entry) | {
            "id": version.id,
            "entry_id": entry_id,
            "revision": revision,
            "story_id": story_id,
            "seen_at": seen_at,
            "relation": link.relation.value,
            "parent_id": link.parent.id if link.parent else None,
            "why": link.why,
            "changes": list(link.changes),
            "mark": link.mark.value,
        }
        self._later[versions].append(values)
        self._later[story_keys].append({"keys": sorted(set(keys)), "version_id": version.id})
        self._look_up.add(version, distinct(keys))
        return version

    async def update_behind(self, version_id: int | None) -> tuple[int, tuple[str, ...]]:
        """The update that a version repeats, through any copies between: its id and its changes.

        (0, ()) where it goes back to a new story, or retention has deleted what is behind it.
        """
        await self.flush(versions)
        while version_id is not None:
            asked = select(versions.c.relation, versions.c.parent_id, versions.c.changes)
            row = (await self._connection.execute(asked.where(versions.c.id == version_id))).first()
            if row is None or row.relation == Relation.NEW:
                break
            if row.relation == Relation.UPDATE:
                return version_id, tuple(row.changes)
            version_id = row.parent_id
        return 0, ()

    async def outlets(self, story_id: int) -> tuple[str, ...]:
        """Who carries a story, in order of arrival, the outlet that began it first.

        An outlet without a name goes by the id of its feed.
        """
        await self.flush(versions)
        return (await carriers(self._connection, [story_id])).get(story_id, ())

    async def _versions(
        self, statement: Select[Any], values: dict[str, Any] | None = None
    ) -> tuple[Version, ...]:
        rows = await self._connection.execute(statement, values)
        return tuple(_version(row) for row in rows)


def _version(row: Row[Any]) -> Version:
    return Version(row.id, row.entry_id, row.story_id, entry_of(row), row.seen_at)
