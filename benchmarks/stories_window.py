"""A window full of stories: the service's database, and datasketch's MinHashLSH beside it."""

import re
import sqlite3
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, Self

from datasketch import MinHash, MinHashLSH
from sqlalchemy import Table
from sqlalchemy.ext.asyncio import AsyncConnection

from monitor.model.entry import Entry
from monitor.model.story import Version
from monitor.store.rows import entry_values
from monitor.store.tables import entries, stories, story_keys, versions
from monitor.store.turn import Turn

PERMUTATIONS, THRESHOLD = 128, 0.5
"""datasketch's usual number of permutations, and a usual threshold for near-duplicates."""
SHINGLE = 3
KEYS_AT_ONCE = 2_000_000
_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]|[^\W\u3040-\u30ff\u3400-\u9fff]+")


def shingles(text: str) -> set[str]:
    """Three words in a row, folded; three characters of Japanese."""
    words = _WORD.findall(text.casefold())
    return {" ".join(words[n : n + SHINGLE]) for n in range(max(1, len(words) - SHINGLE + 1))}


def sketch(entry: Entry) -> MinHash:
    """The MinHash of an entry's headline and text."""
    made = MinHash(num_perm=PERMUTATIONS)
    made.update_batch([one.encode() for one in shingles(f"{entry.title} {entry.text}")])
    return made


def sketch_by_one(entry: Entry) -> MinHash:
    """The same, made as datasketch's documentation shows it: one shingle after another."""
    made = MinHash(num_perm=PERMUTATIONS)
    for one in shingles(f"{entry.title} {entry.text}"):
        made.update(one.encode())
    return made


class Stopwatch:
    """Seconds of computing, by what they were spent on: others work on the same cores."""

    def __init__(self) -> None:
        self.seconds: defaultdict[str, float] = defaultdict(float)
        self._within = 0.0

    @contextmanager
    def times(self, what: str) -> Iterator[None]:
        """Counts what is done inside, except for what is timed by itself there."""
        before, self._within = self._within, 0.0
        began = time.process_time()
        yield
        spent = time.process_time() - began
        self.seconds[what] += spent - self._within
        self._within = before + spent

    def add(self, seconds: Mapping[str, float]) -> None:
        """Counts what another has told."""
        for what, spent in seconds.items():
            self.seconds[what] += spent


class Sketches:
    """datasketch's index, in memory."""

    def __init__(self) -> None:
        self._index = MinHashLSH(threshold=THRESHOLD, num_perm=PERMUTATIONS)
        self.count = 0

    def add(self, entry: Entry) -> MinHash:
        """Keep an entry, under the next number; returns its sketch."""
        made = sketch(entry)
        self._keep(made)
        return made

    def near(self, entry: Entry) -> list[int]:
        """The numbers of the entries that one is like."""
        found: list[int] = self._index.query(sketch(entry))
        return found

    def judge(self, entry: Entry, watch: Stopwatch) -> MinHash:
        """Look up what an entry is like, and keep it; returns its sketch."""
        with watch.times("sketch by one"):
            sketch_by_one(entry)
        with watch.times("sketch"):
            made = sketch(entry)
        with watch.times("index"):
            self._index.query(made)
            self._keep(made)
        return made

    def _keep(self, made: MinHash) -> None:
        self.count += 1
        self._index.insert(self.count, made, check_duplication=False)


class Window:
    """The service's database, filled in bulk through its tables but without its transactions."""

    def __init__(self, path: Path) -> None:
        self._keys: list[tuple[int, int]] = []
        self._database = sqlite3.connect(path, isolation_level=None)
        for pragma in ("journal_mode = OFF", "synchronous = OFF", "cache_size = -400000"):
            self._database.execute(f"PRAGMA {pragma}")
        self._database.execute("BEGIN")
        (self.count,) = self._database.execute(
            "SELECT coalesce(max(id), 0) FROM versions"
        ).fetchone()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._insert_keys()
        self._database.execute("COMMIT")
        self._database.close()

    def add(self, entry: Entry, keys: Sequence[int], seen: datetime) -> None:
        """A story of one version, under the next number."""
        self.count += 1
        number, words = self.count, entry_values(entry)
        times = {"first_seen_at": seen, "seen_at": seen}
        known = {"id": number, "key": str(number), "canonical_link": entry.link, "seeded": False}
        self._insert(stories, {"id": number, "opened_at": seen})
        self._insert(entries, {**words, **known, **times, "revision": 0})
        judged = {"relation": "new", "why": "new: no earlier text like it", "changes": "[]"}
        ids = {"id": number, "entry_id": number, "story_id": number, "revision": 0, "mark": ""}
        self._insert(versions, {**words, **ids, **judged, "seen_at": seen})
        self._keys += [(key, number) for key in dict.fromkeys(keys)]
        if len(self._keys) > KEYS_AT_ONCE:
            self._insert_keys()

    def _insert_keys(self) -> None:
        """Many at once in the order of the index, many times as fast as one after another."""
        rows, self._keys = sorted(self._keys), []
        self._database.executemany(_statement(story_keys, ("key", "version_id")), rows)

    def _insert(self, table: Table, values: dict[str, Any]) -> None:
        row = [_as_stored(value) for value in values.values()]
        self._database.execute(_statement(table, tuple(values)), row)


def _statement(table: Table, columns: Sequence[str]) -> str:
    places = ", ".join("?" * len(columns))
    return f"INSERT INTO {table.name} ({', '.join(columns)}) VALUES ({places})"  # noqa: S608 # the tables' own names


def _as_stored(value: object) -> object:
    if isinstance(value, datetime):
        return value.replace(tzinfo=None).isoformat(" ", "microseconds")
    return value


class TimedTurn(Turn):
    """A turn that counts what its chapter of stories costs."""

    def __init__(self, connection: AsyncConnection, watch: Stopwatch) -> None:
        super().__init__(connection)
        self._watch = watch

    async def candidates(
        self, keys: Sequence[int], since: datetime, limit: int
    ) -> Mapping[int, int]:
        """The look-up."""
        with self._watch.times("look-up"):
            return await super().candidates(keys, since, limit)

    async def look_ahead(
        self, entries: Sequence[Sequence[int]], since: datetime, limit: int
    ) -> None:
        """The look-up for several entries."""
        with self._watch.times("look-up"):
            await super().look_ahead(entries, since, limit)

    async def versions_of(
        self, story_ids: Sequence[int], latest: int | None = None, near: Iterable[int] = ()
    ) -> tuple[Version, ...]:
        """The texts to compare with."""
        with self._watch.times("load"):
            return await super().versions_of(story_ids, latest, near)

    async def flush(self, last: Table | None = None) -> None:
        """What waits, written."""
        with self._watch.times("store"):
            await super().flush(last)

    async def add_version(self, **values: Any) -> Version:
        """The judgement, stored."""
        with self._watch.times("store"):
            return await super().add_version(**values)
