"""Dates that need help."""

import time
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.feeds.dates import as_datetime, from_iso, parse_named_zone, parse_slashed


@pytest.mark.parametrize(
    ("text", "hour"),
    [
        ("Tue, 05 Mar 2024 10:00:00 JST", 1),
        ("Tue, 05 Mar 2024 10:00:00 (MSK)", 7),
        ("Tue, 05 Mar 2024 10:00:00 CET", 9),
        ("05 Mar 2024 10:00 KST", 1),
    ],
)
def test_named_zones_are_taken_off(text: str, hour: int) -> None:
    """A zone's name counts: JST is nine hours ahead, and not UTC."""
    assert as_datetime(parse_named_zone(text)) == datetime(2024, 3, 5, hour, tzinfo=UTC)


@pytest.mark.parametrize("text", ["Tue, 05 Mar 2024 10:00:00 GMT", "10 JST", "JST", "", "today"])
def test_other_dates_are_left_to_others(text: str) -> None:
    """What has no such zone, or no date before it, is not touched."""
    assert parse_named_zone(text) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024/03/05", datetime(2024, 3, 5, tzinfo=UTC)),
        ("2024/3/5 10:20", datetime(2024, 3, 5, 10, 20, tzinfo=UTC)),
        ("2024/03/05 10:20:30 +0900", datetime(2024, 3, 5, 1, 20, 30, tzinfo=UTC)),
        ("2024/03/05 10:20:30 -01:30", datetime(2024, 3, 5, 11, 50, 30, tzinfo=UTC)),
        ("2024/13/05", None),
        ("03/05/2024", None),
    ],
)
def test_dates_with_slashes(text: str, expected: datetime | None) -> None:
    """Year, month and day with slashes are read in this order."""
    assert as_datetime(parse_slashed(text)) == expected


def test_leap_second_and_impossible_times() -> None:
    """A sixtieth second is the last of its minute; what no calendar has is no date."""
    leap = time.struct_time((2016, 12, 31, 23, 59, 60, 5, 366, 0))
    assert as_datetime(leap) == datetime(2016, 12, 31, 23, 59, 59, tzinfo=UTC)
    assert as_datetime(time.struct_time((0, 1, 1, 0, 0, 0, 0, 1, 0))) is None


def test_iso_dates() -> None:
    """With a zone it is taken off, without one it is UTC, and nonsense is no date."""
    assert from_iso("2024-03-05T10:00:00+09:00") == datetime(2024, 3, 5, 1, tzinfo=UTC)
    assert from_iso("2024-03-05") == datetime(2024, 3, 5, tzinfo=UTC)
    assert from_iso("0001-01-01T00:00:00+23:00") is None
    assert from_iso("soon") is None


@given(
    st.text() | st.from_regex(r"\d{1,4}/\d{1,3}/\d{1,3} \d{1,2}:\d{2} [+-]\d{4}|\d+ \w+ \d+ JST")
)
def test_no_text_breaks_them(text: str) -> None:
    """Dates are outside text: what can't be read is `None`."""
    for parts in (parse_named_zone(text), parse_slashed(text)):
        assert parts is None or as_datetime(parts) is not None
    from_iso(text)
