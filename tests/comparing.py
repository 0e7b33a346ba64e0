"""What a text by another outlet changes of an earlier one, each taken alone."""

from datetime import UTC, datetime

from monitor.model.entry import Entry
from monitor.stories.changes.compare import changes
from monitor.stories.reading.facts import read

NOON = datetime(2026, 10, 14, 12, tzinfo=UTC)
"""When both texts were published: a Wednesday."""


def told(old: str, new: str) -> list[str]:
    """The changes in words, as a desk reads them."""
    one, other = (Entry("f", "", "", "", text, published=NOON) for text in (old, new))
    return [str(change) for change in changes(read(other), read(one))]
