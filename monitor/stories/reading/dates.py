"""Dates as some outlets write them (4/29, 29.04, 平成14年), as the form that most texts have."""

import re

_MONTHS = "January February March April May June July August September October November December"
_GENITIVES = "января февраля марта апреля мая июня июля августа сентября октября ноября декабря"
_WEEKDAYS = "Mondays Tuesdays Wednesdays Thursdays Fridays Saturdays Sundays"
_REIGNS = {"明治": 1867, "大正": 1911, "昭和": 1925, "平成": 1988, "令和": 2018}
_REIGNS |= {"Showa": 1925, "Heisei": 1988, "Reiwa": 2018}
_SLASHED = re.compile(
    r"(\b(?:on|until|till|by|from|to|since|before|after|through|of) |\()"
    r"(\d{1,2})/(\d{1,2})(?:/((?:19|20)\d\d))?(?![\d/])"
)
_DOTTED = re.compile(
    r"(\b(?:до|с|на|по|от|к) )(2[5-9]|3[01])\.(0[1-9]|1[0-2])(?![\d.]\d| ?(?:%|проц))"
)
_DAYS_OF_WEEK = re.compile(r"(?<=\()(?:on )?days ([1-7](?:(?:, ?| and |, and )[1-7])+)(?=\))")
_IN_REIGN = re.compile(
    r"(明治|大正|昭和|平成|令和)(\d{1,2}|元)(?=[)）]?年)|\b(Showa|Heisei|Reiwa) (\d{1,2})\b"
)
_REIGN_BESIDE = re.compile(r"(\d{4})年?\((?:昭和|平成|令和)(?:\d{1,2}|元)(?:年\)|\)年)")
_JAPANESE_SLASH = re.compile(
    r"(?<![\d/.])(1[0-2]|[1-9])/(3[01]|[12]\d|[1-9])(?=\([月火水木金土日]\)|に|から|まで)"
)


def in_plain_dates(text: str) -> str:
    """A text with its dates by the name of their month.

    >>> in_plain_dates("until 4/29, до 29.04, 平成14年")
    'until April 29, до 29 апреля, 2002年'
    """
    if "/" in text:
        text = _JAPANESE_SLASH.sub(r"\1月\2日", _SLASHED.sub(_by_month, text))
    if ".0" in text or ".1" in text:
        text = _DOTTED.sub(lambda hit: f"{hit[1]}{hit[2]} {_name(_GENITIVES, hit[3])}", text)
    if "(days " in text or "(on days " in text:
        text = _DAYS_OF_WEEK.sub(_by_weekday, text)
    if "年" in text:
        text = _REIGN_BESIDE.sub(r"\1年", text)
    return _IN_REIGN.sub(_by_year, text) if any(map(text.__contains__, _REIGNS)) else text


def _name(names: str, number: str | int) -> str:
    return names.split()[int(number) - 1]


def _by_month(hit: re.Match[str]) -> str:
    """ "4/29" and "29/4": only one of the two is a month; "4/5" stays, and so does "24/7"."""
    before, one, other, year = hit[1], int(hit[2]), int(hit[3]), hit[4]
    month, day = sorted((one, other))
    if not 0 < month <= 12 < day <= 31 or (one, other) == (24, 7):
        return hit[0]
    return f"{before}{_name(_MONTHS, month)} {day}{f', {year}' if year else ''}"


def _by_weekday(hit: re.Match[str]) -> str:
    """ "Days 3 and 6" of a timetable."""
    return re.sub("[1-7]", lambda day: _name(_WEEKDAYS, day[0]), hit[1])


def _by_year(hit: re.Match[str]) -> str:
    """ "平成14" as "2002"."""
    reign, year = hit[1] or hit[3], hit[2] or hit[4]
    return str(_REIGNS[reign] + (1 if year == "元" else int(year)))
