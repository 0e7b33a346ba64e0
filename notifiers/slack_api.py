"""Slack's Web API, with its errors told apart: try later, or somebody has to mend something.

slack_sdk's own retry handlers are switched off. A retry inside the call would hide how long Slack
wants to be left alone from the outbox, which keeps the order of messages and retries them, and
would repeat a message whose answer was lost without looking for it first.
"""

import asyncio
from typing import Any, Final

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from notifiers import wording
from notifiers.base import NotifierError, PermanentNotifierError
from notifiers.channels import SlackServer
from notifiers.unreached import why_unreached

TIMEOUT = 20.0
"""Seconds for one call."""

_TOKEN = "Slack does not accept the bot token: check SLACK_BOT_TOKEN, or install the app again"  # noqa: S105 - words, not a token
_FORM = "Slack refused the form of the message ({code}): please report this as a bug"
_EDIT = "Slack does not let this message be edited any more ({code})"

# Errors come as HTTP 200 with ok: false [docs.slack.dev, chat.postMessage, Errors].
_TRY_LATER: Final = frozenset(
    ("ratelimited", "rate_limited", "service_unavailable", "request_timeout")
)
_MAYBE_DONE: Final = frozenset(("internal_error", "fatal_error"))
"""Slack says of these that part of the work may have been done."""

_WORDS: Final = {
    "channel_not_found": "Slack knows no channel {channel}, or the bot is not in it: "
    "invite it there with /invite @monitor",
    "not_in_channel": "the bot is not in {channel}: invite it there with /invite @monitor",
    "is_archived": "{channel} is archived in Slack: unarchive it, or name another channel",
    "not_authed": _TOKEN,
    "invalid_auth": _TOKEN,
    "token_revoked": _TOKEN,
    "token_expired": _TOKEN,
    "account_inactive": _TOKEN,
    "missing_scope": "the Slack app lacks the permission {needed}: add it under OAuth & "
    "Permissions and install the app again",
    "invalid_blocks": _FORM,
    "invalid_blocks_format": _FORM,
    "msg_blocks_too_long": _FORM,
    "msg_too_long": _FORM,
    "metadata_too_large": _FORM,
    "no_text": _FORM,
    "edit_window_closed": _EDIT,
    "cant_update_message": _EDIT,
    "message_not_found": _EDIT,
}
_RESTRICTED = "the rules of the Slack workspace don't let the bot post in {channel}: ask its admin"


class SlackRefusedError(PermanentNotifierError):
    """Slack refused for good; `code` is its own word for why."""

    def __init__(self, reason: str, code: str) -> None:
        super().__init__(reason)
        self.code = code


class SlackApi:
    """Calls to one workspace, through the session that the whole service shares."""

    def __init__(
        self, server: SlackServer, http: aiohttp.ClientSession, timeout: float = TIMEOUT
    ) -> None:
        self._client = AsyncWebClient(
            token=server.token, base_url=server.base_url, session=http, retry_handlers=[]
        )
        # Proxies are the shared session's affair (trust_env), not read from the environment twice.
        self._client.proxy = None
        self._timeout = timeout

    async def write(self, method: str, **arguments: Any) -> dict[str, Any]:
        """Call a method that changes something; arguments that are `None` are left out.

        Raises NotifierError, or SlackRefusedError where trying again can't help.
        """
        given = _given(arguments)
        return await self._call(method, str(given.get("channel", "")), http_verb="POST", json=given)

    async def read(self, method: str, **arguments: Any) -> dict[str, Any]:
        """Call a method that only looks; otherwise as `write`. These take no JSON."""
        given = _given(arguments)
        return await self._call(
            method, str(given.get("channel", "")), http_verb="GET", params=given
        )

    async def _call(self, method: str, channel: str, **request: Any) -> dict[str, Any]:
        if not self._client.token:
            raise NotifierError(
                "SLACK_BOT_TOKEN is not set: set it to the app's bot token (xoxb-…)"
            )
        try:
            async with asyncio.timeout(self._timeout):
                answer = await self._client.api_call(method, **request)
        except SlackApiError as error:
            raise _refused(error.response, channel) from None
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as error:
            reason = wording.one_line(str(error), 200)
            raise NotifierError(f"no connection to Slack: {reason}") from None
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            reason = f"Slack's answer was lost ({why_unreached(error)})"
            raise NotifierError(reason, ambiguous=True) from None
        except (AttributeError, ValueError):  # slack_sdk on a body that is no JSON object
            raise NotifierError("Slack's answer was not understood", ambiguous=True) from None
        return dict(answer.data) if isinstance(answer.data, dict) else {}


def _given(arguments: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in arguments.items() if value is not None}


def _refused(response: Any, channel: str) -> NotifierError:
    """The error that an answer other than `ok` stands for."""
    status = int(getattr(response, "status_code", 0) or getattr(response, "status", 0))
    data = getattr(response, "data", None)
    data = data if isinstance(data, dict) else {}
    code = wording.one_line(str(data.get("error") or ""), 80)
    wait = _seconds(response.headers.get("Retry-After"))
    if status == 429 or code in _TRY_LATER:
        return NotifierError("Slack asks for a pause", retry_after=wait)
    if status >= 500 or code in _MAYBE_DONE:
        return NotifierError(
            f"Slack is in trouble ({code or f'HTTP {status}'})",
            retry_after=wait,
            ambiguous=status != 503,
        )
    if not code and status == 200:
        return NotifierError("Slack's answer was not understood", ambiguous=True)
    words = _RESTRICTED if code.startswith("restricted_action") else _WORDS.get(code, "")
    reason = (words or "Slack refused ({code})").format(
        channel=wording.one_line(channel, 80) or "the channel",
        code=code or f"HTTP {status}",
        needed=wording.one_line(str(data.get("needed") or ""), 80) or "that this needs",
    )
    return SlackRefusedError(reason, code)


def _seconds(header: str | None) -> float | None:
    """Retry-After as Slack sends it: whole seconds."""
    return float(header) if header and header.isdecimal() else None
