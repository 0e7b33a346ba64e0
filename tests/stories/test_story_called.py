"""One thing under two names: countries beside their places, organisations, other spellings."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from monitor.model.entry import Entry
from monitor.stories.changes.compare import changes
from monitor.stories.reading.facts import read
from monitor.stories.reading.prepare import prepare

BASE = Entry(
    feed="wire",
    guid="1",
    link="https://wire.example/1",
    title="",
    text="",
    published=datetime(2026, 9, 2, 1, tzinfo=UTC),
)
QUAY = "A crane fell on two lorries {} on Monday, the harbour master said. Nobody was hurt."
KRAN = "Кран упал на два грузовика {} в понедельник, сообщил капитан. Никто не пострадал."
KANI = "検査官は{}でカニの輸入に関する書類を調べ、船長から事情を聴いた。結果は来週に出る。"


def told(
    before: str, after: str, *, title: tuple[str, str] = ("Crane falls", "Crane falls")
) -> str:
    """What an outlet's text changes of another's."""
    first = replace(BASE, title=title[0], text=before)
    later = replace(BASE, title=title[1], text=after, feed="paper", guid="2")
    return "; ".join(map(str, changes(read(later), read(first))))


@pytest.mark.parametrize(
    ("frame", "one", "other"),
    [
        (QUAY, "in Antwerp", "in the Belgian port of Antwerp"),
        (QUAY, "in the Belgian port of Antwerp", "at Antwerp in Belgium"),
        (QUAY, "in Ceuda in Portugal", "in the Portuguese town of Ceuda"),
        (QUAY, "at Kaohsiung port", "at Taiwan's Kaohsiung port"),
        (QUAY, "at Muroran", "at the Hokkaido port of Muroran"),
        (QUAY, "in Sapporo", "in Hokkaido"),
        (KRAN, "в Роттердаме", "в нидерландском порту Роттердам"),
        (KRAN, "в порту Пусана", "в южнокорейском порту Пусан"),
        (KRAN, "в Хакодате", "в порту Хакодате на острове Хоккайдо"),
        (KANI, "ロッテルダム", "オランダのロッテルダム"),
    ],
)
def test_a_place_tells_its_country(frame: str, one: str, other: str) -> None:
    """A country or province beside a place that lies in it tells nothing."""
    assert not told(frame.format(one), frame.format(other))


@pytest.mark.parametrize(
    ("frame", "one", "other"),
    [
        (QUAY, "in Antwerp", "in the Dutch port of Rotterdam"),
        (QUAY, "in Antwerp", "in Antwerp and in the Danish port of Aarhus"),
        (QUAY, "on a Portuguese quay", "on a Spanish quay"),
        (QUAY, "of a firm in Portugal", "of a firm in Morocco"),
        (QUAY, "of a ship in Antwerp", "of a Belgian ship in Antwerp"),
        (QUAY, "in Muroran", "in the Okinawa town"),
        (QUAY, "at a terminal", "at a terminal in Denmark"),
        (QUAY, "in Antwerp", "in Antwerp and Denmark"),
        (QUAY, "in Incheon", "in North Korea"),
        (QUAY, "in Hokkaido", "in Sapporo"),
        (KRAN, "в португальском порту", "в марокканском порту"),
        (KRAN, "в Роттердаме", "в бельгийском Антверпене"),
        (KANI, "オランダの港", "ベルギーの港"),
    ],
)
def test_another_country_is_told(frame: str, one: str, other: str) -> None:
    """A country in another's place, another place, and the flag of a ship are facts."""
    assert told(frame.format(one), frame.format(other))


def test_a_headline_may_name_the_country_of_a_place() -> None:
    """ "Dutch chemicals depot", over a text about Rotterdam; but not a Dutch driver."""
    text = QUAY.format("in Rotterdam")
    changed = text.replace("two", "three")
    assert "Dutch" not in told(text, changed, title=("Crane falls", "Dutch crane falls on lorries"))
    assert "Dutch" in told(text, changed, title=("Crane falls", "Dutch tourists near fallen crane"))


@pytest.mark.parametrize(
    ("frame", "one", "other"),
    [
        (QUAY, "of the World Health Organization", "of the WHO"),
        (QUAY, "of the WHO", "of the World Health Organisation"),
        (QUAY, "of UNICEF", "of the United Nations Children's Fund"),
        (QUAY, "in the Democratic Republic of the Congo", "in the DRC"),
        (QUAY, "of Japan's under-21 team", "of Japan's U21 team"),
        (QUAY, "of Japan's U-19s", "of Japan's under-19s"),
        (QUAY, "in Saudi Arabia", "at a Saudi quay"),
        (QUAY, "of Médecins Sans Frontières", "of MSF"),
        (KRAN, "Росгвардии", "Федеральной службы войск национальной гвардии"),
        (KRAN, "Федерального агентства по рыболовству", "Росрыболовства"),
        (KRAN, "министерства транспорта", "Минтранса"),
        (KRAN, "центральной районной больницы", "ЦРБ"),
        (KRAN, "Министерства внутренних дел", "МВД"),
        (KRAN, "Объединенных Арабских Эмиратов", "ОАЭ"),
        (KANI, "ロシア連邦保安局", "FSB"),
        (KANI, "国連児童基金", "ユニセフ"),
        (KANI, "経済産業省", "経産省"),
        (KANI, "クナシル島", "国後島"),
        (KANI, "ユジノ・クリーリスク", "古釜布"),
    ],
)
def test_an_organisation_in_its_other_name_is_no_change(frame: str, one: str, other: str) -> None:
    """Spelt out and short, either way round."""
    assert not told(frame.format(one), frame.format(other))
    assert not told(frame.format(other), frame.format(one))


@pytest.mark.parametrize(
    ("frame", "one", "other"),
    [
        (QUAY, "of the World Trade Organization", "of the WHO"),
        (QUAY, "of UNICEF", "of the UNHCR"),
        (QUAY, "of Japan's under-21 team", "of Japan's under-19 team"),
        (KRAN, "Росгвардии", "Росавиации"),
        (KRAN, "министерства транспорта", "Минобороны"),
        (KRAN, "по данным Росрыболовства", "по данным Ростехнадзора"),
        (KANI, "ロシア連邦保安局", "CIA"),
        (KANI, "クナシル島", "色丹島"),
    ],
)
def test_another_organisation_is_told(frame: str, one: str, other: str) -> None:
    """One agency in another's place."""
    assert told(frame.format(one), frame.format(other))


@pytest.mark.parametrize(
    ("frame", "one", "other"),
    [
        (QUAY, "of Abdelkarim Haddad", "of Abd al-Karim Haddad"),
        (QUAY, "near Az-Zubayr", "near Zubair"),
        (QUAY, "in Marqab", "in Al-Markab"),
        (QUAY, "in Ramla", "in Ramlah"),
        (QUAY, "of Tatiana Kuznetsova", "of Tatyana Kuznetsova"),
        (QUAY, "of the mayor, Tetsuya Oikawa,", "of Mayor Oikawa"),
        (QUAY, "of Mayor Oikawa", "of Mayor Tetsuya Oikawa"),
        (KRAN, "Сёдзи Тибана", "Шоджи Чибана"),
        (KRAN, "под Нэмуро", "под Немуро"),
        (KRAN, "на Шикотане", "на Сикотане"),
        (KRAN, "фирмы «Кодзима»", "фирмы Kojima"),
        (KRAN, "фирмы Chitanda", "фирмы «Титанда»"),
        (KANI, "ヴォルコフ氏", "ボルコフ氏"),
    ],
)
def test_a_name_in_another_spelling_is_no_change(frame: str, one: str, other: str) -> None:
    """Articles, doubled sounds, two alphabets and two schools of transcription."""
    assert not told(frame.format(one), frame.format(other))
    assert not told(frame.format(other), frame.format(one))


@pytest.mark.parametrize(
    ("frame", "one", "other"),
    [
        (QUAY, "of Abdelkarim Haddad", "of Abd al-Rahim Haddad"),
        (QUAY, "in Ramla", "in Al-Ramtha"),
        (QUAY, "of Mayor Tetsuya Oikawa", "of Mayor Tetsuya Ogawa"),
        (KRAN, "Сёдзи Тибана", "Сёдзи Такана"),
        (KRAN, "фирмы «Кодзима»", "фирмы Kijun"),
        (KANI, "ヴォルコフ氏", "ヴォロノフ氏"),
    ],
)
def test_another_name_is_told(frame: str, one: str, other: str) -> None:
    """Names that are near in sound, and are others."""
    assert told(frame.format(one), frame.format(other))


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Штраф составил 80 тыс. руб. Пока он не уплачен.", 2),
        ("Ущерб оценили в 5 млрд руб. Росстат уточнит оценку.", 2),
        ("Судно пришло из Отару в 5 p.m. Ждали его утром.", 1),
        ("The ship left at 5 p.m. It carried coal.", 2),
        ("The ship left at 5 p.m. Tuesday with coal.", 1),
        ("It was sold by Ormond Inc. President Lee Harding.", 1),
        ("В порту им. Невельского, ул. Портовая, 3 тыс. Россиян не ждали.", 1),
    ],
)
def test_an_abbreviation_may_end_a_sentence(text: str, sentences: int) -> None:
    """A sum of money does before any capital, others before a word that opens sentences."""
    assert len(prepare("", text).sentences) == sentences
