"""Slack's incoming webhooks: one channel, by an address that is as good as a password.

They post and no more: no edits, no threads, nothing to find again. Errors come as a word in the
body, with the status 400, 403, 404 or 410 [docs.slack.dev, Sending messages using incoming
webhooks, Handling errors].
"""

from typing import Any, Final
from urllib.parse import urlsplit

import aiohttp

from notifiers import wording
from notifiers.base import Message, NotifierError, PermanentNotifierError, Receipt
from notifiers.channels import SlackWebhook, hook_problem
from notifiers.oneway import OneWay
from notifiers.slack_blocks import SIZES, fallback, render
from notifiers.unreached import why_unreached

TIMEOUT = 20.0
"""Seconds for one post."""

_ANEW = "make a new incoming webhook in Slack and put its address in place of the old one"
_GONE = f"Slack no longer knows this webhook ({{code}}): {_ANEW}"
_FORM = "Slack refused the form of the message ({code}): please report this as a bug"
_WORDS: Final = {
    "invalid_token": _GONE,
    "no_service": _GONE,
    "no_service_id": _GONE,
    "no_active_hooks": _GONE,
    "no_team": _GONE,
    "team_disabled": _GONE,
    "user_not_found": f"the person who made this webhook is no longer in Slack: {_ANEW}",
    "channel_not_found": f"the webhook's channel is gone: {_ANEW}",
    "channel_is_archived": "the webhook's channel is archived in Slack: unarchive it, or name "
    "another one",
    "action_prohibited": "an admin of the Slack workspace doesn't let this webhook post: ask them",
    "posting_to_general_channel_denied": "this webhook's maker may not post in the workspace's "
    f"general channel: ask an admin, or {_ANEW}",
    "invalid_payload": _FORM,
    "invalid_blocks": _FORM,
    "invalid_blocks_format": _FORM,
    "no_text": _FORM,
    "msg_blocks_too_long": _FORM,
}
_ALIVE: Final = frozenset(("no_text", "invalid_payload"))
"""What a webhook that works says of an empty post."""


class SlackWebhookNotifier(OneWay):
    """The channel behind one incoming webhook."""

    def __init__(
        self,
        config: SlackWebhook,
        address: str,
        http: aiohttp.ClientSession,
        *,
        interval: float = 1.0,
        timeout: float = TIMEOUT,
    ) -> None:
        """`address`: "" where the settings no longer name it; messages wait then."""
        self.interval = interval
        self._name = config.name
        self._address = address
        self._http = http
        self._timeout = aiohttp.ClientTimeout(total=timeout)

    async def send(
        self,
        message: Message,
        parent: Receipt | None = None,  # noqa: ARG002 - there are no threads
    ) -> Receipt:
        """Post a message; an update names the story that it follows."""
        for size in SIZES:
            blocks = render(message, size, alone=True)
            status, said, wait = await self._post({"text": fallback(message), "blocks": blocks})
            if said != "msg_blocks_too_long":
                break
        self._judge(status, said, wait)
        return Receipt((("id", message.id),))

    async def check(self) -> str:
        """Whether Slack knows the webhook: an empty post is refused, and tells."""
        status, said, wait = await self._post({})
        if said not in _ALIVE:
            self._judge(status, said, wait)
        return (
            f"incoming webhook of Slack at {urlsplit(self._address).hostname}: "
            "no edits, no threads, no buttons"
        )

    async def _post(self, body: dict[str, Any]) -> tuple[int, str, str]:
        """Status, body and Retry-After of Slack's answer. No error shows the address."""
        if problem := hook_problem(self._address):
            raise NotifierError(f"no webhook for the channel {self._name}: {problem}")
        try:
            async with self._http.post(
                self._address, json=body, timeout=self._timeout, allow_redirects=False
            ) as answer:
                said = (await answer.content.read(500)).decode("utf-8", "replace")
                return answer.status, said.strip(), answer.headers.get("Retry-After", "")
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as error:
            reason = f"no connection to Slack's webhooks ({why_unreached(error)})"
            raise NotifierError(reason) from None
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            reason = f"Slack's answer was lost ({why_unreached(error)})"
            raise NotifierError(reason, ambiguous=True) from None

    def _judge(self, status: int, said: str, wait: str) -> None:
        if status == 200 and said == "ok":
            return
        code = wording.one_line(said, 80) if status < 500 else ""
        seconds = float(wait) if wait.isdecimal() else None
        if status == 429 or code in {"rate_limited", "ratelimited"}:
            raise NotifierError("Slack asks for a pause", retry_after=seconds)
        if status >= 500:
            reason = f"Slack is in trouble (HTTP {status})"
            raise NotifierError(reason, retry_after=seconds, ambiguous=status != 503)
        if status == 200:
            raise NotifierError("Slack's answer was not understood", ambiguous=True)
        words = _WORDS.get(code, _BY_STATUS.get(status, "Slack refused ({code})"))
        raise PermanentNotifierError(words.format(code=_shown(code) or f"HTTP {status}"))


_BY_STATUS: Final = {404: _GONE, 410: _GONE}


def _shown(code: str) -> str:
    """Slack's word, if it is one: a proxy's page may hold anything, the address included."""
    return code if code.isascii() and code.replace("_", "").isalnum() else ""
