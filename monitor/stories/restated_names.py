"""Names that a story has in another form: short or long, romanised otherwise, a country beside."""

from collections.abc import Callable
from itertools import pairwise

from rapidfuzz.distance import Indel

from monitor.stories.abbreviated import short_for
from monitor.stories.facts import Kind, Sentence
from monitor.stories.fresh import Fresh
from monitor.stories.lexicon import ROLES, words
from monitor.stories.same import found

ROMANISED = 0.7
"""From this share of letters on, two first names before one family name are one."""
_PLACED_IN = words("in of northern southern eastern western central в на")


def _country_of_place(fresh: Fresh) -> bool:
    """ "In Norway" behind a place, "Russia's" before its foreign ministry."""
    if not fresh.token.country or any(t.kind is Kind.NAME or t.value for t in fresh.gone):
        return False
    if any(token.surface.casefold() in ROLES for token in fresh.beside(1)):
        return True
    if any(t.kind is Kind.NAME and not t.country and fresh.pair.told(t) for t in fresh.beside(2)):
        return True
    row, at = fresh.pair.new, fresh.index
    return at > 0 and row[at - 1].surface.casefold() in _PLACED_IN


def _other_romanisation(fresh: Fresh) -> bool:
    """ "Oleg" for "Oleh" before a family name that is known."""
    token, row = fresh.token, fresh.pair.new
    following = row[fresh.index + 1 : fresh.index + 2]
    if token.kind is not Kind.NAME or not any(
        t.kind is Kind.NAME and fresh.pair.told(t) for t in following
    ):
        return False
    return any(
        t.kind is Kind.NAME and t.key[0] == token.key[0] and _romanised_alike(t.key, token.key)
        for t in fresh.gone or fresh.pair.old
    )


def _romanised_alike(one: str, other: str) -> bool:
    """Oleg and Oleh, Evgeny and Yevgeni; but Yuka is not Yuki."""
    if len(one) == len(other) < 5:
        return one.replace("g", "h") == other.replace("g", "h")
    return Indel.normalized_similarity(one, other) >= ROMANISED


def _in_two_words(fresh: Fresh) -> bool:
    """ "Naka-Shibetsu" for Nakashibetsu, or the other way round."""
    if fresh.token.kind is not Kind.NAME:
        return False
    row, at = fresh.pair.new, fresh.index
    joined = {_joined(row[i : i + 2]) for i in (at - 1, at) if i >= 0}
    said = {token.surface.casefold() for token in fresh.pair.story.tokens}
    halves = (_joined(pair) for pair in pairwise(fresh.pair.old))
    return bool(joined & said) or fresh.token.surface.casefold() in halves


def _joined(tokens: Sentence) -> str:
    return "".join(token.surface.casefold() for token in tokens)


def _abbreviated(fresh: Fresh) -> bool:
    """ "SNB", where the Swiss National Bank is named."""
    rows = (fresh.pair.new, fresh.pair.old, fresh.version.title, *fresh.version.sentences)
    return any(short_for(fresh.token, row) for row in rows)


def _spelt_out(fresh: Fresh) -> bool:
    """ "The Swiss National Bank", where the version has "SNB"."""
    if fresh.token.value:
        return False
    short = (t for t in fresh.version.tokens if t.kind in (Kind.NAME, Kind.WORD))
    return any(fresh.index in short_for(token, fresh.pair.new) for token in dict.fromkeys(short))


def _fuller_name(fresh: Fresh) -> bool:
    """A first name put before a known family name, or a known name's second part.

    A name that stands where something else stood is another name, not a fuller one.
    """
    pair = fresh.pair
    if fresh.token.kind is not Kind.NAME or fresh.token.country:
        return False
    if any(t.kind is not Kind.STOP or t.surface[0].isupper() for t in fresh.gone):
        return False
    if not any(t.kind is Kind.NAME and pair.told(t) for t in fresh.beside(1)):
        return False
    return not any(t.kind is Kind.NAME and not found(t, pair.new) for t in pair.old)


NAMES: tuple[Callable[[Fresh], bool], ...] = (
    _country_of_place,
    _other_romanisation,
    _in_two_words,
    _abbreviated,
    _spelt_out,
    _fuller_name,
)
