"""Whose turn it is in a destination's line: one question, asked for one line and for all.

`NEXT` takes `destination` and `now`, `WAITING` takes `now`; both look only at the head of a line,
however long it is.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Select,
    bindparam,
    exists,
    func,
    literal_column,
    or_,
    select,
)

from monitor.store.tables import deliveries, destinations
from monitor.store.types import Id, Utc

_LAST: ColumnElement[int] = literal_column(str(2**63 - 1), Id)
_NOW: BindParameter[datetime] = bindparam("now", type_=Utc)


def _next(destination: ColumnElement[str]) -> Select[Any]:
    """The first message of a line that can be sent now, with the message it belongs behind."""
    first = deliveries.alias("first")
    begins_with = func.coalesce(deliveries.c.edits_id, deliveries.c.thread_id)
    return (
        select(
            deliveries.c.id,
            deliveries.c.destination,
            deliveries.c.message,
            deliveries.c.edits_id,
            deliveries.c.attempts,
            deliveries.c.created_at,
            deliveries.c.ambiguous,
            first.c.state.label("first_state"),
            first.c.receipt.label("first_receipt"),
        )
        .outerjoin_from(deliveries, first, first.c.id == begins_with)
        .where(
            deliveries.c.state == "pending",
            deliveries.c.destination == destination,
            deliveries.c.id < func.coalesce(_held_up_behind(destination), _LAST),
            or_(deliveries.c.not_before.is_(None), deliveries.c.not_before <= _NOW),
            or_(deliveries.c.next_try_at.is_(None), deliveries.c.next_try_at <= _NOW),
            or_(first.c.id.is_(None), first.c.state.not_in(("pending", "sending"))),
            ~_being_sent(destination),
            ~_paused(destination),
        )
        .order_by(deliveries.c.id)
        .limit(1)
    )


def _held_up_behind(destination: ColumnElement[str]) -> Any:
    """The message whose next try is still to come; none for a line without trouble."""
    stuck = deliveries.alias("stuck")
    return (
        select(func.min(stuck.c.id))
        .where(
            stuck.c.destination == destination,
            stuck.c.next_try_at > _NOW,
            func.coalesce(stuck.c.edits_id, 0) == 0,  # `IS NULL` would invite the wrong index
        )
        .correlate(destinations)
        .scalar_subquery()
    )


def _being_sent(destination: ColumnElement[str]) -> ColumnElement[bool]:
    on_its_way = deliveries.alias("on_its_way")
    same = (on_its_way.c.state == "sending", on_its_way.c.destination == destination)
    return exists(on_its_way.c.id).where(*same).correlate(destinations)


def _paused(destination: ColumnElement[str]) -> ColumnElement[bool]:
    pause = destinations.alias("pause")
    same = (pause.c.name == destination, pause.c.paused_until > _NOW)
    return exists(pause.c.name).where(*same).correlate(destinations)


NEXT = _next(bindparam("destination", type_=destinations.c.name.type))
WAITING = (
    select(destinations.c.name)
    .where(_next(destinations.c.name).with_only_columns(literal_column("1")).exists())
    .order_by(destinations.c.name)
)
