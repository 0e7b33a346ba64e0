"""The two bodies of a mail."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from notifiers.base import Message, MessageKind, Passage, Section, Story
from notifiers.email_text import HTML_LIMIT, render
from notifiers.testing import HOSTILE, sample

NASTY = st.text(
    st.one_of(st.sampled_from("&<>\"'/=\x00\x1b\u202e\ud83d😀{}%#"), st.characters()), max_size=60
)


class Page(HTMLParser):
    """Collects the tags and links of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        assert not [name for name, _ in attrs if name.startswith("on")]
        self.links.extend(value or "" for name, value in attrs if name in {"href", "src"})


OURS = {"html", "head", "meta", "title", "style", "body", "div", "p", "a", "b", "h1", "h2", "span"}
OURS |= {"table", "tbody", "tr", "td"}


@given(
    st.builds(
        Story,
        title=NASTY,
        link=NASTY.map(lambda text: f"https://example.org/{text}") | NASTY,
        source=NASTY,
        published=st.just(datetime(2026, 12, 14, tzinfo=UTC)),
        kind=st.sampled_from(["new", "update", "correction", "withdrawal"]),
        passage=st.none() | st.builds(Passage, NASTY, st.just(((1, 4), (6, 9)))),
        changes=st.lists(NASTY, max_size=2).map(tuple),
        also_in=st.lists(NASTY, max_size=3).map(tuple),
        watchlists=st.lists(NASTY, max_size=2).map(tuple),
    ),
    st.sampled_from(["alert", "digest"]),
)
@settings(max_examples=60)
def test_no_feed_text_becomes_markup(story: Story, kind: MessageKind) -> None:
    """Whatever a feed says, the HTML holds our own tags and web links only."""
    message = Message("m", kind, story.title, (Section("x", (story,)),), page=story.link)
    bodies = render(message)
    page = Page(bodies.html)
    assert set(page.tags) <= OURS
    assert all(link.startswith(("https://", "http://")) for link in page.links)
    assert not re.search("[\x00-\x08\x0e-\x1f\x7f\u202e\ud800-\udfff]", bodies.text + bodies.html)


def test_styles_stand_inline() -> None:
    """Mail readers that drop the head still show the layout; dark mode stays in the head."""
    html = render(sample()).html
    title = re.search(r'<p class="title large" style="([^"]+)"', html)
    assert title
    assert "font-weight: 600" in title[1]
    assert "prefers-color-scheme: dark" in html.partition("</head>")[0]


def test_a_mail_loads_nothing() -> None:
    """No picture, no script, nothing from elsewhere: it reads the same with images off."""
    html = render(sample()).html
    assert not re.search(r"<img|<script|<link|url\(|@import", html)


def test_terms_are_bold() -> None:
    """The matched terms stand out in both bodies."""
    bodies = render(sample())
    assert "The ferry to <b>Kunashir</b> sails again." in bodies.html
    assert "The ferry to *Kunashir* sails again." in bodies.text


def test_a_correction_says_so_first() -> None:
    """What changed comes before the title, in both bodies, and in the mailbox's preview."""
    message = sample("m", "update", kind="correction", changes=("toll 12 → 15",))
    bodies = render(message)
    assert bodies.text.splitlines()[0] == "⚠ Correction: toll 12 → 15"
    assert bodies.html.index("toll 12 → 15</p>") < bodies.html.index("(m)</a>")
    assert '<div class="preview"' in bodies.html
    assert "Correction · toll 12 → 15 · The ferry" in bodies.html


@pytest.mark.parametrize("stories", [1, 90, 700])
def test_a_digest_stays_below_what_gmail_shows(stories: int) -> None:
    """A long digest is cut, counts what it left out, and links to all of it."""
    one = replace(
        sample("d", "digest").sections[0].stories[0],
        title="Переговоры о рыболовстве у Курильских островов " * 4,
        also_in=("Северная лента", "Островной вестник"),
    )
    message = replace(
        sample("d", "digest"),
        sections=(Section("Курилы", (one,) * stories), Section("Ещё", (one,) * stories)),
        page="https://example.org/d/1",
    )
    bodies = render(message)
    assert len(bodies.html.encode()) < HTML_LIMIT
    told = bodies.html.count('<div class="story"')
    assert told == bodies.text.count("Harbour News · ")
    rest = 2 * stories - told
    assert ('<a href="https://example.org/d/1"' in bodies.html) is (rest > 0)
    if rest:
        assert f"and {rest} more: https://example.org/d/1" in bodies.text
        assert f">and {rest} more</a>" in bodies.html
    assert f"Курилы ({stories})" in bodies.html


def test_a_hostile_digest_is_cut_all_the_same() -> None:
    """Titles that grow when they are escaped can't push a digest over the limit."""
    one = sample("d", "digest", title="&" * 5_000, source=HOSTILE * 20).sections[0].stories[0]
    message = replace(sample("d", "digest"), sections=(Section(HOSTILE * 50, (one,) * 300),))
    assert len(render(message).html.encode()) < HTML_LIMIT


def test_a_notice_keeps_its_lines() -> None:
    """A notice's body stands line by line."""
    bodies = render(Message("n", "notice", "Feed is back", body="It was away.\nAll is read."))
    assert bodies.text == "Feed is back\nIt was away.\nAll is read.\n"
    assert "It was away.</p>" in bodies.html
