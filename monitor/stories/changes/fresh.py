"""A fact that a story does not have in these words, and where it stands."""

from dataclasses import dataclass

from monitor.stories.changes.align import Pair
from monitor.stories.reading.facts import Kind, Reading, Sentence, Token
from monitor.stories.reading.quantities import Quantity


@dataclass(frozen=True, slots=True)
class Fresh:
    """A fact that the story does not have in these words, and where it stands."""

    token: Token
    index: int
    pair: Pair
    gone: Sentence
    """What stood in its place."""
    entry: Reading
    version: Reading

    @property
    def number(self) -> Quantity | None:
        """The fact's number, if it is one."""
        return self.token.value if isinstance(self.token.value, Quantity) else None

    @property
    def in_headline(self) -> bool:
        """Whether it stands in the headline."""
        return self.pair.where < 0

    def beside(self, reach: int) -> Sentence:
        """The tokens before and behind it."""
        row, at = self.pair.new, self.index
        return (*row[max(0, at - reach) : at], *row[at + 1 : at + 1 + reach])


def of_kind(tokens: Sentence, kind: Kind) -> bool:
    """True where one of the tokens is of a kind."""
    return any(token.kind is kind for token in tokens)
