"""Made-up messages, for properties that hold of all."""

from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from notifiers.base import Message, Passage, Section, Story

TEXT = st.text(max_size=20)
TIMES = st.datetimes(
    min_value=datetime(1990, 1, 1),  # noqa: DTZ001 - the zone is drawn beside it
    max_value=datetime(2100, 1, 1),  # noqa: DTZ001 - the zone is drawn beside it
    timezones=st.sampled_from([UTC, timezone(timedelta(hours=9)), ZoneInfo("Asia/Tokyo")]),
)
STORIES = st.builds(
    Story,
    title=TEXT,
    link=TEXT,
    source=TEXT,
    published=TIMES,
    kind=st.sampled_from(["new", "update", "correction", "withdrawal"]),
    priority=st.sampled_from(["high", "normal", "low"]),
    passage=st.none()
    | st.builds(Passage, TEXT, st.lists(st.tuples(st.integers(), st.integers())).map(tuple)),
    watchlists=st.lists(TEXT, max_size=3).map(tuple),
    terms=st.lists(TEXT, max_size=3).map(tuple),
    changes=st.lists(TEXT, max_size=3).map(tuple),
    also_in=st.lists(TEXT, max_size=3).map(tuple),
    late=st.booleans(),
)
MESSAGES = st.builds(
    Message,
    id=TEXT,
    kind=st.sampled_from(["alert", "update", "digest", "notice"]),
    subject=TEXT,
    sections=st.lists(
        st.builds(Section, TEXT, st.lists(STORIES, max_size=3).map(tuple)), max_size=3
    ).map(tuple),
    body=TEXT,
    thread=TEXT,
    broadcast=st.booleans(),
    page=TEXT,
)
