"""`monitor alerts` and `monitor resend`: what was told to whom, and mending what was not."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from monitor.app import utc_now
from monitor.commands.errors import CommandError
from monitor.commands.lines import columns, zone_line
from monitor.commands.setup import open_database, settings_of
from monitor.store.outbox import Outbox
from monitor.store.reports import Reports
from monitor.store.stored import StoredAlert, StoredDelivery
from monitor.watchlist.duration import parse_duration
from notifiers.base import Message

Row = dict[str, Any]


async def list_alerts(config: Path, *, since: str, undelivered: bool, as_json: bool) -> int:
    """Print alerts, oldest first; with `undelivered` 1 when there are any."""
    settings = settings_of(config)
    try:
        after = utc_now() - parse_duration(since)
    except ValueError as problem:
        raise CommandError(f"--since: {problem}", code=2) from None
    zone = ZoneInfo(settings.timezone)
    async with open_database(settings) as db:
        reports = Reports(db)
        rows = (
            await _undelivered(reports, zone)
            if undelivered
            else [_alert_row(one, zone) for one in await reports.alerts(after)]
        )
    if as_json:
        for row in rows:
            print(json.dumps(row, ensure_ascii=False))
    elif rows:
        print("\n".join((zone_line(zone), *_lines(rows))))
    else:
        print("nothing waits" if undelivered else f"no alerts in the last {since}")
    return 1 if undelivered and rows else 0


async def resend(config: Path, delivery: int) -> int:
    """Put a dead message back into the outbox."""
    async with open_database(settings_of(config)) as db:
        if not await Outbox(db).revive(delivery, utc_now()):
            raise CommandError(
                f"delivery {delivery} is not undeliverable: see `monitor alerts --undelivered`"
            )
    print(f"delivery {delivery} goes out again as soon as the service runs")
    return 0


async def _undelivered(reports: Reports, zone: ZoneInfo) -> list[Row]:
    """A row a message that did not go out, with the entry that it tells of where it is one."""
    waiting = await reports.undelivered()
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
        "at": alert.created_at.astimezone(zone).isoformat(timespec="seconds"),
        "kind": _kind(alert.message),
        "state": _state(delivery) if delivery else f"digest {alert.route.digest}",
        "to": alert.route.destination,
        "title": _title(alert.message),
        "watchlists": list(alert.watchlists),
        "story": alert.story_id,
        "reason": delivery.reason if delivery else "",
        "alert": alert.id,
        "entry": alert.entry_id,
    }


def _delivery_row(delivery: StoredDelivery, entry: int | None, zone: ZoneInfo) -> Row:
    message = delivery.message
    return {
        "delivery": delivery.id,
        "at": delivery.created_at.astimezone(zone).isoformat(timespec="seconds"),
        "kind": _kind(message),
        "state": _state(delivery),
        "to": delivery.destination,
        "title": _title(message),
        "attempts": len(delivery.attempts),
        "reason": delivery.reason,
        "entry": entry if _is_story(message) else None,
    }


def _is_story(message: Message) -> bool:
    return message.kind in ("alert", "update")


def _kind(message: Message) -> str:
    """What it tells: `new`, `update`, `correction`, `withdrawal`; or it is a digest or notice."""
    return message.sections[0].stories[0].kind if _is_story(message) else message.kind


def _title(message: Message) -> str:
    return message.sections[0].stories[0].title if _is_story(message) else message.subject


def _state(delivery: StoredDelivery) -> str:
    return "undeliverable" if delivery.state == "dead" else delivery.state


def _lines(rows: Sequence[Row]) -> list[str]:
    """The delivery's id first, which `resend` takes; the entry's last, which `explain` takes."""
    width = max(len(str(row["delivery"] or "-")) for row in rows)
    table = columns(
        [
            (
                str(row["delivery"] or "-").rjust(width),
                row["at"][:16].replace("T", " "),
                row["kind"],
                row["state"],
                row["to"],
                row["title"] + (f"  entry {row['entry']}" if row["entry"] else ""),
            )
            for row in rows
        ]
    )
    return [
        line + (f"\n    {row['reason']}" if row["reason"] else "")
        for line, row in zip(table, rows, strict=True)
    ]
