"""Slack's incoming webhooks, against one of our own."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field, replace
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer, unused_port

from notifiers.base import Message, NotifierError, PermanentNotifierError, Section
from notifiers.channels import SlackWebhook, hook_problem
from notifiers.registry import Servers, SlackServer, build, parse_destination
from notifiers.slack_webhook import SlackWebhookNotifier
from notifiers.testing import SECRET, NotifierContract, sample
from tests.notifiers.block_kit import faults
from tests.notifiers.fake_slack import said

PATH = f"/services/T00000000/B00000000/{SECRET}"


@dataclass
class FakeHook:
    """Answers "ok" to what has text and blocks; or as it is told, once."""

    posts: list[dict[str, Any]] = field(default_factory=list)
    answers: list[tuple[int, str, dict[str, str]]] = field(default_factory=list)
    cut: bool = False
    url: str = ""

    async def take(self, request: web.Request) -> web.Response:
        post = await request.json()
        if self.cut:
            assert request.transport is not None
            request.transport.abort()
        if self.answers:
            status, text, headers = self.answers.pop(0)
            return web.Response(status=status, text=text, headers=headers)
        if not post.get("text"):
            return web.Response(status=400, text="no_text")
        if faults(post["blocks"]):
            return web.Response(status=400, text="invalid_blocks")
        self.posts.append(post)
        return web.Response(text="ok")


@pytest.fixture
async def hook() -> AsyncIterator[FakeHook]:
    fake = FakeHook()
    app = web.Application()
    app.router.add_post("/services/{rest:.*}", fake.take)
    async with TestServer(app) as server:
        fake.url = str(server.make_url(PATH))
        yield fake


def connect(http: aiohttp.ClientSession, address: str) -> SlackWebhookNotifier:
    return SlackWebhookNotifier(SlackWebhook(name="desk"), address, http, timeout=5)


@pytest.fixture
def notifier(hook: FakeHook, http: aiohttp.ClientSession) -> SlackWebhookNotifier:
    return connect(http, hook.url)


class TestSlackWebhookContract(NotifierContract):
    """Incoming webhooks keep the contract."""

    @pytest.fixture
    def arrived(self, hook: FakeHook) -> Callable[[], str]:
        return lambda: json.dumps(hook.posts, ensure_ascii=False)

    @pytest.fixture
    def unreachable(self, http: aiohttp.ClientSession) -> SlackWebhookNotifier:
        return connect(http, f"http://127.0.0.1:{unused_port()}{PATH}")


async def test_a_post_has_text_and_blocks(hook: FakeHook, notifier: SlackWebhookNotifier) -> None:
    """Blocks, and a text beside them for notifications; no buttons, which nobody would hear."""
    await notifier.send(replace(sample("m1"), alert="m1"))
    [post] = hook.posts
    assert post.keys() == {"text", "blocks"}
    assert post["text"] == "Ferry to Kunashir resumes after storm (m1)"
    assert {block["type"] for block in post["blocks"]} == {"section", "context"}


async def test_an_update_names_what_it_follows(
    hook: FakeHook, notifier: SlackWebhookNotifier
) -> None:
    """There are no threads: an update stands alone, and says first which story it goes on with."""
    update = sample("m2", "update", title="Ferry sinks <off> Kunashir")
    await notifier.send(replace(update, subject="Ferry & storm", thread="m1"))
    assert said(hook.posts[0]).splitlines()[0] == "follows: *Ferry &amp; storm*"


@pytest.mark.parametrize(
    ("status", "text", "words"),
    [
        (403, "invalid_token", "no longer knows this webhook (invalid_token)"),
        (404, "no_service", "make a new incoming webhook"),
        (404, "no_team", "make a new incoming webhook"),
        (404, "channel_not_found", "channel is gone"),
        (410, "channel_is_archived", "archived"),
        (403, "action_prohibited", "an admin"),
        (403, "posting_to_general_channel_denied", "general channel"),
        (400, "user_not_found", "no longer in Slack"),
        (400, "invalid_blocks", "report this as a bug"),
        (404, "<html>no such page</html>", "no longer knows this webhook (HTTP 404)"),
        (410, "", "no longer knows this webhook (HTTP 410)"),
        (403, "whatever_comes_next", "Slack refused (whatever_comes_next)"),
        (302, "", "Slack refused (HTTP 302)"),
    ],
)
async def test_a_refusal_says_what_to_mend(
    hook: FakeHook, notifier: SlackWebhookNotifier, status: int, text: str, words: str
) -> None:
    """What trying again can't help is final, and its reason says what to do."""
    hook.answers.append((status, text, {}))
    with pytest.raises(PermanentNotifierError) as caught:
        await notifier.send(sample())
    assert words in caught.value.reason


@pytest.mark.parametrize(
    ("status", "text", "headers", "wait", "ambiguous"),
    [
        (429, "rate_limited", {"Retry-After": "30"}, 30.0, False),
        (429, "", {}, None, False),
        (500, "rollup_error", {}, None, True),
        (503, "", {"Retry-After": "5"}, 5.0, False),
        (200, "<html>log in to this network</html>", {}, None, True),
    ],
)
async def test_what_passes_is_tried_again(
    hook: FakeHook,
    notifier: SlackWebhookNotifier,
    status: int,
    text: str,
    headers: dict[str, str],
    wait: float | None,
    ambiguous: bool,
) -> None:
    """Limits and trouble are retried, after the time that Slack names; only "ok" is success."""
    hook.answers.append((status, text, headers))
    with pytest.raises(NotifierError) as caught:
        await notifier.send(sample())
    assert not isinstance(caught.value, PermanentNotifierError)
    assert (caught.value.retry_after, caught.value.ambiguous) == (wait, ambiguous)


async def test_a_lost_answer_is_ambiguous(hook: FakeHook, notifier: SlackWebhookNotifier) -> None:
    """When Slack may have taken the message, the error says so, and not at which address."""
    hook.cut = True
    with pytest.raises(NotifierError) as caught:
        await notifier.send(sample())
    assert caught.value.ambiguous
    assert SECRET not in repr(caught.value)


async def test_a_long_digest_is_posted_shorter(
    hook: FakeHook, notifier: SlackWebhookNotifier
) -> None:
    """Where all blocks together are too long, a shorter message is tried."""
    story = sample().sections[0].stories[0]
    digest = Message("d", "digest", "Asia", (Section("Kuril Islands", (story,) * 90),))
    hook.answers.append((400, "msg_blocks_too_long", {}))
    await notifier.send(digest)
    assert len(json.dumps(hook.posts[0]["blocks"])) < 6_000
    assert "more" in said(hook.posts[0])


async def test_check_posts_nothing_and_says_what_is_missing(
    hook: FakeHook, notifier: SlackWebhookNotifier
) -> None:
    """`check` knows a dead webhook from one that works, and leaves no trace in the channel."""
    assert "no edits, no threads" in await notifier.check()
    hook.answers.append((404, "no_service", {}))
    with pytest.raises(PermanentNotifierError):
        await notifier.check()
    assert hook.posts == []


async def test_a_webhook_without_its_address_waits(http: aiohttp.ClientSession) -> None:
    """When the variable that holds the address is empty, messages wait until it is there."""
    with pytest.raises(NotifierError) as caught:
        await connect(http, "").send(sample())
    assert not isinstance(caught.value, PermanentNotifierError)
    assert "desk" in caught.value.reason


@pytest.mark.parametrize(
    ("address", "fine"),
    [
        ("https://hooks.slack.com/services/T0/B0/x", True),
        ("https://hooks.slack-gov.com/services/T0/B0/x", True),
        ("http://127.0.0.1:8080/services/x", True),
        ("http://hooks.slack.com/services/T0/B0/x", False),
        ("https://hooks.slack.com/workflows/T0/A0/1/x", False),
        ("https://hooks.slack.com/services/T0/ B0/x", False),
        ("https://[/services/x", False),
        ("", False),
    ],
)
def test_which_addresses_are_webhooks(address: str, fine: bool) -> None:
    """Addresses that can't work are refused by a sentence that does not repeat them."""
    problem = hook_problem(address)
    assert (problem == "") is fine
    assert not address or address not in problem


async def test_a_destination_names_the_channel_and_not_the_address(
    http: aiohttp.ClientSession, hook: FakeHook
) -> None:
    """What is stored and shown is the channel's name; the address stays in the settings."""
    from rich.console import Console

    config = parse_destination("slack-webhook:asia desk")
    assert config.destination == "slack-webhook:asia desk"
    hooks = {"asia desk": hook.url}
    servers = Servers(http, Console(), SlackServer(interval=2.5), slack_webhooks=hooks)
    notifier = build(config, servers)
    await notifier.send(sample("m1"))
    assert (notifier.edits, notifier.interval, len(hook.posts)) == (False, 2.5, 1)
    assert SECRET not in repr(servers)
    with pytest.raises(ValueError, match="is a secret") as caught:
        parse_destination(f"slack:{hook.url}")
    assert SECRET not in str(caught.value)


async def test_a_post_that_is_never_answered_ends(http: aiohttp.ClientSession) -> None:
    """A webhook that hangs is given up in time, and may have taken the message."""

    async def hang(request: web.Request) -> web.Response:
        await asyncio.Event().wait()
        return web.Response()

    app = web.Application()
    app.router.add_post("/services/x", hang)
    async with TestServer(app) as server:
        address = str(server.make_url("/services/x"))
        notifier = SlackWebhookNotifier(SlackWebhook(name="desk"), address, http, timeout=0.05)
        with pytest.raises(NotifierError) as caught:
            await notifier.send(sample())
    assert caught.value.ambiguous
