"""The keys by which an entry's likely parents are looked up."""

import subprocess
import sys
from pathlib import Path

import pytest

from monitor.model.entry import Entry
from monitor.stories.fingerprint import look_up_keys

STORY = (
    "A passenger ferry carrying 240 people ran aground on rocks off the Swedish island of Gotland "
    "early on Wednesday, the coast guard said. Nobody was hurt and the vessel was not taking on "
    "water. Divers were to inspect the hull later in the day before any attempt to tow it to Visby."
)
JAPANESE = (
    "６日午前５時20分ごろ、石狩湾で小型漁船が転覆し、乗っていた４人のうち２人の行方がわからなく"
    "なっている。小樽海上保安部によると、残る２人は近くの漁船に救助された。"
)


def keys(title: str, text: str, feed: str = "wire", link: str = "", guid: str = "") -> set[int]:
    return set(look_up_keys(Entry(feed, guid, link, title, text), link))


@pytest.mark.parametrize(
    ("text", "copy"),
    [
        (STORY, STORY[:95]),
        (STORY, " ".join(reversed(STORY.split(". ")))),
        (STORY, STORY.upper()),
        (STORY, STORY.replace("240", "260")),
        (STORY + " Background." * 300, STORY[:120]),
        (JAPANESE, JAPANESE[:40]),
    ],
)
def test_a_cut_or_edited_copy_shares_several_keys(text: str, copy: str) -> None:
    """One shared key would hang on a word; a copy under another headline still shares three."""
    assert len(keys("Ferry aground", text) & keys("Stuck on rocks", copy)) >= 3


def test_a_bare_headline_finds_its_text() -> None:
    """An alert without a body shares the headline's keys, also with a word exchanged."""
    whole = keys("Ferry with 240 aboard runs aground off Gotland", STORY)
    assert whole & keys("Ferry with 240 aboard runs aground off Gotland - Reuters", "")
    assert whole & keys("Ferry with 240 aboard runs ashore off Gotland", "")


@pytest.mark.parametrize(
    ("title", "other"),
    [
        (
            "Bus plunges into ravine in Bolivia, killing nine",
            "Nine killed as miners' bus falls into Bolivian ravine",
        ),
        (
            "Двенадцать сивучей вернулись на мол в Невельске",
            "После шторма на мол в Невельске вернулись 12 сивучей",
        ),
    ],
)
def test_a_headline_in_another_order_is_found(title: str, other: str) -> None:
    """Who and how many stay when every phrase is turned round."""
    assert keys(title, "") & keys(other, "")


def test_unrelated_texts_share_nothing() -> None:
    """Common words alone are no key."""
    assert not keys("Ferry aground", STORY) & keys(
        "Bank lifts rate", "The Bank of Norland raised its key rate on Wednesday, citing wages."
    )


def test_link_and_guid_are_keys() -> None:
    """One address, or one feed's own id, brings a text back however much is new in it."""
    assert keys("A", "One text.", link="http://x.example/1") & keys(
        "B", "Other words.", link="http://x.example/1"
    )
    assert keys("A", "One text.", guid="7") & keys("B", "Other words.", guid="7")
    assert not keys("A", "One.", guid="7") & keys("B", "Two.", guid="7", feed="other")


def test_keys_fit_the_store() -> None:
    """At most 64 of them, each a signed 64-bit integer, however long the text."""
    found = look_up_keys(Entry("f", "g", "l", "Ferry aground", STORY * 40), "http://x.example/1")
    assert 0 < len(found) <= 64
    assert all(-(2**63) <= key < 2**63 for key in found)


def test_keys_are_the_same_in_another_process() -> None:
    """Stored keys must be found again after a restart: no salted hash is in them."""
    script = (
        "from monitor.model.entry import Entry; from monitor.stories.fingerprint import "
        f"look_up_keys; print(*look_up_keys(Entry('f', 'g', '', 'Ferry aground', {STORY!r}), ''))"
    )
    done = subprocess.run(  # noqa: S603 # this interpreter, on a script of our own
        [sys.executable, "-c", script], capture_output=True, text=True, check=True,
        cwd=Path(__file__).parent.parent.parent, env={"PYTHONHASHSEED": "12345"},
    )  # fmt: skip
    here = look_up_keys(Entry("f", "g", "", "Ferry aground", STORY), "")
    assert tuple(map(int, done.stdout.split())) == here


def test_keys_do_not_drift() -> None:
    """Stored keys outlive an upgrade: these were computed when the format was fixed."""
    assert look_up_keys(Entry("f", "", "", "", "Ferry runs aground."), "") == FIXED


FIXED = (5100897137247003176,)
