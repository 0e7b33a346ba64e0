"""The one place that knows which database this is.

For PostgreSQL, three things will be needed here and nowhere else: `FOR UPDATE SKIP LOCKED` on the
feeds that `FeedStore.due` leases and on the `destinations` row of `Outbox.claim`, one advisory
lock (`pg_advisory_xact_lock`) that every turn takes before it looks for candidates, and row ids
from the sequences in `free_ids`. One lock for all, not one a story: two turns that bring the same
text at once find no story yet. Serialisable transactions, tried again when refused, do the same.
"""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    ColumnElement,
    Select,
    Table,
    bindparam,
    cast,
    event,
    func,
    make_url,
    select,
)
from sqlalchemy.dialects import sqlite
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.pool import ConnectionPoolEntry
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from monitor.store.driver import connect

BUSY = 5.0
"""Seconds to wait for another program that is writing to the same file (SQLite's busy_timeout)."""

READ, WRITE = "BEGIN", "BEGIN IMMEDIATE"
"""How a transaction begins. One that writes takes the write lock first: who reads and then wants
to write can be refused at once."""

PRAGMAS = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = NORMAL",
    "PRAGMA foreign_keys = ON",
    "PRAGMA cache_size = -16000",
    "PRAGMA wal_autocheckpoint = 8000",
)
"""In WAL mode NORMAL can't tear a commit; a power cut may undo the last ones, each as a whole
(sqlite.org/pragma.html#pragma_synchronous), and what is undone is polled or sent again. A feed's
turn touches a page of the index with every key: 16 MB keep its pages, and 32 MB are logged before
the log is copied into the file, so that a page is copied once and not with each turn."""


def database_path(url: str) -> Path:
    """The file that a storage address names; raises ValueError with a sentence for the user."""
    try:
        parsed = make_url(url)
    except ArgumentError:
        raise ValueError(f"storage: {url!r} is no address: write sqlite:///monitor.db") from None
    name = parsed.get_backend_name() if parsed.drivername else ""
    if name in {"postgresql", "postgres"}:
        raise ValueError(
            "storage: PostgreSQL is not supported yet: write sqlite:///monitor.db "
            "(one service, one file)"
        )
    if name != "sqlite" or not parsed.database or parsed.database.startswith((":memory:", "file:")):
        raise ValueError(
            f"storage: {parsed.render_as_string()!r} can't be used: "
            "write sqlite:/// and the path of a file, as in sqlite:///monitor.db"
        )
    return Path(parsed.database).expanduser().resolve()


def create_engine(path: Path) -> AsyncEngine:
    """Connections to a file, which are in no transaction before `READ` or `WRITE`."""
    engine = create_async_engine(
        f"sqlite+aiosqlite:///{path}", async_creator=partial(connect, path, BUSY)
    )
    event.listen(engine.sync_engine, "connect", _prepare)
    return engine


def _prepare(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
    cursor = connection.cursor()
    for pragma in PRAGMAS:
        cursor.execute(pragma)
    cursor.close()


def insert_absent(table: Table) -> sqlite.Insert:
    """An insert that leaves a row alone that breaks no rule but being there already."""
    return sqlite.insert(table).on_conflict_do_nothing()


class _Listed(FunctionElement[int]):
    """The numbers in a list that comes as one value, as rows."""

    inherit_cache = True


@compiles(_Listed)
def _in_sqlite(element: _Listed, compiler: SQLCompiler, **options: Any) -> str:
    return f"json_each({compiler.process(element.clauses, **options)})"


@compiles(_Listed, "postgresql")
def _in_postgresql(element: _Listed, compiler: SQLCompiler, **options: Any) -> str:
    return f"json_array_elements_text({compiler.process(element.clauses, **options)})"


def listed(name: str) -> ColumnElement[int]:
    """Each number of the list that is bound to a name: one statement, however many there are."""
    rows = _Listed(bindparam(name, type_=JSON)).table_valued("value", name=name)
    return cast(rows.c.value, BigInteger)


def free_ids(tables: Sequence[Table]) -> Select[tuple[int, ...]]:
    """The first free row id of each table, inside a writing transaction: there is one writer."""
    free = (func.coalesce(func.max(table.c.id), 0) + 1 for table in tables)
    return select(*(select(one).scalar_subquery() for one in free))
