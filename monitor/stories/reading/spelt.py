"""Compound numbers that are spelt in part: written as one figure with its unit."""

import re

from monitor.stories.reading.rules import Rule, rewritten
from monitor.stories.reading.shares import in_shares

_ENGLISH = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen"
)
_COUNT = {word: n for n, word in enumerate(_ENGLISH.split(), 1)}
_COUNT |= {"a": 1, "an": 1, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50}
_RUSSIAN_STEMS = ("дв", "тр", "четыр", "пят", "шест", "сем", "вос", "девят", "десят")
_RUSSIAN_SMALL = (
    "дв(?:а|е|ух)|тр(?:и|ех)|четыр(?:е|ех)|пят[ьи]|шест[ьи]|сем[ьи]|восемь|восьми|девят[ьи]|"
    "десят[ьи]"
)
_RUSSIAN_PREFIXES = (
    "двух", "трех", "четырех", "пяти", "шести", "семи", "восьми", "девяти", "десяти",
    "одиннадцати", "двенадцати",
)  # fmt: skip
_RUSSIAN_UNITS = {
    "летн": "лет", "дневн": "дней", "часов": "часов", "недельн": "недели", "месячн": "месяца",
    "минутн": "минут", "этажн": "этажа", "метров": "метра", "километров": "километра",
}  # fmt: skip
_AND_A_HALF = re.compile(
    rf"\b({'|'.join(_COUNT)}|\d+)[ -]and[ -]a[ -]half\b|\b({_RUSSIAN_SMALL}|\d+) с половиной\b",
    re.IGNORECASE,
)
_IN_ONE_WORD = re.compile(
    rf"\b({'|'.join(_RUSSIAN_PREFIXES)}|\d+-)({'|'.join(_RUSSIAN_UNITS)})(?:\w+)\b", re.IGNORECASE
)
_HOURS_AND_MINUTES = re.compile(
    rf"\b({'|'.join(_COUNT)}|\d+)[ -]hours?,? (?:and )?({'|'.join(_COUNT)}|\d+) minutes?\b"
    r"|\b(\d+ )?час(?:а|ов)? (?:и )?(\d+) минут\w*|(\d+)時間(\d+)分",
    re.IGNORECASE,
)

_RACE = re.compile(r"(?<![\d:])([0-9]):([0-5]\d):([0-5]\d)(?![\d:])")
_THOUSANDS, _MILLIONS = r"(?:thousand|тысяч\w*|тыс)\b\.?", r"(?:million|миллион\w*|млн)\b\.?"
_TWO_SCALES = re.compile(
    rf"(?<![\d.,])(\d{{1,3}}) (million|миллион\w*|млн)\.? (?:and |и )?(\d{{1,3}}) {_THOUSANDS}"
    rf"|(?<![\d.,])(\d{{1,3}}) (billion|миллиард\w*|млрд)\.? (?:and |и )?(\d{{1,3}}) {_MILLIONS}",
    re.IGNORECASE,
)
_SIGNS = {
    "SFr": "CHF",
    "Fr": "CHF",
    "Rs": "INR",
    "Rp": "IDR",
    "RM": "MYR",
    "R$": "BRL",
    "CN¥": "CNY",
}
_SIGNED = re.compile(r"\b(SFr|Fr|Rs|Rp|RM|R\$|CN¥)\.? ?(?=\d)")
_AGES = {"teens": 10, "twenties": 20, "thirties": 30, "forties": 40, "fifties": 50}
_AGES |= {"sixties": 60, "seventies": 70, "eighties": 80, "nineties": 90}
_AGED = re.compile(
    rf"\b((?:his|her|their)(?: early| late)?|(?:mid|early|late)-) ?({'|'.join(_AGES)})\b",
    re.IGNORECASE,
)


def in_figures(text: str) -> str:
    """A text with such numbers as figures.

    >>> in_figures("two and a half tonnes in an hour and twenty minutes, семилетний срок")
    '2.5 tonnes in 80 minutes, 7 лет срок'
    """
    text = in_shares(_SIGNED.sub(lambda hit: f"{_SIGNS[hit[1]]} ", text))
    return rewritten(text, _RULES)


def _raced(hit: re.Match[str]) -> str:
    """ "2:04:51" as "124 minutes 51 seconds"."""
    return f"{60 * int(hit[1]) + int(hit[2])} minutes {int(hit[3])} seconds"


def _aged(hit: re.Match[str]) -> str:
    """ "In their fifties" as "in their 50s"."""
    return f"{hit[1]} {_AGES[hit[2].casefold()]}s"


def _in_one_scale(hit: re.Match[str]) -> str:
    """ "3 million 200 thousand" as "3.200 million"."""
    whole, scale, rest = hit.groups()[:3] if hit[1] else hit.groups()[3:]
    point = "," if scale[0] > "\u0400" else "."
    return f"{whole}{point}{rest:0>3} {scale}"


def _in_minutes(hit: re.Match[str]) -> str:
    hours, minutes = next((hit[n], hit[n + 1]) for n in (1, 3, 5) if hit[n + 1])
    total = 60 * _counted(hours or "1") + _counted(minutes)
    return f"{total}分間" if hit[6] else f"{total} {'минут' if hit[4] else 'minutes'}"


def _counted(word: str) -> int:
    word = word.strip().casefold()
    return int(word) if word.isdigit() else _COUNT[word]


def _half_more(hit: re.Match[str]) -> str:
    if hit[1]:
        return f"{_counted(hit[1])}.5"
    word = hit[2].casefold()
    stems = enumerate(_RUSSIAN_STEMS, 2)
    whole = int(word) if word.isdigit() else next(n for n, s in stems if word.startswith(s))
    return f"{whole},5"


def _in_units(hit: re.Match[str]) -> str:
    """ "семилетний" as "7 лет"."""
    word = hit[1].casefold()
    number = word.strip("-") if word[0].isdigit() else str(_RUSSIAN_PREFIXES.index(word) + 2)
    return f"{number} {_RUSSIAN_UNITS[hit[2].casefold()]}"


_RULES: tuple[Rule, ...] = (
    (("ies", "teens"), _AGED, _aged),
    ((":",), _RACE, _raced),
    (("illi", "млн", "милли", "млрд"), _TWO_SCALES, _in_one_scale),
    (("hour", "час", "時間"), _HOURS_AND_MINUTES, _in_minutes),
    (("half", "половин"), _AND_A_HALF, _half_more),
    (tuple(_RUSSIAN_UNITS), _IN_ONE_WORD, _in_units),
)
