"""The short cuts of normalising: characters that need none, and those that stand alone."""

import unicodedata

import pytest

from monitor.text.fold import normalise

MARKS = {"M"}
"""First letter of the categories that join the character before them."""


@pytest.mark.parametrize("block", range(0, 0x10000, 0x1000), ids=hex)
def test_every_character_between_letters_is_its_nfkc(block: int) -> None:
    """No short cut gives another answer than Unicode for a character that is to be seen."""
    for char in map(chr, range(block, block + 0x1000)):
        if 0xD800 <= ord(char) < 0xE000 or char in "´™℠…\xa0\u202f":
            continue  # no characters, and those that count as others
        found = normalise(f"a{char}b")
        if found.text != "ab":
            assert found.text == unicodedata.normalize("NFKC", f"a{char}b"), hex(ord(char))


def test_what_stands_beside_an_odd_character_keeps_its_place() -> None:
    """Only the surroundings of what changes are worked on; every offset stays right."""
    text = "ten №5, “soft\u00adware” ﬁles, e\u0301tude, 10㎞ on"
    found = normalise(text)
    assert found.text == "ten No5, “software” files, étude, 10km on"
    for word, written in [("No5", "№5"), ("software", "soft\u00adware"), ("10km", "10㎞")]:
        at = found.text.index(word)
        assert text[found.start(at) : found.end(at + len(word))] == written
