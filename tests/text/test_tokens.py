"""Texts cut into words."""

from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from monitor.text.fold import fold, is_plain, lower
from monitor.text.shapes import SPACED, WORD, spans_by_shape
from monitor.text.tokens import CONTINUES, cut, tokens
from monitor.text.words import word


def words(text: str) -> list[str]:
    """The words of a text as `=` compares them."""
    return [token.word.exact for token in tokens(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Russia–Japan/Korea", ["Russia", "Japan", "Korea"]),
        ("6.1-6.3", ["6", "1", "6", "3"]),
        ("COVID‑19™ now", ["COVID", "19", "now"]),
        ("C++17, C# and F#", ["C++", "17", "C#", "and", "F#"]),
        ("AT&T", ["AT", "T"]),
        ("Xi’an O'Brien O‘Brien Xiʼan", ["Xi'an", "O'Brien", "O'Brien", "Xi'an"]),
        ("Putin's ‘historic’ handshake", ["Putin", "historic", "handshake"]),
        ("IRAN’S teachers’ C++'s", ["IRAN", "teachers", "C++"]),
        ("L’élection d’Or qu'Alain dell'Iran", ["élection", "Or", "Alain", "Iran"]),
        ("l'a s’ouvre", ["l'a", "s'ouvre"]),
        ("U.S. U.N.’s W.H.O U.S.-led", ["US", "UN", "WHO", "US", "led"]),
        ("U. S. at T. Rex", ["U", "S", "at", "T", "Rex"]),
        ("А.С.Пушкин", ["АС", "Пушкин"]),
        ("NGOs F-35s 1990s As its Mercedes", ["NGO", "F", "35", "1990", "As", "its", "Mercedes"]),
        ("semi\u00adcon\u200bductor", ["semiconductor"]),
        ("#Kurils #KurilIslands", ["Kurils", "KurilIslands"]),
        ("हिन्दी", ["हिन्दी"]),
        ("코로나19", ["코", "로", "나", "19"]),
    ],
)
def test_words_are_what_readers_call_words(text: str, expected: list[str]) -> None:
    """Signs separate, apostrophes join, possessives and elisions and initials are one word."""
    assert words(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "https://weather.example/Kuril-Islands?src=rss",
        "HTTP://EXAMPLE.ORG/Kuril",
        "www.kuril.example",
        "kuril.example/islands",
        "kuril@islands.example",
        "mailto:kuril@islands.example",
        "https://lenta.example/новости/курилы",
        "https://ja.example/wiki/北方領土",
    ],
)
def test_addresses_are_not_text(text: str) -> None:
    """Written-out addresses of the web and of mail hold no words."""
    assert words(f"see {text} now") == ["see", "now"]


def test_text_beside_an_address_stays() -> None:
    """Japanese writes no space before or behind an address; a slash alone makes none."""
    assert words("は「https://x.example/a」北 and/or") == ["は", "北", "and", "or"]


@pytest.mark.parametrize(
    ("text", "joined"),
    [
        ("北方領土", True),
        ("北方 領土", True),
        ("北方・領土", True),
        ("北方\u200b領土", True),
        ("北方、領土", False),
        ("北方\n領土", False),
        ("北方ab領土", False),
        ("북방 영토", True),
    ],
)
def test_a_run_ends_at_signs_blocks_and_other_scripts(text: str, joined: bool) -> None:
    """White space and the middle dot do not end a run of Chinese, Japanese or Korean."""
    assert [token.joined for token in tokens(text) if token.cjk] == [False, True, joined, True]


def test_a_space_inside_a_run_is_remembered() -> None:
    """A Korean match may cross a space only where it begins a word."""
    assert [token.spaced for token in tokens("북방 영토")] == [False, False, True, False]


TEXTS = st.text(st.sampled_from("aAbs1.'’ -+#北ガｶﾞ각·\u00adé e\u0301ﬁ\n@:/w™"), max_size=40)


@given(TEXTS | st.text())
def test_tokens_stand_in_order_and_point_at_themselves(text: str) -> None:
    """Offsets never go back (one sign such as ¼ may hold two words) and cut out the word."""
    found = tokens(text)
    assert all(token.start < token.end for token in found)
    for earlier, later in pairwise(found):
        assert earlier.start <= later.start
        assert earlier.end <= later.end
    for token in found:
        passage = text[token.start : token.end]
        assert token.word in [part.word for part in tokens(passage)]


PLAIN = [char for code in range(0x10000) if is_plain(char := chr(code))]


def by_shape(text: str) -> list[tuple[str, int, int, bool, bool, bool]]:
    """The tokens as the slow way finds them, which is right for every text."""
    return [
        (text[start:end], start, end, joint != WORD, joint in CONTINUES, joint == SPACED)
        for start, end, joint in spans_by_shape(text)
    ]


@given(st.text(st.sampled_from("aÉЖ1.'’‘` -+#_×・ー々北ガ〇〡\n\u2028") | st.sampled_from(PLAIN)))
def test_plain_characters_are_cut_as_any(text: str) -> None:
    """The short way for common characters finds the tokens that the long way finds."""
    assume(not set("/@") & set(text))
    found = cut(text)
    starts, ends = found.edges
    columns = zip(found.written, starts, ends, found.joints, strict=True)
    assert by_shape(text) == [
        (written, start, end, joint != WORD, joint in CONTINUES, joint == SPACED)
        for written, start, end, joint in columns
    ]


def test_each_plain_character_plays_the_same_part_both_ways() -> None:
    """Each common character, alone and between two letters, is cut the short way as the long."""
    for char in PLAIN:
        text = f"{char} a{char}a"
        starts, ends = cut(text).edges
        assert [(start, end) for start, end, _ in spans_by_shape(text)] == [
            *zip(starts, ends, strict=True)
        ], char


def test_simple_words_change_in_case_only() -> None:
    """Each character of a word that takes the short way folds to its lower case."""
    simple = [char for char in PLAIN if char.isalnum() and char.isascii()]
    simple += map(chr, range(0x410, 0x450))
    for char in simple:
        assert word(char * 3) == (char * 3, lower(char) * 3, fold(char) * 3)
