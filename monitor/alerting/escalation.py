"""What ops reads of alerts that do not arrive."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from monitor.alerting.message import message_id
from notifiers.base import Message

NAMED = 12
"""Messages, the last ones, that a notice names; the others are counted."""
COUNTED = 500
"""So many, and then no further."""


class Undelivered(NamedTuple):
    """One of the messages that a notice is about."""

    id: int
    """Its delivery's."""
    message: Message


def not_delivered(
    last: Sequence[Undelivered], number: int, destination: str, reason: str, notice: str
) -> Message:
    """Messages were given up; somebody must mend something.

    `last` of them are named, all `number` counted; `notice` is the id of what is told.
    """
    high = is_high(last[-1].message)
    if number == 1:
        subject = f"Not delivered{': high-priority alert' if high else ''}"
        what, mend = _named(last[0].message), f"delivery:{last[0].id}"
    else:
        subject = f"Not delivered: {_many(number)} {_alerts(high)} to {destination}"
        what, mend = _listed(last, number), f"--destination {destination}"
    body = f"{what}\nto {destination}: {reason}\nMend it, then: monitor resend {mend}"
    return Message(notice, "notice", subject, body=body)


def unreadable(
    destination: str, reason: str, delivery_id: int, *, to: str, now: datetime
) -> Message:
    """A stored message was given up unread: of what it said, nothing is known here."""
    body = f"Message {delivery_id} to {destination}: {reason}\nSee: monitor alerts --undelivered"
    notice = message_id("ops", f"{delivery_id} {now.isoformat()}", 0, "unreadable", to)
    return Message(notice, "notice", "Not delivered: a message that can't be read", body=body)


def orphans(notice: str, destination: str, number: int) -> Message:
    """Messages wait for a channel that has another name now, or none; `notice` is the id."""
    subject = f"{'1 message waits' if number == 1 else f'{number} messages wait'} for {destination}"
    body = (
        "No channel in monitor.yaml has this name any more, so that nobody can be sent them.\n"
        "Give the channel its old name back, or leave it: they are given up after some days.\n"
        "See: monitor alerts --undelivered"
    )
    return Message(notice, "notice", subject, body=body)


def overdue(
    last: Sequence[Undelivered],
    number: int,
    destination: str,
    reason: str,
    waited: timedelta,
    notice: str,
) -> Message:
    """Alerts of high priority have not gone out yet; they are tried on.

    `last` of them are named, all `number` counted; `waited`: the first; `notice` is the id of what
    is told.
    """
    why = reason or "the messages before it have not gone out yet"
    what = _named(last[0].message) if number == 1 else _listed(last, number)
    body = f"{what}\nto {destination}: {why}\nIt is tried on; nothing is lost."
    many = "High-priority alert" if number == 1 else f"{_many(number)} high-priority alerts"
    return Message(notice, "notice", f"{many} not delivered for {_minutes(waited)}", body=body)


def at_last(
    told: Sequence[Message], destination: str, waited: timedelta, *, to: str, now: datetime
) -> Message:
    """What ops was told of has gone out; `waited`: the one that took the longest."""
    after = f"to {destination}, after {'' if len(told) == 1 else 'up to '}{_minutes(waited)}"
    named = "\n".join(_named(one) for one in told[:NAMED])
    more = f"\nand {len(told) - NAMED} more" if len(told) > NAMED else ""
    count = "" if len(told) == 1 else f": {len(told)} high-priority alerts"
    body = f"{named}{more}\n{after}"
    return _notice(f"Delivered at last{count}", body, told[0], "arrived", to, now)


def _many(number: int) -> str:
    return str(number) if number < COUNTED else f"{COUNTED} or more"


def _alerts(high: bool) -> str:  # noqa: FBT001 - one of two words
    return "high-priority alerts" if high else "messages"


def _listed(last: Sequence[Undelivered], number: int) -> str:
    """A line each, those before the last ones counted."""
    lines = [f"• {_named(one.message, ' ')} (delivery:{one.id})" for one in last]
    before = number - len(lines)
    more = [f"and {before} before them: monitor alerts --undelivered"] if before else []
    return "\n".join([*lines, *more])


def _notice(subject: str, body: str, about: Message, kind: str, to: str, now: datetime) -> Message:
    notice = message_id("ops", f"{about.id} {now.isoformat()}", 0, kind, to)
    return Message(notice, "notice", subject, body=body)


def _named(message: Message, between: str = "\n") -> str:
    """Title and link of the alert, or a message's subject."""
    stories = [story for section in message.sections for story in section.stories]
    if message.kind in ("alert", "update") and stories:
        return between.join(part for part in (stories[0].title, stories[0].link) if part)
    return message.subject


def is_high(message: Message) -> bool:
    """Whether a story in it has high priority."""
    return any(story.priority == "high" for part in message.sections for story in part.stories)


def _minutes(waited: timedelta) -> str:
    seconds = round(waited.total_seconds())
    if 1 < seconds < 60:
        return f"{seconds} seconds"
    minutes = round(seconds / 60)
    return "a minute" if minutes <= 1 else f"{minutes} minutes"
