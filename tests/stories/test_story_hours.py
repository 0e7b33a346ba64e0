"""Times, zones, days and dates: one moment in another form is quiet, another moment is told."""

from datetime import UTC, datetime, timedelta

import pytest

from monitor.model.entry import Entry
from monitor.model.story import Relation, Version
from monitor.stories.reading.dates import in_plain_dates
from monitor.stories.reading.hours import in_plain_hours
from monitor.stories.relate import relate
from monitor.stories.words.offsets import at

NOW = datetime(2026, 6, 10, 9, tzinfo=UTC)  # a Wednesday
WINDOW = timedelta(hours=72)
ENGLISH = (
    "A barge carrying 300 tonnes of gravel sank off {place} {when}, the port office said. All six "
    "crew members were picked up by a pilot boat. The channel is marked with two buoys."
)
RUSSIAN = (
    "Баржа с тремястами тоннами гравия затонула {when} у {place}, сообщили в управлении порта. "
    "Шестерых членов экипажа подобрал лоцманский катер. Фарватер обозначен двумя буями."
)
JAPANESE = (
    "砂利300トンを積んだはしけが{when}、{place}沖で沈没した。港湾事務所が発表した。"
    "乗組員6人は水先艇に救助された。航路には浮標2基が置かれている。"
)


def judged(old: str, new: str, days: float = 0.1) -> Relation:
    seen = NOW - timedelta(days=days)
    first = Entry(feed="wire", guid="1", link="", title="", text=old, published=seen)
    later = Entry(feed="paper", guid="2", link="", title="", text=new, published=NOW)
    return relate(later, [Version(1, 1, 1, first, seen)], now=NOW, window=WINDOW).relation


def told(text: str, place: str, old: str, new: str) -> Relation:
    return judged(text.format(place=place, when=old), text.format(place=place, when=new))


SAME = [
    (ENGLISH, "Dover", "at 4 p.m. on Tuesday", "at four in the afternoon on Tuesday"),
    (ENGLISH, "Dover", "at 6:30 p.m. on Tuesday", "at half past six in the evening on Tuesday"),
    (ENGLISH, "Dover", "at 5:40 a.m. on Tuesday", "at 0540 on Tuesday"),
    (ENGLISH, "Dover", "at 2:30 p.m.", "at 1430"),
    (ENGLISH, "Dover", "at 12 noon on Tuesday", "at noon on Tuesday"),
    (ENGLISH, "Kathmandu", "at 9:40 a.m. local time", "at 0355 GMT"),
    (ENGLISH, "Boston", "at 1740 GMT", "at 1:40 p.m. Eastern"),
    (ENGLISH, "Otaru", "at 4:20 a.m. on Tuesday", "at 10:20 p.m. Moscow time on Monday"),
    (ENGLISH, "Dover", "on April 29", "on 4/29"),
    (ENGLISH, "Dover", "on June 10, 2024", "two years ago to the day"),
    (ENGLISH, "Dover", "on May 31", "at the end of May"),
    (RUSSIAN, "мыса", "в 18:30", "в половине седьмого вечера"),
    (RUSSIAN, "мыса", "в 16:40", "в 16 часов 40 минут"),
    (RUSSIAN, "мыса", "в 5:45", "без четверти шесть утра"),
    (RUSSIAN, "Иркутска", "в 12:15 по местному времени", "в 07.15 мск"),
    (JAPANESE, "小樽", "10日午後8時", "10日夜8時"),
    (JAPANESE, "小樽", "日本時間10日午前1時", "10日日本時間午前1時"),
    (JAPANESE, "小樽", "6月8日", "6/8(月)に"),
]


@pytest.mark.parametrize(("text", "place", "old", "new"), SAME)
def test_a_moment_in_another_form_is_no_change(text: str, place: str, old: str, new: str) -> None:
    """Words for figures, another clock, another zone, another order of the date: one moment."""
    assert told(text, place, old, new) is Relation.COPY


OTHER = [
    (ENGLISH, "Dover", "at 4 p.m. on Tuesday", "at five in the afternoon on Tuesday"),
    (ENGLISH, "Dover", "at 6:30 p.m. on Tuesday", "at half past seven in the evening on Tuesday"),
    (ENGLISH, "Dover", "at 5:40 a.m. on Tuesday", "at 0550 on Tuesday"),
    (ENGLISH, "Kathmandu", "at 9:40 a.m. local time", "at 0455 GMT"),
    (ENGLISH, "Kathmandu", "at 9:40 a.m. local time", "at 0340 GMT"),
    (ENGLISH, "Boston", "at 1740 GMT", "at 2:40 p.m. Eastern"),
    (ENGLISH, "Otaru", "at 4:20 a.m. on Tuesday", "at 10:20 p.m. Moscow time on Tuesday"),
    (ENGLISH, "Dover", "on April 29", "on 4/28"),
    (ENGLISH, "Dover", "on June 10, 2023", "two years ago to the day"),
    (ENGLISH, "Dover", "on May 28", "at the end of May"),
    (ENGLISH, "Dover", "at the end of May", "at the beginning of May"),
    (ENGLISH, "Dover", "on Friday", "on June 19"),
    (RUSSIAN, "мыса", "в 18:30", "в половине восьмого вечера"),
    (RUSSIAN, "мыса", "в 16:40", "в 16 часов 50 минут"),
    (RUSSIAN, "мыса", "в 14:00 по владивостокскому времени",
     "в 09:00 мск (16:00 по местному времени)"),
    (JAPANESE, "小樽", "10日午後8時", "10日夜9時"),
    (JAPANESE, "小樽", "12日の金曜日", "来週金曜日(6月19日)"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "place", "old", "new"), OTHER)
def test_another_moment_is_told(text: str, place: str, old: str, new: str) -> None:
    """The same forms with another hour, day or month in them are a change of fact."""
    assert told(text, place, old, new) is not Relation.COPY


@pytest.mark.parametrize(
    "text",
    [
        "The toll rose from two to three on Friday morning.",
        "The staff was cut from ten to seven.",
        "It closed at 1430 points, and by 2030 it may double.",
        "Цены выросли в 2.25 раза с разницей в 16 часов.",
        "Open 24/7, 4/5 of it on 9/11.",
    ],
)
def test_what_is_no_time_is_left_alone(text: str) -> None:
    """Counts, points, shares and lengths of time are not read as hours or dates."""
    assert in_plain_dates(in_plain_hours(text)) == text


@pytest.mark.parametrize(
    ("season", "day", "zone"),
    [("us", 7, -300), ("us", 9, -240), ("eu", 28, 60), ("eu", 29, 120), ("au", 28, 660)],
)
def test_summer_time_begins_on_its_sunday(season: str, day: int, zone: int) -> None:
    """In March 2026 America changes on the 8th, Europe on the 29th, and Australia not yet."""
    offset = {"us": -300, "eu": 60, "au": 600}[season]
    assert at(offset, season, datetime(2026, 3, day, tzinfo=UTC).date()) == zone


SAILING = (
    "The steamer Aldwick will sail from Tarn to the outer islands on {day} at {hour}, the harbour "
    "line said. It will call at Odde, Velm and Sarne. The weather may change the plan."
)


def test_the_next_sailing_is_new() -> None:
    """The day that was to come is over: what is to come now is the next of its kind."""
    old, new = (
        SAILING.format(day=d, hour=h) for d, h in (("June 5", "17:00"), ("June 12", "14:00"))
    )
    assert judged(old, new, days=7) is Relation.NEW


def test_a_sailing_put_off_is_an_update() -> None:
    """While its day is still to come, another day is a change of plan."""
    old = SAILING.format(day="June 12", hour="17:00")
    new = SAILING.format(day="June 15", hour="17:00")
    assert judged(old, new, days=1) is Relation.UPDATE


CHARGE = (
    "A 41-year-old man has been charged with {charge} after a woman's body was found in a mill "
    "pond in the Harrow Lane area of Tarn on {day}. Owen Pell, of Velm, is to appear in court. The "
    "victim has been named as 27-year-old teacher Ruth Amory."
)


def test_a_weekday_that_has_not_come_again_is_the_same_day() -> None:
    """What was found on Saturday, told on Sunday and on Wednesday, was found on one Saturday."""
    old, new = (CHARGE.format(charge=c, day="Saturday") for c in ("manslaughter", "murder"))
    assert judged(old, new, days=2.9) is Relation.UPDATE


RECALL = (
    "Heater maker Aldwick is recalling {count} oil heaters because a valve may stick, the safety "
    "office said{since}. {fires} fires have been reported, in Odde and Velm. The firm will change "
    "the part free of charge."
)


def test_a_late_text_that_names_the_day_of_its_story_goes_on() -> None:
    """Where a late text says that it began on that day, more may differ than a fact."""
    old = RECALL.format(count="18,000", since="", fires="Two")
    back = RECALL.format(count="61,000", since=", widening a recall begun on June 5", fires="Three")
    alone = RECALL.format(count="61,000", since="", fires="Three")
    assert judged(old, back, days=5) is Relation.UPDATE
    assert judged(old, alone, days=5) is Relation.NEW


CANCELLED = (
    "The morning ferry from Tarn to Odde on {day} is cancelled because of {cause}, the line said. "
    "Passengers may travel on {other} or have their money back at the counter until June 30."
)


def test_another_cancelled_ferry_is_new_though_it_names_the_same_last_day() -> None:
    """One date in common ties no notice to last week's, whose own day is over."""
    old = CANCELLED.format(day="June 5", cause="high waves", other="June 7")
    new = CANCELLED.format(day="June 10", cause="a broken rudder", other="June 12")
    assert judged(old, new, days=5) is Relation.NEW
