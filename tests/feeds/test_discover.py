"""Feeds named by pages, and feeds written as OPML."""

from xml.etree import ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st

from monitor.feeds.discover import Link, find_feeds
from monitor.feeds.opml import write_opml
from monitor.model.feed import Feed

URL = "https://port.example/news/"


def test_feeds_of_a_page_are_found_in_order_once() -> None:
    """Relative addresses, odd spellings of rel and type, duplicates and other links."""
    page = b"""<html><head>
      <link rel="alternate" type="application/rss+xml" title="All &amp; more" href="feed.xml">
      <link REL="Alternate home" TYPE="application/atom+xml; charset=utf-8" href="/atom">
      <link rel="alternate" type="application/rss+xml" href="feed.xml">
      <link rel="alternate" type="application/feed+json" href="https://other.example/f.json">
      <link rel="alternate" hreflang="ja" href="/ja/">
      <link rel="alternate" type="text/html" href="/mobile">
      <link rel="stylesheet" type="application/rss+xml" href="/style">
      <link rel="alternate" type="application/rss+xml" href="javascript:alert(1)">
    </head></html>"""
    assert find_feeds(page, "text/html", URL) == (
        Link("https://port.example/news/feed.xml", "All & more"),
        Link("https://port.example/atom", ""),
        Link("https://other.example/f.json", ""),
    )


def test_base_of_the_page_counts() -> None:
    """`<base href>` moves relative addresses."""
    page = b"<base href='/other/'><link rel=alternate type=application/rss+xml href=feed>"
    assert find_feeds(page, "", URL)[0].url == "https://port.example/other/feed"


@given(st.binary(max_size=200), st.text(max_size=20))
def test_any_page_is_survived(body: bytes, url: str) -> None:
    """Pages are outside data: there are feeds, or none."""
    find_feeds(body, "text/html", url)


def test_opml_keeps_order_groups_and_languages() -> None:
    """Feeds stand under their headings as other readers expect them; secrets stay at home."""
    feeds = [
        Feed(id="a", url="https://a.example/?x=1&y=2", title="A & B", group="Asia", language="ja"),
        Feed(id="b", url="https://b.example/", headers=(("Authorization", "secret"),)),
        Feed(id="c", url="https://c.example/", group="Asia"),
    ]
    text = write_opml(feeds, "Desk")
    body = ET.fromstring(text).find("body")  # noqa: S314 (our own document)
    assert body is not None
    asia, b = body
    assert [outline.get("xmlUrl") for outline in asia] == [feeds[0].url, feeds[2].url]
    assert (asia.get("text"), asia[0].get("text"), asia[0].get("language")) == (
        "Asia",
        "A & B",
        "ja",
    )
    assert (b.get("type"), b.get("text")) == ("rss", "https://b.example/")
    assert "secret" not in text
