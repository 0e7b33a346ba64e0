"""Words by the shapes of their characters: right for every text, in any script."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise

from monitor.text.fold import APOSTROPHES
from monitor.text.scripts import is_cjk

WORD, RUN, JOINED, SPACED = "wrjs"
"""How a token stands to the one before: WORD; of Chinese, Japanese or Korean RUN where a run
begins, JOINED where one goes on, SPACED where one goes on behind white space."""


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


def spans_by_shape(text: str) -> Iterator[tuple[int, int, str]]:
    """Each token of a text: where it begins and ends, and how it stands to the one before."""
    shapes = text.translate(_SHAPES)
    edges = [*accumulate(map(len, _TOKEN.split(shapes)))]
    run_end = -1
    for start, end in zip(edges[:-1:2], edges[1::2], strict=True):
        if shapes[start] != "K":
            yield start, end, WORD
            run_end = -1
            continue
        joint = joint_behind(text[run_end:start]) if run_end >= 0 else RUN
        for first, behind in pairwise(_characters(shapes, start, end)):
            yield first, behind, joint
            joint = JOINED
        run_end = end


def _characters(shapes: str, start: int, end: int) -> Sequence[int]:
    """Where the characters of a run begin, with its end: marks belong to the one before them."""
    return [*(at for at in range(start, end) if shapes[at] == "K"), end]


def joint_behind(between: str) -> str:
    """How a run stands to the one before, by what is written between them."""
    shapes = between.translate(_SHAPES)
    if shapes.strip(" *"):
        return RUN
    return SPACED if " " in shapes else JOINED
