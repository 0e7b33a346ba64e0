"""`monitor alerts ID`: what became of one message, attempt by attempt."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from monitor.commands.errors import CommandError
from monitor.commands.lines import iso, second
from monitor.commands.names import alerts_named, message_parts
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


async def show_alert(config: Path, name: str, *, as_json: bool) -> int:
    """Print all that is known of a message, `12` or `delivery:12`, or of an alert, `alert:12`.

    Of `entry:12` and `story:12`: of every alert that told it.
    """
    kind, number = message_parts(name)
    settings = settings_of(config)
    zone = ZoneInfo(settings.timezone)
    async with open_database(settings) as db:
        reports = Reports(db)
        if kind == "delivery":
            told = await _delivery(reports, number, zone)
        else:
            found = await alerts_named(reports, kind, number)
            told = [await _alert(reports, one, zone) for one in found]
    if not told:
        raise CommandError(_nothing(kind, number))
    shown = (
        json.dumps(one, ensure_ascii=False) if as_json else "\n".join(_lines(one)) for one in told
    )
    print(("\n" if as_json else "\n\n").join(shown))
    return 0


def _nothing(kind: str, number: int) -> str:
    if kind in ("entry", "story"):
        return f"nothing was told of {kind}:{number}: monitor explain {kind}:{number} says why"
    return f"there is no {kind}:{number}, or it is past retention"


async def _alert(reports: Reports, found: StoredAlert, zone: ZoneInfo) -> dict[str, Any]:
    sent = await reports.delivery(found.delivery.id) if found.delivery else ()
    return _data(sent, [found], found.route.destination, state_of(found, zone), zone)


async def _delivery(reports: Reports, number: int, zone: ZoneInfo) -> list[dict[str, Any]]:
    found = await reports.delivery(number)
    own = [one for one in found if one.id == number]
    if not own:
        return []
    tells = await reports.told_by(number)
    return [_data(found, tells, own[0].destination, delivery_state(own[0], zone), zone)]


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
                "escalated": iso(one.escalated_at, zone) if one.escalated_at else None,
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


def _lines(told: dict[str, Any]) -> Iterator[str]:
    yield told["subject"]
    yield f"  to {told['to']}: {told['state']}"
    for one in told["deliveries"]:
        what = ", its edit" if one["edit"] else ""
        yield f"  delivery:{one['delivery']}{what}: {one['state']}"
        for attempt in one["attempts"]:
            why = f"  {attempt['reason']}" if attempt["reason"] else ""
            yield f"    {second(attempt['at'])}  {attempt['outcome']}{why}"
        if one["escalated"]:
            yield f"    {second(one['escalated'])}  told to ops"
    for one in told["alerts"]:
        lists = ", ".join(one["watchlists"])
        yield f"  alert:{one['alert']}: {one['kind']}, {one['priority']}, {lists}: {one['title']}"
        yield f"    {one['why']}"
        yield f"    story:{one['story']}, entry:{one['entry']}; {', '.join(one['took'])}"
