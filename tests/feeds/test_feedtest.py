"""`monitor feeds test`, without the terminal."""

from pathlib import Path

from aiohttp import web

from monitor.commands.feedtest import feeds_test
from monitor.feeds.fetch import Fetcher
from monitor.feeds.reader import FeedReader

FEED = """<rss version="2.0"><channel><title>Port</title><item><guid>1</guid><title>Fog</title>
<link>https://port.example/fog</link><pubDate>Tue, 05 Mar 2024 10:00:00 GMT</pubDate>
<description>Thick fog.</description></item></channel></rss>"""
PAGE = '<html><head><link rel="alternate" type="application/rss+xml" href="/feed"></head></html>'


async def test_lines_for_files_and_addresses(tmp_path: Path) -> None:
    """A line an entry, an error for each source without one, in the order of the sources."""
    good, missing = tmp_path / "good.xml", tmp_path / "missing.xml"
    good.write_text(FEED)

    async def handle(request: web.Request) -> web.Response:
        if request.path == "/gone":
            raise web.HTTPGone
        return web.Response(text=PAGE if request.path == "/" else FEED)

    app = web.Application()
    app.router.add_get("/{path:.*}", handle)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    host, port = runner.addresses[0][:2]
    base = f"http://{host}:{port}"
    reader = FeedReader(workers=1)
    sources = [str(good), str(missing), f"{base}/feed", f"{base}/", f"{base}/gone"]
    async with Fetcher(allow_private=True) as fetcher:
        lines = [line async for line in feeds_test(sources, fetcher, reader)]
    await reader.aclose()
    await runner.cleanup()
    entry = {
        "id": "1",
        "link": "https://port.example/fog",
        "title": "Fog",
        "published": "2024-03-05T10:00:00+00:00",
        "summary": "Thick fog.",
    }
    page = f"not a feed: an HTML page; it names these feeds: {base}/feed"
    assert lines == [
        {"source": str(good), **entry},
        {"source": str(missing), "error": "No such file or directory"},
        {"source": f"{base}/feed", **entry},
        {"source": f"{base}/", "error": page},
        {"source": f"{base}/gone", "error": "answered 410 Gone"},
    ]
