"""Markup to plain text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.text.plain import plain_text, plain_title


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>Ferry <b>back</b> in service</p>", "Ferry back in service"),
        ("semi<b>conduct</b>ors", "semiconductors"),
        ("one<br>two<div>three</div>four", "one\ntwo\nthree\nfour"),
        ("<ul><li>salt<li>fish</ul>", "salt\nfish"),
        ("<table><tr><td>北方</td><td>領土</td></tr></table>", "北方\n領土"),
        ("quiet<!-- loud --> <script>if (a<b) c()</script><style>p {}</style>day", "quiet day"),
        ("<img alt='a > b: harbour' src=x>Pier", "Pier"),
        ("AT&amp;T &#8212; &quot;no&quot;", 'AT&T — "no"'),
        ("<p>Caf&amp;eacute; &amp;#8217;88</p>", "Café ’88"),
        ("a\n  b\t c\xa0d", "a b c d"),
        ("<p>a\nb</p>", "a b"),
        ("<ruby>北方<rp>(</rp><rt>ほっぽう</rt><rp>)</rp></ruby>領土", "北方領土"),
        ("<location>Tokyo</location> <o:p/>calm", "Tokyo calm"),
        ("ex<wbr>clusive", "exclusive"),
        ("  <p> </p> ", ""),
        ("", ""),
    ],
)
def test_markup_becomes_the_text_a_reader_sees(markup: str, text: str) -> None:
    """Tags go, entities are decoded, blocks end lines, inline elements join."""
    assert plain_text(markup) == text


@pytest.mark.parametrize(
    "text",
    [
        "3 < 5 & 7 > 6",
        "AT&T",
        "<Interview> No rate cut",
        "I </3 Mondays",
        "wait <!",
        "if a <b and c",
        "<속보> 회담 연기",
    ],
)
def test_text_that_only_looks_like_markup_is_kept(text: str) -> None:
    """A less-than sign or an ampersand does not make a text HTML."""
    assert plain_text(text) == text


def test_a_block_inside_a_title_is_a_slash() -> None:
    """A title stays on one line and still shows where a block ended."""
    assert plain_title("<p>Fog<br/>over <i>the\npier</i></p>") == "Fog / over the pier"


@given(st.text(st.sampled_from("<>/!-?&;#a1 \n'\"=bpdivscript北\ud800\x00")))
def test_no_markup_breaks_the_lines(markup: str) -> None:
    """Whatever comes in, lines are collapsed, none is empty, and nothing is raised."""
    lines = plain_text(markup).split("\n")
    assert lines == [" ".join(line.split()) for line in lines]
    assert lines == [""] or all(lines)
    assert "\n" not in plain_title(markup)


@pytest.mark.parametrize("tag", ["<div>", "<b id=%d>", "<!--", "<script>", "</", "<a"])
def test_text_behind_thousands_of_tags_is_still_found(tag: str) -> None:
    """Long markup is read in pieces, without losing what stands before or behind them."""
    many = "".join(tag % n if "%" in tag else tag for n in range(3000))
    assert plain_text(f"<p>first</p>{many}").startswith("first")


def test_a_long_list_keeps_every_item() -> None:
    """No item falls into the gap between two pieces, and no comment is cut open."""
    markup = "".join(f"<li>point {n}<!-- <li>hidden --></li>" for n in range(2500))
    assert plain_text(markup).split("\n") == [f"point {n}" for n in range(2500)]
