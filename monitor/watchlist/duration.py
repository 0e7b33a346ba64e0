"""Lengths of time, and of files, as people write them in settings and feed lists."""

import re
from datetime import timedelta

_UNITS = {
    "ms": timedelta(milliseconds=1),
    "s": timedelta(seconds=1),
    "m": timedelta(minutes=1),
    "h": timedelta(hours=1),
    "d": timedelta(days=1),
    "w": timedelta(weeks=1),
}
_PART = re.compile(r"(\d+(?:\.\d+)?)\s*(ms|[smhdw])\s*")
_SIZE = re.compile(r"(\d{1,12}(?:\.\d+)?)\s*(B|kB|KB|KiB|MB|MiB|GB|GiB)?")
_BYTES = {"B": 1, "kB": 10**3, "KB": 10**3, "MB": 10**6, "GB": 10**9}
_BYTES |= {"KiB": 1 << 10, "MiB": 1 << 20, "GiB": 1 << 30}
_LONGEST = timedelta(days=36500)


def parse_duration(text: str) -> timedelta:
    """Read `30s`, `5m`, `72h`, `30d`, `1h30m`. Raises ValueError in an editor's words."""
    parts = _PART.findall(text)
    if not parts or _PART.sub("", text.strip()):
        raise ValueError(
            f'"{text}" is no length of time: write it with its unit, such as 30s, 5m, 72h or 1h30m'
        )
    try:
        total = sum((float(number) * _UNITS[unit] for number, unit in parts), timedelta())
    except OverflowError:
        total = timedelta.max
    if total > _LONGEST:
        raise ValueError(f'"{text}" is longer than a century')
    return total


def parse_size(text: str) -> int:
    """Bytes of `15MB` (a million each) or `15MiB` (1,048,576 each). Raises ValueError."""
    match = _SIZE.fullmatch(text.strip())
    if not match:
        raise ValueError(f'"{text}" is no size: write it with its unit, such as 15MB')
    return int(float(match[1]) * _BYTES[match[2] or "B"])
