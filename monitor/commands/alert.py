"""`monitor alerts ID`: what became of one message, attempt by attempt."""

import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from monitor.commands.errors import CommandError
from monitor.commands.setup import open_database, settings_of
from monitor.commands.told import (
    attempt_data,
    delivery_state,
    short,
    state_of,
    times_data,
    title_of,
)
from monitor.store.reports import Reports
from monitor.store.stored import StoredAlert, StoredDelivery

_NAME = re.compile(r"(?:(delivery|alert):)?(\d+)")


async def show_alert(config: Path, name: str, *, as_json: bool) -> int:
    """Print all that is known of a delivery, named `12`, or of an alert, named `alert:12`."""
    hit = _NAME.fullmatch(name.strip())
    if hit is None:
        raise CommandError(
            f"{name} names no message: write its number in `monitor alerts`, or alert:12", code=2
        )
    settings = settings_of(config)
    zone = ZoneInfo(settings.timezone)
    async with open_database(settings) as db:
        find = _alert if hit[1] == "alert" else _delivery
        told = await find(Reports(db), int(hit[2]), zone)
    if told is None:
        raise CommandError(f"there is no {hit[1] or 'delivery'} {hit[2]}, or it is past retention")
    print(json.dumps(told, ensure_ascii=False) if as_json else "\n".join(_lines(told)))
    return 0


async def _alert(reports: Reports, number: int, zone: ZoneInfo) -> dict[str, Any] | None:
    found = await reports.alert(number)
    if found is None:
        return None
    sent = await reports.delivery(found.delivery.id) if found.delivery else ()
    return _data(sent, [found], found.route.destination, state_of(found, zone), zone)


async def _delivery(reports: Reports, number: int, zone: ZoneInfo) -> dict[str, Any] | None:
    found = await reports.delivery(number)
    own = [one for one in found if one.id == number]
    if not own:
        return None
    tells = await reports.told_by(number)
    return _data(found, tells, own[0].destination, delivery_state(own[0], zone), zone)


def _data(
    sent: Sequence[StoredDelivery],
    tells: Sequence[StoredAlert],
    destination: str,
    state: str,
    zone: ZoneInfo,
) -> dict[str, Any]:
    first = sent[0] if sent else tells[0]
    return {
        "to": destination,
        "state": state,
        "subject": title_of(first.message),
        "deliveries": [
            {
                "delivery": one.id,
                "edit": one.is_edit,
                "state": delivery_state(one, zone),
                "message": one.message.id,
                "escalated": _at(one.escalated_at, zone),
                "attempts": [attempt_data(attempt, zone) for attempt in one.attempts],
            }
            for one in sent
        ],
        "alerts": [_alert_data(one, zone) for one in tells],
    }


def _alert_data(alert: StoredAlert, zone: ZoneInfo) -> dict[str, Any]:
    return {
        "alert": alert.id,
        "story": alert.story_id,
        "entry": alert.entry_id,
        "kind": alert.kind,
        "title": title_of(alert.message),
        "priority": alert.priority,
        "watchlists": list(alert.watchlists),
        "state": state_of(alert, zone),
        "why": alert.reason,
        "times": times_data(alert.times, zone),
        "took": [f"{name} {short(length)}" for name, length in alert.times.hops()],
    }


def _at(at: Any, zone: ZoneInfo) -> str | None:
    return at.astimezone(zone).isoformat(timespec="seconds") if at else None


def _lines(told: dict[str, Any]) -> Iterator[str]:
    yield told["subject"]
    yield f"  to {told['to']}: {told['state']}"
    for one in told["deliveries"]:
        what = "edit" if one["edit"] else "message"
        yield f"  {what} {one['delivery']}: {one['state']}"
        for attempt in one["attempts"]:
            why = f"  {attempt['reason']}" if attempt["reason"] else ""
            yield f"    {attempt['at'][:19].replace('T', ' ')}  {attempt['outcome']}{why}"
        if one["escalated"]:
            yield f"    {one['escalated'][:19].replace('T', ' ')}  told to ops"
    for one in told["alerts"]:
        lists = ", ".join(one["watchlists"])
        yield f"  alert {one['alert']}: {one['kind']}, {one['priority']}, {lists}: {one['title']}"
        yield f"    {one['why']}"
        yield f"    story {one['story']}, entry {one['entry']}; {', '.join(one['took'])}"
