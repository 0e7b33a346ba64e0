"""What the chapters of a turn share."""

from typing import Any

from sqlalchemy import Table, insert
from sqlalchemy.ext.asyncio import AsyncConnection

from monitor.store.tables import decisions, entries, matches, story_keys

_ORDER = (entries, matches, story_keys, decisions)
"""Parents before children."""


class TurnRows:
    """A connection, and rows that wait to be inserted together."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection
        self._later: dict[Table, list[dict[str, Any]]] = {table: [] for table in _ORDER}

    async def flush(self, *tables: Table) -> None:
        """Insert the rows that wait for these tables, or for all."""
        for table in tables or _ORDER:
            rows, self._later[table] = self._later[table], []
            if rows:
                await self._connection.execute(insert(table), rows)

    async def _insert(self, table: Table, values: dict[str, Any]) -> int:
        """Insert one row now; returns its id."""
        added = await self._connection.execute(insert(table).returning(table.c.id), values)
        row_id: int = added.scalar_one()
        return row_id
