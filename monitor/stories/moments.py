"""Dates and clock times, read so that "Saturday" and "Dec. 1", or two zones, can be one moment."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

_MONTHS = (
    "january jan января январе январь янв", "february feb февраля феврале февраль фев",
    "march mar марта марте март мар", "april apr апреля апреле апрель апр",
    "may мая мае май", "june jun июня июне июнь июн", "july jul июля июле июль июл",
    "august aug августа августе август авг", "september sept sep сентября сентябре сентябрь сен",
    "october oct октября октябре октябрь окт", "november nov ноября ноябре ноябрь ноя",
    "december dec декабря декабре декабрь дек",
)  # fmt: skip
_DAYS = (
    "monday mon понедельник понедельника понедельнику 月曜日 月曜 月",
    "tuesday tue tues вторник вторника вторнику 火曜日 火曜 火",
    "wednesday wed weds среда среду среды среде 水曜日 水曜 水",
    "thursday thu thurs четверг четверга четвергу 木曜日 木曜 木",
    "friday fri пятница пятницу пятницы пятнице 金曜日 金曜 金",
    "saturday sat суббота субботу субботы субботе 土曜日 土曜 土",
    "sunday sun воскресенье воскресенья воскресенью 日曜日 日曜 日",
)
_RELATIVE = {"today": 0, "tonight": 0, "tomorrow": 1, "yesterday": -1, "сегодня": 0, "завтра": 1,
             "вчера": -1, "послезавтра": 2, "позавчера": -2, "今日": 0, "きょう": 0, "明日": 1,
             "あす": 1, "昨日": -1, "きのう": -1, "本日": 0}  # fmt: skip
_ZONES: Mapping[str, int] = {
    "gmt": 0, "utc": 0, "bst": 60, "cet": 60, "cest": 120, "msk": 180, "мск": 180,
    "moscow time": 180, "по московскому времени": 180, "по московскому": 180,
    "по москве": 180, "московского времени": 180, "jst": 540, "japan time": 540,
    "tokyo time": 540, "日本時間": 540, "kst": 540, "est": -300, "edt": -240, "et": -300,
    "new york time": -300, "eastern time": -300, "pst": -480, "pdt": -420, "гринвич": 0,
    "по гринвичу": 0, "sakhalin time": 660, "beijing time": 480, "london time": 0,
    "по сахалинскому времени": 660, "сахалинского времени": 660, "по сахалинскому": 660,
    "по владивостокскому времени": 600, "по владивостоку": 600, "по камчатскому времени": 720,
    "по токийскому времени": 540, "по пекинскому времени": 480, "vladivostok time": 600,
    "kamchatka time": 720, "seoul time": 540, "hawaii time": -600, "サハリン時間": 660,
    "モスクワ時間": 180, "協定世界時": 0, "世界標準時": 0, "グリニッジ標準時": 0,
    "ウラジオストク時間": 600, "aest": 600, "ist": 330, "sgt": 480,
    "hkt": 480, "kyiv time": 120, "по киевскому времени": 120, "по киеву": 120,
    "central european time": 60,
}  # fmt: skip
_CITIES: Mapping[str, int] = {
    "tokyo": 540, "moscow": 180, "london": 0, "new york": -300, "beijing": 480, "seoul": 540,
    "washington": -300, "sakhalin": 660, "kyiv": 120, "kiev": 120, "berlin": 60, "paris": 60,
}  # fmt: skip
LOCAL = 10_000
"""Zone of a time that says "local time"."""
_LOCAL = "local time|по местному времени|по местному|местного времени|現地時間"


def _numbered(rows: tuple[str, ...], first: int) -> dict[str, int]:
    return {word: n for n, words in enumerate(rows, first) for word in words.split()}


MONTHS, WEEKDAYS = _numbered(_MONTHS, 1), _numbered(_DAYS, 0)


def _any(words: Mapping[str, int] | list[str]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


_MONTH = rf"(?:{_any(MONTHS)})\b\.?"
# "March" and "May" are also verbs: alone they need a word before them that only a month follows.
_BEFORE_MONTH = ("in", "until", "by", "since", "through", "last", "next", "this", "late", "early")
_ALONE = (
    r"(?i:january|february|april|june|july|august|september|october|november|december)|"
    rf"(?:{'|'.join(rf'(?i:(?<={word} ))' for word in _BEFORE_MONTH)})(?i:march|may)|"
    r"(?i:(?<=the ))(?:March|May)(?= [a-z])|"
    r"(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.|"
    r"(?i:январ|феврал|март|апрел|мае|мая|июн|июл|август|сентябр|октябр|ноябр|декабр)(?i:[а-я]{0,2})"
)
_WEEKDAY = (
    r"\b(?i:(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b|\b(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)\.|(?:Tues|Weds|Thurs)\b\.?)"
    r"|\b(?i:понедельник[ау]?|вторник[ау]?|сред[ауые]|четверг[ау]?|пятниц[ауые]|суббот[ауые]|"
    r"воскресень[еяю])\b|[月火水木金土日]曜日?|(?<=日\()[月火水木金土日](?=\))"
)
_DAY = r"(?:[12]\d|3[01]|0?[1-9])"
_YEAR = r"(?:1[5-9]|20)\d\d"
DATE = (
    rf"(?:{_MONTH}\s?{_DAY}(?:st|nd|rd|th)?(?:(?:\s?-\s?|\s(?:to|and|through)\s){_DAY})?(?!\d|[.,]\d|:\d)(?:,?\s{_YEAR}\b)?"
    rf"|(?<![\d.,]){_DAY}(?:st|nd|rd|th)?(?:\s?(?:-|и|and|to)\s?{_DAY}(?:st|nd|rd|th)?)?"
    rf"\s(?:of\s)?{_MONTH}(?:,?\s{_YEAR}\b)?"
    rf"|\d{{1,2}}月\d{{1,2}}日?(?:[-~]\d{{1,2}}日)?|(?<![\d.,]){_DAY}(?:[-~]{_DAY})?日(?!間|本)"
    rf"|(?<!\d)\d{{1,2}}月(?!間)"
    rf"|(?<![\d-]){_YEAR}-\d\d-\d\d(?!\d)|(?<!\d){_DAY}\.(?:0[1-9]|1[0-2])(?:\.{_YEAR})(?!\d))"
)
MONTH_ALONE, WEEKDAY = rf"\b(?:{_ALONE})(?!\w)", rf"(?:{_WEEKDAY})"
RELATIVE_DAY = rf"(?:\b(?:{_any([w for w in _RELATIVE if ord(w[0]) < 0x3000])})\b|" + (
    rf"{_any([w for w in _RELATIVE if ord(w[0]) > 0x3000])})"
)
_ZONE = rf"{_any(_ZONES)}|{_LOCAL}|[a-z]+(?: [a-z]+)? time|(?:in|on) (?:{_any(_CITIES)})"
_HOURS = (
    "one two three four five six seven eight nine ten eleven twelve",
    "час два три четыре пять шесть семь восемь девять десять одиннадцать двенадцать",
    "часу двух трех четырех пяти шести семи восьми девяти десяти одиннадцати двенадцати",
)
_HOUR = {word: n for row in _HOURS for n, word in enumerate(row.split(), 1)}
_ROUGHLY = ("before", "after", "around", "about", "by", "until", "toward")
# "Shortly before noon" is no time of day.
_ONLY = "".join(f"(?<!{word} )" for word in _ROUGHLY)
_SPELT_HOUR = (
    rf"(?<![\w.,:])(?:(?:1[0-2]|[1-9])|{'|'.join(_HOUR)})(?:\s(?:часа|часов|час|ч\.?))?"
    r"\s(?:утра|вечера|дня|ночи)\b"
    rf"|{_ONLY}\b(?:noon|midday|midnight|(?:в )?полдень|(?:в )?полночь)\b|正午"
)
CLOCK = (
    rf"{_SPELT_HOUR}|"
    r"(?:(?:日本時間|現地時間|モスクワ時間)\s?|(?:協定世界時|世界標準時|グリニッジ標準時)(?:\d{1,2}日)?)?(?:午前|午後)\d{1,2}時(?:半|\d{1,2}分)?"
    r"|(?<![\d.,:])(?:[01]?\d|2[0-4])時(?!間)(?:半|\d{1,2}分)?"
    r"|(?<![\d.,:])(?:[01]?\d|2[0-4])[:.]?[0-5]\d\s?(?:[ap]\.?m\b\.?|(?=gmt|utc))"
    r"|(?<![\d.,:])(?:1[0-2]|0?[1-9])\s?[ap]\.?m\b\.?"
    r"|(?<![\d.,:])(?:[01]\d|2[0-4])\.[0-5]\d(?=\s(?:мск|часов|по\s(?:местн|моск|сахал|влад|камч)))"
    r"|(?<![\d.,:])(?:[01]?\d|2[0-4]):[0-5]\d(?![:\d])"
    rf"|(?<![\d.,:])(?:[01]\d|2[0-4])[0-5]\d\s(?=hours|local time|(?:{_any(_ZONES)})\b)"
    r"|(?<![\d.,:])(?:[01]\d|2[0-4])[0-5]\d(?=(?:\s(?:to|and|until)\s|-)(?:[01]\d|2[0-4])[0-5]\d"
    r"\s(?:hours|gmt|utc|jst|msk)\b)"
)
CLOCK = rf"(?:{CLOCK})(?:(?:,?\s(?:on\s)?[a-z]{{3,6}}day)?\s?\(?(?:{_ZONE})(?!\w))?"
_CLOCK_PARTS = re.compile(
    r"(?P<hour>\d{1,2}?)(?:(?:[:.]|時)?(?P<minute>[0-5]\d|\d(?=分)|半)?)分?時?\s*"
    r"(?P<half>[ap]\.?m)?(?!\d)"
)


@dataclass(frozen=True, slots=True)
class Day:
    """A day, a month or a weekday as a text names it; 0 or -1 where it does not say."""

    month: int = 0
    day: int = 0
    weekday: int = -1
    year: int = 0
    resolved: date | None = None
    """The calendar day meant, as far as it follows from the entry's own date."""


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day."""

    minutes: int
    zone: int | None
    """Minutes east of Greenwich; `LOCAL`; `None` where unsaid."""


def days(surface: str, published: datetime | None) -> tuple[Day, ...]:
    """Read a passage that `DATE` or its sisters found; a range gives two days."""
    text = surface.casefold().strip(" .")
    if text in _RELATIVE:
        if not published:
            return (Day(),)
        when = published.date() + timedelta(days=_RELATIVE[text])
        return (Day(when.month, when.day, resolved=when),)
    if (weekday := WEEKDAYS.get(text)) is not None:
        return (Day(weekday=weekday, resolved=_nearest_weekday(weekday, published)),)
    month = _month(text)
    numbers = [int(n) for n in re.findall(r"\d+", _without_year_and_month(text))]
    year = re.search(rf"(?<!\d){_YEAR}(?!\d)", text)
    return tuple(
        _day(month, number, int(year[0]) if year else 0, published) for number in numbers[:2]
    ) or (Day(month=month),)


def _month(text: str) -> int:
    if hit := re.search(r"(\d{1,2})月", text):
        return int(hit[1])
    if hit := re.fullmatch(r"\d{4}-(\d\d)-\d\d|\d+\.(\d\d)(?:\.\d+)?", text):
        return int(hit[1] or hit[2])
    return next((MONTHS[w] for w in re.findall(r"[^\W\d]+", text) if w in MONTHS), 0)


def _without_year_and_month(text: str) -> str:
    if hit := re.fullmatch(r"\d{4}-\d\d-(\d\d)|(\d+)\.\d\d(?:\.\d+)?", text):
        return hit[1] or hit[2]
    return re.sub(rf"\d{{1,2}}月|\b{_YEAR}\b", " ", text)


def _day(month: int, number: int, year: int, published: datetime | None) -> Day:
    known = _valid(year, month, number) if year and month else None
    resolved = known or _nearest_date(month, number, published)
    return Day(month, number, year=year, resolved=resolved)


def _nearest_weekday(weekday: int, published: datetime | None) -> date | None:
    if not published:
        return None
    ahead = (weekday - published.weekday() + 3) % 7 - 3
    return published.date() + timedelta(days=ahead)


def _nearest_date(month: int, number: int, published: datetime | None) -> date | None:
    if not published:
        return None
    today = published.date()
    months = [month] if month else [(today.month - 2 + k) % 12 + 1 for k in range(3)]
    found = [
        when
        for year in (today.year - 1, today.year, today.year + 1)
        for m in months
        if (when := _valid(year, m, number))
    ]
    return min(found, key=lambda when: abs(when - today), default=None)


def _valid(year: int, month: int, number: int) -> date | None:
    try:
        return date(year, month, number)
    except ValueError:
        return None


def same_day(one: Day, other: Day) -> bool:
    """True where both may name one day: by the words used, or by the calendar."""
    if _other_year(one, other):
        return False
    if one.weekday >= 0 and other.weekday >= 0:
        return one.weekday == other.weekday
    if one.day and other.day and (not one.month or not other.month or one.month == other.month):
        return one.day == other.day
    if (
        (one.month or other.month)
        and not (one.day and other.day)
        and max(one.weekday, other.weekday) < 0
    ):
        return one.month == other.month
    return _same_resolved(one, other)


def _other_year(one: Day, other: Day) -> bool:
    """True where one says its year and the other's is another, said or meant."""
    if not (one.year or other.year) or not (one.resolved and other.resolved):
        return False
    return one.resolved.year != other.resolved.year


def _same_resolved(one: Day, other: Day) -> bool:
    if one.resolved is None or other.resolved is None:
        return False
    weekday = max(one.weekday, other.weekday)
    if weekday >= 0:
        dated = one.resolved if one.weekday < 0 else other.resolved
        return dated.weekday() == weekday and abs((one.resolved - other.resolved).days) <= 7
    return one.resolved == other.resolved


def clock(surface: str) -> Clock | None:
    """Read a passage that `CLOCK` found; `None` where it is no time of day."""
    text = surface.casefold().replace("（", "(")
    zone = _zone(text)
    if (spelt := _spelt_clock(text)) is not None:
        return Clock(spelt, zone)
    hit = _CLOCK_PARTS.search(text)
    if not hit:
        return None
    digits = re.search(r"\d{3,4}", text)
    if digits and not re.search(r"[:.時]", text[: digits.end()]):
        hour, minute = int(digits[0][:-2]), int(digits[0][-2:])
    else:
        hour, minute = int(re.search(r"\d+", text)[0]), _minute(text)  # type: ignore[index] # CLOCK begins with digits
    afternoon = "午後" in text or bool(re.search(r"p\.?m", text))
    morning = "午前" in text or bool(re.search(r"a\.?m", text))
    if afternoon or morning:
        hour = hour % 12 + (12 if afternoon else 0)
    return Clock(hour * 60 + minute, zone)


def _spelt_clock(text: str) -> int | None:
    """Minutes of "восемь вечера" and of noon."""
    if re.search("noon|midday|полдень|正午", text):
        return 720
    if re.search("midnight|полночь", text):
        return 0
    hit = re.match(r"(\w+)\D* (утра|вечера|дня|ночи)", text)
    if hit is None:
        return None
    hour = int(hit[1]) if hit[1].isdigit() else _HOUR[hit[1]]
    later = hit[2] == "вечера" or (hit[2] == "дня" and hour < 12) or (hit[2] == "ночи" and hour > 9)
    return (hour % 12 + (12 if later else 0)) % 24 * 60


def _minute(text: str) -> int:
    if "半" in text:
        return 30
    hit = re.search(r"\d+(?:[:.]|時)(\d{1,2})", text)
    return int(hit[1]) if hit else 0


def _zone(text: str) -> int | None:
    if re.search(_LOCAL, text):
        return LOCAL
    if hit := re.search(rf"(?:in|on) ({_any(_CITIES)})", text):
        return _CITIES[hit[1]]
    named = [zone for name, zone in _ZONES.items() if _says(name, text)]
    if not named and re.search(r"[a-z]+ time$", text.rstrip(")")):
        return LOCAL
    return named[0] if named else None


def _says(name: str, text: str) -> bool:
    # In Japanese nothing parts a word from the next.
    return name in text if name[0] > "\u3000" else bool(re.search(rf"(?<!\w){name}(?!\w)", text))


def same_clock(one: Clock, other: Clock) -> bool:
    """True where both may be one moment; an unsaid zone is taken to be the other's."""
    apart = one.minutes - other.minutes
    zones = (one.zone, other.zone)
    if one.zone == other.zone or None in zones:
        return apart == 0
    if LOCAL in zones:
        return apart % 30 == 0
    return (apart - (one.zone or 0) + (other.zone or 0)) % 1440 == 0
