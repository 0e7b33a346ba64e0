"""What it costs to look up an entry's likely parents, however many stories the window holds.

    [MONITOR_TEST_DATA=…] python -m benchmarks.stories_scale [--quick] [--sizes N …]

The window is a database on disk, filled in bulk through the service's own tables; what is measured
is judged and stored by the service's own code, some entries a transaction as a feed brings them,
beside datasketch's MinHashLSH: in memory, and up to 100,000 stories in Redis too, if there is a
`redis-server` on PATH; the same items, by turns, each in its own process, means of computing time.
Half are cut copies of stories in the window. Also how often the true parent of a labelled copy or
update is found where it is the oldest story in the window, and how often if both end with a
paragraph that thousands share. Real news is varied with `MONITOR_TEST_DATA`, made-up words
without; `--quick` goes up to 100,000 stories (five minutes), else a million take twenty minutes
and 12 GB of memory.
"""

import argparse
import asyncio
import json
import os
import random
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from subprocess import PIPE, Popen
from typing import Any

from benchmarks.matching_corpus import made_up_entries, real_entries
from benchmarks.stories import ROUNDS, entry_of, read_lines
from benchmarks.stories_corpus import Stories
from benchmarks.stories_redis import MOST, Durable, redis_server
from benchmarks.stories_scale_turns import BEGINS, ITEMS, TURNS, answer, items_of, memory, rest
from benchmarks.stories_window import Sketches, Stopwatch, Window
from monitor.model.entry import Entry
from monitor.store.database import Database
from monitor.store.turn import TurnStore
from monitor.stories.fingerprint import look_up_keys, text_keys

SIZES = (1_000, 10_000, 100_000, 1_000_000)
SEED = 7
TEXTS = 4_000
EVERY = timedelta(hours=70) / 1_100_000
"""How long after a story the next one was seen."""
PAIRED = 2
"""Every second labelled pair is looked at."""


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
    elif options.judge:
        asyncio.run(answer(options.judge, made, options.sizes[0]))
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
    parser.add_argument("--judge", type=Path, help=argparse.SUPPRESS)
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
    empty, rss = _bytes(path), memory("VmRSS")
    sketches = Sketches()
    for parent in _parents(pairs):
        sketched = sketches.add(parent)
        if durable:
            durable.add(sketched)
    for size in sizes:
        filling = _Child("--fill", path, "--sizes", str(size))
        _sketch(made, size, sketches, durable)
        filling.done()
        print(f"\n{size:,} stories")
        grown = memory("VmRSS") - rss
        stored = _bytes(path) - empty
        raised = _print_times(path, made, sketches, durable if size <= MOST else None, size)
        await _print_found(path, sketches, pairs)
        print(
            f"  memory: monitor {raised / 1e6:.0f} MB, on disk {stored / size / 10:,.0f} MB", end=""
        )
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


def _print_times(
    path: Path, made: Stories, sketches: Sketches, durable: Durable | None, size: int
) -> int:
    """By turns, in two processes; returns by how many bytes judging raised the monitor's."""
    monitor, watch = _Child("--judge", path, "--sizes", str(size)), Stopwatch()
    for turn in range(TURNS + 1):
        rest()
        if turn == 1:
            watch.seconds.clear()  # the first was for warming up
        watch.add(json.loads(monitor.ask(turn)))
        for item in items_of(made, size, turn):
            sketched = sketches.judge(item, watch)
            if durable:
                durable.judge(sketched, watch)
    closing, raised = monitor.done().splitlines()
    watch.add(json.loads(closing))
    _print_rows(watch.seconds, size)
    return int(raised)


def _print_rows(seconds: Mapping[str, float], size: int) -> None:
    spent = {what: one / TURNS / ITEMS * 1e6 for what, one in seconds.items()}
    for name, parts in ROWS.items():
        if not set(parts) <= set(spent):
            print(f"  {name:38} not measured: {_why_not(size)}")
            continue
        total = sum(spent[part] for part in parts)
        told = ", ".join(f"{part} {spent[part]:.0f}" for part in parts)
        print(f"  {name:38} {1e6 / total:7.0f} a second, {total:6.0f} µs: {told}")


def _why_not(size: int) -> str:
    return "no redis-server on PATH" if size <= MOST else f"more than {MOST:,} stories"


ROWS = {
    "datasketch in memory, update_batch": ("sketch", "index"),
    "datasketch in memory, update": ("sketch by one", "index"),
    "datasketch in Redis, update_batch": ("sketch", "client", "server"),
    "datasketch in Redis, update": ("sketch by one", "client", "server"),
    "monitor, look-up and storing alone": ("look-up and store",),
    "monitor, … and keys": ("keys", "look-up and store"),
    "monitor, … between judgements": ("look-up", "store"),
    "monitor, look-up with all before it": ("read", "keys", "look-up", "store"),
    "monitor, judged": ("read", "keys", "look-up", "load", "relate", "store"),
}
"""What is printed, and of which parts it is the sum."""


async def _print_found(path: Path, sketches: Sketches, pairs: Sequence[Pair]) -> None:
    """How often the true parent is among the candidates; parents are the first of the window."""
    database = await Database.open(f"sqlite:///{path}")
    places, near, numbers = list[int](), list[bool](), _parents(pairs)
    async with TurnStore(database).begin() as turn:
        for pair in pairs:
            number, keys = numbers[pair.parent], look_up_keys(pair.later, "")
            found = await turn.candidates(keys, BEGINS, DEPTHS[-1])
            ids = list(found)
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


class _Child:
    """This program again, beside this one."""

    def __init__(self, *arguments: str | Path) -> None:
        command = [sys.executable, "-m", "benchmarks.stories_scale", *map(str, arguments)]
        self._process = Popen(command, stdin=PIPE, stdout=PIPE, text=True)  # noqa: S603 - this very program

    def ask(self, question: object) -> str:
        """Its answer, a line."""
        stdin, stdout = self._process.stdin, self._process.stdout
        assert stdin
        assert stdout
        print(question, file=stdin, flush=True)
        return stdout.readline()

    def done(self) -> str:
        """What it says when nothing more is asked."""
        out, _ = self._process.communicate()
        if self._process.returncode:
            raise SystemExit("a part of the benchmark failed")
        return out


if __name__ == "__main__":
    main()
