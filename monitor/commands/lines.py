"""What commands print: things counted, times on the desk's clock, aligned columns, JSON lines."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

_UNITS = (("day", 86400), ("hour", 3600), ("minute", 60))


def count(number: int, name: str, plural: str = "") -> str:
    """ "1 feed", "2 feeds"; `plural` where an s does not make it."""
    return f"{number} {name if number == 1 else plural or f'{name}s'}"


def span(length: timedelta) -> str:
    """A length of time in its largest unit of which there are two: "90 seconds", "3 days"."""
    seconds = max(0, round(length.total_seconds()))
    for unit, size in _UNITS:
        if seconds >= 2 * size:
            return count(seconds // size, unit)
    return count(seconds, "second")


def soon(*, served: bool) -> str:
    """When the service does what a command has left to it: it looks every few seconds."""
    return "within seconds" if served else "as soon as `monitor run` is started"


def zone_line(zone: ZoneInfo) -> str:
    """What stands above a listing of times."""
    return f"times in {zone.key}"


def iso(at: datetime, zone: ZoneInfo) -> str:
    """A time for JSON, to the second: "2026-03-02T18:09:00+09:00"."""
    return at.astimezone(zone).isoformat(timespec="seconds")


def minute(moment: str) -> str:
    """What a line shows of such a time: "2026-03-02 18:09"."""
    return moment[:16].replace("T", " ")


def second(moment: str) -> str:
    """The same with its seconds."""
    return moment[:19].replace("T", " ")


def print_rows(rows: Iterable[Mapping[str, Any]]) -> None:
    """JSON, a line an object."""
    for row in rows:
        print(json.dumps(row, ensure_ascii=False))


def columns(rows: Sequence[Sequence[str]]) -> list[str]:
    """A line a row; every column but the last is as wide as its longest text."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return [
        "  ".join(
            [text.ljust(width) for text, width in zip(row[:-1], widths, strict=False)] + [row[-1]]
        )
        for row in rows
    ]
