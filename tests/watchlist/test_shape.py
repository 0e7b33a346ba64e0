"""The patterns of the editors' schemas, held against the readers that decide."""

import re
from collections.abc import Callable
from functools import partial
from itertools import product
from string import ascii_lowercase

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.alerting.schedule import check_zone, parse_quiet, parse_schedule
from monitor.watchlist import shape
from monitor.watchlist.duration import parse_duration
from monitor.watchlist.language import check_language
from monitor.watchlist.shape import Schema
from notifiers.registry import parse_destination


def takes(schema: Schema, text: str) -> bool:
    """Whether an editor leaves a text alone."""
    return re.search(schema["pattern"], text) is not None


def accepts(reader: Callable[[str], object], text: str) -> bool:
    """Whether a reader takes a text."""
    try:
        reader(text)
    except ValueError:
        return False
    return True


def slack(text: str) -> object:
    return parse_destination(f"slack:{text}")


def email(text: str) -> object:
    return parse_destination(f"email:{text}")


digest = partial(parse_schedule, zone="UTC")
quiet = partial(parse_quiet, zone="UTC")

PIECES = st.lists(
    st.sampled_from(
        ["daily", "Weekdays", "weekends", "mon", "TUE", "fridays", "monday-fri", "sun,"]
    )
    | st.sampled_from(["hourly", "7:30", "07:30,16:00", "24:00", "*", "*/5", "1-5", "30", "jan"])
    | st.sampled_from(["Europe/London", "Asia/Tokio", "UTC", "Etc/GMT+1", "22:00-07:00", "-", "–"])
    | st.sampled_from(["5m", "1h30m", "5", "1.5h", "ms", "#desk", "C01234567", "a@b.example", "@"]),
    max_size=6,
)
JOINTS = st.sampled_from([" ", " ", "", ",", " , ", "-"])


@given(PIECES, JOINTS)
@pytest.mark.parametrize(
    ("schema", "reader"),
    [
        (shape.digest(), digest),
        (shape.quiet_hours(), quiet),
        (shape.duration(), parse_duration),
        (shape.slack_channel(), slack),
        (shape.mail_address(), email),
    ],
    ids=["digest", "quiet", "duration", "slack", "email"],
)
def test_what_a_reader_takes_is_not_red(
    schema: Schema, reader: Callable[[str], object], pieces: list[str], joint: str
) -> None:
    """Texts that are put together from likely pieces, in any order."""
    text = joint.join(pieces)
    assert takes(schema, text) or not accepts(reader, text)


@pytest.mark.parametrize(
    ("schema", "text"),
    [
        (shape.digest(), "daily"),
        (shape.digest(), "daily 7"),
        (shape.digest(), "daily 07:30 Europe/Londn"),
        (shape.digest(), "weekday 07:30"),
        (shape.digest(), "30 7 * *"),
        (shape.quiet_hours(), "22-7"),
        (shape.duration(), "5"),
        (shape.duration(), "5 minutes"),
        (shape.duration(zero=False), "0s"),
        (shape.slack_channel(), "desk"),
        (shape.mail_address(), "desk"),
    ],
)
def test_common_slips_are_red(schema: Schema, text: str) -> None:
    """What is most often written wrongly is seen."""
    assert not takes(schema, text)


def test_languages_are_those_that_the_reader_takes() -> None:
    """Every code of two letters, the well-known wrong ones of three, and tags behind them."""
    codes = ["".join(letters) for letters in product(ascii_lowercase, repeat=2)]
    codes += ["yue", "eng", "jpn", "zh-TW", "ZH-Hant-TW", "EN", "en_GB", "english", "no", "x", ""]
    schema = shape.language(inflected=False)
    assert [code for code in codes if takes(schema, code) != accepts(check_language, code)] == []


def test_every_zone_is_one() -> None:
    """The zones to choose from are known to the machine, and fit behind a digest's time."""
    zones = shape.zone()["enum"]
    assert len(zones) > 500
    assert [name for name in zones if check_zone(name) != name] == []
    assert [name for name in zones if not takes(shape.digest(), f"daily 07:30 {name}")] == []
