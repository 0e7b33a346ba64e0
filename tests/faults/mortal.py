"""How a service dies within a process that goes on: nothing of it reaches its file or a channel."""

import asyncio
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from typing import Any, TypeVar

from sqlalchemy.ext.asyncio import AsyncConnection

from monitor.store.database import Database
from notifiers.base import Message, Notifier, Receipt

Result = TypeVar("Result")


class MortalDatabase(Database):
    """A database whose service can die: after that it begins no transaction any more.

    A kill within a transaction leaves what a kill before it would: SQLite sees to that.
    """

    died = False

    @asynccontextmanager
    async def write(self) -> AsyncIterator[AsyncConnection]:
        self._live()
        async with super().write() as connection:
            yield connection

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncConnection]:
        self._live()
        async with super().read() as connection:
            yield connection

    def _live(self) -> None:
        if self.died:
            raise asyncio.CancelledError


class MortalNotifier:
    """A notifier whose calls are cut wherever they stand when its service dies."""

    def __init__(self, notifier: Notifier, death: asyncio.Event) -> None:
        self._notifier, self._death = notifier, death
        self.edits, self.interval = notifier.edits, notifier.interval

    async def _cut(self, call: Coroutine[Any, Any, Result]) -> Result:
        task, end = asyncio.create_task(call), asyncio.create_task(self._death.wait())
        await asyncio.wait((task, end), return_when=asyncio.FIRST_COMPLETED)
        end.cancel()
        if self._death.is_set():
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
            raise asyncio.CancelledError
        return task.result()

    async def send(self, message: Message, parent: Receipt | None = None) -> Receipt:
        return await self._cut(self._notifier.send(message, parent))

    async def edit(self, receipt: Receipt, message: Message) -> Receipt:
        return await self._cut(self._notifier.edit(receipt, message))

    async def find(self, message: Message) -> Receipt | None:
        return await self._cut(self._notifier.find(message))

    async def check(self) -> str:
        return await self._notifier.check()

    async def aclose(self) -> None:
        await self._notifier.aclose()
