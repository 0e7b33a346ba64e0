"""`monitor subscriptions`: who unsubscribed, and undoing it; what `status` says of it."""

import json
from datetime import UTC, datetime

import pytest

from monitor.store.outbox import Outbox
from monitor.store.unsubscribed import UnsubscribedStore
from notifiers.base import Message

THEN = datetime(2026, 3, 5, 12, tzinfo=UTC)


@pytest.fixture
def left(room):
    """One reader left, and would have got a message since."""

    async def fill(db):
        await UnsubscribedStore(db).add("email:desk@example.org", THEN)
        await Outbox(db).enqueue("email:desk@example.org", Message("m", "notice", "Fog"), THEN)

    room.settings(timezone="Asia/Tokyo")
    room.stored(fill)


@pytest.mark.usefixtures("left")
def test_who_left_is_listed(room):
    """When, on the desk's clock, and what they missed."""
    told = room.call("subscriptions", "list")
    assert told.code == 0
    assert told.out.splitlines()[:2] == [
        "times in Asia/Tokyo",
        "desk@example.org  2026-03-05 21:00  1 message not sent since",
    ]
    row = json.loads(room.call("subscriptions", "list", "--json").out)
    assert row == {
        "address": "desk@example.org",
        "at": "2026-03-05T21:00:00+09:00",
        "skipped": 1,
    }
    assert room.call("subscriptions").out == told.out


@pytest.mark.usefixtures("left")
def test_it_is_undone_once(room):
    """In any spelling of the domain; a second time there is nothing to undo."""
    assert room.call("subscriptions", "restore", "desk@EXAMPLE.org").code == 0
    assert room.call("subscriptions", "list").out == "nobody has unsubscribed\n"
    again = room.call("subscriptions", "restore", "desk@example.org")
    assert again.code == 1
    assert "has not unsubscribed" in again.err
    assert room.call("subscriptions", "restore", "desk").code == 2


@pytest.mark.usefixtures("left")
def test_status_says_so(room):
    """It is no fault, but somebody may wonder where the mails are."""
    assert "no mails   to desk@example.org, unsubscribed" in room.call("status").out
    assert json.loads(room.call("status", "--json").out)["unsubscribed"] == [
        "email:desk@example.org"
    ]
