"""What a judgement was based on, for `explain`: the texts compared, as data and in words."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Any

from monitor.steps.compared import compared_with
from monitor.store.database import Database
from monitor.store.stored import StoredVersion
from monitor.stories.account import SHOWN, Account


async def compared(db: Database, version: StoredVersion, window: timedelta) -> list[dict[str, Any]]:
    """The texts that stood there when a version was judged, most alike first, a handful."""
    return [_as_data(one, version) for one in await compared_with(db, version, window)]


def _as_data(account: Account, version: StoredVersion) -> dict[str, Any]:
    earlier = account.version
    return {
        "entry": earlier.entry_id,
        "story": earlier.story_id,
        "source": earlier.entry.source or earlier.entry.feed,
        "title": earlier.entry.title,
        "alike": round(account.likeness, 3),
        "facts_compared": account.compared,
        "same": list(account.same),
        "differs": list(account.differs),
        "taken_for_its_original": earlier.id == version.parent_id,
    }


def compared_lines(found: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """The same in an editor's words."""
    for one in found:
        original = ", taken for its original" if one["taken_for_its_original"] else ""
        yield (
            f"{one['alike']:.0%} alike: {one['source']}, “{one['title']}” "
            f"(entry:{one['entry']}, story:{one['story']}{original})"
        )
        if not one["facts_compared"]:
            yield "    other wording: facts were not compared"
            continue
        yield f"    differs: {_some(one['differs']) or 'nothing'}"
        if one["same"]:
            yield f"    the same in both: {_some(one['same'])}"


def _some(facts: Sequence[str]) -> str:
    more = len(facts) - SHOWN
    return "; ".join(facts[:SHOWN]) + (f" and {more} more" if more > 0 else "")
