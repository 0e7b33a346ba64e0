"""Numbers with their units: read from words or figures, and compared as quantities."""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from monitor.stories.words.units import (
    CODES,
    CURRENCY_SIGNS,
    KNOWN_UNITS,
    OTHER_DOLLARS,
    SIGN,
    UNIT_PATTERN,
)

_ONES = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen"
)
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_ORDINALS = "third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth"
_RUSSIAN: Mapping[int, str] = {
    2: "два две двух двум двумя двое двоих двоим", 3: "три трех трем тремя трое троих троим",
    4: "четыре четырех четырем четырьмя четверо четверых", 5: "пять пяти пятью пятеро пятерых",
    6: "шесть шести шестью шестеро шестерых", 7: "семь семи семью семеро семерых",
    8: "восемь восьми восемью", 9: "девять девяти девятью", 10: "десять десяти десятью",
    11: "одиннадцать одиннадцати одиннадцатью", 12: "двенадцать двенадцати двенадцатью",
    13: "тринадцать тринадцати", 14: "четырнадцать четырнадцати",
    15: "пятнадцать пятнадцати", 16: "шестнадцать шестнадцати",
    17: "семнадцать семнадцати", 18: "восемнадцать восемнадцати",
    19: "девятнадцать девятнадцати", 20: "двадцать двадцати двадцатью",
    30: "тридцать тридцати тридцатью",
    40: "сорок сорока", 50: "пятьдесят пятидесяти", 60: "шестьдесят шестидесяти",
    70: "семьдесят семидесяти", 80: "восемьдесят восьмидесяти",
    90: "девяносто девяноста", 100: "сто ста", 200: "двести двухсот двухстах",
    300: "триста трехсот трехстах", 400: "четыреста четырехсот четырехстах",
    500: "пятьсот пятисот пятистах", 600: "шестьсот шестисот шестистах",
    700: "семьсот семисот семистах", 800: "восемьсот восьмисот восьмистах",
    900: "девятьсот девятисот девятистах",
}  # fmt: skip
NUMBER_WORDS: Mapping[str, int] = {
    **{word: value for value, word in enumerate(_ONES.split(), 1)},
    **{word: 10 * tens for tens, word in enumerate(_TENS.split(), 2)},
    **{word: value for value, words in _RUSSIAN.items() for word in words.split()},
    "один": 1, "одна": 1, "одного": 1, "одну": 1, "одной": 1, "одним": 1, "dozen": 12,
    "дюжина": 12, "дюжины": 12, "дюжину": 12, "сотню": 100,
    "тысяча": 1000, "тысячу": 1000, "zero": 0,
}  # fmt: skip
ORDINALS: Mapping[str, int] = {word: value for value, word in enumerate(_ORDINALS.split(), 3)}
SCALES: Mapping[str, float] = {
    "hundred": 100, "thousand": 1e3, "k": 1e3, "million": 1e6, "m": 1e6, "mln": 1e6, "mn": 1e6,
    "billion": 1e9, "bn": 1e9, "bln": 1e9, "b": 1e9, "trillion": 1e12, "trn": 1e12, "tn": 1e12,
    "trln": 1e12,
    "тыс": 1e3, "тысяча": 1e3, "тысячу": 1e3, "тысячи": 1e3, "тысяч": 1e3, "тысячам": 1e3,
    "тысячами": 1e3, "тысячах": 1e3, "тысячей": 1e3, "млн": 1e6, "миллион": 1e6, "миллиона": 1e6,
    "миллионов": 1e6, "миллионам": 1e6, "миллионами": 1e6, "миллионах": 1e6, "млрд": 1e9,
    "миллиард": 1e9, "миллиарда": 1e9, "миллиардов": 1e9, "миллиардам": 1e9, "миллиардами": 1e9,
    "трлн": 1e12, "триллион": 1e12, "триллиона": 1e12, "триллионов": 1e12,
    "十": 10, "百": 100, "千": 1e3, "万": 1e4, "百万": 1e6, "億": 1e8, "兆": 1e12,
}  # fmt: skip

_ONE_WORD = {**ORDINALS, **NUMBER_WORDS}
_MULTIPLIERS = {**SCALES, "dozen": 12.0}

_SHARE = r"(?<!\d)\d{1,3}⁄\d{1,4}"
_DIGITS = r"\d{1,3}(?:(?:,\d{3})+|(?:[ \u00a0]\d{3})+(?!\d))(?:\.\d+)?(?!\d)|\d+(?:[.,]\d+)?"
_SCALE = "|".join(sorted((re.escape(s) for s in SCALES if s.isascii() or "а" <= s[0] <= "я"),
                         key=len, reverse=True))  # fmt: skip
_WORD = "|".join(sorted({*NUMBER_WORDS, *ORDINALS}, key=len, reverse=True))
_LONG_SCALE = "|".join(word for word in SCALES if word.isalpha() and len(word) > 5)
_SPELT = rf"(?:{_WORD})(?:[\s-](?:and[\s-])?(?:{_WORD}|{_LONG_SCALE})\b)*"
_CODES = rf"\b(?-i:{CODES.replace(' ', '|')}) ?(?=\d)"
# In one word with the sum, or before it: a "try" and a "won" are words unless in capitals.
QUANTITY = (
    rf"(?:{SIGN}\s?|{_CODES}|(?<![A-Za-zА-Яа-яё\d.,]))"
    rf"(?:(?<=[\s(])-(?=\d)|(?<=\A)-(?=\d))?"
    rf"(?:{_SHARE}|(?:{_DIGITS})(?:(?:[十百千]?[万億兆]|千)(?:\d[\d,]*)?)*(?:st|nd|rd|th)?"
    rf"|{_SPELT}\b)"
    rf"(?:[\s-]?(?:{_SCALE})\b(?!/)\.?){{0,2}}"
    rf"(?:°?\s?[cf]\b|[\s-]?(?:basis points|{UNIT_PATTERN}))?"
)
_PARTS = re.compile(
    rf"^(?P<sign>{SIGN}|{CODES.lower().replace(' ', '|')})?\s?(?P<minus>-)?"
    rf"(?:(?P<share>{_SHARE})|(?P<digits>{_DIGITS})"
    rf"(?P<japanese>(?:(?:[十百千]?[万億兆]|千)(?:\d[\d,]*)?)*)(?P<ord>st|nd|rd|th)?"
    rf"|(?P<words>{_SPELT}))"
    rf"(?P<scale>(?:[\s-]?(?:{_SCALE})\b(?!/)\.?){{0,2}})[\s-]?(?P<unit>.*)$",
    re.IGNORECASE | re.DOTALL,
)
_COUNTERS = (
    "人名 隻艘 件 機 台両 棟戸軒 歳 回 匹頭羽 社 本 階 票 位 枚 通 便 校 店 基 発 層 議席 "
    "カ所か所ヵ所箇所 カ国か国"
)
_COUNTED_IN: Mapping[str, str] = {
    word: f"#{row[0]}"
    for row in _COUNTERS.split()
    for word in ((row,) if row == "議席" else re.findall("[カかヵ箇].|.", row))
}
"""What is counted, by the Japanese word behind a figure: three people are no third floor."""
_NEVER_BARE = frozenset({"°C", "°F", "bp", "pressure", "speed"})
LEAST_ROUNDED = 100
SHARE = "⁄"
"""What stands in a share of a whole: 1⁄3."""
SHARE_STEP = 5.0
"""How exact "a third" is, in percent."""
SHARE_POINTS = 0.7
"""How far a percentage may be from the share that is said of it: 67 and 66.7 are two thirds."""
MILLION = 1e6
CALENDAR_YEARS = range(1500, 2101)
TOLERANCE = 0.04
"""How far a converted quantity may be from the original: desks round to whole units."""


ROUGHLY = 0.12
"""The same for small figures, as far as their last digit says no more."""
ABOUT = 0.2
"""The same for a number that calls itself rough: "over 1,000" for 1,217."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with what it counts."""

    value: float
    """In the dimension's base unit."""
    dimension: str
    """`length`, `USD`, `%`...; "" for a bare number, `#人` where a Japanese counter follows."""
    factor: float
    """Size of the unit as written, in base units."""
    step: float
    """Value of the last digit written, in base units: how exact it is."""

    @property
    def plain(self) -> bool:
        """Whether it counts things, without a unit of measure."""
        return not self.dimension or self.dimension.startswith("#")


def counting(number: Quantity, behind: str) -> Quantity:
    """A number with the Japanese counter that stands behind it."""
    found = _COUNTED_IN.get(behind[:2]) or _COUNTED_IN.get(behind[:1])
    return replace(number, dimension=found) if found and not number.dimension else number


def quantity(surface: str, *, comma_is_decimal: bool) -> Quantity | None:
    """Read a passage that `QUANTITY` found; `None` where it holds no number."""
    hit = _PARTS.match(surface.strip().casefold().replace("ё", "е"))
    if not hit:
        return None
    if hit["share"]:
        return _share(hit["share"], hit["unit"])
    if hit["digits"]:
        value, step = _figure(hit["digits"], comma_is_decimal=comma_is_decimal)
        value, step = _japanese(value, step, hit["japanese"])
    else:
        value, step = _spelt(hit["words"])
    unit, scales = hit["unit"], re.findall(r"\w+", hit["scale"])
    if scales == ["m"] and not hit["sign"] and not _unit("", unit, ordinal=False)[0]:
        unit, scales = "m", []  # "28 m": metres; "$28m", "28m tonnes": millions
    for scale in scales:
        value, step = value * SCALES[scale], step * SCALES[scale]
    dimension, factor = _unit(hit["sign"], unit, ordinal=_is_ordinal(hit))
    if (dimension == "month" or unit.strip(" .") == "г") and value in CALENDAR_YEARS:
        dimension, factor = "", 1.0
    value = -value if hit["minus"] else value
    return Quantity(round(value * factor, 6), dimension, factor, step * factor)


def _share(share: str, unit: str) -> Quantity:
    """ "1⁄3": so much of a hundred; "3⁄4 mile": so much of a mile."""
    part, whole = map(int, share.split(SHARE))
    dimension, factor = _unit("", unit, ordinal=False) if unit else ("%", 100.0)
    return Quantity(round(factor * part / whole, 6), dimension, factor / whole, SHARE_STEP)


def _is_ordinal(hit: re.Match[str]) -> bool:
    return bool(hit["ord"]) or (hit["words"] or "") in ORDINALS


def _figure(digits: str, *, comma_is_decimal: bool) -> tuple[float, float]:
    text = digits.replace(" ", "").replace("\u00a0", "")
    if re.fullmatch(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?", text) and not comma_is_decimal:
        text = text.replace(",", "")
    text = text.replace(",", ".", 1).replace(",", "")
    decimals = len(text.partition(".")[2])
    zeros = len(text) - len(text.rstrip("0")) if not decimals else 0
    return float(text), 10.0 ** (zeros - decimals)


def _japanese(value: float, step: float, tail: str) -> tuple[float, float]:
    total, rest = 0.0, value
    for scale, digits in re.findall(r"([十百千]?[万億兆]|千)(\d[\d,]*)?", tail):
        size = math.prod(SCALES[char] for char in scale)
        total += rest * size
        rest, step = _figure(digits, comma_is_decimal=False) if digits else (0.0, step * size)
    return total + rest, step


def _spelt(words: str) -> tuple[float, float]:
    """Value and step of "two thousand three hundred": a scale raises what stands before it."""
    total, current, step = 0.0, 0.0, 1.0
    for word in re.split(r"[\s-]+", words):
        scale = _MULTIPLIERS.get(word, 1.0)
        current = (current or 1.0) * scale if scale > 1 else current + _ONE_WORD.get(word, 0)
        step = step * scale if scale > 1 else 1.0
        if scale >= 1000:
            total, current = total + current, 0.0
    if total + current >= 100 and not (total + current) % 100:  # "сто" is as round as "a hundred"
        step = max(step, 100.0)
    return total + current, 1.0 if step == _MULTIPLIERS["dozen"] else step


def _unit(sign: str | None, unit: str, *, ordinal: bool) -> tuple[str, float]:
    if sign:
        if sign[:-1] in OTHER_DOLLARS:
            return OTHER_DOLLARS[sign[:-1]], 1.0
        return CURRENCY_SIGNS.get(sign[-1]) or KNOWN_UNITS[sign][0], 1.0
    if ordinal:
        return "ordinal", 1.0
    name = re.sub(r"[\s-]+", " ", unit.strip(" .-"))
    if name.startswith("°") or name in {"c", "f"}:
        return f"°{name[-1].upper()}", 1.0
    if name in KNOWN_UNITS:
        return KNOWN_UNITS[name]
    for length in range(len(name), 1, -1):
        if (known := KNOWN_UNITS.get(name[:length])) is not None:
            return known
    return "", 1.0


def same_quantity(one: Quantity, other: Quantity) -> bool:
    """True where one restates the other: same number, or converted from unit to unit."""
    if one.dimension == other.dimension:
        if one.factor == other.factor or not one.dimension:
            return one.value == other.value
        if one.dimension == "%" and SHARE_STEP in (one.step, other.step):
            return abs(one.value - other.value) < SHARE_POINTS
        return _close(one.value, other.value) or _converted_roughly(one, other)
    if {one.dimension, other.dimension} == {"mass", "GBP"}:  # a pound is a weight, too
        kilograms = [q.value * (0.45359 if q.dimension == "GBP" else 1) for q in (one, other)]
        return _close(*kilograms)
    if {one.dimension, other.dimension} == {"°C", "°F"}:
        celsius = [q.value if q.dimension == "°C" else (q.value - 32) / 1.8 for q in (one, other)]
        return abs(celsius[0] - celsius[1]) <= 1.0
    if _millions(one, other) or _millions(other, one):
        return True
    if "" in (one.dimension, other.dimension):
        if "%" in (one.dimension, other.dimension):  # "3" is not 3割
            return one.value == other.value
        if {one.dimension, other.dimension} & _NEVER_BARE:
            return False
        return one.value / one.factor == other.value / other.factor or one.value == other.value
    return {one.dimension, other.dimension} == {"%", "bp"} and (
        min(one.value, other.value) * 100 == max(one.value, other.value)
    )


def _millions(one: Quantity, other: Quantity) -> bool:
    """ "2m people" beside "2 million": the m was no metre."""
    metres = (one.dimension, one.factor) == ("length", 1.0)
    return metres and other.plain and other.value == one.value * MILLION


def _converted_roughly(one: Quantity, other: Quantity) -> bool:
    """ "An inch and a half" for four centimetres: less than half of the last digit apart."""
    apart = abs(one.value - other.value)
    return apart < max(one.step, other.step) / 2 and apart <= ROUGHLY * abs(one.value)


def rounds_to(rough: Quantity, exact: Quantity) -> bool:
    """True where `rough` is `exact` said with fewer digits ("40,000" for 39,874)."""
    alike = rough.dimension == exact.dimension or "" in (rough.dimension, exact.dimension)
    if not alike or rough.step <= exact.step or not rough.value:
        return False
    # "50 votes" is not 51 rounded: only large numbers and fractions are.
    if exact.value / exact.factor < LEAST_ROUNDED and exact.step >= exact.factor:
        return False
    return abs(rough.value - exact.value) < rough.step and _close(rough.value, exact.value)


def year_in_two_figures(one: Quantity, other: Quantity) -> bool:
    """True for 24 beside 2024, whichever of the two comes first."""
    short, year = sorted((one.value, other.value))
    bare = not one.dimension and not other.dimension
    return bare and year in CALENDAR_YEARS and short == year % 100


def about(rough: Quantity, exact: Quantity) -> bool:
    """True where "almost", "about" or "more than" `rough` may be said of `exact`."""
    alike = rough.dimension == exact.dimension or "" in (rough.dimension, exact.dimension)
    apart = abs(rough.value - exact.value)
    return alike and exact.step < rough.step > apart and apart <= ABOUT * abs(exact.value)


def _close(one: float, other: float) -> bool:
    return abs(one - other) <= TOLERANCE * max(abs(one), abs(other))
