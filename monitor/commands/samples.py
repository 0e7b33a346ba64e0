"""Sample messages of every kind, about nothing that happened."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal, get_args

from monitor.alerting.digest import DigestItem, digest_message
from monitor.alerting.gathered import storm_message
from monitor.alerting.storm import Limit
from monitor.model.alert import Gathering
from notifiers.base import Message, Passage, Section, Story, StoryKind

Kind = Literal["new", "copy", "update", "correction", "withdrawal", "digest", "storm", "notice"]
KINDS: tuple[Kind, ...] = get_args(Kind)

_WATCHLIST = "Kuril Islands"
_TEXT = (
    "This is a test from the news monitor: nothing happened. Real alerts about the Kuril Islands "
    "look like this, with the words that matched in bold."
)
_OUTLETS = ("Harbour Post", "Kita Press", "Radio Nemuro")
_WORDS: dict[StoryKind, tuple[str, str]] = {
    "new": ("Test: this is what an alert looks like", ""),
    "update": ("Test: this is what an update looks like", "14 December → 16 December"),
    "correction": ("Test: this is what a correction looks like", "toll 12 → 15"),
    "withdrawal": ("Test: this is what a withdrawal looks like", ""),
}


@dataclass(frozen=True, slots=True)
class Sample:
    """A message, and what it belongs to."""

    message: Message
    first: Message | None = None
    """The alert that is sent before it."""
    edit: Message | None = None
    """What the alert says afterwards, where messages can be edited."""


def sample(kind: Kind, name: str, now: datetime) -> Sample:
    """A sample of a kind; `name` makes it another message than the last one.

    `now` is aware, in the desk's zone.
    """
    alert = _message(f"{name}-1", _story("new", now))
    if kind == "new":
        return Sample(alert)
    if kind == "copy":
        return Sample(alert, edit=_told(alert, also_in=_OUTLETS))
    if kind in ("update", "correction", "withdrawal"):
        return _follow_up(kind, name, alert, now)
    if kind == "notice":
        body = "+2 terms: Shikotan, Habomai\nThis is a test: no watchlist was changed."
        return Sample(Message(name, "notice", f"Test: watchlist {_WATCHLIST} changed", body=body))
    items = list(_items(name, now))
    made = _digest(items, now) if kind == "digest" else _storm(items, now)
    return Sample(replace(made, id=name, subject=f"Test: {made.subject}"))


def _follow_up(kind: StoryKind, name: str, alert: Message, now: datetime) -> Sample:
    story = replace(_story(kind, now), priority="normal" if kind == "update" else "high")
    reply = replace(
        _message(f"{name}-2", story),
        kind="update",
        subject=alert.subject,
        thread=alert.id,
        broadcast=kind != "update",
    )
    edit = None if kind == "update" else _told(alert, kind=kind, changes=story.changes)
    return Sample(reply, first=alert, edit=edit)


def _story(kind: StoryKind, now: datetime) -> Story:
    title, changed = _WORDS[kind]
    at = _TEXT.index(_WATCHLIST)
    return Story(
        title=title,
        link="https://example.org/test",
        source="News monitor",
        published=now,
        kind=kind,
        passage=Passage(_TEXT, ((at, at + len(_WATCHLIST)),)),
        watchlists=(_WATCHLIST,),
        terms=(_WATCHLIST,),
        changes=(changed,) if changed else (),
    )


def _message(name: str, story: Story) -> Message:
    return Message(name, "alert", story.title, (Section("", (story,)),))


def _told(message: Message, **story: object) -> Message:
    """The message with its story changed."""
    told = replace(message.sections[0].stories[0], **story)  # type: ignore[arg-type] # fields of a Story, above
    return replace(message, sections=(Section("", (told,)),))


def _items(name: str, now: datetime) -> Iterator[DigestItem]:
    """A handful of alerts, as a digest or a storm gathers them."""
    kinds: tuple[StoryKind, ...] = ("new", "correction", "update", "withdrawal", "new", "new")
    for number, kind in enumerate(kinds, 1):
        story = replace(
            _story(kind, now - timedelta(minutes=number)),
            title=f"{_WORDS[kind][0]} ({number})",
            priority="high" if number == 1 else "normal",
            watchlists=(_WATCHLIST,) if number < 5 else ("Fishing rights",),
        )
        message = _message(f"{name}-{number}", story)
        yield DigestItem(number, number, message, _OUTLETS if number % 2 else ())


def _digest(items: list[DigestItem], now: datetime) -> Message:
    return digest_message(items, destination="test", digest="test", slot=now)


def _storm(items: list[DigestItem], now: datetime) -> Message:
    storm = Gathering(0, "test", "storm", now - timedelta(minutes=5), now)
    limit = Limit(20, timedelta(minutes=5))
    zone = now.tzinfo
    assert zone is not None, "a sample's time is aware"  # noqa: S101 - the caller's mistake, not a user's
    return storm_message(
        items, storm, limit, stories=len(items), now=now, zone=zone, grows=False, ended=False
    )
