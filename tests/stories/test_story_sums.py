"""Numbers that a desk puts otherwise: shares, multiples, sums in other money, rounded, counted."""

from datetime import UTC, datetime

import pytest

from monitor.model.entry import Entry
from monitor.stories.changes.compare import changes
from monitor.stories.reading.facts import read
from monitor.stories.reading.phrases import in_plain_words
from monitor.stories.reading.quantities import quantity

BODY = {
    "latin": " The port of Nemuro handled the rest of the cargo, officials there said.",
    "cyrillic": " Остальной груз обработал порт Корсаков, рассказали портовые служащие.",
    "cjk": "残りの貨物は根室港が扱ったと港の職員が説明した。",
}


def told(earlier: str, later: str, headlines: tuple[str, str] = ("", "")) -> list[str]:
    """What a sentence by another outlet changes of an earlier one; headlines may stand above."""
    script = read(_entry("wire", "", earlier)).script
    one, other = (
        read(_entry(feed, headline, text + BODY[script]))
        for feed, headline, text in zip(("wire", "paper"), headlines, (earlier, later), strict=True)
    )
    return [str(change) for change in changes(other, one)]


def _entry(feed: str, title: str, text: str) -> Entry:
    return Entry(
        feed=feed,
        guid=feed,
        link=f"https://{feed}.example/1",
        title=title,
        text=text,
        published=datetime(2026, 3, 4, 6, tzinfo=UTC),
    )


SHARES = [
    ("A third of the vessels stayed in port.", "1/3 of the vessels stayed in port.",
     "2/3 of the vessels stayed in port."),
    ("One third of the vessels stayed in port.", "33 percent of the vessels stayed in port.",
     "43 percent of the vessels stayed in port."),
    ("Two-thirds of the fleet stayed in port.", "67% of the fleet stayed in port.",
     "A third of the fleet stayed in port."),
    ("Nine in ten islanders have heating.", "90 per cent of islanders have heating.",
     "80 per cent of islanders have heating."),
    ("One islander in five has no heating.", "20% of islanders have no heating.",
     "One islander in four has no heating."),
    ("One in four boats stayed in port.", "A quarter of boats stayed in port.",
     "One in five boats stayed in port."),
    ("Half of the boats stayed in port.", "Fifty percent of the boats stayed in port.",
     "Fifty-one percent of the boats stayed in port."),
    ("Треть судов осталась в порту.", "33% судов осталось в порту.",
     "Четверть судов осталась в порту."),
    ("Две трети судов остались в порту.", "2/3 судов остались в порту.",
     "Одна треть судов осталась в порту."),
    ("Каждый четвертый рыбак остался на берегу.", "25% рыбаков остались на берегу.",
     "Каждый пятый рыбак остался на берегу."),
    ("Три четверти судов остались в порту.", "75 процентов судов остались в порту.",
     "35 процентов судов остались в порту."),
    ("漁船の3分の1が港にとどまった。", "漁船の三分の一が港にとどまった。",
     "漁船の3分の2が港にとどまった。"),
    ("島民の4人に1人が暖房を使えない。", "島民の25%が暖房を使えない。",
     "島民の5人に1人が暖房を使えない。"),
    ("漁船の半数が港にとどまった。", "漁船の5割が港にとどまった。",
     "漁船の6割が港にとどまった。"),
    ("漁船の7割5分が港にとどまった。", "漁船の75%が港にとどまった。",
     "漁船の7割が港にとどまった。"),
]  # fmt: skip

MULTIPLES = [
    ("The catch of pollock fell threefold from January, the agency said.",
     "The catch of pollock fell to one-third of the January level, the agency said.",
     "The catch of pollock fell to one-fifth of the January level, the agency said."),
    ("The catch of pollock rose by 48.6 percent in a year, the agency said.",
     "The catch of pollock rose 1.5 times in a year, the agency said.",
     "The catch of pollock rose 2.5 times in a year, the agency said."),
    ("The catch of pollock doubled in a year, the agency said.",
     "The catch of pollock rose by 100 percent in a year, the agency said.",
     "The catch of pollock rose by 200 percent in a year, the agency said."),
    ("Вылов минтая за год вырос на 48,6%, сообщило агентство.",
     "Вылов минтая за год вырос в полтора раза, сообщило агентство.",
     "Вылов минтая за год вырос в два с половиной раза, сообщило агентство."),
    ("Вылов минтая за год сократился втрое, сообщило агентство.",
     "Вылов минтая за год сократился в 3 раза, сообщило агентство.",
     "Вылов минтая за год сократился в 4 раза, сообщило агентство."),
    ("漁協の今季の水揚げは800トンと前年同期を3割下回っている。",
     "漁協の水揚げ量は800トンにとどまり、前年の同じ時期の7割の水準となった。",
     "漁協の水揚げ量は800トンにとどまり、前年の同じ時期の6割の水準となった。"),
]  # fmt: skip

SUMS = [
    ("The court fined the owner 900,000 francs.", "The court fined the owner CHF900,000.",
     "The court fined the owner CHF800,000."),
    ("The owner sold the ship for 3 billion Norwegian kroner.",
     "The owner sold the ship for NOK3bn.", "The owner sold the ship for NOK5bn."),
    ("The ship cost 40 million yuan.", "The ship cost RMB40m.", "The ship cost RMB60m."),
    ("The ship cost 7 million Canadian dollars.", "The ship cost C$7m.", "The ship cost $7m."),
    ("The state will spend 3.2 billion rubles on the pier.",
     "The state will spend 3.2 billion rubles (about 6 billion yen, or $40 million) on the pier.",
     "The state will spend 3.4 billion rubles (about 6 billion yen, or $40 million) on the pier."),
    ("Область потратит на причал 300 млн иен.",
     "Область потратит на причал 300 млн иен (около 2 млн долларов, или 160 млн рублей).",
     "Область потратит на причал 400 млн иен (около 2 млн долларов, или 160 млн рублей)."),
    ("事業を8億ドルで売却すると発表した。", "事業を8億米ドル（約1200億円）で売却すると発表した。",
     "事業を9億米ドル（約1200億円）で売却すると発表した。"),
    ("事業を3億元で売却すると発表した。", "事業を3億人民元で売却すると発表した。",
     "事業を4億元で売却すると発表した。"),
]  # fmt: skip

UNITS = [
    ("The wind farm will give 300 MW of power.", "The wind farm will give 300 megawatts of power.",
     "The wind farm will give 300 kW of power."),
    ("Мощность станции составит 300 МВт.", "Мощность станции составит 300 мегаватт.",
     "Мощность станции составит 500 МВт."),
    ("発電所の出力は30万キロワットになる。", "発電所の出力は300メガワットになる。",
     "発電所の出力は40万キロワットになる。"),
    ("The field yields 4 billion cubic meters of gas.", "The field yields 4 bcm (141 bcf) of gas.",
     "The field yields 6 bcm (212 bcf) of gas."),
    ("Промысел дает 4 млрд кубометров газа.", "Промысел дает 4 млрд куб. м газа.",
     "Промысел дает 5 млрд куб. м газа."),
    ("艦艇の速力は約30キロだった。", "艦艇の速力は約16ノットだった。",
     "艦艇の速力は約26ノットだった。"),
    ("Скорость судна достигала 16 узлов.", "Скорость судна достигала 16 узлов (30 км/ч).",
     "Скорость судна достигала 26 узлов (48 км/ч)."),
    ("Рыбаки выловили 21 тыс. тонн горбуши.", "Рыбаки выловили 21 тысячу тонн горбуши.",
     "Рыбаки выловили 31 тысячу тонн горбуши."),
    ("За сутки выпало 47 сантиметров снега.", "За 24 часа выпало 47 сантиметров снега.",
     "За 36 часов выпало 47 сантиметров снега."),
    ("社長はカニ2.4トンを陸揚げした疑いがある。", "社長はカニ2400キロを陸揚げした疑いがある。",
     "社長はカニ2600キロを陸揚げした疑いがある。"),
    ("工場の能力は1.8倍になる。", "工場の能力は1・8倍になる。", "工場の能力は1・9倍になる。"),
    ("The islands have 2 million visitors.", "The islands have 2m visitors.",
     "The islands have 3m visitors."),
]  # fmt: skip

WORDS = [
    ("Half a dozen ships waited offshore.", "Six ships waited offshore.",
     "Seven ships waited offshore."),
    ("A couple of ships waited offshore.", "Two ships waited offshore.",
     "Three ships waited offshore."),
    ("Forty-six thousand people live there.", "46,000 people live there.",
     "47,000 people live there."),
    ("Both sailors are in their fifties.", "Both sailors are in their 50s.",
     "Both sailors are in their 60s."),
    ("На острове живут сорок шесть тысяч человек.", "На острове живут 46 тысяч человек.",
     "На острове живут 47 тысяч человек."),
    ("Выручка составила 1,47 млрд рублей.", "Выручка составила 1 млрд 470 млн рублей.",
     "Выручка составила 1 млрд 490 млн рублей."),
    ("The firm earned 2,300 million euros.", "The firm earned 2.3 billion euros.",
     "The firm earned 2.4 billion euros."),
    ("Exports grew from January to October, customs said.",
     "Exports grew in ten months, customs said.", "Exports grew in nine months, customs said."),
    ("Exports grew in the first half of the year.", "Exports grew in January-June.",
     "Exports grew in the second half of the year."),
    ("1~10月の輸出は増えた。", "1月から10月までの輸出は増えた。", "1月から9月までの輸出は増えた。"),
    ("Экспорт вырос за январь-октябрь.", "Экспорт вырос за десять месяцев.",
     "Экспорт вырос за девять месяцев."),
    ("協定は平成14年に結ばれた。", "協定は2002年に結ばれた。", "協定は2003年に結ばれた。"),
    ("新工場は令和10年に動き出す計画だ。", "新工場は2028年に動き出す計画だ。",
     "新工場は2029年に動き出す計画だ。"),
    ("部隊は2024年に一部が撤収した。", "部隊は24年に一部が撤収した。",
     "部隊は23年に一部が撤収した。"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("earlier", "again", "changed"), [*SHARES, *MULTIPLES, *SUMS, *UNITS, *WORDS]
)
def test_a_number_put_otherwise_is_no_change_and_the_next_one_is(
    earlier: str, again: str, changed: str
) -> None:
    """The same figure in another form is known again; the nearest other figure is told."""
    assert told(earlier, again) == []
    assert told(earlier, changed) != []


HEADLINES = [
    ("Ports ship 1,964,000 tons of coal", "Coal exports near 2m tonnes",
     "Ports shipped 1,964,000 tons of coal in two months.", "Coal exports near 3m tonnes"),
    ("Порты отгрузили 1 964 000 тонн угля", "Отгрузка угля составила почти 2 млн тонн",
     "Порты отгрузили за два месяца 1 964 000 тонн угля.",
     "Отгрузка угля составила почти 3 млн тонн"),
    ("石炭の出荷196万4000トン", "石炭の出荷、約200万トン",
     "港は2カ月で石炭196万4000トンを出荷した。", "石炭の出荷、約300万トン"),
    ("Islanders against the plan", "Three in four islanders say no",
     "Of the islanders asked, 77 percent are against the plan.", "Three in five islanders say no"),
    ("協議を25日から開催", "協議、2年ぶり再開へ", "協議の再開は2024年1月の中断以来初めて。",
     "協議、3年ぶり再開へ"),
    ("Улов горбуши вырос", "Улов еще ниже уровня двухлетней давности",
     "Улов горбуши меньше, чем к той же дате 2024 года.",
     "Улов еще ниже уровня пятилетней давности"),
    ("Salmon catch grows", "Best salmon catch in two years, first since storm",
     "The catch of salmon is the best since the storm of 2024.",
     "Best salmon catch in four years, first since storm"),
]  # fmt: skip


@pytest.mark.parametrize(("headline", "again", "body", "changed"), HEADLINES)
def test_a_headline_may_work_a_figure_out(
    headline: str, again: str, body: str, changed: str
) -> None:
    """Rounded, as a share or as years that have passed; a figure that does not follow is told."""
    assert told(body, body, (headline, again)) == []
    assert told(body, body, (headline, changed)) != []


def test_a_headline_gives_the_sum_in_the_desks_own_money() -> None:
    """The body has the known sum beside it; a headline's other sum is told."""
    earlier = "The mine was sold for 8 billion dollars to a fund."
    later = "The mine was sold for 8 billion dollars (1.2 trillion yen) to a fund."
    assert told(earlier, later, ("Mine sold", "Mine sold for 1.2 trillion yen")) == []
    assert told(earlier, later, ("Mine sold", "Mine sold for 1.7 trillion yen")) != []


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        ("Shipping groups Nordvik and Baltline will merge, the companies said.",
         "Shipping groups Nordvik and Baltline will merge, the two companies said."),
        ("Россия и Япония подпишут соглашение, сообщили стороны в четверг.",
         "Россия и Япония подпишут соглашение, сообщили две стороны в четверг."),
    ],
)  # fmt: skip
def test_both_are_those_whom_the_sentence_names(earlier: str, later: str) -> None:
    """Where a sentence names two, "the two companies" are these."""
    assert told(earlier, later) == []


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        ("Shipping groups Nordvik and Baltline will merge, the companies said.",
         "Shipping groups Nordvik and Baltline will merge, the three companies said."),
        ("Shipping group Nordvik will be sold, the companies said.",
         "Shipping group Nordvik will be sold, two companies said."),
        ("Shipping groups Nordvik and Baltline will lose three companies.",
         "Shipping groups Nordvik and Baltline will lose the two companies."),
    ],
)  # fmt: skip
def test_two_others_are_told(earlier: str, later: str) -> None:
    """Another count, a count in another's place, and two whom nobody named."""
    assert told(earlier, later) != []


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        ("Half of the crew was saved.", "All of the crew was saved."),
        ("Половина судов затонула.", "Большинство судов затонуло."),
        ("漁船の半数が沈んだ。", "漁船の大半が沈んだ。"),
        ("The yard got 3 million yen.", "The yard got 3 million yen and 2 million dollars."),
    ],
)
def test_a_share_that_gives_way_to_a_word_and_a_second_sum_are_told(
    earlier: str, later: str
) -> None:
    """ "Half" is no "all", and "and" adds a sum where brackets repeat it."""
    assert told(earlier, later) != []


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("A third ship sank", "A third ship sank"),
        ("a third, a sailor, died", "a third, a sailor, died"),
        ("Prices rose in the third quarter", "Prices rose in the third quarter"),
        ("three quarters of an hour late", "45 minutes late"),
        ("after three quarters of growth", "after three quarters of growth"),
        ("killed two in three attacks", "killed two in three attacks"),
        ("матч 1/8 финала", "матч 1/8 финала"),
        ("в ночь на 3/4 мая", "в ночь на 3/4 мая"),
        ("вторая половина дня", "вторая половина дня"),
        ("четверть века", "25 лет"),
        ("過半数が賛成した", "過半数が賛成した"),
        ("from January 2025 to May 2026", "from January 2025 to May 2026"),
        ("in their early thirties", "in their early 30s"),
    ],
)
def test_what_is_no_share_stays(text: str, plain: str) -> None:
    """An ordinal, a period, a round of a cup and two dates are no share of anything."""
    assert in_plain_words(text) == plain


def test_every_digit_of_a_long_figure_counts() -> None:
    """The last of seven digits tells two figures apart."""
    earlier, later = "Ports shipped 1,964,123 tons.", "Ports shipped 1,964,124 tons."
    assert told(earlier, later) == ["1,964,123 tons → 1,964,124 tons"]


def test_years_of_two_figures_are_no_spans() -> None:
    """24年 may be 2024年; 24年ぶり is not."""
    earlier = "部隊は2024年に一部が撤収した。"
    assert told(earlier, "部隊は24年に一部が撤収した。") == []
    assert told(earlier, "部隊は2024年に24年ぶりに一部が撤収した。") != []


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        ("Turnout fell by 30 percent in a year.", "Turnout fell by 70 percent in a year."),
        ("Turnout fell to 30 percent of last year's level.",
         "Turnout fell to 33 percent of last year's level."),
        ("Turnout fell threefold in a year.", "Turnout fell by one-third in a year."),
        ("Turnout rose by 50 percent in a year.", "Turnout fell 1.5 times in a year."),
    ],
)  # fmt: skip
def test_by_is_not_to(earlier: str, later: str) -> None:
    """What remains and what is gone are told apart, and so are a rise and a fall."""
    assert told(earlier, later) != []


@pytest.mark.parametrize(
    ("written", "value", "dimension"),
    [
        ("2m tonnes", 2e9, "mass"),
        ("2m", 2, "length"),
        ("CHF900,000", 900_000, "CHF"),
        ("900,000 Swiss francs", 900_000, "CHF"),
        ("C$7m", 7e6, "CAD"),
        ("3⁄4 mile", 1207.008, "length"),
        ("21 тысячу тонн", 21e6, "mass"),
        ("тысячу рублей", 1000, "RUB"),
    ],
)
def test_a_figure_is_read_with_its_unit(written: str, value: float, dimension: str) -> None:
    """A million of something is no metre, and a code or an adjective belongs to the sum."""
    read_as = quantity(written, comma_is_decimal=False)
    assert read_as is not None
    assert (read_as.value, read_as.dimension) == (value, dimension)


@pytest.mark.parametrize(
    ("earlier", "later", "news"),
    [
        (
            "She won the marathon in two hours, 19 minutes and 40 seconds.",
            "She won the marathon in 2:19:40.",
            False,
        ),
        (
            "She won the marathon in two hours, 19 minutes and 40 seconds.",
            "She won the marathon in 2:19:48.",
            True,
        ),
        (
            "The visa office will open on March 18.",
            "The visa office will open on March 18, two weeks from now.",
            False,
        ),
        (
            "The visa office will open on March 18.",
            "The visa office will open on March 18, five weeks from now.",
            True,
        ),
    ],
)
def test_lengths_of_time_are_counted(earlier: str, later: str, *, news: bool) -> None:
    """A race's time in figures, and weeks up to a day that is named, follow from what was said."""
    assert bool(told(earlier, later)) is news


@pytest.mark.parametrize(
    ("earlier", "later", "news"),
    [
        ("The quota was raised by 30 tons.", "The quota was raised to 30 tons.", True),
        ("Доля краба выросла на 30%.", "Доля краба выросла до 30%.", True),
        ("The quota was raised by 30 tons.", "The quota is up by 30 tons.", False),
        ("The quota will be from 20 to 30 tons.", "The quota will be 20 to 30 tons.", False),
        ("The quota rose by 30 tons.", "There was a rise in the quota of 30 tons.", False),
    ],
)
def test_by_so_much_is_not_to_so_much(earlier: str, later: str, *, news: bool) -> None:
    """The figure is the same, and what it says is not."""
    assert bool(told(earlier, later)) is news
