"""The recorded day, its four feed formats and the server that plays it."""

import json
from collections import Counter
from datetime import UTC, datetime

import aiohttp
import feedparser
import pytest

from monitor.demo.day import Day, Outlet, Post, load, posts
from monitor.demo.render import document
from monitor.demo.server import DayServer

START = datetime(2026, 12, 20, 21, 0, tzinfo=UTC)
DAY = load()
EVENING = DAY.moments[-1]


def outlet(id_: str) -> Outlet:
    return next(outlet for outlet in DAY.outlets if outlet.id == id_)


def shown(day: Day, id_: str, minute: float) -> tuple[Post, ...]:
    return posts(day, outlet(id_), START, minute)


def test_every_outlet_has_something_before_the_day_begins() -> None:
    """A feed's first reading is seeded, so that nothing of the day itself may be lost to it."""
    assert {item.outlet for item in DAY.items if item.at <= 0} == {o.id for o in DAY.outlets}


def test_the_day_is_told_in_three_languages_and_four_formats() -> None:
    """The demo shows English, Russian and Japanese, and every feed format the monitor reads."""
    assert {o.language for o in DAY.outlets} == {"en", "ru", "ja"}
    assert {o.format for o in DAY.outlets} == {"rss", "atom", "rdf", "json"}


def test_a_later_item_with_the_same_guid_is_a_revision() -> None:
    """The revised entry keeps its guid, its link and its date, and has a new text."""
    before = {post.guid: post for post in shown(DAY, "meridian-wire", 239)}["mw-1001"]
    after = {post.guid: post for post in shown(DAY, "meridian-wire", 240)}["mw-1001"]
    assert (after.link, after.published) == (before.link, before.published)
    assert after.updated > before.updated
    assert after.text != before.text


def test_nothing_is_shown_before_its_minute() -> None:
    """The feed grows as the day goes on, newest first."""
    early, late = shown(DAY, "harbour-post", 0), shown(DAY, "harbour-post", EVENING)
    assert len(early) < len(late)
    assert list(late) == sorted(late, key=lambda post: post.updated, reverse=True)


def test_dates_in_the_texts_follow_the_start_of_the_day() -> None:
    """A mark is written out in each outlet's language, across the end of the year too."""
    english, russian, japanese = (
        next(post.title + post.text for post in shown(DAY, id_, EVENING) if post.guid == guid)
        for id_, guid in (
            ("harbour-post", "tag:harbour-post.example,2026:352"),
            ("zaliv-inform", "zi-20431"),
            ("shiomi-shinpo", "ss-3309"),
        )
    )
    assert "January 2" in english
    assert "2 января" in russian
    assert "1月4日" in japanese


def test_no_mark_is_left_in_any_text() -> None:
    """Every date mark of the day can be written out."""
    texts = [post.title + post.text for o in DAY.outlets for post in posts(DAY, o, START, EVENING)]
    assert texts
    assert not [text for text in texts if "{" in text]


@pytest.mark.parametrize("id_", [o.id for o in DAY.outlets if o.format != "json"])
def test_feedparser_reads_the_xml_formats(id_: str) -> None:
    """Each XML document is well formed and gives back titles, links and dates."""
    expected = shown(DAY, id_, EVENING)
    feed = feedparser.parse(document(outlet(id_), expected, START))
    assert not feed.bozo
    assert [e.title for e in feed.entries] == [post.title for post in expected]
    assert [e.link for e in feed.entries] == [post.link for post in expected]
    assert all({"published_parsed", "updated_parsed"} & e.keys() for e in feed.entries)
    assert all(e.summary for e in feed.entries)


def test_the_json_feed_holds_the_same_posts() -> None:
    """The JSON document follows JSON Feed 1.1."""
    expected = shown(DAY, "pacific-ledger", EVENING)
    feed = json.loads(document(outlet("pacific-ledger"), expected, START))
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert [(i["id"], i["url"], i["title"], i["content_html"]) for i in feed["items"]] == [
        (post.guid, post.link, post.title, post.text) for post in expected
    ]


async def test_the_server_serves_what_the_moment_allows() -> None:
    """Moving the moment on adds entries to the feeds."""
    counts: list[Counter[str]] = []
    async with DayServer(DAY, START) as server, aiohttp.ClientSession() as session:
        for minute in (0, EVENING):
            server.show_until(minute)
            count: Counter[str] = Counter()
            for feed in server.feeds():
                async with session.get(feed.url) as answer:
                    body = await answer.read()
                    count[feed.id] = body.count(b"<item") + body.count(b"<entry")
                    assert answer.status == 200
            counts.append(count)
    assert counts[1].total() > counts[0].total()


async def test_an_unchanged_feed_answers_304_by_etag_and_by_date() -> None:
    """Validators are echoed byte for byte; a moved-on moment makes them stale."""
    async with DayServer(DAY, START) as server, aiohttp.ClientSession() as session:
        url = server.feeds()[0].url
        async with session.get(url) as answer:
            etag, changed = answer.headers["ETag"], answer.headers["Last-Modified"]
        for condition in ({"If-None-Match": etag}, {"If-Modified-Since": changed}):
            async with session.get(url, headers=condition) as answer:
                assert answer.status == 304
                assert answer.headers["ETag"] == etag
        server.show_until(EVENING)
        for condition in ({"If-None-Match": etag}, {"If-Modified-Since": changed}):
            async with session.get(url, headers=condition) as answer:
                assert answer.status == 200


async def test_an_unknown_feed_is_not_found() -> None:
    """A mistyped address answers 404 rather than an empty feed."""
    async with DayServer(DAY, START) as server, aiohttp.ClientSession() as session:
        url = server.feeds()[0].url.replace("meridian-wire", "nobody")
        async with session.get(url) as answer:
            assert answer.status == 404


async def test_the_server_listens_on_loopback_only_and_stops_twice() -> None:
    """The demo opens no port to the network, and stopping it again does no harm."""
    server = DayServer(DAY, START)
    await server.start()
    assert all(feed.url.startswith("http://127.0.0.1:") for feed in server.feeds())
    await server.stop()
    await server.stop()
