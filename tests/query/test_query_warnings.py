"""Queries that load, but perhaps do not mean what they seem to."""

import pytest

from monitor.query.warnings import query_warnings


@pytest.mark.parametrize(
    ("query", "column", "mention"),
    [
        ("Putin or Abe", 6, "OR"),
        ("Putin and Abe", 6, "AND"),
        ("Putin not Abe", 6, "NOT"),
        ("Putin near/5 Abe", 6, "NEAR/5"),
        ("Putin NEAR 5 Abe", 6, "NEAR/5"),
        ("Marks & Spencer", 6, "OR"),
        ("Putin, Abe", 0, "OR"),
        ("Putin|Abe", 0, "OR"),
        ("プーチン、安倍", 0, "OR"),
        ("北方領土 OR 国後", 8, "short"),
        ("“国後”", 0, "short"),
        ("北方 領土", 0, "北方 AND 領土"),
    ],
)
def test_a_doubtful_query_is_asked_about(query: str, column: int, mention: str) -> None:
    """The one warning stands where the doubt is and names what may have been meant."""
    (warning,) = query_warnings(query)
    assert mention in warning.message
    assert warning.column == column


@pytest.mark.parametrize(
    "query",
    [
        "Putin OR Abe",
        "Or else",
        '"Truth or Dare"',
        "AT&T",
        "1,000 dead",
        "한일 정상회담",
        "北方領土 Japan",
        "=G7サミット",
        "=国後 OR 国後島",
        "=“国後”",
        "(unbalanced",
    ],
)
def test_a_clear_query_is_left_alone(query: str) -> None:
    """No warning where nothing is in doubt, or where an error says it already."""
    assert query_warnings(query) == ()
