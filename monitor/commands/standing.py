"""What `monitor status` says of the desk's files, and of what is silenced."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from monitor.alerting.mute import by_the_clock
from monitor.commands.lines import count
from monitor.model.alert import Silence
from monitor.watchlist.history import is_feeds, is_shared

SHOWN = 5
"""Of watchlists, silences and whatever else there may be many of, so many are named."""


def not_in_force(faulty: Mapping[str, bool]) -> Iterator[str]:
    """Why stories are missed: watchlists that were never good, as the service last read them.

    `faulty`: whether there is a good version, by the name of each file with an error.
    """
    if lost := [name for name, good in faulty.items() if _is_watchlist(name) and not good]:
        yield f"{count(len(lost), 'watchlist')} not in force: {named(lost)}: {_SEE}"


def in_force_as_last_good(faulty: Mapping[str, bool]) -> Iterator[str]:
    """Files with an error by which nothing is missed yet, in lines below a name."""
    if kept := [name for name, good in faulty.items() if _is_watchlist(name) and good]:
        yield f"files      {named(kept)}: an error, in force as last good: {_SEE}"
    if any(map(is_feeds, faulty)):
        yield f"files      feeds.yaml: an error: {_SEE}"


def _is_watchlist(name: str) -> bool:
    return not is_feeds(name) and not is_shared(name)


_SEE = "monitor check"


def silence_line(silences: Sequence[Silence], now: datetime, zone: ZoneInfo) -> str:
    """What is silenced, until when on the desk's clock; those that end first first."""
    told = [f"{_what(one)} until {by_the_clock(one.until, now, zone)}" for one in silences]
    return f"{'; '.join(told[:SHOWN])}{_more(told)}: monitor silence list"


def _what(one: Silence) -> str:
    return one.watchlist or f"story:{one.story_id}"


def named(names: Sequence[str]) -> str:
    """The first of them, and how many more there are."""
    return ", ".join(names[:SHOWN]) + _more(names)


def _more(all_of_them: Sequence[str]) -> str:
    further = len(all_of_them) - SHOWN
    return f" and {further} more" if further > 0 else ""
