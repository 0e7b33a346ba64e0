"""Fetching, against a real server on loopback."""

import asyncio
import gzip
import socket
import zlib
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import timedelta

import brotli  # type: ignore[import-untyped]  # it has no types
import pytest
from aiohttp import web
from aiohttp.abc import AbstractResolver, ResolveResult

from monitor.feeds.answer import Answer, Failed, Fetched, Gone, NotModified, Throttled
from monitor.feeds.fetch import MAX_REDIRECTS, Fetcher
from monitor.model.feed import Feed, FeedState, FeedTurn

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
BODY = b"<rss version='2.0'><channel><title>Harbour news</title></channel></rss>"


@asynccontextmanager
async def serving(handler: Handler) -> AsyncIterator[str]:
    """A server whose every path is the handler's; gives its address."""
    app = web.Application()
    app.router.add_get("/{path:.*}", handler)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    try:
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        assert site._server is not None
        port = site._server.sockets[0].getsockname()[1]  # type: ignore[attr-defined]  # not in its types
        yield f"http://127.0.0.1:{port}"
    finally:
        await runner.cleanup()


def turn_for(
    url: str, state: FeedState | None = None, headers: tuple[tuple[str, str], ...] = ()
) -> FeedTurn:
    """A turn for that address."""
    return FeedTurn(Feed(id="harbour", url=url, headers=headers), state or FeedState(url=url))


async def fetched(handler: Handler, path: str = "/feed", **settings: object) -> Answer:
    """What one fetch from that handler gives, private addresses allowed."""
    async with (
        serving(handler) as base,
        Fetcher(**{"allow_private": True, **settings}) as fetcher,  # type: ignore[arg-type]  # test settings
    ):
        return await fetcher.fetch(turn_for(base + path))


def answering(response: Callable[[], web.Response]) -> Handler:
    """A handler that always gives such a response."""

    async def handle(request: web.Request) -> web.Response:
        return response()

    return handle


def reason_of(answer: Answer) -> str:
    """The reason of a failure; anything else fails the test."""
    assert isinstance(answer, Failed), answer
    return answer.reason


async def test_body_and_headers_come_back_as_sent() -> None:
    """A plain answer gives its bytes, its type, its validators byte for byte, and its age."""
    headers = {
        "Content-Type": "application/rss+xml; charset=utf-8",
        "ETag": 'W/"a b-gzip"',
        "Last-Modified": "Tue, 05 Mar 2024 10:00:00 GMT",
        "Cache-Control": "public, max-age=600",
        "Age": "60",
    }
    answer = await fetched(answering(lambda: web.Response(body=BODY, headers=headers)))
    assert isinstance(answer, Fetched)
    assert answer.body == BODY
    assert answer.content_type == headers["Content-Type"]
    assert (answer.etag, answer.last_modified) == (headers["ETag"], headers["Last-Modified"])
    assert answer.max_age == 540
    assert answer.moved_to is None


async def test_both_validators_are_sent_and_those_of_a_304_are_taken() -> None:
    """The stored validators go out unchanged; a 304 may bring new ones and keeps the others."""
    seen: list[tuple[str | None, str | None]] = []

    async def handle(request: web.Request) -> web.Response:
        headers = request.headers
        seen.append((headers.get("If-None-Match"), headers.get("If-Modified-Since")))
        return web.Response(status=304, headers={"ETag": '"new"'})

    async with serving(handle) as base, Fetcher(allow_private=True) as fetcher:
        state = FeedState(base, etag='W/"o"', last_modified="yesterday, they say", body_hash=b"h")
        answer = await fetcher.fetch(turn_for(base, state))
    assert seen == [('W/"o"', "yesterday, they say")]
    assert answer == NotModified('"new"', "yesterday, they say", b"h")


async def test_304_to_an_unconditional_request_is_a_failure() -> None:
    """A server that says "not modified" to a first request has given no feed."""
    answer = await fetched(answering(lambda: web.Response(status=304)))
    assert reason_of(answer) == "answered 304 Not Modified"


async def test_same_body_without_304_counts_as_unchanged() -> None:
    """Servers whose ETag changes at every request are seen through by the body's hash."""
    tags = iter(['"1"', '"2"'])
    handler = answering(lambda: web.Response(body=BODY, headers={"ETag": next(tags)}))
    async with serving(handler) as base, Fetcher(allow_private=True) as fetcher:
        first = await fetcher.fetch(turn_for(base))
        assert isinstance(first, Fetched)
        state = FeedState(base, etag=first.etag, body_hash=first.body_hash)
        second = await fetcher.fetch(turn_for(base, state))
    assert second == NotModified('"2"', None, first.body_hash)


@pytest.mark.parametrize(
    ("status", "headers", "expected"),
    [
        (404, {}, Failed("answered 404 Not Found")),
        (403, {}, Failed("answered 403 Forbidden")),
        (500, {}, Failed("answered 500 Internal Server Error")),
        (503, {}, Failed("answered 503 Service Unavailable")),
        (204, {}, Failed("answered 204 No Content")),
        (599, {}, Failed("answered 599")),
        (410, {}, Gone("answered 410 Gone")),
        (429, {}, Throttled(None, "answered 429 Too Many Requests")),
        (429, {"Retry-After": "120"}, Throttled(120.0, "answered 429 Too Many Requests")),
        (503, {"Retry-After": "7"}, Throttled(7.0, "answered 503 Service Unavailable")),
        (403, {"Retry-After": "9"}, Throttled(9.0, "answered 403 Forbidden")),
        (302, {}, Failed("answered 302 Found without saying where to")),
    ],
)
async def test_statuses(status: int, headers: dict[str, str], expected: Answer) -> None:
    """Each status becomes the answer that the schedule and the desk need."""
    response = answering(lambda: web.Response(status=status, headers=headers))
    assert await fetched(response) == expected


async def test_headers_of_the_feed_stay_on_its_host() -> None:
    """A secret header goes to the feed's own host and port, not to where it redirects."""
    met: dict[str, str | None] = {}

    async def there(request: web.Request) -> web.Response:
        met["there"] = request.headers.get("X-Key")
        return web.Response(body=BODY)

    async with serving(there) as other:

        async def here(request: web.Request) -> web.Response:
            met[request.path] = request.headers.get("X-Key")
            raise web.HTTPFound("/b" if request.path == "/a" else other + "/c")

        async with serving(here) as base, Fetcher(allow_private=True) as fetcher:
            answer = await fetcher.fetch(turn_for(base + "/a", headers=(("X-Key", "secret"),)))
    assert isinstance(answer, Fetched)
    assert met == {"/a": "secret", "/b": "secret", "there": None}


async def test_cookies_are_not_kept() -> None:
    """A cookie set by one answer is not sent with the next request."""
    cookies: list[str | None] = []

    async def handle(request: web.Request) -> web.Response:
        cookies.append(request.headers.get("Cookie"))
        return web.Response(body=BODY, headers={"Set-Cookie": "id=1; Path=/"})

    async with serving(handle) as base, Fetcher(allow_private=True) as fetcher:
        await fetcher.fetch(turn_for(base))
        await fetcher.fetch(turn_for(base))
    assert cookies == [None, None]


@pytest.mark.parametrize(
    ("steps", "kept"),
    [((301, 308), "/2"), ((301, 302), "/1"), ((302, 301), None), ((307,), None), ((303,), None)],
)
async def test_only_a_run_of_permanent_redirects_is_a_move(
    steps: tuple[int, ...], kept: str | None
) -> None:
    """`moved_to` is where 301 and 308 lead, up to the first temporary redirect."""

    async def handle(request: web.Request) -> web.Response:
        at = int(request.path.strip("/"))
        if at == len(steps):
            return web.Response(body=BODY)
        return web.Response(status=steps[at], headers={"Location": f"/{at + 1}"})

    async with serving(handle) as base, Fetcher(allow_private=True) as fetcher:
        answer = await fetcher.fetch(turn_for(base + "/0"))
        assert isinstance(answer, Fetched)
        assert answer.url == f"{base}/{len(steps)}"
        assert answer.moved_to == (base + kept if kept else None)


async def test_redirect_loop_ends() -> None:
    """A feed that redirects for ever fails after a bounded number of hops."""
    hops = 0

    async def handle(request: web.Request) -> web.Response:
        nonlocal hops
        hops += 1
        return web.Response(status=302, headers={"Location": f"/?n={hops}"})

    assert reason_of(await fetched(handle)) == f"redirected more than {MAX_REDIRECTS} times"
    assert hops == MAX_REDIRECTS + 1


@pytest.mark.parametrize("target", ["file:///etc/passwd", "ftp://example.org/", "javascript:1"])
async def test_redirects_lead_to_http_only(target: str) -> None:
    """Nothing but http and https is followed."""
    response = answering(lambda: web.Response(status=302, headers={"Location": target}))
    scheme = target.partition(":")[0]
    assert reason_of(await fetched(response)) == f"refused: {scheme} is neither http nor https"


class FixedResolver(AbstractResolver):
    """Answers every name with the same addresses; with none, the name does not exist."""

    def __init__(self, *addresses: str) -> None:
        self._addresses = addresses

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """The addresses, as getaddrinfo would give them."""
        if not self._addresses:
            raise OSError(socket.EAI_NONAME, "Name or service not known")
        return [
            ResolveResult(
                hostname=host,
                host=address,
                port=port,
                family=socket.AF_INET6 if ":" in address else socket.AF_INET,
                proto=0,
                flags=socket.AI_NUMERICHOST,
            )
            for address in self._addresses
        ]

    async def close(self) -> None:
        """Nothing to close."""


async def test_name_that_resolves_to_a_private_address_is_refused() -> None:
    """What DNS says is checked at the socket: rebinding to an inner address does not help."""
    async with Fetcher(resolver=FixedResolver("10.0.0.7")) as fetcher:
        answer = await fetcher.fetch(turn_for("http://feeds.example.org/rss"))
    reason = reason_of(answer)
    assert reason.startswith("refused: 10.0.0.7 is not a public address; for feeds of your own:")
    assert reason.endswith("network: {allow_private: true} in monitor.yaml")


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "[::1]", "169.254.169.254", "100.64.0.1", "0.0.0.0", "[::ffff:10.1.2.3]"],
)
async def test_literal_private_addresses_are_refused(host: str) -> None:
    """Literal addresses never meet a resolver, and are refused all the same."""
    async with Fetcher() as fetcher:
        answer = await fetcher.fetch(turn_for(f"http://{host}:9/feed"))
    assert reason_of(answer).startswith("refused: ")
    assert " is not a public address" in reason_of(answer)


@pytest.mark.parametrize("host", ["2130706433", "0x7f000001", "127.1", "localhost"])
async def test_odd_spellings_of_loopback_are_not_reached(host: str) -> None:
    """However loopback is written, the server there is not asked."""
    asked: list[str] = []

    async def handle(request: web.Request) -> web.Response:
        asked.append(request.path)
        return web.Response(body=BODY)

    async with serving(handle) as base, Fetcher() as fetcher:
        answer = await fetcher.fetch(turn_for(base.replace("127.0.0.1", host)))
    assert reason_of(answer)
    assert asked == []


async def test_redirect_to_a_private_address_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """A public feed that redirects inside is stopped at the second hop, not at the first."""
    public = {"127.0.0.1"}
    monkeypatch.setattr("monitor.feeds.address.is_public", public.__contains__)
    target = "http://169.254.169.254/latest/meta-data"
    handler = answering(lambda: web.Response(status=302, headers={"Location": target}))
    async with serving(handler) as base, Fetcher() as fetcher:
        answer = await fetcher.fetch(turn_for(base))
    assert reason_of(answer).startswith("refused: 169.254.169.254 is not a public address")


async def test_unknown_name_is_named() -> None:
    """A host that DNS does not know is said by its name."""
    async with Fetcher(resolver=FixedResolver()) as fetcher:
        answer = await fetcher.fetch(turn_for("http://gone.example.org/rss?key=secret"))
    assert reason_of(answer) == "name not found: gone.example.org"


@pytest.mark.parametrize("url", ["", "no address", "http://", "http://[::1", "feed://x/"])
async def test_what_is_no_address_is_said(url: str) -> None:
    """A broken address is a failure with a reason, not an exception."""
    async with Fetcher() as fetcher:
        assert reason_of(await fetcher.fetch(turn_for(url)))


async def test_refused_connection_and_reset_are_said() -> None:
    """A closed port and a connection cut before the answer each have their sentence."""

    async def cut(request: web.Request) -> web.Response:
        assert request.transport is not None
        request.transport.abort()
        return web.Response()

    assert "closed the connection" in reason_of(await fetched(cut))
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        async with Fetcher(allow_private=True) as fetcher:
            url = f"http://127.0.0.1:{taken.getsockname()[1]}/"
            assert reason_of(await fetcher.fetch(turn_for(url))).startswith("no connection to ")


async def test_answer_that_breaks_off_is_a_failure() -> None:
    """A body shorter than announced is not read as a feed."""

    async def short(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Length": "1000"})
        await response.prepare(request)
        await response.write(BODY)
        assert request.transport is not None
        request.transport.close()
        return response

    assert "broke off" in reason_of(await fetched(short))


async def test_no_answer_and_trickle_time_out() -> None:
    """The time-out covers the whole answer: a byte now and then does not keep it alive."""
    released = asyncio.Event()

    async def hang(request: web.Request) -> web.Response:
        await released.wait()
        return web.Response()

    async def trickle(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        while not released.is_set():
            await response.write(b"x")
            await asyncio.sleep(0.01)  # the pace of the server under test
        return response

    short = timedelta(seconds=0.2)
    for handler in (hang, trickle):
        assert reason_of(await fetched(handler, timeout=short)) == "timed out after 0.2 s"
    released.set()


COMPRESS: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.compress,
    "deflate": zlib.compress,
    "br": brotli.compress,
}


@pytest.mark.parametrize("coding", COMPRESS)
async def test_compressed_answers_are_decoded(coding: str) -> None:
    """gzip, deflate and brotli are asked for and understood."""

    async def handle(request: web.Request) -> web.Response:
        assert coding in request.headers["Accept-Encoding"]
        return web.Response(body=COMPRESS[coding](BODY), headers={"Content-Encoding": coding})

    answer = await fetched(handle)
    assert isinstance(answer, Fetched)
    assert answer.body == BODY


@pytest.mark.parametrize("coding", COMPRESS)
async def test_bombs_stop_at_the_limit(coding: str) -> None:
    """What inflates beyond the limit is given up while it inflates."""
    bomb = COMPRESS[coding](bytes(50_000_000))
    handler = answering(lambda: web.Response(body=bomb, headers={"Content-Encoding": coding}))
    answer = await fetched(handler, max_bytes=1_000_000)
    assert reason_of(answer) == "larger than 1 MB"


async def test_endless_answer_stops_at_the_limit() -> None:
    """A body without end is cut at the limit, and the server notices."""
    hung_up = asyncio.Event()

    async def flood(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        try:
            while True:
                await response.write(b"x" * 65_536)
        except ConnectionError:
            hung_up.set()
            raise

    async with serving(flood) as base, Fetcher(allow_private=True, max_bytes=300_000) as fetcher:
        assert reason_of(await fetcher.fetch(turn_for(base))) == "larger than 0.3 MB"
        await asyncio.wait_for(hung_up.wait(), 5)


async def test_broken_compression_is_a_failure() -> None:
    """Bytes that are not what their coding says are a reason, not an exception."""
    handler = answering(lambda: web.Response(body=b"no", headers={"Content-Encoding": "gzip"}))
    assert "decompressed" in reason_of(await fetched(handler))


async def test_one_host_is_not_crowded_and_holds_up_nobody() -> None:
    """At most `per_host` requests are open at one host, while another host is served."""
    busy, most = 0, 0
    enough, release = asyncio.Event(), asyncio.Event()

    async def slow(request: web.Request) -> web.Response:
        nonlocal busy, most
        busy += 1
        most = max(most, busy)
        if busy == 2:
            enough.set()
        await release.wait()
        busy -= 1
        return web.Response(body=BODY)

    async with (
        serving(slow) as first,
        serving(answering(lambda: web.Response(body=BODY))) as second,
        Fetcher(allow_private=True, per_host=2, concurrency=3) as fetcher,
    ):
        held = [asyncio.create_task(fetcher.fetch(turn_for(first))) for _ in range(6)]
        await asyncio.wait_for(enough.wait(), 5)
        elsewhere = second.replace("127.0.0.1", "localhost")
        assert isinstance(await fetcher.fetch(turn_for(elsewhere)), Fetched)
        release.set()
        assert all(isinstance(answer, Fetched) for answer in await asyncio.gather(*held))
    assert most == 2


async def test_environment_proxy_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    """A proxy named in the environment sees nothing of the desk's feeds."""
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    answer = await fetched(answering(lambda: web.Response(body=BODY)))
    assert isinstance(answer, Fetched)


async def test_cancelling_cancels() -> None:
    """A fetch that is cancelled ends as cancelled, not as an answer."""
    begun = asyncio.Event()

    async def hang(request: web.Request) -> web.Response:
        begun.set()
        await asyncio.Event().wait()
        return web.Response()

    async with serving(hang) as base, Fetcher(allow_private=True) as fetcher:
        task = asyncio.create_task(fetcher.fetch(turn_for(base)))
        await begun.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task


async def test_closing_twice_is_harmless() -> None:
    """A fetcher may be closed again, and unused."""
    fetcher = Fetcher()
    await fetcher.aclose()
    await fetcher.aclose()
