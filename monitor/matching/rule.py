"""What the matcher needs to know of one watchlist."""

from dataclasses import dataclass

from monitor.query.ast import Node


@dataclass(frozen=True, slots=True)
class Rule:
    """One watchlist's query and what it asks of an entry beside its text."""

    watchlist: str
    """Id of the watchlist."""
    query: Node
    """Any, all and none joined; groups still by name."""
    language: tuple[str, ...] = ("en",)
    """Whose rules inflect Latin words (`en`, `de`…); a language without rules leaves them as is."""
    languages: tuple[str, ...] = ()
    """Declared languages that are accepted; empty: all."""
    include: tuple[str, ...] = ()
    """Feed ids or hosts, with globs; empty: all."""
    exclude: tuple[str, ...] = ()
