"""What counts as the same letter.

Two steps. `normalise` makes a text comparable without losing what `=` needs: invisible characters
vanish, then Unicode's NFKC. `fold` takes a word further, to what all its spellings share: no case,
no accents, no special letters.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

APOSTROPHES = "'’‘ʼ`´ʻ‛＇"

# Unicode's Default_Ignorable_Code_Point (DerivedCoreProperties.txt).
_INVISIBLE = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    "\U000e0000-\U000e0fff"
)
# NFKC would make a space with an accent of an acute in place of an apostrophe, the letters TM of ™,
# full stops, as of initials, of an ellipsis.
_BEFORE = str.maketrans({"´": "'", "™": " ", "℠": " ", "…": "⋯", "\xa0": " ", "\u202f": " "})
_HAS_INVISIBLE = re.compile(f"[{_INVISIBLE}]")
# What NFKC may merge into the character before it: marks, sound marks, the parts of a syllable.
_FOLLOWING = "\u1160-\u11ff\uff9e\uff9f\uffa0-\uffdc"
_SPECIAL = str.maketrans(
    {"ı": "i", "ł": "l", "ø": "o", "đ": "d", "ħ": "h", "æ": "ae", "œ": "oe", "ـ": ""}
    | dict.fromkeys(APOSTROPHES, "'")
)
_MARKS_GO = ("LATIN", "GREEK", "CYRILLIC", "ARABIC", "HEBREW")


@dataclass(frozen=True, slots=True)
class Normal:
    """A text in NFKC without invisible characters, and where its characters come from."""

    text: str
    offsets: tuple[int, ...] | None
    """For each character of `text` and its end, the offset in the original; `None`: the same."""

    def start(self, at: int) -> int:
        """Where in the original the character at `at` begins."""
        return at if self.offsets is None else self.offsets[at]

    def end(self, at: int) -> int:
        """Where in the original the passage ends whose last character is before `at`."""
        if self.offsets is None:
            return at
        ends = self.offsets
        return next((ends[i] for i in range(at, len(ends)) if ends[i] > ends[at - 1]), ends[-1])


def normalise(text: str) -> Normal:
    """NFKC (UAX #15) of a text without its invisible characters; ™ and ℠ count as spaces."""
    if is_plain(text):
        return Normal(text, None)
    alike = text.translate(_ALIKE)
    if _ODD not in alike:
        return Normal(alike, None)
    text = text.translate(_BEFORE)
    if not _HAS_INVISIBLE.search(text) and unicodedata.is_normalized("NFKC", text):
        return Normal(text, None)
    return _by_cluster(text, alike)


def is_plain(text: str) -> bool:
    """Whether a text holds only characters that nearly all news is written in.

    Latin, Cyrillic, Chinese, Japanese, punctuation: each of them is NFKC wherever it stands.
    """
    return text.isascii() or _PLAIN.fullmatch(text) is not None


_PLAIN = re.compile(
    "[\\x00-\\x7f«»À-ıĴ-ĽŁ-ňŊ-ž\u0400-\u0482\u048a-\u052f‐‒-\u2016‘-•\u3001-\u3029\u3041-\u3096ゝゞ"
    "\u30a1-\u30fe\u4e00-\u9fff]*"
)


class _Alike(dict[int, str]):
    """What a character becomes wherever it stands, or _ODD; grows as characters are met.

    Odd is what may merge with its neighbours, vanish, or become several characters.
    """

    def __missing__(self, code: int) -> str:
        char = chr(code)
        normal = unicodedata.normalize("NFKC", char.translate(_BEFORE))
        odd = _follows(char) or len(normal) != 1 or _follows(normal)
        self[code] = alike = _ODD if odd else normal
        return alike


_ODD = "\ufffe"  # no character: never met in a well-formed text, and a text with it is just slower
_ODD_CLUSTERS = re.compile(f"[^{_ODD}]?{_ODD}+")
_ALIKE = _Alike()


def _by_cluster(text: str, alike: str) -> Normal:
    """What is odd normalised together with the character before it, the rest as it is."""
    parts: list[str] = []
    offsets: list[int] = []
    at = 0
    for odd in _ODD_CLUSTERS.finditer(alike):
        parts.append(alike[at : odd.start()])
        offsets.extend(range(at, odd.start()))
        for start, end in _clusters(text, *odd.span()):
            part = unicodedata.normalize("NFKC", _HAS_INVISIBLE.sub("", text[start:end]))
            parts.append(part)
            offsets.extend([start] * len(part))
        at = odd.end()
    parts.append(alike[at:])
    return Normal("".join(parts), (*offsets, *range(at, len(text) + 1)))


def _clusters(text: str, first: int, end: int) -> list[tuple[int, int]]:
    starts = [at for at in range(first, end) if at == first or not _follows(text[at])]
    return list(zip(starts, [*starts[1:], end], strict=True))


@lru_cache(maxsize=8192)
def _follows(char: str) -> bool:
    if char.isascii():
        return False
    follows = unicodedata.category(char)[0] == "M" or re.match(f"[{_FOLLOWING}]", char) is not None
    return follows or _HAS_INVISIBLE.match(char) is not None


def lower(word: str) -> str:
    """A word without case but with its accents, as a stemmer wants it."""
    return unicodedata.normalize("NFKC", word.casefold().replace("i̇", "i"))


@lru_cache(maxsize=65536)
def fold(word: str) -> str:
    """What all spellings of a word share; folding twice changes nothing more.

    Combining marks go in Latin, Greek, Cyrillic (not the breve of й), Arabic and Hebrew.
    """
    if word.isascii():
        return word.lower().replace("`", "'")
    while (folded := _fold_once(word)) != word:
        word = folded
    return folded


def _fold_once(word: str) -> str:
    plain = unicodedata.normalize("NFKC", _HAS_INVISIBLE.sub("", word)).casefold()
    bare = "".join(map(_without_marks, unicodedata.normalize("NFKC", plain)))
    return unicodedata.normalize("NFKC", bare.translate(_SPECIAL) or bare)


@lru_cache(maxsize=8192)
def _without_marks(char: str) -> str:
    """One composed character without its marks, or the character itself where they count."""
    if char.isascii() or char == "й":
        return char
    if unicodedata.category(char)[0] == "M":
        return "" if _combines_freely(char) else char
    if not unicodedata.name(char, "").startswith(_MARKS_GO):
        return char
    parts = unicodedata.normalize("NFD", char)
    return "".join(part for part in parts if unicodedata.category(part)[0] != "M") or char


def _combines_freely(mark: str) -> bool:
    """Whether a mark belongs to the scripts that lose theirs, not to kana or an Indian script."""
    name = unicodedata.name(mark, "")
    return name.startswith(("COMBINING", *_MARKS_GO)) and "KATAKANA" not in name
