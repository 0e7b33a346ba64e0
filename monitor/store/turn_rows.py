"""What the chapters of a turn share."""

from functools import cache
from typing import Any

from sqlalchemy import Insert, Table, bindparam, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.sql.dml import ReturningInsert

from monitor.store.dialect import listed
from monitor.store.tables import decisions, entries, matches, story_keys
from monitor.store.types import Id

KEYS = insert(story_keys).from_select(
    ["key", "version_id"], select(listed("keys"), bindparam("version_id", type_=Id))
)
"""All keys of a version, which come as one value."""
_LATER: dict[Table, Insert] = {
    entries: insert(entries),
    matches: insert(matches),
    story_keys: KEYS,
    decisions: insert(decisions),
}
"""Parents before children."""


class TurnRows:
    """A connection, and rows that wait to be inserted together."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection
        self._later: dict[Table, list[dict[str, Any]]] = {table: [] for table in _LATER}

    async def flush(self, *tables: Table) -> None:
        """Insert the rows that wait for these tables, or for all."""
        for table in tables or _LATER:
            rows, self._later[table] = self._later[table], []
            if rows:
                await self._connection.execute(_LATER[table], rows)

    async def _insert(self, table: Table, values: dict[str, Any]) -> int:
        """Insert one row now; returns its id."""
        added = await self._connection.execute(_returning_id(table), values)
        row_id: int = added.scalar_one()
        return row_id


@cache
def _returning_id(table: Table) -> ReturningInsert[tuple[int]]:
    """Made once: SQLAlchemy finds the text of the very same statement sooner."""
    return insert(table).returning(table.c.id)
