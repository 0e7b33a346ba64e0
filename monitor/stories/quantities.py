"""Numbers with their units: read from words or figures, and compared as quantities."""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from monitor.stories.lexicon import words

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
    19: "девятнадцать девятнадцати", 20: "двадцать двадцати", 30: "тридцать тридцати",
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
    "zero": 0,
}  # fmt: skip
ORDINALS: Mapping[str, int] = {word: value for value, word in enumerate(_ORDINALS.split(), 3)}
SCALES: Mapping[str, float] = {
    "hundred": 100, "thousand": 1e3, "k": 1e3, "million": 1e6, "m": 1e6, "mln": 1e6, "mn": 1e6,
    "billion": 1e9, "bn": 1e9, "bln": 1e9, "b": 1e9, "trillion": 1e12, "trn": 1e12, "tn": 1e12,
    "trln": 1e12,
    "тыс": 1e3, "тысяча": 1e3, "тысячи": 1e3, "тысяч": 1e3, "тысячам": 1e3, "тысячами": 1e3,
    "млн": 1e6, "миллион": 1e6, "миллиона": 1e6, "миллионов": 1e6, "миллионам": 1e6,
    "миллионами": 1e6, "млрд": 1e9, "миллиард": 1e9, "миллиарда": 1e9, "миллиардов": 1e9,
    "миллиардам": 1e9, "трлн": 1e12, "триллион": 1e12, "триллиона": 1e12, "триллионов": 1e12,
    "十": 10, "百": 100, "千": 1e3, "万": 1e4, "百万": 1e6, "億": 1e8, "兆": 1e12,
}  # fmt: skip

_ONE_WORD = {**ORDINALS, **NUMBER_WORDS}
_MULTIPLIERS = {**SCALES, "dozen": 12.0}

# Words of a unit → (dimension, factor to the dimension's base).
_UNIT_TABLE: tuple[tuple[str, str, float], ...] = (
    ("km kilometer kilometers kilometre kilometres км километр* キロメートル キロ", "length", 1e3),
    ("meter meters metre metres m м метр* メートル", "length", 1.0),
    ("cm centimeter centimeters centimetre centimetres см сантиметр* センチ", "length", 1e-2),
    ("mm millimeter millimeters millimetre millimetres мм миллиметр* ミリ", "length", 1e-3),
    ("mile miles миль мили миля милях милям милями マイル", "length", 1609.344),
    ("海里 カイリ 浬 nm", "length", 1852.0),
    ("foot feet ft фут* フィート", "length", 0.3048),
    ("inch inches дюйм* インチ", "length", 0.0254),
    ("yard yards ярд*", "length", 0.9144),
    ("metric-tons metric-tonnes tonne tonnes ton tons тонн* т トン", "mass", 1e3),
    ("short-tons short-ton", "mass", 907.185),
    ("long-tons long-ton", "mass", 1016.05),
    ("ounces ounce oz унци* オンス", "mass", 0.0283495),
    ("fathoms fathom саженей", "length", 1.8288),
    ("kg kilogram kilograms kilogramme kilogrammes kilos кг килограмм* キログラム", "mass", 1.0),
    ("gram grams г грамм* グラム", "mass", 1e-3),
    ("pound-weight lb lbs фунт*", "mass", 0.45359),
    ("kph kmh km/h km/hour км/ч キロ毎時", "speed", 1 / 3.6),
    ("mph", "speed", 0.44704),
    ("m/s м/с メートル毎秒", "speed", 1.0),
    ("knots knot узл* ノット", "speed", 0.51444),
    (
        "square-metres square-meters square-metre square-meter sq-m квадратных-метров "
        "квадратного-метра кв-м 平方メートル",
        "area", 1.0,
    ),
    ("square-feet square-foot sq-ft квадратных-футов 平方フィート", "area", 0.0929),
    (
        "square-kilometres square-kilometers square-kilometre square-kilometer sq-km "
        "квадратных-километров кв-км 平方キロ",
        "area", 1e6,
    ),
    ("square-miles square-mile sq-miles квадратных-миль", "area", 2_589_988.0),
    ("litre litres liter liters литр* リットル", "volume", 1.0),
    ("gallon gallons галлон* ガロン", "volume", 3.785),
    ("barrel barrels bbl баррел* バレル", "volume", 158.99),
    ("cubic-metres cubic-meters cu-m cubic-m m3 кубометр* 立方メートル", "volume", 1e3),
    ("hectare hectares ha га гектар* ヘクタール", "area", 1e4),
    ("acre acres акр* エーカー", "area", 4046.86),
    ("percent per-cent pct % процент* パーセント", "%", 1.0),
    ("degrees-celsius degrees-centigrade degree-celsius degrees-c градус* ℃", "°C", 1.0),
    ("degrees-fahrenheit degree-fahrenheit degrees-f", "°F", 1.0),
    ("割", "%", 10.0),
    ("hpa гпа ヘクトパスカル millibar millibars mb", "pressure", 1.0),
    ("bps basis-points", "bp", 1.0),
    ("dollar dollars usd доллар* долл ドル", "USD", 1.0),
    ("cent cents цент* セント", "USD", 0.01),
    ("euro euros eur евро ユーロ", "EUR", 1.0),
    ("pound pounds gbp sterling ポンド", "GBP", 1.0),
    ("yen jpy иен* 円", "JPY", 1.0),
    ("銭", "JPY", 0.01),
    ("ruble rubles rouble roubles rub руб рубл* ルーブル", "RUB", 1.0),
    ("копе* коп kopeck kopecks", "RUB", 0.01),
    ("yuan cny юан* 人民元", "CNY", 1.0),
    ("krone kroner krona kronor nok sek dkk крон* クローネ", "NOK", 1.0),
    ("franc francs chf франк* フラン", "CHF", 1.0),
    ("rupee rupees inr рупи* ルピー", "INR", 1.0),
    ("lira liras try лир* リラ", "TRY", 1.0),
    ("peso pesos песо ペソ", "MXN", 1.0),
    ("zloty zlotys злот*", "PLN", 1.0),
    ("hryvnia hryvnias uah гривен гривн*", "UAH", 1.0),
    ("tenge kzt тенге", "KZT", 1.0),
    ("won krw вон ウォン", "KRW", 1.0),
    ("hour hours hr hrs час часа часов часам ч 時間", "time", 3600.0),
    ("minute minutes min mins минут* мин 分間", "time", 60.0),
    ("second-time seconds sec secs секунд* 秒", "time", 1.0),
    ("day days день дня дней сутки суток 日間", "time", 86_400.0),
    ("week weeks недел* 週間", "time", 604_800.0),
    ("month months месяц* か月 カ月 ヶ月", "month", 1.0),
    ("decade decades десятилети*", "month", 120.0),
    ("year years лет год года 年間 歳", "month", 12.0),
)  # fmt: skip
_CURRENCY_SIGNS = {"$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY", "₽": "RUB", "₩": "KRW"}
_OTHER_DOLLARS = {"a": "AUD", "c": "CAD", "s": "SGD", "nt": "TWD", "hk": "HKD", "nz": "NZD"}
_CODES = r"\b(?:usd|eur|gbp|jpy|rub|chf|cny|nok|sek|inr)(?=\s?\d)"
MONEY = frozenset(_CURRENCY_SIGNS.values()) | words(
    "CNY NOK CHF INR TRY MXN PLN UAH KZT AUD CAD SGD TWD HKD NZD"
)


def _unit_words() -> tuple[dict[str, tuple[str, float]], str]:
    known: dict[str, tuple[str, float]] = {}
    patterns = []
    for names, dimension, factor in _UNIT_TABLE:
        for word in names.split():
            plain = word.rstrip("*").replace("-", " ")
            known[plain] = (dimension, factor)
            ending = r"\w*" if word.endswith("*") else ("" if _unspaced(plain) else r"\b")
            patterns.append((plain, re.escape(plain).replace("\\ ", r"[\s-]?") + ending))
    patterns.sort(key=lambda pair: -len(pair[0]))
    return known, "|".join(pattern for _, pattern in patterns)


def _unspaced(word: str) -> bool:
    return ord(word[0]) > 0x3000 or word == "%"


_KNOWN_UNITS, _UNIT_PATTERN = _unit_words()
_DIGITS = r"\d{1,3}(?:(?:,\d{3})+|(?:[ \u00a0]\d{3})+(?!\d))(?:\.\d+)?(?!\d)|\d+(?:[.,]\d+)?"
_SCALE = "|".join(sorted((re.escape(s) for s in SCALES if s.isascii() or "а" <= s[0] <= "я"),
                         key=len, reverse=True))  # fmt: skip
_WORD = "|".join(sorted({*NUMBER_WORDS, *ORDINALS}, key=len, reverse=True))
_LONG_SCALE = "|".join(word for word in SCALES if word.isalpha() and len(word) > 5)
_SPELT = rf"(?:{_WORD})(?:[\s-](?:and[\s-])?(?:{_WORD}|{_LONG_SCALE})\b)*"
QUANTITY = (
    rf"(?:(?:(?:us|a|c|s|nt|hk|nz)?[$€£¥₽₩]|{_CODES})\s?)?(?<![A-Za-zА-Яа-яё\d.,])"
    rf"(?:(?<=[\s(])-(?=\d)|(?<=\A)-(?=\d))?"
    rf"(?:(?:{_DIGITS})(?:(?:[十百千]?[万億兆]|千)(?:\d[\d,]*)?)*(?:st|nd|rd|th)?"
    rf"|{_SPELT}\b)"
    rf"(?:[\s-]?(?:{_SCALE})\b(?!/)\.?){{0,2}}"
    rf"(?:°?\s?[cf]\b|[\s-]?(?:basis points|{_UNIT_PATTERN}))?"
)
_PARTS = re.compile(
    rf"^(?P<sign>(?:us|a|c|s|nt|hk|nz)?[$€£¥₽₩]|{_CODES})?\s?(?P<minus>-)?"
    rf"(?:(?P<digits>{_DIGITS})(?P<japanese>(?:(?:[十百千]?[万億兆]|千)(?:\d[\d,]*)?)*)(?P<ord>st|nd|rd|th)?"
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
    if hit["digits"]:
        value, step = _figure(hit["digits"], comma_is_decimal=comma_is_decimal)
        value, step = _japanese(value, step, hit["japanese"])
    else:
        value, step = _spelt(hit["words"])
    unit, scales = hit["unit"], re.findall(r"\w+", hit["scale"])
    if (
        scales == ["m"] and not hit["sign"] and _unit("", unit, ordinal=False)[0] not in MONEY
    ):  # "28 m": metres; "$28m": millions
        unit, scales = "m", []
    for scale in scales:
        value, step = value * SCALES[scale], step * SCALES[scale]
    dimension, factor = _unit(hit["sign"], unit, ordinal=_is_ordinal(hit))
    if (dimension == "month" or unit.strip(" .") == "г") and value in CALENDAR_YEARS:
        dimension, factor = "", 1.0
    value = -value if hit["minus"] else value
    return Quantity(round(value * factor, 6), dimension, factor, step * factor)


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
        step = size if not digits else 1.0
        rest = float(digits.replace(",", "")) if digits else 0.0
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
    return total + current, 1.0 if step == _MULTIPLIERS["dozen"] else step


def _unit(sign: str | None, unit: str, *, ordinal: bool) -> tuple[str, float]:
    if sign:
        if sign[:-1] in _OTHER_DOLLARS:
            return _OTHER_DOLLARS[sign[:-1]], 1.0
        return _CURRENCY_SIGNS.get(sign[-1]) or _KNOWN_UNITS[sign][0], 1.0
    if ordinal:
        return "ordinal", 1.0
    name = re.sub(r"[\s-]+", " ", unit.strip(" .-"))
    if name.startswith("°") or name in {"c", "f"}:
        return f"°{name[-1].upper()}", 1.0
    if name in _KNOWN_UNITS:
        return _KNOWN_UNITS[name]
    for length in range(len(name), 1, -1):
        if (known := _KNOWN_UNITS.get(name[:length])) is not None:
            return known
    return "", 1.0


def same_quantity(one: Quantity, other: Quantity) -> bool:
    """True where one restates the other: same number, or converted from unit to unit."""
    if one.dimension == other.dimension:
        if one.factor == other.factor or not one.dimension:
            return one.value == other.value
        return _close(one.value, other.value) or _converted_roughly(one, other)
    if {one.dimension, other.dimension} == {"mass", "GBP"}:  # a pound is a weight, too
        kilograms = [q.value * (0.45359 if q.dimension == "GBP" else 1) for q in (one, other)]
        return _close(*kilograms)
    if {one.dimension, other.dimension} == {"°C", "°F"}:
        celsius = [q.value if q.dimension == "°C" else (q.value - 32) / 1.8 for q in (one, other)]
        return abs(celsius[0] - celsius[1]) <= 1.0
    if "" in (one.dimension, other.dimension):
        if "%" in (one.dimension, other.dimension):  # "3" is not 3割
            return one.value == other.value
        if {one.dimension, other.dimension} & _NEVER_BARE:
            return False
        return one.value / one.factor == other.value / other.factor or one.value == other.value
    return {one.dimension, other.dimension} == {"%", "bp"} and (
        min(one.value, other.value) * 100 == max(one.value, other.value)
    )


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


def about(rough: Quantity, exact: Quantity) -> bool:
    """True where "almost", "about" or "more than" `rough` may be said of `exact`."""
    alike = rough.dimension == exact.dimension or "" in (rough.dimension, exact.dimension)
    apart = abs(rough.value - exact.value)
    return alike and exact.step < rough.step > apart and apart <= ABOUT * abs(exact.value)


def _close(one: float, other: float) -> bool:
    return abs(one - other) <= TOLERANCE * max(abs(one), abs(other))
