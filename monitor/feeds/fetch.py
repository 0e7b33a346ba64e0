"""Ask for a feed: conditionally, politely, within bounds, and never behind our own walls."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from types import TracebackType
from weakref import WeakValueDictionary

from aiohttp import (
    ClientResponse,
    ClientSession,
    ClientTimeout,
    DummyCookieJar,
    TCPConnector,
)
from aiohttp.abc import AbstractResolver
from multidict import CIMultiDict
from yarl import URL

from monitor.feeds.address import public_socket
from monitor.feeds.answer import (
    Answer,
    Failed,
    Fetched,
    Gone,
    NotModified,
    Throttled,
)
from monitor.feeds.caching import max_age, retry_after
from monitor.feeds.trouble import megabytes, reason_for, status_line
from monitor.model.feed import FeedTurn

MAX_REDIRECTS = 8
_CHUNK = 64 * 1024
_ACCEPT = (
    "application/atom+xml, application/rss+xml, application/feed+json, application/rdf+xml, "
    "application/xml;q=0.9, text/xml;q=0.9, application/json;q=0.8, */*;q=0.5"
)


class _Refused(Exception):  # noqa: N818 (an answer on its way out, not an error of ours)
    """The request ends here, with this answer."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(answer)
        self.answer = answer


@dataclass(frozen=True, slots=True)
class _Hop:
    """Where a request goes, and where permanent redirects have led so far."""

    url: URL
    permanent: bool = True
    moved_to: str | None = None
    count: int = 0


class Fetcher:
    """Fetches feeds with one session of connections; use it as an async context manager.

    `timeout`: the time for one feed from connecting to the last byte, all redirects included;
    waiting for a free place is not counted. `max_bytes`: decoded size of a body. `per_host` and
    `concurrency`: feeds fetched at the same time from one host, and in all. `allow_private`:
    loopback and private addresses may be reached. Proxies and passwords of the environment are
    not used, cookies are not kept.
    """

    def __init__(
        self,
        *,
        timeout: timedelta = timedelta(seconds=30),
        max_bytes: int = 15_000_000,
        per_host: int = 2,
        concurrency: int = 100,
        user_agent: str = "deskwatch-monitor",
        allow_private: bool = False,
        resolver: AbstractResolver | None = None,
    ) -> None:
        self._timeout = timeout.total_seconds()
        self._max_bytes = max_bytes
        self._per_host = per_host
        self._places = asyncio.Semaphore(concurrency)
        self._hosts: WeakValueDictionary[str, asyncio.Semaphore] = WeakValueDictionary()
        self._user_agent = user_agent
        self._allow_private = allow_private
        self._resolver = resolver
        self._session: ClientSession | None = None

    async def __aenter__(self) -> "Fetcher":
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """Close all connections; twice is harmless."""
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    async def fetch(self, turn: FeedTurn) -> Answer:
        """Ask for a feed once. Every trouble is an answer; raises CancelledError only."""
        try:
            url = URL(turn.state.url)
            async with self._place(url.host or ""), asyncio.timeout(self._timeout):
                return await self._follow(turn, _Hop(url))
        except _Refused as refused:
            return refused.answer
        except TimeoutError:
            return Failed(f"timed out after {self._timeout:g} s")
        except Exception as error:  # the outside world: whatever it does is an answer
            return Failed(reason_for(error))

    @asynccontextmanager
    async def _place(self, host: str) -> AsyncIterator[None]:
        """Wait for a place: first at the host, so that a slow host holds none of the others'."""
        gate = self._hosts.get(host)
        if gate is None:
            gate = self._hosts[host] = asyncio.Semaphore(self._per_host)
        async with gate, self._places:
            yield

    async def _follow(self, turn: FeedTurn, hop: _Hop) -> Answer:
        while hop.count <= MAX_REDIRECTS:
            _check_scheme(hop.url)
            async with self._open().get(
                hop.url, headers=self._headers(turn, hop.url), allow_redirects=False
            ) as response:
                if response.status not in (301, 302, 303, 307, 308):
                    return await self._answer(turn, hop, response)
                hop = _next(hop, response)
        raise _Refused(Failed(f"redirected more than {MAX_REDIRECTS} times"))

    def _open(self) -> ClientSession:
        if self._session is None:
            self._session = ClientSession(
                connector=TCPConnector(
                    limit=0,  # places are given out before the clock starts
                    resolver=self._resolver,
                    socket_factory=None if self._allow_private else public_socket,
                ),
                cookie_jar=DummyCookieJar(),
                timeout=ClientTimeout(total=None),  # `asyncio.timeout` covers the whole turn
                trust_env=False,
            )
        return self._session

    def _headers(self, turn: FeedTurn, url: URL) -> CIMultiDict[str]:
        """The request's headers; those of the feed, which may hold secrets, for its host only."""
        headers = CIMultiDict({"User-Agent": self._user_agent, "Accept": _ACCEPT})
        if turn.state.etag:
            headers["If-None-Match"] = turn.state.etag
        if turn.state.last_modified:
            headers["If-Modified-Since"] = turn.state.last_modified
        if _at_home(URL(turn.feed.url), url):
            headers.update(turn.feed.headers)
        return headers

    async def _answer(self, turn: FeedTurn, hop: _Hop, response: ClientResponse) -> Answer:
        if response.status == 304 and _has_validators(turn):
            return _not_modified(turn, hop, response)
        if response.status != 200:
            return _no_feed(response)
        body = await self._body(response)
        headers = response.headers
        etag, last_modified = headers.get("ETag"), headers.get("Last-Modified")
        body_hash = blake2b(body, digest_size=16).digest()
        fresh = max_age(headers, datetime.now(UTC))
        if body_hash == turn.state.body_hash:
            return NotModified(etag, last_modified, body_hash, hop.moved_to, fresh)
        return Fetched(
            body=body,
            url=str(hop.url.with_user(None)),
            content_type=headers.get("Content-Type", ""),
            etag=etag,
            last_modified=last_modified,
            body_hash=body_hash,
            moved_to=hop.moved_to,
            max_age=fresh,
        )

    async def _body(self, response: ClientResponse) -> bytes:
        """Read the decoded body; aiohttp inflates it bit by bit, so that bombs stop early."""
        body = bytearray()
        async for chunk in response.content.iter_chunked(_CHUNK):
            body += chunk
            if len(body) > self._max_bytes:
                response.close()
                raise _Refused(Failed(f"larger than {megabytes(self._max_bytes)}"))
        return bytes(body)


def _check_scheme(url: URL) -> None:
    if url.scheme not in ("http", "https") or not url.host:
        raise _Refused(Failed(f"refused: {url.scheme or 'no scheme'} is neither http nor https"))


def _at_home(home: URL, url: URL) -> bool:
    """Whether an address is on the feed's own host and port, and not less secure."""
    same_port = home.port == url.port or (home.is_default_port() and url.is_default_port())
    downgraded = home.scheme == "https" and url.scheme == "http"
    return home.host == url.host and same_port and not downgraded


def _next(hop: _Hop, response: ClientResponse) -> _Hop:
    location = response.headers.get("Location")
    if not location:
        raise _Refused(Failed(f"{status_line(response)} without saying where to"))
    try:
        url = hop.url.join(URL(location))
    except ValueError:
        raise _Refused(Failed("redirected to an address that is none")) from None
    permanent = hop.permanent and response.status in (301, 308)
    moved_to = str(url.with_fragment(None)) if permanent else hop.moved_to
    return _Hop(url, permanent, moved_to, hop.count + 1)


def _has_validators(turn: FeedTurn) -> bool:
    return bool(turn.state.etag or turn.state.last_modified)


def _not_modified(turn: FeedTurn, hop: _Hop, response: ClientResponse) -> NotModified:
    """New validators of a 304 replace the old ones (RFC 9111, 4.3.4)."""
    state, headers = turn.state, response.headers
    return NotModified(
        etag=headers.get("ETag", state.etag),
        last_modified=headers.get("Last-Modified", state.last_modified),
        body_hash=state.body_hash,
        moved_to=hop.moved_to,
        max_age=max_age(headers, datetime.now(UTC)),
    )


def _no_feed(response: ClientResponse) -> Answer:
    line = status_line(response)
    if response.status == 410:
        return Gone(line)
    wait = retry_after(response.headers, datetime.now(UTC))
    if response.status == 429 or (response.status in (403, 503) and wait is not None):
        return Throttled(wait, line)
    return Failed(line)
