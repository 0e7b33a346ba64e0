"""How long each hop of an alert's way took: published → seen → decided → sent."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import quantiles

HOPS = ("published → seen", "seen → decided", "decided → sent")


@dataclass(frozen=True, slots=True)
class Times:
    """When an alert passed each hop; `None` where it did not, or where nobody can tell."""

    published: datetime | None
    """By the feed's own date; `None` for a revision, which has none."""
    seen: datetime
    decided: datetime | None
    sent: datetime | None

    def hops(self) -> Iterator[tuple[str, timedelta]]:
        """The hops that can be measured; a date in the future counts as no time at all."""
        at = (self.published, self.seen, self.decided, self.sent)
        for name, begin, end in zip(HOPS, at, at[1:], strict=False):
            if begin is not None and end is not None:
                yield name, max(timedelta(), end - begin)


@dataclass(frozen=True, slots=True)
class Lateness:
    """Of one hop, over many alerts."""

    median: timedelta
    most: timedelta
    """95 % took no longer."""


def lateness(times: Iterable[Times]) -> Mapping[str, Lateness]:
    """By hop, for those that anything is known of."""
    taken: dict[str, list[float]] = {name: [] for name in HOPS}
    for one in times:
        for name, length in one.hops():
            taken[name].append(length.total_seconds())
    return {name: _of(seconds) for name, seconds in taken.items() if seconds}


def _of(seconds: Sequence[float]) -> Lateness:
    if len(seconds) == 1:
        return Lateness(timedelta(seconds=seconds[0]), timedelta(seconds=seconds[0]))
    cuts = quantiles(seconds, n=20, method="inclusive")
    return Lateness(timedelta(seconds=cuts[9]), timedelta(seconds=cuts[18]))
