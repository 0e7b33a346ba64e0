"""Alerts as buttons find them, what is noted beneath them, and which were not relevant."""

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from monitor.store.database import Database
from monitor.store.deliveries import arm_edit_of
from monitor.store.dialect import insert_absent
from monitor.store.tables import alerts, deliveries, feedback, versions
from notifiers.base import Message, Note
from notifiers.stored import load_message, load_receipt


@dataclass(frozen=True, slots=True)
class ToldAlert:
    """An alert that was told by a message of its own."""

    id: int
    delivery_id: int
    story_id: int
    entry_id: int
    destination: str
    watchlists: tuple[str, ...]
    """Their ids; the message names their titles in the same order."""
    reason: str
    message: Message
    """As it reads by now."""
    place: Mapping[str, str]
    """Where it stands: Slack's channel and ts; empty before it was sent."""
    edit_waits: bool = False
    """Whether an edit of it is still to be sent."""


@dataclass(frozen=True, slots=True)
class Rejection:
    """Somebody said that an alert is not relevant."""

    author: str
    at: datetime


class Feedback:
    """What people say of alerts."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def alert(self, message_id: str) -> ToldAlert | None:
        """The alert whose message has that id; `None` for one past retention, or of elsewhere."""
        async with self._db.read() as connection:
            return await _told(connection, message_id)

    async def reject(self, alert_id: int, author: str, now: datetime) -> bool:
        """Note that an alert is not relevant; False where somebody said so before."""
        async with self._db.write() as connection:
            values = {"alert_id": alert_id, "author": author, "created_at": now}
            added = insert_absent(feedback).returning(feedback.c.alert_id)
            return await connection.scalar(added, values) is not None

    async def accept(self, alert_id: int) -> None:
        """Take that back."""
        async with self._db.write() as connection:
            await connection.execute(delete(feedback).where(feedback.c.alert_id == alert_id))

    async def note(
        self, message_id: str, now: datetime, *, add: Note | None = None, drop: str = ""
    ) -> None:
        """Have the message of an alert say what was done about it; `drop`: the `undo` of a note.

        A note of the same `undo` is there once. Nothing to do for an alert that is gone.
        """
        async with self._db.write() as connection:
            told = await _told(connection, message_id)
            if told is None:
                return
            kept = tuple(note for note in told.message.notes if note.undo != drop)
            if add is not None and all(note.undo != add.undo for note in kept):
                kept = (*kept, add)
            if kept == told.message.notes:
                return
            await arm_edit_of(
                connection,
                told.delivery_id,
                alert_id=told.id,
                destination=told.destination,
                message=replace(told.message, notes=kept, minor=_is_minor(told)),
                now=now,
                not_before=now,
            )

    async def noted(self, undo: str, since: datetime) -> tuple[str, ...]:
        """The messages beneath which a note of that `undo` stands; it was made then or later."""
        edit = deliveries.alias("edit")
        asked = (
            select(deliveries.c.message_id)
            .join_from(deliveries, edit, edit.c.edits_id == deliveries.c.id)
            .where(
                (edit.c.sent_at >= since) | edit.c.state.in_(_WAITS),
                edit.c.message.contains(f'"undo":{json.dumps(undo)}', autoescape=True),
            )
        )
        async with self._db.read() as connection:
            return tuple(await connection.scalars(asked))

    async def rejections(self, since: datetime) -> Mapping[int, Rejection]:
        """The alerts made since then that are not relevant, by their ids."""
        async with self._db.read() as connection:
            rows = await connection.execute(_SINCE.where(alerts.c.created_at >= since))
            return {row.alert_id: Rejection(row.author, row.created_at) for row in rows}

    async def counts(self, since: datetime) -> Mapping[str, int]:
        """How many alerts made since then are not relevant, by watchlist, most first."""
        async with self._db.read() as connection:
            rows = await connection.execute(_SINCE.where(alerts.c.created_at >= since))
            return dict(Counter(name for row in rows for name in row.watchlists).most_common())


def _is_minor(told: ToldAlert) -> bool:
    """A note is no news, unless the edit that takes it along has some."""
    return told.message.minor if told.edit_waits else True


_WAITS = ("pending", "sending")
_SINCE = select(
    feedback.c.alert_id, feedback.c.author, feedback.c.created_at, alerts.c.watchlists
).join_from(feedback, alerts, alerts.c.id == feedback.c.alert_id)


async def _told(connection: AsyncConnection, message_id: str) -> ToldAlert | None:
    edit = deliveries.alias("edit")
    asked = (
        select(
            alerts.c.id,
            deliveries.c.id.label("delivery_id"),
            alerts.c.story_id,
            alerts.c.destination,
            alerts.c.watchlists,
            alerts.c.reason,
            versions.c.entry_id,
            deliveries.c.message,
            deliveries.c.receipt,
            edit.c.message.label("edited"),
            edit.c.state.label("edit_state"),
        )
        .join_from(deliveries, alerts, alerts.c.id == deliveries.c.alert_id)
        .join(versions, versions.c.id == alerts.c.version_id)
        .outerjoin(edit, edit.c.edits_id == deliveries.c.id)
        .where(deliveries.c.message_id == message_id)
    )
    row = (await connection.execute(asked)).first()
    return None if row is None else _alert_of(row, message_id)


def _alert_of(row: Row[Any], message_id: str) -> ToldAlert:
    return ToldAlert(
        row.id,
        row.delivery_id,
        row.story_id,
        row.entry_id,
        row.destination,
        tuple(row.watchlists),
        row.reason,
        replace(load_message(row.edited or row.message), id=message_id),
        dict(load_receipt(row.receipt).remote) if row.receipt else {},
        row.edit_state in _WAITS,
    )
