"""Values come back from the database as they went in, and in order."""

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Dialect
from sqlalchemy.dialects import postgresql, sqlite

from monitor.store.rows import mark, title_mark
from monitor.store.types import Hashes, Seconds, Utc, Words

SQLITE: Dialect = sqlite.dialect()
DIALECTS: list[Dialect] = [SQLITE, postgresql.dialect()]

ZONES = st.integers(-14 * 60, 14 * 60).map(lambda m: timezone(timedelta(minutes=m)))
TIMES = st.datetimes(datetime(2, 1, 1), datetime(9998, 1, 1), timezones=ZONES)  # noqa: DTZ001 - bounds are naive


@pytest.mark.parametrize("dialect", DIALECTS, ids=lambda d: d.name)
@given(time=TIMES)
def test_an_instant_comes_back_in_utc(dialect: Dialect, time: datetime) -> None:
    """Whatever its zone, a stored time is the same instant in UTC again."""
    kept = Utc().process_bind_param(time, dialect)
    back = Utc().process_result_value(kept, dialect)
    assert back == time
    assert back is not None
    assert back.tzinfo is UTC


@given(one=TIMES, other=TIMES)
def test_text_order_is_time_order(one: datetime, other: datetime) -> None:
    """SQLite compares times as text: that must give the order of the instants."""
    as_text: Any = Utc().dialect_impl(SQLITE).bind_processor(SQLITE)
    assert (as_text(one) < as_text(other)) == (one < other)


def test_a_naive_time_is_refused() -> None:
    """A time without a zone is nobody's instant and must not slip in."""
    with pytest.raises(ValueError, match="without a time zone"):
        Utc().process_bind_param(datetime(2016, 12, 15), SQLITE)  # noqa: DTZ001 - that is the point


@given(
    hashes=st.integers(1, 40).flatmap(lambda n: st.frozensets(st.binary(min_size=n, max_size=n)))
)
def test_hashes_come_back(hashes: frozenset[bytes]) -> None:
    """A set of hashes of one width survives the packing."""
    packed = Hashes().process_bind_param(hashes, SQLITE)
    assert Hashes().process_result_value(packed, SQLITE) == hashes


def test_hashes_of_two_widths_are_refused() -> None:
    """Packed hashes have no separators, so a second width would tear them."""
    with pytest.raises(ValueError, match="one width"):
        Hashes().process_bind_param(frozenset({b"ab", b"abc"}), SQLITE)


@given(span=st.timedeltas(timedelta(0), timedelta(days=400)))
def test_spans_come_back(span: timedelta) -> None:
    """An interval survives as seconds, to the microsecond."""
    kept = Seconds().process_bind_param(span, SQLITE)
    assert Seconds().process_result_value(kept, SQLITE) == span


@given(text=st.text(st.characters(codec=None)))
def test_any_text_can_be_stored(text: str) -> None:
    """Text from a feed never fells a turn: half surrogates and NUL are replaced, no more."""
    kept = Words().process_bind_param(text, SQLITE)
    assert kept is not None
    assert len(kept) == len(text)
    kept.encode()
    assert "\x00" not in kept
    if "\x00" not in text and not any("\ud800" <= letter <= "\udfff" for letter in text):
        assert kept == text


@given(text=st.text(st.characters(codec=None), min_size=1))
def test_marks_fit_into_64_bits(text: str) -> None:
    """A mark is a signed integer of 64 bits, which both databases index."""
    found = mark(text)
    assert found is not None
    assert -(2**63) <= found < 2**63


def test_titles_have_marks_without_capitals_and_white_space() -> None:
    """Titles are looked up as people read them; nothing is like an empty title."""
    assert title_mark("Ferry  STRASSE\n") == title_mark("ferry straße")
    assert title_mark("Ferry") != title_mark("Ferries")
    assert title_mark("  ") is None
