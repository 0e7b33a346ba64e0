"""What Russian desks put for one another, and the changes that stand nearest to it."""

from datetime import timedelta

import pytest

from monitor.model.entry import Entry
from monitor.model.story import Relation, Version
from monitor.stories.relate import relate
from tests.comparing import NOON, told

FIRST = (
    "Баржа «Нерпа» потеряла ход в 20 милях от мыса Левенорн, на ней 14 человек, передали в "
    "диспетчерской порта. {} Из Северо-Курильска к барже вышел буксир «Гранит», он подойдет в "
    "четверг вечером."
)
RECAST = (
    "В 20 милях от мыса Левенорн потеряла ход баржа «Нерпа», на ней 14 человек, рассказали "
    "в диспетчерской порта. {} В четверг вечером к барже подойдет буксир «Гранит», который вышел "
    "из Северо-Курильска."
)
SHIP = (
    "A cattle carrier lost power off the northern cape on Monday night, the port captain said. "
    "It was bound for the mainland with 2,100 animals. {} Two tugs are on their way."
)


def recast(old: str, new: str) -> Relation:
    """What the second outlet's text is, in which all is recast and a sentence is another."""
    return judged(FIRST.format(old), RECAST.format(new))


def judged(old: str, new: str) -> Relation:
    one = Entry("wire", "1", "https://wire.example/1", "", old, published=NOON)
    later = NOON + timedelta(hours=1)
    other = Entry("desk", "2", "https://desk.example/2", "", new, published=later)
    return relate(
        other, [Version(1, 1, 1, one, NOON)], now=later, window=timedelta(days=3)
    ).relation


OTHERWISE = [
    ("Тральщик стоит под панамским флагом.", "Тральщик стоит под либерийским флагом."),
    ("Баржа направлялась в Китай.", "Баржа шла во Вьетнам."),
    ("Докеры начали забастовку в порту.", "Забастовку в порту докеры прекратили."),
    ("Экипаж остается на борту баржи.", "Экипаж покинул борт баржи."),
    ("Начальник порта ушел в отставку.", "Начальник порта уволен."),
    ("Механик взят под стражу.", "Механик отправлен под домашний арест."),
    ("Механик отправлен под домашний арест.", "Механика поместили в СИЗО."),
    ("Двое матросов пострадали.", "Никто из матросов не пострадал."),
    ("Пожар в трюме локализован.", "Пожар в трюме потушен."),
    ("Баржу пытаются снять с мели катера.", "Баржу сняли с мели катера."),
    ("Дума приняла закон о барже.", "Дума вернула закон о барже на доработку."),
    ("Волнение у мыса усилилось.", "Волнение у мыса ослабло."),
    ("Больному матросу стало лучше.", "Больному матросу стало хуже."),
    ("Движение в гавани запущено.", "Движение в гавани перекрыто."),
    ("Груз баржи вернули хозяину.", "Груз баржи конфискован у хозяина."),
]


@pytest.mark.parametrize(("old", "new"), OTHERWISE)
def test_another_outcome_is_told_through_another_outlet(old: str, new: str) -> None:
    """A text recast throughout still tells what became of the matter."""
    assert recast(old, new) is Relation.UPDATE


CAUSES = [
    ("Причиной назвали течь.", "К этому привел взрыв котла, сообщили в порту."),
    ("Причиной аварии на барже стала течь.", "Взрыв котла стал причиной аварии на барже."),
    ("Виной тому течь в трюме.", "Причиной, по предварительной версии, стал взрыв котла."),
    ("Авария случилась из-за течи.", "Из-за взрыва котла случилась авария."),
]


@pytest.mark.parametrize(("old", "new"), CAUSES)
def test_another_cause_is_told(old: str, new: str) -> None:
    """The words behind a cause, and who names it, do not hide that it is another."""
    assert recast(old, new) is Relation.UPDATE


def test_one_cause_in_another_order_is_none() -> None:
    """A cause stands before or behind what it led to."""
    old, new = "Авария случилась из-за износа котла.", "К аварии привел износ котла."
    assert recast(old, new) is Relation.COPY


RANKS = [
    ("Это подтвердил министр Гусев.", "Это подтвердил замминистра Гусев."),
    ("Это подтвердил заместитель министра Гусев.", "Это подтвердил министр Гусев."),
    ("Спасателям позвонил капитан баржи.", "Спасателям позвонил старпом баржи."),
    ("Спасателям позвонил механик баржи.", "Спасателям позвонил владелец баржи."),
]


@pytest.mark.parametrize(("old", "new"), RANKS)
def test_another_office_is_told(old: str, new: str) -> None:
    """Offices exclude one another, and so do an office and its deputy."""
    assert recast(old, new) is Relation.UPDATE


DENIED = [
    ("Буксир из порта сегодня вышел.", "Из порта буксир сегодня не вышел."),
    ("Стороны не договорились о цене буксировки.", "О цене буксировки стороны договорились."),
    ("Комиссия признала механика виновным.", "Механика виновным комиссия не признала."),
]


@pytest.mark.parametrize(("old", "new"), DENIED)
def test_a_verb_with_and_without_not(old: str, new: str) -> None:
    """The same verb is denied in one text and affirmed in the other."""
    assert recast(old, new) is Relation.UPDATE


SAME = [
    ("Подключение новых барж приостановлено.", "Новые баржи пока не подключают."),
    ("Новые баржи пока не подключают.", "Подключение новых барж приостановлено."),
    ("Врачи оказали помощь двум матросам.", "Двум матросам помогли врачи."),
    ("Порт принял решение закрыть причал.", "Порт решил закрыть причал."),
    ("Вертолет совершил посадку на мысе.", "Вертолет сел на мысе."),
    ("Один матрос скончался.", "Один матрос ушел из жизни."),
    ("Матроса увезли в больницу.", "Матрос госпитализирован."),
    ("Суд нашел капитана виновным.", "Капитана суд признал виновным."),
    ("С льдины вертолет снял двух матросов.", "Двух матросов вертолет снял с льдины."),
    ("Суд отклонил иск к порту.", "Суд не удовлетворил иск к порту."),
    ("Пожар в трюме потушен.", "Пожар в трюме ликвидирован."),
    ("Водолазы нашли пробоину.", "Водолазы обнаружили пробоину."),
    ("За сутки волны достигли мыса.", "За 24 часа волны достигли мыса."),
    ("Груз сдадут в четвертом квартале.", "Груз сдадут в октябре-декабре."),
    ("Пострадавших нет.", "Никто из матросов не пострадал."),
]


@pytest.mark.parametrize(("old", "new"), SAME)
def test_a_desk_has_its_own_word(old: str, new: str) -> None:
    """Two words for one, a noun for its verb, "не" for a word that denies by itself."""
    assert recast(old, new) is Relation.COPY


NEAREST = [
    ("Подключение новых барж приостановлено.", "Подключение новых барж не приостановлено."),
    ("Порт прекратил поиск матроса.", "Порт не нашел матроса."),
    ("Суд удовлетворил иск к порту.", "Суд не удовлетворил иск к порту."),
    ("За 12 часов волны достигли мыса.", "За 24 часа волны достигли мыса."),
    ("Груз сдадут в третьем квартале.", "Груз сдадут в октябре-декабре."),
    ("Матроса лечат на барже.", "Матрос госпитализирован."),
]


@pytest.mark.parametrize(("old", "new"), NEAREST)
def test_the_nearest_change_is_told(old: str, new: str) -> None:
    """What looks like a desk's own word and is another fact."""
    assert recast(old, new) is Relation.UPDATE


def test_winner_and_loser_change_places() -> None:
    """Who beat whom is told by the cases, not by the order."""
    old = "Серов победил Уэду в финале."
    assert told(old, "Уэда победил Серова в финале.")
    assert not told(old, "В финале Уэду победил Серов.")


UNHURT = "The 31 crew were unhurt."
CLEAN = "No pollution has been seen."


@pytest.mark.parametrize(
    ("old", "new", "relation"),
    [
        (UNHURT, "None of the 31 crew was hurt.", Relation.COPY),
        (UNHURT, "Four of the 31 crew were hurt.", Relation.UPDATE),
        ("Four of the 31 crew were hurt.", "None of the 31 crew was hurt.", Relation.UPDATE),
        (CLEAN, "There is no sign of pollution.", Relation.COPY),
        ("There were no reports of a leak.", "No leak has been reported.", Relation.COPY),
        (CLEAN, "Pollution has been seen.", Relation.UPDATE),
        ("There were no reports of a leak.", "A leak has been reported.", Relation.UPDATE),
    ],
)
def test_nothing_of_the_kind_in_english(old: str, new: str, relation: Relation) -> None:
    """ "None was hurt" and "no sign of" are denials like others, and may be taken back."""
    assert judged(SHIP.format(old), SHIP.format(new)) is relation
