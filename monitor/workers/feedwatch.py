"""Tells the ops channels which feeds are in trouble and which are well again.

What happens within half a minute is one notice: when the network is down, every feed fails.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from monitor.model.feed import Feed
from monitor.store.deliveries import Outgoing
from monitor.store.feed_troubles import FeedTroubles
from monitor.workers.trouble import Trouble

IN_TROUBLE = 3
"""Failed turns in a row after which a feed's trouble is told."""
SHOWN = 10
"""Feeds named in one notice."""


class FeedWatch:
    """Looks twice a minute at what the feeds' turns left, and at what ops knows of it."""

    def __init__(
        self,
        store: FeedTroubles,
        clock: Callable[[], datetime],
        notices: Callable[[str, str], Sequence[Outgoing]],
        feeds: Callable[[], Mapping[str, Feed]],
    ) -> None:
        """`notices` makes those of a subject and a text; `feeds` are the desk's, by id."""
        self._store = store
        self._clock = clock
        self._notices = notices
        self._feeds = feeds
        self._trouble = Trouble("notices of feeds in trouble")

    async def tick(self) -> None:
        """Tell what is owed; what can't be told now is owed at the next tick."""
        with self._trouble.met():
            await self._tell()

    async def _tell(self) -> None:
        owed, now = await self._store.owed(IN_TROUBLE), self._clock()
        if owed.failing:
            failing = {self._name(one): why or "unknown" for one, why in owed.failing.items()}
            said = self._notices(_subject("in trouble", list(failing)), _trouble(failing))
            await self._store.told_failing(owed.failing, said, now)
        if owed.well:
            well = [self._name(one) for one in owed.well]
            said = self._notices(_subject("well again", well), _names(well))
            await self._store.told_well(owed.well, said, now)

    def _name(self, feed_id: str) -> str:
        feed = self._feeds().get(feed_id)
        return (feed.title if feed else "") or feed_id


def _subject(state: str, feeds: Sequence[str]) -> str:
    if len(feeds) == 1:
        return f"Feed {state}: {feeds[0]}"
    return f"{len(feeds)} feeds {state}"


def _trouble(failing: Mapping[str, str]) -> str:
    """Each feed with its reason; where most have the same, that reason first."""
    lines = _names([f"{name}: {reason}" for name, reason in failing.items()])
    kinds = Counter(reason.split(":")[0] for reason in failing.values())
    kind, number = kinds.most_common(1)[0]
    if number > SHOWN // 2:
        return f"{number} of them: {kind}. Perhaps this machine's own network.\n{lines}"
    return lines


def _names(lines: list[str]) -> str:
    more = len(lines) - SHOWN
    shown = lines[:SHOWN] + ([f"and {more} more: see `monitor feeds`"] if more > 0 else [])
    return "\n".join(shown)
