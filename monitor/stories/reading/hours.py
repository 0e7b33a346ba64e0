"""Times of day in words, or in the four figures of a timetable, as the form most texts have."""

import re

from monitor.stories.reading.clocks import RUSSIAN_HOURS
from monitor.stories.reading.rules import Rule, rewritten

_ENGLISH = "one two three four five six seven eight nine ten eleven twelve"
_ORDINALS = (
    "первого второго третьего четвертого пятого шестого седьмого восьмого девятого десятого "
    "одиннадцатого двенадцатого"
)
_NUMBERS = {
    **{word: n for row in (_ENGLISH, _ORDINALS) for n, word in enumerate(row.split(), 1)},
    **RUSSIAN_HOURS,
    "half": 30, "половине": 30, "половина": 30, "половину": 30, "quarter": 15, "четверти": 15,
    "четверть": 15, "twenty": 20, "двадцати": 20, "двадцать": 20, "twenty-five": 25,
}  # fmt: skip
_HOUR = rf"(1[0-2]|[1-9]|{_ENGLISH.replace(' ', '|')})(?: o'clock)?"
_PART = r"(in the morning|in the afternoon|in the evening|at night)"
_DAYTIME = r"(?:this|yesterday|tomorrow|(?:on )?\w+day) (?:morning|afternoon|evening|night)"
_BEFORE = r"\b((?:at|by|from|to|until|till|since|around|about|before|after|and|between) )"
_SHARE = r"(half|(?:a )?quarter|twenty-five|twenty|ten|five|25|20|10|5)(?: minutes)?"
_RUSSIAN_HOUR = rf"({'|'.join(RUSSIAN_HOURS)}|1[0-2]|[1-9])"
_RUSSIAN_PART = r"(?: (утра|дня|вечера|ночи))?\b"
# Behind four figures that are an hour stands nothing that they could count.
_COUNTS_NOTHING = (
    r"(?=\.?$|[,;)]|\.\s|\s(?:on|and|to|until|but|when|after|before|in|near|off|from|as|with|local"
    r"|today|yesterday|tomorrow|sharp|hours|this|that|(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b)"
)
_NO_AMOUNT = r"(?! ?(?:\d|[.,]\d|%|раз|проц|млн|млрд|тыс|руб|долл|евро|метр|км|балл|град|тонн))"
_LENGTH = re.compile(
    r"(?:разниц|задержк|опоздани|отставани|перерыв|простой|простое|длительност|продолжительност"
    r"|полет|путь|пути|пауз)[а-я]* $",
    re.IGNORECASE,
)


def in_plain_hours(text: str) -> str:
    """A text with its times of day in figures.

    >>> in_plain_hours("at half past six in the evening, в половине седьмого вечера")
    'at 6:30 p.m., в 18:30'
    """
    return rewritten(text, _RULES)


def _number(word: str) -> int:
    word = word.casefold().removeprefix("a ")
    return int(word) if word.isdigit() else _NUMBERS[word]


def _half(part: str, hour: int) -> str:
    """ "a.m." or "p.m." for a part of the day."""
    night = "night" in part and (hour < 6 or hour == 12)
    return "a.m." if night or "morning" in part else "p.m."


def _spelt(hit: re.Match[str]) -> str:
    """ "Four in the afternoon"."""
    hour = _number(hit[2])
    return f"{hit[1]}{hour}{hit[3] or ''} {_half(hit[4].casefold(), hour)}"


def _past(hit: re.Match[str]) -> str:
    """ "A quarter to six": with a word before it, or the part of the day behind it."""
    before, share, side, word, part = hit.groups()
    # "From ten to seven" tells of no hour.
    told = before if share[-4:] in ("half", "rter") or side == "past" else before == "at "
    if not told and not (part and "minutes" in hit[0]):
        return hit[0]
    hour, minutes = _number(word), _number(share)
    if side.casefold() == "to":
        hour, minutes = (hour - 2) % 12 + 1, 60 - minutes
    half = f" {_half(part.casefold(), hour)}" if part else ""
    return f"{before or ''}{hour}:{minutes:02}{half}"


def _in_figures(hour: int, minutes: int, part: str | None) -> str:
    """A time of day in Russian, round the clock where its part of the day is named."""
    late = part == "вечера" or (part == "дня" and hour < 12) or (part == "ночи" and hour > 9)
    return f"{(hour % 12 + 12 * late) % 24 if part else hour}:{minutes:02}"


def _into_the_hour(hit: re.Match[str]) -> str:
    """ "Четверть седьмого", "половина седьмого": so much of the seventh hour."""
    return _in_figures((_number(hit[2]) - 2) % 12 + 1, _number(hit[1]), hit[3])


def _short_of_the_hour(hit: re.Match[str]) -> str:
    """ "Без десяти шесть"."""
    return "в " + _in_figures((_number(hit[2]) - 2) % 12 + 1, 60 - _number(hit[1]), hit[3])


def _hours_and_minutes(hit: re.Match[str]) -> str:
    """ "В 16 часов", but for a break of so many."""
    if _LENGTH.search(hit.string[: hit.start()]):
        return hit[0]
    return hit[1] + _in_figures(int(hit[2]), int(hit[3] or 0), None)


def _by_part_of_day(hit: re.Match[str]) -> str:
    return _in_figures(int(hit[1]), int(hit[2]), hit[3])


_RULES: tuple[Rule, ...] = tuple(
    (needles, re.compile(pattern, re.IGNORECASE), plain)
    for needles, pattern, plain in (
        ((" past ", " to "), rf"(?:{_BEFORE})?\b{_SHARE} (past|to) {_HOUR}(?:,? {_PART})?\b",
         _past),
        (("in the ", "at night"), rf"{_BEFORE}{_HOUR}(:[0-5]\d)? {_PART}\b", _spelt),
        (("at ",), rf"\b(at (?:about |around )?){_HOUR}(:[0-5]\d)?(?= ({_DAYTIME}|tonight))",
         _spelt),
        (("12 ", "twelve "), r"\b(?:12|twelve) (?=noon|midnight)", ""),
        (("0",), rf"{_BEFORE}(0\d)([0-5]\d)(?=-|{_COUNTS_NOTHING})", r"\1\2:\3"),
        (("at ",), rf"\b(at (?:about |around )?)(1\d|2[0-3])([0-5]\d){_COUNTS_NOTHING}",
         r"\1\2:\3"),
        (("0",), rf"(\d:\d\d(?: to | and | until |-))([01]\d|2[0-3])([0-5]\d){_COUNTS_NOTHING}",
         r"\1\2:\3"),
        (("the ",), r"\b(the )([01]\d|2[0-3])([0-5]\d)(?= (?:sailing|train|ferry|departure|flight"
         r"|service|bus|boat|crossing)\b)", r"\1\2:\3"),
        ((" time", " gmt", " utc"), r"(\d [ap]\.?m\.?),?((?: on)? [A-Z][a-z]{2,8}\.? \d{1,2}),?"
         r"( [A-Z][a-z]+ time| GMT| UTC)\b", r"\1\3\2"),
        (("полови", "четверть", "минут"), rf"\b(половин[еау]|четверть|двадцать|десять|пять|20|10|5)"
         rf"(?: минут)? ({_ORDINALS.replace(' ', '|')}){_RUSSIAN_PART}", _into_the_hour),
        (("без ",), rf"\bбез (четверти|двадцати|десяти|пяти|20|10|5)(?: минут)? {_RUSSIAN_HOUR}"
         rf"{_RUSSIAN_PART}", _short_of_the_hour),
        ((" час", " ч"), r"\b(в |к )([01]?\d|2[0-3])(?: часов| часа| час| ?ч\b\.?)"
         r"(?: ?([0-5]\d) ?мин(?:ут[аы]?|\.)?)?(?! (?:утра|дня|вечера|ночи|\d))",
         _hours_and_minutes),
        (("утра", "дня", "вечера", "ночи"), r"\b(\d{1,2})[.:]([0-5]\d) (утра|дня|вечера|ночи)\b",
         _by_part_of_day),
        (("в ", "к "), rf"\b(в |к |около )([01]?\d|2[0-3])\.([0-5]\d){_NO_AMOUNT}", r"\1\2:\3"),
        (("零時",), "零時", "0時"),
        (("今夜", "今晩"), r"今[夜晩](?=\d{1,2}時)", "きょう午後"),
        (("今朝", "けさ"), r"(?:今朝|けさ)(?=\d{1,2}時)", "きょう午前"),
        (("夜", "晩", "夕方"), r"(?:夜|晩|夕方)(?=(?:[4-9]|1[01])時)", "午後"),
        (("朝",), r"(?:早朝|朝)(?=(?:[4-9]|1[01])時)", "午前"),
        (("未明",), r"未明の?(?=[0-5]時)", "午前"),
        (("時間",), r"([ァ-ヺー一-鿿]{2,6}時間)の?((?:\d{1,2}月)?\d{1,2}日|同日|翌日|前日)"
         r"(?=午前|午後|\d{1,2}時)", r"\2\1"),
    )
)  # fmt: skip
