"""What became of a message, in words: the same for `alerts` and `explain`."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from monitor.commands.lines import iso
from monitor.model.lateness import Times
from monitor.store.stored import Attempt, StoredAlert, StoredDelivery
from notifiers.base import Message

STUCK = timedelta(minutes=15)
"""A message that waits longer than this is worth a person's look."""
UNDELIVERED = "undelivered"
"""What was given up, and waits for `monitor resend`; it is stored as `dead`."""

_HELD = {"storm": "in a storm's summary", "quiet": "in the catch-up of quiet hours"}


def is_story(message: Message) -> bool:
    """Whether it tells one story."""
    return message.kind in ("alert", "update")


def title_of(message: Message) -> str:
    """The story's title, in the words of this message; else its subject."""
    return message.sections[0].stories[0].title if is_story(message) else message.subject


def state_of(alert: StoredAlert, zone: ZoneInfo) -> str:
    """Where an alert is: sent, waiting, held and by what, or undelivered."""
    digest = f"digest {alert.route.digest}" if alert.route.digest else ""
    if alert.held:
        parts = (_gathered(alert, zone), f"also in {digest}" if digest else "")
        return ", ".join(part for part in parts if part)
    if alert.delivery is None:
        return f"waits for {digest}" if digest else "pending"
    return delivery_state(alert.delivery, zone)


def _gathered(alert: StoredAlert, zone: ZoneInfo) -> str:
    if alert.delivery is not None:
        return f"{_HELD[alert.held]}, {delivery_state(alert.delivery, zone)}"
    if alert.held_until is not None:
        return f"held, quiet hours until {clock(alert.held_until, zone)}"
    return "held in a storm"


def delivery_state(delivery: StoredDelivery, zone: ZoneInfo) -> str:
    """`sent`, `pending`, `undelivered` and so on; until when it is held."""
    if delivery.state == "dead":
        return UNDELIVERED
    if delivery.state == "pending" and delivery.not_before and not delivery.is_edit:
        return f"held until {clock(delivery.not_before, zone)}"
    return delivery.state


def waits_since(delivery: StoredDelivery) -> datetime:
    """When it was made, or last put back by a person."""
    revived = (one.at for one in delivery.attempts if one.outcome == "revived")
    return max((delivery.created_at, *revived))


def is_held(delivery: StoredDelivery, now: datetime) -> bool:
    """Whether it waits for its time, such as the end of quiet hours."""
    return delivery.not_before is not None and delivery.not_before > now


def in_trouble(delivery: StoredDelivery, now: datetime) -> bool:
    """Given up, tried in vain, or in the line for too long; what waits for its time is not."""
    if delivery.state == "dead":
        return True
    failed = any(one.outcome in ("retry", "interrupted") for one in delivery.attempts)
    late = now - waits_since(delivery) > STUCK
    return not is_held(delivery, now) and (failed or late)


def clock(at: datetime, zone: ZoneInfo) -> str:
    """A time of day on the desk's clock."""
    return f"{at.astimezone(zone):%H:%M}"


def outcome(attempt: Attempt) -> str:
    """What became of one try, in the word that its message's state has."""
    return UNDELIVERED if attempt.outcome == "dead" else attempt.outcome


def attempt_data(attempt: Attempt, zone: ZoneInfo) -> dict[str, str]:
    """One try at sending."""
    return {"at": iso(attempt.at, zone), "outcome": outcome(attempt), "reason": attempt.reason}


def times_data(times: Times, zone: ZoneInfo) -> dict[str, Any]:
    """The hops of an alert's way, in seconds, and when each ended."""
    at = {
        "published": times.published,
        "seen": times.seen,
        "decided": times.decided,
        "sent": times.sent,
    }
    return {
        name: when.astimezone(zone).isoformat(timespec="milliseconds") if when else None
        for name, when in at.items()
    } | {"hops": {name: round(length.total_seconds(), 3) for name, length in times.hops()}}


def short(length: timedelta) -> str:
    """A length of time for a narrow column: 0.2 s, 41 s, 12 min, 3.5 h, 2 d."""
    seconds = length.total_seconds()
    for size, unit in ((86400, "d"), (3600, "h"), (60, "min")):
        if seconds >= 2 * size:
            number = seconds / size
            return (
                f"{number:.0f} {unit}" if number >= 10 or unit == "min" else f"{number:.1f} {unit}"
            )
    return f"{seconds:.1f} s" if seconds < 10 else f"{seconds:.0f} s"
