"""Who is told of an entry: one recorded decision, with its reason, for every destination.

A copy is quiet only where its story was told already; where a repeat and a miss are both possible,
the repeat wins.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta, tzinfo
from enum import Enum, auto

from monitor.model.alert import (
    PRIORITIES,
    Alert,
    AlertKind,
    Decision,
    Priority,
    Route,
    Silence,
    Subscription,
    Suppressed,
    Told,
)
from monitor.model.story import Relation, StoryLink

_TOLD, _NO_FACT, _SILENCED = "told already", "a revision without a new fact", "silenced"
"""How the reasons begin that a corrected judgement may undo."""


class Arrival(Enum):
    """How an entry came in."""

    FRESH = auto()
    LATE = auto()
    """Older than `max_age` when it was first seen."""
    SEEDED = auto()
    """Brought by the first reading of its feed."""
    REVISED = auto()
    """A known entry with new words."""


def arrival(
    published: datetime | None,
    now: datetime,
    *,
    first_sight: bool,
    backlog: timedelta | None,
    max_age: timedelta,
) -> Arrival:
    """How a new entry came in; an undated one counts as published when it was first seen."""
    age = now - published if published is not None else timedelta(0)
    if first_sight:
        return Arrival.FRESH if backlog is not None and age <= backlog else Arrival.SEEDED
    return Arrival.FRESH if age <= max_age else Arrival.LATE


def decide(
    subscriptions: Sequence[Subscription],
    link: StoryLink,
    arrived: Arrival,
    *,
    story_id: int,
    told: Mapping[str, Told],
    silences: Sequence[Silence],
    zone: tzinfo,
) -> tuple[Decision, ...]:
    """One decision a destination, in the order in which the watchlists name them.

    `subscriptions` are those of the watchlists that the entry met; `told` maps destinations to
    what they know of the story; `silences` are those in force. Reasons give times in `zone`.
    """
    return tuple(
        _decide_one(
            route, met, link, arrived, told.get(route.destination), silences, story_id, zone
        )
        for route, met in _by_destination(subscriptions).items()
    )


def _by_destination(
    subscriptions: Sequence[Subscription],
) -> dict[Route, tuple[Subscription, ...]]:
    """Watchlists by destination; where one is to be told both at once and in a digest: at once."""
    routes: dict[str, Route] = {}
    met: dict[str, dict[str, Subscription]] = {}
    for subscription in subscriptions:
        for route in subscription.routes:
            known = routes.get(route.destination)
            if known is None or (known.digest and not route.digest):
                routes[route.destination] = route
            met.setdefault(route.destination, {})[subscription.watchlist] = subscription
    return {route: tuple(met[name].values()) for name, route in routes.items()}


def _decide_one(
    route: Route,
    met: tuple[Subscription, ...],
    link: StoryLink,
    arrived: Arrival,
    told: Told | None,
    silences: Sequence[Silence],
    story_id: int,
    zone: tzinfo,
) -> Decision:
    audible, silence = _unsilenced(met, silences, story_id)
    watchlists = tuple(s.watchlist for s in audible or met)
    reason = _held_back(route, link, arrived, told, zone)
    if reason:
        return Suppressed(route, watchlists, reason)
    if silence is not None and not audible:
        return Suppressed(route, watchlists, f"{_SILENCED} {_until(silence, zone)}", silence.id)
    update = told and (link.relation is Relation.UPDATE or told.missed)
    kind = AlertKind.UPDATE if update else AlertKind.NEW
    return Alert(
        route,
        kind,
        watchlists,
        highest(s.priority for s in audible),
        _told_because(link, told),
        late=arrived is Arrival.LATE,
    )


def _unsilenced(
    met: tuple[Subscription, ...], silences: Sequence[Silence], story_id: int
) -> tuple[tuple[Subscription, ...], Silence | None]:
    """The watchlists that may speak, and of the silences that hold others back the longest."""
    of_story = [silence for silence in silences if silence.story_id == story_id]
    names = {s.watchlist for s in met}
    of_met = [silence for silence in silences if silence.watchlist in names]
    quiet = {silence.watchlist for silence in of_met}
    audible = () if of_story else tuple(s for s in met if s.watchlist not in quiet)
    return audible, max(of_story or of_met, key=lambda silence: silence.until, default=None)


def _until(silence: Silence, zone: tzinfo) -> str:
    because = f" ({silence.reason})" if silence.reason else ""
    return f"until {silence.until.astimezone(zone):%Y-%m-%d %H:%M} by {silence.author}{because}"


def _held_back(
    route: Route, link: StoryLink, arrived: Arrival, told: Told | None, zone: tzinfo
) -> str:
    """Why a destination is not told; "" when it is."""
    if arrived is Arrival.SEEDED:
        return "first reading of the feed: stored, not alerted"
    if arrived is Arrival.LATE and not route.digest:
        return "older than max_age when it was first seen, and no digest to put it in"
    if link.relation is Relation.COPY and told and not told.missed:
        return f"{_TOLD} ({told.alerted_at.astimezone(zone):%d %b %H:%M}); {link.why}"
    if link.relation is Relation.COPY and arrived is Arrival.REVISED:
        return f"{_NO_FACT}, of an entry that was not alerted; {link.why}"
    return ""


def _told_because(link: StoryLink, told: Told | None) -> str:
    if told and told.missed:
        return f"this destination had not been told of {'; '.join(told.missed[:3])}; {link.why}"
    if link.relation is not Relation.NEW and not told:
        return f"this destination had not been told of the story; {link.why}"
    return link.why


def kept_as_copy(reason: str) -> bool:
    """Whether a recorded reason not to tell is that the entry was taken for a copy."""
    return reason.startswith((_TOLD, _NO_FACT))


def kept_by_silence(reason: str) -> bool:
    """Whether a recorded reason not to tell is a silence, of the story or of watchlists."""
    return reason.startswith(_SILENCED)


def highest(priorities: Iterable[Priority]) -> Priority:
    """The most urgent of some priorities, `normal` for none."""
    return min(priorities, key=PRIORITIES.index, default="normal")
