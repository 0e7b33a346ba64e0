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
    """The outlets of each story, in order of arrival: who began it, and who carries copies.

    An outlet that only brought an update is not among them: what it carries is the follow-up.
    """
    found: dict[int, dict[str, None]] = {}
    for some in chunks(story_ids):
        asked = select(
            versions.c.story_id, versions.c.relation, versions.c.source, versions.c.feed
        ).where(versions.c.story_id.in_(some))
        for row in await connection.execute(asked.order_by(versions.c.id)):
            if row.relation != Relation.UPDATE:
                found.setdefault(row.story_id, {})[row.source or row.feed] = None
    return {story_id: tuple(outlets) for story_id, outlets in found.items()}
