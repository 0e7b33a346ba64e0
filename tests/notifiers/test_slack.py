"""Slack, against a Slack of our own that keeps messages, checks sizes and fails on demand."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer, unused_port

from notifiers.base import Message, NotifierError, PermanentNotifierError, Receipt, Section
from notifiers.channels import SlackChannel, SlackServer
from notifiers.slack import SlackNotifier
from notifiers.slack_api import SlackApi
from notifiers.testing import SECRET, NotifierContract, sample
from tests.notifiers.fake_slack import NOW, RESET_AFTER, SILENT, FakeSlack, Fault


def connect(
    http: aiohttp.ClientSession,
    url: str,
    token: str | None = "xoxb-good",  # noqa: S107 - made up
    channel: str = "#asia-desk",
) -> SlackNotifier:
    """A notifier for our Slack."""
    server = SlackServer(token, url)
    return SlackNotifier(SlackChannel(channel=channel), server, http, now=lambda: NOW + 60)


@pytest.fixture
def notifier(slack: FakeSlack, http: aiohttp.ClientSession) -> SlackNotifier:
    return connect(http, slack.url)


class TestSlackContract(NotifierContract):
    """Slack keeps the contract."""

    @pytest.fixture
    def arrived(self, slack: FakeSlack) -> Callable[[], str]:
        return lambda: json.dumps(slack.messages, ensure_ascii=False)

    @pytest.fixture
    def unreachable(self, http: aiohttp.ClientSession) -> SlackNotifier:
        return connect(http, f"http://127.0.0.1:{unused_port()}/api/", SECRET)


async def test_a_message_is_posted_as_slack_wants_it(
    slack: FakeSlack, notifier: SlackNotifier
) -> None:
    """A post has blocks, a text beside them, our id as metadata, and unfurls nothing."""
    receipt = await notifier.send(sample("m1"))
    [given] = slack.told("chat.postMessage")
    assert given["channel"] == "#asia-desk"
    assert given["metadata"] == {"event_type": "monitor_delivery", "event_payload": {"id": "m1"}}
    assert (given["unfurl_links"], given["unfurl_media"]) == (False, False)
    assert given["text"] == "Ferry to Kunashir resumes after storm (m1)"
    assert given["blocks"]
    assert "thread_ts" not in given
    assert receipt == Receipt((("channel", slack.channel), ("ts", "1800000000.000000")))


async def test_an_update_goes_into_the_thread(slack: FakeSlack, notifier: SlackNotifier) -> None:
    """A reply names the thread's first message, by the channel's id; so does a reply to a reply."""
    first = await notifier.send(sample("m1"))
    update = replace(sample("m2", "update"), thread="m1")
    second = await notifier.send(update, first)
    await notifier.send(replace(update, id="m3"), second)
    replies = slack.told("chat.postMessage")[1:]
    assert [reply["thread_ts"] for reply in replies] == [first.get("ts")] * 2
    assert [reply["channel"] for reply in replies] == [slack.channel] * 2
    assert not any("reply_broadcast" in reply for reply in replies)
    assert second.get("thread_ts") == first.get("ts")


async def test_a_correction_may_be_broadcast(slack: FakeSlack, notifier: SlackNotifier) -> None:
    """`broadcast` shows a reply in the channel; outside a thread it means nothing."""
    correction = replace(sample("m2", "update"), thread="m1", broadcast=True)
    await notifier.send(correction, await notifier.send(sample("m1")))
    await notifier.send(replace(correction, id="m3"))
    _, reply, alone = slack.told("chat.postMessage")
    assert reply["reply_broadcast"] is True
    assert "reply_broadcast" not in alone


async def test_an_edit_replaces_the_message(slack: FakeSlack, notifier: SlackNotifier) -> None:
    """An edit changes text and blocks, and leaves the id in the metadata alone."""
    receipt = await notifier.send(sample("m1"))
    assert await notifier.edit(receipt, sample("edit", title="Ferry sinks")) == receipt
    [message] = slack.messages
    assert "Ferry sinks" in json.dumps(message["blocks"])
    assert message["metadata"]["event_payload"]["id"] == "m1"


@pytest.mark.parametrize("code", ["message_not_found", "edit_window_closed", "cant_update_message"])
async def test_what_can_not_be_edited_is_posted_anew(
    slack: FakeSlack, notifier: SlackNotifier, code: str
) -> None:
    """Where Slack forbids the edit, the message stands anew, in the thread it stood in."""
    root = await notifier.send(sample("m1"))
    receipt = await notifier.send(replace(sample("m2", "update"), thread="m1"), root)
    slack.faults.append(code)
    anew = await notifier.edit(receipt, sample("m2b", "update"))
    assert anew.get("ts") not in {root.get("ts"), receipt.get("ts"), ""}
    assert slack.messages[-1]["thread_ts"] == root.get("ts")


@pytest.mark.parametrize("code", ["message_not_found", "edit_window_closed", "cant_update_message"])
async def test_an_edit_without_news_is_let_go(
    slack: FakeSlack, notifier: SlackNotifier, code: str
) -> None:
    """A mute noted beneath an old or deleted alert does not bring that alert back."""
    receipt = await notifier.send(sample("m1"))
    slack.faults.append(code)
    assert await notifier.edit(receipt, replace(sample("m1"), minor=True)) == receipt
    assert len(slack.messages) == 1


@pytest.mark.parametrize(
    "fault", [RESET_AFTER, (502, {}), (504, {}), "fatal_error", "internal_error"]
)
async def test_a_lost_answer_is_ambiguous(
    slack: FakeSlack, notifier: SlackNotifier, fault: Fault
) -> None:
    """When Slack may have taken the message, the error says so."""
    slack.faults.append(fault)
    with pytest.raises(NotifierError) as caught:
        await notifier.send(sample())
    assert caught.value.ambiguous
    assert not isinstance(caught.value, PermanentNotifierError)


async def test_a_silent_slack_is_ambiguous(slack: FakeSlack, http: aiohttp.ClientSession) -> None:
    """A time-out after the message was sent leaves open whether it stands."""
    slack.faults.append(SILENT)
    api = SlackApi(SlackServer("xoxb-good", slack.url), http, timeout=0.05)
    with pytest.raises(NotifierError) as caught:
        await api.write("chat.postMessage", channel="#asia-desk", blocks=[], text="", metadata={})
    assert caught.value.ambiguous


@pytest.mark.parametrize(
    "fault", ["service_unavailable", "request_timeout", "ratelimited", (503, {})]
)
async def test_a_busy_slack_is_tried_again(
    slack: FakeSlack, notifier: SlackNotifier, fault: Fault
) -> None:
    """What Slack surely did not take is neither final nor ambiguous."""
    slack.faults.append(fault)
    with pytest.raises(NotifierError) as caught:
        await notifier.send(sample())
    assert not caught.value.ambiguous
    assert not isinstance(caught.value, PermanentNotifierError)


async def test_retry_after_is_handed_on(slack: FakeSlack, notifier: SlackNotifier) -> None:
    """The seconds that a 429 asks for reach the outbox, after one call only."""
    slack.faults.append((429, {"Retry-After": "30"}))
    with pytest.raises(NotifierError) as caught:
        await notifier.send(sample())
    assert caught.value.retry_after == 30
    assert len(slack.calls) == 1


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("channel_not_found", "/invite @monitor"),
        ("not_in_channel", "the bot is not in #asia-desk"),
        ("is_archived", "#asia-desk is archived"),
        ("invalid_auth", "SLACK_BOT_TOKEN"),
        ("token_revoked", "SLACK_BOT_TOKEN"),
        ("token_expired", "SLACK_BOT_TOKEN"),
        ("account_inactive", "SLACK_BOT_TOKEN"),
        ("missing_scope", "chat:write"),
        ("restricted_action_read_only_channel", "ask its admin"),
        ("invalid_blocks", "invalid_blocks"),
        ("metadata_too_large", "metadata_too_large"),
        ("never_heard_of", "never_heard_of"),
    ],
)
async def test_a_refusal_is_final_and_says_what_to_do(
    slack: FakeSlack, notifier: SlackNotifier, code: str, words: str
) -> None:
    """What trying again can't mend is final, in words that help to mend it."""
    slack.faults.append(code)
    with pytest.raises(PermanentNotifierError) as caught:
        await notifier.send(sample())
    assert words in caught.value.reason
    assert "\n" not in caught.value.reason


async def test_a_missing_token_names_its_variable(
    slack: FakeSlack, http: aiohttp.ClientSession
) -> None:
    """Without a token nothing is called, and messages wait until it is there."""
    with pytest.raises(NotifierError, match="SLACK_BOT_TOKEN is not set") as caught:
        await connect(http, slack.url, token=None).send(sample())
    assert not isinstance(caught.value, PermanentNotifierError)
    assert not slack.calls


@pytest.mark.parametrize("body", ["<html>a hotel's log-in page</html>", '"ok"', "[]", ""])
async def test_an_answer_that_is_not_slacks_is_tried_again(
    http: aiohttp.ClientSession, body: str
) -> None:
    """A proxy's page in place of Slack's answer is no reason to give the message up."""

    async def answer(request: web.Request) -> web.Response:
        kind = "application/json" if body.startswith(('"', "[")) else "text/plain"
        return web.Response(text=body, content_type=kind)

    app = web.Application()
    app.router.add_route("*", "/api/{method}", answer)
    async with TestServer(app) as server:
        with pytest.raises(NotifierError) as caught:
            await connect(http, str(server.make_url("/api/"))).send(sample())
    assert not isinstance(caught.value, PermanentNotifierError)


async def test_a_message_with_a_lost_answer_is_found(
    slack: FakeSlack, notifier: SlackNotifier
) -> None:
    """After a lost answer the message is found, though only the channel's name is known."""
    slack.faults.append(RESET_AFTER)
    with pytest.raises(NotifierError):
        await notifier.send(sample("lost"))
    found = await notifier.find(sample("lost"))
    assert found == Receipt((("channel", slack.channel), ("ts", slack.messages[0]["ts"])))


async def test_a_reply_with_a_lost_answer_is_found(
    slack: FakeSlack, notifier: SlackNotifier
) -> None:
    """A reply does not stand in the channel's history: it is looked for in its thread."""
    root = await notifier.send(sample("root"))
    reply = replace(sample("reply", "update"), thread="root")
    slack.faults.append(RESET_AFTER)
    with pytest.raises(NotifierError):
        await notifier.send(reply, root)
    found = await notifier.find(reply)
    assert found is not None
    assert found.get("ts") == slack.messages[1]["ts"]
    assert found.get("thread_ts") == root.get("ts")
    assert await notifier.find(replace(reply, id="other")) is None


async def test_a_message_is_found_on_a_later_page(
    slack: FakeSlack, notifier: SlackNotifier
) -> None:
    """In a busy channel more than one page is read."""
    slack.page = 2
    for n in range(6):
        await notifier.send(sample(f"m{n}"))
    assert await notifier.find(sample("m0")) is not None
    assert len(slack.told("conversations.history")) == 3


async def test_a_search_cut_short_finds_nothing(slack: FakeSlack, notifier: SlackNotifier) -> None:
    """An app that may read one page a minute makes do with that page, and repeats the message."""
    slack.page = 1
    await notifier.send(sample("old"))
    await notifier.send(sample("new"))

    seen: list[dict[str, Any]] = []
    handle = slack.history

    def limited(method: str, given: dict[str, Any]) -> dict[str, Any]:
        seen.append(given)
        slack.faults.append((429, {"Retry-After": "60"}))
        return handle(method, given)

    slack.history = limited  # type: ignore[method-assign] # every page is followed by a 429
    assert await notifier.find(sample("old")) is None
    assert len(seen) == 1


@pytest.mark.parametrize("code", ["missing_scope", "not_in_channel"])
async def test_without_leave_to_read_nothing_is_found(
    slack: FakeSlack, notifier: SlackNotifier, code: str
) -> None:
    """An app without the history permission repeats a message rather than giving it up."""
    await notifier.send(sample("m1"))
    slack.faults.append(code)
    assert await notifier.find(sample("m1")) is None


async def test_a_search_in_trouble_is_tried_again(
    slack: FakeSlack, notifier: SlackNotifier
) -> None:
    """While Slack can't answer, nothing is concluded from that."""
    slack.faults.append((503, {}))
    with pytest.raises(NotifierError):
        await notifier.find(sample("m1"))


async def test_a_digest_too_long_in_sum_is_cut_shorter(
    slack: FakeSlack, notifier: SlackNotifier
) -> None:
    """A limit that Slack does not publish shortens a digest instead of losing it."""
    stories = sample("d", "digest").sections[0].stories * 200
    digest = Message("d", "digest", "Asia digest", (Section("Kuril Islands", stories),))
    slack.faults.extend(["msg_blocks_too_long"])
    await notifier.send(digest)
    first, second = (len(json.dumps(given["blocks"])) for given in slack.told("chat.postMessage"))
    assert second < first
    assert "more" in slack.messages[0]["blocks"][-1]["elements"][0]["text"]


async def test_check_names_workspace_and_channel(slack: FakeSlack, notifier: SlackNotifier) -> None:
    """`check` says whose token it is and that the bot is in the channel, and posts nothing."""
    assert await notifier.check() == "Slack workspace Desk, bot @monitor, in #asia-desk"
    assert not slack.messages


async def test_check_sees_a_channel_without_the_bot(
    slack: FakeSlack, http: aiohttp.ClientSession
) -> None:
    """A bot that was not invited is found before the first alert."""
    with pytest.raises(PermanentNotifierError, match="/invite @monitor"):
        await connect(http, slack.url, channel="#other").check()


async def test_check_does_without_the_list_of_channels(
    slack: FakeSlack, notifier: SlackNotifier
) -> None:
    """A token that may post but not list channels is good enough, and `check` says so."""
    auth = slack.answer

    def without_list(method: str, given: dict[str, Any]) -> dict[str, Any]:
        if method == "users.conversations":
            return {"ok": False, "error": "missing_scope"}
        return auth(method, given)

    slack.answer = without_list  # type: ignore[method-assign] # a token with fewer permissions
    assert "can't be seen" in await notifier.check()
