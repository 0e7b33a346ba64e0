"""How an entry relates to the stories that were seen before it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from monitor.model.entry import Entry


class Relation(StrEnum):
    """What an entry is to a story."""

    NEW = "new"
    COPY = "copy"
    UPDATE = "update"


class Mark(StrEnum):
    """What an agency or outlet says of its own text."""

    NONE = ""
    CORRECTION = "correction"
    WITHDRAWAL = "withdrawal"


@dataclass(frozen=True, slots=True)
class Version:
    """A stored version of an entry that belongs to a story: a candidate for comparison."""

    id: int
    entry_id: int
    story_id: int
    entry: Entry
    seen_at: datetime


@dataclass(frozen=True, slots=True)
class StoryLink:
    """The judgement on one entry, with its reason."""

    relation: Relation
    parent: Version | None
    """The version it descends from; `None` for a new story."""
    why: str
    """The rule that decided, in words for `monitor explain`."""
    changes: tuple[str, ...] = ()
    """What changed, in words for the alert: "toll 12 → 15"."""
    mark: Mark = Mark.NONE
