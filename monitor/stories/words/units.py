"""Units and currencies: their words, each with what it measures and its size."""

import re

from monitor.stories.words.lexicon import words

DAY = 86_400.0
"""Seconds."""
# Words of a unit → (dimension, factor to the dimension's base).
_TABLE: tuple[tuple[str, str, float], ...] = (
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
    (
        "cubic-metres cubic-meters cubic-metre cubic-meter cu-m cubic-m m3 кубометр* "
        "кубических-метров кубического-метра кубов м3 立方メートル",
        "volume", 1e3,
    ),
    ("bcm", "volume", 1e12),
    ("mcm", "volume", 1e9),
    ("cubic-feet cubic-foot cu-ft кубических-футов 立方フィート", "volume", 28.3168),
    ("bcf", "volume", 28.3168e9),
    ("tcf", "volume", 28.3168e12),
    ("kw kilowatt kilowatts квт киловатт* キロワット", "power", 1e3),
    ("mw megawatt megawatts мвт мегаватт* メガワット", "power", 1e6),
    ("gw gigawatt gigawatts гвт гигаватт* ギガワット", "power", 1e9),
    ("kwh kilowatt-hour kilowatt-hours квт-ч キロワット時", "energy", 1e3),
    ("mwh megawatt-hour megawatt-hours мвт-ч メガワット時", "energy", 1e6),
    ("gwh gigawatt-hour gigawatt-hours гвт-ч ギガワット時", "energy", 1e9),
    ("twh terawatt-hour terawatt-hours твт-ч テラワット時", "energy", 1e12),
    ("hectare hectares ha га гектар* ヘクタール", "area", 1e4),
    ("acre acres акр* エーカー", "area", 4046.86),
    ("percent per-cent pct % процент* パーセント", "%", 1.0),
    ("degrees-celsius degrees-centigrade degree-celsius degrees-c градус* ℃", "°C", 1.0),
    ("degrees-fahrenheit degree-fahrenheit degrees-f", "°F", 1.0),
    ("割", "%", 10.0),
    ("hpa гпа ヘクトパスカル millibar millibars mb", "pressure", 1.0),
    ("bps basis-points", "bp", 1.0),
    ("dollar dollars usd доллар* долл ドル 米ドル", "USD", 1.0),
    ("australian-dollar australian-dollars aud австралийских-долларов 豪ドル", "AUD", 1.0),
    ("canadian-dollar canadian-dollars cad канадских-долларов カナダドル", "CAD", 1.0),
    ("singapore-dollar singapore-dollars sgd сингапурских-долларов", "SGD", 1.0),
    ("hong-kong-dollar hong-kong-dollars hkd гонконгских-долларов 香港ドル", "HKD", 1.0),
    ("new-zealand-dollar new-zealand-dollars nzd новозеландских-долларов", "NZD", 1.0),
    ("taiwan-dollar taiwan-dollars twd тайваньских-долларов 台湾ドル", "TWD", 1.0),
    ("cent cents цент* セント", "USD", 0.01),
    ("euro euros eur евро ユーロ", "EUR", 1.0),
    ("pound pounds pounds-sterling gbp sterling ポンド", "GBP", 1.0),
    ("yen jpy иен* 円", "JPY", 1.0),
    ("銭", "JPY", 0.01),
    ("ruble rubles rouble roubles rub руб рубл* ルーブル", "RUB", 1.0),
    ("копе* коп kopeck kopecks", "RUB", 0.01),
    ("yuan renminbi cny rmb юан* 人民元", "CNY", 1.0),
    ("krone kroner krona kronor nok sek dkk крон* クローネ", "NOK", 1.0),
    (
        "franc francs swiss-franc swiss-francs chf франк* швейцарских-франков フラン スイスフラン",
        "CHF", 1.0,
    ),
    ("rupee rupees inr рупи* ルピー", "INR", 1.0),
    ("rupiah idr ルピア", "IDR", 1.0),
    ("ringgit myr リンギット", "MYR", 1.0),
    ("baht thb бат* バーツ", "THB", 1.0),
    ("reais brl レアル", "BRL", 1.0),
    ("zar ランド", "ZAR", 1.0),
    ("dirhams aed дирхам* ディルハム", "AED", 1.0),
    ("lira liras try лир* リラ", "TRY", 1.0),
    ("peso pesos mxn песо ペソ", "MXN", 1.0),
    ("zloty zlotys pln злот*", "PLN", 1.0),
    ("hryvnia hryvnias uah гривен гривн*", "UAH", 1.0),
    ("tenge kzt тенге", "KZT", 1.0),
    ("won krw вон ウォン", "KRW", 1.0),
    ("hour hours hr hrs час часа часов часам ч 時間", "time", 3600.0),
    ("minute minutes min mins минут* мин 分間", "time", 60.0),
    ("second-time seconds sec secs секунд* 秒", "time", 1.0),
    ("day days день дня дней сутки суток 日間", "time", DAY),
    ("week weeks недел* 週間", "time", 604_800.0),
    ("month months месяц* か月 カ月 ヶ月", "month", 1.0),
    ("decade decades десятилети*", "month", 120.0),
    ("year years лет год года 年間 歳", "month", 12.0),
)  # fmt: skip
CURRENCY_SIGNS = {
    "$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY", "₽": "RUB", "₩": "KRW", "₹": "INR", "₺": "TRY",
    "₴": "UAH", "₸": "KZT",
}  # fmt: skip
OTHER_DOLLARS = {"a": "AUD", "c": "CAD", "s": "SGD", "nt": "TWD", "hk": "HKD", "nz": "NZD"}
SIGN = rf"(?:{'|'.join(OTHER_DOLLARS)}|us)?[{''.join(CURRENCY_SIGNS)}]"
CODES = (
    "USD EUR GBP JPY RUB CHF CNY RMB NOK SEK DKK INR KRW PLN UAH KZT AUD CAD SGD HKD NZD TWD IDR "
    "MYR THB BRL ZAR AED MXN"
)
"""Codes that stand before a sum."""
MONEY = frozenset((*CURRENCY_SIGNS.values(), *OTHER_DOLLARS.values())) | words(
    "CNY NOK CHF MXN PLN IDR MYR THB BRL ZAR AED"
)


def _unit_words() -> tuple[dict[str, tuple[str, float]], str]:
    known: dict[str, tuple[str, float]] = {}
    patterns = []
    for names, dimension, factor in _TABLE:
        for word in names.split():
            plain = word.rstrip("*").replace("-", " ")
            known[plain] = (dimension, factor)
            ending = r"\w*" if word.endswith("*") else ("" if _unspaced(plain) else r"\b")
            patterns.append((plain, re.escape(plain).replace("\\ ", r"[\s-]?") + ending))
    patterns.sort(key=lambda pair: -len(pair[0]))
    return known, "|".join(pattern for _, pattern in patterns)


def _unspaced(word: str) -> bool:
    return ord(word[0]) > 0x3000 or word == "%"


KNOWN_UNITS, UNIT_PATTERN = _unit_words()
