"""The same facts said otherwise: words for figures, units, currencies, clocks, days."""

import random
import re
import unicodedata
from collections.abc import Mapping
from datetime import datetime, timedelta

from benchmarks.mutations import words
from benchmarks.mutations.texts import Change, Text

_NOT_COUNTED = (
    r"a\.m|p\.m|percent|per cent|pct|million|billion|"
    "янв|фев|март|апр|мая|июн|июл|авг|сент|окт|ноя|дек"
)


def _to_words(text: Text, lang: str, _: datetime, __: random.Random) -> Text:
    counts = words.COUNTS[lang]
    if lang == "ja":
        small = r"(?<![\d.,月日年第])([2-9]|10)(?=[人隻件棟台])"
    else:
        small = rf"(?<![\w.,:$€£/-])([2-9]|1[0-2])(?= [a-zа-я]{{4,}})(?! (?:{_NOT_COUNTED}))"
    plain = re.sub(r"[０-９]", lambda d: str(int(d[0])), text[1]) if lang == "ja" else text[1]
    body = re.sub(small, lambda d: counts[int(d[1])], plain)
    return text[0], body if body != plain else text[1]


def _to_figures(text: Text, lang: str, _: datetime, __: random.Random) -> Text:
    if lang == "ja":
        body = re.sub(r"(?<![一-龥])([二三四五六七八九])(?=[人隻件棟台])",
                      lambda d: str(words.COUNTS["ja"].index(d[1])), text[1])  # fmt: skip
        return text[0], body
    joined = "dozen|hundred|thousand|миллион|тысяч|сот|млн|тыс"
    tens = r"(?<!ty[- ])(?<!цать )(?<!десят )(?<!сорок )"
    spelt = rf"(?<![-\w]){tens}(?:{'|'.join(words.COUNTS[lang][2:])})\b(?!-| (?:{joined}))"
    figure = lambda d: str(words.COUNTS[lang].index(d[0].casefold()))  # noqa: E731
    return re.sub(spelt, figure, text[0]), re.sub(spelt, figure, text[1], flags=re.IGNORECASE)


_CONVERSIONS = {
    "en": (
        (r"(\d+(?:\.\d+)?) (?:km|kilomet(?:re|er)s)\b(?!/| per| an)", 0.6214, "{} miles"),
        (r"(\d+(?:\.\d+)?) miles\b(?! per| an)", 1.6093, "{} km"),
        (r"(\d+(?:\.\d+)?) (?:metres|meters)\b", 3.2808, "{} feet"),
        (r"(\d+(?:\.\d+)?) feet\b", 0.3048, "{} metres"),
        (r"(\d+(?:\.\d+)?) (?:kg|kilograms)\b", 2.2046, "{} pounds"),
        (r"(\d+(?:\.\d+)?) hectares\b", 2.471, "{} acres"),
        (r"(\d+(?:\.\d+)?) acres\b", 0.4047, "{} hectares"),
        (r"(\d+(?:\.\d+)?) (?:cm|centimet(?:re|er)s)\b", 0.3937, "{} inches"),
        (r"(\d+(?:\.\d+)?) (?:mph|miles per hour)\b", 1.6093, "{} km/h"),
        (r"(\d+(?:\.\d+)?) (?:km/h|kph|kilomet(?:re|er)s per hour)\b", 0.6214, "{} mph"),
        (r"(\d+(?:\.\d+)?) knots\b", 1.852, "{} kilometers per hour"),
        (r"(\d+(?:\.\d+)?) nautical miles\b", 1.852, "{} kilometers"),
    ),
    "ru": ((r"(\d+(?:,\d+)?) км\b", 0.6214, "{} мили"),
        (r"(\d+(?:,\d+)?) морских миль\b", 1.852, "{} км")),
    "ja": ((r"(\d+)(?:海里|カイリ)", 1.852, "{}キロ"), (r"(\d+)キロ(?=沖|の)", 0.54, "{}海里")),
}  # fmt: skip


def _converted(keep: bool) -> Change:  # noqa: FBT001 # one of two ways of the same change
    def change(text: Text, lang: str, _: datetime, __: random.Random) -> Text | None:
        for pattern, factor, unit in _CONVERSIONS[lang]:
            hit = re.search(r"(?<![\d.,])" + pattern, text[1])
            if hit is None:
                continue
            value = float(hit[1].replace(",", ".")) * factor
            other = unit.format(f"{value:.0f}" if value >= 10 else f"{value:.1f}")
            other = f"{hit[0]} ({other})" if keep else other
            return text[0], text[1][: hit.start()] + other + text[1][hit.end() :]
        return None

    return change


_RATES = {"$": (0.92, "{} million euros"), "€": (1.09, "${} million"), "£": (1.27, "${} million")}


def _currency(text: Text, lang: str, _: datetime, __: random.Random) -> Text | None:
    if lang == "en" and (hit := re.search(r"([$€£])(\d+(?:\.\d+)?) million\b", text[1])):
        rate, unit = _RATES[hit[1]]
        added = f" ({unit.format(f'{float(hit[2]) * rate:.1f}')})"
    elif lang == "en" and (hit := re.search(r"(\d+(?:\.\d+)?) billion yen\b", text[1])):
        added = f" (${float(hit[1]) * 6.7:.0f} million)"
    elif lang == "ru" and (hit := re.search(r"(\d+) (?:млн|миллионов) рублей", text[1])):
        added = f" (около {float(hit[1]) / 78:.1f} млн долларов)".replace(".", ",")
    elif lang == "ja" and (hit := re.search(r"(\d+)億円", text[1])):
        added = f"（約{int(float(hit[1]) * 0.67 * 100)}万ドル）"
    else:
        return None
    return text[0], text[1][: hit.end()] + added + text[1][hit.end() :]


def _half_day_clock(text: Text, lang: str, _: datetime, __: random.Random) -> Text:
    if lang == "ja":
        body = re.sub(r"午後(1?\d)時", lambda t: f"{int(t[1]) % 12 + 12}時", text[1])
        return text[0], re.sub(r"午前(1?\d)時", lambda t: f"{int(t[1])}時", body)
    pattern = r"(?<![\d.:])(\d{1,2})(?::(\d\d))? ?([ap])\.?m\b\.?"
    body = re.sub(pattern, _full_day, text[1])
    if body == text[1]:
        body = (
            re.sub(r"\b([01]?\d|2[0-3]):(\d\d)\b(?! ?[ap]\.?m)", _half_day, body)
            if lang == "en"
            else body
        )
    return text[0], body


def _full_day(hit: re.Match[str]) -> str:
    hour = int(hit[1]) % 12 + (12 if hit[3] == "p" else 0)
    return f"{hour:02d}:{hit[2] or '00'}"


def _half_day(hit: re.Match[str]) -> str:
    hour = int(hit[1])
    return f"{hour % 12 or 12}:{hit[2]} {'p' if hour >= 12 else 'a'}.m."


def _zone_added(text: Text, lang: str, _: datetime, __: random.Random) -> Text | None:
    if lang == "en":
        hit = re.search(r"\b(\d{1,2})(?::(\d\d))? ?([ap])\.m\.(?! ?\()(?! [A-Z]{3})", text[1])
        zone = " ({} GMT)"
    else:
        hit = re.search(r"\b(\d{1,2}):(\d\d)(?! ?(?:мск|\())(?! по)", text[1])
        zone = " ({} мск)"
    if hit is None or lang == "ja":
        return None
    hour = int(hit[1]) + (12 if hit.lastindex == 3 and hit[3] == "p" and int(hit[1]) < 12 else 0)
    other = f"{(hour - 2) % 24:02d}{'' if lang == 'en' else ':'}{hit[2] or '00'}"
    return text[0], text[1][: hit.end()] + zone.format(other) + text[1][hit.end() :]


def _zone_changed(text: Text, lang: str, _: datetime, __: random.Random) -> Text | None:
    pattern = {"en": r"\b(\d\d):?(\d\d) (GMT|UTC)\b", "ru": r"\b(\d\d):(\d\d) (мск)\b"}.get(lang)
    hit = re.search(pattern, text[1]) if pattern else None
    if hit is None:
        return None
    hours = {"GMT": 3, "UTC": 9, "мск": -3}[hit[3]]
    zone = {"GMT": "Moscow time", "UTC": "JST", "мск": "по Гринвичу"}[hit[3]]
    if not 0 <= int(hit[1]) + hours < 24:
        return None
    other = f"{int(hit[1]) + hours:02d}:{hit[2]} {zone}"
    return text[0], text[1][: hit.start()] + other + text[1][hit.end() :]


def _width(text: Text, lang: str, _: datetime, __: random.Random) -> Text | None:
    if lang != "ja":
        return None
    wide = str.maketrans("0123456789", "０１２３４５６７８９")
    body = unicodedata.normalize("NFKC", text[1])
    other = text[1].translate(wide)
    return text[0].translate(wide), other if other != text[1] else body


def _dated(text: Text, lang: str, published: datetime, __: random.Random) -> Text | None:
    """ "Saturday" as a date: the day of that name nearest to the text's own."""
    days: Mapping[str, tuple[str, ...]] = {
        "en": tuple(f"on {day}" for day in words.WEEKDAYS), "ru": words.RUSSIAN_WEEKDAYS, "ja": ()
    }  # fmt: skip
    for number, day in enumerate(days[lang]):
        if day not in text[1] or len(re.findall(day.split()[-1], text[1])) != 1:
            continue
        when = published + timedelta((number - published.weekday() + 3) % 7 - 3)
        english = f"on {words.SHORT_MONTHS[when.month - 1]} {when.day}"
        other = english if lang == "en" else f"{when.day} {words.RUSSIAN_MONTHS[when.month - 1]}"
        return text[0], text[1].replace(day, other)
    return None


def _day_named(text: Text, lang: str, published: datetime, __: random.Random) -> Text | None:
    """A date of the last or next two days as its weekday."""
    for ahead in (-2, -1, 0, 1, 2):
        when = published + timedelta(ahead)
        if lang == "ja":
            dates: tuple[str, ...] = (f"{when.day}日",)
            other = f"{when.day}日（{'月火水木金土日'[when.weekday()]}）"
        else:
            month = (words.MONTHS if lang == "en" else words.RUSSIAN_MONTHS)[when.month - 1]
            dates = (f"on {month} {when.day}", f"on {when.day} {month}")
            dates = dates if lang == "en" else (f"{when.day} {month}",)
            other = f"on {words.WEEKDAYS[when.weekday()]}"
            other = other if lang == "en" else words.RUSSIAN_WEEKDAYS[when.weekday()]
        for date in dates:
            if hit := re.search(rf"(?<![\d])(?<!\d и ){date}(?!\d|間|,? {when.year})", text[1]):
                return text[0], text[1][: hit.start()] + other + text[1][hit.end() :]
    return None


def _rounded(text: Text, lang: str, _: datetime, __: random.Random) -> Text | None:
    hit = re.search(r"(?<![\d.,$€£])(\d{1,3}),(\d{3})(?![\d,.])(?! ?(?:percent|%))", text[0])
    if lang != "en" or not hit or hit[2].endswith("00"):
        return None
    return f"{text[0][: hit.start()]}about {hit[1]},{hit[2][0]}00{text[0][hit.end() :]}", text[1]


RESTATEMENTS: Mapping[str, Change] = {
    "figures to words": _to_words,
    "words to figures": _to_figures,
    "unit added": _converted(keep=True),
    "unit exchanged": _converted(keep=False),
    "currency added": _currency,
    "12 and 24 hours": _half_day_clock,
    "zone added": _zone_added,
    "zone exchanged": _zone_changed,
    "full width": _width,
    "weekday to date": _dated,
    "date to weekday": _day_named,
    "rounded headline": _rounded,
}
