"""Why somebody was told, in short: out of the report that `monitor explain` prints in full."""

from collections.abc import Awaitable, Callable, Iterator, Sequence
from datetime import tzinfo

from monitor.alerting.mute import by_the_clock
from monitor.store.feedback import ToldAlert
from monitor.store.reports import EntryReport
from monitor.store.stored import StoredAlert, StoredVersion
from monitor.stories.account import Account
from notifiers.slack_events import Answer

_TERMS = 12
"""Terms that are named for one watchlist."""
_TEXTS = 2
"""Earlier texts that are named; `monitor explain` has more."""
_FACTS = 4
_TITLE = 120


Compare = Callable[[StoredVersion], Awaitable[Sequence[Account]]]
"""The texts with which a version was compared, the one it was taken to descend from first."""


async def why(
    alert: ToldAlert, report: EntryReport | None, compare: Compare, zone: tzinfo
) -> Answer:
    """The reasons for one alert; `report` is of its entry, `None` where that is past retention."""
    if report is None:
        return Answer("\n".join(_remembered(alert)))
    told = next((one for one in report.alerts if one.id == alert.id), None)
    revision = _revision(told, report)
    judged = [
        one
        for one in report.versions
        if one.story_id == alert.story_id and one.revision == revision
    ]
    beside = [account for one in judged for account in await compare(one)]
    return Answer("\n".join(_reported(alert, report, told, judged, beside, zone)))


def _reported(
    alert: ToldAlert,
    report: EntryReport,
    told: StoredAlert | None,
    judged: Sequence[StoredVersion],
    beside: Sequence[Account],
    zone: tzinfo,
) -> Iterator[str]:
    revision = _revision(told, report)
    for match in (one.match for one in report.matches if one.revision == revision):
        if match.watchlist in alert.watchlists:
            shown = ", ".join(match.terms[:_TERMS])
            rest = f" (+{len(match.terms) - _TERMS})" if len(match.terms) > _TERMS else ""
            yield f"Watchlist {match.watchlist}: found {shown}{rest}"
    for version in judged:
        changes = f" ({'; '.join(version.changes)})" if version.changes else ""
        yield f"Story {version.story_id}: {version.relation}{changes}: {version.why}"
    yield from map(_compared, beside[:_TEXTS])
    yield f"Decision: {alert.reason}"
    seen = report.entry.first_seen_at
    yield (
        f"Seen {by_the_clock(seen, told.created_at if told else seen, zone)} in the feed "
        f"{report.entry.entry.feed}. All of it: monitor explain {report.entry.id}"
    )


def _compared(one: Account) -> str:
    entry = one.version.entry
    named = f"{one.likeness:.0%} like {entry.source or entry.feed}, “{_title(entry.title)}”"
    if not one.compared:
        return f"Compared: {named}"
    facts = "; ".join(one.differs[:_FACTS]) or "no fact"
    more = f" and {len(one.differs) - _FACTS} more" if len(one.differs) > _FACTS else ""
    return f"Compared: {named}: differs in {facts}{more}"


def _title(title: str) -> str:
    return title if len(title) <= _TITLE else f"{title[:_TITLE].rstrip()}…"


def _revision(told: StoredAlert | None, report: EntryReport) -> int:
    """The revision of the entry that was told."""
    for decision in report.decisions:
        if told is not None and decision.alert_id == told.id:
            return decision.revision
    return report.entry.revision


def _remembered(alert: ToldAlert) -> Iterator[str]:
    """What the alert itself keeps."""
    yield f"Watchlists: {', '.join(alert.watchlists)}"
    terms = [
        term
        for section in alert.message.sections
        for story in section.stories
        for term in story.terms
    ]
    if terms:
        yield f"Found: {', '.join(terms[:_TERMS])}"
    yield f"Decision: {alert.reason}"
    yield "The entry itself is past retention."
