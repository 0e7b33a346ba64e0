"""A text cut into the words that are compared, with their places in the original.

Chinese, Japanese and Korean have no word borders, so each of their characters is a token, and a
token knows whether it continues the run of the one before.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import NamedTuple

from monitor.text.fold import APOSTROPHES, normalise
from monitor.text.scripts import CJK, is_cjk
from monitor.text.words import Word, word

WORD, RUN, JOINED, SPACED = "wrjs"
"""How a token stands to the one before, in `Cut.joints`."""
CONTINUES = (JOINED, SPACED)


class Cut(NamedTuple):
    """A text cut into tokens, column by column: rows would take several times as long to make."""

    words: Sequence[Word]
    starts: Sequence[int]
    ends: Sequence[int]
    """Offsets in the original text."""
    joints: str
    """For each token a letter: WORD; of Chinese, Japanese or Korean RUN where a run begins, JOINED
    where one goes on, SPACED where one goes on behind white space."""


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
    r"""(
      (?: KM* )+
    | (?<![A9M]) A M* (?: \+\+ | \# ) (?: 'AM*(?![A9M']) )?        # C++, F#
    | (?<![A9M]) (?: (?: AM*\. )+ AM* (?![A9M]) \.? | (?: AM*\. ){2,} ) (?: 'AM*(?![A9M']) )?
    | [A9] [A9M]* (?: 'AM* [A9M]* )*
    )""",
    re.VERBOSE,
)
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
    return tuple(
        Token(word, start, end, joint != WORD, joint in CONTINUES, joint == SPACED)
        for word, start, end, joint in zip(*cut(text), strict=True)
    )


def cut(text: str) -> Cut:
    """The tokens of a plain text, as columns."""
    normal = normalise(text)
    found = _cut(_without_addresses(normal.text))
    if normal.offsets is None:
        return found
    return found._replace(
        starts=[*map(normal.start, found.starts)], ends=[*map(normal.end, found.ends)]
    )


def _without_addresses(text: str) -> str:
    if "/" not in text and "@" not in text and "www." not in text:
        return text
    return _ADDRESS.sub(lambda found: "\x00" * len(found[0]), text)


def _cut(text: str) -> Cut:
    """The tokens with their offsets in this text."""
    shapes = text.translate(_SHAPES)
    edges = list(accumulate(map(len, _TOKEN.split(shapes))))
    starts, ends = edges[:-1:2], edges[1::2]
    if "K" in shapes:
        return _cut_runs(text, shapes, starts, ends)
    words = [word(text[start:end]) for start, end in zip(starts, ends, strict=True)]
    return Cut(words, starts, ends, WORD * len(words))


def _cut_runs(text: str, shapes: str, starts: list[int], ends: list[int]) -> Cut:
    """Words as they are, runs of Chinese, Japanese or Korean by character."""
    edges: list[tuple[int, int]] = []
    joints: list[str] = []
    run_end = -1
    for start, end in zip(starts, ends, strict=True):
        if shapes[start] != "K":
            edges.append((start, end))
            joints.append(WORD)
            run_end = -1
        else:
            found = _characters(shapes, start, end)
            edges.extend(pairwise(found))
            between = shapes[run_end:start] if run_end >= 0 else "-"
            joints.append(_joint(between) + JOINED * (len(found) - 2))
            run_end = end
    words = [word(text[start:end]) for start, end in edges]
    return Cut(words, [a for a, _ in edges], [b for _, b in edges], "".join(joints))


def _characters(shapes: str, start: int, end: int) -> Sequence[int]:
    """Where the characters of a run begin, with its end: marks belong to the one before them."""
    if shapes.find("M", start, end) < 0:
        return range(start, end + 1)
    return [*(at for at in range(start, end) if shapes[at] == "K"), end]


def _joint(between: str) -> str:
    """How a run stands to the one before."""
    if between.strip(" *"):
        return RUN
    return SPACED if " " in between else JOINED
