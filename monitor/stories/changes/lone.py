"""The one change in a text that is otherwise left alone: whoever made it had a reason.

A desk that recasts a text changes many words, and none of them tells anything. Where all else
stands word for word, one noun in another's place, one sentence recast or put in is news, though
no list of outcomes knows it and another outlet's text is compared.
"""

import re
from collections.abc import Iterable

from monitor.stories.changes.align import ALIGNED, counterpart, cut_short, likeness
from monitor.stories.changes.background import background
from monitor.stories.changes.change import Change
from monitor.stories.changes.same import found, misspelt, sounds_alike
from monitor.stories.reading.facts import Kind, Reading, Sentence, Token
from monitor.stories.reading.quantities import SHARE
from monitor.stories.words.lexicon import words

LONE_WORDS = 4
"""Words that a lone replacement takes in all, old and new."""
JOINED = 8
"""Characters of two edits in one Japanese word, old and new."""
NEW_WORDS = 3
"""Words that a sentence put in must have of its own."""
RANKS = words(
    "deputi vice act interim assist honorari former ex", "заместител вице исполня врем быв экс"
)
"""Stems of words that make another office, or nobody's, of the one that follows."""
VERBATIM = 0.9
"""Share of its wording that a sentence keeps where a desk left it alone."""
TELLING = frozenset("発表明述語伝報示話説調訴")
"""Characters of the verbs that tell whose word it is: a desk has its own."""
_VERB = re.compile(r"(?:ed|ing|[аеиыоя]л[аои]?|[аеиуюя]т|ть)(?:ся|сь)?$")


def lone_sentence(entry: Reading, version: Reading) -> Iterable[Change]:
    """A sentence that says something else of the same thing, in a text otherwise left alone."""
    told = entry.sentences[:-1] if cut_short(entry, version) else entry.sentences
    fresh = [s for s in told if likeness(s, counterpart(s, version)[0]) < ALIGNED]
    gone = [s for s in version.sentences if likeness(s, counterpart(s, entry)[0]) < ALIGNED]
    kept = [s for s in told if s not in fresh]
    if len(fresh) != 1 or not kept or background(fresh[0], entry):
        return
    if any(likeness(s, counterpart(s, version)[0]) < VERBATIM for s in kept):
        return
    at = entry.sentences.index(fresh[0])
    # What an outlet adds of its own stands before or behind the text, not in its midst.
    amidst = 0 < at < len(entry.sentences) - 1
    if amidst and len(_words_unsaid(fresh[0], version)) >= NEW_WORDS:
        yield Change(Kind.WORD, "", _surface(fresh[0]), at)
    for old in gone:
        if _of_one_thing(fresh[0], old):
            yield Change(Kind.WORD, _surface(old), _surface(fresh[0]), 0)


def _words_unsaid(sentence: Sentence, version: Reading) -> set[str]:
    said = {token.key for token in version.tokens}
    return {t.key for t in sentence if t.kind is Kind.WORD} - said


def _of_one_thing(one: Sentence, other: Sentence) -> bool:
    """True for sentences that share a word, and no fact: then they tell of it differently."""
    a, b = ({t.key for t in s if t.kind in (Kind.WORD, Kind.NAME)} for s in (one, other))
    return (
        bool(a & b)
        and _told(one) != _told(other)
        and not any(found(t, other) for t in one if t.kind is Kind.NUMBER)
    )


def _told(sentence: Sentence) -> set[str]:
    """What a sentence tells, whatever word it has for an outcome."""
    return {token.outcome or token.key for token in sentence if token.kind is not Kind.STOP}


def lone_word(
    edits: list[tuple[Sentence, Sentence]], said: frozenset[str], entry: Reading
) -> Change | None:
    """One noun in another's place, and nothing else changed in the whole text.

    A desk that recasts a text changes more than a word: whoever changes one had a reason. Verbs
    are a matter of taste; those that tell another outcome are known.
    """
    if entry.script == "cjk":
        edits = _joined(edits)
    keys = {tuple(t.key for t in (*gone, *come)) for gone, come in edits}
    if len(keys) != 1:
        return None
    gone, come = edits[0]
    if entry.script == "cjk":
        return _lone_run(gone, come)
    if not gone and all(t.key in RANKS for t in come):
        return Change(Kind.WORD, "", _surface(come), 0)
    content = [t for t in (*gone, *come) if t.kind is Kind.WORD or SHARE in t.surface]
    if not gone or not come or not len(content) == len(gone) + len(come) <= LONE_WORDS:
        return None
    here = {token.key for token in entry.tokens}
    if any(t.key in said for t in come) or any(t.key in here for t in gone):
        return None
    if _VERB.search(come[-1].surface) or _spelt_alike(_letters(gone), _letters(come)):
        return None
    return Change(Kind.WORD, _surface(gone), _surface(come), 0)


def _lone_run(gone: Sentence, come: Sentence) -> Change | None:
    """The same in Japanese: two characters and more in the place of two and more."""
    before, after = characters(gone), characters(come)
    if not before or not after or before == after or {t.key for t in (*gone, *come)} & TELLING:
        return None
    return Change(Kind.WORD, before, after, 0)


def _joined(edits: list[tuple[Sentence, Sentence]]) -> list[tuple[Sentence, Sentence]]:
    """Two edits as one: a character taken out and others put in behind what stays."""
    if len(edits) != 2 or sum(len(characters(side)) for edit in edits for side in edit) > JOINED:
        return edits
    (gone, come), (gone_next, come_next) = edits
    return [((*gone, *gone_next), (*come, *come_next))]


def characters(tokens: Iterable[Token]) -> str:
    """The Chinese characters of some tokens."""
    return "".join(t.key for t in tokens if all("㐀" <= char <= "鿿" for char in t.key))


def _letters(tokens: Iterable[Token]) -> str:
    return "".join(token.surface.casefold() for token in tokens)


def _spelt_alike(one: str, other: str) -> bool:
    """One compound or two words, a misprint, an abbreviation."""
    alike = one[:5] == other[:5] or misspelt(one, [other])
    return alike or sounds_alike(one, other)


def _surface(tokens: Iterable[Token]) -> str:
    return " ".join(token.surface for token in tokens)
