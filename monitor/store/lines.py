"""Whose turn it is in a destination's line: one question, asked for one line and for all.

Each line is two: what is of high priority goes first, everything else behind it, and each keeps its
order. A message that has to follow another one waits for it, whatever its priority.

`NEXT` are two questions, asked in order, that take `destination` and `now`; `WAITING` takes `now`.
All look only at the head of a line, however long it is.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    FromClause,
    Select,
    and_,
    bindparam,
    exists,
    func,
    literal_column,
    or_,
    select,
)

from monitor.store.tables import URGENT_WAITS, deliveries, destinations
from monitor.store.types import Id, Utc

_LAST: ColumnElement[int] = literal_column(str(2**63 - 1), Id)
_NOW: BindParameter[datetime] = bindparam("now", type_=Utc)


def _next(destination: ColumnElement[str], *, urgent: bool) -> Select[Any]:
    """The first message of a line that can be sent now, with the message it belongs behind."""
    waits = URGENT_WAITS if urgent else and_(deliveries.c.state == "pending", ~_urgent(deliveries))
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
            waits,
            deliveries.c.destination == destination,
            deliveries.c.id < func.coalesce(_held_up_behind(destination, urgent=urgent), _LAST),
            or_(deliveries.c.not_before.is_(None), deliveries.c.not_before <= _NOW),
            or_(deliveries.c.next_try_at.is_(None), deliveries.c.next_try_at <= _NOW),
            or_(first.c.id.is_(None), first.c.state.not_in(("pending", "sending"))),
        )
        .order_by(deliveries.c.id)
        .limit(1)
    )


def _urgent(table: FromClause) -> ColumnElement[bool]:
    return table.c.priority == "high"


def _held_up_behind(destination: ColumnElement[str], *, urgent: bool) -> Any:
    """The message whose next try is still to come; none for a line without trouble."""
    stuck = deliveries.alias("stuck")
    same_line = _urgent(stuck) if urgent else ~_urgent(stuck)
    return (
        select(func.min(stuck.c.id))
        .where(
            stuck.c.destination == destination,
            stuck.c.next_try_at > _NOW,
            same_line,
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


def _of_both(destination: ColumnElement[str]) -> tuple[Select[Any], Select[Any]]:
    return _next(destination, urgent=True), _next(destination, urgent=False)


def _is_free(destination: ColumnElement[str]) -> ColumnElement[bool]:
    """Whether anything may be sent to a destination now."""
    return and_(~_being_sent(destination), ~_paused(destination))


_ONE = bindparam("destination", type_=destinations.c.name.type)
NEXT = tuple(line.where(_is_free(_ONE)) for line in _of_both(_ONE))
"""The first of what is urgent, and of the rest."""
WAITING = (
    select(destinations.c.name)
    .where(
        _is_free(destinations.c.name),
        or_(
            *(
                line.with_only_columns(literal_column("1")).exists()
                for line in _of_both(destinations.c.name)
            )
        ),
    )
    .order_by(destinations.c.name)
)
