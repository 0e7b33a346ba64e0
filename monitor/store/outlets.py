"""Who carries a story."""

from collections.abc import Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from monitor.model.story import Relation
from monitor.store.rows import chunks
from monitor.store.tables import versions


async def carriers(
    connection: AsyncConnection, story_ids: Sequence[int]
) -> Mapping[int, tuple[str, ...]]:
    """The outlets with copies of each story, in order of arrival, without its first outlet."""
    first: dict[int, str] = {}
    copies: dict[int, dict[str, None]] = {}
    for some in chunks(story_ids):
        asked = select(
            versions.c.story_id, versions.c.relation, versions.c.source, versions.c.feed
        ).where(versions.c.story_id.in_(some))
        for row in await connection.execute(asked.order_by(versions.c.id)):
            outlet = row.source or row.feed
            began = first.setdefault(row.story_id, outlet)
            if row.relation == Relation.COPY and outlet != began:
                copies.setdefault(row.story_id, {})[outlet] = None
    return {story_id: tuple(outlets) for story_id, outlets in copies.items()}
