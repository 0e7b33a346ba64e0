"""The words of a digest: stories by watchlist, the urgent and the widely carried first."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from monitor.alerting.message import message_id
from monitor.model.alert import PRIORITIES
from notifiers.base import Message, Section, Story


@dataclass(frozen=True, slots=True)
class DigestItem:
    """One alert that waits for its digest."""

    alert_id: int
    story_id: int
    message: Message
    outlets: tuple[str, ...]
    """Outlets that carry copies of the story by now."""


def digest_message(
    items: Sequence[DigestItem], *, destination: str, digest: str, slot: datetime
) -> Message:
    """The message of one digest run; `slot` is aware, in the digest's zone."""
    stories = [_carried(item) for item in items]
    sections = tuple(
        Section(title, tuple(sorted(group, key=_urgency)))
        for title, group in sorted(_by_watchlist(stories).items(), key=_section_urgency)
    )
    return Message(
        id=message_id(digest, slot.isoformat(), 0, "digest", destination),
        kind="digest",
        subject=f"News digest, {slot:%A} {slot.day} {slot:%B %H:%M}: {_count(len(items))}",
        sections=sections,
        body=_summary(stories),
    )


def _carried(item: DigestItem) -> Story:
    story = item.message.sections[0].stories[0]
    return replace(story, also_in=tuple(name for name in item.outlets if name != story.source))


def _by_watchlist(stories: Sequence[Story]) -> dict[str, list[Story]]:
    """Each story once, under the first of its watchlists."""
    sections: dict[str, list[Story]] = {}
    for story in stories:
        sections.setdefault(story.watchlists[0] if story.watchlists else "", []).append(story)
    return sections


def _urgency(story: Story) -> tuple[int, int, datetime]:
    return PRIORITIES.index(story.priority), -len(story.also_in), story.published


def _section_urgency(section: tuple[str, list[Story]]) -> tuple[int, str]:
    title, stories = section
    return min(_urgency(story)[0] for story in stories), title


def _count(number: int) -> str:
    return "1 story" if number == 1 else f"{number} stories"


def _summary(stories: Sequence[Story]) -> str:
    updates = sum(story.kind == "update" for story in stories)
    corrected = sum(story.kind in ("correction", "withdrawal") for story in stories)
    late = sum(story.late for story in stories)
    parts = [_count(len(stories))]
    parts += [f"{updates} of them updates"] if updates else []
    parts += [f"{corrected} corrected or withdrawn"] if corrected else []
    parts += [f"{late} seen late"] if late else []
    return ", ".join(parts) + "."
