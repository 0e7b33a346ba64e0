"""`monitor silence …`: hold a story or a watchlist back for a time."""

import json
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from monitor.clock import utc_now
from monitor.commands.errors import CommandError
from monitor.commands.lines import columns, count, iso, minute, print_rows, soon, span, zone_line
from monitor.commands.names import story_named
from monitor.commands.setup import desk_of, length, login, open_database, settings_of
from monitor.model.alert import Silence
from monitor.settings import Settings
from monitor.store.database import Database, is_served
from monitor.store.silences import SilenceStore
from monitor.store.story_pages import StoryPages
from monitor.watchlist.nearest import did_you_mean

LONG = timedelta(days=30)
"""A longer silence is more likely a slip of the pen than a wish."""

_HEAD = ("silence", "what", "until", "held back", "by")
_NUMBER = re.compile(r"(?:silence:)?(\d+)")
_CLOCK = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)")


@dataclass(frozen=True, slots=True)
class Wish:
    """What the command line asks for, as written."""

    story: str
    watchlist: str
    length: str
    until: str
    reason: str
    by: str


async def add_silence(config: Path, watchlists: Path, wish: Wish, *, as_json: bool) -> int:
    """Begin a silence, and say until when it lasts and how it is ended."""
    if bool(wish.story) == bool(wish.watchlist):
        raise CommandError("name what to hold back: --story ID or --watchlist NAME", code=2)
    settings = settings_of(config)
    zone, now = ZoneInfo(settings.timezone), utc_now()
    until = _end(wish, now, zone)
    watchlist = _known(watchlists, settings, wish.watchlist) if wish.watchlist else None
    async with open_database(settings) as db:
        story = await story_named(StoryPages(db), wish.story) if wish.story else None
        number = await SilenceStore(db).add(
            story_id=story,
            watchlist=watchlist,
            until=until,
            reason=wish.reason,
            author=wish.by or login("the command line"),
            now=now,
        )
    if until - now > LONG:
        print(f"monitor: a long silence: it lasts {span(until - now)}", file=sys.stderr)
    shown = iso(until, zone)
    if as_json:
        told = {"silence": number, "story": story, "watchlist": watchlist}
        print(json.dumps(told | {"until": shown}))
        return 0
    what = f"story:{story}" if story is not None else watchlist
    end = f"monitor silence end silence:{number}"
    print(f"{what} is silent until {minute(shown)}; to end it: {end}")
    return 0


def _end(wish: Wish, now: datetime, zone: ZoneInfo) -> datetime:
    if wish.length and wish.until:
        raise CommandError("say how long by one of the two, --for or --until, not by both", code=2)
    if not (wish.length or wish.until):
        raise CommandError('say how long: --for 2h, or --until "07:00"', code=2)
    if wish.until:
        until = _moment(wish.until, now, zone)
    else:
        try:
            until = now + length("--for", wish.length)
        except OverflowError as problem:
            raise CommandError(f"--for: {problem}", code=2) from None
    if until <= now:
        raise CommandError(f"{wish.until or wish.length} is over already", code=2)
    return until


def _moment(text: str, now: datetime, zone: ZoneInfo) -> datetime:
    """A date and time, or a time of day: the next one. On the desk's clock unless it says more."""
    if hit := _CLOCK.fullmatch(text.strip()):
        local = now.astimezone(zone)
        at = local.replace(hour=int(hit[1]), minute=int(hit[2]), second=0, microsecond=0)
        return at if at > local else at + timedelta(days=1)
    try:
        at = datetime.fromisoformat(text.strip())
    except ValueError:
        raise CommandError(
            f'--until: "{text}" is no time: write "2026-03-02 07:00" or "07:00"', code=2
        ) from None
    return at if at.tzinfo else at.replace(tzinfo=zone)


def _known(folder: Path, settings: Settings, name: str) -> str:
    """The watchlist's id; an error that names the nearest where there is none."""
    standing = desk_of(folder, settings).standing
    known = (*standing.good, *standing.broken)
    if name in known:
        return name
    raise CommandError(f'there is no watchlist "{name}"{did_you_mean(name, known)}', code=2)


async def list_silences(config: Path, *, ended: bool, as_json: bool) -> int:
    """Print silences, those that end first first, with how many stories each held back."""
    settings = settings_of(config)
    zone, now = ZoneInfo(settings.timezone), utc_now()
    async with open_database(settings) as db:
        store = SilenceStore(db)
        found = await (store.all() if ended else store.active(now))
        held = await store.counts()
        titles = {one.id: await _title(db, one) for one in found}
    rows = [_row(one, titles[one.id], held.get(one.id, 0), now, zone) for one in found]
    if as_json:
        print_rows(rows)
    elif rows:
        print("\n".join((zone_line(zone), *columns([_HEAD, *map(_cells, rows)]))))
    else:
        print("no silences" if ended else "nothing is silenced")
    return 0


async def _title(db: Database, one: Silence) -> str:
    """The title of a silenced story; "" for a watchlist, or a story past retention."""
    page = await StoryPages(db).page(one.story_id) if one.story_id is not None else None
    return page.versions[0].title if page else ""


def _row(one: Silence, title: str, held: int, now: datetime, zone: ZoneInfo) -> dict[str, Any]:
    return {
        "silence": one.id,
        "story": one.story_id,
        "title": title,
        "watchlist": one.watchlist,
        "until": iso(one.until, zone),
        "ended": one.until <= now,
        "held_back": held,
        "author": one.author,
        "reason": one.reason,
    }


def _cells(row: dict[str, Any]) -> Sequence[str]:
    state = "ended" if row["ended"] else "until"
    return (
        f"silence:{row['silence']}",
        row["watchlist"] or " ".join(filter(None, (f"story:{row['story']}", row["title"]))),
        f"{state} {minute(row['until'])}",
        count(row["held_back"], "story", "stories"),
        f"{row['author']}" + (f": {row['reason']}" if row["reason"] else ""),
    )


def _number(name: str) -> int:
    hit = _NUMBER.fullmatch(name.strip())
    if hit is None:
        raise CommandError(
            f"{name} names no silence: write silence:4, as `monitor silence list` shows it", code=2
        )
    return int(hit[1])


async def end_silences(config: Path, names: Sequence[str], *, as_json: bool) -> int:
    """End silences now, `4` or `silence:4`; 1 where one of them is not in force."""
    numbers = [_number(name) for name in names]
    settings = settings_of(config)
    async with open_database(settings) as db:
        when = soon(served=is_served(settings.storage))
        done = [await _end_one(db, number, when, as_json=as_json) for number in numbers]
    return 0 if all(done) else 1


async def _end_one(db: Database, number: int, when: str, *, as_json: bool) -> bool:
    store = SilenceStore(db)
    if not await store.end(number, utc_now()):
        print(
            f"monitor: silence:{number} is not in force: see `monitor silence list`",
            file=sys.stderr,
        )
        return False
    held = (await store.counts()).get(number, 0)
    if as_json:
        print(json.dumps({"silence": number, "held_back": held}))
        return True
    listed = f", to be listed {when}" if held else ""
    print(f"silence:{number} ended: {count(held, 'story', 'stories')} held back{listed}")
    return True
