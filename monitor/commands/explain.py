"""`monitor explain`: why was an entry told, and why was it not."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from monitor.commands.compared import compared, compared_lines
from monitor.commands.errors import CommandError
from monitor.commands.lines import iso
from monitor.commands.names import entries_named, is_name
from monitor.commands.setup import desk_of, open_database, settings_of
from monitor.commands.story import correction_data, correction_line
from monitor.commands.told import attempt_data, state_of
from monitor.matching.explain import Explanation
from monitor.matching.explain import explain as explanations
from monitor.model.entry import Entry
from monitor.settings import Settings
from monitor.store.database import Database
from monitor.store.reports import EntryReport, Reports
from monitor.store.stored import StoredAlert, StoredEntry
from monitor.store.story_pages import StoryPages
from monitor.text.plain import plain_text, plain_title
from monitor.watchlist.force import Standing, together
from monitor.watchlist.nearest import did_you_mean


async def explain(
    config: Path,
    watchlists: Path,
    *,
    entry: str,
    title: str,
    text: str,
    as_json: bool,
    watchlist: str = "",
) -> int:
    """Print what every watchlist says of an entry, and what became of a stored one.

    `watchlist`: the id of the only one to be asked, which then tells of its every branch.
    """
    if bool(entry) == bool(title):
        raise CommandError("name an entry by its id or link, or give --title", code=2)
    settings = settings_of(config)
    standing = desk_of(watchlists, settings).standing
    rules, groups = together(standing)
    if watchlist and watchlist not in rules:
        code = 1 if watchlist in standing.broken else 2
        raise CommandError(_no_watchlist(watchlist, standing), code)
    asked = [rules[name] for name in ([watchlist] if watchlist else rules)]
    found = (
        await _stored(settings, entry)
        if entry
        else [(Entry("", "", "", plain_title(title), plain_text(text)), {})]
    )
    for one, history in found:
        said = explanations(asked, groups, one)
        told = _as_data(one, said, branches=bool(watchlist)) | history
        print(json.dumps(told, ensure_ascii=False) if as_json else "\n".join(_lines(told)))
    return 0


def _no_watchlist(name: str, standing: Standing) -> str:
    if name in standing.broken:
        return f"{standing.broken[name]} has an error: `monitor check` says which"
    hint = did_you_mean(name, standing.good)
    return f'there is no watchlist "{name}"{hint}'


async def _stored(settings: Settings, name: str) -> list[tuple[Entry, dict[str, Any]]]:
    """The entries of that id or link, with all that is known of them."""
    async with open_database(settings) as db:
        reports = Reports(db)
        entries = await entries_named(db, name)
        if not entries:
            raise _no_entry(name)
        told = [(one.entry, await reports.explain(one.id)) for one in entries]
        return [
            (one, await _history(db, report, settings) if report else {}) for one, report in told
        ]


def _no_entry(name: str) -> CommandError:
    if not is_name(name):
        return CommandError(
            f'"{name}" is no entry\'s number and no link: for a headline write --title "{name}"',
            code=2,
        )
    return CommandError(f"no entry {name} is stored: it was never seen, or is past retention")


def _as_data(entry: Entry, said: Iterable[Explanation], *, branches: bool) -> dict[str, Any]:
    return {
        "title": entry.title,
        "feed": entry.feed,
        "link": entry.link,
        "watchlists": [
            {
                "watchlist": one.watchlist,
                "matched": one.matched,
                "terms": list(one.terms),
                "why": str(one),
            }
            | ({"branch": asdict(one.branch)} if branches else {})
            for one in said
        ],
    }


async def _history(db: Database, report: EntryReport, settings: Settings) -> dict[str, Any]:
    stored: StoredEntry = report.entry
    zone = ZoneInfo(settings.timezone)
    stories = {one.story_id for one in report.versions}
    corrections = await StoryPages(db).corrections(sorted(stories)) if stories else ()
    return {
        "entry": stored.id,
        "zone": zone.key,
        "seen": iso(stored.first_seen_at, zone),
        "seeded": stored.seeded,
        "judgements": [
            {
                "revision": one.revision,
                "at": iso(one.seen_at, zone),
                "story": one.story_id,
                "relation": one.relation,
                "why": one.why,
                "changes": list(one.changes),
                "compared": await compared(db, one, settings.stories.window),
            }
            for one in report.versions
        ],
        "corrections": [
            correction_data(one, zone) | {"says": correction_line(one, story, zone)}
            for one in corrections
            for story in stories & {one.story_id, one.from_story_id}
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
    told = {"to": alert.route.destination, "state": state_of(alert, zone)}
    if alert.delivery is None:
        return [told]
    attempts = [attempt_data(one, zone) for one in alert.delivery.attempts]
    if alert.delivery.state == "skipped":
        told["reason"] = alert.delivery.reason
    return [told | {"delivery": alert.delivery.id, "attempts": attempts}]


def _lines(told: dict[str, Any]) -> list[str]:
    lines = [told["title"], *([f"  {told['link']}"] if told["link"] else [])]
    for one in told["watchlists"]:
        lines.append(f"  {_mark(one['matched'])} {one['watchlist']}: {one['why']}")
        lines += _branch_lines(one["branch"], "      ") if "branch" in one else []
    if "entry" in told:
        seeded = ", at the first reading of its feed" if told["seeded"] else ""
        seen = f"{_moment(told['seen'])} (times in {told['zone']})"
        lines.append(f"  entry:{told['entry']} of {told['feed']}, seen {seen}{seeded}")
    for one in told.get("judgements", ()):
        lines.append(f"  story:{one['story']}: {_judged(one)}")
        lines += [f"      {line}" for line in compared_lines(one["compared"])]
    lines += [f"  corrected: {one['says']}" for one in told.get("corrections", ())]
    if "entry" in told and not told["decisions"]:
        lines.append(f"  → nobody was told: {_undecided(told)}")
    for one in told.get("decisions", ()):
        digest = f" [{one['digest']}]" if one["digest"] else ""
        lines.append(f"  → {one['to']}{digest}: {_decided(one, told['judgements'])}")
    lines += [f"    {_message_line(one)}" for one in told.get("messages", ())]
    return lines


def _judged(one: dict[str, Any]) -> str:
    """What a version was taken for and why, each said once."""
    why, relation = one["why"], one["relation"]
    told = why if why.startswith(relation) else f"{relation}: {why}"
    changes = "; ".join(one["changes"])
    return f"{told} ({changes})" if changes and changes not in why else told


def _decided(one: dict[str, Any], judgements: Sequence[dict[str, Any]]) -> str:
    """Told or not, and the reasons that the judgement does not give already."""
    reason = one["reason"]
    for judged in judgements:
        reason = reason.removesuffix(judged["why"]).removesuffix("; ")
    what = "not told" if one["decision"] == "suppressed" else f"told as {one['decision']}"
    return f"{what}: {reason}" if reason else what


def _message_line(one: dict[str, Any]) -> str:
    """A message's state, and every try with its time."""
    tries = [
        f"{a['outcome']} {_moment(a['at'])}" + (f" ({a['reason']})" if a["reason"] else "")
        for a in one.get("attempts", ())
    ]
    ended = bool(tries) and one["attempts"][-1]["outcome"] == one["state"]
    parts = ("" if ended else one["state"], one.get("reason", ""), *tries)
    name = f"delivery:{one['delivery']} to {one['to']}" if "delivery" in one else f"to {one['to']}"
    return f"{name}: {'; '.join(part for part in parts if part)}"


def _moment(iso: str) -> str:
    return f"{datetime.fromisoformat(iso):%d %b %Y %H:%M:%S}"


def _undecided(told: dict[str, Any]) -> str:
    """Why nothing was decided about an entry."""
    if told["judgements"]:
        return "its watchlists named nobody"
    now = any(one["matched"] for one in told["watchlists"])
    return "no watchlist met it when it came" + (", as one does now" if now else "")


def _branch_lines(branch: dict[str, Any], indent: str) -> Iterator[str]:
    why = f": {branch['why']}" if branch["why"] else ""
    yield f"{indent}{_mark(branch['found'])} {branch['term']}{why}"
    for inner in branch["branches"]:
        yield from _branch_lines(inner, f"{indent}    ")


def _mark(found: Any) -> str:
    return "+" if found else "-"
