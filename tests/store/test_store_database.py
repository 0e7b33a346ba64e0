"""Opening, migrating, locking and failing."""

import asyncio
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Table, create_engine, insert, select, text
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateIndex, CreateTable

from monitor.store import dialect
from monitor.store.database import Database, StoreError
from monitor.store.schema import HEAD, MIGRATIONS
from monitor.store.tables import destinations, metadata
from monitor.store.types import Utc


def url(path: Path) -> str:
    return f"sqlite:///{path}"


async def names(db: Database) -> list[str]:
    async with db.read() as connection:
        return list(await connection.scalars(select(destinations.c.name)))


async def add(db: Database, name: str) -> None:
    async with db.write() as connection:
        await connection.execute(insert(destinations), {"name": name})


async def test_the_migrations_make_the_tables(db: Database) -> None:
    """What the steps build is what the code's tables say, indexes included."""

    def differences(connection: Connection) -> list[object]:
        context = MigrationContext.configure(connection, opts={"compare_type": False})
        return list(compare_metadata(context, metadata))

    async with db.read() as connection:
        assert await connection.run_sync(differences) == []


async def test_partial_indexes_are_partial_in_the_file_too(db: Database) -> None:
    """The comparison above is blind to index conditions: both ways of making them agree."""
    made = create_engine("sqlite://")
    metadata.create_all(made)
    asked = text("SELECT name, sql FROM sqlite_master WHERE sql LIKE '%INDEX%WHERE%' ORDER BY name")
    with made.connect() as plain:
        expected = [tuple(row) for row in plain.execute(asked)]
    made.dispose()
    async with db.read() as connection:
        assert [tuple(row) for row in await connection.execute(asked)] == expected


@pytest.mark.parametrize("table", metadata.sorted_tables, ids=lambda table: str(table.name))
def test_the_tables_are_fit_for_postgresql(table: Table) -> None:
    """The same tables and indexes can be made there, with real datetimes."""
    made = [str(CreateTable(table).compile(dialect=postgresql.dialect()))]
    made += [str(CreateIndex(i).compile(dialect=postgresql.dialect())) for i in table.indexes]
    times = sum(isinstance(column.type, Utc) for column in table.columns)
    assert made[0].count("TIMESTAMP WITH TIME ZONE") == times


def test_story_keys_outlive_the_step_that_makes_them_lean(tmp_path: Path) -> None:
    """What the older schema knew of the window is still found: its keys are carried over."""
    engine = create_engine(url(tmp_path / "old.db"))
    with engine.begin() as connection:
        config = Config(attributes={"connection": connection})
        config.set_main_option("script_location", str(MIGRATIONS))
        command.upgrade(config, "0001")
        for key, seen in ((-5, "2016-12-15 06:30"), (-5, "2016-12-15 06:31"), (8, "2016-12-15")):
            row = {"key": key, "seen": seen}
            connection.execute(text("INSERT INTO story_keys VALUES (:key, :seen, 1)"), row)
        command.upgrade(config, "head")
        found = connection.execute(text("SELECT key, version_id FROM story_keys ORDER BY key"))
        assert [tuple(row) for row in found] == [(-5, 1), (8, 1)]
    engine.dispose()


def test_head_is_the_newest_step() -> None:
    """The constant that spares us importing Alembic names its newest revision."""
    assert ScriptDirectory(str(MIGRATIONS)).get_current_head() == HEAD


def test_an_up_to_date_file_opens_without_alembic(empty_store: Path) -> None:
    """Alembic is slow to import: only a migration may ask for it."""
    code = (
        "import asyncio, sys\n"
        "from monitor.store.database import Database\n"
        f"asyncio.run(Database.open({url(empty_store)!r}))\n"
        "sys.stdout.write(str('alembic' in sys.modules))\n"
        "sys.stdout.flush()\n"
        "import os; os._exit(0)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603 - our own code
    assert done.stdout == "False"


async def test_the_file_is_set_up_for_one_writer_and_many_readers(db: Database) -> None:
    """WAL, no fsync a commit, foreign keys, and patience with other programs."""
    async with db.read() as connection:
        found = [
            await connection.scalar(text(f"PRAGMA {name}"))
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        ]
    assert found == ["wal", 1, 1, 5000]


async def test_an_exception_undoes_a_transaction(db: Database) -> None:
    """All or nothing: what was written before the exception is gone."""

    async def fail() -> None:
        async with db.write() as connection:
            await connection.execute(insert(destinations), {"name": "lost"})
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail()
    await add(db, "kept")
    assert await names(db) == ["kept"]


async def test_a_cancelled_writer_leaves_the_database_in_order(db: Database) -> None:
    """A turn given up half way holds no lock, and nothing of it is stored."""
    written = asyncio.Event()

    async def dawdle() -> None:
        async with db.write() as connection:
            await connection.execute(insert(destinations), {"name": "lost"})
            written.set()
            await asyncio.Event().wait()

    task = asyncio.create_task(dawdle())
    await written.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    await add(db, "kept")
    assert await names(db) == ["kept"]


async def test_writers_cancelled_at_any_statement_leave_the_database_in_order(
    db: Database,
) -> None:
    """Wherever in its statements a writer is cancelled, the next one works on a clean state."""
    for steps in range(40):
        task = asyncio.create_task(add(db, f"maybe {steps}"))
        for _ in range(steps):
            await asyncio.sleep(0)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        await add(db, f"kept {steps}")
    kept = [name for name in await names(db) if name.startswith("kept")]
    assert len(kept) == 40


async def test_readers_wait_for_nobody(db: Database) -> None:
    """While a writer is at work, readers see the last commit."""
    await add(db, "before")
    async with db.write() as connection:
        await connection.execute(insert(destinations), {"name": "during"})
        assert await names(db) == ["before"]
    assert sorted(await names(db)) == ["before", "during"]


async def test_writers_stand_in_line(store_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Many writers at once lose nothing and find no lock, even with no patience for one."""
    monkeypatch.setattr(dialect, "BUSY", 0)
    db = await Database.open(url(store_file))
    await asyncio.gather(*(add(db, f"desk {n}") for n in range(30)))
    assert len(await names(db)) == 30
    await db.close()


async def test_a_writer_keeps_other_programs_out_from_its_beginning(
    db: Database, store_file: Path
) -> None:
    """What a turn has read stays true until it commits."""
    other = sqlite3.connect(store_file, timeout=0)
    async with db.write() as connection:
        assert await connection.scalar(select(destinations.c.name)) is None
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            other.execute("INSERT INTO destinations (name) VALUES ('in between')")
        await connection.execute(insert(destinations), {"name": "kept"})
    other.close()
    assert await names(db) == ["kept"]


async def test_a_second_service_is_turned_away(tmp_path: Path) -> None:
    """Two services on one file would say everything twice: the second hears who is there."""
    first = await Database.open(url(tmp_path / "monitor.db"), exclusive=True)
    with pytest.raises(StoreError, match=rf"another monitor is running on .*pid {os.getpid()}\)"):
        await Database.open(url(tmp_path / "monitor.db"), exclusive=True)
    reader = await Database.open(url(tmp_path / "monitor.db"))
    await reader.close()
    await first.close()
    await first.close()
    again = await Database.open(url(tmp_path / "monitor.db"), exclusive=True)
    await again.close()


async def test_a_service_that_cannot_open_gives_the_lock_back(tmp_path: Path) -> None:
    """After a failed start the file is free for the next one."""
    (tmp_path / "monitor.db").write_bytes(b"no database" * 100)
    with pytest.raises(StoreError):
        await Database.open(url(tmp_path / "monitor.db"), exclusive=True)
    (tmp_path / "monitor.db").unlink()
    await (await Database.open(url(tmp_path / "monitor.db"), exclusive=True)).close()


async def test_a_file_of_another_kind_is_left_alone(tmp_path: Path) -> None:
    """A file that is no database is named, not overwritten."""
    path = tmp_path / "monitor.db"
    path.write_bytes(b"minutes of the harbour board " * 100)
    with pytest.raises(StoreError, match="is not a database: move the file away"):
        await Database.open(url(path))
    assert path.read_bytes().startswith(b"minutes")


async def test_another_programs_database_is_left_alone(tmp_path: Path) -> None:
    """Tables that are not ours are not joined by ours."""
    path = tmp_path / "monitor.db"
    other = sqlite3.connect(path)
    other.execute("CREATE TABLE feeds (id)")
    other.close()
    with pytest.raises(StoreError, match="another program's tables"):
        await Database.open(url(path))


async def test_a_newer_schema_is_left_alone(store_file: Path) -> None:
    """An old monitor doesn't touch what a new one wrote, and says what to do."""
    newer = sqlite3.connect(store_file)
    newer.execute("UPDATE alembic_version SET version_num = '9999'")
    newer.commit()
    newer.close()
    with pytest.raises(StoreError, match=r"newer monitor \(schema 9999"):
        await Database.open(url(store_file))


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("postgresql://desk@db/monitor", "PostgreSQL is not supported yet"),
        ("postgresql+asyncpg://desk@db/monitor", "PostgreSQL is not supported yet"),
        ("postgres://desk:secret@db/monitor", "PostgreSQL is not supported yet"),
        ("mysql://desk:secret@db/monitor", "write sqlite:///"),
        ("monitor.db", "write sqlite:///"),
        ("sqlite://", "write sqlite:///"),
        ("sqlite:///:memory:", "write sqlite:///"),
        ("sqlite:////no/such/folder/monitor.db", "there is no folder /no/such/folder"),
    ],
)
async def test_an_address_that_cannot_serve_is_explained(address: str, says: str) -> None:
    """Each wrong storage gets a sentence with what to write, and never shows a password."""
    with pytest.raises(StoreError) as caught:
        await Database.open(address)
    assert says in str(caught.value)
    assert "secret" not in str(caught.value)


async def test_a_relative_path_is_meant_from_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`sqlite:///monitor.db` is a file in the working folder."""
    monkeypatch.chdir(tmp_path)
    await (await Database.open("sqlite:///monitor.db")).close()
    assert (tmp_path / "monitor.db").is_file()


async def test_a_locked_database_says_who_is_in_the_way(
    store_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another program's lock gives a sentence, and nothing is half written."""
    monkeypatch.setattr(dialect, "BUSY", 0.01)
    db = await Database.open(url(store_file))
    other = sqlite3.connect(store_file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreError, match="locked by another program"):
        await add(db, "lost")
    other.execute("ROLLBACK")
    other.close()
    await add(db, "kept")
    assert await names(db) == ["kept"]
    await db.close()


async def test_a_full_disk_says_so_and_keeps_what_was_stored(db: Database) -> None:
    """When nothing more fits, the turn is refused as a whole and readers go on."""
    await add(db, "kept")

    async def fill() -> None:
        async with db.write() as connection:
            pages = await connection.scalar(text("PRAGMA page_count"))
            await connection.execute(text(f"PRAGMA max_page_count = {pages}"))
            rows = [{"name": f"{number} " + "far" * 1000} for number in range(1000)]
            await connection.execute(insert(destinations), rows)

    with pytest.raises(StoreError, match="disk is full: free some space"):
        await fill()
    assert await names(db) == ["kept"]


async def test_a_broken_rule_stores_nothing(db: Database) -> None:
    """What the unique constraints refuse comes out as a StoreError."""
    await add(db, "once")
    with pytest.raises(StoreError, match="stored once only"):
        await add(db, "once")


@pytest.fixture
def read_only_file(store_file: Path) -> Iterator[Path]:
    """A store that nobody may write to."""
    if os.geteuid() == 0:
        pytest.skip("skipped: root may write anywhere")
    store_file.chmod(0o400)
    store_file.parent.chmod(0o500)
    yield store_file
    store_file.parent.chmod(0o700)


async def test_a_read_only_folder_is_explained(read_only_file: Path) -> None:
    """A file that can't be written says whose permission is missing."""
    with pytest.raises(StoreError, match="who may write"):
        await Database.open(url(read_only_file))
