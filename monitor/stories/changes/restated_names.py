"""Names that a story has in another form: short or long, romanised otherwise, a country beside."""

from collections.abc import Callable
from itertools import pairwise

from monitor.stories.changes.abbreviated import short_for
from monitor.stories.changes.align import ALIGNED
from monitor.stories.changes.fresh import Fresh
from monitor.stories.changes.places import implied, is_place, lies_in
from monitor.stories.changes.same import found, romanised_alike
from monitor.stories.reading.facts import Kind, Sentence, Token
from monitor.stories.words.lexicon import ROLES, words

_PLACED_IN = words("in of northern southern eastern western central в на")
_PLACE_WORDS = words(
    "port city town village capital island islands airport harbour harbor province region state",
    "prefecture district county coast resort suburb waters territory mainland",
    "порт порта порту портом порте город города городе городу столица столицы столице столицей",
    "остров острова острове аэропорт аэропорта аэропорту провинция провинции область области",
    "побережье побережья штат штата штате курорт курорта курорте деревня деревни деревне",
)
_PEOPLE = words(
    "national nationals citizen citizens tourist tourists man men woman women boy girl child",
    "children crew crews sailor sailors passenger passengers couple student students family",
    "captain skipper pilot soldier soldiers flag flagged vessel ship tanker owner owners",
    "гражданин гражданина граждан граждане гражданка турист туристов туристы туриста экипаж",
    "экипажа моряк моряков моряки пассажиров пассажиры флаг флагом капитан капитана",
)


def _country_of_place(fresh: Fresh) -> bool:
    """ "In Norway" behind a place, "Russia's" before its foreign ministry."""
    if not fresh.token.country or _in_anothers_place(fresh) or _of_people(fresh):
        return False
    row, at = fresh.pair.new, fresh.index
    office = (*row[max(0, at - 1) : at], *row[at + 1 : at + 3])
    if any(t.kind is not Kind.STOP and t.surface.casefold() in ROLES for t in office):
        return True
    if any(_beside_country(fresh, t) and fresh.pair.told(t) for t in fresh.beside(2)):
        return True
    if not at or row[at - 1].surface.casefold() not in _PLACED_IN:
        return False
    if _bound_for(fresh.token.surface):
        return False
    return fresh.in_headline or implied(fresh.token, fresh.pair.story.tokens)


def _beside_country(fresh: Fresh, token: Token) -> bool:
    """True for a name that may be a place of the country."""
    return (
        token.kind is Kind.NAME
        and not token.country
        and (not is_place(token) or lies_in(token, fresh.token))
    )


def _in_anothers_place(fresh: Fresh) -> bool:
    """True where another name, or another country of the sentence, has given way to a country."""
    token, new = fresh.token, fresh.entry.tokens
    if not all(lies_in(t, token) for t in fresh.gone if t.kind is Kind.NAME or t.value):
        return True
    lost = (t for t in fresh.pair.old if t.key == t.country != "" and not found(t, new))
    return not all(lies_in(t, token) or lies_in(token, t) for t in lost)


def _of_people(fresh: Fresh) -> bool:
    """True for a nationality: "a Dutch crew"."""
    following = fresh.pair.new[fresh.index + 1 : fresh.index + 3]
    return any(token.surface.casefold() in _PEOPLE for token in following)


def _place_implied(fresh: Fresh) -> bool:
    """ "The Dutch port", where the story names Rotterdam; not a Dutch crew.

    In a headline the word may stand before anything but people.
    """
    token = fresh.token
    if token.kind is not Kind.NAME or (fresh.pair.likeness < ALIGNED and not fresh.in_headline):
        return False
    if _in_anothers_place(fresh) or _of_people(fresh):
        return False
    near = {t.surface.casefold() for t in fresh.beside(2)}
    placed = not (_PLACE_WORDS | _PLACED_IN).isdisjoint(near)
    return (placed or fresh.in_headline) and implied(token, fresh.pair.story.tokens)


def _bound_for(surface: str) -> bool:
    """True for a Russian country in the accusative: "в Китай" is where to, "в Китае" where."""
    return surface[0] > "\u0400" and surface[-1] in "юуйьнкртдгл"


def _other_romanisation(fresh: Fresh) -> bool:
    """ "Oleg" for "Oleh" before a family name that is known."""
    token, row = fresh.token, fresh.pair.new
    following = row[fresh.index + 1 : fresh.index + 2]
    if token.kind is not Kind.NAME or not any(
        t.kind is Kind.NAME and fresh.pair.told(t) for t in following
    ):
        return False
    return any(
        t.kind is Kind.NAME
        and t.key[0] == token.key[0]
        and _romanised_alike(t.surface.casefold(), token.surface.casefold())
        for t in fresh.gone or fresh.pair.old
    )


def _romanised_alike(one: str, other: str) -> bool:
    """Oleg and Oleh, Evgeny and Yevgeni; but Yuka is not Yuki."""
    if len(one) == len(other) < 5:
        return one.replace("g", "h") == other.replace("g", "h")
    return romanised_alike(one, other)


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
    _place_implied,
    _other_romanisation,
    _in_two_words,
    _abbreviated,
    _spelt_out,
    _fuller_name,
)
