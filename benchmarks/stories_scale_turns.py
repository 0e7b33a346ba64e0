"""The service's turns at a window full of stories, timed in a process of its own, as a service is.

`answer` is that process: for each number of a turn on its standard input it judges that turn's
items and answers with a line of JSON, the seconds of computing by what they were spent on.
"""

import gc
import json
import os
import random
import re
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch

from benchmarks.stories_corpus import Stories
from benchmarks.stories_window import Stopwatch, TimedTurn
from monitor.alerting.decide import Arrival
from monitor.model.entry import Entry, NewEntry
from monitor.model.story import Relation, StoryLink
from monitor.steps import judge
from monitor.steps.identify import Seen
from monitor.store.database import Database
from monitor.store.turn import Turn, TurnStore
from monitor.stories.fingerprint import look_up_keys
from monitor.stories.reading.facts import read

TURNS, ITEMS, TOGETHER = 10, 60, 6
"""Turns of so many items, of which a transaction takes so many."""
WINDOW = timedelta(hours=72)
BEGINS = datetime(2026, 8, 17, tzinfo=UTC)
"""When the first story was seen."""
FOREIGN = 10_000_000
"""From this number on, stories that are not in the window."""
NEW = StoryLink(Relation.NEW, None, "new: no earlier text like it")


def items_of(made: Stories, size: int, turn: int) -> list[Entry]:
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


async def answer(path: Path, made: Stories, size: int) -> None:
    """Judge turns, and items like theirs without the judging; at last tell of memory, in bytes."""
    rest()
    os.sync()  # or the first commits would be charged with writing the whole window
    before, database = memory("VmRSS"), await Database.open(f"sqlite:///{path}")
    for line in sys.stdin:
        watch, turn = Stopwatch(), int(line)
        for judged, items in (
            (_judge, items_of(made, size, turn)),
            (_look_up, items_of(made, size, TURNS + 1 + turn)),
        ):
            for start in range(0, ITEMS, TOGETHER):
                await judged(database, items[start : start + TOGETHER], watch)
        rest()
        print(json.dumps(watch.seconds), flush=True)
    watch = Stopwatch()
    with watch.times("close"):
        await database.close()  # copies the rest of the log into the file
    half = watch.seconds["close"] / 2
    print(json.dumps({"store": half, "look-up and store": half}))
    print(memory("VmHWM") - before)


def rest() -> None:
    """Collect garbage, as Python else does at any time, at the expense of whoever is measured."""
    gc.disable()
    gc.collect()
    gc.freeze()


async def _judge(database: Database, items: Sequence[Entry], watch: Stopwatch) -> None:
    """A feed's turn, as far as stories go; where it begins and commits counts as storing."""
    now, transaction = BEGINS + WINDOW, database.write()
    with watch.times("store"):
        turn = TimedTurn(await transaction.__aenter__(), watch)
    ids = [await _stored(turn, item, now) for item in items]
    seen = [Seen(item, n, item.guid, 0, Arrival.FRESH) for n, item in zip(ids, items, strict=True)]
    for item in items:
        with watch.times("read"):
            read(item)
    with _timed(watch, "look_up_keys", "keys"), _timed(watch, "relate", "relate"):
        await judge.look_ahead(turn, seen, WINDOW, now)
        for one in seen:
            await judge.relate_entry(turn, one, WINDOW, now)
    with watch.times("store"):
        await turn.flush()
        await transaction.__aexit__(None, None, None)


async def _look_up(database: Database, items: Sequence[Entry], watch: Stopwatch) -> None:
    """Look-up and storing with nothing between, as datasketch's index is measured."""
    now, keys = BEGINS + WINDOW, [look_up_keys(item, item.link) for item in items]
    with watch.times("look-up and store"):
        async with TurnStore(database).begin() as turn:
            await turn.look_ahead(keys, BEGINS, judge.CANDIDATES)
            for item, its_keys in zip(items, keys, strict=True):
                await turn.candidates(its_keys, BEGINS, judge.CANDIDATES)
                await turn.add_version(
                    entry_id=await _stored(turn, item, now),
                    revision=0,
                    entry=item,
                    story_id=None,
                    link=NEW,
                    keys=its_keys,
                    seen_at=now,
                )


async def _stored(turn: Turn, item: Entry, now: datetime) -> int:
    new = NewEntry(item, item.guid)
    return await turn.add_entry(new, canonical_link=item.link, seen_at=now, seeded=False)


def _timed(watch: Stopwatch, name: str, what: str) -> Any:
    """One of the judgement's functions, its time taken."""
    function: Callable[..., object] = getattr(judge, name)

    def timed(*arguments: object, **named: object) -> object:
        with watch.times(what):
            return function(*arguments, **named)

    return patch.object(judge, name, timed)


def memory(which: str) -> int:
    """Bytes of this process: `VmRSS` now, `VmHWM` at most so far."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    found = re.search(rf"{which}:\s*(\d+) kB", status)  # ru_maxrss is the parent's to begin with
    return int(found[1]) * 1024 if found else 0
