"""`monitor story show`: one story on one page."""

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from monitor.commands.lines import count, iso, zone_line
from monitor.commands.names import story_named
from monitor.commands.setup import open_database, settings_of
from monitor.commands.told import state_of
from monitor.store.corrections import Correction
from monitor.store.stored import StoredAlert, StoredDecision, StoredVersion
from monitor.store.story_pages import StoryPage, StoryPages

_KINDS = {
    "split": "split from story:{from_story}",
    "merge": "story:{from_story} joined to it",
    "update": "an entry taken for a copy is an update",
}


async def show_story(config: Path, name: str, *, as_json: bool) -> int:
    """Print a story: its versions in order, why each belongs to it, who was told when."""
    settings = settings_of(config)
    zone = ZoneInfo(settings.timezone)
    async with open_database(settings) as db:
        pages = StoryPages(db)
        page = await pages.page(await story_named(pages, name))
    if page is not None:
        print(
            json.dumps(_as_data(page, zone), ensure_ascii=False)
            if as_json
            else "\n".join(_lines(page, zone))
        )
    return 0


def correction_data(one: Correction, zone: ZoneInfo) -> dict[str, Any]:
    """A correction as JSON shows it."""
    return {
        "correction": one.kind,
        "at": iso(one.at, zone),
        "by": one.author,
        "reason": one.reason,
        "story": one.story_id,
        "from": one.from_story_id,
        "before": one.before,
    }


def correction_line(one: Correction, story_id: int, zone: ZoneInfo) -> str:
    """A correction as a story's reader sees it."""
    what = _KINDS[one.kind].format(from_story=one.from_story_id)
    since = ""
    if one.kind == "split" and one.from_story_id == story_id:
        back = one.story_id == story_id
        what = "an entry split from it" if back else f"story:{one.story_id} split from it"
        since = "; joined again since" if back else ""
    because = f": {one.reason}" if one.reason else ""
    return f"{_clock(one.at, zone)}  {what}, by {one.author}{because} (was: {one.before}){since}"


def _as_data(page: StoryPage, zone: ZoneInfo) -> dict[str, Any]:
    return {
        "story": page.story_id,
        "versions": [
            {
                "entry": one.entry_id,
                "revision": one.revision,
                "at": iso(one.seen_at, zone),
                "source": one.entry.source or one.entry.feed,
                "title": one.title,
                "link": one.entry.link,
                "relation": one.relation,
                "mark": one.mark,
                "changes": list(one.changes),
                "why": one.why,
                "decisions": [_decision_data(decided) for decided in _of(page, one)],
            }
            for one in page.versions
        ],
        "told": [_alert_data(one, zone) for one in page.alerts],
        "corrections": [correction_data(one, zone) for one in page.corrections],
    }


def _of(page: StoryPage, version: StoredVersion) -> list[StoredDecision]:
    return [
        one
        for one in page.decisions
        if (one.entry_id, one.revision) == (version.entry_id, version.revision)
    ]


def _decision_data(one: StoredDecision) -> dict[str, Any]:
    return {
        "to": one.route.destination,
        "digest": one.route.digest,
        "decision": one.kind,
        "reason": one.reason,
    }


def _alert_data(one: StoredAlert, zone: ZoneInfo) -> dict[str, Any]:
    sent = one.delivery.sent_at if one.delivery else None
    return {
        "alert": one.id,
        "entry": one.entry_id,
        "to": one.route.destination,
        "digest": one.route.digest,
        "kind": one.kind,
        "decided": iso(one.created_at, zone),
        "state": state_of(one, zone),
        "sent": iso(sent, zone) if sent else None,
    }


def _lines(page: StoryPage, zone: ZoneInfo) -> Iterator[str]:
    outlets = {one.entry.source or one.entry.feed for one in page.versions}
    yield f"story:{page.story_id}: {page.versions[0].title}"
    yield (
        f"{count(len(page.versions), 'version')} from {count(len(outlets), 'outlet')}, "
        f"{zone_line(zone)}"
    )
    for version in page.versions:
        yield ""
        yield from _version_lines(page, version, zone)
    if page.corrections:
        yield ""
        yield "corrected:"
        yield from (f"  {correction_line(one, page.story_id, zone)}" for one in page.corrections)


def _version_lines(page: StoryPage, version: StoredVersion, zone: ZoneInfo) -> Iterator[str]:
    revision = f", revision {version.revision}" if version.revision else ""
    source = version.entry.source or version.entry.feed
    mark = f" ({version.mark})" if version.mark else ""
    yield (
        f"{_clock(version.seen_at, zone)}  {version.relation.upper()}{mark}  {source}"
        f"  [entry:{version.entry_id}{revision}]"
    )
    yield f"    {version.title}"
    if version.changes and version.changes[0] not in version.why:
        yield f"    changed: {'; '.join(version.changes)}"
    yield f"    {version.why}"
    told = [one for one in page.alerts if one.version_id == version.id]
    for alert in told:
        yield f"    → {_told_line(alert, zone)}"
    knowing = {alert.route.destination for alert in told}
    quiet: dict[str, list[str]] = {}
    for held in _of(page, version):
        if held.kind == "suppressed" and held.route.destination not in knowing:
            reason = held.reason.removesuffix(f"; {version.why}")
            quiet.setdefault(reason, []).append(held.route.destination)
    for reason, names in quiet.items():
        yield f"    – {', '.join(dict.fromkeys(names))}: {reason}"


def _told_line(alert: StoredAlert, zone: ZoneInfo) -> str:
    to, kind = alert.route.destination, "update" if alert.kind == "update" else "alert"
    if alert.delivery is None:
        return f"{to}: {kind} waits for the digest {alert.route.digest}"
    if alert.delivery.state == "sent" and alert.delivery.sent_at:
        return f"{to}: {kind} sent {_clock(alert.delivery.sent_at, zone)}"
    return f"{to}: {kind} {state_of(alert, zone)}, delivery:{alert.delivery.id}"


def _clock(at: datetime, zone: ZoneInfo) -> str:
    return f"{at.astimezone(zone):%d %b %H:%M}"
