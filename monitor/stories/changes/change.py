"""A difference between two texts."""

from dataclasses import dataclass, field

from monitor.stories.reading.facts import Kind


@dataclass(frozen=True, slots=True)
class Change:
    """One difference between a text and a version of it."""

    kind: Kind
    before: str
    after: str
    where: int
    """Index of the sentence; -1 for the headline."""
    outcome: str = ""
    counted: tuple[str, str] = field(default=("", ""), compare=False)
    """Words before and behind a figure that say what it counts."""

    def __str__(self) -> str:
        if self.before and self.after:
            tally, behind = self.counted
            return f"{tally} {self.before} → {self.after}{behind}".lstrip()
        return f"added: {self.after}" if self.after else f"dropped: {self.before}"
