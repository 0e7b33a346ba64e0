"""`monitor alerts` and `monitor resend`: what was told to whom, and mending what was not."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from monitor.app import utc_now
from monitor.commands.errors import CommandError
from monitor.commands.setup import open_database, settings_of
from monitor.store.outbox import Outbox
from monitor.store.reports import Reports
from monitor.store.stored import StoredAlert, StoredDelivery
from monitor.watchlist.duration import parse_duration


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
            [_delivery_row(one, zone) for one in await reports.undelivered()]
            if undelivered
            else [_alert_row(one, zone) for one in await reports.alerts(after)]
        )
    _show(rows, as_json=as_json, empty="nothing waits" if undelivered else f"none since {since}")
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


def _alert_row(alert: StoredAlert, zone: ZoneInfo) -> dict[str, Any]:
    return {
        "alert": alert.id,
        "at": alert.created_at.astimezone(zone).isoformat(timespec="seconds"),
        "kind": alert.kind,
        "to": alert.route.destination,
        "state": _state(alert),
        "title": alert.message.sections[0].stories[0].title,
        "watchlists": list(alert.watchlists),
        "story": alert.story_id,
        "entry": alert.entry_id,
        "delivery": alert.delivery.id if alert.delivery else None,
        "reason": (alert.delivery.reason if alert.delivery else "") or "",
    }


def _state(alert: StoredAlert) -> str:
    if alert.delivery is None:
        return f"waits for its digest ({alert.route.digest})"
    return alert.delivery.state


def _delivery_row(delivery: StoredDelivery, zone: ZoneInfo) -> dict[str, Any]:
    return {
        "delivery": delivery.id,
        "at": delivery.created_at.astimezone(zone).isoformat(timespec="seconds"),
        "kind": delivery.message.kind,
        "to": delivery.destination,
        "state": "undeliverable" if delivery.state == "dead" else delivery.state,
        "title": delivery.message.subject,
        "attempts": len(delivery.attempts),
        "reason": delivery.reason or "",
    }


def _show(rows: Sequence[dict[str, Any]], *, as_json: bool, empty: str) -> None:
    if as_json:
        for row in rows:
            print(json.dumps(row, ensure_ascii=False))
        return
    for row in rows:
        number = row.get("alert") or row["delivery"]
        reason = f"\n    {row['reason']}" if row["reason"] else ""
        print(
            f"{number:>5}  {row['at'][:16]}  {row['kind']:<7} {row['state']:<14} "
            f"{row['to']}  {row['title']}{reason}"
        )
    if not rows:
        print(empty)
