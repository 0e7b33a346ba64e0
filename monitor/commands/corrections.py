"""`monitor story split|merge|update`: a person corrects what was judged."""

import json
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.console import Console

from monitor.app import rules_of
from monitor.clock import utc_now
from monitor.commands.errors import CommandError
from monitor.commands.lines import count
from monitor.commands.names import story_named, version_named
from monitor.commands.setup import desk_of, login, open_channels, open_database, settings_of
from monitor.desk import Desk
from monitor.steps.correct import By, CannotCorrect, Corrected, merge, split, tell_as_update
from monitor.steps.rules import Rules
from monitor.store.corrections import CorrectionStore, CorrectionTurn
from monitor.store.database import Database
from monitor.store.story_pages import StoryPages
from monitor.stories.changes.compare import changes as changed_facts
from monitor.stories.reading.facts import read


@dataclass(frozen=True, slots=True)
class How:
    """What the three corrections have in common: who, why, and how it is carried out."""

    config: Path
    watchlists: Path
    by: str
    reason: str
    dry_run: bool
    as_json: bool

    @property
    def author(self) -> By:
        """Who corrects: by default who is logged in."""
        return By(self.by or login("somebody"), self.reason)


@dataclass(frozen=True, slots=True)
class _Work:
    db: Database
    desk: Desk
    rules: Rules
    pages: StoryPages


async def split_entries(
    how: How, names: Sequence[str], *, revision: int | None, quiet: bool
) -> int:
    """Make each of these entries the first of a story of its own."""
    async with _opened(how) as work:
        for name in names:
            found = await version_named(work.pages, name, revision, otherwise=0)

            async def correct(tx: CorrectionTurn, version: int = found.id) -> Corrected:
                return await split(
                    tx, version, how.author, work.desk.in_force, work.rules, utc_now(), quiet=quiet
                )

            await _carry_out(how, work, correct, quiet=quiet)
    return 0


async def merge_stories(how: How, names: Sequence[str]) -> int:
    """Make one story of these."""
    if len(names) < 2:
        raise CommandError(
            "name two stories or more: one alone can't be joined to anything", code=2
        )
    async with _opened(how) as work:
        first, *others = [await story_named(work.pages, name) for name in names]
        for other in others:
            one = await story_named(work.pages, str(first))

            async def correct(tx: CorrectionTurn, one: int = one, other: int = other) -> Corrected:
                return await merge(tx, one, other, how.author, work.rules, utc_now())

            await _carry_out(how, work, correct, quiet=True)
    return 0


async def update_entry(
    how: How, name: str, *, changed: Sequence[str], revision: int | None, quiet: bool
) -> int:
    """Say that an entry taken for a copy tells a new fact."""
    async with _opened(how) as work:
        version = await version_named(work.pages, name, revision, otherwise=-1)
        page = await work.pages.page(version.story_id)
        earlier = [one for one in page.versions if one.id == version.parent_id] if page else []
        told = tuple(changed) or tuple(
            dict.fromkeys(
                str(change)
                for one in earlier
                for change in changed_facts(read(version.entry), read(one.entry), own=True)
            )
        )
        words = told or (f"a new fact, says {how.author.author}",)

        async def correct(tx: CorrectionTurn) -> Corrected:
            return await tell_as_update(
                tx,
                version.id,
                words,
                how.author,
                work.desk.in_force,
                work.rules,
                utc_now(),
                quiet=quiet,
            )

        await _carry_out(how, work, correct, quiet=quiet)
    return 0


@asynccontextmanager
async def _opened(how: How) -> AsyncIterator[_Work]:
    settings = settings_of(how.config)
    desk = desk_of(how.watchlists, settings)
    async with open_channels(settings, Console()) as channels, open_database(settings) as db:
        yield _Work(db, desk, rules_of(settings, channels.can_edit), StoryPages(db))


async def _carry_out(
    how: How,
    work: _Work,
    correct: Callable[[CorrectionTurn], Awaitable[Corrected]],
    *,
    quiet: bool,
) -> None:
    """One transaction, printed when it is over; with `dry_run` it leaves nothing."""
    try:
        async with CorrectionStore(work.db).begin(dry_run=how.dry_run) as tx:
            done = await correct(tx)
    except CannotCorrect as problem:
        raise CommandError(str(problem)) from None
    told = _as_data(done, dry_run=how.dry_run)
    print(
        json.dumps(told, ensure_ascii=False)
        if how.as_json
        else "\n".join(_lines(done, dry_run=how.dry_run, quiet=quiet))
    )


def _as_data(done: Corrected, *, dry_run: bool) -> dict[str, Any]:
    return {
        "correction": done.kind,
        "story": done.story_id,
        "from": done.from_story_id,
        "entries": list(dict.fromkeys(one.entry_id for one in done.moved)),
        "told": list(done.told),
        "already": done.already,
        "dry_run": dry_run,
    }


def _lines(done: Corrected, *, dry_run: bool, quiet: bool) -> list[str]:
    if done.already:
        return [_ALREADY[done.kind].format(story=done.story_id)]
    newest = {one.entry_id: one for one in done.moved}
    first, *others = (
        f"entry:{one.entry_id} ({one.entry.source or one.entry.feed}: {one.title})"
        for one in newest.values()
    )
    story = {"story": done.story_id, "from_story": done.from_story_id, "entry": first}
    lines = [_DONE[done.kind].format(**story)]
    if others:
        lines += [f"{count(len(others), 'entry', 'entries')} with it:"]
        lines += [f"  {one}" for one in others]
    if done.told:
        lines.append(f"told now: {', '.join(done.told)}")
    elif done.kind != "merge":
        kept = "nobody had been kept quiet about its newest words"
        lines.append("nobody is told" if quiet else kept)
    return [*lines, "nothing was changed: this was a dry run"] if dry_run else lines


_DONE = {
    "split": "story:{story} begins with {entry}, split from story:{from_story}",
    "merge": "story:{story} holds story:{from_story}, which began with {entry}",
    "update": "story:{story}: {entry} is an update",
}
_ALREADY = {
    "split": "nothing to do: the entry was split before, and opens story:{story}",
    "merge": "nothing to do: story:{story} holds both",
    "update": "nothing to do: the entry is an update of story:{story}",
}
