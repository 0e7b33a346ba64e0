"""What a judgement was based on: the earlier texts that an entry was compared with."""

import asyncio
from datetime import timedelta

from monitor.feeds.identity import canonical_link
from monitor.store.database import Database
from monitor.store.stored import StoredVersion
from monitor.store.turn_stories import TurnStories
from monitor.stories.account import Account, accounts
from monitor.stories.fingerprint import look_up_keys
from monitor.stories.relate import look_back

LOOKED_UP = 24
"""Stories that are looked up: later ones, which are left out, share the same keys."""


async def compared_with(
    db: Database, version: StoredVersion, window: timedelta
) -> tuple[Account, ...]:
    """The texts that stood there when a version was judged, most alike first, a handful.

    Stories are named as they are now, after whatever was corrected since. The comparing is done
    in a thread, so that a service that is asked goes on with its work.
    """
    entry = version.entry
    keys = look_up_keys(entry, canonical_link(entry.link))
    since = version.seen_at - look_back(window)
    async with db.read() as connection:
        stories = TurnStories(connection)
        sharing = await stories.candidates(keys, since, LOOKED_UP)
        own = await stories.own_versions(version.entry_id)
        ids = dict.fromkeys((*sharing, *(one.story_id for one in own)))
        found = await stories.versions_of(list(ids))
    earlier = [one for one in found if one.id < version.id]
    return await asyncio.to_thread(accounts, entry, earlier, version.parent_id)
