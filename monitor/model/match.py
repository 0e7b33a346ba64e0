"""What of an entry met a watchlist."""

from dataclasses import dataclass
from typing import Literal, NamedTuple

Field = Literal["title", "body"]


class Span(NamedTuple):
    """A passage that met a term: `start` and `end` are offsets in the entry's title or text."""

    field: Field
    start: int
    end: int
    term: str
    """The term as the watchlist writes it."""


@dataclass(frozen=True, slots=True)
class Match:
    """One watchlist met by one entry."""

    watchlist: str
    """Id of the watchlist."""
    spans: tuple[Span, ...]

    @property
    def terms(self) -> tuple[str, ...]:
        """The terms that were met, each once, in the order of their spans."""
        return tuple(dict.fromkeys(span.term for span in self.spans))
