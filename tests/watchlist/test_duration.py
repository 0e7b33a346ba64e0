"""Lengths of time and sizes."""

from datetime import timedelta

import pytest

from monitor.watchlist.duration import parse_duration, parse_size


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("30s", 30), ("5m", 300), ("1h30m", 5400), ("0.5s", 0.5), ("2 h", 7200), ("30d", 2592000)],
)
def test_durations(text: str, seconds: float) -> None:
    """Numbers with units add up."""
    assert parse_duration(text) == timedelta(seconds=seconds)


@pytest.mark.parametrize("text", ["", "5", "m", "5 minutes", "-5m", "5m x", "9" * 400 + "d"])
def test_durations_that_are_none(text: str) -> None:
    """What is no length of time is a ValueError that says so."""
    with pytest.raises(ValueError, match=r"no length of time|century"):
        parse_duration(text)


@pytest.mark.parametrize(
    ("text", "size"), [("15MB", 15_000_000), ("1MiB", 1_048_576), ("1.5 kB", 1500), ("7", 7)]
)
def test_sizes(text: str, size: int) -> None:
    """MB is a million bytes, MiB 1,048,576."""
    assert parse_size(text) == size


@pytest.mark.parametrize("text", ["", "big", "15mb", "MB", "9" * 400 + "MB"])
def test_sizes_that_are_none(text: str) -> None:
    """What is no size is a ValueError that says so."""
    with pytest.raises(ValueError, match="no size"):
        parse_size(text)
