"""What a text says of itself."""

import pytest

from monitor.model.entry import Entry
from monitor.model.story import Mark
from monitor.stories.reading.markers import marked, strip_marks


def entry(title: str, text: str = "The talks ended on Friday.") -> Entry:
    return Entry(feed="wire", guid="1", link="", title=title, text=text)


@pytest.mark.parametrize(
    ("title", "mark"),
    [
        ("CORRECTED-Talks end", Mark.CORRECTION),
        ("UPDATE 2-CORRECTED-Talks end", Mark.CORRECTION),
        ("Talks end (Corrected)", Mark.CORRECTION),
        ("【訂正】会談終わる", Mark.CORRECTION),
        ("訂正・会談終わる", Mark.CORRECTION),
        ("ИСПРАВЛЕНО: Переговоры завершены", Mark.CORRECTION),
        ("Переговоры завершены (уточнение)", Mark.CORRECTION),
        ("WITHDRAWN: Talks end", Mark.WITHDRAWAL),
        ("STORY WITHDRAWN-Talks end", Mark.WITHDRAWAL),
        ("АННУЛИРОВАНО: Переговоры завершены", Mark.WITHDRAWAL),
        ("【削除】会談終わる", Mark.WITHDRAWAL),
        ("REFILE-Talks end", Mark.NONE),
        ("RPT-UPDATE 1-Talks end", Mark.NONE),
        ("(2nd LD) Talks end", Mark.NONE),
        ("【速報】会談終わる", Mark.NONE),
        ("Talks on troop withdrawal end", Mark.NONE),
        ("Watch maker corrects course", Mark.NONE),
    ],
)
def test_a_mark_in_the_headline(title: str, mark: Mark) -> None:
    """Corrections and withdrawals are told from labels of form and from mere words."""
    assert marked(entry(title)) is mark


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ('The story headlined "Talks end" is withdrawn.', Mark.WITHDRAWAL),
        ("Corrects day in first paragraph. The talks ended on Thursday.", Mark.CORRECTION),
        ("In the story on talks, the day should read Thursday.", Mark.CORRECTION),
        ("Сообщение под заголовком «Переговоры» аннулируется.", Mark.WITHDRAWAL),
        ("Troops were withdrawn on Friday.", Mark.NONE),
        ("Kindly disregard our item of this morning on the talks.", Mark.WITHDRAWAL),
        ("(Corrects spelling in headline) The talks ended on Friday.", Mark.NONE),
        ("(Corrects day in headline) The talks ended on Friday.", Mark.CORRECTION),
    ],
)
def test_a_mark_in_the_text(text: str, mark: Mark) -> None:
    """A notice may carry its mark in its first words only."""
    assert marked(entry("Talks end", text)) is mark


def test_stacked_labels_leave_the_headline() -> None:
    """Every label at either end goes, and a headline that is nothing but a label stays."""
    assert strip_marks("RPT-UPDATE 3-Talks end (amended)")[0] == "Talks end"
    assert strip_marks("Correction")[0] == "Correction"
