"""Reading the response headers that say when to ask again."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from multidict import CIMultiDict

from monitor.feeds.caching import max_age, retry_after

NOW = datetime(2024, 3, 5, 10, 0, tzinfo=UTC)
LATER = "Tue, 05 Mar 2024 10:05:00 GMT"


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120.0),
        (LATER, 300.0),
        ("Tue, 05 Mar 2024 09:00:00 GMT", 0.0),
        ("soon", None),
        ("", None),
    ],
)
def test_retry_after(value: str, seconds: float | None) -> None:
    """Seconds and dates are understood, a date that has passed means now."""
    assert retry_after(CIMultiDict({"retry-after": value}), NOW) == seconds


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"Cache-Control": "public, max-age=600"}, 600.0),
        ({"Cache-Control": "max-age=600", "Age": "900"}, 0.0),
        ({"Cache-Control": "s-maxage=60"}, None),
        ({"Cache-Control": "no-cache, max-age=600"}, 0.0),
        ({"Expires": LATER}, 300.0),
        ({"Expires": LATER, "Date": "Tue, 05 Mar 2024 10:04:00 GMT"}, 60.0),
        ({"Expires": "-1"}, None),
        ({"Expires": LATER, "Cache-Control": "max-age=5"}, 5.0),
    ],
)
def test_max_age(headers: dict[str, str], seconds: float | None) -> None:
    """max-age goes before Expires, its age is taken off, and a shared cache's limit is not ours."""
    assert max_age(CIMultiDict(headers), NOW) == seconds


@given(st.text(), st.text(), st.text())
def test_any_header_is_survived(one: str, two: str, three: str) -> None:
    """Headers are outside text: they give a number that is not negative, or nothing."""
    headers = CIMultiDict({"Retry-After": one, "Cache-Control": two, "Expires": three, "Age": one})
    for value in (retry_after(headers, NOW), max_age(headers, NOW)):
        assert value is None or value >= 0
