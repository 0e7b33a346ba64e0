"""`monitor explain`: why was an entry told, and why was it not."""

import json
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from monitor.app import Desk
from monitor.commands.errors import CommandError
from monitor.commands.setup import desk_of, open_database, settings_of
from monitor.feeds.identity import canonical_link
from monitor.model.entry import Entry
from monitor.settings import Settings
from monitor.store.reports import EntryReport, Reports
from monitor.store.stored import StoredAlert, StoredEntry
from monitor.text.plain import plain_text, plain_title


async def explain(
    config: Path, watchlists: Path, *, entry: str, title: str, text: str, as_json: bool
) -> int:
    """Print what every watchlist says of an entry, and what became of a stored one."""
    if bool(entry) == bool(title):
        raise CommandError("name an entry by its id or link, or give --title", code=2)
    settings = settings_of(config)
    desk = desk_of(watchlists, settings)
    found = (
        await _stored(settings, entry)
        if entry
        else [(Entry("", "", "", plain_title(title), plain_text(text)), None)]
    )
    for one, report in found:
        told = _as_data(one, report, desk, ZoneInfo(settings.timezone))
        print(json.dumps(told, ensure_ascii=False) if as_json else "\n".join(_lines(told)))
    return 0


async def _stored(settings: Settings, name: str) -> list[tuple[Entry, EntryReport | None]]:
    """The entries of that id or link, with all that is known of them."""
    async with open_database(settings) as db:
        reports = Reports(db)
        entries = await reports.find_entries(int(name) if name.isdigit() else canonical_link(name))
        if not entries:
            raise CommandError(
                f"no entry {name} is stored: it was never seen, or is past retention"
            )
        return [(one.entry, await reports.explain(one.id)) for one in entries]


def _as_data(
    entry: Entry, report: EntryReport | None, desk: Desk, zone: ZoneInfo
) -> dict[str, Any]:
    matcher = desk.in_force.matcher
    matched = {match.watchlist: match for match in matcher.match(entry)}
    data: dict[str, Any] = {
        "title": entry.title,
        "feed": entry.feed,
        "link": entry.link,
        "watchlists": [
            {
                "watchlist": name,
                "matched": name in matched,
                "terms": list(matched[name].terms) if name in matched else [],
                "why": matcher.explain(entry, name),
            }
            for name in desk.in_force.subscriptions
        ],
    }
    return data | (_history(report, zone) if report else {})


def _history(report: EntryReport, zone: ZoneInfo) -> dict[str, Any]:
    stored: StoredEntry = report.entry
    return {
        "entry": stored.id,
        "seen": _time(stored.first_seen_at, zone),
        "seeded": stored.seeded,
        "judgements": [
            {
                "revision": one.revision,
                "at": _time(one.seen_at, zone),
                "story": one.story_id,
                "relation": one.relation,
                "why": one.why,
                "changes": list(one.changes),
            }
            for one in report.versions
        ],
        "decisions": [
            {
                "revision": one.revision,
                "to": one.route.destination,
                "digest": one.route.digest,
                "decision": one.kind,
                "reason": one.reason,
            }
            for one in report.decisions
        ],
        "messages": [line for alert in report.alerts for line in _messages(alert, zone)],
    }


def _messages(alert: StoredAlert, zone: ZoneInfo) -> list[dict[str, Any]]:
    if alert.delivery is None:
        return [{"to": alert.route.destination, "state": f"waits for {alert.route.digest}"}]
    return [
        {
            "to": alert.delivery.destination,
            "state": alert.delivery.state,
            "attempts": [
                {"at": _time(one.at, zone), "outcome": one.outcome, "reason": one.reason}
                for one in alert.delivery.attempts
            ],
        }
    ]


def _time(at: Any, zone: ZoneInfo) -> str:
    return str(at.astimezone(zone).isoformat(timespec="seconds"))


def _lines(told: dict[str, Any]) -> list[str]:
    lines = [told["title"], *([f"  {told['link']}"] if told["link"] else [])]
    lines += [
        f"  {'+' if one['matched'] else '-'} {one['watchlist']}: {one['why']}"
        for one in told["watchlists"]
    ]
    if "entry" in told:
        seeded = ", at the first reading of its feed" if told["seeded"] else ""
        lines.append(f"  entry {told['entry']} of {told['feed']}, seen {told['seen']}{seeded}")
    for one in told.get("judgements", ()):
        changes = f" ({'; '.join(one['changes'])})" if one["changes"] else ""
        lines.append(f"  {one['relation']}, story {one['story']}{changes}: {one['why']}")
    for one in told.get("decisions", ()):
        digest = f" [{one['digest']}]" if one["digest"] else ""
        lines.append(f"  → {one['to']}{digest}: {one['decision']}: {one['reason']}")
    for one in told.get("messages", ()):
        tries = "; ".join(
            f"{a['outcome']} {a['at']}" + (f" ({a['reason']})" if a["reason"] else "")
            for a in one.get("attempts", ())
        )
        lines.append(f"    message to {one['to']}: {one['state']}{f': {tries}' if tries else ''}")
    return lines
