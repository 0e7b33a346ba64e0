"""A Slack on loopback that refuses, stumbles, hangs up and falls silent, as its seed says.

It keeps what it takes, checks sizes, and remembers who called before the time it had named.
"""

import asyncio
import json
from collections import Counter
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestServer

from tests.faults.chance import Called, Chance, Clock

WAIT, REFUSED, FAILED, BUSY = "429", "ratelimited", "500", "503"
RESET, CUT, SILENT, GARBLED, FINAL, CLOSED = "reset", "cut", "silent", "garbled", "final", "closed"

READS = (WAIT, REFUSED, "internal_error", FAILED, BUSY, RESET, SILENT, GARBLED)
POSTS = (*READS, WAIT, "fatal_error", CUT, FINAL)
UPDATES = (*POSTS, CLOSED)
EITHER = frozenset(("internal_error", "fatal_error", FAILED, GARBLED))
"""Nobody knows whether these have done what was asked."""
DONE = frozenset((CUT, SILENT))
FINALS = ("channel_not_found", "not_in_channel", "is_archived", "restricted_action_read_only")
MOST_TEXT, MOST_BLOCKS, MOST_TOTAL = 3_000, 50, 13_200


@dataclass
class Channel:
    """One channel: what stands in it, and what it went through."""

    name: str
    chance: Chance
    clock: Clock
    called: Called
    id: str
    finals: bool = True
    """Whether it ever refuses for good."""
    messages: list[dict[str, Any]] = field(default_factory=list)
    faults: Counter[str] = field(default_factory=Counter)
    calls: int = 0
    lost: int = 0
    """Writes that were done without an answer that says so."""
    refused: set[str] = field(default_factory=set)
    """Ids of messages that were refused for good; an edit's is that of its message and "-also"."""
    closed: Counter[str] = field(default_factory=Counter)
    """By a message's id, how often it could no longer be edited."""
    wrong: list[str] = field(default_factory=list)
    """What no well-behaved caller does."""
    early: list[tuple[datetime, str]] = field(default_factory=list)
    """Calls before their time: when the 429 was given, and which."""
    _asked: datetime | None = None
    _free: datetime | None = None
    _held: str = ""
    """Methods that the pause is about: who asks for a further page has the first one to go by."""

    async def answer(self, request: web.Request, method: str) -> web.StreamResponse:
        """One call, with or without a fault."""
        given = await request.json() if request.method == "POST" else dict(request.query)
        self._arrived(method)
        fault = self._fault(method)
        if fault == FINAL:
            return self._refuse(method, given)
        if fault == CLOSED:
            self._close(given)
            fault = ""
        if not fault or fault in DONE or (fault in EITHER and self.chance.coin()):
            said = self._do(method, given)
            self.lost += bool(fault) and method.startswith("chat.")
            self.called()
        return web.json_response(said) if not fault else await self._fail(request, fault)

    def _arrived(self, method: str) -> None:
        self.calls += 1
        self.called()
        held = method.startswith(self._held)
        if held and self._asked and self._free and self.clock.now < self._free:
            self.early.append((self._asked, method))

    def _fault(self, method: str) -> str:
        kinds = {"chat.postMessage": POSTS, "chat.update": UPDATES}.get(method, READS)
        fault = self.chance.fault(kinds)
        if fault == FINAL and not self.finals:
            return ""
        if fault:
            self.faults[fault] += 1
        return fault

    async def _fail(self, request: web.Request, fault: str) -> web.StreamResponse:
        if fault == WAIT:
            wait = self.chance.number(1, 90)
            self._asked, self._free = self.clock.now, self.clock.after(wait)
            self._held = "conversations." if "cursor" in request.query else ""
            return web.Response(status=429, headers={"Retry-After": str(wait)})
        if fault in (FAILED, BUSY):
            return web.Response(status=int(fault), text="upstream error")
        if fault == GARBLED:
            return web.Response(text="<html>", content_type="text/html")
        if fault == SILENT:
            await asyncio.Event().wait()
        if fault in (RESET, CUT):
            assert request.transport is not None
            request.transport.abort()
        return web.json_response({"ok": False, "error": fault})

    def _refuse(self, method: str, given: Mapping[str, Any]) -> web.Response:
        self.refused.add(self._meant(method, given))
        return web.json_response({"ok": False, "error": self.chance.one_of(FINALS)})

    def _meant(self, method: str, given: Mapping[str, Any]) -> str:
        if method == "chat.postMessage":
            return named(given)
        return f"{named(self._at(given) or {}).removesuffix('-also')}-also"

    def _close(self, given: Mapping[str, Any]) -> None:
        message = self._at(given)
        if message is not None and not message["closed"]:
            message["closed"] = True
            self.closed[named(message).removesuffix("-also")] += 1

    def _at(self, given: Mapping[str, Any]) -> dict[str, Any] | None:
        return next((one for one in self.messages if one["ts"] == given["ts"]), None)

    def _do(self, method: str, given: dict[str, Any]) -> dict[str, Any]:
        match method:
            case "chat.postMessage":
                return self._post(given)
            case "chat.update":
                return self._update(given)
            case "users.conversations":
                return {"ok": True, "channels": [{"id": self.id, "name": self.name}]}
            case _:
                return self._history(method, given)

    def _post(self, given: dict[str, Any]) -> dict[str, Any]:
        if problem := size_problem(given):
            self.wrong.append(f"{named(given)}: {problem}")
            return {"ok": False, "error": problem}
        if "thread_ts" in given and self._at({"ts": given["thread_ts"]}) is None:
            self.wrong.append(f"{named(given)} in a thread that is not there")
        ts = f"{self.clock.timestamp():.0f}.{len(self.messages):06d}"
        self.messages.append({**given, "ts": ts, "at": self.clock.now, "closed": False})
        return {"ok": True, "channel": self.id, "ts": ts}

    def _update(self, given: dict[str, Any]) -> dict[str, Any]:
        message = self._at(given)
        if message is None:
            self.wrong.append(f"an edit of {given['ts']}, which is not there")
            return {"ok": False, "error": "message_not_found"}
        if message["closed"]:
            return {"ok": False, "error": "edit_window_closed"}
        if problem := size_problem(given):
            self.wrong.append(f"edit of {named(message)}: {problem}")
            return {"ok": False, "error": problem}
        message |= {"text": given["text"], "blocks": given["blocks"]}
        return {"ok": True, "channel": self.id, "ts": given["ts"]}

    def _history(self, method: str, given: dict[str, Any]) -> dict[str, Any]:
        if given["channel"] != self.id:
            return {"ok": False, "error": "channel_not_found"}
        within = method == "conversations.replies"
        found = [
            {key: one[key] for key in ("ts", "thread_ts", "metadata") if key in one}
            for one in reversed(self.messages)
            if float(one["ts"]) >= float(given["oldest"])
            and (
                given["ts"] in (one["ts"], one.get("thread_ts"))
                if within
                else "thread_ts" not in one or one.get("reply_broadcast")
            )
        ]
        start = int(given.get("cursor") or 0)
        end = start + min(int(given["limit"]), 100)
        cursor = str(end) if end < len(found) else ""
        return {
            "ok": True,
            "messages": found[start:end],
            "response_metadata": {"next_cursor": cursor},
        }


def named(message: Mapping[str, Any]) -> str:
    """The id in a message's metadata."""
    return str(message["metadata"]["event_payload"]["id"])


def size_problem(given: Mapping[str, Any]) -> str:
    """Slack's word for what is too long [docs.slack.dev, Block Kit reference]; "" for nothing."""
    blocks = given["blocks"]
    if not 1 <= len(blocks) <= MOST_BLOCKS or not 1 <= len(given["text"]) <= 40_000:
        return "invalid_blocks"
    for block in blocks:
        parts = [block["text"]] if block["type"] == "section" else block["elements"]
        texts = [part["text"] for part in parts if part["type"] == "mrkdwn"]
        if len(parts) > (25 if block["type"] == "actions" else 10):
            return "invalid_blocks"
        if not all(0 < len(text) <= MOST_TEXT and "<!" not in text for text in texts):
            return "invalid_blocks"
    total = len(json.dumps(blocks, ensure_ascii=False))
    return "msg_blocks_too_long" if total > MOST_TOTAL else ""


@asynccontextmanager
async def served(channels: Mapping[str, Channel]) -> AsyncIterator[TestServer]:
    """Serve channels at `/NAME/api/METHOD`."""

    async def handle(request: web.Request) -> web.StreamResponse:
        channel = channels[request.match_info["name"]]
        return await channel.answer(request, request.match_info["method"])

    app = web.Application()
    app.router.add_route("*", "/{name}/api/{method}", handle)
    server = TestServer(app, handler_cancellation=True)
    async with server:
        yield server
