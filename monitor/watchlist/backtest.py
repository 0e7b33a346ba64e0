"""Two versions of watchlists over entries of the past: which stories are gained and lost."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from monitor.matching.matcher import Matcher, compile_rules
from monitor.model.entry import Entry
from monitor.model.match import Match
from monitor.model.story import Relation, Version
from monitor.stories.fingerprint import look_up_keys
from monitor.stories.relate import look_back, relate
from monitor.watchlist.force import Good, Standing, together

_NOW, _WAS = "now ", "was "
"""Before a watchlist's id: which of its versions is meant."""
_CANDIDATES = 8
"""Versions compared with an entry, those that share most keys: copies share many."""
SHOWN = 3
"""Stories gained, and lost, that a notice names."""
MOST_JUDGED = 1_000
"""Entries that are put into stories by their words, some milliseconds each; those beyond are by
their titles."""


@dataclass(frozen=True, slots=True)
class PastEntry:
    """An entry that was seen before, in its latest words."""

    id: int
    entry: Entry
    canonical_link: str
    seen_at: datetime


@dataclass(frozen=True, slots=True)
class Hit:
    """An entry that one of the versions met: matches by watchlist."""

    past: PastEntry
    before: Mapping[str, Match]
    after: Mapping[str, Match]


@dataclass(frozen=True, slots=True)
class PastStory:
    """A story that a watchlist gains or loses: its first entry that is met, and who carries it."""

    entry: Entry
    seen_at: datetime
    outlets: tuple[str, ...]
    entries: int
    terms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one watchlist would have told of the past."""

    gained: tuple[PastStory, ...] = ()
    lost: tuple[PastStory, ...] = ()
    same: int = 0
    """Stories that both versions meet."""


@dataclass(frozen=True, slots=True)
class Effect:
    """An outcome in short: how many stories, and the first of them."""

    gained: int
    lost: int
    first_gained: tuple[PastStory, ...]
    first_lost: tuple[PastStory, ...]


def effect_of(outcome: Outcome) -> Effect:
    """An outcome in short."""
    gained, lost = outcome.gained, outcome.lost
    return Effect(len(gained), len(lost), gained[:SHOWN], lost[:SHOWN])


def matcher_of(before: Iterable[Good], after: Iterable[Good]) -> Matcher:
    """Both versions of some watchlists in one matcher, so that an entry is read but once."""
    named = {
        f"{prefix}{good.watchlist.id}": good
        for prefix, goods in ((_WAS, before), (_NOW, after))
        for good in goods
    }
    rules, groups = together(Standing(good=named))
    return compile_rules((replace(rule, watchlist=name) for name, rule in rules.items()), groups)


def try_entries(entries: Iterable[PastEntry], matcher: Matcher) -> list[Hit]:
    """The entries that a watchlist meets in either version; `matcher` is of both."""
    hits = []
    for past in entries:
        matches = matcher.match(past.entry)
        if matches:
            hits.append(Hit(past, _of(_WAS, matches), _of(_NOW, matches)))
    return hits


def _of(prefix: str, matches: Iterable[Match]) -> dict[str, Match]:
    return {
        match.watchlist.removeprefix(prefix): match
        for match in matches
        if match.watchlist.startswith(prefix)
    }


def outcomes(
    hits: Sequence[Hit], stories: Mapping[int, int], window: timedelta
) -> dict[str, Outcome]:
    """What each watchlist gains and loses.

    `hits` in order of arrival. `stories` has the story of each entry that was judged; the others
    are judged here, as a feed's turn would.
    """
    told = _Stories(stories, window)
    of = {hit.past.id: told.story_of(hit.past) for hit in hits}
    watchlists = sorted({name for hit in hits for name in (*hit.before, *hit.after)})
    return {name: _outcome(name, hits, of) for name in watchlists}


def _outcome(watchlist: str, hits: Sequence[Hit], of: Mapping[int, int]) -> Outcome:
    was: dict[int, list[tuple[PastEntry, Match]]] = {}
    now: dict[int, list[tuple[PastEntry, Match]]] = {}
    for hit in hits:
        for stories, matches in ((was, hit.before), (now, hit.after)):
            if watchlist in matches:
                met = (hit.past, matches[watchlist])
                stories.setdefault(of[hit.past.id], []).append(met)
    return Outcome(
        tuple(_story(now[one]) for one in now if one not in was),
        tuple(_story(was[one]) for one in was if one not in now),
        len(was.keys() & now.keys()),
    )


def _story(met: Sequence[tuple[PastEntry, Match]]) -> PastStory:
    first = met[0][0]
    outlets = dict.fromkeys(past.entry.source or past.entry.feed for past, _ in met)
    terms = dict.fromkeys(term for _, match in met for term in match.terms)
    return PastStory(first.entry, first.seen_at, tuple(outlets), len(met), tuple(terms))


@dataclass(slots=True)
class _Stories:
    """Puts entries into stories: the store's where it knows them, else by their words."""

    known: Mapping[int, int]
    window: timedelta
    by_key: dict[int, list[Version]] = field(default_factory=dict)
    by_title: dict[str, int] = field(default_factory=dict)
    number: int = 0

    def story_of(self, past: PastEntry) -> int:
        """The story's id in the store; a negative number for one that the store does not know."""
        story = self.known.get(past.id)
        title = past.entry.title.casefold() or past.canonical_link
        self.number += 1
        if self.number > MOST_JUDGED:
            return story if story is not None else self.by_title.setdefault(title, -1 - past.id)
        keys = look_up_keys(past.entry, past.canonical_link)
        if story is None:
            story = self._judged(past, keys)
        version = Version(past.id, past.id, story, past.entry, past.seen_at)
        for key in keys:
            self.by_key.setdefault(key, []).append(version)
        self.by_title[title] = story
        return story

    def _judged(self, past: PastEntry, keys: Sequence[int]) -> int:
        since = past.seen_at - look_back(self.window)
        near = [version for key in keys for version in self.by_key.get(key, ())]
        versions = {version.id: version for version in near if version.seen_at > since}
        shared = Counter(version.id for version in near if version.id in versions)
        candidates = [versions[one] for one, _ in shared.most_common(_CANDIDATES)]
        link = relate(past.entry, candidates, now=past.seen_at, window=self.window)
        if link.parent is None or link.relation is Relation.NEW:
            return -1 - past.id
        return link.parent.story_id
