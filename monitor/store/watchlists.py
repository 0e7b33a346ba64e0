"""Versions of the desk's files, so that the last good one outlives a bad edit."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, delete, func, insert, select, true
from sqlalchemy.ext.asyncio import AsyncConnection

from monitor.model.file_version import FileVersion
from monitor.store.database import Database
from monitor.store.tables import watchlist_versions

KEPT = 200
"""Versions that are kept of a file: years of edits, and no end of disk for a file that a program
writes."""

_VERSION = watchlist_versions.c


class WatchlistStore:
    """The files as they were read, with what was wrong with them."""

    def __init__(self, db: Database, *, kept: int = KEPT) -> None:
        self._db = db
        self._kept = kept

    async def record_all(
        self, files: Mapping[str, tuple[str, tuple[str, ...]]], now: datetime
    ) -> frozenset[str]:
        """Keep a version (text, problems) of each file where it is a new one; returns their names.

        `problems` are errors, in words: a version with any was never in force. All of them in one
        transaction: what was saved together is found together.
        """
        async with self._db.write() as connection:
            fresh = [
                {"watchlist": name, "text": text, "problems": list(problems), "recorded_at": now}
                for name, (text, problems) in files.items()
                if not await _is_latest(connection, name, text, problems)
            ]
            if fresh:
                await connection.execute(insert(watchlist_versions), fresh)
            for row in fresh:
                await self._forget_old(connection, str(row["watchlist"]))
        return frozenset(str(row["watchlist"]) for row in fresh)

    async def _forget_old(self, connection: AsyncConnection, name: str) -> None:
        oldest = _newest(_VERSION.watchlist == name).with_only_columns(_VERSION.id)
        edge = await connection.scalar(oldest.offset(self._kept).limit(1))
        if edge is not None:
            await connection.execute(
                delete(watchlist_versions).where(_VERSION.watchlist == name, _VERSION.id <= edge)
            )

    async def latest_good(self, watchlist: str) -> str | None:
        """The newest version without problems."""
        async with self._db.read() as connection:
            rows = await connection.execute(_newest(_VERSION.watchlist == watchlist))
            return next((row.text for row in rows if not row.problems), None)

    async def latest(self) -> Mapping[str, FileVersion]:
        """The newest version of every file, deleted ones included."""
        newest = select(func.max(_VERSION.id)).group_by(_VERSION.watchlist)
        async with self._db.read() as connection:
            rows = await connection.execute(_newest(_VERSION.id.in_(newest)))
            return {row.watchlist: _version(row) for row in rows}

    async def faulty(self) -> Mapping[str, bool]:
        """Files whose latest version has an error, and whether there is a good one before it."""
        bad = [name for name, one in sorted((await self.latest()).items()) if one.problems]
        return {name: bool(await self.latest_good(name)) for name in bad}

    async def versions(
        self, names: Collection[str] | None = None, *, limit: int = KEPT
    ) -> tuple[FileVersion, ...]:
        """The newest versions of these files, or of all, newest first.

        `limit` holds for each file that is named, or for all together.
        """
        found: list[FileVersion] = []
        async with self._db.read() as connection:
            for asked in _named(names):
                rows = await connection.execute(_newest(asked).limit(limit))
                found += map(_version, rows)
        return tuple(sorted(found, key=lambda version: version.id, reverse=True))


def _named(names: Collection[str] | None) -> list[ColumnElement[bool]]:
    if names is None:
        return [true()]
    return [_VERSION.watchlist == name for name in sorted(names)]


def _newest(asked: ColumnElement[bool]) -> Select[Any]:
    return select(watchlist_versions).where(asked).order_by(_VERSION.id.desc())


async def _is_latest(
    connection: AsyncConnection, name: str, text: str, problems: Sequence[str]
) -> bool:
    latest = _newest(_VERSION.watchlist == name).limit(1)
    row = (await connection.execute(latest)).first()
    return row is not None and row.text == text and row.problems == list(problems)


def _version(row: Row[Any]) -> FileVersion:
    return FileVersion(row.id, row.watchlist, row.text, tuple(row.problems), row.recorded_at)
