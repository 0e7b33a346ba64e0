"""Webhooks, against a receiver that checks signatures."""

import base64
import hashlib
import hmac
import json
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from typing import Self

import aiohttp
import pytest
import standardwebhooks
from aiohttp import web
from aiohttp.test_utils import TestServer, unused_port

from notifiers.base import NotifierError, PermanentNotifierError
from notifiers.channels import WebhookAddress
from notifiers.stored import load_message
from notifiers.testing import SECRET, NotifierContract, sample
from notifiers.webhook import LONGEST, WebhookNotifier, seconds_of, signed_headers

KEY = "whsec_" + base64.b64encode(b"0123456789abcdef01234567").decode()
NOW = 1_800_000_000


@dataclass
class Receiver:
    """Keeps what it is sent; `status` and `headers` are its answer."""

    status: int = 204
    headers: dict[str, str] = field(default_factory=dict)
    hang_up: bool = False
    taken: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    url: str = ""

    async def handle(self, request: web.Request) -> web.Response:
        self.taken.append((dict(request.headers), await request.read()))
        if self.hang_up:
            assert request.transport is not None
            request.transport.abort()
        return web.Response(status=self.status, headers=self.headers)


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    fake = Receiver()
    app = web.Application(client_max_size=5_000_000)
    app.router.add_post("/hook/{secret}", fake.handle)
    async with TestServer(app) as server:
        fake.url = str(server.make_url("/hook/path-is-secret"))
        yield fake


@pytest.fixture
def notifier(receiver: Receiver, http: aiohttp.ClientSession) -> WebhookNotifier:
    return WebhookNotifier(WebhookAddress(url=receiver.url), http, KEY, now=lambda: NOW)


class TestWebhookContract(NotifierContract):
    """Webhooks keep the contract."""

    @pytest.fixture
    def arrived(self, receiver: Receiver) -> Callable[[], str]:
        return lambda: "\n".join(body.decode() for _, body in receiver.taken)

    @pytest.fixture
    def unreachable(self, http: aiohttp.ClientSession) -> WebhookNotifier:
        url = f"http://127.0.0.1:{unused_port()}/{SECRET}"
        return WebhookNotifier(WebhookAddress(url=url), http, KEY)


async def test_a_message_is_signed_json(receiver: Receiver, notifier: WebhookNotifier) -> None:
    """The body is the stored message; the signature covers id, time and body."""
    message = sample("m1")
    await notifier.send(message)
    [(headers, body)] = receiver.taken
    assert load_message(body.decode()) == message
    assert json.loads(body)["schema"] == 1
    assert headers["Content-Type"] == "application/json"
    assert (headers["webhook-id"], headers["webhook-timestamp"]) == ("m1", str(NOW))
    signed = f"m1.{NOW}.".encode() + body
    digest = hmac.digest(b"0123456789abcdef01234567", signed, hashlib.sha256)
    assert headers["webhook-signature"] == "v1," + base64.b64encode(digest).decode()


def test_the_signature_is_the_conventions() -> None:
    """The worked example of standardwebhooks.com's own libraries comes out the same."""
    headers = signed_headers(
        "msg_p5jXN8AQM9LWM0D4loKWxJek",
        1614265330,
        b'{"test": 2432232314}',
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
    )
    assert headers["webhook-signature"] == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


async def test_receivers_can_check_it_with_the_conventions_library(
    receiver: Receiver, notifier: WebhookNotifier, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The reference library takes a post as it came, and refuses one that was changed."""
    await notifier.send(sample("m1", title="Курилы"))
    [(headers, body)] = receiver.taken
    monkeypatch.setattr("standardwebhooks.webhooks.datetime", Clock)
    reader = standardwebhooks.Webhook(KEY)
    assert reader.verify(body, headers)["id"] == "m1"
    with pytest.raises(standardwebhooks.WebhookVerificationError):
        reader.verify(body.replace(b"m1", b"m2"), headers)
    with pytest.raises(standardwebhooks.WebhookVerificationError):
        reader.verify(body, headers | {"webhook-id": "m2"})


class Clock(datetime):
    """The receiver's clock stands where the sender's does."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> Self:
        return cls.fromtimestamp(NOW, tz)


async def test_without_a_secret_nothing_is_signed(
    receiver: Receiver, http: aiohttp.ClientSession
) -> None:
    """An address without a secret is sent to unsigned, and `check` says so."""
    notifier = WebhookNotifier(WebhookAddress(url=receiver.url), http)
    await notifier.send(sample())
    assert "webhook-signature" not in receiver.taken[0][0]
    assert "not signed" in await notifier.check()


@pytest.mark.parametrize("secret", ["hunter2", "whsec_", "whsec_!!", "MfKQ9r8GKYqrTwjUPD8I"])
async def test_a_secret_of_the_wrong_form_is_refused(
    receiver: Receiver, http: aiohttp.ClientSession, secret: str
) -> None:
    """A secret that receivers would read otherwise than we is told, not used."""
    notifier = WebhookNotifier(WebhookAddress(url=receiver.url), http, secret)
    with pytest.raises(PermanentNotifierError, match="openssl rand") as caught:
        await notifier.check()
    assert "hunter2" not in str(caught.value)
    with pytest.raises(PermanentNotifierError):
        await notifier.send(sample())
    assert not receiver.taken


@pytest.mark.parametrize("status", [408, 425, 429, 500, 503])
async def test_trouble_is_tried_again(
    receiver: Receiver, notifier: WebhookNotifier, status: int
) -> None:
    """A receiver that is busy or broken gets the message later, when it says."""
    receiver.status, receiver.headers = status, {"Retry-After": "7"}
    with pytest.raises(NotifierError, match=str(status)) as caught:
        await notifier.send(sample())
    assert not isinstance(caught.value, PermanentNotifierError)
    assert caught.value.retry_after == 7


@pytest.mark.parametrize("status", [301, 400, 401, 404, 410])
async def test_a_refusal_is_final(
    receiver: Receiver, notifier: WebhookNotifier, status: int
) -> None:
    """A receiver that won't have the message is reported, without the address's path."""
    receiver.status, receiver.headers = status, {"Location": receiver.url}
    with pytest.raises(PermanentNotifierError, match=f"127.0.0.1 answered HTTP {status}") as caught:
        await notifier.send(sample())
    assert "path-is-secret" not in str(caught.value)
    assert len(receiver.taken) == 1


@pytest.mark.parametrize(
    ("wait", "seconds"),
    [
        ("0", 0.0),
        ("30", 30.0),
        ("Fri, 15 Jan 2027 08:01:00 GMT", 60.0),
        ("Fri, 15 Jan 2027 07:00:00 GMT", 0.0),
        ("Fri, 15 Jan 2100 07:00:00 GMT", LONGEST),
        ("999999999999", LONGEST),
        ("", None),
        ("soon", None),
        ("-5", None),
    ],
)
def test_retry_after_is_a_number_or_a_date(wait: str, seconds: float | None) -> None:
    """Both forms are understood, the past is now, and a date far off is a day."""
    assert seconds_of(wait, NOW) == seconds


async def test_gone_is_told_as_such(receiver: Receiver, notifier: WebhookNotifier) -> None:
    """410 says that the receiver has left for good (standardwebhooks.com)."""
    receiver.status = 410
    with pytest.raises(PermanentNotifierError, match="wants no more messages"):
        await notifier.send(sample())


async def test_a_lost_answer_is_ambiguous(receiver: Receiver, notifier: WebhookNotifier) -> None:
    """A receiver that hangs up after the post may have taken it."""
    receiver.hang_up = True
    with pytest.raises(NotifierError) as caught:
        await notifier.send(sample())
    assert caught.value.ambiguous
