"""What a turn goes by: the watchlists in force and what of the settings it needs."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta, tzinfo

from monitor.alerting.schedule import QuietHours
from monitor.alerting.storm import Limit
from monitor.feeds.schedule import Wish
from monitor.matching.matcher import Matcher
from monitor.model.alert import Subscription


@dataclass(frozen=True, slots=True)
class InForce:
    """The watchlists in force."""

    matcher: Matcher
    subscriptions: Mapping[str, Subscription]
    digests: Mapping[str, str] = field(init=False)
    """The digest of each destination that has one beside whatever is told at once."""

    def __post_init__(self) -> None:
        routes = [route for one in self.subscriptions.values() for route in one.routes]
        found = {route.destination: route.digest for route in routes if route.digest}
        object.__setattr__(self, "digests", found)  # the way of a frozen dataclass


def no_page(_: str) -> str:
    """Where nobody could reach a page, there is none."""
    return ""


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
    storm: Limit | None = None
    """How many alerts a destination takes one by one; `None`: any number."""
    quiet: Mapping[str, QuietHours] = field(default_factory=dict)
    """Quiet hours by destination."""
    page: Callable[[str], str] = no_page
    """The address where all of a digest can be read, by its message's id; "" for none."""
