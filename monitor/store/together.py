"""One commit for callers that come at the same time."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar

from sqlalchemy.ext.asyncio import AsyncConnection

from monitor.store.database import Database

Row = TypeVar("Row")


class SharedCommit(Generic[Row]):
    """Writes rows in transactions shared by all who wait for the writer at that moment.

    While one transaction runs, the rows of other callers gather and go into the next one together.
    """

    def __init__(
        self, db: Database, write: Callable[[AsyncConnection, Sequence[Row]], Awaitable[None]]
    ) -> None:
        self._db = db
        self._write = write
        self._waiting: list[tuple[Row, asyncio.Future[None]]] = []
        self._tasks: set[asyncio.Task[None]] = set()

    async def add(self, row: Row) -> None:
        """Write a row; returns when it is committed. Raises StoreError, for all who share it."""
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((row, done))
        if len(self._waiting) == 1:
            task = asyncio.create_task(self._commit(), name="shared commit")
            self._tasks.add(task)  # the loop itself holds tasks only weakly
            task.add_done_callback(self._tasks.discard)
        await done

    async def _commit(self) -> None:
        taken: list[tuple[Row, asyncio.Future[None]]] = []
        problem: Exception | None = None
        try:
            async with self._db.write() as connection:
                taken, self._waiting = self._waiting, []
                await self._write(connection, [row for row, _ in taken])
        except Exception as error:  # whatever it is belongs to those who wait
            problem = error
            if not taken:
                taken, self._waiting = self._waiting, []
        for _, done in taken:
            if done.done():
                continue  # its caller gave up waiting
            if problem is None:
                done.set_result(None)
            else:
                done.set_exception(problem)
