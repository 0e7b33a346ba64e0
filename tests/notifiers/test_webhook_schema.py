"""The schema of what webhooks are sent."""

import json
from pathlib import Path

from hypothesis import given
from jsonschema import Draft202012Validator

from notifiers.base import Message
from notifiers.stored import dump_message, message_schema
from tests.notifiers.made_messages import MESSAGES

FILE = Path(__file__).parents[2] / "docs" / "webhook-schema.json"
SCHEMA = Draft202012Validator(message_schema())


def test_the_shipped_schema_is_fresh() -> None:
    """What docs/make_webhook_schema.py would write is what is there, and is a schema."""
    shipped = json.loads(FILE.read_text(encoding="utf-8"))
    assert shipped == message_schema()
    Draft202012Validator.check_schema(shipped)


@given(MESSAGES)
def test_what_is_sent_fits_the_schema(message: Message) -> None:
    """Whatever a message says, its form is the one that receivers were told."""
    SCHEMA.validate(json.loads(dump_message(message)))


def test_the_schema_says_what_is_wrong() -> None:
    """A message without its id, or of a kind that nobody sends, does not fit."""
    values = json.loads(dump_message(Message("m", "notice", "s")))
    assert SCHEMA.is_valid(values)
    assert not SCHEMA.is_valid({name: value for name, value in values.items() if name != "id"})
    assert not SCHEMA.is_valid(values | {"kind": "gossip"})
