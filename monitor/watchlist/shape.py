"""What single texts of the desk's files may look like, as patterns for the editors' schemas.

The patterns take whatever the readers of this package take, and most of what they refuse is left
out. They keep to what JavaScript and Python understand alike: no `\\w`, `\\d` or `\\b`, no flags.
"""

from collections.abc import Iterable
from importlib.resources import files
from itertools import groupby, product
from string import ascii_lowercase
from typing import Any

from monitor.text.inflect import STEMMERS
from monitor.watchlist.language import check_language

Schema = dict[str, Any]
"""A JSON Schema, or a part of one."""

DURATION = r"^\s*(?:[0-9]+(?:\.[0-9]+)?\s*(?:ms|[smhdw])\s*)+$"
ADDRESS = r"^\s*[Hh][Tt][Tt][Pp][Ss]?://[^\s/]\S*\s*$"
_CLOCK = "(?:[01]?[0-9]|2[0-3]):[0-5][0-9]"
_CRON_FIELD = "[0-9A-Za-z*][0-9A-Za-z*/,#-]*"
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_DAY_GROUPS = ("daily", "weekdays", "weekends")
_COMMA = r"\s*,\s*"
_NEWS_LANGUAGES = ("ru", "ja", "zh", "ko", "uk", "ar", "fa", "he", "hi", "el", "vi", "th")


def text(pattern: str, complaint: str, *, examples: Iterable[str] = ()) -> Schema:
    """A text that fits a pattern; VS Code shows the complaint in place of the pattern."""
    schema: Schema = {"type": "string", "pattern": pattern, "patternErrorMessage": complaint}
    return schema | ({"examples": list(examples)} if examples else {})


def scalar(pattern: str = r"\S", complaint: str = "a value is needed here") -> Schema:
    """A text that an editor's YAML may also take for a number or for true or false: `007`, `no`."""
    return text(pattern, complaint) | {"type": ["string", "number", "boolean"]}


def one_or_more(item: Schema) -> Schema:
    """A value, or a list of them; an editor completes the key with a value."""
    return item | {"type": [*types_of(item), "array"], "items": item, "minItems": 1}


def list_of(item: Schema) -> Schema:
    """A list of values, or one of them; an editor completes the key with a list."""
    return item | {"type": ["array", *types_of(item)], "items": item, "minItems": 1}


def may_be_open(schema: Schema) -> Schema:
    """A value that may be left open."""
    return schema | {"type": [*types_of(schema), "null"]}


def types_of(schema: Schema) -> list[str]:
    """The types that a schema takes."""
    return schema["type"] if isinstance(schema["type"], list) else [schema["type"]]


def language(*, inflected: bool) -> Schema:
    """A language code; `no`, which older YAML takes for false, is Norwegian."""
    codes = sorted(STEMMERS) if inflected else sorted({*STEMMERS, *_NEWS_LANGUAGES})
    two = [code for code in _words(2) if _is_language(code)]
    names = [code for code in _words(3) if not _is_language(code)]
    three = rf"(?!(?:{_one_of(names)})(?:-|\s*$))[a-zA-Z]{{3}}"
    pattern = rf"^\s*(?:{_one_of(two)}|{three})(?:-[a-zA-Z0-9]{{2,8}})*\s*$"
    complaint = "this is no language code: write two letters, such as en, ru, ja or zh"
    return text(pattern, complaint, examples=codes) | {"type": ["string", "boolean"]}


def yes_or_no() -> Schema:
    """True or false, and the words that mean them."""
    words = "|".join(map(_any_case, ("true", "yes", "on", "false", "no", "off")))
    return text(f"^(?:{words})$", "write true or false") | {"type": ["boolean", "string"]}


def duration(*, zero: bool = True) -> Schema:
    """A length of time with its unit."""
    pattern = DURATION if zero else f"^(?=.*[1-9]){DURATION[1:]}"
    complaint = "this is no length of time: write it with its unit, such as 30s, 5m, 72h or 1h30m"
    return text(pattern, complaint)


def digest() -> Schema:
    """When a digest is due."""
    day = "|".join(_any_case(day[:3]) + f"(?:{_any_case(day[3:])}[Ss]?)?" for day in _DAYS)
    group = "|".join(map(_any_case, _DAY_GROUPS))
    days = rf"(?:{group}|{day})(?:(?:{_COMMA}|-)(?:{group}|{day}))*"
    times = rf"{days}\s+{_CLOCK}(?:{_COMMA}{_CLOCK})*"
    field = rf"{_CRON_FIELD}(?:{_COMMA}{_CRON_FIELD})*"
    cron = rf"{field}(?:\s+{field}){{4}}"
    return text(
        rf"^\s*(?:{_any_case('hourly')}|{times}|{cron})(?:\s+{_zones()})?\s*$",
        'this is no digest time: write "daily 07:30", "weekdays 07:30,16:00", "fri 17:00", "hourly"'
        ' or a cron line "30 7 * * 1-5", and behind it a time zone, such as Europe/London, where it'
        " is not the desk's",
        examples=(
            "daily 07:30",
            "weekdays 07:30,16:00",
            "weekdays 07:30 Europe/London",
            "fri 17:00",
            "hourly",
            "30 7 * * 1-5",
        ),
    )


def quiet_hours() -> Schema:
    """When a channel wants to be left alone."""
    return text(
        rf"^\s*{_CLOCK}\s*[-–]\s*{_CLOCK}(?:\s+{_zones()})?\s*$",
        'this is no stretch of time: write "22:00-07:00" or "22:00-07:00 Asia/Tokyo"',
        examples=("22:00-07:00", "22:00-07:00 Asia/Tokyo"),
    )


def zone() -> Schema:
    """An IANA time zone, with every one of them to choose from."""
    return {"type": "string", "enum": _zone_names()}


def slack_channel() -> Schema:
    """A channel's name or id."""
    return text(
        r"^\s*(?:#\S{1,80}|[CGD][A-Z0-9]{7,})\s*$",
        'this is no Slack channel: write "#name", with the quotes',
        examples=("#desk",),
    )


def mail_address() -> Schema:
    """A recipient."""
    complaint = "this is no email address: write name@example.org"
    return text(r"^\s*[^\s@]+@[a-zA-Z0-9][a-zA-Z0-9.-]*\s*$", complaint)


def _words(length: int) -> Iterable[str]:
    return map("".join, product(ascii_lowercase, repeat=length))


def _is_language(code: str) -> bool:
    try:
        check_language(code)
    except ValueError:
        return False
    return True


def _one_of(codes: Iterable[str]) -> str:
    """Codes of one length in any case, those with the same beginning put together."""
    groups = groupby(sorted(codes), key=lambda code: code[:-1])
    ends = {start: "".join(code[-1] for code in group) for start, group in groups}
    return "|".join(f"{_any_case(start)}[{end}{end.upper()}]" for start, end in ends.items())


def _any_case(word: str) -> str:
    return "".join(f"[{letter.upper()}{letter}]" for letter in word)


def _zones() -> str:
    """Every time zone, those of an area put together."""
    cities: dict[str, list[str]] = {}
    for name in _zone_names():
        area, _, city = name.rpartition("/")
        cities.setdefault(area, []).append(city)
    ways = "|".join(
        f"{area}/(?:{'|'.join(names)})" if area else "|".join(names)
        for area, names in sorted(cities.items())
    )
    return f"(?:{ways.replace('+', '[+]')})"


def _zone_names() -> list[str]:
    """The names that the tzdata package lists: the same on every machine."""
    return sorted(files("tzdata").joinpath("zones").read_text(encoding="utf-8").split())
