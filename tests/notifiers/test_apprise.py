"""Apprise, against a server of our own that its json:// addresses post to."""

import asyncio
import sys
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field, replace
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer, unused_port

from notifiers.apprise import BODY, AppriseNotifier, plain, quiet
from notifiers.base import NotifierError, PermanentNotifierError, Section
from notifiers.channels import AppriseChannel
from notifiers.testing import SECRET, NotifierContract, sample

pytest.importorskip("apprise", reason="skipped: the extra is not installed")
NAME = AppriseChannel(name="others")


@dataclass
class Receiver:
    """Keeps what it is sent, and answers as it is told."""

    address: str = ""
    status: int = 200
    silent: bool = False
    taken: list[dict[str, Any]] = field(default_factory=list)

    async def handle(self, request: web.Request) -> web.Response:
        self.taken.append(await request.json())
        if self.silent:
            await asyncio.Event().wait()
        return web.Response(status=self.status)


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    fake = Receiver()
    app = web.Application()
    app.router.add_post(f"/{SECRET}", fake.handle)
    async with TestServer(app) as server:
        fake.address = f"json://127.0.0.1:{server.port}/{SECRET}?rto=1"
        yield fake


@pytest.fixture
async def notifier(receiver: Receiver) -> AsyncIterator[AppriseNotifier]:
    made = AppriseNotifier(NAME, receiver.address)
    yield made
    await made.aclose()


class TestAppriseContract(NotifierContract):
    """Apprise keeps the contract."""

    @pytest.fixture
    def arrived(self, receiver: Receiver) -> Callable[[], str]:
        return lambda: "\n".join(f"{one['title']}\n{one['message']}" for one in receiver.taken)

    @pytest.fixture
    def unreachable(self) -> AppriseNotifier:
        return AppriseNotifier(NAME, f"json://127.0.0.1:{unused_port()}/{SECRET}")


async def test_a_message_is_a_title_and_a_text(
    receiver: Receiver, notifier: AppriseNotifier
) -> None:
    """What an alert says stands in plain lines; the title is not said twice."""
    await notifier.send(sample("m", also_in=("Post", "Echo")))
    [one] = receiver.taken
    assert one["title"] == "Ferry to Kunashir resumes after storm (m)"
    assert one["message"].splitlines() == [
        "Harbour News · Mon 14 Dec, 09:12 JST",
        "The ferry to Kunashir sails again.",
        "Kuril Islands",
        "why: Kunashir",
        "also in: Post, Echo",
        "https://news.example.org/ferry",
    ]


async def test_what_is_too_long_is_split(
    receiver: Receiver, notifier: AppriseNotifier, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A text beyond what the service takes comes in several posts, none of it lost."""
    story = replace(sample().sections[0].stories[0], title="Fog at sea " * 25)
    digest = replace(sample("d", "digest"), sections=(Section("Weather", (story,) * 70),))
    monkeypatch.setattr("apprise.plugins.custom_json.NotifyJSON.body_maxlen", 2_000)
    await notifier.send(digest)
    assert all(len(one["message"]) <= 2_000 for one in receiver.taken)
    assert sum(one["message"].count("Harbour News") for one in receiver.taken) == 70


def test_a_text_has_an_end() -> None:
    """Two thousand stories are cut, with an ellipsis."""
    story = sample().sections[0].stories[0]
    digest = replace(sample("d", "digest"), sections=(Section("Weather", (story,) * 2_000),))
    _, text = plain(digest)
    assert len(text) <= BODY
    assert text.endswith("…")


@pytest.mark.parametrize(
    ("status", "final"), [(400, True), (403, True), (404, True), (429, False), (503, False)]
)
async def test_answers_decide(
    receiver: Receiver, notifier: AppriseNotifier, status: int, final: bool
) -> None:
    """What another try won't change is final, the rest is tried again; no secret is named."""
    receiver.status = status
    with pytest.raises(NotifierError, match=f"channel others answered HTTP {status}") as caught:
        await notifier.send(sample())
    assert isinstance(caught.value, PermanentNotifierError) is final
    assert SECRET not in str(caught.value)


async def test_a_service_that_hangs_is_left(receiver: Receiver) -> None:
    """The loop waits no longer than it was told, and says that nobody knows what became of it."""
    receiver.silent = True
    notifier = AppriseNotifier(NAME, receiver.address, timeout=0.2)
    with pytest.raises(NotifierError, match="took longer") as caught:
        await notifier.send(sample())
    assert caught.value.ambiguous
    await notifier.aclose()


async def test_an_address_that_is_none_is_told() -> None:
    """The channel is named, the address is not shown."""
    notifier = AppriseNotifier(NAME, f"nothing-{SECRET}")
    with pytest.raises(PermanentNotifierError, match="channel others: apprise does not") as caught:
        await notifier.check()
    assert SECRET not in str(caught.value)


async def test_a_channel_without_an_address_waits() -> None:
    """The variable may be set yet."""
    with pytest.raises(NotifierError, match="apprise_env") as caught:
        await AppriseNotifier(NAME, None).send(sample())
    assert not isinstance(caught.value, PermanentNotifierError)


async def test_without_the_extra_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    """Messages wait until somebody installs it."""
    monkeypatch.setitem(sys.modules, "apprise", None)
    with pytest.raises(NotifierError, match=r"pip install 'deskwatch-monitor\[apprise\]'"):
        await AppriseNotifier(NAME, "json://example.org").send(sample())


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("@everyone, @here", "@\u200beveryone, @\u200bhere"),
        ("<!channel> <@U1>", "<\u200b!channel> <\u200b@\u200bU1>"),
        ("desk@example.org", "desk@example.org"),
        ("https://social.example/@desk", "https://social.example/@desk"),
    ],
)
def test_nobody_is_called(text: str, told: str) -> None:
    """What a service may take for a mention is none; addresses and links stay whole."""
    assert quiet(text) == told
