"""A column in a query becomes a line and a column of the file, whatever the quoting."""

from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.watchlist.position import place_of
from monitor.watchlist.problem import Findings, Place
from monitor.watchlist.source import Items, Text, parse_source

WORDS = st.text("abcé北'\"\\#:()", min_size=1, max_size=6)


def text_of(yaml: str) -> Text:
    node = parse_source(yaml, Findings("desk.yaml"))
    assert isinstance(node, Items)
    text = node.nodes[0]
    assert isinstance(text, Text)
    return text


def char_at(yaml: str, place: Place) -> str:
    return yaml.split("\n")[place.line - 1][place.column - 1 :][:1]


def test_plain_text() -> None:
    """A plain text begins at its first letter."""
    assert place_of(text_of("- Putin NEAR/x Abe\n"), 6) == Place(1, 9)


def test_double_quotes_with_escapes() -> None:
    """The quote and every escape before the column are counted."""
    assert place_of(text_of('- "\\"a b\\" NEAR/x c"\n'), 6) == Place(1, 12)


def test_single_quotes_with_doubled_apostrophes() -> None:
    """An apostrophe that is written twice is one character of the value."""
    assert place_of(text_of("- 'O''Brien NEAR/x c'\n"), 8) == Place(1, 13)


def test_folded_block() -> None:
    """In a block the line is that of the text, and its indentation counts."""
    yaml = "- >-\n    (Putin OR Lavrov)\n    NEAR/x Abe\n"
    text = text_of(yaml)
    assert place_of(text, text.value.index("NEAR")) == Place(3, 5)


def test_escape_of_white_space() -> None:
    """Escapes that stand for white space are not taken for letters."""
    assert place_of(text_of('- "a\\tb\\x20c\\u00e9d"\n'), 6) == Place(1, 19)


def test_end_of_a_text() -> None:
    """The end of a value is the place behind its last letter."""
    assert place_of(text_of("- Putin AND\n"), 9) == Place(1, 12)


@settings(deadline=None)
@given(st.lists(WORDS, min_size=1, max_size=5))
def test_single_quoted_letters_are_found(words: list[str]) -> None:
    """Every visible letter of a single-quoted value is found in the file."""
    value = " ".join(words)
    yaml = "- '" + value.replace("'", "''") + "'\n"
    check(yaml, value)


@settings(deadline=None)
@given(st.lists(WORDS, min_size=1, max_size=5), st.sampled_from([" ", "\n    "]))
def test_double_quoted_letters_are_found(words: list[str], joint: str) -> None:
    """Every visible letter of a double-quoted value is found, over line breaks too."""
    written = joint.join(word.replace("\\", "\\\\").replace('"', '\\"') for word in words)
    check(f'- "{written}"\n', " ".join(words))


@settings(deadline=None)
@given(st.lists(WORDS, min_size=1, max_size=5), st.sampled_from(["|", ">", "|-", ">2"]))
def test_block_letters_are_found(words: list[str], mark: str) -> None:
    """Every visible letter of a block is found on its own line."""
    yaml = f"- {mark}\n" + "".join(f"  {word}\n" for word in words)
    text = text_of(yaml)
    check(yaml, text.value)


def check(yaml: str, value: str) -> None:
    text = text_of(yaml)
    assert text.value == value
    for offset, char in enumerate(value):
        if not char.isspace():
            found = char_at(yaml, place_of(text, offset))
            assert found in (char, "\\"), (yaml, offset)
