"""How much of one text's wording stands in another, whatever their lengths.

Containment, not Jaccard: a text cut to a third keeps all its wording in the whole. Figures and
dates count little and stand as blanks in word pairs, so that a changed fact is still descent.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from monitor.stories.reading.facts import Kind, Reading, Sentence, plain

_WEIGHTS = {Kind.WORD: 1.0, Kind.NAME: 1.5, Kind.NUMBER: 0.5, Kind.DAY: 0.2, Kind.CLOCK: 0.2}
LONG_HEADLINE = 30
"""Letters of a headline that is a text's first sentence, not a phrase of it."""
_BLANKS = {Kind.NUMBER, Kind.DAY, Kind.CLOCK}


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of a passage with their weights, and its pairs of neighbours."""

    words: dict[str, float]
    pairs: frozenset[tuple[str, str]]
    weight: float
    """Of all words together."""

    @property
    def size(self) -> float:
        """Weight of all words; of a text in Japanese, where words run together, the pairs."""
        return self.weight or float(len(self.pairs))


def wording(sentences: Iterable[Sentence]) -> Wording:
    """Collect the wording of some sentences."""
    words: dict[str, float] = {}
    pairs: set[tuple[str, str]] = set()
    for sentence in sentences:
        kept = [token for token in sentence if token.kind in _WEIGHTS]
        words |= {t.key: _WEIGHTS[t.kind] for t in kept if not _is_ideograph(t.key)}
        keys = ["#" if t.kind in _BLANKS else t.key for t in kept]
        pairs.update(pairwise(keys))
    return Wording(words, frozenset(pairs), sum(words.values()))


def _is_ideograph(key: str) -> bool:
    return len(key) == 1 and ord(key) > 0x3000


@lru_cache(maxsize=512)
def body(reading: Reading) -> Wording:
    """Wording of the body; of the headline, where there is no body."""
    return wording(reading.sentences or (reading.title,))


def containment(one: Wording, other: Wording) -> float:
    """Share of the shorter passage's wording that stands in the longer: 0 to 1, symmetric."""
    pairs = _pairs(one, other)
    lighter = min(one.weight, other.weight)
    if not lighter or _runs_together(one) or _runs_together(other):
        return pairs
    common = sum(min(one.words[key], other.words[key]) for key in one.words.keys() & other.words)
    if not one.pairs or not other.pairs:
        return common / lighter
    return (common / lighter + pairs) / 2


def _runs_together(one: Wording) -> bool:
    """True for a text without spaces: its characters mean little alone, its pairs much."""
    return 2 * len(one.words) < len(one.pairs)


def coverage(part: Wording, whole: Wording) -> float:
    """Share of one passage's wording that stands in another: 0 to 1, not symmetric."""
    pairs = len(part.pairs & whole.pairs) / len(part.pairs) if part.pairs else 0.0
    if not part.words or _runs_together(part):
        return pairs
    common = sum(part.words[key] for key in part.words.keys() & whole.words)
    words = common / part.weight
    return (words + pairs) / 2 if part.pairs else words


def stands_in(sentence: Sentence, text: Reading, *, headline: bool = True) -> float:
    """How much of a sentence stands in one of a text's, or in two neighbours together."""
    part = passage(sentence)
    return max((coverage(part, one) for one in _stretches(text, headline=headline)), default=0.0)


@lru_cache(maxsize=512)
def _stretches(text: Reading, *, headline: bool) -> tuple[Wording, ...]:
    """Wording of each sentence, and of each two neighbours."""
    sentences = (text.title, *text.sentences) if headline else text.sentences
    alone = [passage(one) for one in sentences]
    return (*alone, *(wording([(*one, *two)]) for one, two in pairwise(sentences)))


@lru_cache(maxsize=512)
def passages_of(text: Reading) -> tuple[tuple[Sentence, Wording], ...]:
    """Each sentence of a text with its wording, the headline last."""
    return tuple((sentence, passage(sentence)) for sentence in (*text.sentences, text.title))


@lru_cache(maxsize=8192)
def passage(sentence: Sentence) -> Wording:
    """Wording of one sentence."""
    return wording([sentence])


def _pairs(one: Wording, other: Wording) -> float:
    fewer = min(len(one.pairs), len(other.pairs))
    return len(one.pairs & other.pairs) / fewer if fewer else 0.0


def similarity(one: Reading, other: Reading) -> float:
    """Share of wording that two texts have in common: 0 to 1, symmetric, 1 for a text and itself.

    Body against body; where either is a bare headline, headline against headline.
    """
    if one.script != other.script:
        return 0.0
    if one.sentences and other.sentences:
        shorter, longer = sorted((one.plain, other.plain), key=len)
        return 1.0 if shorter in longer else containment(body(one), body(other))
    for bare, whole in ((one, other), (other, one)):
        headline = plain(" ".join(token.surface for token in bare.title))
        if not bare.sentences and len(headline) > LONG_HEADLINE and headline in whole.plain:
            return 1.0
    if one.title == other.title:
        return 1.0 if one.title or one.sentences == other.sentences else 0.0
    return containment(wording([one.title]), wording([other.title]))
