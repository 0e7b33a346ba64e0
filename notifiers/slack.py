"""Slack: messages as blocks, updates in threads, edits in place.

Every message carries its own id as metadata. Slack has no idempotency key, so after an answer that
was lost, `find` looks for that id before anything is sent again [docs.slack.dev, Message metadata].
"""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from typing import TYPE_CHECKING, Any

from notifiers.base import Message, NotifierError, Receipt
from notifiers.channels import SlackChannel, SlackServer
from notifiers.slack_api import SlackApi, SlackRefusedError
from notifiers.slack_blocks import SIZES, fallback, render

if TYPE_CHECKING:
    import aiohttp

EVENT_TYPE = "monitor_delivery"

_DAY = 86_400.0
_RECENT = 2 * _DAY
"""Seconds back in which a message with a lost answer is looked for: twice an outage of a day."""
_THREADS = 15 * _DAY
"""Seconds back in which its thread may have begun: corrections look back 14 days."""
_PAGES = 10
_PATIENCE = 40.0
"""Seconds for one search."""
_GONE = frozenset(("edit_window_closed", "cant_update_message", "message_not_found"))


class SlackNotifier:
    """One Slack channel."""

    edits = True

    def __init__(
        self,
        config: SlackChannel,
        server: SlackServer,
        http: "aiohttp.ClientSession",
        now: Callable[[], float] = time.time,
    ) -> None:
        self.interval = server.interval
        self._channel = config.channel
        self._id = config.channel
        """What conversations.* knows the channel by: its id, once Slack has told it."""
        self._buttons = server.app_token is not None
        self._api = SlackApi(server, http)
        self._now = now
        self._readable_at = 0.0
        """When what the channel holds may be asked for again."""

    async def send(self, message: Message, parent: Receipt | None = None) -> Receipt:
        """Post a message; in the thread of `parent`, if that is given."""
        parent = parent or Receipt()
        channel = parent.get("channel") or self._channel
        return await self._post(message, channel, parent.get("thread_ts") or parent.get("ts"))

    async def edit(self, receipt: Receipt, message: Message) -> Receipt:
        """Replace a message; where Slack no longer allows that, post it anew in its place.

        Not for what people did about it: the channel would hear old news once more.
        """
        channel = receipt.get("channel")
        try:
            await self._say("chat.update", message, channel=channel, ts=receipt.get("ts"))
        except SlackRefusedError as refusal:
            if refusal.code not in _GONE:
                raise
            if message.minor:
                return receipt
        else:
            return receipt
        return await self._anew(receipt, message)

    async def find(self, message: Message) -> Receipt | None:
        """The message with this id, if it was posted in the last two days.

        `None` also where the app may not read the channel: a repeat is better than a miss.
        """
        if (wait := self._readable_at - self._now()) > 0:
            raise NotifierError("Slack asks for a pause", retry_after=wait)
        try:
            async with asyncio.timeout(_PATIENCE):
                return await self._find(message)
        except SlackRefusedError:
            return None
        except TimeoutError:
            raise NotifierError("Slack takes too long to say what the channel holds") from None

    async def check(self) -> str:
        """Whose token it is; raises where the channel is out of reach."""
        who = await self._api.read("auth.test")
        found = f"Slack workspace {who.get('team')}, bot @{who.get('user')}"
        try:
            await self._lookup()
        except SlackRefusedError as refusal:
            if refusal.code not in {"missing_scope", "unknown_method"}:
                raise
            return f"{found}; whether it may post in {self._channel} can't be seen"
        return f"{found}, in {self._channel}"

    async def aclose(self) -> None:
        """Nothing to let go of: the session is shared."""

    async def _anew(self, receipt: Receipt, message: Message) -> Receipt:
        """Post an edit, unless an earlier try did, whose answer was lost: then that is edited."""
        found = await self.find(message)
        if found is not None and float(found.get("ts")) > float(receipt.get("ts")):
            return await self.edit(found, message)
        return await self._post(message, receipt.get("channel"), receipt.get("thread_ts"))

    async def _post(self, message: Message, channel: str, thread: str) -> Receipt:
        answer = await self._say(
            "chat.postMessage",
            message,
            channel=channel,
            thread_ts=thread or None,
            reply_broadcast=(message.broadcast and bool(thread)) or None,
            unfurl_links=False,
            unfurl_media=False,
            metadata={"event_type": EVENT_TYPE, "event_payload": {"id": message.id}},
        )
        self._id = str(answer.get("channel") or channel)
        return _receipt(self._id, str(answer.get("ts", "")), thread)

    async def _say(self, method: str, message: Message, **where: Any) -> dict[str, Any]:
        """Post or update; a message whose blocks are too long in sum is tried again, shorter."""
        for size in SIZES:
            blocks = render(message, size, buttons=self._buttons)
            try:
                return await self._api.write(method, text=fallback(message), blocks=blocks, **where)
            except SlackRefusedError as refusal:
                if refusal.code != "msg_blocks_too_long":
                    raise
                too_long = refusal
        raise too_long

    async def _find(self, message: Message) -> Receipt | None:
        try:
            return await self._look(message)
        except SlackRefusedError as refusal:
            # Messages are posted to "#name"; the channel's history wants its id.
            if refusal.code != "channel_not_found" or not self._id.startswith("#"):
                raise
        self._id = await self._lookup()
        return await self._look(message)

    async def _look(self, message: Message) -> Receipt | None:
        """It stands in the channel itself, or in the thread that it belongs to.

        A message that was edited by posting it anew has a thread in both places.
        """
        roots: list[Receipt] = []
        within = _THREADS if message.thread else _RECENT
        async for name, receipt in self._ours("conversations.history", within):
            if name == message.id:
                return receipt
            if message.thread and name.startswith(message.thread):
                roots.append(receipt)
            if name == message.thread:
                break
        for root in roots:
            ts = root.get("ts")
            async for name, receipt in self._ours("conversations.replies", _RECENT, ts=ts):
                if name == message.id:
                    return receipt
        return None

    async def _ours(
        self, method: str, seconds: float, ts: str | None = None
    ) -> AsyncIterator[tuple[str, Receipt]]:
        """Our messages there, each with the id that we gave it."""
        oldest = f"{self._now() - seconds:.6f}"
        async for found in self._pages(
            method, "messages", channel=self._id, ts=ts, oldest=oldest, include_all_metadata=True
        ):
            metadata = found.get("metadata") or {}
            if metadata.get("event_type") == EVENT_TYPE:
                name = str((metadata.get("event_payload") or {}).get("id"))
                thread = str(found.get("thread_ts") or "")
                yield name, _receipt(self._id, str(found["ts"]), thread)

    async def _lookup(self) -> str:
        """The id of our channel among those that the bot is in."""
        async for found in self._pages(
            "users.conversations", "channels", types="public_channel,private_channel"
        ):
            if self._channel in {found.get("id"), f"#{found.get('name')}"}:
                return str(found["id"])
        raise SlackRefusedError(
            f"Slack knows no channel {self._channel}, or the bot is not in it: "
            "invite it there with /invite @monitor",
            "not_in_channel",
        )

    async def _pages(
        self, method: str, key: str, **arguments: Any
    ) -> AsyncIterator[dict[str, Any]]:
        """Items, newest first where they are messages; fewer where Slack soon asks for a pause.

        Since 2025 some apps may read one page of 15 messages a minute [docs.slack.dev,
        conversations.history]: the first page then has to do.
        """
        cursor: str | None = None
        for page in range(_PAGES):
            try:
                answer = await self._api.read(method, limit=200, cursor=cursor, **arguments)
            except NotifierError as error:
                if page == 0:
                    raise
                self._readable_at = self._now() + (error.retry_after or 0.0)
                return
            for item in answer.get(key) or ():
                yield item
            cursor = (answer.get("response_metadata") or {}).get("next_cursor")
            if not cursor:
                return


def _receipt(channel: str, ts: str, thread: str) -> Receipt:
    inside = (("thread_ts", thread),) if thread and thread != ts else ()
    return Receipt((("channel", channel), ("ts", ts), *inside))
