"""Inflection."""

import pytest

from monitor.text.inflect import inflects, rules_of, russian_forms, stems
from monitor.text.words import turkish, word


@pytest.mark.parametrize("written", ["Iran", "war", "islands", "Лавров", "O'Brien"])
def test_ordinary_words_are_inflected(written: str) -> None:
    """Names and nouns stand for their other forms."""
    assert inflects(written)


@pytest.mark.parametrize("written", ["Abe", "NATO", "us", "F35", "МИД", "Абэ", "O'B"])
def test_short_and_capital_words_are_not(written: str) -> None:
    """Two letters, three with a capital, digits and capitals are taken as written."""
    assert not inflects(written)


@pytest.mark.parametrize(
    ("query", "text", "language"),
    [
        ("islands", "Island", "en"),
        ("Kuril", "KURILE", "en"),
        ("législatives", "LEGISLATIVES", "fr"),
        ("Söder", "Söders", "de"),
        ("Koalitionsvertrag", "Koalitionsverträge", "de"),
        ("seçimler", "Seçimleri", "tr"),
    ],
)
def test_latin_words_share_a_stem(query: str, text: str, language: str) -> None:
    """Snowball's stems of both meet, with or without accents."""
    assert set(stems(word(query), language)) & set(stems(word(text), language))


def test_a_stem_is_not_a_beginning() -> None:
    """Iran is neither Iranian nor Tirana."""
    assert set(stems(word("Iran"), "en")).isdisjoint(stems(word("Iranian"), "en"))


@pytest.mark.parametrize(
    ("query", "forms", "others"),
    [
        ("Лавров", "лаврову лавровым", "лавр лаврами лавровый лавровский"),
        ("Путин", "путину путиным", "путинный"),
        ("Курилы", "курил курилах", "курильский"),
        ("выборы", "выборов выборами", "выбор выбором"),
        ("Нигер", "нигера нигеру", "нигерия"),
        ("Шикотан", "шикотане", "шикотанский"),
        ("самолёт", "самолеты самолетами", "самокат"),
        ("Зеленський", "зеленського", "зеленська"),
        ("Абэ", "абэ", "абэсский"),
    ],
)
def test_cyrillic_words_are_expanded_by_the_dictionary(query: str, forms: str, others: str) -> None:
    """A word stands for its own forms, folded, and not for its neighbours'."""
    found = russian_forms(word(query))
    assert set(forms.split()) <= found
    assert found.isdisjoint(others.split())


@pytest.mark.parametrize(
    ("language", "rules"), [("en-GB", "en"), ("pt_BR", "pt"), ("RU", ""), ("ja", ""), ("", "")]
)
def test_rules_are_found_by_the_primary_language(language: str, rules: str) -> None:
    """A region does not matter, and a language may have no rules."""
    assert rules_of(language) == rules


def test_turkish_endings_stand_behind_an_apostrophe() -> None:
    """They are cut off, unless a single letter would remain."""
    assert [turkish(form) for form in ("ankara'da", "o'brien")] == ["ankara", "o'brien"]
