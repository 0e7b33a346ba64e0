"""`monitor replay`: recorded entries through matching and stories, at their own clock."""

import json
import sys
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TextIO

from pydantic import BaseModel, ConfigDict, ValidationError
from rich.console import Console
from rich.progress import Progress

from monitor.alerting.decide import Arrival
from monitor.commands.errors import CommandError
from monitor.commands.setup import existing, print_problems, settings_of
from monitor.matching.matcher import Matcher, compile_rules
from monitor.model.entry import Entry, Unchanged
from monitor.settings import Settings
from monitor.steps.identify import identify_entries
from monitor.steps.judge import relate_entry
from monitor.store.database import Database
from monitor.store.turn import Turn, TurnStore
from monitor.text.plain import plain_text, plain_title
from monitor.watchlist.load import load_watchlists

EVERY_ITEM = "every-item"
"""Stands for the one watchlist that matches all, under --every-item."""


class Item(BaseModel):
    """One recorded entry, a line of JSON; fields that are not named here are not looked at."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    id: str
    feed: str = ""
    lang: str = ""
    title: str = ""
    summary: str = ""
    content: str = ""
    url: str = ""
    guid: str = ""
    published: datetime | None = None
    source: str = ""
    """The outlet's name, where it is not the feed's id."""
    seen: datetime | None = None
    """When it came, where that is known: feeds date a revision as its first version."""


def read_items(path: Path) -> Iterator[Item]:
    """The items of a JSONL file; raises CommandError naming file and line of a bad one."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError as problem:
        raise CommandError(f"can't read {path}: {problem.strerror or problem}") from None
    except UnicodeDecodeError:
        raise CommandError(f"can't read {path}: it is not UTF-8 text") from None
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                yield Item.model_validate_json(line)
            except ValidationError as problem:
                raise CommandError(f"{path}:{number}: {_said(problem)}") from None


def _said(problem: ValidationError) -> str:
    """What is wrong with a line, in words."""
    first = problem.errors()[0]
    key = ".".join(map(str, first["loc"]))
    if first["type"] == "missing":
        return f'"{key}" is missing'
    if not key:
        return 'a line holds one JSON object, such as {"id": "1", "title": "Harbour closed"}'
    if first["type"].startswith("datetime"):
        return f'"{key}" is no time: write it as in 2026-03-01T09:00:00Z'
    return f'"{key}" takes a text'


def entry_of(item: Item) -> Entry:
    """A recorded item as the feed parser would give it."""
    published = item.published
    if published is not None and published.tzinfo is None:
        published = published.replace(tzinfo=UTC)
    texts = (plain_text(item.summary), plain_text(item.content))
    return Entry(
        feed=item.feed,
        guid=item.guid,
        link=item.url,
        title=plain_title(item.title),
        text=max(texts, key=len),
        language=item.lang,
        source=item.source or item.feed,
        published=published,
    )


@dataclass(frozen=True, slots=True)
class Replayer:
    """Runs items, one transaction each, through identity, matching and stories."""

    turns: TurnStore
    matcher: Matcher
    window: timedelta
    every_item: bool
    ids: dict[int, str]
    """Item ids by the id of the version that was stored for them."""
    latest: dict[int, str]
    """Item ids by the id of the entry: the item that last changed it."""

    async def replay(self, item: Item, now: datetime) -> dict[str, Any]:
        """The prediction for one item."""
        entry = entry_of(item)
        matches = self.matcher.match(entry)
        prediction: dict[str, Any] = {
            "id": item.id,
            "matched": [EVERY_ITEM] if self.every_item else [one.watchlist for one in matches],
            "decision": None,
            "of": None,
            "why": {match.watchlist: list(match.terms) for match in matches},
        }
        if not matches and not self.every_item:
            return prediction
        async with self.turns.begin() as tx:
            return prediction | await self._judge(tx, item, entry, now)

    async def _judge(self, tx: Turn, item: Item, entry: Entry, now: datetime) -> dict[str, Any]:
        (seen,) = await identify_entries(tx, entry.feed, [entry], lambda _: Arrival.FRESH, now)
        if isinstance(seen, Unchanged):
            of = self.latest[seen.known.id]
            return {"decision": "copy", "of": of, "why": "the same entry, unchanged"}
        link, version = await relate_entry(tx, seen, self.window, now)
        self.ids[version.id] = self.latest[seen.entry_id] = item.id
        return {
            "decision": link.relation.value,
            "of": self.ids[link.parent.id] if link.parent else None,
            "why": link.why,
        }


async def replay(
    items: Iterable[Item], matcher: Matcher, *, window: timedelta, every_item: bool
) -> AsyncIterator[dict[str, Any]]:
    """A prediction for every item, in order, on a scratch store that is gone afterwards.

    The clock is the items' own: the time of an undated item is that of the one before it.
    """
    with TemporaryDirectory(prefix="monitor-replay-") as folder:
        db = await Database.open(f"sqlite:///{folder}/replay.db")
        try:
            replayer = Replayer(TurnStore(db), matcher, window, every_item, {}, {})
            now = datetime(1970, 1, 2, tzinfo=UTC)
            for item in items:
                came = item.seen or entry_of(item).published
                now = max(now, came) if came else now
                yield await replayer.replay(item, now)
        finally:
            await db.close()


async def replay_file(
    items: Path, config: Path, watchlists: Path, *, every_item: bool, out: Path | None
) -> int:
    """Replay a file and write a prediction a line, to `out` or to standard output."""
    settings = settings_of(config)
    matcher = compile_rules((), {}) if every_item else _matcher(watchlists, settings)
    recorded = list(read_items(items))
    window = settings.stories.window
    with open_out(out) as lines, Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("replay", total=len(recorded))
        async for prediction in replay(recorded, matcher, window=window, every_item=every_item):
            print(json.dumps(prediction, ensure_ascii=False), file=lines)
            bar.advance(task)
    return 0


def _matcher(folder: Path, settings: Settings) -> Matcher:
    """The matcher of the watchlists that stand in this folder itself.

    Sub-folders are left out: recorded entries are judged by one set of watchlists. Where these
    send is not looked at; those with errors are named on stderr.
    """
    loaded = load_watchlists(existing(folder), settings.destinations(), subfolders=False)
    print_problems(problem for problem in loaded.problems if problem.error)
    if not loaded.watchlists:
        raise CommandError(f"no watchlist in {folder}: name their folder with --watchlists DIR")
    return compile_rules([one.rule for one in loaded.watchlists], loaded.groups)


def open_out(path: Path | None) -> AbstractContextManager[TextIO]:
    """A file to write to, or standard output."""
    return nullcontext(sys.stdout) if path is None else path.open("w", encoding="utf-8")
