"""How long a changed file holds up the event loop of a running monitor.

    [MONITOR_TEST_DATA=…] python -m benchmarks.reload [--changes N] [--cases NAME …]

A folder of 1,000 watchlist files, a third of which use groups of terms.yaml, and 200 feeds; a
monitor with its database, which reads, puts in force, records and tells each change as in service.
A task wakes every millisecond and notes by how much it came too late: the latest of each change is
its stall. The same is measured without a change, for as long.
"""

import argparse
import asyncio
import gc
import json
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console

from benchmarks.matching_corpus import made_up_entries, queries, real_entries
from monitor.app import Monitor, open_monitor, rules_of
from monitor.commands.setup import open_channels
from monitor.desk import load_desk
from monitor.logs import set_up_logs
from monitor.settings import load_settings
from monitor.workers.reloader import Reloader

SEED = 7
FILES = 1_000
GROUPS = 12
TERMS = 40
"""Queries of a group."""
FEEDS = 200
AT_ONCE = 40
"""Files that a checkout changes."""
CHANGES = 15
WAKES = 0.001


@dataclass(frozen=True, slots=True)
class Stalls:
    """By how many milliseconds the loop was late at most: of each change, and while idle."""

    changed: tuple[float, ...]
    idle: tuple[float, ...]
    seconds: float
    """How long a change took from its save until it was told, in median."""


class Files:
    """A desk's folder whose files can be changed again and again."""

    def __init__(self, folder: Path, texts: Sequence[str]) -> None:
        self.folder = folder
        self._spare = iter(texts[FILES + GROUPS * TERMS :])
        self._lists = list(texts[:FILES])
        terms = texts[FILES : FILES + GROUPS * TERMS]
        self._groups = [list(terms[one::GROUPS]) for one in range(GROUPS)]
        self._feeds = FEEDS
        for number in range(FILES):
            self._write_list(number)
        self._write_terms()
        self._write_feeds()

    def one_watchlist(self) -> None:
        """Another query in one file."""
        self._change_lists(1)

    def checkout(self) -> None:
        """Other queries in forty files."""
        self._change_lists(AT_ONCE)

    def terms(self) -> None:
        """A query more in every group: a third of the watchlists mean something else."""
        for group in self._groups:
            group[-1] = next(self._spare)
        self._write_terms()

    def spoilt_terms(self) -> None:
        """Every group with an error: a third of the watchlists keep their last good version."""
        for group in self._groups:
            group[-1] = f"{next(self._spare)} AND ("
        self._write_terms()

    def feeds(self) -> None:
        """A feed more."""
        self._feeds += 1
        self._write_feeds()

    def _change_lists(self, count: int) -> None:
        for number in random.Random(self._lists[0]).sample(range(FILES), count):
            self._lists[number] = next(self._spare)
            self._write_list(number)

    def _write_list(self, number: int) -> None:
        entries = [f"({self._lists[number]})"]
        if number % 3 == 0:
            entries.append(f"@group-{number % GROUPS} AND ({self._lists[number - 1]})")
        self._write(f"list-{number}", f"match: {json.dumps(entries, ensure_ascii=False)}")

    def _write_terms(self) -> None:
        groups = {f"group-{number}": group for number, group in enumerate(self._groups)}
        self._write("terms", json.dumps(groups, ensure_ascii=False, indent=2))

    def _write_feeds(self) -> None:
        urls = (f"- https://feeds.example/{number}" for number in range(self._feeds))
        self._write("feeds", "\n".join(urls))

    def _write(self, name: str, text: str) -> None:
        (self.folder / f"{name}.yaml").write_text(f"{text}\n", encoding="utf-8")


CASES: dict[str, Callable[[Files], None]] = {
    "one watchlist": Files.one_watchlist,
    "terms.yaml": Files.terms,
    "terms.yaml with errors": Files.spoilt_terms,
    "feeds.yaml": Files.feeds,
    f"{AT_ONCE} watchlists at once": Files.checkout,
}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--changes", type=int, default=CHANGES, help="of each case")
    parser.add_argument("--cases", choices=CASES, nargs="+", default=[*CASES], metavar="NAME")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as place, _logs_into(Path(place) / "log"):
        folder = Path(place) / "watchlists"
        folder.mkdir()
        files = Files(folder, _texts())
        asyncio.run(_measure(files, Path(place), options.cases, options.changes))


def _texts() -> list[str]:
    data = os.environ.get("MONITOR_TEST_DATA")
    entries = real_entries(Path(data) / "data") if data else made_up_entries(5_000, SEED)
    return queries(entries, FILES * 4, SEED)


@contextmanager
def _logs_into(path: Path) -> Iterator[None]:
    """Logs are written as in service, to a file."""
    errors = sys.stderr
    with path.open("w", encoding="utf-8") as sys.stderr:
        set_up_logs()
        try:
            yield
        finally:
            sys.stderr = errors


async def _measure(files: Files, place: Path, cases: Sequence[str], changes: int) -> None:
    config = place / "monitor.yaml"
    config.write_text(f"storage: sqlite:///{place}/monitor.db\n", encoding="utf-8")
    settings, _ = load_settings(config, {})
    desk = load_desk(files.folder, settings)
    rules = rules_of(settings, lambda _: False)
    async with (
        open_channels(settings, Console()) as channels,
        open_monitor(
            settings, desk, notifier=channels, rules=rules, folder=files.folder, config=config
        ) as monitor,
    ):
        gc.collect()
        gc.freeze()  # as `monitor run` does
        print(_about(monitor))
        print(
            f"\n{'ms':24} stall: median   worst   idle: median   worst   beyond idle   to be told"
        )
        for case in cases:
            _print(case, await _stalls(monitor, files, CASES[case], changes))


def _about(monitor: Monitor) -> str:
    lists = monitor.desk.standing.good.values()
    using = sum(bool(one.groups) for one in lists)
    return f"{len(lists):,} watchlists, {using} with groups; {len(monitor.desk.feeds)} feeds"


async def _stalls(
    monitor: Monitor, files: Files, change: Callable[[Files], None], changes: int
) -> Stalls:
    reloader = monitor.reloader
    assert reloader is not None
    stalls, idle, took = [], [], []
    for _ in range(changes):
        change(files)
        with _Probe() as probe:
            began = time.perf_counter()
            await _reload(reloader)
            took.append(time.perf_counter() - began)
        stalls.append(probe.latest * 1e3)
        with _Probe() as probe:
            await asyncio.sleep(took[-1])
        idle.append(probe.latest * 1e3)
    return Stalls(tuple(stalls), tuple(idle), statistics.median(took))


async def _reload(reloader: Reloader) -> None:
    await reloader.reload()
    await reloader.drain()


class _Probe:
    """Wakes every millisecond, and knows by how many seconds it was late at most."""

    def __init__(self) -> None:
        self.latest = 0.0

    def __enter__(self) -> "_Probe":
        self._task = asyncio.create_task(self._run())
        return self

    def __exit__(self, *_: object) -> None:
        self._task.cancel()

    async def _run(self) -> None:
        while True:
            before = time.perf_counter()
            await asyncio.sleep(WAKES)
            self.latest = max(self.latest, time.perf_counter() - before - WAKES)


def _print(case: str, stalls: Stalls) -> None:
    median, idle = statistics.median(stalls.changed), statistics.median(stalls.idle)
    print(
        f"{case:24} {median:13.1f} {max(stalls.changed):7.1f} {idle:14.1f}"
        f" {max(stalls.idle):7.1f} {median - idle:13.1f} {stalls.seconds * 1e3:14.0f}"
    )


if __name__ == "__main__":
    main()
