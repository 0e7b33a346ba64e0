"""The outlets of the recorded day, served on loopback up to a moment that can be moved on."""

import hashlib
from datetime import UTC, datetime, timedelta
from types import TracebackType
from typing import Self

from aiohttp import web

from monitor.demo.day import Day, Outlet, posts
from monitor.demo.render import MEDIA_TYPES, document
from monitor.model.feed import Feed


class DayServer:
    """Serves every outlet's feed as it stood at the moment shown.

    `start` (aware) is when the day begins; entries are dated from it. Starts at minute 0; feeds
    answer conditional requests with 304 (RFC 9110, 13.1).
    """

    def __init__(self, day: Day, start: datetime) -> None:
        self._day = day
        self._start = start.astimezone(UTC)
        self._minute: float = 0
        self._outlets = {outlet.id: outlet for outlet in day.outlets}
        self._runner: web.AppRunner | None = None
        self._origin = ""

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.stop()

    async def start(self) -> None:
        """Listen on a free port of 127.0.0.1."""
        app = web.Application()
        app.router.add_get("/{outlet}", self._feed)
        self._runner = web.AppRunner(app, access_log=None)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        host, port = self._runner.addresses[0][:2]
        self._origin = f"http://{host}:{port}"

    async def stop(self) -> None:
        """Close the port; twice is harmless."""
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    def show_until(self, minutes: float) -> None:
        """Show what was posted up to so many minutes after the day began."""
        self._minute = minutes

    def feeds(self) -> tuple[Feed, ...]:
        """The outlets as feeds.yaml would list them; the server must have been started."""
        return tuple(self._as_feed(outlet) for outlet in self._day.outlets)

    def _as_feed(self, outlet: Outlet) -> Feed:
        return Feed(
            id=outlet.id,
            url=f"{self._origin}/{outlet.id}",
            title=outlet.title,
            language=outlet.language,
            group="Demo",
        )

    async def _feed(self, request: web.Request) -> web.Response:
        outlet = self._outlets.get(request.match_info["outlet"])
        if outlet is None:
            raise web.HTTPNotFound
        shown = posts(self._day, outlet, self._start, self._minute)
        changed = max((post.updated for post in shown), default=self._start - timedelta(days=1))
        body = document(outlet, shown, changed)
        response = web.Response(body=body, content_type=MEDIA_TYPES[outlet.format], charset="utf-8")
        response.etag = hashlib.sha256(body).hexdigest()[:16]
        response.last_modified = changed
        if _unchanged(request, response):
            return web.Response(status=304, headers={"ETag": response.headers["ETag"]})
        return response


def _unchanged(request: web.Request, response: web.Response) -> bool:
    """Whether the reader has this version; If-None-Match goes first (RFC 9110, 13.2.2)."""
    if request.if_none_match is not None:
        return response.etag in request.if_none_match
    since, changed = request.if_modified_since, response.last_modified
    return since is not None and changed is not None and changed <= since
