"""What a page puts around a text, and headlines that stand alone."""

from datetime import UTC, datetime

from benchmarks.stories import Index
from monitor.model.entry import Entry
from monitor.model.story import Relation
from monitor.stories.glance import alike_at_a_glance, holds_verbatim
from monitor.stories.reading.furniture import without_codes, without_furniture

NOON = datetime(2026, 10, 14, 12, tzinfo=UTC)
LEAD = "The port of Lindau will close on Friday for the repair of its two oldest cranes."
MORE = "Harbour master Ilse Brandt said eleven ships had been sent to Bregenz instead."


def _entry(title: str, text: str = "", feed: str = "one") -> Entry:
    return Entry(feed=feed, guid="", link="", title=title, text=text, published=NOON)


def _second(first: Entry, second: Entry) -> Relation:
    index = Index()
    index.judge(first, NOON)
    return index.judge(second, NOON)[0].relation


def test_a_page_s_furniture_is_left_out() -> None:
    """Menus, stamps, bylines, captions and games go, by their form; the text stays."""
    page = [
        "Advertisement", "Business", "Lindau port to close", "A ship at the pier. REUTERS/Ann Lee",
        "14 Oct 2026 01:40AM", "Bookmark", "Share", LEAD, "By Ann Lee, Bo Fox and Cy Orr", MORE,
        "Word Search", "Spot as many words as you can", "Show More", "Show Less",
    ]  # fmt: skip
    assert without_furniture(page, "Lindau port to close") == [LEAD, MORE]


def test_short_lines_with_figures_or_alone_stay() -> None:
    """What may be told is no furniture: a figure, a single heading, a text of short lines."""
    lines = [LEAD, "Dead: 14", "Missing: 3", MORE, "A heading", LEAD]
    assert without_furniture(lines, "") == lines
    assert without_furniture(["Talks fail", "Minister resigns"], "") == [
        "Talks fail",
        "Minister resigns",
    ]


def test_a_wire_s_codes_leave_the_words() -> None:
    """A link keeps what it was put on; the code of a share goes."""
    coded = 'Orbex (ORBX.O) [USN:L1N44 TEXT:"raised money"] on Friday'
    assert without_codes(coded) == "Orbex raised money on Friday"


def test_the_same_story_on_a_page_full_of_furniture_is_a_copy() -> None:
    """Another site's page around the same text tells nothing."""
    page = f"Advertisement\n\nBusiness\n\nLindau port to close\n\n4 min read\n\n{LEAD}\n\n{MORE}"
    first = _entry("Lindau port to close", f"{LEAD}\n{MORE}")
    assert _second(first, _entry("Lindau port to close", page, "two")) is Relation.COPY


def test_a_bare_headline_that_says_more_is_no_copy() -> None:
    """A protest against a visit is not the visit, though it names it."""
    visit = _entry("大統領が北方領土を初訪問")
    protest = _entry("首相が強く抗議 大統領の北方領土初訪問受け外務省も対応検討", feed="two")
    assert _second(visit, protest) is not Relation.COPY
    assert _second(_entry("NY円、163円台後半"), _entry("東京円、163円台後半", feed="two")) is not (
        Relation.COPY
    )
    strike = _entry("Ferry crews in Oslo end strike")
    longer = _entry("Ferry crews in Oslo end strike, passengers demand refunds", feed="two")
    assert _second(strike, longer) is not Relation.COPY


def test_a_bare_headline_cut_or_said_again_is_a_copy() -> None:
    """The same headline, and the first half of it, tell nothing more."""
    long = _entry("千葉県内で大雨、3人が死亡 避難指示一時40万人超")
    assert _second(long, _entry("千葉県内で大雨、3人が死亡", feed="two")) is Relation.COPY


def test_a_side_exchanged_in_a_recast_text_is_an_update() -> None:
    """ "Away from" and "towards" stand in no common slot, and still tell the opposite."""
    first = _entry(
        "Tanker adrift off Crete",
        "A tanker with 21 crew lost power on Wednesday and was drifting away from the coast of "
        "Crete, the coastguard said. It carries 60,000 tonnes of fuel oil.",
    )
    second = _entry(
        "Powerless tanker off Crete",
        "The coastguard said a tanker with 21 people on board that lost power on Wednesday was "
        "drifting towards the coast of Crete. The ship carries 60,000 tonnes of fuel oil.",
        "two",
    )
    assert _second(first, second) is Relation.UPDATE


def test_a_glance_drops_only_what_shares_nothing() -> None:
    """A recast text passes, another story does not, and a short text is always read."""
    text = f"{LEAD} {MORE} Shippers complained that nobody had warned them of the closure."
    recast = f"Shippers complained after the closure: {MORE} {LEAD}"
    other = (
        "A comet last seen in the Bronze Age will pass above Mongolia next winter, astronomers at "
        "Khurel Togoot observatory believe; binoculars should suffice where clouds permit viewing, "
        "although moonlight disturbs faint objects during January nights."
    )
    one = _entry("Port closes", text)
    assert alike_at_a_glance(one, _entry("Closure", recast))
    assert not alike_at_a_glance(one, _entry("Comet", other))
    assert alike_at_a_glance(_entry("Port closes"), _entry("Comet", other))
    assert holds_verbatim(one, _entry("Port closes", text[:120]))
    assert not holds_verbatim(one, _entry("Port closes", text[:50]))
