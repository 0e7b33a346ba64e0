"""The words of a digest: stories by watchlist, the urgent and the widely carried first."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from monitor.alerting.message import message_id
from monitor.model.alert import PRIORITIES
from notifiers.base import Message, Section, Story, StoryKind

_GRAVITY: tuple[StoryKind, ...] = ("new", "update", "correction", "withdrawal")


@dataclass(frozen=True, slots=True)
class DigestItem:
    """One alert that waits for its digest."""

    alert_id: int
    story_id: int
    message: Message
    outlets: tuple[str, ...]
    """Outlets that carry the story by now, the one that began it first."""


def digest_message(
    items: Sequence[DigestItem], *, destination: str, digest: str, slot: datetime
) -> Message:
    """The message of one digest run; `slot` is aware, in the digest's zone."""
    stories = stories_of(items)
    number = counted(len(stories)) if stories else "nothing"
    return Message(
        id=message_id(digest, slot.isoformat(), 0, "digest", destination),
        kind="digest",
        subject=f"News digest, {slot:%A} {slot.day} {slot:%B %H:%M}: {number}",
        sections=urgent_first(stories),
        body=f"{summary(stories)}." if stories else "No story met your watchlists.",
    )


def stories_of(items: Sequence[DigestItem]) -> list[Story]:
    """Each story once, with all that became of it, in order of its first alert."""
    return [_as_one(alerts) for alerts in _by_story(items).values()]


def urgent_first(stories: Sequence[Story]) -> tuple[Section, ...]:
    """Stories by watchlist: high priority first, then by how many carry them."""
    return tuple(
        Section(title, tuple(sorted(group, key=_urgency)))
        for title, group in sorted(by_watchlist(stories).items(), key=_section_urgency)
    )


def _by_story(items: Sequence[DigestItem]) -> dict[int, list[DigestItem]]:
    """The alerts of each story, in order of time."""
    stories: dict[int, list[DigestItem]] = {}
    for item in items:
        stories.setdefault(item.story_id, []).append(item)
    return stories


def _as_one(alerts: Sequence[DigestItem]) -> Story:
    """A story and what became of it, in its latest words.

    Who carries it is said with the story itself. Of a mere follow-up nobody can tell who has it
    already: the outlets known are those that carry the story in any version.
    """
    told = [alert.message.sections[0].stories[0] for alert in alerts]
    latest, opened = told[-1], alerts[0].message.kind == "alert"
    return replace(
        latest,
        kind=max((story.kind for story in told), key=_GRAVITY.index),
        priority=min((story.priority for story in told), key=PRIORITIES.index),
        watchlists=tuple(dict.fromkeys(name for story in told for name in story.watchlists)),
        changes=tuple(dict.fromkeys(change for story in told for change in story.changes)),
        also_in=tuple(name for name in alerts[-1].outlets if opened and name != latest.source),
        late=any(story.late for story in told),
    )


def by_watchlist(stories: Sequence[Story]) -> dict[str, list[Story]]:
    """Each story once, under all its watchlists."""
    sections: dict[str, list[Story]] = {}
    for story in stories:
        sections.setdefault(", ".join(story.watchlists), []).append(story)
    return sections


def _urgency(story: Story) -> tuple[int, int, datetime]:
    return PRIORITIES.index(story.priority), -len(story.also_in), story.published


def _section_urgency(section: tuple[str, list[Story]]) -> tuple[int, str]:
    title, stories = section
    return min(_urgency(story)[0] for story in stories), title


def counted(number: int) -> str:
    """ "1 story", "2 stories"."""
    return "1 story" if number == 1 else f"{number} stories"


def summary(stories: Sequence[Story]) -> str:
    """How many there are, and of which kinds."""
    updates = sum(story.kind == "update" for story in stories)
    corrected = sum(story.kind in ("correction", "withdrawal") for story in stories)
    late = sum(story.late for story in stories)
    parts = [counted(len(stories))]
    parts += [f"{updates} of them updated"] if updates else []
    parts += [f"{corrected} corrected or withdrawn"] if corrected else []
    parts += [f"{late} seen late"] if late else []
    return ", ".join(parts)
