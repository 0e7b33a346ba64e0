"""Tells the ops channels which feeds are in trouble and which are well again.

What happens within half a minute is one notice: when the network is down, every feed fails.
"""

from collections import Counter
from collections.abc import Awaitable, Callable

import structlog

from monitor.model.feed import FeedState, FeedTurn
from monitor.store.errors import StoreError

log = structlog.get_logger()

IN_TROUBLE = 3
"""Failed turns in a row after which a feed's trouble is told."""
SHOWN = 10
"""Feeds named in one notice."""


class FeedWatch:
    """Gathers what is to be told; `tell` takes a subject and a text."""

    def __init__(self, tell: Callable[[str, str], Awaitable[None]]) -> None:
        self._tell = tell
        self._failing: dict[str, str] = {}
        self._well: dict[str, str] = {}

    def look(self, turn: FeedTurn, state: FeedState) -> None:
        """Note a feed that has come into trouble for good, or out of it."""
        name = turn.feed.title or turn.feed.id
        if state.failures == IN_TROUBLE or (state.stopped and not turn.state.stopped):
            self._well.pop(name, None)
            self._failing[name] = state.error or "unknown"
        elif turn.state.failures < IN_TROUBLE or state.failures:
            return
        elif not self._failing.pop(name, ""):
            self._well[name] = turn.feed.url

    async def tick(self) -> None:
        """Tell what was gathered; what can't be told now is kept for the next tick."""
        try:
            if self._failing:
                await self._tell(_subject("in trouble", self._failing), _trouble(self._failing))
                self._failing = {}
            if self._well:
                await self._tell(_subject("well again", self._well), _names(list(self._well)))
                self._well = {}
        except StoreError as problem:
            log.error("feeds' troubles not told", reason=str(problem))


def _subject(state: str, feeds: dict[str, str]) -> str:
    if len(feeds) == 1:
        return f"Feed {state}: {next(iter(feeds))}"
    return f"{len(feeds)} feeds {state}"


def _trouble(failing: dict[str, str]) -> str:
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
