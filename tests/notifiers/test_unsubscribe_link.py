"""The signed links at the end of mails."""

from hypothesis import given
from hypothesis import strategies as st

from notifiers.unsubscribe import UnsubscribePage, reader_of, token

READERS = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
KEY = "of-the-web-page"


@given(READERS, st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
def test_a_link_names_its_reader(reader: str, key: str) -> None:
    """What was signed with a key is read with the same key, and stands in a path as it is."""
    signed = token(reader, key)
    assert reader_of(signed, key) == reader
    assert all(char.isascii() and (char.isalnum() or char in "-_.") for char in signed)


@given(READERS, READERS)
def test_a_link_is_for_nobody_else(reader: str, other: str) -> None:
    """The signature of one reader does not fit another's name, nor another key."""
    name, signed = token(other, KEY).partition(".")[0], token(reader, KEY).partition(".")[2]
    assert (reader_of(f"{name}.{signed}", KEY) is None) is (reader != other)
    assert reader_of(token(reader, KEY), "another-key") is None


@given(st.text(max_size=80))
def test_made_up_tokens_name_nobody(text: str) -> None:
    """Whatever is typed into the address, it unsubscribes nobody and breaks nothing."""
    assert reader_of(text, KEY) is None


def test_one_click_needs_https() -> None:
    """Mail programs post to https addresses only."""
    assert UnsubscribePage("https://monitor.example.org/unsubscribe", KEY).one_click
    assert not UnsubscribePage("http://monitor.example.org/unsubscribe", KEY).one_click
    assert KEY not in repr(UnsubscribePage("https://monitor.example.org", KEY))
