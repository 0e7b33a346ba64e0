"""Days as texts name them, read so that "Saturday" and "Dec. 1" can be one."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from monitor.stories.reading.quantities import NUMBER_WORDS

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


def _numbered(rows: tuple[str, ...], first: int) -> dict[str, int]:
    return {word: n for n, words in enumerate(rows, first) for word in words.split()}


MONTHS, WEEKDAYS = _numbered(_MONTHS, 1), _numbered(_DAYS, 0)


def _any(words: Mapping[str, int] | list[str]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


_YEAR = r"(?:1[5-9]|20)\d\d"
_MONTH = rf"(?:{_any(MONTHS)})\b\.?"
# "March" and "May" are also verbs: alone they need a word before them that only a month follows.
_BEFORE_MONTH = ("in", "until", "by", "since", "through", "last", "next", "this", "late", "early")
_ALONE = (
    r"(?i:january|february|april|june|july|august|september|october|november|december)|"
    rf"(?:{'|'.join(rf'(?i:(?<={word} ))' for word in _BEFORE_MONTH)})(?i:march|may)|"
    r"(?i:(?<=the ))(?:March|May)(?= [a-z])|"
    rf"(?i:march|may)(?=,? {_YEAR}\b)|"
    r"(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.|"
    r"(?i:январ|феврал|март|апрел|мае|мая|июн|июл|август|сентябр|октябр|ноябр|декабр)(?i:[а-я]{0,2})"
)
_YEARS = rf"(?:\d{{1,2}}|{'|'.join(NUMBER_WORDS)})"
_YEARS_AGO = re.compile(
    rf"({_YEARS}) years? ago to the day|ちょうど(\d{{1,2}})年前の(?:この日|今日|きょう)"
)
_END = re.compile(r"\b(?:end of|кон(?:ец|ца|це|цу)) $")
_WHICH_MONTH = re.compile("([先今来])月の?$")
_WHICH_WEEK = re.compile(
    r"(?P<next>\b(?:next|следующ\w+|будущ\w+) \||来週の?\||\|(?: of)? next week"
    r"|\| (?:на )?следующей недел)"
    r"|(?P<last>\b(?:last|прошл\w+) \||先週の?\||\|(?: of)? last week)",
    re.IGNORECASE,
)
_WEEKDAY = (
    r"\b(?i:(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b|\b(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)\.|(?:Tues|Weds|Thurs)\b\.?)"
    r"|\b(?i:понедельник[ау]?|вторник[ау]?|сред[ауые]|четверг[ау]?|пятниц[ауые]|суббот[ауые]|"
    r"воскресень[еяю])\b|[月火水木金土日]曜日?|(?<=日\()[月火水木金土日](?=\))"
)
_DAY = r"(?:[12]\d|3[01]|0?[1-9])"
_AT_END = "(?:(?<=end of )|(?<=конца )|(?<=конец )|(?<=конце )|(?<=концу ))"
DATE = (
    rf"(?:{_MONTH}\s?{_DAY}(?:st|nd|rd|th)?(?:(?:\s?-\s?|\s(?:to|and|through)\s){_DAY})?(?!\d|[.,]\d|:\d)(?:,?\s{_YEAR}\b)?"
    rf"|(?<![\d.,]){_DAY}(?:st|nd|rd|th)?(?:\s?(?:-|и|and|to)\s?{_DAY}(?:st|nd|rd|th)?)?"
    rf"\s(?:of\s)?{_MONTH}(?:,?\s{_YEAR}\b)?"
    rf"|{_AT_END}(?:{_MONTH}(?:,?\s{_YEAR}\b)?|(?:the|this)\smonth\b|(?:этого\s|текущего\s)?месяца\b)"
    rf"|\d{{1,2}}月\d{{1,2}}日?(?:[-~]\d{{1,2}}日)?|(?<![\d.,]){_DAY}(?:[-~]{_DAY})?日(?!間|本)"
    rf"|(?<!\d)\d{{1,2}}月(?!間)"
    rf"|(?<![\d-]){_YEAR}-\d\d-\d\d(?!\d)|(?<!\d){_DAY}\.(?:0[1-9]|1[0-2])(?:\.{_YEAR})(?!\d))"
)
MONTH_ALONE, WEEKDAY = rf"\b(?:{_ALONE})(?!\w)", rf"(?:{_WEEKDAY})"
_SPOKEN = _any([w for w in _RELATIVE if ord(w[0]) < 0x3000])
_SPOKEN, _SPOKEN_JAPANESE = (
    _any([word for word in _RELATIVE if (word[0] > "\u3000") is eastern])
    for eastern in (False, True)
)
RELATIVE_DAY = (
    rf"(?:\b{_YEARS} years? ago to the day|ちょうど\d{{1,2}}年前の(?:この日|今日|きょう)"
    rf"|\b(?:{_SPOKEN})\b|{_SPOKEN_JAPANESE})"
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
    last: bool = False
    """Whether it is the end of its month."""
    between: tuple[date, date] | None = None
    """The first and the last day that a weekday may mean."""


def days(
    surface: str, published: datetime | None, before: str = "", behind: str = ""
) -> tuple[Day, ...]:
    """Read a passage that `DATE` or its sisters found; a range gives two days.

    `before` and `behind` are what stands there: "next" Friday, "the end of" March.
    """
    text = surface.casefold().strip(" .")
    if hit := _YEARS_AGO.fullmatch(text):
        return (_anniversary(hit[1] or hit[2], published),)
    if text in _RELATIVE:
        if not published:
            return (Day(),)
        when = published.date() + timedelta(days=_RELATIVE[text])
        return (Day(when.month, when.day, resolved=when),)
    if (weekday := WEEKDAYS.get(text)) is not None:
        return (_weekday(weekday, published, f"{before}|{behind}"),)
    month = _month(text)
    numbers = [int(n) for n in re.findall(r"\d+", _without_year_and_month(text))]
    year = re.search(rf"(?<!\d){_YEAR}(?!\d)", text)
    month = month or _month_meant(before, published)
    if _END.search(before) or (behind.startswith("末") and not numbers):
        month = month or (published.month if published else 0)
        return (_end(month, int(year[0]) if year else 0, published),)
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


def _month_meant(before: str, published: datetime | None) -> int:
    """The month of "the 5th of next month", in Japanese; 0 where none is named."""
    hit = _WHICH_MONTH.search(before)
    return (published.month + "先今来".index(hit[1]) - 2) % 12 + 1 if hit and published else 0


def _end(month: int, year: int, published: datetime | None) -> Day:
    """The end of a month: its last day."""
    last = _day(month, 31, year, published).resolved
    if last is None or last.month != month:
        numbers = (30, 29, 28)
        found = (_day(month, number, year, published).resolved for number in numbers)
        last = next((day for day in found if day), None)
    return Day(month, year=year, resolved=last, last=True)


def _anniversary(years: str, published: datetime | None) -> Day:
    """ "Two years ago to the day"."""
    if published is None:
        return Day()
    count = int(years) if years.isdigit() else NUMBER_WORDS[years]
    then = _valid(published.year - count, published.month, published.day)
    return Day(published.month, published.day, year=published.year - count, resolved=then)


def _weekday(weekday: int, published: datetime | None, beside: str) -> Day:
    """The nearest such day; "next" or "last" Friday where the words beside it say so."""
    if not published:
        return Day(weekday=weekday)
    today = published.date()
    ahead = (weekday - today.weekday() + 3) % 7 - 3
    first, last = -7, 7
    if hit := _WHICH_WEEK.search(beside):
        week = 7 if hit.lastgroup == "next" else -7
        first, last = (1, 13) if week > 0 else (-13, -1)
        ahead += week if ahead * week <= 0 else 0
    span = (today + timedelta(days=first), today + timedelta(days=last))
    return Day(weekday=weekday, resolved=today + timedelta(days=ahead), between=span)


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
    if (one.last or other.last) and one.resolved and other.resolved:
        return one.resolved == other.resolved
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
    for named, dated in ((one, other.resolved), (other, one.resolved)):
        if named.between:
            first, last = named.between
            return dated.weekday() == named.weekday and first <= dated <= last
    return one.resolved == other.resolved
