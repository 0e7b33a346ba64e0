"""SQLite on a thread of its own, with one message there and back for each statement.

aiosqlite's cursors send four (open, execute, fetch, close), which for the short statements of a
turn is most of what they cost. These fetch the rows where the statement is executed.
"""

import sqlite3
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import aiosqlite


async def connect(path: Path, patience: float) -> "Connection":
    """A connection that begins and ends transactions only when told to.

    It waits so many seconds for another program that is writing.
    """
    opened = partial(sqlite3.connect, path, timeout=patience, isolation_level=None)
    connection = Connection(opened, iter_chunk_size=1)
    await connection
    return connection


class Connection(aiosqlite.Connection):
    """aiosqlite's connection, with such cursors."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self._thread.daemon = True  # a forgotten connection holds up nobody's exit

    async def cursor(self) -> "Cursor":  # type: ignore[override] # awaited by SQLAlchemy, no more
        """A cursor; the thread hears of it with its statement."""
        return Cursor(self)

    async def fetched(
        self, what: str, sql: str, values: Sequence[Any]
    ) -> tuple[sqlite3.Cursor, list[Any]]:
        """Call that method of SQLite's connection on the thread, and fetch the rows there."""
        done: tuple[sqlite3.Cursor, list[Any]]
        done = await self._execute(  # type: ignore[no-untyped-call] # aiosqlite's
            _fetched, getattr(self._conn, what), sql, values
        )
        return done


class Cursor:
    """What SQLAlchemy's dialect for aiosqlite asks of a cursor."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._done: sqlite3.Cursor | None = None
        self._rows: list[Any] = []

    def __getattr__(self, name: str) -> Any:
        """`description`, `rowcount` and `lastrowid` of the statement that was executed."""
        return getattr(self._done, name)

    async def execute(self, sql: str, values: Sequence[Any] = ()) -> None:
        """Execute a statement."""
        self._done, self._rows = await self._connection.fetched("execute", sql, values)

    async def executemany(self, sql: str, rows: Sequence[Any]) -> None:
        """Execute a statement with each of these rows of values."""
        self._done, self._rows = await self._connection.fetched("executemany", sql, rows)

    async def fetchall(self) -> list[Any]:
        """The rows."""
        return self._rows

    async def close(self) -> None:
        """The statement is done with already."""


def _fetched(
    execute: Callable[..., sqlite3.Cursor], sql: str, values: Sequence[Any]
) -> tuple[sqlite3.Cursor, list[Any]]:
    cursor = execute(sql, values)
    rows = cursor.fetchall()
    cursor.close()
    return cursor, rows
