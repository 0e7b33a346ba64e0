"""Brings a database to the schema that this code knows.

Alembic is slow to import, so it is asked only when the stored revision is not `HEAD`.
"""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path

from sqlalchemy import Connection, inspect, text
from sqlalchemy.ext.asyncio import AsyncConnection

from monitor.store.errors import StoreError

HEAD = "0002"
"""The newest revision in `migrations/versions`."""
MIGRATIONS = Path(__file__).parent / "migrations"

Transaction = Callable[[], AbstractAsyncContextManager[AsyncConnection]]


async def migrate(read: Transaction, write: Transaction, path: Path) -> None:
    """Bring the database up to date, all steps in one transaction. Raises StoreError."""
    async with read() as connection:
        stored = await connection.run_sync(_stored_revision, path)
    if stored == HEAD:
        return
    if stored is not None and not _is_known(stored):
        raise StoreError(
            f"{path} was written by a newer monitor (schema {stored}, this one knows {HEAD}): "
            "install that version again, or name another storage"
        )
    async with write() as connection:
        await connection.run_sync(_upgrade)


def _stored_revision(connection: Connection, path: Path) -> str | None:
    """The revision in force; `None` for an empty database."""
    tables = inspect(connection).get_table_names()
    if "alembic_version" in tables:
        revision: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
        return revision
    if tables:
        raise StoreError(f"{path} holds another program's tables: name another storage")
    return None


def _is_known(revision: str) -> bool:
    from alembic.script import ScriptDirectory

    known = ScriptDirectory(str(MIGRATIONS)).walk_revisions()
    return revision in {script.revision for script in known}


def _upgrade(connection: Connection) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    command.upgrade(config, "head")
