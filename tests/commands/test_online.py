"""`monitor check --online` and `monitor send-test`: what is asked, and what is said of it."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

ITEM = "<item><title>Fog</title><link>https://p.example/{0}</link><guid>{0}</guid></item>"
FEED = '<rss version="2.0"><channel><title>P</title>{}</channel></rss>'
BODIES = {
    "/one": FEED.format(ITEM.format(1)),
    "/two": FEED.format(ITEM.format(1) + ITEM.format(2)),
    "/page": "<html><body>Moved</body></html>",
}


class Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        body = BODIES.get(self.path, "").encode()
        self.send_response(200 if body else 404)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: Any) -> None:
        return


@pytest.fixture
def site() -> Iterator[str]:
    """A site with two feeds, a page and nothing else."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_every_feed_is_read_and_every_channel_asked(room, site):
    """A feed that answers with something else is an error; an unused channel is asked too."""
    names = ("one", "two", "page", "gone")
    room.write(
        "watchlists/feeds.yaml",
        "".join(f"- {{url: '{site}/{name}', id: {name}}}\n" for name in names),
    )
    room.write("watchlists/fog.yaml", "title: Fog\nmatch: [fog]\n")
    room.settings(network={"allow_private": True}, channels={"desk": {"slack": "#desk"}})
    told = room.call("check", "--online")
    assert told.code == 1
    lines = told.out.splitlines()
    (slack,) = [line for line in lines if line.startswith("ERROR  slack:#desk: ")]
    assert "SLACK_BOT_TOKEN" in slack
    assert {line for line in lines if line.partition("  ")[2].lstrip().startswith(names)} == {
        "ok     one: 1 entry",
        "ok     two: 2 entries",
        "ERROR  page: not a feed: an HTML page",
        "ERROR  gone: answered 404 Not Found",
    }
    assert lines[-1] == "reached 3 of 6"


def test_an_unknown_channel_is_answered_with_the_known_ones(room):
    """The names in monitor.yaml, and what works without a name there."""
    room.settings(channels={"desk": {"slack": "#desk"}, "asia": {"slack": "#asia"}})
    told = room.call("send-test", "nope")
    assert told.code == 2
    assert told.err == (
        'monitor: "nope" is no channel: monitor.yaml names desk, asia under channels:; '
        "console, slack:#desk and email:desk@example.org work too\n"
    )
    assert room.call("send-test", "console").code == 0


def test_a_webhook_is_not_called_and_not_counted_as_reached(room):
    """A question to it would be a message: it is only said that its address can be used."""
    room.write("watchlists/fog.yaml", "title: Fog\nmatch: [fog]\n")
    room.settings(channels={"hook": {"webhook": "https://hook.example/x"}})
    lines = room.call("check", "--online").out.splitlines()
    (hook,) = [line for line in lines if "hook.example" in line]
    assert hook.startswith("-  ")
    assert hook.endswith(", not called")
    assert lines[-1] == "reached 1 of 1, 1 not called"
