"""Rows as reports show them: what was stored, with when and why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row

from monitor.model.alert import Route
from monitor.model.entry import Entry
from monitor.model.lateness import Times
from monitor.model.match import Match, Span
from monitor.store.rows import entry_of
from notifiers.base import Message, Section, Story
from notifiers.stored import StoredMessageError, load_message


@dataclass(frozen=True, slots=True)
class StoredEntry:
    """An entry in its latest words."""

    id: int
    entry: Entry
    key: str
    canonical_link: str
    revision: int
    seeded: bool
    first_seen_at: datetime
    seen_at: datetime
    """When its words last changed."""


@dataclass(frozen=True, slots=True)
class StoredMatch:
    """A watchlist that a revision of an entry met."""

    revision: int
    match: Match
    at: datetime


@dataclass(frozen=True, slots=True)
class StoredVersion:
    """The judgement on a revision of an entry."""

    id: int
    revision: int
    story_id: int
    relation: str
    parent_id: int | None
    """The version it descends from, which retention may have deleted."""
    why: str
    changes: tuple[str, ...]
    mark: str
    title: str
    seen_at: datetime
    entry_id: int
    entry: Entry
    """The entry in that revision's words."""


@dataclass(frozen=True, slots=True)
class StoredDecision:
    """What was decided for one destination."""

    entry_id: int
    revision: int
    story_id: int
    route: Route
    kind: str
    """The alert's kind, or `suppressed`."""
    watchlists: tuple[str, ...]
    reason: str
    alert_id: int | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try at sending a message."""

    at: datetime
    outcome: str
    """`sent`, `retry`, `dead`, `interrupted`, or `revived` by a person."""
    reason: str


@dataclass(frozen=True, slots=True)
class StoredDelivery:
    """A message in the outbox, or out of it."""

    id: int
    destination: str
    message: Message
    state: str
    """`pending`, `sending`, `sent`, `dead`, `skipped` (its reader left) or `superseded`: it is the
    edit of a message that is dead."""
    is_edit: bool
    reason: str
    """Why the last attempt failed; ""  when it did not."""
    created_at: datetime
    sent_at: datetime | None
    next_try_at: datetime | None
    attempts: tuple[Attempt, ...]
    not_before: datetime | None
    """Held until then."""
    escalated_at: datetime | None
    """When ops was told that it is not delivered."""


@dataclass(frozen=True, slots=True)
class StoredAlert:
    """An alert, and the delivery that tells it: its own, or its digest's."""

    id: int
    story_id: int
    entry_id: int
    route: Route
    kind: str
    watchlists: tuple[str, ...]
    priority: str
    reason: str
    late: bool
    message: Message
    created_at: datetime
    told_at: datetime | None
    """When it went into the outbox; `None` while it waits for its digest."""
    delivery: StoredDelivery | None
    version_id: int
    """The version of the entry that it tells."""
    held: str
    """`storm` or `quiet`, where it is told in the one message of these; else ""."""
    held_until: datetime | None
    """When the quiet hours end."""
    times: Times
    revision: int
    """Of the entry, in whose words it is told; 0 for its first."""


def stored_entry(row: Row[Any]) -> StoredEntry:
    """From a row of `entries`."""
    return StoredEntry(
        row.id,
        entry_of(row),
        row.key,
        row.canonical_link,
        row.revision,
        row.seeded,
        row.first_seen_at,
        row.seen_at,
    )


def stored_match(row: Row[Any]) -> StoredMatch:
    """From a row of `matches`."""
    spans = tuple(Span(**span) for span in row.spans)
    return StoredMatch(row.revision, Match(row.watchlist, spans), row.created_at)


def stored_version(row: Row[Any]) -> StoredVersion:
    """From a row of `versions`."""
    return StoredVersion(
        row.id,
        row.revision,
        row.story_id,
        row.relation,
        row.parent_id,
        row.why,
        tuple(row.changes),
        row.mark,
        row.title,
        row.seen_at,
        row.entry_id,
        entry_of(row),
    )


def stored_decision(row: Row[Any]) -> StoredDecision:
    """From a row of `decisions`."""
    return StoredDecision(
        row.entry_id,
        row.revision,
        row.story_id,
        Route(row.destination, row.digest),
        row.kind,
        tuple(row.watchlists),
        row.reason,
        row.alert_id,
        row.created_at,
    )


def readable(text: str, message_id: str, at: datetime) -> Message:
    """A stored message, or, where it can't be read, an alert of that time that says so.

    One broken row keeps nobody from reading the others.
    """
    try:
        return load_message(text)
    except StoredMessageError as error:
        title = f"(an alert that can't be read any more: {error})"
        story = Story(title, "", "News monitor", at)
        return Message(message_id, "alert", title, (Section("", (story,)),))


def stored_delivery(row: Row[Any], attempts: Sequence[Attempt]) -> StoredDelivery:
    """From a row of `deliveries`."""
    return StoredDelivery(
        row.id,
        row.destination,
        readable(row.message, row.message_id or f"edit-{row.id}", row.created_at),
        row.state,
        row.edits_id is not None,
        row.reason or "",
        row.created_at,
        row.sent_at,
        row.next_try_at,
        tuple(attempts),
        row.not_before,
        row.escalated_at,
    )


def stored_alert(row: Row[Any], deliveries: Mapping[int, StoredDelivery]) -> StoredAlert:
    """From a row of `alerts` with its `entry_id`, times and `delivery_id`."""
    delivery = deliveries.get(row.delivery_id) if row.delivery_id is not None else None
    times = Times(
        None if row.entry_revision else row.published,
        row.seen_at,
        row.decided_at,
        delivery.sent_at if delivery else None,
    )
    return StoredAlert(
        row.id,
        row.story_id,
        row.entry_id,
        Route(row.destination, row.digest),
        row.kind,
        tuple(row.watchlists),
        row.priority,
        row.reason,
        row.late,
        readable(row.message, row.message_id, row.created_at),
        row.created_at,
        row.told_at,
        delivery,
        row.version_id,
        row.held or "",
        row.until,
        times,
        row.entry_revision,
    )
