"""An account of a comparison, for people: the texts looked at, how alike, which facts differ."""

from collections.abc import Sequence
from dataclasses import dataclass

from monitor.model.entry import Entry
from monitor.model.story import Version
from monitor.stories.changes.compare import changes
from monitor.stories.changes.same import FACTS, said_in
from monitor.stories.changes.similarity import similarity
from monitor.stories.reading.facts import Reading, read

COMPARED = 0.3
"""Share of common wording from which the facts of two texts are worth laying side by side."""
SHOWN = 8
"""Facts that are named; more are counted."""


@dataclass(frozen=True, slots=True)
class Account:
    """One earlier text beside an entry."""

    version: Version
    likeness: float
    """Share of common wording, 0 to 1."""
    same: tuple[str, ...]
    """Facts of the entry that the earlier text has too, as the entry writes them."""
    differs: tuple[str, ...]
    """What the entry tells otherwise, in words; empty too where the wording is another."""

    @property
    def compared(self) -> bool:
        """Whether the wording is near enough for facts to be compared."""
        return self.likeness >= COMPARED


def accounts(
    entry: Entry, candidates: Sequence[Version], parent: int | None, most: int = 5
) -> tuple[Account, ...]:
    """The earlier texts most like an entry, the one it was taken to descend from first.

    `parent` is that version's id. The facts are those of the comparison itself; the judgement
    goes by more than that (marks, other versions, other occurrences), and says so in its reason.
    """
    reading = read(entry)
    alike = [(similarity(reading, read(version.entry)), version) for version in candidates]
    alike.sort(key=lambda pair: (pair[1].id == parent, *_rank(pair)), reverse=True)
    return tuple(
        _account(entry, version, likeness, candidates) for likeness, version in alike[:most]
    )


def _rank(pair: tuple[float, Version]) -> tuple[float, int]:
    return pair[0], pair[1].id


def _account(
    entry: Entry, version: Version, likeness: float, candidates: Sequence[Version]
) -> Account:
    if likeness < COMPARED:
        return Account(version, likeness, (), ())
    reading, earlier = read(entry), read(version.entry)
    others = [
        read(other.entry)
        for other in candidates
        if other.story_id == version.story_id and other.id != version.id
    ]
    own = version.entry.feed == entry.feed
    differs = tuple(dict.fromkeys(map(str, changes(reading, earlier, others, own=own))))
    return Account(version, likeness, _common(reading, earlier), differs)


def _common(reading: Reading, earlier: Reading) -> tuple[str, ...]:
    facts = {token.key: token for token in reading.tokens if token.kind in FACTS}
    said = said_in(earlier)
    return tuple(token.surface for token in facts.values() if token in said)
