"""The monitor's health in numbers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from monitor.store.tables import alerts, deliveries, entries, feeds

OPEN = ("pending", "sending")
"""States of deliveries that are still to be sent."""


@dataclass(frozen=True, slots=True)
class Counts:
    """What there is at a time; times don't count when two are compared."""

    feeds: int
    """Configured, the stopped ones included."""
    feeds_failing: int
    feeds_stopped: int
    entries: int
    alerts: int
    pending: int
    dead: int
    sent: int
    at: datetime = field(compare=False)
    oldest_pending_at: datetime | None = field(compare=False)
    last_poll_at: datetime | None = field(compare=False)
    """The last turn of any feed that succeeded."""
    last_sent_at: datetime | None = field(compare=False)

    def figures(self) -> Mapping[str, float]:
        """By metric name: numbers, and ages in seconds of what has happened at all."""
        ages = {
            "oldest_pending_seconds": self.oldest_pending_at,
            "last_poll_age_seconds": self.last_poll_at,
            "last_sent_age_seconds": self.last_sent_at,
        }
        return {
            "feeds": self.feeds,
            "feeds_failing": self.feeds_failing,
            "feeds_stopped": self.feeds_stopped,
            "entries": self.entries,
            "alerts": self.alerts,
            "deliveries_pending": self.pending,
            "deliveries_dead": self.dead,
            "deliveries_sent": self.sent,
        } | {
            name: max(0.0, (self.at - then).total_seconds())
            for name, then in ages.items()
            if then is not None
        }


async def count(connection: AsyncConnection, now: datetime) -> Counts:
    """Count everything, as it stands; each question is answered from an index."""
    fed = (await connection.execute(_FEEDS)).one()
    by_state = {row.state: row.number for row in await connection.execute(_BY_STATE)}
    return Counts(
        feeds=fed.total,
        feeds_failing=fed.failing,
        feeds_stopped=fed.stopped,
        entries=await connection.scalar(select(func.count()).select_from(entries)) or 0,
        alerts=await connection.scalar(select(func.count()).select_from(alerts)) or 0,
        pending=sum(by_state.get(state, 0) for state in OPEN),
        dead=by_state.get("dead", 0),
        sent=by_state.get("sent", 0) - (await connection.scalar(_SENT_EDITS) or 0),
        at=now,
        oldest_pending_at=await connection.scalar(_oldest(now)),
        last_poll_at=fed.last_poll,
        last_sent_at=await connection.scalar(select(func.max(deliveries.c.sent_at))),
    )


def _number(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.count().filter(condition)


_FEEDS = select(
    func.count().label("total"),
    _number(feeds.c.stopped).label("stopped"),
    _number(~feeds.c.stopped & (feeds.c.failures > 0)).label("failing"),
    func.max(feeds.c.last_success_at).label("last_poll"),
).where(feeds.c.retired_at.is_(None))
_BY_STATE = select(deliveries.c.state, func.count().label("number")).group_by(deliveries.c.state)
_SENT_EDITS = select(func.count()).where(
    deliveries.c.edits_id.is_not(None), deliveries.c.state == "sent"
)


def _oldest(now: datetime) -> Select[Any]:
    """When the oldest was made of those that could go; an edit's row is as old as the first copy.

    What is held until a time, as in quiet hours, is not late.
    """
    return select(func.min(deliveries.c.created_at)).where(
        deliveries.c.state.in_(OPEN),
        deliveries.c.edits_id.is_(None),
        or_(deliveries.c.not_before.is_(None), deliveries.c.not_before <= now),
    )
