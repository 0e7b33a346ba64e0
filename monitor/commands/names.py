"""What a person has in hand: a number of a story, an entry, an alert, a message, or a link.

Every listing shows them as they can be typed: `story:2`, `entry:4`, `alert:5`, `delivery:7`. A bare
number is what each command is mostly asked about.
"""

import re
from collections.abc import Sequence

from monitor.commands.errors import CommandError
from monitor.feeds.identity import canonical_link
from monitor.store.database import Database
from monitor.store.reports import Reports
from monitor.store.stored import StoredAlert, StoredDelivery, StoredEntry, StoredVersion
from monitor.store.story_pages import StoryPages

_NAME = re.compile(r"(?:(story|entry|alert|delivery):)?(\d+)")


async def story_named(pages: StoryPages, name: str) -> int:
    """The story of `12`, `story:12`, `entry:12`, `alert:12`, `delivery:12` or a link.

    One that was joined to another is that one. Raises CommandError where there is none.
    """
    kind, number = _parts(name, "story")
    if kind != "story":
        return (await _found(pages, name, kind, number))[-1].story_id
    found = number
    while await pages.page(found) is None:
        joined = await pages.joined_to(found)
        if joined is None:
            raise CommandError(
                f"no story {number} is stored: it is past retention, or the number is an entry's: "
                f"then write entry:{number}"
            )
        found = joined
    return found


async def version_named(
    pages: StoryPages, name: str, revision: int | None, *, otherwise: int
) -> StoredVersion:
    """The version that a person means by an entry, a link or an alert.

    Of an entry with several versions it is the one at `otherwise`, unless a revision is named.
    Raises CommandError where there is none.
    """
    kind, number = _parts(name, "entry")
    if kind == "story":
        raise CommandError(f"{name} is a story: name the entry that does not belong to it", code=2)
    found = await _found(pages, name, kind, number)
    if len({one.entry_id for one in found}) > 1:
        ids = ", ".join(f"entry:{one}" for one in sorted({one.entry_id for one in found}))
        raise CommandError(f"several feeds carry {name}: name one of {ids}", code=2)
    if revision is None:
        return found[otherwise]
    chosen = [one for one in found if one.revision == revision]
    if not chosen:
        known = ", ".join(str(one.revision) for one in found)
        raise CommandError(f"{name} has no revision {revision}, only {known}", code=2)
    return chosen[0]


async def entries_named(db: Database, name: str) -> tuple[StoredEntry, ...]:
    """The entries of `12`, `entry:12`, `story:12`, `alert:12`, `delivery:12` or a link."""
    reports = Reports(db)
    hit = _NAME.fullmatch(name.strip())
    if hit is None:
        return await reports.find_entries(canonical_link(name))
    ids = await _entry_ids(db, hit[1] or "entry", int(hit[2]))
    return tuple([one for number in ids for one in await reports.find_entries(number)])


async def _entry_ids(db: Database, kind: str, number: int) -> list[int]:
    """Each once, in order of time."""
    if kind == "entry":
        return [number]
    if kind == "story":
        pages = StoryPages(db)
        page = await pages.page(await story_named(pages, str(number)))
        return list(dict.fromkeys(one.entry_id for one in page.versions)) if page else []
    told = await alerts_named(Reports(db), kind, number)
    return list(dict.fromkeys(one.entry_id for one in told))


async def alerts_named(reports: Reports, kind: str, number: int) -> tuple[StoredAlert, ...]:
    """What was told of a story or an entry, by an alert, or in a message."""
    if kind == "story":
        return await reports.story_alerts(number)
    if kind == "entry":
        return await reports.entry_alerts(number)
    if kind == "delivery":
        return await reports.told_by(number)
    alert = await reports.alert(number)
    return (alert,) if alert else ()


async def messages_named(reports: Reports, name: str) -> tuple[StoredDelivery, ...]:
    """The messages of `12`, `delivery:12`, `alert:12`, `entry:12` or `story:12`, each once."""
    kind, number = message_parts(name)
    if kind == "delivery":
        return tuple(one for one in await reports.delivery(number) if one.id == number)
    told = await alerts_named(reports, kind, number)
    return tuple({one.delivery.id: one.delivery for one in told if one.delivery}.values())


def is_name(text: str) -> bool:
    """Whether a text could name anything at all: a number, with or without its kind, or a link."""
    return _NAME.fullmatch(text.strip()) is not None or "://" in text


def message_parts(name: str) -> tuple[str, int]:
    """Kind and number; a bare number is a message's, `delivery:`. Raises CommandError."""
    hit = _NAME.fullmatch(name.strip())
    if hit is None:
        raise CommandError(
            f"{name} names no message: write delivery:7 as `monitor alerts` shows it, alert:5, "
            "entry:4 or story:2",
            code=2,
        )
    return hit[1] or "delivery", int(hit[2])


async def _found(pages: StoryPages, name: str, kind: str, number: int) -> Sequence[StoredVersion]:
    find = {
        "entry": pages.of_entry,
        "alert": pages.of_alert,
        "delivery": pages.of_delivery,
    }
    found = await (find[kind](number) if kind in find else pages.of_link(canonical_link(name)))
    if not found:
        raise CommandError(
            f"{name} belongs to no story: it was never seen, met no watchlist, or is past "
            "retention (`monitor explain` says which)"
        )
    return found


def _parts(name: str, plain: str) -> tuple[str, int]:
    """Kind and number; a bare number is what `plain` says, and anything else a link."""
    hit = _NAME.fullmatch(name.strip())
    if hit is None:
        if "://" not in name:
            raise CommandError(
                f"{name} names nothing: write a number, entry:12, story:12, alert:12 or a link",
                code=2,
            )
        return "link", 0
    return hit[1] or plain, int(hit[2])
