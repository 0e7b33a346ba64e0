"""`monitor export-labels`: what people corrected, as labelled entries that can be replayed."""

import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from html import escape
from pathlib import Path
from typing import Any

from monitor.clock import utc_now
from monitor.commands.lines import count
from monitor.commands.replay import open_out
from monitor.commands.setup import length, open_database, settings_of
from monitor.model.story import Relation
from monitor.store.corrections import Correction, CorrectionStore
from monitor.store.stored import StoredVersion
from monitor.store.story_pages import StoryPages

Row = dict[str, Any]


async def export_labels(config: Path, *, since: str, out: Path | None) -> int:
    """Write the stories corrected since then, a labelled entry a line, in order of arrival."""
    after = utc_now() - length("--since", since)
    async with open_database(settings_of(config)) as db:
        corrected = await CorrectionStore(db).since(after)
        stories = await _stories(StoryPages(db), corrected)
    rows = list(labels(stories, corrected))
    with open_out(out) as lines:
        for row in rows:
            print(json.dumps(row, ensure_ascii=False), file=lines)
    told = f"{count(len(corrected), 'correction')}, {count(len(rows), 'entry', 'entries')}"
    print(f"{told} of {count(len(stories), 'story', 'stories')}", file=sys.stderr)
    return 0


async def _stories(
    pages: StoryPages, corrected: Iterable[Correction]
) -> Mapping[int, tuple[StoredVersion, ...]]:
    """The stories that the corrections concern, both sides of each, as they are now."""
    named = {story for one in corrected for story in (one.story_id, one.from_story_id)}
    found = {story: await pages.page(story) for story in sorted(named)}
    return {story: page.versions for story, page in found.items() if page is not None}


def labels(
    stories: Mapping[int, tuple[StoredVersion, ...]], corrected: Iterable[Correction]
) -> Iterator[Row]:
    """Every version of these stories with what it should have been taken for.

    What nobody corrected is labelled as it was judged, and says so under `why`.
    """
    by_version = {one.version_id: one for one in corrected}
    first = {story: of_story[0] for story, of_story in stories.items()}
    everything = sorted((one for of_story in stories.values() for one in of_story), key=_arrival)
    for version in everything:
        opened = first[version.story_id]
        # Of a story whose beginning is past retention, the earliest that is left begins it.
        relation = Relation.NEW if version is opened else Relation(version.relation)
        correction = by_version.get(version.id)
        yield _recorded(version) | {
            "event": f"story-{version.story_id}",
            "topic": "desk",
            "expect": relation.value,
            "of": None if relation is Relation.NEW else _name(opened),
            "why": correction.kind if correction else "judged",
            "note": correction.reason if correction else "",
        }


def _arrival(version: StoredVersion) -> int:
    return version.id


def _name(version: StoredVersion) -> str:
    return f"entry-{version.entry_id}.{version.revision}"


def _recorded(version: StoredVersion) -> Row:
    """The entry as `monitor replay` reads it; texts are HTML there."""
    entry = version.entry
    return {
        "id": _name(version),
        "feed": entry.feed,
        "source": entry.source,
        "lang": entry.language,
        "title": escape(entry.title, quote=False),
        "summary": escape(entry.text, quote=False).replace("\n", "<br>"),
        "content": "",
        "url": entry.link,
        "guid": entry.guid,
        "published": entry.published.isoformat() if entry.published else None,
        "seen": version.seen_at.isoformat(),
    }
