"""Judge one entry against the versions of stories seen before: new, copy or update."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

from monitor.model.entry import Entry
from monitor.model.story import Mark, Relation, StoryLink, Version
from monitor.stories.changes.align import cut_short
from monitor.stories.changes.change import Change
from monitor.stories.changes.compare import changes
from monitor.stories.changes.headline import one_headline
from monitor.stories.changes.lone import VERBATIM
from monitor.stories.changes.same import FACTS
from monitor.stories.changes.similarity import containment, similarity, wording
from monitor.stories.changes.zones import in_zone_of
from monitor.stories.descent import mostly_same, one_lead, recast, same_lead
from monitor.stories.glance import alike_at_a_glance, holds_verbatim
from monitor.stories.late import comes_again, goes_on
from monitor.stories.occurrence import another_occurrence, other_report
from monitor.stories.reading.facts import Kind, Reading, plain, read
from monitor.stories.reading.markers import marked

DESCENT = 0.6
"""Share of wording from which a text descends from another; measured in `benchmarks/stories.py`."""
RECAST = 0.5
"""Share from which it is another's text recast by a desk, if no fact differs."""
DESCENT_MARKED = 0.35
"""The same for a text that calls itself a correction or withdrawal: those are often recast."""
DESCENT_REVISED = 0.3
"""The same for a new version of the same entry."""
OWN_TEXT = 0.8
"""From this share on, an outlet's text goes on from its own earlier one, however much is new."""
LOOK_BACK = timedelta(days=14)
"""So far back a story may still be corrected, or go on in nearly the same text."""
SAME_TEXT = 0.9
"""Share of wording from which two texts are nearly the same."""
TITLE_WORDS = 4
"""Words of a headline that another does not have by accident."""
_OVER = "the story was over"
MOST_COMPARED = 12
"""Versions that are compared in detail, most alike first."""


@dataclass(frozen=True, slots=True)
class _Candidate:
    version: Version
    reading: Reading
    likeness: float
    late: bool
    """Whether its story was last seen before the window."""


def look_back(window: timedelta) -> timedelta:
    """How far back stories reach that an entry is compared with."""
    return max(window, LOOK_BACK)


def relate(
    entry: Entry, candidates: Sequence[Version], *, now: datetime, window: timedelta
) -> StoryLink:
    """Judge an entry against versions that may be its story's.

    `candidates` are the versions that share a key with the entry, with every other version of
    their stories, and the earlier versions of the entry itself.
    """
    mark = marked(entry)
    whole = [v for v in candidates if holds_verbatim(v.entry, entry)]
    if 0 < len(whole) < len(candidates) and mark is Mark.NONE:
        # Where a text stands word for word, the others need not be read.
        judged = relate(entry, whole, now=now, window=window)
        if judged.relation is Relation.COPY:
            return judged
    close = _close(entry, candidates, mark, now, window)
    if mark is Mark.WITHDRAWAL and (link := _withdrawal(entry, close)):
        return link
    updates: list[tuple[_Candidate, tuple[Change, ...]]] = []
    refused = ""
    for candidate in _with_text(close, read(entry)):
        told = _changes(entry, candidate, close)
        if not told and not _corrects(entry, candidate, close, mark):
            refused = _no_copy(entry, candidate, updates)
            if not refused:
                return _copy(candidate, mark)
            continue
        plain_update = told and mark is Mark.NONE and not _revises(entry, candidate.version)
        refused = _another(entry, candidate, candidates, told) if plain_update else ""
        if not refused:
            updates.append((candidate, told))
    if updates:
        return _update(*min(updates, key=lambda pair: len(pair[1])), mark)
    nearest = f"like {_name(close[0])} ({_share(close[0])}), but {refused}" if refused else ""
    return StoryLink(Relation.NEW, None, f"new: {nearest or 'no earlier text like it'}", mark=mark)


def _revises(entry: Entry, version: Version) -> bool:
    """True for an earlier version of the same entry."""
    earlier = version.entry
    if earlier.feed != entry.feed:
        return False
    return (earlier.guid or earlier.link) == (entry.guid or entry.link) != ""


def _close(
    entry: Entry, candidates: Sequence[Version], mark: Mark, now: datetime, window: timedelta
) -> list[_Candidate]:
    """The versions that the entry descends from by its wording, most alike first."""
    last_seen: dict[int, datetime] = {}
    for version in candidates:
        seen = last_seen.get(version.story_id, version.seen_at)
        last_seen[version.story_id] = max(seen, version.seen_at)
    reading = read(entry)
    close = []
    for version in candidates:
        revises = _revises(entry, version)
        age = now - last_seen[version.story_id]
        if not revises and age > look_back(window):
            continue
        late = age > window and not revises and mark is Mark.NONE
        if mark is Mark.NONE and not revises and not alike_at_a_glance(entry, version.entry):
            continue
        earlier = read(version.entry)
        likeness = _likeness(reading, earlier, mark)
        if likeness >= _needed(mark, revises=revises):
            close.append(_Candidate(version, earlier, likeness, late))
    close.sort(key=lambda c: (c.likeness, c.version.seen_at), reverse=True)
    return close[:MOST_COMPARED]


def _needed(mark: Mark, *, revises: bool) -> float:
    if revises:  # a marked text in the entry's own place is about that entry, whatever its words
        return DESCENT_REVISED if mark is Mark.NONE else 0.0
    return RECAST if mark is Mark.NONE else DESCENT_MARKED


def _likeness(one: Reading, other: Reading, mark: Mark) -> float:
    if one.script != other.script:
        return 0.0
    if mark is Mark.NONE and not one_headline(one, other):
        return 0.0
    alike = similarity(one, other)
    if mark is not Mark.NONE:
        return max(alike, _names_headline(one, other))
    if alike < DESCENT and (kept := recast(one, other)):
        return max(alike, DESCENT, kept)
    return alike if same_lead(one, other) else 0.0


def _names_headline(one: Reading, other: Reading) -> float:
    """A notice quotes the headline that it is about, or carries it."""
    headline = plain(" ".join(token.surface for token in other.title))
    if len(headline) > 12 and headline in one.plain:
        return 1.0
    return containment(wording([one.title]), wording([other.title]))


def _changes(
    entry: Entry, candidate: _Candidate, close: Sequence[_Candidate]
) -> tuple[Change, ...]:
    story = candidate.version.story_id
    known = [other for other in close if other.version.story_id == story]
    own = any(_own_text(entry, other, candidate) for other in known)
    return changes(read(entry), candidate.reading, [k.reading for k in known], own=own)


def _with_text(close: Sequence[_Candidate], entry: Reading) -> Iterator[_Candidate]:
    """The candidates without bare headlines of stories whose text is at hand.

    Beside a headline alone no word of a text is another.
    """
    told = {c.version.story_id for c in close if c.reading.sentences}
    for candidate in close:
        bare = entry.sentences and not candidate.reading.sentences
        if not bare or candidate.version.story_id not in told:
            yield candidate


def _no_copy(
    entry: Entry, candidate: _Candidate, updates: Sequence[tuple[_Candidate, tuple[Change, ...]]]
) -> str:
    """Why an entry in which no fact differs is no copy of a candidate all the same, or ""."""
    if candidate.late and not comes_again(entry, candidate.version.entry):
        return _OVER
    if not one_lead(read(entry), candidate.reading):
        return "its lead tells something else"
    changed = any(_shown(read(entry), nearer, told, candidate) for nearer, told in updates)
    return "a fact differs from nearly the same text" if changed else ""


def _shown(
    entry: Reading, nearer: _Candidate, told: tuple[Change, ...], candidate: _Candidate
) -> bool:
    """True where a fact has changed beside nearly the same text, of which the candidate is a copy.

    Beside a text recast throughout the fact has no place: what stands there is another "three".
    A day that goes with a time of day may be that of another zone, which the candidate shows.
    """
    if nearer.likeness < SAME_TEXT or nearer.version.story_id != candidate.version.story_id:
        return False
    timed = any(token.kind is Kind.CLOCK for token in entry.tokens)
    fact = any(
        change.kind in FACTS
        and change.where >= 0
        and (not timed if change.kind is Kind.DAY else change.before)
        for change in told
    )
    return fact and not _other_fact(candidate.reading, nearer.reading)


def _own_text(entry: Entry, own: _Candidate, candidate: _Candidate) -> bool:
    """True for an outlet's own text, or for one that is no nearer to the entry or a copy of it.

    An outlet rewords what it takes from others; its own text it changes for a reason, but to
    catch up with a fact that others told first.
    """
    if own.version.entry.feed != entry.feed:
        return False
    if own is candidate:
        return True
    nearer = own.likeness >= candidate.likeness
    if not nearer and (
        similarity(own.reading, candidate.reading) < VERBATIM
        or _apart(candidate.reading, own.reading)
    ):
        return False
    facts = (read(entry), candidate.reading)
    return not all(_other_fact(one, own.reading) for one in facts)


def _other_fact(one: Reading, other: Reading) -> bool:
    return any(change.kind in FACTS for change in _apart(one, other))


@lru_cache(maxsize=512)
def _apart(one: Reading, other: Reading) -> tuple[Change, ...]:
    """What sets two texts apart, each taken alone."""
    return changes(one, other)


def _another(
    entry: Entry, candidate: _Candidate, candidates: Sequence[Version], told: tuple[Change, ...]
) -> str:
    """Why the entry is no update of the candidate's story, or ""."""
    if candidate.late and not goes_on(read(entry), candidate.reading, candidate.likeness, told):
        return _OVER
    if candidate.likeness < DESCENT and not (
        mostly_same(read(entry), candidate.reading) or _one_title(read(entry), candidate.reading)
    ):
        return "facts differ too"
    story = [v for v in candidates if v.story_id == candidate.version.story_id]
    fullest = read(max(story, key=lambda v: len(v.entry.text)).entry)
    if _like_a_cut_alone(read(entry), candidate, fullest):
        return "only the beginning that it shares with a shortened version is like it"
    if candidate.likeness < OWN_TEXT and other_report(read(entry), fullest, told):
        return "another report: its lead differs and so does most of what follows"
    reading = in_zone_of(read(entry), candidate.reading)
    return another_occurrence(reading, candidate.reading, told)


def _one_title(one: Reading, other: Reading) -> bool:
    """True for two headlines of some words of which one holds the other: it says "not" as well."""
    titles = [wording([reading.title]) for reading in (one, other)]
    return min(len(t.words) for t in titles) >= TITLE_WORDS and containment(*titles) >= SAME_TEXT


def _like_a_cut_alone(entry: Reading, candidate: _Candidate, fullest: Reading) -> bool:
    """True where a text is like a shortened version of a story, and unlike the whole of it.

    Where little is left of a version, a headline from the same mould is most of it.
    """
    cut = candidate.reading
    if cut is fullest or not cut_short(cut, fullest) or len(entry.plain) < 2 * len(cut.plain):
        return False
    alike = _likeness(entry, fullest, Mark.NONE)
    return alike < RECAST or (alike < DESCENT and not mostly_same(entry, fullest))


def _corrects(entry: Entry, candidate: _Candidate, close: Sequence[_Candidate], mark: Mark) -> bool:
    """True for a correction that shows no change, where the change may be out of sight.

    The outlet's own earlier text was without the mark, or this text is cut short. A marked text
    that another outlet carries whole and unchanged is the corrected version come again.
    """
    if mark is Mark.NONE:
        return False
    if any(marked(other.version.entry) is mark for other in close):
        return False
    own = any(other.version.entry.feed == entry.feed for other in close)
    return own or not entry.text or cut_short(read(entry), candidate.reading)


def _withdrawal(entry: Entry, close: Sequence[_Candidate]) -> StoryLink | None:
    if not close:
        return None
    for candidate in close:
        if marked(candidate.version.entry) is Mark.WITHDRAWAL and not _changes(
            entry, candidate, close
        ):
            return _copy(candidate, Mark.WITHDRAWAL)
    why = f"update: withdraws the text of {_name(close[0])} ({close[0].likeness:.0%} alike)"
    return StoryLink(
        Relation.UPDATE, close[0].version, why, changes=("WITHDRAWN",), mark=Mark.WITHDRAWAL
    )


def _copy(candidate: _Candidate, mark: Mark) -> StoryLink:
    why = f"copy of {_name(candidate)}: {_share(candidate)}, no fact differs"
    return StoryLink(Relation.COPY, candidate.version, why, mark=mark)


def _name(candidate: _Candidate) -> str:
    entry = candidate.version.entry
    return f"{entry.source or entry.feed}’s earlier text"


def _share(candidate: _Candidate) -> str:
    return f"{candidate.likeness:.0%} of its words stand there"


def _update(candidate: _Candidate, told: tuple[Change, ...], mark: Mark) -> StoryLink:
    words = tuple(dict.fromkeys(map(str, told)))
    if mark is Mark.CORRECTION:
        words = ("CORRECTED", *words)
    shown = "; ".join(words[:3])
    why = f"update of {_name(candidate)}: {_share(candidate)}; changed: {shown}"
    return StoryLink(Relation.UPDATE, candidate.version, why, changes=words, mark=mark)
