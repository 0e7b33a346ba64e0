"""Clock times, read so that two texts may give one moment in two zones."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from monitor.stories.words.offsets import PLACES, RUSSIAN_ZONES, ZONES, at

LOCAL = 10_000
"""Zone of a time that says "local time"."""
_DAY = 1440
_EASTMOST = 840
"""Minutes from Greenwich of the zone farthest from it."""
_LOCAL = "local time|по местному времени|по местному|местного времени|現地時間"
# "8 p.m. Eastern" ends there: "8 a.m. central Tokyo" does not.
_BARE = ("eastern", "central", "mountain", "pacific")
_BARE_ZONE = rf"(?:{'|'.join(_BARE)})(?=[).,;]|\s(?:on|and|[a-z]{{3,6}}day)\b|$)"
_CITIES = {
    "tokyo": "tokyo time", "moscow": "moscow time", "london": "london time",
    "new york": "new york time", "beijing": "beijing time", "seoul": "seoul time",
    "washington": "eastern time", "sakhalin": "sakhalin time", "kyiv": "kyiv time",
    "kiev": "kiev time", "berlin": "berlin time", "paris": "paris time",
}  # fmt: skip


def _any(words: Iterable[str]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


_NAMED = _any(name for name in ZONES if name not in _BARE)
_RUSSIAN = rf"(?:{_any(RUSSIAN_ZONES)})"
_ZONE = (
    rf"{_NAMED}|{_BARE_ZONE}|{_LOCAL}|[a-z]+(?: [a-z]+)? time|(?:in|on) (?:{_any(_CITIES)})"
    rf"|по {_RUSSIAN}ому(?: времени)?|{_RUSSIAN}ого времени"
)
_JAPANESE_ZONE = rf"(?:現地時間|{_any(name for name in ZONES if name[-2:] == '時間')})"
RUSSIAN_HOURS = {
    word: n
    for row in (
        "час два три четыре пять шесть семь восемь девять десять одиннадцать двенадцать",
        "часу двух трех четырех пяти шести семи восьми девяти десяти одиннадцати двенадцати",
    )
    for n, word in enumerate(row.split(), 1)
}
_ENGLISH_HOURS = "one two three four five six seven eight nine ten eleven twelve"
_HOUR = RUSSIAN_HOURS | {word: n for n, word in enumerate(_ENGLISH_HOURS.split(), 1)}
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
    rf"(?:{_JAPANESE_ZONE}\s?|(?:協定世界時|世界標準時|グリニッジ標準時)(?:\d{{1,2}}日)?)?"
    r"(?:(?:午前|午後)\d{1,2}時|(?<![\d.,:])(?:[01]?\d|2[0-4])時(?!間))(?:半|\d{1,2}分)?"
    r"|(?<![\d.,:])(?:[01]?\d|2[0-4])[:.]?[0-5]\d\s?(?:[ap]\.?m\b\.?|(?=gmt|utc))"
    r"|(?<![\d.,:])(?:1[0-2]|0?[1-9])\s?[ap]\.?m\b\.?"
    r"|(?<![\d.,:])(?:[01]\d|2[0-4])\.[0-5]\d(?=\s(?:мск|часов|по\s(?:местн|моск|сахал|влад|камч)))"
    r"|(?<![\d.,:])(?:[01]?\d|2[0-4]):[0-5]\d(?![:\d])"
    rf"|(?<![\d.,:])(?:[01]\d|2[0-4])[0-5]\d\s(?=hours|local time|(?:{_NAMED})\b)"
    r"|(?<![\d.,:])(?:[01]\d|2[0-4])[0-5]\d(?=(?:\s(?:to|and|until)\s|-)(?:[01]\d|2[0-4])[0-5]\d"
    r"\s(?:hours|gmt|utc|jst|msk)\b)"
)
CLOCK = rf"(?:{CLOCK})(?:(?:,?\s(?:on\s)?[a-z]{{3,6}}day)?\s?\(?(?:{_ZONE})(?!\w))?"
_CLOCK_PARTS = re.compile(
    r"(?P<hour>\d{1,2}?)(?:(?:[:.]|時)?(?P<minute>[0-5]\d|\d(?=分)|半)?)分?時?\s*"
    r"(?P<half>[ap]\.?m)?(?!\d)"
)


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day."""

    minutes: int
    zone: int | None
    """Minutes east of Greenwich; `LOCAL`; `None` where unsaid."""


def clock(surface: str, published: datetime | None = None) -> Clock | None:
    """Read a passage that `CLOCK` found; `None` where it is no time of day."""
    text = surface.casefold().replace("（", "(")
    zone = _zone(text, published.date() if published else None)
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


def _zone(text: str, when: date | None) -> int | None:
    if re.search(_LOCAL, text):
        return LOCAL
    if hit := re.search(rf"(?:in|on) ({_any(_CITIES)})", text):
        return at(*ZONES[_CITIES[hit[1]]], when)
    if hit := re.search(rf"({_RUSSIAN})о(?:му|го)", text):
        return at(*RUSSIAN_ZONES[hit[1]], when)
    named = [zone for name, zone in ZONES.items() if _says(name, text)]
    if named:
        return at(*named[0], when)
    hit = re.search(r"([a-z]+) time$", text.rstrip(")"))
    return _zone_of_place(hit[1], when) if hit else None


def _zone_of_place(word: str, when: date | None) -> int:
    """The zone of "Kathmandu time", where the place has one."""
    found = [row for row in PLACES if row[0] == word and len(row[1]) == 1]
    return at(found[0][1][0], found[0][2], when) if len(found) == 1 else LOCAL


def _says(name: str, text: str) -> bool:
    # In Japanese nothing parts a word from the next.
    return name in text if name[0] > "\u3000" else bool(re.search(rf"(?<!\w){name}(?!\w)", text))


def beside(local: Clock, other: Clock) -> Clock:
    """A local time in the zone that follows from the same moment in a named zone beside it."""
    if local.zone != LOCAL or other.zone in (None, LOCAL):
        return local
    zone = (local.minutes - other.minutes + (other.zone or 0) - _EASTMOST) % -_DAY + _EASTMOST
    return replace(local, zone=zone) if zone % 15 == 0 else local


def same_clock(one: Clock, other: Clock) -> bool:
    """True where both may be one moment; an unsaid zone is taken to be the other's."""
    apart = one.minutes - other.minutes
    if one.zone == other.zone or {None, LOCAL} & {one.zone, other.zone}:
        return apart == 0
    return (apart - (one.zone or 0) + (other.zone or 0)) % _DAY == 0
