"""What a text tells that an earlier version of it does not: changed, added and dropped facts.

Each sentence is laid beside the sentence of the version that it most resembles. A number, date,
time or name that the version has nowhere, or has elsewhere but not in this slot, a negation or an
outcome that only one of the two has: each is a change. Nothing is forgiven for being alike: only
what is understood as a restatement is.
"""

from collections import Counter
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache

from monitor.stories.changes.align import (
    CLOSE,
    Pair,
    added,
    counterpart,
    laid_beside,
    likeness,
    passages,
    replacements,
    same_words,
    slots,
)
from monitor.stories.changes.background import background, reports
from monitor.stories.changes.by_or_to import by_or_to
from monitor.stories.changes.cause import causes, causes_exchanged
from monitor.stories.changes.change import Change
from monitor.stories.changes.counted import counted
from monitor.stories.changes.denied import denied_verbs
from monitor.stories.changes.exchanged import beaten, exchanged, recounted
from monitor.stories.changes.fresh import Fresh
from monitor.stories.changes.headline import unsaid
from monitor.stories.changes.kanji_places import places
from monitor.stories.changes.lone import TELLING, VERBATIM, characters, lone_sentence, lone_word
from monitor.stories.changes.negation import denials, negations, said_with_not
from monitor.stories.changes.ranks import ranks
from monitor.stories.changes.restated import restated
from monitor.stories.changes.same import FACTS, found, misspelt, more_exact, rounded, same
from monitor.stories.changes.senses import tells
from monitor.stories.changes.similarity import stands_in
from monitor.stories.changes.told import TAKEN_FOR, Told, affirmed, told_by
from monitor.stories.changes.turned import turned
from monitor.stories.changes.zones import in_zone_of
from monitor.stories.reading.facts import Kind, Reading, Sentence, Token
from monitor.stories.reading.quantities import Quantity

UNHEARD, UNHEARD_WORDS = 0.15, 3
"""Share of a sentence below which nothing of it was said before, and how many words make news."""
TELLING_FROM = 100
"""From this size on, a figure that stands in both texts is no accident."""
SLOT_ONLY = frozenset(
    {"won", "lost", "drawn", "rose", "fell", "given up", "exploded", "collided", "spotted"}
)
"""Outcomes that a desk sees in what was said (a score, a rise): only an exchange is a change."""


def changes(
    entry: Reading, version: Reading, known: Sequence[Reading] = (), *, own: bool = False
) -> tuple[Change, ...]:
    """List what an entry tells otherwise than a version of its story.

    `known` are the versions of the story that are at hand: what they told is no addition. `own`
    says that the version came from the entry's own feed, which does not reword its own text
    without a reason.
    """
    entry = in_zone_of(entry, version)
    story = told_by(tuple(known) if version in known else (version, *known))
    pairs = [
        (pair, pair.where >= 0 and added(pair, version)) for pair in _pairs(entry, version, story)
    ]
    if len(story.readings) > 1:
        pairs = [_elsewhere(pair) if was_added else (pair, False) for pair, was_added in pairs]
    told = [
        *_by_sentence(pairs, entry, version, own=own),
        *exchanged(entry, version, story.readings),
        *beaten(entry, version),
    ]
    told = _with_counts(told, list(recounted(entry, version, story.readings)))
    if entry.sentences and all(change.where < 0 for change in told):
        told = [change for change in told if not _headline_only(change, entry, version)]
    if not told:
        told = [*_lone_word(pairs, entry), *lone_sentence(entry, version)]
    if not told and entry.script == version.script == "cjk":
        told = [
            *turned(entry, version, story.readings),
            *places(entry, version, story.readings),
            *causes_exchanged(entry, version, story.readings),
        ]
    return tuple(dict.fromkeys(change for change in told if not _is_part(change, told)))


def _is_part(change: Change, told: Iterable[Change]) -> bool:
    """True for one character of two that have given way: 宗谷 → 津 beside 宗谷 → 津軽."""
    before = change.before.replace(" ", "")
    return any(
        other.before == before and change.after in other.after and change.after != other.after
        for other in told
        if before and change.kind is Kind.WORD
    )


def _pairs(entry: Reading, version: Reading, story: Told) -> Iterator[Pair]:
    """The passages of an entry that the version has otherwise, each beside what is most like it."""
    for where, sentence in passages(entry, version):
        pair = Pair(where, sentence, *counterpart(sentence, version), story)
        if not same_words(pair.new, pair.old):
            yield pair


def _elsewhere(pair: Pair) -> tuple[Pair, bool]:
    """An added sentence, beside that of another version of the story which is close to it."""
    rows = (counterpart(pair.new, one) for one in pair.story.readings)
    old, alike = max(rows, key=lambda row: row[1])
    if alike < VERBATIM or same_words(pair.new, old):
        return pair, True
    return replace(pair, old=old, likeness=alike), False


def _by_sentence(
    pairs: Sequence[tuple[Pair, bool]],
    entry: Reading,
    version: Reading,
    *,
    own: bool,
) -> Iterator[Change]:
    """What each passage tells otherwise; `pairs` say with each whether it was added."""
    in_background = False
    for pair, was_added in pairs:
        in_background = (
            was_added
            and pair.where > 0
            and (background(pair.new, entry) or (in_background and not reports(pair.new)))
        )
        if not was_added:
            yield from _differences(pair, entry, version, own=own)
            yield from unsaid(pair, entry)
        elif not in_background:
            yield from _news(pair, entry, version, own=own)
            yield from denials(pair, version)
            yield from denied_verbs(pair)
            yield from causes(pair)


def _lone_word(pairs: Sequence[tuple[Pair, bool]], entry: Reading) -> Iterator[Change]:
    """One word in another's place, and nothing else changed in the whole text."""
    laid = [p for p, was_added in pairs if not was_added and (p.where >= 0 or not entry.sentences)]
    edits = [edit for pair in laid for edit in replacements(pair.new, pair.old)]
    if laid and (change := lone_word(edits, laid[0].story.keys, entry)):
        yield change


def _with_counts(told: list[Change], counts: list[Change]) -> list[Change]:
    """The changes with those of counts, which say what a figure replaced that was merely added."""
    after = {change.after for change in counts}
    exchanged = {change.after for change in told if change.before}
    kept = [c for c in told if c.before or c.kind is not Kind.NUMBER or c.after not in after]
    return kept + [change for change in counts if change.after not in exchanged]


def _headline_only(change: Change, entry: Reading, version: Reading) -> bool:
    """A desk's own headline over an unchanged text: its names and verbs are no new facts."""
    figures = change.kind in (Kind.NUMBER, Kind.DAY, Kind.CLOCK)
    return not figures and likeness(entry.title, version.title) < CLOSE


def _news(pair: Pair, entry: Reading, version: Reading, *, own: bool) -> list[Change]:
    """What an added sentence reports that no version of the story has told."""
    fresh = [
        token
        for index, token in enumerate(pair.new)
        if token.kind in FACTS
        and not pair.told(token)
        and not restated(Fresh(token, index, pair, (), entry, version))
    ]
    told = pair.story.outcomes | (frozenset() if own else SLOT_ONLY)
    fresh += [
        t
        for index, t in enumerate(pair.new)
        if t.outcome
        and t.outcome not in told
        and not said_with_not(pair, index)
        and (own or tells(t, pair.new, pair.story))
    ]
    if not fresh and own:
        fresh = [t for t in pair.new if t.kind is Kind.WORD and t.key not in pair.story.keys][:5]
        return [_added_words(fresh, pair)] if fresh else []
    # What stands before the lead is a caption or a name.
    if (
        not fresh
        and pair.where
        and not _tells_known_figure(pair)
        and stands_in(pair.new, version) < UNHEARD
        and not _in_place(pair, entry, version)
    ):
        fresh = [t for t in pair.new if t.kind is Kind.WORD and t.key not in pair.story.keys]
        said = len(fresh) + sum(t.kind is Kind.NEGATION for t in pair.new)
        return [_added_words(fresh[:5], pair)] if said >= UNHEARD_WORDS else []
    return [Change(t.kind, "", t.surface, pair.where, t.outcome) for t in fresh]


def _in_place(pair: Pair, entry: Reading, version: Reading) -> bool:
    """True for a sentence that stands where the version has one that the entry does not have.

    A desk put it in other words, if neither has a "not": "not yet known" gives way to what is.
    """
    at = pair.where
    if len(entry.sentences) != len(version.sentences) or not at:
        return False
    gone = version.sentences[at]
    denied = {any(t.kind is Kind.NEGATION for t in sentence) for sentence in (pair.new, gone)}
    return len(denied) == 1 and stands_in(gone, entry) < UNHEARD


def _tells_known_figure(pair: Pair) -> bool:
    """True for a sentence that turns on a figure of the story, however its words are put."""
    figures = [
        t for t in pair.new if isinstance(t.value, Quantity) and t.value.value >= TELLING_FROM
    ]
    return any(pair.told(t) for t in figures)


def _added_words(tokens: list[Token], pair: Pair) -> Change:
    return Change(Kind.WORD, "", " ".join(token.surface for token in tokens), pair.where)


def _differences(pair: Pair, entry: Reading, version: Reading, *, own: bool) -> Iterable[Change]:
    places = slots(pair.new, pair.old) if laid_beside(pair) else {}
    yield from _facts(pair, places, entry, version)
    yield from by_or_to(pair)
    yield from negations(pair, version)
    yield from denied_verbs(pair)
    yield from causes(pair)
    yield from ranks(pair, entry)
    yield from _outcomes(pair, places)
    yield from _contrasts(pair, places)
    yield from _ideographs(pair, places)
    if own and pair.where >= 0:
        yield from _reworded(pair, places)


def _facts(
    pair: Pair, places: dict[int, Sentence], entry: Reading, version: Reading
) -> Iterable[Change]:
    lost = cache(lambda kind: _lost(kind, pair))
    for index, token in enumerate(pair.new):
        # A spelt "one" is a fact only where another number gives way to it.
        spelt_one = token.kind is Kind.WORD and isinstance(token.value, Quantity)
        if token.kind not in FACTS and not spelt_one:
            continue
        gone = places.get(index, ())
        if found(token, gone) and not more_exact(token, pair.story.tokens):
            continue
        if found(token, pair.old) and not more_exact(token, pair.story.tokens):
            # Said in the sentence before, but in the place of another fact, which is lost?
            before = next((t for t in gone if t in lost(token.kind)), None)
            if before and not (token.kind is Kind.NAME and found(before, entry.tokens)):
                counts = counted(index, pair.new, entry.script)
                yield Change(token.kind, before.surface, token.surface, pair.where, "", counts)
            continue
        before = _replaced(token, gone, lost)
        if pair.told(token) and not more_exact(token, pair.story.tokens):
            headline = pair.where < 0 and any(found(token, s) for s in entry.sentences)
            changed = before is not None and not headline and _in_slot(token, before, pair, entry)
        elif spelt_one:
            changed = before is not None
        else:
            changed = not restated(Fresh(token, index, pair, gone, entry, version))
        if changed:
            said = before.surface if before else ""
            counts = counted(index, pair.new, entry.script)
            kind = Kind.NUMBER if spelt_one and pair.where >= 0 else token.kind
            yield Change(kind, said, token.surface, pair.where, "", counts)


def _lost(kind: Kind, pair: Pair) -> list[Token]:
    """The facts of a kind that the new sentence has less often."""
    facts = [t for t in pair.old if t.kind is kind] if kind in FACTS else []
    return [f for f in facts if _times(f, pair.new) < _times(f, pair.old)]


def _times(token: Token, sentence: Sentence) -> int:
    return sum(same(token, other) for other in sentence)


def _replaced(token: Token, gone: Sentence, lost: Callable[[Kind], list[Token]]) -> Token | None:
    """The fact of its kind whose place a token has taken."""
    kind = Kind.NUMBER if isinstance(token.value, Quantity) else token.kind
    chosen = [t for t in gone if t in lost(kind)]
    if not chosen and kind is not Kind.NAME and len(lost(kind)) == 1:
        chosen = lost(kind)
    return chosen[0] if chosen else None


def _in_slot(token: Token, before: Token, pair: Pair, entry: Reading) -> bool:
    """True where the token stands for another fact, though the story has it elsewhere."""
    if token.kind is Kind.NAME and not before.value:
        return pair.likeness >= 0.9 and not found(before, entry.tokens)
    return pair.likeness >= CLOSE and not (rounded(token, before) or rounded(before, token))


def _outcomes(pair: Pair, places: dict[int, Sentence]) -> Iterable[Change]:
    stated = frozenset(t.key for t in affirmed(pair.new))
    for index, token in enumerate(pair.new):
        gone = [t for t in places.get(index, ()) if t.kind is Kind.WORD]
        if not token.outcome or not tells(token, pair.new, pair.story):
            continue
        if not (_unsaid(token, pair, stated) or _reversed(token, gone, pair)):
            continue
        if said_with_not(pair, index):
            continue
        before = gone[0].surface if gone else ""
        if not misspelt(token.surface, [before]):
            yield Change(Kind.WORD, before, token.surface, pair.where, token.outcome)


def _unsaid(token: Token, pair: Pair, stated: Container[str]) -> bool:
    """True for an outcome that the story does not have, or has only with a "not" before it."""
    if token.outcome in SLOT_ONLY:
        return False
    if token.outcome in pair.story.outcomes or token.key in pair.story.affirmed:
        return False
    if token.key in stated:
        return True
    return token.key not in pair.story.keys and token.outcome not in pair.story.mentioned


def _reversed(token: Token, gone: list[Token], pair: Pair) -> bool:
    """True for an outcome in the place of another one, which the sentence has no more."""
    new, old = (Counter(t.outcome for t in one) for one in (pair.new, pair.old))
    others = [t for t in gone if t.outcome and TAKEN_FOR.get(t.outcome) != token.outcome]
    lost = any(old[t.outcome] > new[t.outcome] for t in others)
    return lost and new[token.outcome] > old[token.outcome]


def _contrasts(pair: Pair, places: dict[int, Sentence]) -> Iterable[Change]:
    for index, gone in places.items():
        token = pair.new[index]
        kind = token.contrast.partition(": ")[0]
        for before in gone:
            other = before.contrast.partition(": ")[0]
            if kind and kind == other and token.contrast != before.contrast:
                yield Change(Kind.WORD, before.surface, token.surface, pair.where, kind)


def _ideographs(pair: Pair, places: dict[int, Sentence]) -> Iterable[Change]:
    """Two characters and more in the place of two and more: in Japanese, a name or an outcome."""
    for start, index in enumerate(sorted(places)):
        gone = places[index]
        if start and places.get(index - 1) is gone:
            continue
        come = [pair.new[i] for i in sorted(places) if places[i] is gone]
        before, after = characters(gone), characters(come)
        told = {token.key for token in (*gone, *come)} & TELLING
        if min(len(before), len(after)) >= 2 and not told and not set(after) & pair.story.keys:
            yield Change(Kind.WORD, before, after, pair.where)


def _reworded(pair: Pair, places: dict[int, Sentence]) -> Iterable[Change]:
    for index, token in enumerate(pair.new):
        if token.kind is not Kind.WORD or token.key in pair.story.keys:
            continue
        before = [t.surface for t in places.get(index, ()) if t.kind is Kind.WORD]
        if misspelt(token.key, pair.story.keys) or misspelt(token.surface, before):
            continue
        gone = " ".join(before)
        yield Change(Kind.WORD, gone, token.surface, pair.where)
