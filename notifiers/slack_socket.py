"""Socket Mode: what people do in Slack comes over a web socket that the monitor opens itself.

Each envelope is acknowledged at once, because Slack wants that within 3 s and sends it again
otherwise; what it asks for is done afterwards [docs.slack.dev, Using Socket Mode]. One connection
is kept; Slack allows ten an app. slack_sdk's own client is not used: it tries again for ever at a
fixed pace, with a stack trace each time, and never says that it is cut off.
"""

import asyncio
import json
from collections import deque
from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final

import aiohttp

from notifiers import wording
from notifiers.base import NotifierError, PermanentNotifierError
from notifiers.channels import SlackServer
from notifiers.slack_api import TIMEOUT, SlackApi, SlackRefusedError
from notifiers.slack_events import Answer, Event, read_event
from notifiers.slack_markup import SECTION, Block, escape, link, section
from notifiers.unreached import why_unreached

_HEARTBEAT = 20.0
"""Seconds between two pings; without a pong within half of it the connection counts as dead."""
_REMEMBERED = 1_000
"""Envelopes by whose ids a repeat is known."""
_LARGEST = 1 << 20
"""Bytes of an envelope."""
_PAGES = 20
_ROW = 10
"""Lines of links in one answer."""

_TOKEN = (
    "Slack does not accept the app-level token: check SLACK_APP_TOKEN (xapp-…), "  # noqa: S105 - words
    "which needs the scope connections:write"
)
_TOKEN_CODES: Final = frozenset(
    (
        "invalid_auth",
        "not_authed",
        "not_allowed_token_type",
        "no_permission",
        "missing_scope",
        "token_revoked",
        "token_expired",
        "account_inactive",
    )
)
_OFF = "Socket Mode is switched off in the Slack app's settings: switch it on there"
_FULL = "ten services are connected to this Slack app already: stop those that are not needed"
# Why Slack ends a connection; of any other word another connection is the cure.
_ENDS: Final = {"link_disabled": _OFF, "socket_mode_disabled": _OFF, "too_many_websockets": _FULL}


class SlackSocket:
    """One app's connection, and the answers to what comes over it."""

    def __init__(
        self, server: SlackServer, http: aiohttp.ClientSession, timeout: float = TIMEOUT
    ) -> None:
        self._http = http
        self._timeout = timeout
        self._app = SlackApi(replace(server, token=server.app_token), http, timeout)
        self._bot = SlackApi(server, http, timeout)
        self._seen: deque[str] = deque(maxlen=_REMEMBERED)

    async def listen(self, take: Callable[[Event], None], connected: Callable[[], None]) -> None:
        """Connect, and hand over what comes until Slack ends the connection, as it does by habit.

        `connected` is called when Slack has said hello. Raises NotifierError, or
        PermanentNotifierError where somebody has to mend something.
        """
        address = await self._address()
        try:
            async with self._http.ws_connect(
                address, heartbeat=_HEARTBEAT, max_msg_size=_LARGEST
            ) as socket:
                async for frame in socket:
                    if frame.type is not aiohttp.WSMsgType.TEXT:
                        break
                    if not await self._handle(socket, _envelope(frame.data), take, connected):
                        break
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            # The error's words may hold the address, and that is a ticket.
            reason = f"no connection to Slack's buttons and commands ({why_unreached(error)})"
            raise NotifierError(reason) from None

    async def check(self) -> str:
        """Whether Slack would let us connect. Raises NotifierError."""
        await self._address()
        return "Socket Mode works"

    async def answer(self, event: Event, answer: Answer) -> None:
        """Show an answer to the person alone. Raises NotifierError."""
        blocks = answer_blocks(answer)
        body = {
            "response_type": "ephemeral",
            "replace_original": False,
            "text": _text(answer.text, SECTION) or "News monitor",
            "blocks": blocks,
        }
        try:
            async with asyncio.timeout(self._timeout):
                async with self._http.post(
                    event.answer_to, json=body, allow_redirects=False
                ) as reply:
                    status = reply.status
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
            reason = f"the answer did not reach Slack ({why_unreached(error)})"
            raise NotifierError(reason) from None
        if status != 200:
            raise NotifierError(f"Slack did not take the answer (HTTP {status})")

    async def channel_name(self, channel: str) -> str:
        """The name of a channel, without its `#`, by its id. Raises NotifierError."""
        found = await self._bot.read("conversations.info", channel=channel)
        known = found.get("channel")
        return str(known.get("name") or "") if isinstance(known, dict) else ""

    async def is_member(self, channel: str, person: str) -> bool:
        """Whether a person is in a channel. Raises NotifierError where Slack doesn't tell."""
        cursor: str | None = None
        for _ in range(_PAGES):
            found = await self._bot.read(
                "conversations.members", channel=channel, limit=1_000, cursor=cursor
            )
            if person in (found.get("members") or ()):
                return True
            cursor = (found.get("response_metadata") or {}).get("next_cursor")
            if not cursor:
                return False
        return False

    async def _address(self) -> str:
        """Where to connect: good for once."""
        try:
            answer = await self._app.write("apps.connections.open")
        except SlackRefusedError as refusal:
            reason = _TOKEN if refusal.code in _TOKEN_CODES else refusal.reason
            raise PermanentNotifierError(reason) from None
        address = str(answer.get("url") or "")
        if not address.startswith(("wss://", "ws://")):
            raise NotifierError("Slack named no address for Socket Mode")
        return address

    async def _handle(
        self,
        socket: aiohttp.ClientWebSocketResponse,
        envelope: dict[str, Any],
        take: Callable[[Event], None],
        connected: Callable[[], None],
    ) -> bool:
        """One envelope; False when Slack is about to end the connection."""
        name = envelope.get("envelope_id")
        if isinstance(name, str):
            await socket.send_json({"envelope_id": name})
            if name not in self._seen:
                self._seen.append(name)
                if event := read_event(envelope):
                    take(event)
            return True
        if envelope.get("type") == "hello":
            connected()
        if envelope.get("type") != "disconnect":
            return True
        if words := _ENDS.get(str(envelope.get("reason"))):
            raise PermanentNotifierError(words)
        return False


def _envelope(text: str) -> dict[str, Any]:
    try:
        envelope = json.loads(text)
    except ValueError:
        return {}
    return envelope if isinstance(envelope, dict) else {}


def _text(text: str, limit: int) -> str:
    """Plain text of several lines for Slack; what goes beyond `limit` characters is left out."""
    out = ""
    for line in text.splitlines():
        safe = escape(line, limit)
        if len(out) + len(safe) + 2 > limit:
            return f"{out}…"
        out += f"{safe}\n"
    return out.rstrip("\n")


def answer_blocks(answer: Answer) -> list[Block]:
    """An answer as blocks, never none."""
    code = _text(answer.code, SECTION - 10)
    blocks = [section(_text(answer.text, SECTION))] if answer.text else []
    blocks += [section(f"```{code}```")] if code else []
    lines = [
        f"• {link(address, wording.one_line(title), 300)}"
        + (f" · {escape(wording.one_line(aside), 200)}" if aside else "")
        for title, address, aside in answer.links[:_ROW]
    ]
    return [*blocks, *(section(line) for line in lines)] or [section("")]
