"""What meets a watchlist, and what is said about it."""

import pytest

from monitor.matching.matcher import compile_rules
from monitor.matching.rule import Rule
from monitor.model.entry import Entry
from monitor.model.match import Match
from monitor.query.ast import Node, Not, Word, all_of, none_of
from monitor.query.errors import QueryError
from monitor.query.parse import parse_query


def entry(title: str, text: str = "", language: str = "") -> Entry:
    """An entry with this title and text."""
    return Entry("wire-en", "1", "https://wire.example/1", title, text, language)


def meets(query: str, title: str, text: str = "", language: str = "en") -> bool:
    """Whether an entry meets a watchlist with this one query."""
    matcher = compile_rules([Rule("w", parse_query(query), (language,))], {})
    return bool(matcher.match(entry(title, text)))


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("Kuril Islands", "The KURIL island chain"),
        ("Russia-Japan", "Russia/Japan trade"),
        ('"Kuril Islands"', "kuril, islands"),
        ("=WHO", "The WHO's chief"),
        ("=Pécresse", "Pe\u0301cresse en campagne"),
        ("=ОАЭ", "Эмир ОАЭ"),
        ("summit*", "Summiteers leave"),
        ("fuel cell*", "Fuel-cells for ferries"),
        ("=iPhone*", "iPhones sell"),
        ("F-35", "Two F-35s land"),
        ("Лавров", "Встреча с Лавровым"),
        ("北方領土", "今年も北方 領土の日"),
        ("サケ・マス", "サケマス漁"),
        ("サハリン2", "サハリン２の新会社"),
        ("북방영토", "북방 영토 문제"),
        ("G7サミット", "Ｇ７サミット"),
        ("Putin NEAR/1 Abe", "Abe meets Putin"),
        ("(Sea of Japan) NEAR/5 Japan", "Japan and the Sea of Japan"),
        ("title:a NEAR/1 b", "a or b"),
        ("Diyarbakır", "DIYARBAKIR walls"),
    ],
)
def test_met(query: str, title: str) -> None:
    """The same word in another dress."""
    assert meets(query, title)


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("Kuril Islands", "Islands of the Kuril chain"),
        ('"Kuril Islands"', "Kuril Island"),
        ("=WHO", "Who knows"),
        ("=Pécresse", "Pecresse"),
        ("Abe", "Abes"),
        ("Iran", "Tirana, Iranian"),
        ("C++", "Vitamin C"),
        ("Лавров", "Лавровый лист"),
        ("北方領土", "北方、領土"),
        ("북방영토", "동북방 영토"),
        ("Putin NEAR/1 Abe", "Putin met with Abe"),
        ("(Sea of Japan) NEAR/5 Japan", "Squid in the Sea of Japan"),
        ("summit*", "sum"),
    ],
)
def test_not_met(query: str, title: str) -> None:
    """Another word, or the word in another place."""
    assert not meets(query, title)


def test_title_and_body_are_apart_for_phrases_and_near_but_not_for_and() -> None:
    """A phrase ends with the title; AND and NOT look at both."""
    assert not meets("peace treaty", "World peace", "Treaty week begins")
    assert not meets("peace NEAR/5 treaty", "World peace", "Treaty week begins")
    assert meets("peace AND treaty", "World peace", "Treaty week begins")
    assert not meets("peace NOT treaty", "World peace", "Treaty week begins")
    assert meets("peace NOT title:treaty", "World peace", "Treaty week begins")


def test_a_block_ends_a_run_but_not_a_phrase() -> None:
    """A line feed in the body stands for a block's end."""
    assert meets("Kuril Islands", "", "Kuril\nIslands")
    assert not meets("北方領土", "", "北方\n領土")


def test_the_language_of_the_watchlist_inflects_latin_words() -> None:
    """Turkish endings go by Turkish rules only; several languages add up."""
    assert meets("İstanbul", "İSTANBUL'DA KAR", language="tr")
    assert not meets("İstanbul", "İSTANBUL'DA KAR")
    both = Rule("w", parse_query("island* OR İstanbul OR wars"), ("en", "tr"))
    matcher = compile_rules([both], {})
    assert [len(matcher.match(entry(title))) for title in ("İstanbul'da", "war")] == [1, 1]


def test_a_group_takes_the_rules_of_the_watchlist_that_uses_it() -> None:
    """The same group is inflected in English for one desk and in German for another."""
    groups: dict[str, Node] = {"homes": parse_query("Haus OR wars")}
    rules = [Rule(name, parse_query("@homes"), (name,)) for name in ("de", "en")]
    matcher = compile_rules(rules, groups)
    assert [m.watchlist for m in matcher.match(entry("Häuser"))] == ["de"]
    assert [m.watchlist for m in matcher.match(entry("A warring"))] == ["en"]


def test_matches_come_by_id_with_the_passages_that_met() -> None:
    """Spans cut the very words out of title and text, and name the term as written."""
    rules = [
        Rule("z", parse_query("Putin NEAR/3 Abe")),
        Rule("b", parse_query("Курилы OR “Kuril Islands”")),
        Rule("a", parse_query("nothing")),
    ]
    item = entry("Ku\u00adril Islands, again", "На Курилах: Putin met Abe.")
    found = compile_rules(rules, {}).match(item)
    assert [match.watchlist for match in found] == ["b", "z"]
    assert [cuts(match, item) for match in found] == [
        [("Ku\u00adril Islands", '"Kuril Islands"'), ("Курилах", "Курилы")],
        [("Putin", "Putin NEAR/3 Abe"), ("Abe", "Putin NEAR/3 Abe")],
    ]


def cuts(match: Match, item: Entry) -> list[tuple[str, str]]:
    """What the spans of a match cut out, each with its term."""
    texts = {"title": item.title, "body": item.text}
    return [(texts[span.field][span.start : span.end], span.term) for span in match.spans]


def test_what_leaves_out_has_no_spans() -> None:
    """Only what met the watchlist is shown."""
    query = all_of([parse_query("ferry"), none_of([parse_query("quake")])])
    (match,) = compile_rules([Rule("w", query)], {}).match(entry("Ferry back", "No storm"))
    assert match.terms == ("ferry",)


def test_a_list_of_results_does_not_make_a_list_of_spans() -> None:
    """Spans are cut at fifty."""
    (match,) = compile_rules([Rule("w", Word("goal"))], {}).match(entry("", "goal " * 500))
    assert len(match.spans) == 50


def test_rules_without_meaning_are_refused() -> None:
    """The loader has said so already; the matcher does not guess."""
    with pytest.raises(QueryError, match="no group"):
        compile_rules([Rule("w", parse_query("@nobody"))], {})
    with pytest.raises(QueryError, match="alone"):
        compile_rules([Rule("w", Not(Word("a")))], {})
