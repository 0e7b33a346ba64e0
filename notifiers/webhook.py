"""Webhooks: messages as JSON, signed by the convention of standardwebhooks.com.

The body is the message as the outbox keeps it (`notifiers.stored`), with its schema number. A
receiver drops repeats by `webhook-id`, which is the same at every attempt.
"""

import base64
import binascii
import hashlib
import hmac
import io
import time
from collections.abc import Callable
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

import aiohttp

from notifiers.base import Message, NotifierError, PermanentNotifierError, Receipt
from notifiers.channels import WebhookAddress
from notifiers.oneway import OneWay
from notifiers.stored import dump_message
from notifiers.unreached import why_unreached

TIMEOUT = 20.0
"""Seconds for an answer; the convention asks for 15 to 30."""

LONGEST = 86_400.0
"""Seconds that a receiver may ask us to wait."""

_LATER = frozenset((408, 425, 429))


class WebhookNotifier(OneWay):
    """One address."""

    def __init__(
        self,
        config: WebhookAddress,
        http: aiohttp.ClientSession,
        secret: str | None = None,
        now: Callable[[], float] = time.time,
        timeout: float = TIMEOUT,
    ) -> None:
        self._url = config.url
        self._host = urlsplit(config.url).hostname
        """All of the address that is ever shown: the rest may be as good as a password."""
        self._http = http
        self._secret = secret
        self._now = now
        self._timeout = aiohttp.ClientTimeout(total=timeout)

    async def send(
        self,
        message: Message,
        parent: Receipt | None = None,  # noqa: ARG002 - the protocol's shape
    ) -> Receipt:
        """Post a message; any answer of the 200s means that it was taken."""
        body = dump_message(message).encode()
        headers = signed_headers(message.id, int(self._now()), body, self._secret)
        try:
            async with self._http.post(
                self._url,
                data=io.BytesIO(body),
                headers=headers,
                timeout=self._timeout,
                allow_redirects=False,
            ) as answer:
                self._judge(answer.status, answer.headers.get("Retry-After", ""))
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as error:
            reason = f"no connection to the webhook at {self._host} ({why_unreached(error)})"
            raise NotifierError(reason) from None
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            reason = f"the answer of the webhook at {self._host} was lost ({why_unreached(error)})"
            raise NotifierError(reason, ambiguous=True) from None
        return Receipt((("id", message.id),))

    async def check(self) -> str:
        """Whether the secret is usable; the address itself is not called."""
        signed_headers("check", 0, b"", self._secret)
        how = "signed" if self._secret else "not signed: no secret is set"
        return f"webhook at {self._host} ({how}), not called"

    def _judge(self, status: int, wait: str) -> None:
        if 200 <= status < 300:
            return
        reason = f"the webhook at {self._host} answered HTTP {status}"
        if status in _LATER or status >= 500:
            raise NotifierError(reason, retry_after=seconds_of(wait, self._now()))
        if status == 410:
            reason += ": it wants no more messages"
        if 300 <= status < 400:
            reason += ": it has moved, and redirects are not followed"
        raise PermanentNotifierError(reason)


def seconds_of(wait: str, now: float) -> float | None:
    """The seconds that a Retry-After asks for, given as a number or a date (RFC 9110, 10.2.3).

    At most a day: a date far off is a wrong clock.
    """
    try:
        seconds = float(wait) if wait.isdecimal() else parsedate_to_datetime(wait).timestamp() - now
    except (ValueError, OverflowError):
        return None
    return min(max(seconds, 0.0), LONGEST)


def signed_headers(message: str, time: int, body: bytes, secret: str | None) -> dict[str, str]:
    """The headers of a post, with a signature where there is a secret.

    `time` is in seconds since 1970. Raises PermanentNotifierError for a secret of the wrong form.
    """
    headers = {
        "Content-Type": "application/json",
        "webhook-id": message,
        "webhook-timestamp": str(time),
    }
    if secret:
        content = f"{message}.{time}.".encode() + body
        digest = hmac.digest(_key(secret), content, hashlib.sha256)
        headers["webhook-signature"] = f"v1,{base64.b64encode(digest).decode()}"
    return headers


def _key(secret: str) -> bytes:
    try:
        key = base64.b64decode(secret.removeprefix("whsec_"), validate=True)
    except (binascii.Error, ValueError):
        key = b""
    if not secret.startswith("whsec_") or not key:
        raise PermanentNotifierError(
            "a webhook's secret is written as whsec_ and then base64: "
            "make one with  echo whsec_$(openssl rand -base64 32)"
        )
    return key
