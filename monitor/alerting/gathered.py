"""The words of what is told in one message: a storm's summary, and the catch-up of quiet hours."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta, tzinfo

from monitor.alerting.digest import (
    DigestItem,
    by_watchlist,
    counted,
    stories_of,
    summary,
    urgent_first,
)
from monitor.alerting.message import message_id
from monitor.alerting.storm import Limit
from monitor.model.alert import Gathering
from notifiers.base import Message, Section, Story

ROOM = 8_000
"""Characters of a summary that is edited: Slack refuses messages of more than about 11,300."""
_AROUND = 120
"""Characters that a channel adds around a story, its time among them."""
_TITLE = 140


def storm_message(
    items: Sequence[DigestItem],
    storm: Gathering,
    limit: Limit,
    *,
    stories: int,
    now: datetime,
    zone: tzinfo,
    grows: bool,
    ended: bool,
) -> Message:
    """The summary of a storm as it stands: what came last, in order of its time.

    `items` are its latest alerts, in order; `stories` is how many stories it has in all. `grows`:
    the message can be edited; else it is said once when the storm begins and once when it ends.
    """
    latest = {item.story_id: item.alert_id for item in items}
    told = stories_of(sorted(items, key=lambda item: (latest[item.story_id], item.alert_id)))
    shown = _newest([_short(story) for story in told], ROOM) if grows else told
    shown.sort(key=lambda story: story.published)
    cut = stories - len(shown)
    body = _storm_body(limit, grows=grows, ended=ended)
    if cut > 0:
        body += f"\nThe latest {len(shown)} of {stories} stand here; all: monitor alerts"
    end = "" if grows or not ended else "-end"
    return Message(
        id=_id(storm, f"storm{end}"),
        kind="digest",
        subject=f"{_more(stories)} {_span(storm.began_at, now, zone, ended=ended)}",
        sections=tuple(Section(title, tuple(g)) for title, g in by_watchlist(shown).items()),
        body=body,
    )


def catch_up_message(items: Sequence[DigestItem], quiet: Gathering, zone: tzinfo) -> Message:
    """What quiet hours held, in one message: urgent first, updates with their stories."""
    stories = stories_of(items)
    end = (quiet.until or quiet.busy_at).astimezone(zone)
    return Message(
        id=_id(quiet, "quiet"),
        kind="digest",
        subject=f"While it was quiet: {counted(len(stories))}",
        sections=urgent_first(stories),
        body=f"Held back until {end:%H:%M}: {summary(stories)}.",
    )


def _id(gathering: Gathering, kind: str) -> str:
    began = gathering.began_at.isoformat()
    return message_id(gathering.kind, began, gathering.id, kind, gathering.destination)


def _short(story: Story) -> Story:
    """A story in a line: what a summary has no room for is left out."""
    title = story.title if len(story.title) <= _TITLE else f"{story.title[:_TITLE].rstrip()}…"
    return replace(story, title=title, passage=None, terms=(), changes=story.changes[:3])


def _newest(stories: Sequence[Story], room: int) -> list[Story]:
    """As many of the newest as find room."""
    shown: list[Story] = []
    for story in reversed(stories):
        room -= _size(story)
        if room < 0 and shown:
            break
        shown.insert(0, story)
    return shown


def _size(story: Story) -> int:
    words = (story.title, story.link, story.source, *story.changes, *story.also_in[:3])
    escaped = sum(4 * word.count(letter) for word in words for letter in "&<>")
    return _AROUND + len(", ".join(story.watchlists)) + sum(map(len, words)) + escaped


def _storm_body(limit: Limit, *, grows: bool, ended: bool) -> str:
    if ended:
        return "It is calmer: what comes now is told one by one again."
    many = f"More than {limit.burst} alerts in {_exactly(limit.window)}"
    where = "is added here until" if grows else "follows in one message when"
    return f"{many}: what else comes {where} it is calmer. High priority still comes by itself."


def _more(stories: int) -> str:
    return f"{stories} more {'story' if stories == 1 else 'stories'}"


def _span(began: datetime, now: datetime, zone: tzinfo, *, ended: bool) -> str:
    if ended:
        first, last = began.astimezone(zone), now.astimezone(zone)
        return f"between {first:%H:%M} and {last:%H:%M}"
    return f"in the last {_length(now - began)}".replace(" 1 minute", " minute")


def _exactly(window: timedelta) -> str:
    """A length as somebody set it: to the second where it is no whole number of minutes."""
    seconds = round(window.total_seconds())
    if seconds % 60 == 0:
        return _length(window)
    return "1 second" if seconds == 1 else f"{seconds} seconds"


def _length(span: timedelta) -> str:
    """Rounded up to minutes, or to hours from two hours on."""
    minutes = max(1, -(-int(span.total_seconds()) // 60))
    if minutes >= 120:
        return f"{-(-minutes // 60)} hours"
    return "1 minute" if minutes == 1 else f"{minutes} minutes"
