"""`monitor run` and mails: a reader who leaves, a template that breaks."""

import email
import email.policy
import json
import socket
from collections.abc import Iterator
from typing import Any
from urllib.request import Request, urlopen

import pytest
from aiosmtpd.controller import Controller

from notifiers.unsubscribe import token

TITLE = "Ferry to the Kuril Islands sails again"
MAILED = "title: Kurils\nmatch: [Kuril Islands]\nnotify:\n  - email: desk@example.org\n"


class Mailbox:
    """Takes every mail."""

    def __init__(self, port: int) -> None:
        self.mails: list[Any] = []
        self.settings = {"host": "127.0.0.1", "port": port, "from": "News <news@example.org>"}

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 - aiosmtpd's name
        self.mails.append(email.message_from_bytes(envelope.content, policy=email.policy.default))
        return "250 OK"


@pytest.fixture
def mailbox(desk) -> Iterator[Mailbox]:
    """A mail server, and a watchlist that mails; every setting but the web page's is made."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    box = Mailbox(port)
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    desk.write("watchlists/kurils.yaml", MAILED)
    yield box
    controller.stop()


@pytest.mark.slow
def test_a_reader_leaves_by_the_link_and_ops_is_told_once(desk, site, mailbox):
    """One POST, and no mail comes any more; a second one changes nothing; a command undoes it."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    web = {"listen": f"127.0.0.1:{port}", "public_url": "https://monitor.example.org"}
    desk.settings(email=mailbox.settings, web=web)
    service = desk.start(MONITOR_WEB_TOKEN="key")
    site.wait_until_asked(2)
    link = f"http://127.0.0.1:{port}/unsubscribe/{token('desk@example.org', 'key')}"
    for _ in range(2):
        with urlopen(Request(link, data=b"List-Unsubscribe=One-Click")) as page:
            assert page.status == 200
    service.wait_for("monitor subscriptions restore desk@example.org")
    site.items.insert(0, TITLE)
    site.wait_until_asked(2)
    assert service.stop() == 0
    told = [line for line in service.out if "desk@example.org gets no more mails" in line]
    assert len(told) == 1
    assert mailbox.mails == []
    row = json.loads(desk.call("alerts", "--json").stdout)
    assert row["state"] == "skipped"
    assert row["reason"].startswith("unsubscribed by mail on ")
    told = desk.call("explain", str(row["entry"])).stdout
    assert "to email:desk@example.org: skipped; unsubscribed by mail on " in told
    assert desk.call("subscriptions", "restore", "desk@example.org").returncode == 0


def test_a_broken_template_loses_no_alert(desk, site, mailbox):
    """The mail goes out by the built-in template, and ops reads file, line and fault, once."""
    desk.settings(email=mailbox.settings, templates="looks")
    desk.write("looks/alert.html", "<p>Gazette</p>\n{{ story.titel }}\n")
    desk.write("looks/subject.txt", "[Gazette] {{ subject }}")
    site.items[:0] = [TITLE, "Kuril Islands: two boats are missing in fog"]
    ran = desk.call("run", "--once", "--alert-backlog", "2h")
    assert ran.returncode == 0, ran.stderr
    subjects = sorted(mail["Subject"] for mail in mailbox.mails)
    assert subjects[0] == f"[Gazette] {TITLE}"
    html = [mail.get_body(("html",)).get_content() for mail in mailbox.mails]
    assert len(html) == 2
    assert all("Gazette</p>" not in one for one in html)
    assert any(TITLE in one for one in html)
    assert ran.stdout.count("A mail template does not work") == 1
    assert "looks/alert.html:2: a story has no attribute 'titel'" in ran.stdout
