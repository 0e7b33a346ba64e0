"""Answers that Slack lost at the worst moments: what stands is found again, wherever it stands."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import replace

import aiohttp
import pytest

from notifiers.base import Message, NotifierError, Receipt
from notifiers.channels import SlackChannel, SlackServer
from notifiers.slack import SlackNotifier
from notifiers.testing import sample
from tests.faults.chance import Chance, Clock
from tests.faults.faulty_slack import CLOSED, CUT, READS, WAIT, Channel, named, served

FIRST = sample("first")
UPDATE = replace(sample("second", "update"), thread="first")
EDIT = replace(FIRST, id="first-also", subject="edited")
"""Of the first message."""


class Script(Chance):
    """What goes wrong with each call, in turn; then nothing does."""

    def __init__(self) -> None:
        super().__init__(0, "", 0)
        self.next: list[str] = []
        """Of calls that write."""
        self.reads: list[str] = []

    def fault(self, kinds: Sequence[str]) -> str:
        script = self.reads if kinds is READS else self.next
        return script.pop(0) if script else ""


@pytest.fixture
def script() -> Script:
    return Script()


@pytest.fixture
def channel(script: Script) -> Channel:
    return Channel("desk", script, Clock(), lambda: None, id="C0000000001")


@pytest.fixture
async def slack(channel: Channel) -> AsyncIterator[SlackNotifier]:
    async with served({"desk": channel}) as server, aiohttp.ClientSession() as http:
        address = SlackServer(token="xoxb-test", base_url=str(server.make_url("/desk/api/")))
        config = SlackChannel(channel="#desk")
        yield SlackNotifier(config, address, http, channel.clock.timestamp)


async def lost(slack: SlackNotifier, script: Script, message: Message, *where: Receipt) -> None:
    """Send a message that is taken without an answer."""
    script.next = [CUT]
    with pytest.raises(NotifierError):
        await slack.send(message, *where)


async def test_an_update_whose_thread_never_began_is_found(
    slack: SlackNotifier, script: Script
) -> None:
    """Its first message was given up, so it stands by itself."""
    await lost(slack, script, UPDATE)
    assert await slack.find(UPDATE) is not None


async def test_an_update_is_found_under_a_message_posted_anew(
    slack: SlackNotifier, channel: Channel, script: Script
) -> None:
    """Its first message could not be edited any more, and stands once more, with the thread."""
    first = await slack.send(FIRST)
    script.next = [CLOSED]
    anew = await slack.edit(first, EDIT)
    assert anew != first
    await lost(slack, script, UPDATE, anew)
    found = await slack.find(UPDATE)
    assert found is not None
    assert found.get("thread_ts") == anew.get("ts")


async def test_an_update_is_found_under_the_message_that_was_posted_anew_since(
    slack: SlackNotifier, script: Script
) -> None:
    """It went into the old thread before the new one began."""
    first = await slack.send(FIRST)
    await lost(slack, script, UPDATE, first)
    script.next = [CLOSED]
    assert await slack.edit(first, EDIT) != first
    found = await slack.find(UPDATE)
    assert found is not None
    assert found.get("thread_ts") == first.get("ts")


async def test_an_edit_is_posted_anew_once(
    slack: SlackNotifier, channel: Channel, script: Script
) -> None:
    """The answer to it was lost; the next try finds it, and gives it the latest words."""
    first = await slack.send(FIRST)
    script.next = [CLOSED, CUT]
    with pytest.raises(NotifierError):
        await slack.edit(first, EDIT)
    anew = await slack.edit(first, replace(EDIT, subject="edited again"))
    assert [named(message) for message in channel.messages] == ["first", "first-also"]
    assert (channel.messages[1]["ts"], channel.messages[1]["text"]) == (
        anew.get("ts"),
        "edited again",
    )


async def test_an_edit_is_posted_anew_as_often_as_slack_asks_for_it(
    slack: SlackNotifier, channel: Channel, script: Script
) -> None:
    """What was posted anew can be closed to edits too, and is not taken for the next edit."""
    script.next = ["", CLOSED]
    once = await slack.edit(await slack.send(FIRST), EDIT)
    script.next = [CLOSED]
    again = await slack.edit(once, EDIT)
    assert [message["ts"] for message in channel.messages][1:] == [once.get("ts"), again.get("ts")]


async def test_a_pause_asked_for_between_pages_is_kept_by_the_next_search(
    slack: SlackNotifier, channel: Channel, script: Script
) -> None:
    """The first page has to do for this search; the next one waits until it may ask again."""
    for number in range(101):
        await slack.send(sample(f"m{number}"))
    script.reads = ["", WAIT]
    assert await slack.find(sample("other")) is None
    with pytest.raises(NotifierError) as caught:
        await slack.find(sample("other"))
    assert caught.value.retry_after is not None
    channel.clock.until(channel.clock.after(caught.value.retry_after))
    assert await slack.find(sample("m0")) is not None
    assert channel.early == []
