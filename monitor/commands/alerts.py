"""`monitor alerts` and `monitor resend`: what was told to whom, and mending what was not."""

import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from monitor.clock import utc_now
from monitor.commands.errors import CommandError
from monitor.commands.lines import columns, count, iso, minute, print_rows, soon, zone_line
from monitor.commands.names import message_parts, messages_named
from monitor.commands.setup import length, open_database, settings_of
from monitor.commands.told import (
    delivery_state,
    in_trouble,
    is_story,
    short,
    state_of,
    times_data,
    title_of,
)
from monitor.model.lateness import HOPS
from monitor.store.database import is_served
from monitor.store.feedback import Feedback, Rejection
from monitor.store.outbox import Outbox
from monitor.store.reports import Reports
from monitor.store.stored import StoredAlert, StoredDelivery
from notifiers.base import Message

Row = dict[str, Any]

_SEE = "`monitor alerts --undelivered`"
_TOOK = "until seen + decided + sent"


async def list_alerts(
    config: Path, *, since: str, undelivered: bool, as_json: bool, times: bool = False
) -> int:
    """Print alerts, oldest first; with `undelivered` messages in trouble, and 1 when there are any.

    `times`: with how long each hop of an alert's way took.
    """
    settings = settings_of(config)
    after = utc_now() - length("--since", since)
    zone = ZoneInfo(settings.timezone)
    async with open_database(settings) as db:
        reports = Reports(db)
        rows = (
            await _undelivered(reports, zone, utc_now())
            if undelivered
            else [_alert_row(one, zone) for one in await reports.alerts(after)]
        )
        rejected = await Feedback(db).rejections(after)
    for row in rows:
        row |= _rejection(rejected.get(row.get("alert", 0)), zone)
    if as_json:
        print_rows(rows)
    elif rows:
        print("\n".join((zone_line(zone), *_lines(rows, times=times))))
    else:
        print("nothing is undelivered" if undelivered else f"no alerts in the last {since}")
    return 1 if undelivered and rows else 0


async def resend_all(config: Path, name: str, *, as_json: bool) -> int:
    """Put all undelivered messages of a channel, or of a destination, back into the outbox."""
    settings = settings_of(config)
    routes = settings.routes((name,)) if name in settings.channels else ()
    places = [route.destination for route in routes] or [name]
    async with open_database(settings) as db:
        outbox = Outbox(db)
        number = sum([await outbox.revive_all(place, utc_now()) for place in places])
    if not number:
        raise CommandError(f"nothing is undelivered to {name}: see {_SEE}")
    if as_json:
        print(json.dumps({"to": name, "messages": number}))
    else:
        go = "goes" if number == 1 else "go"
        when = soon(served=is_served(settings.storage))
        print(f"{count(number, 'message')} to {name} {go} out again {when}")
    return 0


async def resend(config: Path, name: str, *, as_json: bool) -> int:
    """Put an undelivered message back into the outbox; of a story or an entry, all of them."""
    message_parts(name)
    settings = settings_of(config)
    async with open_database(settings) as db:
        named = [one.id for one in await messages_named(Reports(db), name)]
        revived = [one for one in named if await Outbox(db).revive(one, utc_now())]
    if not revived:
        raise CommandError(f"{_typed(name)} is not undelivered: see {_SEE}")
    when = soon(served=is_served(settings.storage))
    for one in revived:
        _tell_revived(one, when, as_json=as_json)
    return 0


def _typed(name: str) -> str:
    """A name as the listings show it."""
    kind, number = message_parts(name)
    return f"{kind}:{number}"


def _tell_revived(delivery: int, when: str, *, as_json: bool) -> None:
    if as_json:
        print(json.dumps({"delivery": delivery, "state": "pending"}))
    else:
        print(f"delivery:{delivery} goes out again {when}")


async def _undelivered(reports: Reports, zone: ZoneInfo, now: datetime) -> list[Row]:
    """A row a message in trouble, with the entry that it tells of where it is one."""
    waiting = [one for one in await reports.undelivered() if in_trouble(one, now)]
    if not waiting:
        return []
    first = min(one.created_at for one in waiting)
    told = await reports.alerts(first, undelivered=True)
    entries = {one.delivery.id: one.entry_id for one in told if one.delivery}
    return [_delivery_row(one, entries.get(one.id), zone) for one in waiting]


def _alert_row(alert: StoredAlert, zone: ZoneInfo) -> Row:
    delivery = alert.delivery
    return {
        "delivery": delivery.id if delivery else None,
        "at": iso(alert.created_at, zone),
        "kind": _kind(alert.message),
        "state": state_of(alert, zone),
        "to": alert.route.destination,
        "title": title_of(alert.message),
        "watchlists": list(alert.watchlists),
        "story": alert.story_id,
        "reason": delivery.reason if delivery else "",
        "alert": alert.id,
        "entry": alert.entry_id,
        "revision": alert.revision,
        "priority": alert.priority,
        "why": alert.reason,
        "times": times_data(alert.times, zone),
    }


def _rejection(said: Rejection | None, zone: ZoneInfo) -> Row:
    """Who marked an alert as not relevant, and when; nothing for the others."""
    if said is None:
        return {}
    return {"not_relevant": {"by": said.author, "at": iso(said.at, zone)}}


def _delivery_row(delivery: StoredDelivery, entry: int | None, zone: ZoneInfo) -> Row:
    message = delivery.message
    return {
        "delivery": delivery.id,
        "at": iso(delivery.created_at, zone),
        "kind": _kind(message),
        "state": delivery_state(delivery, zone),
        "to": delivery.destination,
        "title": title_of(message),
        "attempts": len(delivery.attempts),
        "reason": delivery.reason,
        "entry": entry if is_story(message) else None,
    }


def _kind(message: Message) -> str:
    """What it tells: `new`, `update`, `correction`, `withdrawal`; or it is a digest or notice."""
    return message.sections[0].stories[0].kind if is_story(message) else message.kind


def _number(row: Row) -> str:
    """What `alerts` takes, and `resend`: the message's number, else the alert's."""
    return f"delivery:{row['delivery']}" if row["delivery"] else f"alert:{row['alert']}"


def _took(row: Row) -> str:
    """The hops of an alert's way, such as "4 min + 0.2 s + 0.8 s"."""
    hops = row.get("times", {}).get("hops", {})
    return " + ".join(
        short(timedelta(seconds=hops[name])) if name in hops else "?" for name in HOPS
    )


def _not_relevant(row: Row) -> str:
    return f"  (not relevant: {row['not_relevant']['by']})" if "not_relevant" in row else ""


def _entry(row: Row) -> str:
    """What `explain` takes, and which version of it, where that is not the first."""
    revision = f" (revision {row['revision']})" if row.get("revision") else ""
    return f"entry:{row['entry']}{revision}" if row["entry"] else ""


def _lines(rows: Sequence[Row], *, times: bool) -> list[str]:
    """Below the columns' names; first what `resend` takes, then what `explain` takes."""
    head = ("message", "entry", "at", "kind", "state", "to", *([_TOOK] if times else []), "title")
    table = columns([head, *(_cells(row, times=times) for row in rows)])
    reasons = (f"\n    {row['reason']}" if row["reason"] else "" for row in rows)
    return [table[0], *(line + why for line, why in zip(table[1:], reasons, strict=True))]


def _cells(row: Row, *, times: bool) -> tuple[str, ...]:
    return (
        _number(row),
        _entry(row),
        minute(row["at"]),
        row["kind"],
        row["state"],
        row["to"],
        *([_took(row)] if times else []),
        row["title"] + _not_relevant(row),
    )
