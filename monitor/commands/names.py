"""What a person has in hand of a story: its number, an entry's, an alert's, a link."""

import re
from collections.abc import Sequence

from monitor.commands.errors import CommandError
from monitor.feeds.identity import canonical_link
from monitor.store.stored import StoredVersion
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
