"""Stories that a person has told apart: which of them an entry is nearer to."""

from collections.abc import Collection, Iterable, Sequence

from rapidfuzz.distance import LCSseq

from monitor.model.entry import Entry
from monitor.model.story import Version
from monitor.stories.reading.facts import plain, read


def told_apart(
    entry: Entry,
    versions: Sequence[Version],
    pairs: Sequence[tuple[int, int]],
    own: Collection[int] = (),
) -> tuple[Version, ...]:
    """Leave out the versions of stories that the entry can't belong to.

    `pairs` are ids of stories that were split; `own` are the stories of the entry's own earlier
    versions. Of a pair the story stays that the entry belonged to before, or else the one with
    the version whose letters hold the entry's best: what the comparison by facts could not
    tell apart once, it would not tell apart now. Both stay where they are equally near.
    """
    near: dict[int, float] = {}
    for story in {story for pair in pairs for story in pair}:
        mine = [version.entry for version in versions if version.story_id == story]
        near[story] = nearness(entry, mine)
    dropped = {_farther(pair, near, own) for pair in pairs}
    return tuple(version for version in versions if version.story_id not in dropped)


def _farther(pair: tuple[int, int], near: dict[int, float], own: Collection[int]) -> int | None:
    one, other = pair
    if (one in own) != (other in own):
        return other if one in own else one
    if near[one] == near[other]:
        return None
    return min(pair, key=near.__getitem__)


def nearness(entry: Entry, others: Iterable[Entry]) -> float:
    """How near an entry is to the nearest of others, by letters and digits alone.

    The share of the shorter text's letters that stand in the longer one in their order: 1 for the
    same text and for one that was cut, a little less for a changed digit; 0 without others.
    """
    letters = _letters(entry)
    return max((_contained(letters, _letters(other)) for other in others), default=0.0)


def _contained(one: str, other: str) -> float:
    shorter = min(len(one), len(other))
    return LCSseq.similarity(one, other) / shorter if shorter else 0.0


def _letters(entry: Entry) -> str:
    reading = read(entry)
    return plain(" ".join(token.surface for token in reading.title)) + " " + reading.plain
