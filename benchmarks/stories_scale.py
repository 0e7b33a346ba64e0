"""What it costs to look up an entry's likely parents, however many stories the window holds.

    [MONITOR_TEST_DATA=…] python -m benchmarks.stories_scale [--quick] [--sizes N …]

The window is a database on disk, filled in bulk through the service's own tables; what is measured
is judged and stored by the service's own code, some entries a transaction as a feed brings them,
beside datasketch's MinHashLSH: in memory, and up to 100,000 stories in Redis too, if there is a
`redis-server` on PATH; the same items, by turns, medians of computing time. Half are cut copies of
stories in the window. Also how often the true parent of a labelled copy or update is found where
it is the oldest story in the window, and how often if both end with a paragraph that thousands
share. Real news is varied with `MONITOR_TEST_DATA`, made-up words without; `--quick` goes up to
100,000 stories (five minutes), else a million take twenty minutes and 12 GB of memory.
"""

import argparse
import asyncio
import os
import random
import re
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch

from benchmarks.matching_corpus import made_up_entries, real_entries
from benchmarks.stories import ROUNDS, entry_of, read_lines
from benchmarks.stories_corpus import Stories
from benchmarks.stories_redis import MOST, Durable, redis_server
from benchmarks.stories_window import Sketches, Stopwatch, TimedTurn, Window
from monitor.alerting.decide import Arrival
from monitor.model.entry import Entry, NewEntry
from monitor.steps import judge
from monitor.steps.identify import Seen
from monitor.store.database import Database
from monitor.store.turn import TurnStore
from monitor.stories.facts import read
from monitor.stories.fingerprint import look_up_keys, text_keys

SIZES = (1_000, 10_000, 100_000, 1_000_000)
SEED = 7
TEXTS = 4_000
TURNS, ITEMS, TOGETHER = 5, 60, 6
"""Turns of so many items, of which a transaction takes so many."""
WINDOW = timedelta(hours=72)
BEGINS, EVERY = datetime(2026, 8, 17, tzinfo=UTC), timedelta(hours=70) / 1_100_000
"""When the first story was seen, and how long after it each next one."""
PAIRED = 2
"""Every second labelled pair is looked at."""
FOREIGN = 10_000_000
"""From this number on, stories that are not in the window."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A labelled copy or update with its parent."""

    parent: Entry
    later: Entry


def main() -> None:
    """Measure and print."""
    options = _options()
    made, kind = _stories()
    pairs = _pairs(made)
    if options.fill:
        _fill(options.fill, made, pairs, options.sizes[0])
    elif options.hold:
        asyncio.run(_hold(options.hold, made, options.sizes[0]))
    else:
        print(f"{kind}; {len(pairs)} labelled copies and updates")
        with tempfile.TemporaryDirectory() as folder, redis_server(Path(folder)) as durable:
            window = Path(folder, "window.db")
            asyncio.run(_measure(window, made, pairs, sorted(options.sizes), durable))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="up to 100,000 stories")
    parser.add_argument("--sizes", type=int, nargs="+", help="numbers of stories in the window")
    parser.add_argument("--fill", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--hold", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    options.sizes = options.sizes or (SIZES[:3] if options.quick else SIZES)
    return options


def _stories() -> tuple[Stories, str]:
    data = os.environ.get("MONITOR_TEST_DATA")
    texts = real_entries(Path(data, "data")) if data else made_up_entries(TEXTS, SEED)
    random.Random(SEED).shuffle(texts)
    return Stories(texts[:TEXTS], SEED), f"varied {'real news' if data else 'made-up words'}"


def _pairs(made: Stories) -> list[Pair]:
    """Labelled pairs; every second has a closing paragraph under both texts."""
    rows = [row for path in sorted(ROUNDS.glob("round*.jsonl")) for row in read_lines(path)]
    sides: list[tuple[Any, Any]]
    sides = [(row["first"], row["second"]) for row in rows if row["expect"] != "new"]
    if data := os.environ.get("MONITOR_TEST_DATA"):
        items = read_lines(Path(data, "exam", "copies_dev.jsonl"))
        known = {item["id"]: item for item in items}
        sides += [(known[item["of"]], item) for item in items if item["of"]]
    pairs = [Pair(*map(_nameless, map(entry_of, side))) for side in sides[::PAIRED]]
    return [
        Pair(made.closed(pair.parent, n), made.closed(pair.later, n)) if n % 2 else pair
        for n, pair in enumerate(pairs)
    ]


def _parents(pairs: Sequence[Pair]) -> dict[Entry, int]:
    """Each parent, with its number in the window."""
    return {parent: n for n, parent in enumerate(dict.fromkeys(p.parent for p in pairs), 1)}


def _nameless(entry: Entry) -> Entry:
    """Found by its words alone."""
    return replace(entry, guid="", link="")


def _fill(path: Path, made: Stories, pairs: Sequence[Pair], size: int) -> None:
    with Window(path) as window:
        for parent in _parents(pairs) if not window.count else ():
            window.add(parent, look_up_keys(parent, ""), BEGINS)
        while window.count < size:
            one = made.story(window.count)
            window.add(one.entry, text_keys(one.reading), BEGINS + window.count * EVERY)


async def _measure(
    path: Path,
    made: Stories,
    pairs: Sequence[Pair],
    sizes: Sequence[int],
    durable: Durable | None,
) -> None:
    await (await Database.open(f"sqlite:///{path}")).close()
    empty, rss = _bytes(path), _memory("VmRSS")
    sketches = Sketches()
    for parent in _parents(pairs):
        sketched = sketches.add(parent)
        if durable:
            durable.add(sketched)
    for size in sizes:
        with _child("--fill", path, "--sizes", str(size)) as filled:
            _sketch(made, size, sketches, durable)
            filled()
        print(f"\n{size:,} stories")
        grown = _memory("VmRSS") - rss
        stored = _bytes(path) - empty
        await _print_times(path, made, sketches, durable if size <= MOST else None, size)
        await _print_found(path, sketches, pairs)
        with _child("--hold", path, "--sizes", str(size)) as done:
            print(f"  memory: monitor {done()} MB, on disk {stored / size / 10:,.0f} MB", end="")
        print(f" per 100,000; datasketch {grown / size / 10:,.0f} MB per 100,000", end="")
        if durable and size <= MOST:
            print(f", in Redis {durable.grown() / size / 10:,.0f} MB per 100,000", end="")
        print(flush=True)


def _sketch(made: Stories, size: int, sketches: Sketches, durable: Durable | None) -> None:
    """Fill both of datasketch's indexes up to that size."""
    while sketches.count < size:
        sketched = sketches.add(made.story(sketches.count).entry)
        if durable and size <= MOST:
            durable.add(sketched)
    if durable:
        durable.flush()


def _bytes(path: Path) -> int:
    return path.stat().st_size


async def _print_times(
    path: Path, made: Stories, sketches: Sketches, durable: Durable | None, size: int
) -> None:
    database = await Database.open(f"sqlite:///{path}")
    turns: list[dict[str, float]] = []
    for turn in range(TURNS + 1):  # the first is for warming up
        items, watch = _items(made, size, turn), Stopwatch()
        for start in range(0, ITEMS, TOGETHER):
            await _judge(database, items[start : start + TOGETHER], watch)
        for item in items:
            sketched = sketches.judge(item, watch)
            if durable:
                durable.judge(sketched, watch)
        turns.append({what: seconds / ITEMS * 1e6 for what, seconds in watch.seconds.items()})
    await database.close()
    for name, parts in ROWS.items():
        if not set(parts) <= set(turns[0]):
            print(f"  {name:38} not measured: {_why_not(size)}")
            continue
        spent = [statistics.median(turn[part] for turn in turns[1:]) for part in parts]
        total = statistics.median(sum(turn[part] for part in parts) for turn in turns[1:])
        told = ", ".join(f"{part} {one:.0f}" for part, one in zip(parts, spent, strict=True))
        print(f"  {name:38} {1e6 / total:7.0f} a second, {total:6.0f} µs: {told}")


def _why_not(size: int) -> str:
    return "no redis-server on PATH" if size <= MOST else f"more than {MOST:,} stories"


ROWS = {
    "datasketch in memory, update_batch": ("sketch", "index"),
    "datasketch in memory, update": ("sketch by one", "index"),
    "datasketch in Redis, update_batch": ("sketch", "client", "server"),
    "datasketch in Redis, update": ("sketch by one", "client", "server"),
    "monitor, text read and keys at hand": ("look-up", "store"),
    "monitor, look-up with all before it": ("read", "keys", "look-up", "store"),
    "monitor, judged": ("read", "keys", "look-up", "load", "relate", "store"),
}
"""What is printed, and of which parts it is the sum."""


def _items(made: Stories, size: int, turn: int) -> list[Entry]:
    """New stories and cut copies by other outlets, by turns; the same for every peer."""
    rng = random.Random(f"{size} {turn}")
    first = FOREIGN + 10 * size + turn * ITEMS
    numbers = [rng.randrange(size // 2, size) if n % 2 else first + n for n in range(ITEMS)]
    outlets = [f"outlet-{size}-{turn}-{n}" for n in range(ITEMS)]
    stories = [made.story(number).entry for number in numbers]
    return [
        _carried(entry, outlet, cut=n % 2 == 1)
        for n, (entry, outlet) in enumerate(zip(stories, outlets, strict=True))
    ]


def _carried(entry: Entry, feed: str, *, cut: bool) -> Entry:
    """The story under another address, a copy's text cut after two thirds."""
    link = f"https://{feed}.example/{entry.guid}"
    text = entry.text[: 2 * len(entry.text) // 3] if cut else entry.text
    return replace(entry, feed=feed, guid=link, link=link, source="Outlet", text=text)


async def _judge(database: Database, items: Sequence[Entry], watch: Stopwatch) -> None:
    """A feed's turn, as far as stories go; its commit counts as storing."""
    now, committing = BEGINS + WINDOW, watch.times("store")
    async with database.write() as connection:
        turn = TimedTurn(connection, watch)
        for item in items:
            new = NewEntry(item, item.guid)
            entry_id = await turn.add_entry(
                new, canonical_link=item.link, seen_at=now, seeded=False
            )
            with watch.times("read"):
                read(item)
            with _timed(watch, "look_up_keys", "keys"), _timed(watch, "relate", "relate"):
                seen = Seen(item, entry_id, item.guid, 0, Arrival.FRESH)
                await judge.relate_entry(turn, seen, WINDOW, now)
        committing.__enter__()
        await turn.flush()
    committing.__exit__(None, None, None)


def _timed(watch: Stopwatch, name: str, what: str) -> Any:
    """One of the judgement's functions, its time taken."""
    function: Callable[..., object] = getattr(judge, name)

    def timed(*arguments: object, **named: object) -> object:
        with watch.times(what):
            return function(*arguments, **named)

    return patch.object(judge, name, timed)


async def _print_found(path: Path, sketches: Sketches, pairs: Sequence[Pair]) -> None:
    """How often the true parent is among the candidates; parents are the first of the window."""
    database = await Database.open(f"sqlite:///{path}")
    places, near, numbers = list[int](), list[bool](), _parents(pairs)
    async with TurnStore(database).begin() as turn:
        for pair in pairs:
            number, keys = numbers[pair.parent], look_up_keys(pair.later, "")
            found = await turn.candidates(keys, BEGINS, DEPTHS[-1])
            ids = [version.story_id for version in found]
            places.append(ids.index(number) if number in ids else -1)
            near.append(number in sketches.near(pair.later))
    await database.close()
    for name, start in (("plain", 0), ("with a closing", 1)):
        part = slice(start, None, 2)
        among = " / ".join(str(sum(0 <= place < n for place in places[part])) for n in DEPTHS)
        print(
            f"  true parent of {len(near[part])}, {name}: monitor {among} among the first", end=""
        )
        print(f" {DEPTHS}, datasketch {sum(near[part])} among all that it finds")


DEPTHS = (1, 3, 6, 8, 24)


@contextmanager
def _child(*arguments: str | Path) -> Iterator[Callable[[], str]]:
    """This program again, beside this one; what is handed over waits for it."""
    command = [sys.executable, "-m", "benchmarks.stories_scale", *map(str, arguments)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)  # noqa: S603 - this very program

    def done() -> str:
        out, _ = process.communicate()
        if process.returncode:
            raise SystemExit(f"{' '.join(command)} failed")
        return out.strip()

    yield done


async def _hold(path: Path, made: Stories, size: int) -> None:
    """Judge some items, and print by how many MB that raised this process at most."""
    before = _memory("VmRSS")
    database = await Database.open(f"sqlite:///{path}")
    await _judge(database, _items(made, size, TURNS + 1), Stopwatch())
    await database.close()
    print(f"{(_memory('VmHWM') - before) / 1e6:.0f}")


def _memory(which: str) -> int:
    """Bytes of this process: `VmRSS` now, `VmHWM` at most so far."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    found = re.search(rf"{which}:\s*(\d+) kB", status)  # ru_maxrss is the parent's to begin with
    return int(found[1]) * 1024 if found else 0


if __name__ == "__main__":
    main()
