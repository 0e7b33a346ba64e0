"""When feeds are asked again, and what a turn leaves behind."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.feeds.answer import Answer, Failed, Fetched, Gone, NotModified, Throttled
from monitor.feeds.reading import Hints, Reading, unreadable
from monitor.feeds.schedule import LONGEST_WAIT, MOVES_TO_KEEP, Wish, after_turn, rolled_off
from monitor.model.entry import Entry
from monitor.model.feed import Feed, FeedState

NOW = datetime(2024, 3, 5, 10, 0, tzinfo=UTC)
URL = "https://port.example/feed"
FEED = Feed(id="port", url=URL)
MINUTE, SECOND = timedelta(minutes=1), timedelta(seconds=1)
WISH = Wish(every=5 * MINUTE, shortest=30 * SECOND, longest=timedelta(hours=6))
FRESH = FeedState(url=URL)
PIECES = frozenset({b"1", b"2", b"3", b"4"})
STEADY = replace(FRESH, seeded_at=NOW, pieces=PIECES, interval=5 * MINUTE)
BODY = Fetched(b"", URL, etag='"2"', last_modified="then", body_hash=b"h")


def entries(count: int) -> tuple[Entry, ...]:
    """That many entries."""
    return tuple(Entry("port", str(n), "", "", "") for n in range(count))


def after(
    state: FeedState,
    answer: Answer,
    reading: Reading | None = None,
    feed: Feed = FEED,
    wish: Wish = WISH,
    jitter: float = 0.0,
) -> FeedState:
    """The state after a turn that ends at NOW."""
    return after_turn(state, answer, reading, feed, wish, NOW, jitter)


def wait(state: FeedState) -> timedelta:
    """How long until the next turn."""
    assert state.next_poll_at is not None
    return state.next_poll_at - NOW


def test_first_reading_leaves_everything_for_the_next() -> None:
    """Validators, pieces, title, times and the wish as the first interval."""
    state = after(FRESH, BODY, Reading(entries(1), PIECES, Hints(title="Port")))
    assert (state.etag, state.last_modified, state.body_hash) == ('"2"', "then", b"h")
    assert (state.pieces, state.title) == (PIECES, "Port")
    assert state.seeded_at == state.last_success_at == state.last_entry_at == NOW
    assert (state.interval, wait(state)) == (5 * MINUTE, 5 * MINUTE)


def test_unchanged_feed_keeps_what_it_had_and_takes_new_validators() -> None:
    """A 304 changes validators and times, nothing of the entries."""
    state = after(STEADY, NotModified('"3"', None, b"h"))
    assert (state.etag, state.last_modified, state.pieces) == ('"3"', None, PIECES)
    assert (state.last_success_at, state.last_entry_at) == (NOW, None)


@pytest.mark.parametrize("max_age", [None, 0.0, 3600.0])
def test_the_wish_is_the_upper_bound_of_a_healthy_feed(max_age: float | None) -> None:
    """No max-age, ttl or skipped hour slows a healthy feed beyond what the desk wants."""
    hints = Hints(ttl=7200, skip_hours=frozenset({10}), skip_days=frozenset({1}))
    wish = Wish(every=SECOND, shortest=SECOND, longest=timedelta(hours=6))
    answers = (
        (replace(BODY, max_age=max_age), Reading(entries(1), PIECES, hints)),
        (NotModified(max_age=max_age), None),
    )
    for answer, reading in answers:
        for jitter in (0.0, 0.99):
            assert wait(after(STEADY, answer, reading, wish=wish, jitter=jitter)) == SECOND


def test_own_wish_of_a_feed_goes_before_the_settings() -> None:
    """`every: 1h` on a feed holds, also when it is beyond the settings' bounds."""
    slow, quick = (replace(FEED, every=every) for every in (timedelta(hours=1), 5 * SECOND))
    assert wait(after(FRESH, BODY, Reading(), feed=slow)) == timedelta(hours=1)
    assert wait(after(FRESH, BODY, Reading(), feed=quick)) == 5 * SECOND


def test_busy_feed_is_asked_faster_and_quiet_one_slower_again() -> None:
    """Half new in one turn halves the interval; quiet turns bring it back to the wish."""
    new = frozenset({b"1", b"2", b"8", b"9"})
    busy = after(STEADY, BODY, Reading(entries(2), new))
    assert busy.interval == 2.5 * MINUTE
    some = after(busy, BODY, Reading(entries(1), new))
    assert some.interval == 2.5 * MINUTE
    quiet = after(some, NotModified())
    assert quiet.interval == 3.75 * MINUTE
    assert after(quiet, NotModified()).interval == 5 * MINUTE


def test_hints_hold_back_what_is_faster_than_the_wish() -> None:
    """A busy feed whose server says four minutes is not asked every two."""
    new = frozenset({b"1", b"2", b"8", b"9"})
    state = after(STEADY, replace(BODY, max_age=240), Reading(entries(2), new))
    assert state.interval == 4 * MINUTE
    at_rest = Hints(skip_hours=frozenset({10}))
    assert after(STEADY, BODY, Reading(entries(2), new, at_rest)).interval == 5 * MINUTE


def test_rolled_off_feed_is_asked_much_faster_whatever_it_says() -> None:
    """No overlap with the last reading: entries were lost, and hints don't count."""
    other = Reading(entries(4), frozenset({b"5", b"6", b"7", b"8"}))
    assert rolled_off(STEADY, other, 4)
    assert not rolled_off(FRESH, other, 4)
    state = after(STEADY, replace(BODY, max_age=3600), other)
    assert state.interval == 1.25 * MINUTE
    again = after(replace(state, pieces=PIECES), BODY, other)
    assert again.interval == 30 * SECOND


def test_failures_back_off_from_quick_to_the_ceiling() -> None:
    """30 s, 1, 2, 4 minutes... and never beyond six hours, however many there were."""
    state = STEADY
    waits = []
    for _ in range(14):
        state = after(state, Failed("timed out after 30 s"))
        waits.append(wait(state))
    assert waits[:4] == [30 * SECOND, MINUTE, 2 * MINUTE, 4 * MINUTE]
    assert waits[-1] == timedelta(hours=6)
    assert (state.failures, state.error) == (14, "timed out after 30 s")
    assert (state.pieces, state.stopped) == (PIECES, False)


def test_recovery_clears_the_failure() -> None:
    """A good turn, also a 304, ends the trouble."""
    failed = after(STEADY, Failed("answered 500 Internal Server Error"))
    for state in (after(failed, NotModified()), after(failed, BODY, Reading(entries(1), PIECES))):
        assert (state.failures, state.error) == (0, None)
        assert wait(state) == 5 * MINUTE


def test_what_is_no_feed_fails_and_leaves_no_validators() -> None:
    """A login page must not be remembered as the feed: a later 304 would hide it."""
    state = after(STEADY, BODY, unreadable("not a feed: an HTML page"))
    assert (state.failures, state.error) == (1, "not a feed: an HTML page")
    assert (state.etag, state.body_hash, state.pieces) == (None, None, PIECES)


def test_readable_trouble_is_said_without_backing_off() -> None:
    """Broken XML that was read, or an empty feed, is healthy in time and stays on show."""
    state = after(STEADY, BODY, Reading((), PIECES, problem="no entries"))
    assert (state.failures, state.error, wait(state)) == (0, "no entries", 5 * MINUTE)
    assert after(state, NotModified()).error == "no entries"


def test_entries_left_for_the_next_turn_keep_the_feed_unconditional() -> None:
    """While a flood is read in turns, the next answer must not be "not modified"."""
    state = after(STEADY, BODY, Reading(entries(2), PIECES, more=True))
    assert (state.etag, state.last_modified, state.body_hash) == (None, None, None)


@pytest.mark.parametrize(
    ("asked", "expected"),
    [(None, 5 * MINUTE), (1.0, 5 * MINUTE), (3600.0, timedelta(hours=1)), (1e12, LONGEST_WAIT)],
)
def test_throttled_feed_waits_as_asked(asked: float | None, expected: timedelta) -> None:
    """At least Retry-After, at least the wish, at most a day."""
    state = after(STEADY, Throttled(asked, "answered 429 Too Many Requests"))
    assert wait(state) == expected
    assert (state.failures, state.error) == (1, "answered 429 Too Many Requests")


def test_gone_stops_the_feed_and_says_so() -> None:
    """410 is the only answer that ends the polling."""
    state = after(STEADY, Gone("answered 410 Gone"))
    assert (state.stopped, state.error) == (True, "answered 410 Gone")


def test_gone_at_a_kept_address_goes_back_to_the_desks() -> None:
    """Where a move was kept, 410 there only counts as a failure of that address."""
    state = replace(STEADY, url="https://moved.example/")
    for _ in range(3):
        state = after(state, Gone("answered 410 Gone"))
    assert (state.stopped, state.url) == (False, URL)


def test_move_is_kept_after_three_turns_in_a_row() -> None:
    """The same permanent redirect three times running is kept; any break starts anew."""
    moved = NotModified(moved_to="https://new.example/")
    state = STEADY
    for _ in range(MOVES_TO_KEEP - 1):
        state = after(state, moved)
        assert state.url == URL
    assert after(state, moved).url == "https://new.example/"
    for other in (NotModified(), Failed("x"), NotModified(moved_to="https://third.example/")):
        assert after(after(state, other), moved).url == URL


def test_same_body_without_a_reading_counts_as_unchanged() -> None:
    """A fetched body that nobody had to read leaves the pieces alone."""
    state = after(STEADY, BODY)
    assert (state.pieces, state.etag, state.failures) == (PIECES, '"2"', 0)


SPANS = st.timedeltas(min_value=timedelta(seconds=1), max_value=timedelta(days=2))
ANSWERS = st.one_of(
    st.builds(Failed, st.just("x")),
    st.builds(Throttled, st.none() | st.floats(0, 1e9), st.just("x")),
    st.builds(NotModified, max_age=st.none() | st.floats(0, 1e9)),
    st.builds(lambda age: replace(BODY, max_age=age), st.none() | st.floats(0, 1e9)),
)
READINGS = st.builds(
    lambda count, pieces, ttl, hours: Reading(
        entries(count), pieces, Hints(ttl=ttl, skip_hours=hours)
    ),
    st.integers(0, 5),
    st.frozensets(st.sampled_from([b"1", b"2", b"3"])),
    st.none() | st.floats(0, 1e9),
    st.frozensets(st.integers(0, 23)),
)


@given(st.lists(SPANS, min_size=3, max_size=3), st.lists(ANSWERS), READINGS, st.floats(0, 0.999))
def test_next_turn_is_always_within_bounds(
    spans: list[timedelta], answers: list[Answer], reading: Reading, jitter: float
) -> None:
    """Whatever comes, a feed is asked again: never before `shortest`, healthy within the wish."""
    shortest, every, longest = sorted(spans)
    wish = Wish(every, shortest, longest)
    state = FRESH
    for answer in answers:
        state = after(state, answer, reading, wish=wish, jitter=jitter)
        ceiling = max(longest, LONGEST_WAIT) if state.failures else every
        assert shortest <= wait(state) <= ceiling
