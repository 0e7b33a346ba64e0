"""An entry's title and body, cut into words, and the terms that stand in them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from monitor.matching.term import Place
from monitor.matching.terms import Found, TermIndex
from monitor.model.entry import Entry
from monitor.model.match import Field, Span
from monitor.text.tokens import Cut, cut


@dataclass(frozen=True, slots=True)
class FieldText:
    """Title or body of one entry."""

    field: Field
    text: Cut
    found: Found

    def spans(self, places: Iterable[Place], term: str) -> Iterator[Span]:
        """Passages that met a term, by where they begin and end in the title or body."""
        starts, ends = self.text.edges
        return (Span(self.field, starts[first], ends[last], term) for first, last in places)


def read_entry(entry: Entry, terms: TermIndex) -> tuple[FieldText, FieldText]:
    """The title and the body of an entry, with every term of the index that stands in them."""
    title, body = cut(entry.title), cut(entry.text)
    return (
        FieldText("title", title, terms.find(title)),
        FieldText("body", body, terms.find(body)),
    )
