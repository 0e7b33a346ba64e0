"""The list of feeds: addresses, details, headings, OPML."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.model.feed import Feed
from monitor.watchlist.address import slug
from monitor.watchlist.feedlist import load_feeds
from monitor.watchlist.problem import Problem

OPML = """<?xml version="1.0" encoding="UTF-8"?>
<opml version="2.0"><head><title>Ours</title></head><body>
 <outline text="Asia">
  <outline text="Japan">
   <outline text="East" title="The East" xmlUrl="https://east.example/rss" language="ja"/>
  </outline>
  <outline text="Korea" xmlurl="https://korea.example/rss?a=1&amp;b=2"/>
 </outline>
 <outline text="West" xmlUrl="https://west.example/rss"/>
</body></opml>
"""


def load(folder: Path, text: str) -> tuple[tuple[Feed, ...], tuple[Problem, ...]]:
    path = folder / "feeds.yaml"
    path.write_text(text, encoding="utf-8")
    return load_feeds(path)


def test_addresses_one_a_line(tmp_path: Path) -> None:
    """An address is enough; its id is readable and hangs on the address alone."""
    feeds, problems = load(
        tmp_path, "- https://www.a.example/news/rss.xml\n- http://b.example:81\n"
    )
    assert not problems
    assert feeds == (
        Feed("a.example-news-rss.xml", "https://www.a.example/news/rss.xml"),
        Feed("b.example-81", "http://b.example:81"),
    )


def test_details(tmp_path: Path) -> None:
    """Every key of a feed; what is left open is as in the settings."""
    text = """\
- url: https://a.example/rss
  id: a
  title: A  and B
  language: en-GB
  every: 2m
  max_age: 48h
  full_text: yes
  alert_backlog: 1h30m
  headers: {Accept-Language: ja, X-Key: 007}
- {url: https://b.example, title: null, every: }
"""
    feeds, problems = load(tmp_path, text)
    assert not problems
    assert feeds[0] == Feed(
        id="a",
        url="https://a.example/rss",
        title="A and B",
        language="en-gb",
        every=timedelta(minutes=2),
        max_age=timedelta(hours=48),
        alert_backlog=timedelta(minutes=90),
        full_text=True,
        headers=(("Accept-Language", "ja"), ("X-Key", "007")),
    )
    assert feeds[1] == Feed("b.example", "https://b.example")


def test_headings(tmp_path: Path) -> None:
    """Headings hold lists, single addresses, or further headings."""
    text = """\
Asia:
  Japan:
    - https://a.example
    - url: https://b.example
  Korea: https://c.example
Europe:
  url: https://d.example
"""
    feeds, problems = load(tmp_path, text)
    assert not problems
    assert [one.group for one in feeds] == [
        "Asia / Japan",
        "Asia / Japan",
        "Asia / Korea",
        "Europe",
    ]


def test_opml(tmp_path: Path) -> None:
    """Nested outlines become headings; a language that is none is not the desk's fault."""
    (tmp_path / "ours.opml").write_text(OPML, encoding="utf-8")
    feeds, problems = load(tmp_path, "include: ours.opml\nMore:\n  - https://a.example\n")
    assert not problems
    assert [(one.title, one.group, one.url) for one in feeds] == [
        ("The East", "Asia / Japan", "https://east.example/rss"),
        ("Korea", "Asia", "https://korea.example/rss?a=1&b=2"),
        ("West", "", "https://west.example/rss"),
        ("", "More", "https://a.example"),
    ]
    assert feeds[0].language == "ja"


def test_a_feed_twice_in_opml_is_a_warning(tmp_path: Path) -> None:
    """Another program's list may name a feed under two headings."""
    (tmp_path / "ours.opml").write_text(OPML, encoding="utf-8")
    feeds, problems = load(tmp_path, "- https://west.example/rss\n- include: ours.opml\n")
    assert len(feeds) == 3
    assert [(Path(one.file).name, one.line, one.error) for one in problems] == [
        ("ours.opml", 9, False)
    ]


@pytest.mark.parametrize(
    ("opml", "said"),
    [
        ('<!DOCTYPE opml [<!ENTITY a "b">]><opml/>', "document type"),
        ("<opml><body><outline></body></opml>", "well-formed"),
        ("<rss><channel/></rss>", "no OPML"),
        ("", "well-formed"),
        ("<opml>" + "<outline text='a'>" * 60, "50 levels"),
        ("<?xml version='1.0' encoding='x-none'?><opml/>", "unknown encoding"),
    ],
)
def test_opml_that_is_none(tmp_path: Path, opml: str, said: str) -> None:
    """Broken XML, other XML and XML with a DTD are told."""
    (tmp_path / "ours.opml").write_text(opml, encoding="utf-8")
    feeds, problems = load(tmp_path, "include: ours.opml\n")
    assert not feeds
    assert [one.error for one in problems] == [True]
    assert said in problems[0].message


@pytest.mark.parametrize(
    ("text", "line", "column", "said"),
    [
        ("- htps://a.example\n", 1, 3, "https://"),
        ("- ftp://a.example\n", 1, 3, "https://"),
        ("- https:///x\n", 1, 3, "no web address"),
        ("- https://[a.example\n", 1, 3, "no web address"),
        ("- https://a.example:x/\n", 1, 3, "no web address"),
        ("- feed://a.example/rss\n", 1, 3, "https://"),
        ("- a b\n", 1, 3, "no web address"),
        ("- https://a.example\n- https://A.example/\n", 2, 3, "line 1"),
        ("- {url: https://a.example, id: x}\n- {url: https://b.example, id: x}\n", 2, 3, 'id "x"'),
        ("- {url: https://a.example, evry: 5m}\n", 1, 28, '"every"'),
        ("- {url: https://a.example, every: 5}\n", 1, 35, "unit"),
        ("- {url: https://a.example, id: x y}\n", 1, 32, "one word"),
        ("- {url: https://a.example, language: english}\n", 1, 38, '"en"'),
        ("- {url: https://a.example, full_text: maybe}\n", 1, 39, "true nor false"),
        ("- {url: https://a.example, title: [a]}\n", 1, 35, "one value"),
        ("- {url: https://a.example, headers: a}\n", 1, 37, "mapping"),
        ("- {url: https://a.example, headers: {a b: c}}\n", 1, 37, "HTTP header"),
        ('- {url: https://a.example, headers: {a: "b\\nc"}}\n', 1, 37, "runs over"),
        ("- {title: x}\n", 1, 4, "without an address"),
        ("Asia:\n", 1, 1, "without an address"),
        ("include: gone.opml\n", 1, 10, "gone.opml"),
        (f"include: {'x' * 300}.opml\n", 1, 10, "no file"),
        ("include:\n", 1, 9, "include: feeds.opml"),
        ("- https://a.example\n- [\n", 2, 3, "bracket"),
    ],
)
def test_what_is_wrong_is_said(
    tmp_path: Path, text: str, line: int, column: int, said: str
) -> None:
    """One error at the place of the mistake."""
    _, problems = load(tmp_path, text)
    assert [(one.error, one.line, one.column) for one in problems] == [(True, line, column)]
    assert said in problems[0].message


def test_a_wrong_feed_leaves_the_others_alone(tmp_path: Path) -> None:
    """Only the feed with the error is left out."""
    feeds, problems = load(tmp_path, "- https://a.example\n- nonsense\n- https://b.example\n")
    assert [one.id for one in feeds] == ["a.example", "b.example"]
    assert len(problems) == 1


def test_ids_that_would_collide_are_told_apart(tmp_path: Path) -> None:
    """Addresses that differ only in what an id can't show get a few digits more."""
    feeds, problems = load(tmp_path, "- http://a.example/x\n- https://a.example/x\n")
    assert not problems
    assert feeds[0].id == "a.example-x"
    assert feeds[1].id.startswith("a.example-x-")


def test_json_with_thousands_of_addresses(tmp_path: Path) -> None:
    """A JSON list on one line is a list of feeds."""
    urls = [f"http://127.0.0.1:8080/feed/{number}.xml" for number in range(5000)]
    feeds, problems = load(tmp_path, json.dumps(urls))
    assert not problems
    assert [one.url for one in feeds] == urls
    assert len({one.id for one in feeds}) == 5000


def test_no_file_is_no_feeds(tmp_path: Path) -> None:
    """A missing list is an empty one; `.yml` is read too."""
    assert load_feeds(tmp_path / "feeds.yaml") == ((), ())
    (tmp_path / "feeds.yml").write_text("- https://a.example\n")
    assert len(load_feeds(tmp_path / "feeds.yaml")[0]) == 1


@given(st.text("abc/?=&-._é北", max_size=200))
def test_slugs_are_short_words(path: str) -> None:
    """An id is one word of bounded length, and the same address has the same."""
    url = f"https://www.a.example/{path}"
    name = slug(url)
    assert name == slug(url)
    assert name.startswith("a.example")
    assert len(name) <= 90
    assert not set(name) & set(" /?=&")


PIECES = [
    "- ",
    "https://a.example",
    "url: ",
    "id: a",
    "\n",
    "  ",
    "include: ",
    "Asia:",
    "{",
    "}",
    ",",
]


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=25).map("".join))
def test_no_list_ever_raises(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    """Whatever stands in the list, feeds have addresses and ids of their own."""
    feeds, _ = load(tmp_path_factory.mktemp("desk"), text)
    assert all(one.id and one.url for one in feeds)
    assert len({one.id for one in feeds}) == len(feeds)
