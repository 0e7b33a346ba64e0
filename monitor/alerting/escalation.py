"""What ops reads of alerts that do not arrive."""

from datetime import datetime, timedelta

from monitor.alerting.message import message_id
from notifiers.base import Message


def not_delivered(
    message: Message, destination: str, reason: str, delivery_id: int, *, to: str, now: datetime
) -> Message:
    """A message was given up; somebody must mend something."""
    body = (
        f"{_named(message)}\nto {destination}: {reason}\n"
        f"Mend it, then: monitor resend {delivery_id}"
    )
    high = "high-priority alert" if _is_high(message) else ""
    return _notice(f"Not delivered{f': {high}' if high else ''}", body, message, "dead", to, now)


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
    message: Message, destination: str, reason: str, waited: timedelta, *, to: str, now: datetime
) -> Message:
    """An alert of high priority has not gone out yet; it is tried on."""
    why = reason or "the messages before it have not gone out yet"
    body = f"{_named(message)}\nto {destination}: {why}\nIt is tried on; nothing is lost."
    subject = f"High-priority alert not delivered for {_minutes(waited)}"
    return _notice(subject, body, message, "overdue", to, now)


def at_last(
    message: Message, destination: str, waited: timedelta, *, to: str, now: datetime
) -> Message:
    """What ops was told of has gone out."""
    body = f"{_named(message)}\nto {destination}, after {_minutes(waited)}"
    return _notice("Delivered at last", body, message, "arrived", to, now)


def _notice(subject: str, body: str, about: Message, kind: str, to: str, now: datetime) -> Message:
    notice = message_id("ops", f"{about.id} {now.isoformat()}", 0, kind, to)
    return Message(notice, "notice", subject, body=body)


def _named(message: Message) -> str:
    """Title and link of the alert, or a message's subject."""
    stories = [story for section in message.sections for story in section.stories]
    if message.kind in ("alert", "update") and stories:
        return "\n".join(part for part in (stories[0].title, stories[0].link) if part)
    return message.subject


def _is_high(message: Message) -> bool:
    return any(story.priority == "high" for part in message.sections for story in part.stories)


def _minutes(waited: timedelta) -> str:
    minutes = round(waited.total_seconds() / 60)
    return "a minute" if minutes <= 1 else f"{minutes} minutes"
