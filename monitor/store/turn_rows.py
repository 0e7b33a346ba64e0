"""What the chapters of a turn share."""

from functools import cache
from typing import Any

from sqlalchemy import Insert, Table, bindparam, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.sql.dml import ReturningInsert

from monitor.store.dialect import free_ids, listed
from monitor.store.tables import decisions, entries, matches, stories, story_keys, versions
from monitor.store.types import Id

KEYS = insert(story_keys).from_select(
    ["key", "version_id"], select(listed("keys"), bindparam("version_id", type_=Id))
)
"""All keys of a version, which come as one value."""
_LATER: dict[Table, Insert] = {
    entries: insert(entries),
    stories: insert(stories),
    versions: insert(versions),
    matches: insert(matches),
    story_keys: KEYS,
    decisions: insert(decisions),
}
"""Parents before children."""
_NUMBERED = (entries, stories, versions)
"""Rows that are referred to before they are inserted."""
_FREE = free_ids(_NUMBERED)


class TurnRows:
    """A connection, and rows that wait to be inserted together."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection
        self._later: dict[Table, list[dict[str, Any]]] = {table: [] for table in _LATER}
        self._free: dict[Table, int] = {}

    async def flush(self, last: Table | None = None) -> None:
        """Insert the rows that wait, for this table and its parents or for all."""
        for table, statement in _LATER.items():
            rows, self._later[table] = self._later[table], []
            if rows:
                await self._connection.execute(statement, rows)
            if table is last:
                break

    async def _new_id(self, table: Table) -> int:
        """The id of a row that will be inserted later."""
        if not self._free:
            free = await self._connection.execute(_FREE)
            self._free = dict(zip(_NUMBERED, free.one(), strict=True))
        row_id = self._free[table]
        self._free[table] += 1
        return row_id

    async def _insert(self, table: Table, values: dict[str, Any]) -> int:
        """Insert one row now; returns its id."""
        added = await self._connection.execute(_returning_id(table), values)
        row_id: int = added.scalar_one()
        return row_id


@cache
def _returning_id(table: Table) -> ReturningInsert[tuple[int]]:
    """Made once: SQLAlchemy finds the text of the very same statement sooner."""
    return insert(table).returning(table.c.id)
