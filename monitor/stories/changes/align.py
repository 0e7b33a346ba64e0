"""Lay one text's sentences beside another's."""

from dataclasses import dataclass

from rapidfuzz.distance import Indel

from monitor.stories.changes.similarity import Wording, containment, passage, passages_of, stands_in
from monitor.stories.changes.told import Told
from monitor.stories.reading.facts import Kind, Reading, Sentence, Token

ALIGNED = 0.5
"""Share of a sentence's wording that must stand in the version for it to be the same sentence."""
MERGED = 0.6
"""The same share where two sentences of the version together hold it."""
IN_ORDER = 0.8
"""Share of tokens in one order from which a short sentence is the same but for a word."""
CLOSE = 0.75
"""From this share on, one sentence's slots can be laid on the other's."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A sentence beside its counterpart, and all that may explain its facts."""

    where: int
    new: Sentence
    old: Sentence
    likeness: float
    story: Told

    def told(self, token: Token) -> bool:
        """True where the story has said what a token says."""
        return token.key in self.story.keys or token in self.story.said


def passages(entry: Reading, version: Reading) -> list[tuple[int, Sentence]]:
    """Headline and sentences; the end of a text that was cut in mid-sentence is left off."""
    sentences = list(enumerate(entry.sentences))
    whole = sentences and any(same_words(entry.sentences[-1], s) for s in version.sentences)
    if sentences and not whole and cut_short(entry, version):
        where, last = sentences.pop()
        # A phrase that was cut in two reads as other words than the whole one.
        if entry.plain not in version.plain and (kept := _before_cut(last)):
            sentences.append((where, kept))
    title = entry.title if entry.sentences else _unbroken(entry.title, version)
    return [(-1, title), *sentences]


def _unbroken(title: Sentence, version: Reading) -> Sentence:
    """A headline without the word that was cut in two behind it, with a body of few words."""
    if len(title) < 2 or title[-1].value:
        return title
    said = {token.surface for sentence in version.sentences for token in sentence}
    broken = title[-1].surface
    cut = broken not in said and any(word.startswith(broken) for word in said)
    return title[:-1] if cut else title


def cut_short(entry: Reading, version: Reading) -> bool:
    """True where an entry's text stops in the middle of what the version says."""
    tail = entry.plain[-20:]
    at = version.plain.find(tail)
    return bool(tail) and 0 <= at < len(version.plain) - len(tail)


def _before_cut(sentence: Sentence) -> Sentence:
    end = max(0, len(sentence) - 1)
    while end and sentence[end - 1].kind not in (Kind.WORD, Kind.NAME):
        end -= 1
    return sentence[:end]


def counterpart(sentence: Sentence, version: Reading) -> tuple[Sentence, float]:
    """The passage of a version that a sentence most resembles, and how much."""
    best: tuple[Sentence, float] = ((), 0.0)
    mine = passage(sentence)
    for other, theirs in passages_of(version):
        if same_words(other, sentence):
            return other, 1.0
        alike = _likeness(mine, theirs)
        if alike > best[1]:
            best = other, alike
    return best


def same_words(one: Sentence, other: Sentence) -> bool:
    """True for two sentences that say the same in the same words."""
    return len(one) == len(other) and all(a.key == b.key for a, b in zip(one, other, strict=True))


def likeness(one: Sentence, other: Sentence) -> float:
    """Containment, less where the lengths differ much: a heading is not its whole sentence."""
    return _likeness(passage(one), passage(other))


def _likeness(one: Wording, other: Wording) -> float:
    shorter, longer = sorted((one.size, other.size))
    return containment(one, other) * (0.5 + 0.5 * (shorter / longer if longer else 0.0))


def added(pair: Pair, version: Reading) -> bool:
    """True for a sentence that the version has nothing like."""
    if pair.likeness >= ALIGNED:
        return False
    return stands_in(pair.new, version) < MERGED


def laid_beside(pair: Pair) -> bool:
    """True where one sentence's slots can be laid on the other's: a short one by its order."""
    if pair.likeness >= CLOSE:
        return True
    keys = [[token.key for token in one] for one in (pair.new, pair.old)]
    return Indel.normalized_similarity(*keys) >= IN_ORDER


def slots(new: Sentence, old: Sentence) -> dict[int, Sentence]:
    """For each token of `new` that stands in no common run: what stands in its place in `old`."""
    replaced: dict[int, Sentence] = {}
    in_old = in_new = 0
    edits = Indel.opcodes([token.key for token in old], [token.key for token in new])
    for block in edits.as_matching_blocks():
        gone = old[in_old : block.a]
        replaced |= dict.fromkeys(range(in_new, block.b), gone)
        in_old, in_new = block.a + block.size, block.b + block.size
    return replaced


def replacements(new: Sentence, old: Sentence) -> list[tuple[Sentence, Sentence]]:
    """What stands where in a sentence, before and after, function words left out."""
    old, new = (tuple(t for t in one if t.kind is not Kind.STOP) for one in (old, new))
    edits = []
    in_old = in_new = 0
    codes = Indel.opcodes([token.key for token in old], [token.key for token in new])
    for block in codes.as_matching_blocks():
        if in_old < block.a or in_new < block.b:
            edits.append((old[in_old : block.a], new[in_new : block.b]))
        in_old, in_new = block.a + block.size, block.b + block.size
    return edits
