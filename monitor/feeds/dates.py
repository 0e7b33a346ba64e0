"""Dates that feeds write and feedparser reads wrongly or not at all."""

import re
import time
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate

_ZONES = {
    "BST": 1, "CEST": 2, "CET": 1, "EEST": 3, "EET": 2, "HKT": 8, "ICT": 7, "IST": 5.5, "JST": 9,
    "KST": 9, "MSK": 3, "NZDT": 13, "NZST": 12, "PHT": 8, "SGT": 8, "WEST": 1, "WIB": 7,
    "AEST": 10, "AEDT": 11, "ACST": 9.5, "AWST": 8, "TRT": 3, "PKT": 5,
}  # fmt: skip
"""Hours east of Greenwich (IANA time zone database), for names that would pass as UTC."""
_NAMED = re.compile(r"(.*\d)\s*\(?([A-Z]{3,4})\)?", re.DOTALL)
_SLASHED = re.compile(
    r"(\d{4})/(\d{1,2})/(\d{1,2})"
    r"(?:[ T]+(\d{1,2}):(\d{2})(?::(\d{2}))?)?\s*(?:Z|GMT|UTC|([+-])(\d{2}):?(\d{2}))?"
)


def parse_named_zone(text: str) -> time.struct_time | None:
    """Read an RFC 5322 date whose zone is a name such as JST or CET."""
    found = _NAMED.fullmatch(text.strip())
    if found is None or found[2] not in _ZONES:
        return None
    parts = parsedate(found[1])
    if parts is None:
        return None
    zone = timezone(timedelta(hours=_ZONES[found[2]]))
    return _in_utc(parts[:6], zone)


def parse_slashed(text: str) -> time.struct_time | None:
    """Read `2024/03/05 10:00:00 +0900`, as Japanese sites write it; without a zone it is UTC."""
    found = _SLASHED.fullmatch(text.strip())
    if found is None:
        return None
    fields = tuple(int(value or 0) for value in found.groups()[:6])
    minutes = int(found[8] or 0) * 60 + int(found[9] or 0)
    offset = timedelta(minutes=-minutes if found[7] == "-" else minutes)
    try:
        return _in_utc(fields, timezone(offset))
    except ValueError:
        return None


def _in_utc(fields: tuple[int, ...], zone: timezone) -> time.struct_time | None:
    year, month, day, hour, minute, second = fields
    try:
        local = datetime(year, month, day, hour, minute, second, tzinfo=zone)
        return local.astimezone(UTC).timetuple()
    except (ValueError, OverflowError):
        return None


def as_datetime(parts: time.struct_time | None) -> datetime | None:
    """A time in UTC from broken-down UTC; `None` for what no calendar has."""
    if parts is None:
        return None
    try:
        return datetime(*parts[:5], min(parts.tm_sec, 59), tzinfo=UTC)  # 60: a leap second
    except (ValueError, OverflowError):
        return None


def from_iso(text: str) -> datetime | None:
    """A time in UTC from an ISO 8601 date; one without a zone is UTC, anything else `None`."""
    try:
        date = datetime.fromisoformat(text.strip())
        return (date if date.tzinfo else date.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
