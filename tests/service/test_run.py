"""`monitor run` as a process: a feed on loopback, alerts on the terminal, and every mishap."""

import asyncio
import json
import re
import socket
import sqlite3
from datetime import UTC, datetime
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from monitor.store.database import Database
from monitor.store.outbox import Outbox
from notifiers.base import Message, Section, Story
from notifiers.digest_page import signature

TITLE = "Ferry to the Kuril Islands sails again"


def without_trace(text: str) -> bool:
    return "Traceback" not in text


def test_what_a_feed_brings_is_told_once_and_the_service_stops_cleanly(desk, site):
    """A new entry reaches the terminal, SIGTERM ends the service with 0, a restart repeats none."""
    service = desk.start()
    site.wait_until_asked(2)
    site.items.insert(0, TITLE)
    service.wait_for(TITLE)
    assert service.stop() == 0
    again = desk.start()
    site.wait_until_asked(3)
    assert again.stop() == 0
    assert not any(TITLE in line for line in again.out)
    assert all(json.loads(line)["event"] for line in service.err)


def test_the_first_reading_is_not_told_unless_asked_for(desk, site):
    """What stands in a feed at first sight stays quiet; --alert-backlog tells what is young."""
    site.items.insert(0, TITLE)
    quiet = desk.call("run", "--once")
    assert (quiet.returncode, quiet.stdout) == (0, "")
    (desk.folder / "monitor.db").unlink()
    told = desk.call("run", "--once", "--alert-backlog", "2h")
    assert TITLE in told.stdout
    assert told.stdout.count("why: Kuril Islands") == 1


def test_a_second_service_on_the_same_database_says_so(desk, site):
    """The second one names the first one's process and what to do, and exits with 1."""
    first = desk.start()
    site.wait_until_asked()
    second = desk.call("run")
    assert second.returncode == 1
    (line,) = [line for line in second.stderr.splitlines() if line.startswith("monitor:")]
    assert "another monitor is running" in line
    assert str(first.process.pid) in line
    assert without_trace(second.stderr)


def test_a_port_in_use_is_one_line(desk, site):
    """The page's port being taken is told with the setting to change."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        desk.settings(web={"listen": f"127.0.0.1:{port}"})
        failed = desk.call("run")
    assert failed.returncode == 1
    assert f"can't listen on 127.0.0.1:{port}" in failed.stderr
    assert "web.listen" in failed.stderr
    assert without_trace(failed.stderr)


def test_broken_settings_are_told_with_their_place(desk):
    """A wrong key in monitor.yaml stops the service with file, line, column and the nearest key."""
    desk.write("monitor.yaml", "polling:\n  evry: 5m\n")
    failed = desk.call("run", "--once")
    assert failed.returncode == 1
    assert re.search(r'monitor\.yaml:2:3: error: .*"evry".*"every"', failed.stderr)
    assert without_trace(failed.stderr)


def test_a_broken_watchlist_takes_no_other_down(desk, site):
    """The error is named with its place, and the neighbour goes on telling."""
    desk.write("watchlists/broken.yaml", "title: Broken\nmatch:\n  ony: [x]\n")
    site.items.insert(0, TITLE)
    ran = desk.call("run", "--once", "--alert-backlog", "2h")
    assert "broken.yaml:3:3: error" in ran.stderr
    assert TITLE in ran.stdout
    assert desk.call("check").returncode == 1


def test_no_network_is_named_and_goes_on(desk):
    """A feed whose name can't be found is listed with its reason by `monitor feeds`."""
    desk.write("watchlists/feeds.yaml", "- url: http://feed.invalid/rss\n  id: lost\n")
    assert desk.call("run", "--once").returncode == 0
    listed = desk.call("feeds", "list", "--json")
    assert listed.returncode == 1
    row = json.loads(listed.stdout)
    assert (row["id"], row["state"]) == ("lost", "failing")
    assert "feed.invalid" in row["trouble"]


SLACK = "title: Kurils\nmatch: [Kuril Islands]\nnotify:\n  - slack: '#desk'\n"


def slack_desk(desk, site, error: str) -> None:
    desk.settings(slack={"base_url": f"{site.url}/api/", "per_channel_interval": "0s"})
    desk.write("watchlists/kurils.yaml", SLACK)
    site.items.insert(0, TITLE)
    site.slack = lambda method, call: {"ok": False, "error": error}


def test_an_unknown_channel_is_kept_shown_and_sent_again(desk, site):
    """The message is dead-lettered with what to do, ops is told, and `resend` sends it."""
    slack_desk(desk, site, "channel_not_found")
    ran = desk.call("run", "--once", "--alert-backlog", "2h", SLACK_BOT_TOKEN="xoxb-secret")
    assert "Not delivered" in ran.stdout
    assert "monitor resend" in ran.stdout
    listed = desk.call("alerts", "--undelivered", "--json")
    assert listed.returncode == 1
    row = json.loads(listed.stdout)
    assert row["state"] == "undelivered"
    assert "#desk" in row["reason"]
    site.slack = lambda method, call: {"ok": True, "channel": "C1", "ts": "1.1"}
    assert desk.call("resend", str(row["delivery"])).returncode == 0
    assert desk.call("run", "--once", SLACK_BOT_TOKEN="xoxb-secret").returncode == 0
    assert desk.call("alerts", "--undelivered").stdout == "nothing is undelivered\n"
    assert "xoxb-secret" not in ran.stdout + ran.stderr


def test_a_bad_token_is_told_without_showing_it(desk, site):
    """An invalid token is final, named in plain words, and never printed."""
    slack_desk(desk, site, "invalid_auth")
    ran = desk.call("run", "--once", "--alert-backlog", "2h", SLACK_BOT_TOKEN="xoxb-secret")
    assert "SLACK_BOT_TOKEN" in ran.stdout
    assert "xoxb-secret" not in ran.stdout + ran.stderr
    failed = desk.call("send-test", "slack:#desk", SLACK_BOT_TOKEN="xoxb-secret")
    assert failed.returncode == 1
    assert len(failed.stderr.splitlines()) == 1


def test_a_mail_host_that_is_down_loses_nothing(desk, site):
    """The mail waits in the outbox with the reason, and the other destination was told."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    desk.settings(email={"host": "127.0.0.1", "port": port})
    desk.write(
        "watchlists/kurils.yaml",
        "title: K\nmatch: [Kuril Islands]\nnotify: [console, {email: desk@example.org}]\n",
    )
    site.items.insert(0, TITLE)
    ran = desk.call("run", "--once", "--alert-backlog", "2h")
    assert TITLE in ran.stdout
    row = json.loads(desk.call("alerts", "--undelivered", "--json").stdout)
    assert (row["to"], row["state"]) == ("email:desk@example.org", "pending")
    assert f"127.0.0.1:{port}" in row["reason"]
    assert row["attempts"] >= 1


def test_what_is_no_database_is_told(desk):
    """A file that is no database stops the service with one line."""
    desk.write("monitor.db", "this is no database, but a text of some length" * 50)
    failed = desk.call("run", "--once")
    assert failed.returncode == 1
    assert "monitor.db" in failed.stderr.splitlines()[-1]
    assert without_trace(failed.stderr)


async def store_digest(storage: str) -> None:
    db = await Database.open(storage)
    story = Story("Tides of the week", "https://a.example/t", "A", datetime.now(UTC))
    digest = Message("digest-1", "digest", "Digest", (Section("Harbour", (story,)),))
    await Outbox(db).enqueue("console", digest, datetime.now(UTC))
    await db.close()


def test_the_health_page_and_status_agree(desk, site):
    """/healthz, /readyz, /metrics and a digest's page answer, and `monitor status` says fine."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    desk.settings(web={"listen": f"127.0.0.1:{port}", "public_url": "https://m.example.org"})
    asyncio.run(store_digest(f"sqlite:///{desk.folder / 'monitor.db'}"))
    service = desk.start(MONITOR_WEB_TOKEN="of-the-pages")
    site.wait_until_asked(2)
    signed = signature("digest-1", "of-the-pages")
    with urlopen(f"http://127.0.0.1:{port}/digests/digest-1?{signed}") as page:
        assert "Tides of the week" in page.read().decode()
    with pytest.raises(HTTPError, match="404"):
        urlopen(f"http://127.0.0.1:{port}/digests/digest-1?guessed")
    assert not any("of-the-pages" in line for line in (*service.out, *service.err))
    pages = {}
    for name in ("healthz", "readyz", "metrics"):
        with urlopen(f"http://127.0.0.1:{port}/{name}") as page:
            pages[name] = page.read().decode()
    assert pages["healthz"] == pages["readyz"] == "ok\n"
    assert "monitor_feeds 1\n" in pages["metrics"]
    status = desk.call("status", "--json")
    assert status.returncode == 0, status.stdout
    assert json.loads(status.stdout)["trouble"] is None


def test_an_entry_can_be_explained(desk, site):
    """`explain` tells which watchlist, which decision and what became of the message."""
    site.items.insert(0, TITLE)
    desk.call("run", "--once", "--alert-backlog", "2h")
    told = json.loads(desk.call("explain", "https://a.example/0", "--json").stdout)
    assert told["title"] == TITLE
    assert [one["matched"] for one in told["watchlists"]] == [True]
    assert told["decisions"][0]["decision"] == "new"
    assert told["messages"][0]["state"] == "sent"
    plain = desk.call("explain", "https://a.example/0").stdout
    assert "+ kurils: matched: Kuril Islands" in plain
    missing = desk.call("explain", "https://a.example/none")
    assert missing.returncode == 1
    assert without_trace(missing.stderr)


def test_a_turn_leaves_a_sound_database(desk, site):
    """SQLite's own check finds nothing wrong after a stop in the middle of work."""
    service = desk.start()
    site.wait_until_asked(2)
    service.stop()
    with sqlite3.connect(desk.folder / "monitor.db") as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    connection.close()
