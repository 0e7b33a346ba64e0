"""Whatever a feed says: mails, webhooks, the terminal and apprise stay whole, small and safe."""

import asyncio
import email
import email.policy
import io
import json
import re
from dataclasses import replace
from datetime import UTC, datetime
from email.headerregistry import Address
from email.message import EmailMessage
from html.parser import HTMLParser
from urllib.parse import urlsplit

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rich.console import Console

from notifiers.apprise import BODY, plain
from notifiers.base import Message, MessageKind, Passage, Section, Story
from notifiers.console import ConsoleNotifier
from notifiers.email import compose
from notifiers.email_text import HTML_LIMIT, Reader, render
from notifiers.stored import dump_message, load_message
from notifiers.testing import HOSTILE

NOW = datetime(2026, 12, 14, 0, 12, tzinfo=UTC)
SENDER = Address("News monitor", "monitor", "example.org")
PIECES = (
    HOSTILE,
    "\r\nBcc: all@example.org\r\n\r\n",
    "\u202e\u2066evil\u2069",
    "</style><img src=x onerror=a()>",
    "<!--[if mso]>",
    "-->",
    "\"><a href='javascript:a()'>",
    "{{ 7*7 }}{% raw %}",
    "\x00\x1b[31m\x07",
    "\ud83d",
    "=?utf-8?b?QmNjOiB4?=",
    "Курилы",
    "北方領土",
    "x" * 1_500,
    "&amp;lt;",
    "\u2028",
    "- -- ---\n.\n..\n",
)
TEXT = st.lists(st.sampled_from(PIECES) | st.text(max_size=12), max_size=4).map("".join)
LINKS = st.sampled_from(
    [
        "https://example.org/a?b=c&d=e",
        "javascript:alert(1)",
        "JaVaScRiPt://example.org/%0aalert(1)",
        "data:text/html,<script>alert(1)</script>",
        'https://example.org/"><script>alert(1)</script>',
        "https://example.org/\r\nX: y",
        "file:///etc/passwd",
        "//example.org",
        "https://example.org/" + "a" * 9_000,
        "https://example.org/" + "\u202e" * 3_000,
        "",
    ]
) | TEXT.map(lambda text: f"https://example.org/{text}")
NAMES = st.lists(TEXT, max_size=3).map(tuple) | st.just(tuple(f"Outlet {n}" for n in range(500)))
SPANS = st.lists(st.tuples(st.integers(-5, 12_000), st.integers(-5, 12_000)), max_size=4).map(
    lambda spans: tuple(sorted((min(s), max(s)) for s in spans))
)
STORIES = st.builds(
    Story,
    title=TEXT,
    link=LINKS,
    source=TEXT,
    published=st.just(NOW),
    kind=st.sampled_from(["new", "update", "correction", "withdrawal"]),
    priority=st.sampled_from(["high", "normal", "low"]),
    passage=st.none() | st.builds(Passage, TEXT, SPANS),
    watchlists=NAMES,
    terms=NAMES,
    changes=NAMES,
    also_in=NAMES,
    late=st.booleans(),
)


@st.composite
def messages(draw: st.DrawFn) -> Message:
    """An alert, update, digest or notice."""
    kind: MessageKind = draw(st.sampled_from(["alert", "update", "digest", "notice"]))
    sections: tuple[Section, ...] = ()
    if kind == "digest":
        told = draw(st.lists(STORIES, min_size=1, max_size=3))
        sections = (Section(draw(TEXT), tuple(told)),)
    elif kind != "notice":
        sections = (Section("", (draw(STORIES),)),)
    thread = "first" if kind == "update" else ""
    return Message("m-1", kind, draw(TEXT), sections, draw(TEXT), thread, page=draw(LINKS))


def grown(message: Message, times: int) -> Message:
    """A digest with so many times its stories; other messages as they are."""
    if message.kind != "digest":
        return message
    sections = (replace(one, stories=one.stories * times) for one in message.sections)
    return replace(message, sections=tuple(sections))


TIMES = st.sampled_from([1, 40, 700])
WHATEVER = settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
CONTROLS = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]"
)


class Page(HTMLParser):
    """Collects what a mail program would act upon."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.links: list[str] = []
        self.handlers: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.handlers += [name for name, _ in attrs if name.startswith("on")]
        self.links += [value or "" for name, value in attrs if name in {"href", "src", "action"}]


OURS = {
    "html", "head", "meta", "title", "style", "body", "div", "p", "a", "b", "h1", "h2", "span",
    "table", "tbody", "tr", "td",
}  # fmt: skip


@given(messages())
@WHATEVER
def test_html_holds_our_own_tags_and_web_links_only(message: Message) -> None:
    """No tag, handler, script link or control character of a feed's is in a mail's HTML."""
    bodies = render(message, reader=Reader("desk@example.org", "https://example.org/u/1"))
    page = Page(bodies.html)
    assert page.tags <= OURS
    assert page.handlers == []
    assert {urlsplit(link).scheme for link in page.links} <= {"http", "https"}
    assert not CONTROLS.search(bodies.html + bodies.text)
    assert bodies.html.count("<!--") == bodies.html.count("-->") == 2


@given(messages(), TIMES)
@WHATEVER
def test_a_mail_is_below_the_limit_and_adds_up(message: Message, times: int) -> None:
    """The HTML is shorter than what Gmail clips, and every story is told or counted."""
    message = grown(message, times)
    html = render(message).html
    assert len(html.encode()) < HTML_LIMIT
    if message.kind == "digest":
        more = re.search(r"and (\d+) more", html.rpartition("</div>")[2])
        told = len(re.findall(r'<p class="title"', html))
        assert told + (int(more[1]) if more else 0) == len(message.sections[0].stories)


@given(messages())
@WHATEVER
def test_a_mail_has_our_headers_only(message: Message) -> None:
    """Nothing in a feed adds a header, a recipient or a part; every line fits SMTP's 998."""
    mail = compose(message, SENDER, "desk@example.org", NOW)
    raw = mail.as_bytes()
    read = email.message_from_bytes(raw, policy=email.policy.default)
    assert isinstance(read, EmailMessage)
    assert set(read.keys()) == set(mail.keys())
    assert "Bcc" not in read
    assert read["To"] == "desk@example.org"
    assert [part.get_content_type() for part in read.iter_parts()] == ["text/plain", "text/html"]
    assert max(map(len, raw.split(b"\r\n"))) <= 998
    assert raw.isascii()


@given(messages())
@WHATEVER
def test_a_webhook_is_json_that_comes_back(message: Message) -> None:
    """Whatever a message says is valid UTF-8 and JSON, and reads as the same kind of message."""
    body = dump_message(message).encode()
    assert json.loads(body)["id"] == message.id
    again = load_message(body.decode())
    assert (again.kind, len(again.sections)) == (message.kind, len(message.sections))


@given(messages())
@WHATEVER
def test_the_terminal_is_never_steered(message: Message) -> None:
    """No escape, bell or change of direction reaches it, wide or narrow, piped or not."""
    out = io.StringIO()
    asyncio.run(ConsoleNotifier(Console(file=out, width=40, color_system=None)).send(message))
    assert not CONTROLS.search(out.getvalue())


@given(messages())
@WHATEVER
def test_apprise_gets_plain_text_with_an_end(message: Message) -> None:
    """A title of one line and a bounded body, that mention nobody."""
    title, body = plain(message)
    assert title
    assert "\n" not in title
    assert len(title) <= 500
    assert 0 < len(body) <= BODY
    assert not CONTROLS.search(title + body)
    assert not re.search(r"(?<![\w/])@here|<!channel>", title + body)


@pytest.mark.parametrize(
    "title",
    ["Fog", "Переговоры у Курильских островов", "&" * 10_000],
    ids=["short", "Cyrillic", "long"],
)
def test_two_thousand_stories_fit(title: str) -> None:
    """A digest after a holiday is cut, says by how many, and links to all of it."""
    outlets = tuple(f"Outlet {n}" for n in range(500))
    story = Story(title, "https://example.org/a", "Post", NOW, also_in=outlets)
    sections = tuple(Section(f"List {n}", (story,) * 100) for n in range(20))
    digest = Message("d", "digest", "Digest", sections, page="https://example.org/d/1")
    bodies = render(digest)
    assert len(bodies.html.encode()) < HTML_LIMIT
    told = bodies.html.count('class="story"')
    assert told > 20
    assert '<a href="https://example.org/d/1" style' in bodies.html
    rest = re.search(r"and (\d+) more: https://example.org/d/1", bodies.text)
    assert rest is not None
    assert bodies.text.count("Also in: ") + int(rest[1]) == 2_000
