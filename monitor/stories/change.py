"""A difference between two texts."""

from dataclasses import dataclass

from monitor.stories.facts import Kind


@dataclass(frozen=True, slots=True)
class Change:
    """One difference between a text and a version of it."""

    kind: Kind
    before: str
    after: str
    where: int
    """Index of the sentence; -1 for the headline."""
    outcome: str = ""

    def __str__(self) -> str:
        if self.before and self.after:
            return f"{self.before} → {self.after}"
        return f"added: {self.after}" if self.after else f"dropped: {self.before}"
