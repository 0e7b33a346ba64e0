"""A text cut into the words that are compared, with their places in the original.

Chinese, Japanese and Korean have no word borders, so each of their characters is a token, and a
token knows whether it continues the run of the one before.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from monitor.text.fold import APOSTROPHES, Normal, normalise
from monitor.text.scripts import CJK, is_cjk
from monitor.text.words import Word, word


@dataclass(frozen=True, slots=True)
class Token:
    """A word, or one character of Chinese, Japanese or Korean."""

    word: Word
    start: int
    end: int
    """Offsets in the original text."""
    cjk: bool = False
    joined: bool = False
    """Continues the run of the token before: only white space or a middle dot between them."""
    spaced: bool = False
    """White space stands before it inside the run."""


class _Shapes(dict[int, str]):
    """One letter for the part that a character plays in words; grows as characters are met."""

    def __missing__(self, code: int) -> str:
        shape = self[code] = _shape(chr(code))
        return shape


def _shape(char: str) -> str:
    if is_cjk(char):
        return "K"
    if char in APOSTROPHES:
        return "'"
    return _SHAPES_BY_CATEGORY.get(unicodedata.category(char)[0], "") or (
        " " if char.isspace() else "-"
    )


_SHAPES_BY_CATEGORY = {"L": "A", "M": "M", "N": "9"}
_SHAPES = _Shapes({ord(char): char for char in ".+#\n"} | dict.fromkeys(map(ord, "・·•"), "*"))

# Shapes: A letter, 9 digit, M mark, K Chinese, Japanese or Korean, * middle dot, - anything else.
_TOKEN = re.compile(
    r"""
      (?P<cjk> KM* )
    | (?<![A9M]) A M* (?: \+\+ | \# ) (?: 'AM*(?![A9M']) )?        # C++, F#
    | (?<![A9M]) (?: (?: AM*\. )+ AM* (?![A9M]) \.? | (?: AM*\. ){2,} ) (?: 'AM*(?![A9M']) )?
    | [A9] [A9M]* (?: 'AM* [A9M]* )*
    """,
    re.VERBOSE,
)
_RUN_GOES_ON = re.compile(r"[ *]*")
_ADDRESS_LETTER = rf"[^\s{CJK}<>\"“”«»「」『』《》〈〉（）()、。，]"
_ADDRESS = re.compile(
    rf"""(?<![a-zA-Z\d])
    (?: (?i:https?|ftp)://
      | (?i:mailto):
      | (?i:www)\.
      | (?<![._%+-]) [a-zA-Z\d._%+-]++ @ (?=[a-zA-Z\d-]+\.[a-zA-Z])
      | (?<![._-]) (?:[a-z\d-]++\.)+ [a-z]{{2,}} /
    )
    (?: {_ADDRESS_LETTER} | (?<=[/=]) [{CJK}]+ )*""",
    re.VERBOSE,
)


def tokens(text: str) -> tuple[Token, ...]:
    """The tokens of a plain text; addresses (of the web, of mail) hold none."""
    normal = normalise(text)
    return tuple(_tokens(normal, _without_addresses(normal.text)))


def _without_addresses(text: str) -> str:
    if "/" not in text and "@" not in text and "www." not in text:
        return text
    return _ADDRESS.sub(lambda found: "\x00" * len(found[0]), text)


def _tokens(normal: Normal, text: str) -> Iterator[Token]:
    shapes = text.translate(_SHAPES)
    last_end = -1
    for found in _TOKEN.finditer(shapes):
        start, end = found.span()
        cjk = found["cjk"] is not None
        joined = (
            cjk and last_end >= 0 and _RUN_GOES_ON.fullmatch(shapes, last_end, start) is not None
        )
        yield Token(
            word(text[start:end]),
            normal.start(start),
            normal.end(end),
            cjk,
            joined,
            spaced=joined and " " in shapes[last_end:start],
        )
        last_end = end if cjk else -1
