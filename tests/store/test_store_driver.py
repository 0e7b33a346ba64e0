"""The driver: one message to SQLite's thread for each statement."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiosqlite
import pytest
from sqlalchemy import select, text
from sqlalchemy.dialects import postgresql

from monitor.store.database import Database
from monitor.store.dialect import listed
from monitor.store.errors import StoreError
from monitor.store.tables import stories


@pytest.fixture
def messages(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What is sent to any connection's thread."""
    sent: list[Any] = []
    send = aiosqlite.Connection._execute

    async def noted(connection: Any, *message: Any) -> Any:
        sent.append(message)
        return await send(connection, *message)

    monkeypatch.setattr(aiosqlite.Connection, "_execute", noted)
    return sent


@pytest.fixture
async def numbers(tmp_path: Path) -> AsyncIterator[Database]:
    """A database with a small table."""
    database = await Database.open(f"sqlite:///{tmp_path / 'monitor.db'}")
    async with database.write() as connection:
        await connection.execute(text("CREATE TABLE numbers (number INTEGER PRIMARY KEY)"))
    yield database
    await database.close()


async def test_a_statement_and_its_rows_are_one_message(
    numbers: Database, messages: list[Any]
) -> None:
    """Whether one row is written, many are, or some are read: the thread is asked once."""
    async with numbers.write() as connection:
        await connection.execute(text("SELECT 1"))
        messages.clear()
        rows = [{"number": number} for number in range(3)]
        await connection.execute(text("INSERT INTO numbers VALUES (:number)"), rows)
        assert len(messages) == 1
        asked = text("INSERT INTO numbers VALUES (7) RETURNING number")
        assert (await connection.execute(asked)).scalar_one() == 7
        assert len(messages) == 2
        found = await connection.execute(text("SELECT number FROM numbers ORDER BY number"))
        assert found.scalars().all() == [0, 1, 2, 7]
        assert len(messages) == 3


async def test_how_many_rows_a_statement_changed_is_known(numbers: Database) -> None:
    """What leases and claims go by."""
    async with numbers.write() as connection:
        rows = [{"number": number} for number in range(5)]
        added = await connection.execute(text("INSERT INTO numbers VALUES (:number)"), rows)
        gone = await connection.execute(text("DELETE FROM numbers WHERE number > 2"))
        assert (added.rowcount, gone.rowcount) == (5, 2)


async def test_a_refused_statement_leaves_the_connection_usable(numbers: Database) -> None:
    """An error on the thread comes out where the statement was asked for."""
    for _ in range(2):
        with pytest.raises(StoreError, match="stored once only"):
            async with numbers.write() as connection:
                await connection.execute(text("INSERT INTO numbers VALUES (1), (1)"))
    async with numbers.read() as connection:
        assert (await connection.execute(text("SELECT count(*) FROM numbers"))).scalar() == 0


async def test_a_list_comes_as_one_value(numbers: Database) -> None:
    """The numbers of a list are rows, of all 64 bits; an empty one is none."""
    async with numbers.read() as connection:
        for given in ([], [3, -(2**63), 2**63 - 1]):
            rows = await connection.execute(select(listed("some")), {"some": given})
            assert rows.scalars().all() == given


def test_a_list_is_rows_for_postgresql_too() -> None:
    """There the function has another name, and gives text, which is made a number."""
    asked = select(stories.c.id).where(stories.c.id == listed("ids"))
    made = str(asked.compile(dialect=postgresql.dialect()))
    assert "json_array_elements_text(%(ids)s::JSON) AS ids" in made
    assert "CAST(ids.value AS BIGINT)" in made
