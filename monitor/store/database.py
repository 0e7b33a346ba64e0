"""The database: one file, one writer, many readers."""

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from filelock import FileLock, Timeout
from sqlalchemy.ext.asyncio import AsyncConnection

from monitor.store.dialect import READ, WRITE, create_engine, database_path
from monitor.store.errors import StoreError as StoreError  # callers find it beside Database
from monitor.store.errors import store_errors
from monitor.store.schema import migrate

PATIENCE = 0.3
"""Seconds for which a starting service tries: `is_served` may hold the lock for an instant."""


class Database:
    """An open database; `Database.open` makes one.

    Transactions that write stand in line for one writer, so that none ever finds another's half
    done work; readers see the last commit and wait for nobody.
    """

    def __init__(self, path: Path, lock: FileLock | None) -> None:
        self.path = path
        self._lock = lock
        self._engine = create_engine(path)
        self._turn = asyncio.Lock()

    @classmethod
    async def open(cls, url: str, *, exclusive: bool = False) -> "Database":
        """Open `sqlite:///path`, made or brought up to date as needed.

        `exclusive` is for the service: one at a time on one file. Raises StoreError.
        """
        try:
            path = database_path(url)
        except ValueError as error:
            raise StoreError(str(error)) from None
        if not path.parent.is_dir():
            raise StoreError(f"{path} can't be opened: there is no folder {path.parent}")
        database = cls(path, _service_lock(path) if exclusive else None)
        try:
            await migrate(database.read, database.write, path)
        except BaseException:
            await database.close()
            raise
        return database

    async def close(self) -> None:
        """Let writes that were begun end, then let go of the file; twice is harmless."""
        async with self._turn:
            await self._engine.dispose()
        if self._lock is not None:
            self._lock.release()

    @asynccontextmanager
    async def write(self) -> AsyncIterator[AsyncConnection]:
        """A transaction that may write: committed at a clean exit, rolled back at an exception.

        Raises StoreError. Don't wait for the outside world inside: all other writers wait too.
        """
        async with self._turn:
            with store_errors(self.path):
                async with self._engine.begin() as connection:
                    await connection.exec_driver_sql(WRITE)
                    yield connection

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncConnection]:
        """A view of the database as it stands at the first question. Raises StoreError."""
        with store_errors(self.path):
            async with self._engine.begin() as connection:
                await connection.exec_driver_sql(READ)
                yield connection


def is_served(url: str) -> bool:
    """Whether a service works on the database `sqlite:///path` now. Raises StoreError.

    The lock is tried and given back at once: a service that starts meanwhile waits as long.
    """
    try:
        held = _lock_file(database_path(url))
    except ValueError as error:
        raise StoreError(str(error)) from None
    if not held.exists():
        return False
    try:
        with FileLock(held, timeout=0, thread_local=False):
            return False
    except Timeout:
        return True
    except OSError as error:
        raise StoreError(f"{held} can't be read ({error.strerror}): check its folder") from error


def _lock_file(path: Path) -> Path:
    return path.with_name(f"{path.name}.lock")


def _service_lock(path: Path) -> FileLock:
    """Take the lock that only one service can hold; a killed service lets go of it by itself."""
    held = _lock_file(path)
    lock = FileLock(held, thread_local=False)
    try:
        lock.acquire(timeout=PATIENCE)
        held.write_text(f"{os.getpid()}\n", encoding="ascii")
    except Timeout:
        raise StoreError(
            f"another monitor is running on {path}{_pid_in(held)}: "
            "stop it, or give this one its own storage"
        ) from None
    except OSError as error:
        lock.release()
        raise StoreError(f"{held} can't be written ({error.strerror}): check its folder") from error
    return lock


def _pid_in(held: Path) -> str:
    try:
        pid = held.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError):
        return ""
    return f" (pid {pid})" if pid.isdigit() else ""
