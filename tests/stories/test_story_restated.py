"""Restatements and lone changes, one by one."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from monitor.model.entry import Entry
from monitor.stories.changes.compare import changes
from monitor.stories.reading.facts import read
from monitor.stories.reading.phrases import in_plain_words
from monitor.stories.reading.quantities import quantity

BASE = Entry(
    feed="wire",
    guid="1",
    link="https://wire.example/1",
    title="Cargo plane lands at Chitose",
    text="The plane landed at Chitose in Japan at 8:05 a.m. on Wednesday. It carried mail.",
    published=datetime(2026, 9, 2, 1, tzinfo=UTC),
)


def told(text: str) -> list[str]:
    """What a text by another outlet changes of the base."""
    later = replace(BASE, feed="paper", guid="2", text=text)
    return [str(change) for change in changes(read(later), read(BASE))]


@pytest.mark.parametrize(
    ("text", "changed"),
    [
        ("The plane landed at Chitose in Japan at 2305 GMT on Tuesday. It carried mail.", False),
        ("The plane landed at Chitose in Japan at 0105 GMT on Wednesday. It carried mail.", True),
        ("The plane landed at Chitose in Japan at 9:05 a.m. on Wednesday. It carried mail.", True),
    ],
)
def test_a_time_is_compared_in_its_zone(text: str, changed: bool) -> None:
    """The zone left unsaid must be one of the place's, and the day must move with it."""
    assert bool(told(text)) is changed


def test_one_noun_in_anothers_place_is_told() -> None:
    """No list knows "gold": that nothing else was touched tells it."""
    text = "The plane landed at Chitose in Japan at 8:05 a.m. on Wednesday. It carried gold."
    assert len(told(text)) == 1
    assert "gold" in told(text)[0]


@pytest.mark.parametrize(
    ("written", "value", "dimension"),
    [
        ("two thousand three hundred", 2300, ""),
        ("325百万円", 325_000_000, "JPY"),
        ("1.03tn yen", 1.03e12, "JPY"),
        ("two dozen", 24, ""),
        ("28 m/s", 28, "speed"),
        ("106 degrees Fahrenheit", 106, "°F"),
        ("189億4千万円", 18_940_000_000, "JPY"),
        ("-11 C", -11, "°C"),
        ("EUR 210 mln", 210_000_000, "EUR"),
        ("S$3 billion", 3_000_000_000, "SGD"),
        ("third month", 3, "ordinal"),
        ("38,000 square metres", 38_000, "area"),
        ("two-day", 172_800, "time"),
    ],
)
def test_a_number_is_read_however_written(written: str, value: float, dimension: str) -> None:
    """In words with scales inside, with Japanese scales, with units of two words."""
    found = quantity(written, comma_is_decimal=False)
    assert found is not None
    assert (found.value, found.dimension) == (value, dimension)


def test_phrases_have_a_plain_form() -> None:
    """So that "nobody was hurt" and "unhurt" are one thing in each language."""
    assert in_plain_words("Nobody was hurt") == in_plain_words("unharmed")
    assert in_plain_words("乗組員にけがなどはない") == "乗組員に無事"


DEAL = Entry(
    feed="wire",
    guid="1",
    link="https://wire.example/2",
    title="Brewer Halm to buy Ostra",
    text="Brewer Halm will buy Ostra for 900 million euros, the National Cartel Office said on "
    "Wednesday. Talks took 80 minutes and ended at 4:50 p.m. in Geneva. Profit fell to 2 million "
    "euros from 3 million euros because of frost. City envoy Oleh Syniehubov signed for the "
    "council after a vote.",
    published=datetime(2026, 9, 2, 18, tzinfo=UTC),
)


@pytest.mark.parametrize(
    ("old", "new", "changed"),
    [
        ("80 minutes", "an hour and twenty minutes", False),
        ("80 minutes", "an hour and thirty minutes", True),
        ("4:50 p.m.", "shortly before 5 p.m.", False),
        ("4:50 p.m.", "shortly before 6 p.m.", True),
        ("in Geneva", "in Geneva, Switzerland,", False),
        ("in Geneva", "in Vienna", True),
        ("900 million euros", "900 million euros (S$1.3 billion)", False),
        ("the National Cartel Office", "the NCO", False),
        ("Oleh Syniehubov", "Oleg Sinegubov", False),
        ("Oleh Syniehubov", "Oleh Brandvik", True),
        ("because of frost", "because of floods", True),
        ("on Wednesday", "on September 2, 2026", False),
        ("on Wednesday", "on September 2, 2036", True),
    ],
)
def test_a_restatement_is_told_from_a_change(old: str, new: str, changed: bool) -> None:
    """Each rule of inference explains what it should, and its neighbour is still a change."""
    assert old in DEAL.text
    later = replace(DEAL, feed="paper", guid="2", text=DEAL.text.replace(old, new))
    assert bool(changes(read(later), read(DEAL))) is changed


@pytest.mark.parametrize(
    ("title", "changed"),
    [
        ("Halm profit down by a third", False),
        ("Halm profit down by three quarters", True),
        ("Halm pays 900 million for Ostra", False),
        ("Halm pays 950 million for Ostra", True),
    ],
)
def test_a_headline_may_reckon_with_the_figures_below(title: str, changed: bool) -> None:
    """What a desk works out of its own text is no news; another figure is."""
    later = replace(DEAL, feed="paper", guid="2", title=title)
    assert bool(changes(read(later), read(DEAL))) is changed


def test_a_score_has_no_side() -> None:
    """ "3:2" and "2:3" are one result; "3:4" is another."""

    def keys(text: str) -> list[str]:
        return [t.key for s in read(replace(DEAL, title="", text=text)).sentences for t in s]

    assert keys("Амур победил 3:2.")[-1] == keys("Амур уступил 2:3.")[-1]
    assert keys("Амур победил 3:2.")[-1] != keys("Амур уступил 3:4.")[-1]


def test_an_undated_text_has_no_year_to_go_by() -> None:
    """Without a date of publication a changed figure is a change, whatever years are named."""
    base = replace(DEAL, published=None, text="Halm earned 80 million euros this year, it said.")
    later = replace(base, feed="paper", guid="2", text=base.text.replace("80", "95"))
    assert changes(read(later), read(base))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("The quake struck at 3:40 p.m. local time.", "The quake struck at 0640Z."),
        (
            "The bus leaves Velm at 3:40 p.m., the line said.",
            "The bus leaves Velm at 0640 UTC, or 5:40 p.m. on Sakhalin, the line said.",
        ),
        (
            "The closure runs daily from 8 a.m. to 5 p.m. Japan time, a notice said.",
            "The closure runs daily from 2300 to 0800 GMT, a notice said.",
        ),
        (
            "Авария произошла в 02:40 по местному времени в ночь на понедельник.",
            "Авария произошла в 20:40 мск воскресенья, в ночь на понедельник.",
        ),
        (
            "Поезд прибыл в 07.30 по московскому времени.",
            "Поезд прибыл в 08.30 по местному времени.",
        ),
        (
            "Чиновник получил 3,2 миллиона рублей, сообщили в суде.",
            "Чиновник получил 3 миллиона 200 тысяч рублей, сообщили в суде.",
        ),
        (
            "Огонь остановился в 800 метрах от села.",
            "Огонь остановился в восьмистах метрах от села.",
        ),
        (
            "The firm cut its forecast to 4.8 billion yen from 6.2 billion, it said.",
            "The firm cut its forecast to 4.8 billion yen (about $43 million) from 6.2 billion "
            "(about $56 million), it said.",
        ),
        (
            "The ferry will sail a day later than planned, Governor Ann Odde said.",
            "The ferry will sail one day later than planned, Gov. Ann Odde said.",
        ),
        (
            "No date for a meeting was discussed at Velm.",
            "At Velm a date for a meeting was not discussed.",
        ),
        ("It is the second-largest network in Velmark.", "It is the No. 2 network in Velmark."),
        ("The trawler «Си Фалькон» left Velm.", "The trawler Sea Falcon left Velm."),
    ],
)
def test_said_in_another_way_is_no_change(old: str, new: str) -> None:
    """Zones, scales, currencies and turns of phrase as desks exchange them, either way round."""
    published = datetime(2026, 9, 14, 4, tzinfo=UTC)
    one, other = (read(replace(BASE, text=text, published=published)) for text in (old, new))
    assert [str(change) for change in changes(other, one)] == []


def test_three_in_four_is_a_share_that_the_text_has() -> None:
    """A headline may put 77 percent so; two in four it may not."""
    text = "Some 77 percent of islanders oppose the dam, a poll found on Monday."
    for headline, told_anew in (("Three in four against the dam", False), ("Two in four", True)):
        later = replace(BASE, feed="paper", title=headline, text=text)
        earlier = replace(BASE, title="Poll: most oppose dam", text=text)
        assert bool(list(changes(read(later), read(earlier)))) is told_anew
