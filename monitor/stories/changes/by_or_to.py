"""How far a figure moved, or where it went: "by 30 percent" is not "to 30 percent"."""

from collections.abc import Iterable

from monitor.stories.changes.align import Pair
from monitor.stories.changes.change import Change
from monitor.stories.reading.facts import Kind, Sentence
from monitor.stories.reading.quantities import Quantity

_HOW = {"by": "by", "на": "by", "to": "to", "до": "to"}


def by_or_to(pair: Pair) -> Iterable[Change]:
    """A measure that both sentences have, one by so much and one to so much."""
    if pair.where < 0:  # a headline says it in short: "a visa for eight days"
        return
    new, old = _moved(pair.new), _moved(pair.old)
    both = new.keys() & old.keys()
    if not both:
        return
    story = [_moved(s) for one in pair.story.readings for s in (one.title, *one.sentences)]
    for key in both:
        how, said = new[key]
        told = {row[key][0] for row in story if key in row}
        if how not in told:
            yield Change(Kind.NUMBER, old[key][1], said, pair.where)


def _moved(sentence: Sentence) -> dict[str, tuple[str, str]]:
    """Each measure behind such a word, with its side and both in words; no range, "20 to 30"."""
    found: dict[str, tuple[str, str]] = {}
    for at, token in enumerate(sentence[1:], 1):
        word = sentence[at - 1].surface
        how = _HOW.get(word.casefold())
        ranged = at > 1 and isinstance(sentence[at - 2].value, Quantity)
        measure = isinstance(token.value, Quantity) and not token.value.plain
        if how and measure and not ranged:
            found[token.key] = how, f"{word} {token.surface}"
    return found
