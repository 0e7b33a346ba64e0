"""What people do in Slack, as Socket Mode tells it, and what they are answered."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody in the workspace."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Press:
    """A button pressed, or a line of a menu chosen, under one of our messages."""

    button: str
    """One of the names in `notifiers.slack_buttons`."""
    value: str
    person: Person
    channel: str
    """Id of the channel in which the message stands."""
    answer_to: str = field(repr=False)
    """Address for the answer: good for half an hour, and for whoever knows it."""


@dataclass(frozen=True, slots=True)
class Command:
    """A slash command."""

    text: str
    """What was typed behind the command."""
    person: Person
    channel: str
    answer_to: str = field(repr=False)


Event = Press | Command


@dataclass(frozen=True, slots=True)
class Answer:
    """What only the person who asked is shown. All texts are plain; Slack's markup is escaped."""

    text: str
    code: str = ""
    """Shown in letters of one width, below the text."""
    links: tuple[tuple[str, str, str], ...] = ()
    """Title, address and what is said behind it, a line each."""


def read_event(envelope: dict[str, Any]) -> Event | None:
    """What an envelope of Socket Mode tells; `None` for what is nothing to us.

    Shapes: docs.slack.dev, "block_actions payload" and "Slash commands".
    """
    payload = envelope.get("payload")
    if not isinstance(payload, dict):
        return None
    match envelope.get("type"):
        case "interactive":
            return _press(payload)
        case "slash_commands":
            return _command(payload)
    return None


def _press(payload: dict[str, Any]) -> Press | None:
    actions = payload.get("actions")
    action = actions[0] if isinstance(actions, list) and actions else None
    if payload.get("type") != "block_actions" or not isinstance(action, dict):
        return None
    person = Person(
        _text(payload, "user", "id"),
        _text(payload, "user", "name") or _text(payload, "user", "username"),
    )
    return Press(
        _text(action, "action_id"),
        _text(action, "value") or _text(action, "selected_option", "value"),
        _named(person),
        _text(payload, "channel", "id") or _text(payload, "container", "channel_id"),
        _text(payload, "response_url"),
    )


def _command(payload: dict[str, Any]) -> Command:
    person = Person(_text(payload, "user_id"), _text(payload, "user_name"))
    return Command(
        _unescaped(_text(payload, "text")),
        _named(person),
        _text(payload, "channel_id"),
        _text(payload, "response_url"),
    )


def _unescaped(text: str) -> str:
    """What was typed: Slack escapes three characters ("Formatting text for app surfaces")."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _named(person: Person) -> Person:
    return person if person.name else Person(person.id, person.id or "somebody")


def _text(values: Any, *path: str) -> str:
    """The text at a path of keys, "" where there is none."""
    for name in path:
        values = values.get(name) if isinstance(values, dict) else None
    return values if isinstance(values, str) else ""
