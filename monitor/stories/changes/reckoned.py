"""Numbers that follow from others: sums, shares, counts and round figures."""

from dataclasses import replace
from itertools import pairwise

from monitor.stories.reading.facts import Reading, Sentence, Token
from monitor.stories.reading.quantities import Quantity, about

RATIO_POINTS = 1.5
"""How far a percentage that a desk worked out may be from the exact one."""
SIZES = frozenset({"mass", "length", "area"})
"""What a thing is measured by: where two are given, two things are meant."""
MOST_COUNTED = 4
"""Things of which a desk says how many they are, where the text names them one by one."""


def quantities(sentence: Sentence) -> list[Quantity]:
    """The numbers of a sentence, in its order."""
    return [token.value for token in sentence if isinstance(token.value, Quantity)]


def total(number: Quantity, reading: Reading) -> bool:
    """True for the sum of two numbers side by side: 28 passengers and a crew of three, 31."""
    for sentence in reading.sentences:
        parts = [part for part in quantities(sentence) if part.dimension == number.dimension]
        if any(one.value + other.value == number.value for one, other in pairwise(parts)):
            return True
    return False


def margin(number: Quantity, reading: Reading) -> bool:
    """True for the difference of two numbers side by side: 5,412 votes to 4,377, about 1,000."""
    for sentence in reading.sentences:
        parts = [part for part in quantities(sentence) if part.dimension == number.dimension]
        for one, other in pairwise(parts):
            apart = abs(one.value - other.value)
            if apart == number.value or about(number, replace(one, value=apart)):
                return True
    return False


def ratio(number: Quantity, reading: Reading) -> bool:
    """True for the percentage by which one sum of the text differs from another."""
    if number.dimension != "%":
        return False
    sums = [part for sentence in reading.sentences for part in quantities(sentence)]
    return any(
        one.dimension == other.dimension != ""
        and other.value
        and abs(abs(one.value - other.value) / other.value * 100 - number.value) < RATIO_POINTS
        for one in sums
        for other in sums
        if one is not other
    )


def counted(number: Quantity, sentence: Sentence) -> bool:
    """ "Two boats", where a sentence gives the tonnage of two."""
    measures = [part.dimension for part in quantities(sentence) if part.dimension in SIZES]
    if not number.plain or not 1 < number.value <= MOST_COUNTED:
        return False
    return any(measures.count(one) == number.value for one in set(measures))


def roughly(token: Token, other: Token) -> bool:
    """True where "about" the first number may be said of the second."""
    match token.value, other.value:
        case Quantity() as rough, Quantity() as exact:
            return about(rough, exact)
    return False
