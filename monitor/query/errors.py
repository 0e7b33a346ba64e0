"""What is wrong, or looks wrong, in a query."""

from dataclasses import dataclass


class QueryError(ValueError):
    """A query that can't be understood; the message says what is wrong and what to write."""

    def __init__(self, message: str, column: int) -> None:
        super().__init__(message)
        self.message = message
        self.column = column
        """0-based offset in the query where the mistake begins."""


@dataclass(frozen=True, slots=True)
class QueryWarning:
    """Something that means what it says, but perhaps not what the editor meant."""

    message: str
    column: int
    """0-based offset in the query."""
