"""A glance at two texts before they are read: what shares too few words descends in no way.

Reading a text costs a millisecond or two, a glance a twentieth of that.
"""

import re
from functools import lru_cache

from monitor.model.entry import Entry

NEEDED = 0.2
"""Share of the shorter text's longer words, far below any from which a text descends."""
NEEDED_PAIRS = 0.12
"""The same of a Japanese text's pairs of characters."""
FEWEST = 20
"""Words that a text must have for a glance to tell anything."""
BEGINNING = 4
"""Letters by which two forms of a word are one."""
VERBATIM = 100
"""Characters from which a text under the same headline is no accident."""
_WORD = re.compile(rf"[^\W\d_\u3040-\u9fff]{{{BEGINNING},}}")
_PAIR = re.compile("(?=([々㐀-鿿ァ-ヺ]{2}))")


def alike_at_a_glance(one: Entry, other: Entry) -> bool:
    """False for two texts that share too little for one to descend from the other."""
    for find, needed in ((_beginnings, NEEDED), (_pairs, NEEDED_PAIRS)):
        mine, theirs = (find(f"{entry.title} {entry.text}") for entry in (one, other))
        fewer = min(len(mine), len(theirs))
        if fewer >= FEWEST:
            return len(mine & theirs) >= needed * fewer
    return True


def holds_verbatim(earlier: Entry, entry: Entry) -> bool:
    """True where a text of some length stands word for word in another of the same headline."""
    long = len(entry.text) >= VERBATIM
    return long and entry.title == earlier.title and entry.text in earlier.text


@lru_cache(maxsize=512)
def _beginnings(text: str) -> frozenset[str]:
    return frozenset(word[:BEGINNING].casefold() for word in _WORD.findall(text))


@lru_cache(maxsize=512)
def _pairs(text: str) -> frozenset[str]:
    return frozenset(_PAIR.findall(text))
