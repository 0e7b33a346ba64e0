"""Which letters are the same."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.text.fold import fold, normalise


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("Café", "cafe"),
        ("Erdog\u0306an", "erdogan"),
        ("ЁЖ", "еж"),
        ("Йод", "йод"),
        ("и\u0306од", "йод"),
        ("за\u0301мок", "замок"),
        ("İzmir", "izmir"),
        ("Diyarbakır", "diyarbakir"),
        ("Wałęsa", "walesa"),
        ("Straße", "strasse"),
        ("Œuvre", "oeuvre"),
        ("Ærø", "aero"),
        ("ＷＨＯ", "who"),
        ("ﾌﾟｰﾁﾝ", "プーチン"),
        ("ガス", "ガス"),
        ("إيران", "ايران"),
        ("O’Brien", "o'brien"),
        ("Ⅱ", "ii"),
    ],
)
def test_spellings_share_a_folded_form(written: str, folded: str) -> None:
    """Case, width, accents and special letters fold; й and kana keep their marks."""
    assert fold(written) == folded


@given(st.text())
def test_folding_twice_changes_nothing_more(text: str) -> None:
    """Folding is idempotent."""
    assert fold(fold(text)) == fold(text)


@given(st.text(st.sampled_from("aé e\u0301ﾌﾟ™…\u00ad\u200b\u2060㎞ﬁ각\u1100\u1161\u11a8ｶﾞ")))
def test_normal_text_is_nfkc_of_what_is_visible(text: str) -> None:
    """Working cluster by cluster gives the same as normalising the whole text."""
    visible = "".join(char for char in text if char not in "\u00ad\u200b\u2060")
    expected = unicodedata.normalize("NFKC", visible.replace("™", " ").replace("…", "⋯"))
    assert normalise(text).text == expected


@given(st.text())
def test_offsets_ascend_and_stay_inside_the_original(text: str) -> None:
    """Every passage of a normal text has its place in the original."""
    normal = normalise(text)
    starts = [normal.start(at) for at in range(len(normal.text))]
    assert starts == sorted(starts)
    assert all(0 <= start < len(text) for start in starts)
    assert all(normal.start(at) < normal.end(at + 1) <= len(text) for at in range(len(starts)))
