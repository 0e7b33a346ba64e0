"""Messages and receipts as text, for the outbox and for webhooks.

Readers of an older release ignore fields they don't know; fields that an older release did not
write take their defaults. Only a change of meaning raises the schema number. Times are ISO 8601
with their offset; `zone` beside them keeps the desk's time zone by name, so that a message waiting
in the outbox still says JST.
"""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import TypeAdapter, ValidationError

from notifiers.base import SCHEMA, Message, Receipt, Story

_MESSAGE = TypeAdapter(Message)
_RECEIPT = TypeAdapter(Receipt)


_ABOUT = {
    "id": "The same at every attempt.",
    "subject": "One line that says it all.",
    "sections": "An alert or update: one section with one story. A digest: any number. Else none.",
    "body": "A notice's text, or a digest's first lines.",
    "thread": "The id of the message that this one follows; empty when it begins a thread.",
    "broadcast": "Worth being seen outside its thread: a correction of high priority.",
    "page": "A web address where all of a digest can be read, or empty.",
    "minor": "Of edits, which webhooks are not sent.",
    "schema": "Raised when a field changes its meaning.",
    "link": "A web address as the feed gave it: check that it is http or https before you link it.",
    "bold": "Start and end of each matched term in `text`, in characters.",
    "changes": "What changed: `toll 12 → 15`.",
    "also_in": "Outlets that carry copies.",
    "late": "Seen only long after it was published.",
}
"""What is said of a field in the schema, beside its type."""


class StoredMessageError(ValueError):
    """A stored message or receipt that this release can't read."""


def dump_message(message: Message) -> str:
    """A message as one line of JSON."""
    values = _MESSAGE.dump_python(message)
    return _json(values | {"zone": next(_zones(message), "")})


def load_message(text: str) -> Message:
    """The message that `dump_message` wrote, of this release or an older one.

    Raises StoredMessageError, also when a newer release wrote it.
    """
    values = _values(text)
    schema = values.get("schema", SCHEMA)
    if isinstance(schema, int) and schema > SCHEMA:
        raise StoredMessageError(
            f"a newer release wrote this message (schema {schema}, known here: {SCHEMA}): "
            "start that release again"
        )
    try:
        message = _MESSAGE.validate_python(values, strict=False)
    except ValidationError as error:
        raise StoredMessageError(_words("message", error)) from None
    return _in_zone(message, str(values.get("zone") or ""))


def dump_receipt(receipt: Receipt) -> str:
    """A receipt as one line of JSON."""
    return _json(_RECEIPT.dump_python(receipt))


def load_receipt(text: str) -> Receipt:
    """The receipt that `dump_receipt` wrote. Raises StoredMessageError."""
    try:
        return _RECEIPT.validate_python(_values(text))
    except ValidationError as error:
        raise StoredMessageError(_words("receipt", error)) from None


def message_schema() -> dict[str, Any]:
    """The JSON Schema of what `dump_message` writes (draft 2020-12), for receivers of webhooks."""
    schema = _MESSAGE.json_schema(mode="serialization")
    _open_up(schema)
    for definition in schema["$defs"].values():
        _open_up(definition)
    zone: dict[str, Any] = {
        "type": "string",
        "description": "The desk's time zone by name, or nothing.",
    }
    schema["properties"]["zone"] = zone
    schema["required"] = [*schema["properties"]]
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "Message"}
    return head | {name: value for name, value in schema.items() if name != "title"}


def _open_up(schema: dict[str, Any]) -> None:
    """A dataclass as it is written: every field is there, and new ones may come."""
    schema["required"] = [*schema["properties"]]
    schema["additionalProperties"] = True
    for name, field in schema["properties"].items():
        field.pop("default", None)
        field.pop("title", None)
        if name in _ABOUT:
            field["description"] = _ABOUT[name]


def _json(values: dict[str, Any]) -> str:
    """Compact JSON; half of a surrogate pair, which no UTF-8 can hold, becomes "?"."""
    text = json.dumps(values, default=datetime.isoformat, ensure_ascii=False, separators=(",", ":"))
    return text.encode("utf-8", "replace").decode("utf-8")


def _values(text: str) -> dict[str, Any]:
    try:
        values = json.loads(text)
    except ValueError as error:
        raise StoredMessageError(f"not JSON: {error}") from None
    if not isinstance(values, dict):
        raise StoredMessageError("not a JSON object")
    return values


def _words(what: str, error: ValidationError) -> str:
    first = error.errors(include_input=False, include_url=False)[0]
    where = ".".join(str(part) for part in first["loc"])
    return f"a stored {what} can't be read: {where}: {first['msg']}"


def _zones(message: Message) -> Iterator[str]:
    for section in message.sections:
        for story in section.stories:
            if isinstance(story.published.tzinfo, ZoneInfo) and story.published.tzinfo.key:
                yield story.published.tzinfo.key


def _in_zone(message: Message, name: str) -> Message:
    try:
        zone = ZoneInfo(name) if name else None
    except (ValueError, ZoneInfoNotFoundError):
        zone = None  # a machine without that zone shows the offset
    if zone is None:
        return message

    def told(story: Story) -> Story:
        return replace(story, published=story.published.astimezone(zone))

    sections = tuple(replace(s, stories=tuple(map(told, s.stories))) for s in message.sections)
    return replace(message, sections=sections)
