"""The watchlists that come along, on the recorded day and on labelled news."""

import json
from collections import Counter
from pathlib import Path

import pytest

from monitor.demo.day import load
from monitor.matching.matcher import Matcher, compile_rules
from monitor.model.entry import Entry
from monitor.settings import Settings
from monitor.text.plain import plain_text, plain_title
from monitor.watchlist.feedlist import load_feeds
from monitor.watchlist.load import load_watchlists

FOLDER = Path(__file__).parents[2] / "watchlists"
ISLANDS, SUMMIT = "kuril-islands", "russia-japan-summit"
MET = {
    ISLANDS: {
        *("mw-1001", "tag:harbour-post.example,2026:352", "70418", "nt-88131", "ld-5512", "70427"),
        *("zi-20431", "ss-3309", "zi-20434", "ss-3307", "up-7718", "up-7729", "70440", "70444"),
        *("tag:harbour-post.example,2026:371", "nt-88150", "ld-5531"),
    },
    SUMMIT: {
        *("mw-1001", "tag:harbour-post.example,2026:352", "70418", "nt-88131", "ld-5512", "70427"),
        *("zi-20431", "ss-3309", "tag:harbour-post.example,2026:371", "nt-88150"),
    },
}
"""Guids of the day's items by the watchlist that they meet."""


@pytest.fixture(scope="module")
def matcher() -> Matcher:
    loaded = load_watchlists(FOLDER, Settings().destinations())
    return compile_rules([one.rule for one in loaded.watchlists], loaded.groups)


def test_the_shipped_files_load_without_a_word() -> None:
    """A newcomer's first `monitor check` finds neither an error nor a warning."""
    loaded = load_watchlists(FOLDER, Settings().destinations())
    feeds, problems = load_feeds(FOLDER / "feeds.yaml")
    assert {one.id for one in loaded.watchlists} == {ISLANDS, SUMMIT}
    assert (*loaded.problems, *problems) == ()
    assert len({feed.id for feed in feeds}) == len(feeds) > 20


def test_each_item_of_the_day_meets_what_it_should(matcher: Matcher) -> None:
    """Hits in three languages, and near misses that are rightly not matched."""
    day = load()
    languages = {outlet.id: outlet.language for outlet in day.outlets}
    met: dict[str, set[str]] = {ISLANDS: set(), SUMMIT: set()}
    for item in day.items:
        entry = Entry(
            feed=item.outlet,
            guid=item.guid,
            link="",
            title=plain_title(item.title),
            text=plain_text(item.text),
            language=languages[item.outlet],
        )
        for match in matcher.match(entry):
            met[match.watchlist].add(item.guid)
    assert met == MET


def told(matcher: Matcher, headline: str) -> set[str]:
    """The watchlists that a headline meets; what follows `//` is the text below it."""
    title, _, text = headline.partition(" // ")
    return {match.watchlist for match in matcher.match(Entry("", "", "", title, text))}


@pytest.mark.parametrize(
    "headline",
    [
        "Former residents visit graves on Shikotan",
        "Japan's claim to the southern Kurils is void, Medvedev says",
        "Moscow puts missiles on islands also claimed by Japan // Tokyo has protested.",
        "Northern Territories Day: premier renews call to Russia",
        "Russian Bear bombers circle the Kuriles",
        "Row erupts over Kuril visit",
        "На Шикотане открыли рыбозавод",
        "МИД Японии вызвал посла из-за учений у спорных островов",
        "Как живут на краю земли // Репортаж с Кунашира, который видно с японского берега.",
        "Южнокурильские рыбаки ждут квот",
        "択捉に地対空ミサイル配備",
        "歯舞・色丹の引き渡しに言及",
        "貝殻島コンブ漁が解禁",
        "ビザなし交流、再開のめど立たず",
    ],
)
def test_news_of_the_islands(matcher: Matcher, headline: str) -> None:
    """Names, administrative names and the islands unnamed, in three languages."""
    assert ISLANDS in told(matcher, headline)


@pytest.mark.parametrize(
    "headline",
    [
        "Kremlin says no date yet for Putin's trip to Japan",
        "Koizumi heads to Moscow for summit",
        "Tokyo and Moscow seek leaders' meeting in spring",
        "Ishiba and Putin exchange letters",
        "Российско-японский саммит перенесён",
        "Японский премьер посетит Россию в мае",
        "Михаил Мишустин провёл телефонный разговор с Ёсихидэ Сугой",
        "Премьер-министр Японии прилетел // Завтра у него встреча с президентом России.",
        "日ロ首脳、電話で協議",
        "プーチン大統領の来日、調整続く",
        "首相訪ロ、月内にも",
    ],
)
def test_news_of_a_summit(matcher: Matcher, headline: str) -> None:
    """Leaders of the last quarter of a century, their offices, and what leaders do."""
    assert SUMMIT in told(matcher, headline)


@pytest.mark.parametrize(
    "headline",
    [
        "Brown bear surprises campers at Kuril Lake",
        "Tropical storm passes the Kuril Islands",
        "Cruise ships return to the Kurils after the thaw",
        "Northern Territories, the outback's quiet heart // Australia beyond the reef.",
        "China and Japan trade accusations over disputed islands",
        "Russia beat Japan in hockey final",
        "Kremlin Cup: Japan's champion meets Russian qualifier",
        "Putin hosts Modi while Japan looks on",
        "Australia's Northern Territory sells gas to Japan",
        "Куриленко получила приз в Каннах",
        "Курил в подъезде и бросил сигарету: пожар потушили",
        "Развитие северных территорий обсудили в Норильске",
        "Россия и Япония сыграли вничью на чемпионате",
        "На Курилах сошла лавина",
        "Россияне дали концерт в Токио",
        "アクリル板の需要が減少",
        "帰国後の手続きを簡素に",
        "国後島付近で地震　最大震度3",
        "米ロ首脳会談、日本も注視",
        "高市首相、韓国大統領と首脳会談",
    ],
)
def test_what_neither_is_for(matcher: Matcher, headline: str) -> None:
    """Nature, travel, sport, namesakes, and talks with others."""
    assert told(matcher, headline) == set()


@pytest.mark.parametrize("watchlist", [ISLANDS, SUMMIT])
def test_labelled_news(matcher: Matcher, watchlist: str, corpus: Path) -> None:
    """On real news, labelled by hand, few hits are wrong and hardly any is missing."""
    lines = (corpus / "data/kurils/items.jsonl").read_text("utf-8").splitlines()
    counts: Counter[tuple[int, bool]] = Counter()
    for item in map(json.loads, lines):
        entry = Entry("labelled", item["id"], "", item["title"], item["text"], item["lang"])
        hit = any(match.watchlist == watchlist for match in matcher.match(entry))
        counts[item["grades"].get(watchlist, 0), hit] += 1
    hits, misses, wrong = counts[2, True], counts[2, False], counts[0, True]
    assert hits / (hits + wrong) >= 0.95
    assert hits / (hits + misses) >= 0.95
