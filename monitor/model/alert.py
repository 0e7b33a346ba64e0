"""What was decided about one entry for one destination."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Literal

Priority = Literal["high", "normal", "low"]
PRIORITIES: tuple[Priority, ...] = ("high", "normal", "low")


@dataclass(frozen=True, slots=True)
class Route:
    """Where a watchlist's alerts go, and when."""

    destination: str
    """Canonical name: `slack:#asia-desk`, `email:desk@example.org`, `console`."""
    digest: str = ""
    """Digest schedule as written; "" means at once."""


@dataclass(frozen=True, slots=True)
class Subscription:
    """What alerting needs to know of a watchlist."""

    watchlist: str
    """Id of the watchlist."""
    title: str
    priority: Priority
    routes: tuple[Route, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """What one destination has been told of one story."""

    alert_id: int
    """The first alert."""
    alerted_at: datetime
    message: str
    """Id of the first alert's message; "" while it only waits for a digest."""
    updates: int
    """The number of the last update that followed."""
    version: int = 0
    """Id of the latest version that it was told of."""
    missed: tuple[str, ...] = ()
    """What an update changed that it was not told of, where a copy of that update comes now."""


class AlertKind(StrEnum):
    """What an alert tells."""

    NEW = "new"
    UPDATE = "update"
    ALSO_IN = "also_in"
    """Not a message of its own: the first alert's message is edited."""


@dataclass(frozen=True, slots=True)
class Alert:
    """This destination is told."""

    route: Route
    kind: AlertKind
    watchlists: tuple[str, ...]
    priority: Priority
    reason: str
    late: bool = False
    gathering: int | None = None
    """The storm or quiet hours in whose one message it is told; `None`: by itself."""


@dataclass(frozen=True, slots=True)
class Suppressed:
    """This destination is not told, for this reason."""

    route: Route
    watchlists: tuple[str, ...]
    reason: str
    silence: int | None = None
    """The silence that held it back, if one did."""


Decision = Alert | Suppressed


@dataclass(frozen=True, slots=True)
class Gathering:
    """Alerts that one destination is told of in one message: a storm's, or those of quiet hours."""

    id: int
    destination: str
    kind: Literal["storm", "quiet"]
    began_at: datetime
    busy_at: datetime
    """Of a storm: when there was last too much."""
    until: datetime | None = None
    """When quiet hours end."""
    summed_at: datetime | None = None
    """When its message was last written."""
    summed_id: int = 0
    """The last alert that its message tells of."""
    message: str = ""
    """Id of its message; "" before there is one."""


@dataclass(frozen=True, slots=True)
class Silence:
    """Alerts of a story or a watchlist held back until a time."""

    id: int
    story_id: int | None
    watchlist: str | None
    until: datetime
    reason: str
    author: str
    created_at: datetime | None = None
