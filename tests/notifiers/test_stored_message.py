"""Messages and receipts kept as text across restarts and releases."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notifiers.base import Message, Receipt, Section, Story
from notifiers.stored import (
    StoredMessageError,
    dump_message,
    dump_receipt,
    load_message,
    load_receipt,
)
from notifiers.testing import HOSTILE, sample
from notifiers.wording import when
from tests.notifiers.made_messages import MESSAGES, TEXT


@given(MESSAGES)
def test_a_message_comes_back_as_it_went(message: Message) -> None:
    """What the outbox keeps is the message, to the last field."""
    assert load_message(dump_message(message)) == message


@given(st.lists(st.tuples(TEXT, TEXT)).map(tuple))
def test_a_receipt_comes_back_as_it_went(remote: tuple[tuple[str, str], ...]) -> None:
    """So is a receipt."""
    assert load_receipt(dump_receipt(Receipt(remote))) == Receipt(remote)


def test_times_keep_their_zone() -> None:
    """A message that waited still speaks of the desk's time zone by its name."""
    [story] = load_message(dump_message(sample())).sections[0].stories
    assert when(story.published) == "Mon 14 Dec, 09:12 JST"


def test_a_zone_that_is_gone_leaves_the_offset() -> None:
    """A time zone that this machine does not know costs its name, not the message."""
    values = json.loads(dump_message(sample())) | {"zone": "Mars/Olympus_Mons"}
    [story] = load_message(json.dumps(values)).sections[0].stories
    assert story.published.utcoffset() == timedelta(hours=9)


def test_what_an_older_release_wrote_is_read() -> None:
    """Fields that were not there yet take their defaults."""
    told = {"title": "Ferry", "link": "", "source": "X", "published": "2026-12-14T00:12:00Z"}
    old = {
        "id": "m1",
        "kind": "alert",
        "subject": "Ferry",
        "sections": [{"title": "", "stories": [told]}],
    }
    story = Story("Ferry", "", "X", datetime(2026, 12, 14, 0, 12, tzinfo=UTC))
    assert load_message(json.dumps(old)) == Message(
        "m1", "alert", "Ferry", (Section("", (story,)),)
    )


def test_what_a_newer_release_added_is_ignored() -> None:
    """A field unknown here does not stop a message of the same schema."""
    values = json.loads(dump_message(sample()))
    values["mood"] = "hopeful"
    values["sections"][0]["stories"][0]["mood"] = "hopeful"
    assert load_message(json.dumps(values)) == sample()


def test_a_newer_schema_is_refused_in_words() -> None:
    """A message whose meaning has changed is not guessed at."""
    text = dump_message(replace(sample(), schema=2))
    with pytest.raises(StoredMessageError, match=r"newer release .*schema 2, known here: 1"):
        load_message(text)


@pytest.mark.parametrize(
    "text",
    ["", "null", "[]", "{}", '{"id": 1}', "{", '{"id":"m","kind":"poem","subject":"s"}', "\x00"],
)
def test_a_broken_message_is_one_kind_of_error(text: str) -> None:
    """Nothing but StoredMessageError, on one line."""
    with pytest.raises(StoredMessageError) as caught:
        load_message(text)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("text", ["", "null", "[]", "{", '{"remote": 1}', '{"remote": [["a"]]}'])
def test_a_broken_receipt_is_the_same_error(text: str) -> None:
    """A receipt that can't be read is told like a message."""
    with pytest.raises(StoredMessageError):
        load_receipt(text)


def test_hostile_text_can_be_stored() -> None:
    """Half a surrogate pair can't be written to a database: it becomes a question mark."""
    text = dump_message(sample(title=HOSTILE))
    assert text.encode("utf-8")
    assert "<!channel>" in load_message(text).sections[0].stories[0].title
