"""A text cut into the words that are compared, with their places in the original.

Chinese, Japanese and Korean have no word borders, so each of their characters is a token, and a
token knows whether it continues the run of the one before.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import accumulate

from monitor.text.fold import Normal, fold, is_plain, normalise
from monitor.text.scripts import CJK
from monitor.text.shapes import JOINED, RUN, SPACED, WORD, joint_behind, spans_by_shape
from monitor.text.words import Word, word

CONTINUES = (JOINED, SPACED)
Edges = tuple[Sequence[int], Sequence[int]]
"""Where tokens begin, and where they end."""


class Cut:
    """A text cut into tokens, column by column; what few ask for is made when it is asked for."""

    def __init__(self, written: Sequence[str], joints: str, edges: Callable[[], Edges]) -> None:
        """`written`: as in the text in NFKC, Chinese, Japanese and Korean folded; `joints`: a
        letter each, see `monitor.text.shapes`."""
        self.written = written
        self.joints = joints
        self._edges = edges

    @cached_property
    def words(self) -> Sequence[Word]:
        """The tokens in the forms in which they are compared."""
        return [*map(word, self.written)]

    @cached_property
    def edges(self) -> Edges:
        """Where the tokens begin and end in the original text."""
        return self._edges()


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

# Among the characters of `is_plain`. What they make of a text is what `spans_by_shape` makes of it,
# in half the time.
_LETTERS = "A-Za-zÀ-ÖØ-öø-ıĴ-ĽŁ-ňŊ-ž\u0400-\u0481\u048a-\u052f"
_CHARACTERS = "\u3005-\u3007\u3021-\u3029\u3041-\u3096ゝゞ\u30a1-\u30fa\u30fc-\u30fe\u4e00-\u9fff"
_FIRST_CHARACTER = "\u3005"
_ANY_CHARACTER = re.compile(f"[{_CHARACTERS}]")
_A, _W, _TAIL = f"[{_LETTERS}]", f"[0-9{_LETTERS}]", f"['`‘’‛][{_LETTERS}]"
_PLAIN_TOKEN = re.compile(
    rf"""(
      {_W}{{2,}}+ (?: {_TAIL}{_W}* )*+
    | {_A} (?: \+\+ | \# ) (?: {_TAIL} (?! {_W} | ['`‘’‛] ) )?
    | (?: (?: {_A}\. )+ {_A} (?!{_W}) \.? | (?: {_A}\. ){{2,}} ) (?: {_TAIL} (?!{_W} | ['`‘’‛]) )?
    | {_W} (?: {_TAIL}{_W}* )*+
    | [{_CHARACTERS}]++
    )""",
    re.VERBOSE,
)


def tokens(text: str) -> tuple[Token, ...]:
    """The tokens of a plain text; addresses (of the web, of mail) hold none."""
    found = cut(text)
    return tuple(
        Token(word, start, end, joint != WORD, joint in CONTINUES, joint == SPACED)
        for word, joint, start, end in zip(found.words, found.joints, *found.edges, strict=True)
    )


def cut(text: str) -> Cut:
    """The tokens of a plain text, as columns."""
    if not is_plain(text):
        normal = normalise(text)
        text = _without_addresses(normal.text)
        if normal.offsets is not None or not is_plain(text):
            return _cut_by_shape(text, normal)
    pieces = _PLAIN_TOKEN.split(_without_addresses(text))
    if text.isascii() or not _ANY_CHARACTER.search(text):
        return _cut_words(pieces)
    return _cut_runs(pieces)


def _without_addresses(text: str) -> str:
    if "/" not in text and "@" not in text and "www." not in text:
        return text
    return _ADDRESS.sub(lambda found: "\x00" * len(found[0]), text)


def _cut_words(pieces: list[str], joints: str = "") -> Cut:
    """Of a text by turns in what lies between tokens, and tokens."""
    written = pieces[1::2]
    return Cut(written, joints or WORD * len(written), partial(_edges, pieces))


def _edges(pieces: list[str]) -> Edges:
    edges = [*accumulate(map(len, pieces))]
    return edges[:-1:2], edges[1::2]


def _cut_runs(pieces: list[str]) -> Cut:
    """The same, with runs of Chinese or Japanese by character."""
    parts: list[str] = []
    joints: list[str] = []
    behind_run = False
    for before, token in zip(pieces[:-1:2], pieces[1::2], strict=True):
        parts.append(before)
        if token[0] < _FIRST_CHARACTER:
            parts.append(token)
            joints.append(WORD)
            behind_run = False
        else:
            characters = [""] * (2 * len(token) - 1)
            characters[::2] = token
            parts += characters
            joint = joint_behind(before) if behind_run else RUN
            joints.append(joint + JOINED * (len(token) - 1))
            behind_run = True
    return _cut_words([*parts, ""], "".join(joints))


def _cut_by_shape(text: str, normal: Normal) -> Cut:
    found = [*spans_by_shape(text)]
    written = [text[a:b] if joint == WORD else fold(text[a:b]) for a, b, joint in found]
    joints = "".join(joint for _, _, joint in found)

    def edges() -> Edges:
        return [normal.start(start) for start, _, _ in found], [
            normal.end(end) for _, end, _ in found
        ]

    return Cut(written, joints, edges)
