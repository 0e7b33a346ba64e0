"""A version of one of the desk's files, as it was read."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class FileVersion:
    """What a file said from a time on."""

    id: int
    """Ascending: what was read later has a greater one."""
    name: str
    """A watchlist's id; `terms`, `asia/terms`, `feeds`, `feeds.opml` for the other files."""
    text: str
    """"" for a file that was deleted, or is empty."""
    problems: tuple[str, ...]
    """Its errors in words; a watchlist with any was not put in force."""
    at: datetime

    @property
    def deleted(self) -> bool:
        """An empty watchlist has an error: without one, the file was taken away."""
        return not self.text and not self.problems
