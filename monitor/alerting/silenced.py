"""The words with which a silence ends: what it held back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

from monitor.alerting.digest import by_watchlist, counted
from monitor.alerting.message import message_id
from monitor.model.alert import Silence
from notifiers.base import Message, Section, Story


@dataclass(frozen=True, slots=True)
class HeldBack:
    """What ended silences of one subject held back from one destination."""

    subject: str
    """Title of the watchlist or story."""
    silences: tuple[Silence, ...]
    stories: tuple[Story, ...]


def silence_message(held: HeldBack, destination: str, zone: tzinfo) -> Message:
    """The list of what was held back, by watchlist."""
    ids = ",".join(str(one.id) for one in held.silences)
    began = min(one.created_at or one.until for one in held.silences)
    return Message(
        id=message_id("silence", f"{ids} {began.isoformat()}", 0, "silence", destination),
        kind="digest",
        subject=f"Silence of {held.subject} ended: {_number(held)}",
        sections=tuple(
            Section(title, tuple(stories)) for title, stories in by_watchlist(held.stories).items()
        ),
        body="\n".join(_line(one, zone) for one in held.silences),
    )


def _number(held: HeldBack) -> str:
    if any(one.story_id is not None for one in held.silences):
        return "what came meanwhile"
    number = len(held.stories)
    return f"{counted(number)} {'was' if number == 1 else 'were'} held back"


def _line(silence: Silence, zone: tzinfo) -> str:
    began, until = silence.created_at or silence.until, silence.until
    because = f": {silence.reason}" if silence.reason else ""
    return f"Silenced by {silence.author} from {_at(began, zone)} to {_at(until, zone)}{because}"


def _at(time: datetime, zone: tzinfo) -> str:
    local = time.astimezone(zone)
    return f"{local.day} {local:%b %H:%M}"


def latest_of(stories: Sequence[tuple[int, Story]]) -> tuple[Story, ...]:
    """Each story once, in its last words, in order of time; by the story's id."""
    return tuple(dict(stories).values())
