"""A Slack of our own: keeps messages, checks blocks, fails on demand, and speaks Socket Mode."""

import asyncio
import time
from collections import deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import WSMsgType, web
from aiohttp.test_utils import TestServer

from tests.notifiers.block_kit import faults

NOW = 1_800_000_000.0
RESET_BEFORE, RESET_AFTER, SILENT = "reset before", "reset after", "silent"
PATIENCE = 20.0
"""Seconds for which a test waits for what has to come."""

Fault = str | tuple[int, dict[str, str]]


@dataclass
class FakeSlack:
    """As much of the Web API as the notifier uses; `faults` are met one a call."""

    channel: str = "C0123456789"
    name: str = "asia-desk"
    members: list[str] = field(default_factory=lambda: ["U0ANNA", "U0BEN", "U0CLEO", "U0BOT"])
    messages: list[dict[str, Any]] = field(default_factory=list)
    calls: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    faults: deque[Fault] = field(default_factory=deque)
    page: int = 100
    url: str = ""
    clock: Callable[[], float] = time.monotonic
    sockets: list[web.WebSocketResponse] = field(default_factory=list)
    """Connections of Socket Mode, in the order in which they were made."""
    greets: bool = True
    """Whether a connection is begun with a hello."""
    sent_at: dict[str, float] = field(default_factory=dict)
    acked_at: dict[str, list[float]] = field(default_factory=dict)
    """When the acknowledgements of an envelope came."""
    answers: list[dict[str, Any]] = field(default_factory=list)
    """What only the person who asked is shown."""
    tickets: set[str] = field(default_factory=set)
    news: asyncio.Condition = field(default_factory=asyncio.Condition)

    @asynccontextmanager
    async def served(self) -> AsyncIterator["FakeSlack"]:
        """At work on loopback; `url` is the address of its methods."""
        app = web.Application()
        app.router.add_route("*", "/api/{method}", self.handle)
        app.router.add_get("/socket/{ticket}", self.socket)
        app.router.add_post("/answers/{id}", self.take_answer)
        async with TestServer(app) as server:
            self.url = str(server.make_url("/api/"))
            try:
                yield self
            finally:
                for socket in self.sockets:
                    await socket.close()

    # The Web API

    async def handle(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        given = await _given(request)
        self.calls.append((method, given))
        fault = self.faults.popleft() if self.faults else None
        if fault == RESET_BEFORE:
            return self.hang_up(request)
        if isinstance(fault, tuple):
            return web.Response(status=fault[0], headers=fault[1], text="upstream error")
        if fault == SILENT:
            self.answer(method, given)
            await asyncio.Event().wait()
        if fault is not None and fault != RESET_AFTER:
            return web.json_response({"ok": False, "error": fault, "needed": "chat:write"})
        token = "xapp-good" if method == "apps.connections.open" else "xoxb-good"
        if request.headers.get("Authorization") != f"Bearer {token}":
            return web.json_response({"ok": False, "error": "invalid_auth"})
        answer = self.answer(method, given)
        await self.tell()
        return self.hang_up(request) if fault == RESET_AFTER else web.json_response(answer)

    @staticmethod
    def hang_up(request: web.Request) -> web.Response:
        assert request.transport is not None
        request.transport.abort()
        return web.Response()

    def answer(self, method: str, given: dict[str, Any]) -> dict[str, Any]:
        if method == "auth.test":
            return {"ok": True, "team": "Desk", "user": "monitor"}
        if method == "apps.connections.open":
            return {"ok": True, "url": self.ticket()}
        if method == "users.conversations":
            listed = [
                {"id": "C0000000001", "name": "else"},
                {"id": self.channel, "name": self.name},
            ]
            return {"ok": True, "channels": listed}
        posting = method.startswith("chat.")
        known = {self.channel, f"#{self.name}"} if posting else {self.channel}
        if given.get("channel") not in known:
            return {"ok": False, "error": "channel_not_found"}
        problem = block_problem(given["blocks"]) if posting else ""
        if problem:
            return {"ok": False, "error": problem}
        match method:
            case "chat.postMessage":
                return self.post(given)
            case "chat.update":
                return self.update(given)
            case "conversations.info":
                return {"ok": True, "channel": {"id": self.channel, "name": self.name}}
            case "conversations.members":
                return self.paged("members", self.members, given)
        return self.history(method, given)

    def post(self, given: dict[str, Any]) -> dict[str, Any]:
        ts = f"{NOW + len(self.messages):.6f}"
        kept = {key: given[key] for key in ("text", "blocks", "metadata")}
        thread = {"thread_ts": given["thread_ts"]} if "thread_ts" in given else {}
        self.messages.append({"type": "message", "ts": ts, **kept, **thread})
        return {"ok": True, "channel": self.channel, "ts": ts}

    def update(self, given: dict[str, Any]) -> dict[str, Any]:
        for message in self.messages:
            if message["ts"] == given["ts"]:
                message |= {"text": given["text"], "blocks": given["blocks"]}
                return {"ok": True, "channel": self.channel, "ts": given["ts"]}
        return {"ok": False, "error": "message_not_found"}

    def history(self, method: str, given: dict[str, Any]) -> dict[str, Any]:
        whole = given.get("include_all_metadata") in {"true", "1"}
        shown = [
            message if whole else {**message, "metadata": {}}
            for message in reversed(self.messages)
            if float(message["ts"]) >= float(given.get("oldest", 0))
            and (
                given["ts"] in {message["ts"], message.get("thread_ts")}
                if method == "conversations.replies"
                else "thread_ts" not in message
            )
        ]
        return self.paged("messages", shown, given)

    def paged(self, key: str, values: list[Any], given: dict[str, Any]) -> dict[str, Any]:
        start = int(given.get("cursor") or 0)
        end = start + self.page
        cursor = str(end) if end < len(values) else ""
        return {
            "ok": True,
            key: values[start:end],
            "response_metadata": {"next_cursor": cursor},
        }

    def told(self, method: str) -> list[dict[str, Any]]:
        """The arguments of all calls of a method."""
        return [given for called, given in self.calls if called == method]

    # Socket Mode

    def ticket(self) -> str:
        """An address that is good for one connection."""
        name = f"t{len(self.calls)}"
        self.tickets.add(name)
        return self.url.replace("http://", "ws://").replace("/api/", f"/socket/{name}")

    async def socket(self, request: web.Request) -> web.WebSocketResponse:
        name = request.match_info["ticket"]
        if name not in self.tickets:
            raise web.HTTPNotFound
        self.tickets.remove(name)
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        self.sockets.append(socket)
        if self.greets:
            await socket.send_json({"type": "hello", "num_connections": 1})
        await self.tell()
        async for frame in socket:
            if frame.type is WSMsgType.TEXT:
                name = frame.json()["envelope_id"]
                self.acked_at.setdefault(name, []).append(self.clock())
                await self.tell()
        await self.tell()
        return socket

    async def push(self, envelope: dict[str, Any]) -> None:
        """Send an envelope over the latest connection."""
        self.sent_at[envelope.get("envelope_id", "")] = self.clock()
        await self.sockets[-1].send_json(envelope)

    async def press(
        self, button: str, ts: str = "", person: str = "anna", name: str = "", choice: int = 0
    ) -> str:
        """Press a button that stands under a message, as it is shown now; returns the envelope."""
        message = next(m for m in self.messages if not ts or m["ts"] == ts)
        element = next(one for one in elements(message) if one["action_id"] == button)
        return await self.press_value(button, values(element)[choice], message["ts"], person, name)

    async def press_value(
        self, button: str, value: str, ts: str, person: str = "anna", name: str = ""
    ) -> str:
        """Press a button of that value, whether it stands there or not."""
        name = name or f"e{len(self.sent_at)}"
        menu = button == "mute_watchlist"
        action = {"action_id": button} | (
            {"type": "static_select", "selected_option": {"value": value}}
            if menu
            else {"type": "button", "value": value}
        )
        payload = {
            "type": "block_actions",
            "user": {"id": f"U0{person.upper()}", "username": person, "name": person},
            "container": {"type": "message", "message_ts": ts, "channel_id": self.channel},
            "channel": {"id": self.channel, "name": self.name},
            "response_url": self.answer_url(name),
            "actions": [action],
        }
        await self.push({"type": "interactive", "envelope_id": name, "payload": payload})
        return name

    async def command(self, text: str, person: str = "anna", channel: str = "") -> str:
        """Type `/watch` and that; returns the envelope."""
        name = f"e{len(self.sent_at)}"
        payload = {
            "command": "/watch",
            "text": text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"),
            "user_id": f"U0{person.upper()}",
            "user_name": person,
            "channel_id": channel or self.channel,
            "channel_name": "privategroup",
            "response_url": self.answer_url(name),
        }
        await self.push({"type": "slash_commands", "envelope_id": name, "payload": payload})
        return name

    def answer_url(self, name: str) -> str:
        return self.url.replace("/api/", f"/answers/{name}")

    async def take_answer(self, request: web.Request) -> web.Response:
        answer = await request.json()
        if faults(answer["blocks"]):
            return web.Response(status=400, text="invalid_blocks")
        self.answers.append({"id": request.match_info["id"], **answer})
        await self.tell()
        return web.Response(text="ok")

    # What tests wait for

    async def tell(self) -> None:
        async with self.news:
            self.news.notify_all()

    async def until(self, true: Callable[[], Any]) -> None:
        """Wait until something is true; it is looked at whenever anything comes."""
        async with asyncio.timeout(PATIENCE), self.news:
            await self.news.wait_for(lambda: bool(true()))

    async def connected(self, times: int = 1) -> None:
        """Wait until so many connections have been made."""
        await self.until(lambda: len(self.sockets) >= times)

    async def answered(self, times: int = 1) -> dict[str, Any]:
        """Wait for so many answers; the latest."""
        await self.until(lambda: len(self.answers) >= times)
        return self.answers[-1]

    async def shows(self, text: str, number: int = 0) -> None:
        """Wait until a message says something."""
        await self.until(
            lambda: len(self.messages) > number and text in said(self.messages[number])
        )


async def _given(request: web.Request) -> dict[str, Any]:
    if request.method == "POST" and request.can_read_body:
        return dict(await request.json())
    return dict(request.query)


def block_problem(blocks: list[dict[str, Any]]) -> str:
    """Slack's word for what is wrong with blocks; "" when nothing is."""
    found = faults(blocks)
    if not found:
        return ""
    return (
        "msg_blocks_too_long" if found == ["all blocks together are too long"] else "invalid_blocks"
    )


def elements(message: dict[str, Any]) -> list[dict[str, Any]]:
    """All buttons and menus of a message."""
    return [
        element
        for block in message["blocks"]
        for element in (
            block["elements"] if block["type"] == "actions" else [block.get("accessory")]
        )
        if element
    ]


def labels(message: dict[str, Any]) -> list[str]:
    """What stands on them."""
    return [(one.get("text") or one["placeholder"])["text"] for one in elements(message)]


def values(element: dict[str, Any]) -> list[str]:
    """What a button says when it is pressed, or a menu when a line is chosen."""
    if "value" in element:
        return [element["value"]]
    groups = element.get("option_groups", [element])
    return [option["value"] for group in groups for option in group["options"]]


def said(message: dict[str, Any]) -> str:
    """The texts of a message's, or an answer's, blocks."""
    texts = [
        text["text"]
        for block in message["blocks"]
        for text in ([block["text"]] if "text" in block else block["elements"])
        if "text" in text and isinstance(text["text"], str)
    ]
    return "\n".join(texts)
