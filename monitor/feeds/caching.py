"""What response headers say of when to ask again (RFC 9110, 10.2.3; RFC 9111, 4.2)."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

_MAX_AGE = re.compile(r"(?:^|[\s,])max-age\s*=\s*\"?(\d{1,10})", re.IGNORECASE)
_NO_STORE = re.compile(r"(?:^|[\s,])no-(?:cache|store)\b", re.IGNORECASE)


def retry_after(headers: Mapping[str, str], now: datetime) -> float | None:
    """Seconds that `Retry-After` asks for, written as seconds or as a date; `None` without one."""
    value = headers.get("Retry-After", "").strip()
    if value.isdecimal() and len(value) <= 10:
        return float(value)
    date = http_date(value)
    return None if date is None else max(0.0, (date - now).total_seconds())


def max_age(headers: Mapping[str, str], now: datetime) -> float | None:
    """Seconds for which the server thinks its answer fresh; `None` where it does not say."""
    control = headers.get("Cache-Control", "")
    if _NO_STORE.search(control):
        return 0.0
    if found := _MAX_AGE.search(control):
        age = headers.get("Age", "").strip()
        spent = float(age) if age.isdecimal() and len(age) <= 10 else 0.0
        return max(0.0, float(found[1]) - spent)
    expires = http_date(headers.get("Expires", ""))
    if expires is None:
        return None
    date = http_date(headers.get("Date", "")) or now
    return max(0.0, (expires - date).total_seconds())


def http_date(text: str) -> datetime | None:
    """A date as HTTP writes it; `None` for anything else ("0" and "-1" are frequent)."""
    try:
        date = parsedate_to_datetime(text)
        return date if date.tzinfo else date.replace(tzinfo=UTC)
    except (ValueError, TypeError, OverflowError):
        return None
