"""When two tokens of different texts say the same."""

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache

from rapidfuzz.distance import OSA, Indel, JaroWinkler

from monitor.stories.reading.clocks import Clock, same_clock
from monitor.stories.reading.facts import Kind, Reading, Token
from monitor.stories.reading.moments import Day, same_day
from monitor.stories.reading.quantities import CALENDAR_YEARS, Quantity, rounds_to, same_quantity

FACTS = frozenset({Kind.NUMBER, Kind.DAY, Kind.CLOCK, Kind.NAME})
# Polivanov's сидзё and the English-born шиджо; kh and h, x and ks, double letters.
_SOUNDS = tuple(
    # What is no pattern is looked for and replaced ten times as fast.
    (None if plain else re.compile(pattern), pattern.split("|") if plain else [], letters)
    for pattern, letters in (
        ("[шщ]о", "се"), ("чо", "те"), ("джо", "зе"),
        ("чж|дз|дж", "з"), ("чх", "ч"), ("ш|щ", "с"), ("ч|ц", "т"), ("э", "е"),
        ("(?<=[стз])ю", "у"), ("(?<=[стз])я", "а"), ("йо|ьо|ье", "е"), ("x", "ks"), ("kh", "h"),
        ("^c(?=[aoulr])", "k"), ("^tch", "ch"), ("^ye(?=[a-z]{3})", "e"),
        ("ph", "f"), ("tz|ts", "c"), ("(?<=[a-z]{3}[ae])h$", ""), ("zh", "j"), ("q", "g"),
        ("uu", "u"), ("ou|oo|oh(?![aeiou])", "o"),
        ("iy|yi|ii|ij|yy", "y"), ("yo|io", "e"), ("ya|ia", "a"), (r"([^\W\d_])\1", r"\1"),
    )
    for plain in [pattern.replace("|", "").isalpha()]
)  # fmt: skip
_LATIN = dict(zip("абвгдезийклмнопрстуфхцыэ", "abvgdeziiklmnoprstufhcye", strict=True)) | {
    "ж": "zh", "ч": "ch", "ш": "sh", "щ": "sh", "ю": "yu", "я": "ya", "ъ": "", "ь": "",
}  # fmt: skip
_POLIVANOV = (("дз", "j"), ("ти", "chi"), ("тя", "cha"), ("тю", "chu"), ("те", "cho"))
_KATAKANA_MARKS = re.compile("[ーッ・]")
_KATAKANA_LONG = re.compile(
    "(?<=[エケセテネヘメレゲゼデベペ])イ|(?<=[オコソトノホモヨロゴゾドボポ])ウ"
)
_KATAKANA_PAIRS = (
    ("ヴァ", "バ"), ("ヴィ", "ビ"), ("ヴェ", "ベ"), ("ヴォ", "ボ"), ("ヴ", "ブ"),
    ("イア", "ヤ"), ("ディ", "ジ"), ("ティ", "チ"), ("ヂ", "ジ"),
     ("ヅ", "ズ"), ("イェ", "エ"), ("ウィ", "ウイ"),
)  # fmt: skip
_PEOPLE = frozenset(("n", "an", "ian", "ese", "i", "er", "ish"))
ROMANISED = 0.7
"""From this share of letters on, two names of the same consonants may be one."""
_VOWELS = str.maketrans("", "", "aeiouyjwhаеиоуыэюяйьъ'")


def same(one: Token, other: Token) -> bool:
    """True where one token restates the other."""
    if one.key == other.key:
        return True
    if one.value or other.value:
        return _same_value(one.value, other.value)
    if one.kind is not Kind.NAME and other.kind is not Kind.NAME:
        return False
    if one.country and one.country == other.country:
        return True
    return _transliterated(one.key, other.key) or (
        len(one.surface) > 3 and sounds_alike(one.surface, other.surface)
    )


def _same_value(one: object, other: object) -> bool:
    if type(one) is not type(other):
        return False
    match one, other:
        case Quantity() as a, Quantity() as b:
            return same_quantity(a, b)
        case Day() as a, Day() as b:
            return same_day(a, b)
        case Clock() as a, Clock() as b:
            return same_clock(a, b)
    return False


def rounded(one: Token, other: Token) -> bool:
    """True where the first says the second's number less exactly; a year is never rounded."""
    if _is_year(one) and _is_year(other):
        return False
    match one.value, other.value:
        case Quantity() as a, Quantity() as b:
            return rounds_to(a, b)
    return False


def _is_year(token: Token) -> bool:
    return token.surface.isdecimal() and int(token.surface) in CALENDAR_YEARS


def more_exact(token: Token, said: Iterable[Token]) -> bool:
    """True for a day of a month of which only the month was said: "November 14"."""
    if not isinstance(token.value, Day) or not token.value.day:
        return False
    known = [t.value for t in said if isinstance(t.value, Day) and same(token, t)]
    return bool(known) and all(not day.day and day.weekday < 0 and not day.last for day in known)


def found(token: Token, among: Iterable[Token]) -> bool:
    """True where one of the tokens says the same."""
    return any(same(token, other) for other in among)


class Said:
    """What a text says, laid out so that a fact is compared only with what it may be."""

    __slots__ = ("_keys", "_values", "_words")

    def __init__(self, tokens: Iterable[Token]) -> None:
        once = {(token.key, token.kind): token for token in tokens}
        self._keys = frozenset(key for key, _ in once)
        self._values: dict[type, list[Token]] = defaultdict(list)
        self._words: dict[str, list[Token]] = defaultdict(list)
        for token in once.values():
            if token.value:
                self._values[type(token.value)].append(token)
            else:
                for place in _places(token):
                    self._words[place].append(token)

    def __contains__(self, token: Token) -> bool:
        """True where one of the tokens says the same as this one."""
        if token.key in self._keys:
            return True
        if token.value:
            return found(token, self._values.get(type(token.value), ()))
        return any(found(token, self._words.get(place, ())) for place in _places(token))


def _places(token: Token) -> Iterable[str]:
    """Where to look for a name in another spelling: by its country and its first sound."""
    if token.country:
        yield f"country {token.country}"
    if _is_katakana(token.key):
        yield "katakana"
    else:
        yield from {name[:1] for name in _romanisations(token.key)}


@lru_cache(maxsize=1024)
def said_in(reading: Reading) -> Said:
    """What a text says in headline, body and dateline."""
    return Said(reading.tokens)


@lru_cache(maxsize=65536)
def _transliterated(one: str, other: str) -> bool:
    """Sergei/Sergey, Kunashir/Kunashiri, Путин/Путиным: one name by its consonants.

    Names of four letters and fewer must be written alike: Mali is not Male.
    """
    written, (one, other) = (one, other), _sounded_both(one, other)
    if one == other and (len(written[0]) > 2 < len(written[1]) or _is_katakana(one)):
        return True
    if len(one) > 5 and sorted(one) == sorted(other) and OSA.distance(one, other) == 1:
        return True  # two letters have changed places: a misprint
    if _is_katakana(one):
        return _parts(written[0]) <= _parts(written[1]) or _parts(written[1]) <= _parts(written[0])
    if _demonym(*written):
        return True
    if one[:1] > "\u0400" and (one, other) != written and _ending(one, other):
        return True
    if (one[:1] > "\u0400") != (other[:1] > "\u0400"):
        return _across_scripts(one, other) or _across_scripts(*written)
    if min(len(one), len(other)) < 5 or not one.isalpha() or one[0] != other[0]:
        return False
    if one[0] > "\u0400" and one[:-1] != other[:-1] and _ending(one, other):
        return True
    return _alike(one, other)


def romanised_alike(one: str, other: str) -> bool:
    """True for two names of the same consonants and most letters: Serhiy, Sergei."""
    return _alike(*_sounded_both(one.casefold(), other.casefold()))


def _alike(one: str, other: str) -> bool:
    return _skeleton(one, other) == _skeleton(other, one) and (
        Indel.normalized_similarity(one, other) >= ROMANISED
    )


def _sounded_both(one: str, other: str) -> tuple[str, str]:
    if "q" in one + other and "k" in one + other:  # Qadir, Kader; but Qaddafi is Gaddafi
        one, other = one.replace("q", "k"), other.replace("q", "k")
    return _sounded(one), _sounded(other)


def _across_scripts(one: str, other: str) -> bool:
    """Фалькон and Falcon, Си and Sea: the same consonants in the two alphabets."""
    return any(
        mine.translate(_VOWELS) == theirs.translate(_VOWELS) != "" and mine[0] == theirs[0]
        for mine in _romanisations(one)
        for theirs in _romanisations(other)
    )


def _romanisations(name: str) -> frozenset[str]:
    """A Russian name in Latin letters, and as the Japanese name that it may be: Тиба, Chiba."""
    japanese = name
    for syllable, letters in _POLIVANOV:
        japanese = japanese.replace(syllable, letters)
    return frozenset(map(_romanised, {name, japanese}))


@lru_cache(maxsize=4096)
def _romanised(name: str) -> str:
    return _sounded("".join(_LATIN.get(char, char) for char in name)).replace("c", "k")


def _is_katakana(name: str) -> bool:
    return "ァ" <= name[:1] <= "ヺ"


def _parts(name: str) -> set[str]:
    """First name and family name, or country and city, of a name in katakana."""
    return {_sounded(part) for part in name.split("・")}


def _demonym(one: str, other: str) -> bool:
    """Karsia and Karsian: a country and its people."""
    shorter, longer = sorted((one, other), key=len)
    if len(shorter) > 3 and longer.startswith(shorter):
        return longer[len(shorter) :] in _PEOPLE
    pairs = enumerate(zip(one, other, strict=False))
    stem = next((at for at, (a, b) in pairs if a != b), len(shorter))
    rests = {one[stem:], other[stem:]}
    return stem > 4 and bool(rests & {"can", "an", "ian", "ish"}) and max(map(len, rests)) <= 3


def _skeleton(name: str, other: str) -> str:
    """A name's consonants; the g that others write h (Syniehubov, Sinegubov) is left out."""
    bones = name.translate(_VOWELS).replace("c", "k")
    return bones.replace("g", "") if "h" in name + other and "g" in name + other else bones


@lru_cache(maxsize=4096)
def _sounded(name: str) -> str:
    """A name with the letters that romanisers and transcribers choose between made one."""
    if _is_katakana(name):
        for letters, one in _KATAKANA_PAIRS:
            name = name.replace(letters, one)
        return _KATAKANA_LONG.sub("", _KATAKANA_MARKS.sub("", name))
    for pattern, rows, letters in _SOUNDS:
        if pattern:
            name = pattern.sub(letters, name)
        for row in rows:
            name = name.replace(row, letters)
    return name


def _ending(one: str, other: str) -> bool:
    """Russian case endings that the stemmer left: a common stem of four letters and more."""
    shorter, longer = sorted((one, other), key=len)
    return len(shorter) >= 4 and longer.startswith(shorter) and len(longer) - len(shorter) <= 2


def sounds_alike(one: str, other: str) -> bool:
    """True for two spellings of one sound, as Косэй and Косей."""
    return _folded_sound(one) == _folded_sound(other)


@lru_cache(maxsize=4096)
def _folded_sound(name: str) -> str:
    return _sounded(name.casefold())


def misspelt(word: str, words: Iterable[str]) -> bool:
    """True where a word is another with a letter or two wrong, or another form of it."""
    if len(word) < 5:
        return False
    return any(
        abs(len(word) - len(other)) <= 3
        and (JaroWinkler.similarity(word, other) >= 0.93 or _one_letter(word, other))
        for other in words
    )


def _one_letter(one: str, other: str) -> bool:
    """Two words that one letter sets apart; where it is another letter, long ones."""
    least = 5 if len(one) != len(other) else 7
    return min(len(one), len(other)) >= least and OSA.distance(one, other, score_cutoff=1) == 1
