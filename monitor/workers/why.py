"""Why somebody was told, in short: out of the report that `monitor explain` prints in full."""

from collections.abc import Iterator
from datetime import tzinfo

from monitor.alerting.mute import by_the_clock
from monitor.store.feedback import ToldAlert
from monitor.store.reports import EntryReport
from monitor.store.stored import StoredAlert
from notifiers.slack_events import Answer

_TERMS = 12
"""Terms that are named for one watchlist."""


def why(alert: ToldAlert, report: EntryReport | None, zone: tzinfo) -> Answer:
    """The reasons for one alert; `report` is of its entry, `None` where that is past retention."""
    lines = list(_reported(alert, report, zone)) if report else list(_remembered(alert))
    return Answer("\n".join(lines))


def _reported(alert: ToldAlert, report: EntryReport, zone: tzinfo) -> Iterator[str]:
    told = next((one for one in report.alerts if one.id == alert.id), None)
    judged = [one for one in report.versions if one.story_id == alert.story_id]
    revision = _revision(told, report)
    for match in (one.match for one in report.matches if one.revision == revision):
        if match.watchlist in alert.watchlists:
            shown = ", ".join(match.terms[:_TERMS])
            rest = f" (+{len(match.terms) - _TERMS})" if len(match.terms) > _TERMS else ""
            yield f"Watchlist {match.watchlist}: found {shown}{rest}"
    for version in judged:
        if version.revision == revision:
            changes = f" ({'; '.join(version.changes)})" if version.changes else ""
            yield f"Story {version.story_id}: {version.relation}{changes}: {version.why}"
    yield f"Decision: {alert.reason}"
    seen = report.entry.first_seen_at
    yield (
        f"Seen {by_the_clock(seen, told.created_at if told else seen, zone)} in the feed "
        f"{report.entry.entry.feed}. All of it: monitor explain {report.entry.id}"
    )


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
