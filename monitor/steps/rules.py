"""What a turn goes by: the watchlists in force and what of the settings it needs."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta, tzinfo

from monitor.feeds.schedule import Wish
from monitor.matching.matcher import Matcher
from monitor.model.alert import Subscription


@dataclass(frozen=True, slots=True)
class InForce:
    """The watchlists in force."""

    matcher: Matcher
    subscriptions: Mapping[str, Subscription]


@dataclass(frozen=True, slots=True)
class Rules:
    """What of the settings a turn goes by."""

    max_age: timedelta
    window: timedelta
    zone: tzinfo
    wish: Wish
    alert_backlog: timedelta | None
    also_in_every: timedelta
    """The least time between two edits of one message."""
    can_edit: Callable[[str], bool]
    """Whether messages to that destination can be edited."""
