"""Words that the mutations put for one another: written for them alone.

They share nothing with the judgement's own lists, so that a class which a list leaves out shows.
"""

from collections.abc import Mapping, Sequence

OPPOSITES: Mapping[str, Sequence[tuple[str, str]]] = {
    "en": (
        ("approved", "rejected"), ("agreed", "refused"), ("killed", "injured"),
        ("rescued", "drowned"), ("arrested", "freed"), ("rose", "fell"), ("opened", "closed"),
        ("accepted", "declined"), ("won", "lost"), ("confirmed", "denied"), ("raised", "lowered"),
        ("resumed", "halted"), ("survived", "died"), ("convicted", "acquitted"),
        ("granted", "refused"), ("extended", "shortened"),
        ("upheld", "overturned"), ("passed", "defeated"), ("backed", "opposed"),
        ("welcomed", "condemned"), ("increased", "decreased"), ("doubled", "halved"),
        ("joined", "quit"), ("found", "lost"), ("unhurt", "injured"), ("stable", "critical"),
        ("higher", "lower"), ("up", "down"), ("more", "fewer"), ("before", "after"),
        ("north", "south"), ("east", "west"), ("northern", "southern"), ("eastern", "western"),
        ("early", "late"), ("permanent", "temporary"), ("signed", "vetoed"), ("entered", "left"),
        ("departed", "arrived"), ("unanimously", "narrowly"), ("accident", "arson"),
        ("men", "women"), ("man", "woman"), ("son", "daughter"), ("husband", "wife"),
        ("imports", "exports"), ("bought", "sold"), ("profit", "loss"), ("gained", "lost"),
        ("reopened", "shut"), ("first", "second"), ("inbound", "outbound"), ("morning", "evening"),
        ("collapsed", "held"), ("evacuated", "trapped"), ("destroyed", "damaged"),
        ("missing", "dead"), ("towed", "sunk"), ("delayed", "cancelled"), ("will", "may"),
        ("detained", "released"), ("dismissed", "reinstated"), ("hired", "fired"),
        ("strengthened", "weakened"), ("safe", "dangerous"), ("guilty", "innocent"),
        ("success", "failure"), ("strong", "weak"), ("majority", "minority"), ("hit", "missed"),
    ),
    "ru": (
        ("одобрил", "отклонил"), ("одобрила", "отклонила"), ("погибли", "ранены"),
        ("погиб", "ранен"), ("задержан", "отпущен"), ("задержали", "отпустили"),
        ("спасли", "не спасли"), ("потушен", "разгорелся"), ("отменен", "подтвержден"),
        ("выросли", "упали"), ("вырос", "упал"), ("выросла", "упала"), ("выше", "ниже"),
        ("открыт", "закрыт"), ("открыли", "закрыли"), ("подтвердил", "опроверг"),
        ("подтвердили", "опровергли"), ("увеличился", "сократился"), ("принял", "отверг"),
        ("до", "после"), ("северной", "южной"), ("восточной", "западной"), ("утром", "вечером"),
        ("победил", "проиграл"), ("подписали", "разорвали"), ("возобновил", "прекратил"),
        ("возобновили", "прекратили"), ("введен", "снят"), ("мужчина", "женщина"),
        ("мужчину", "женщину"), ("первый", "второй"), ("начнется", "завершится"),
        ("прибыл", "отбыл"), ("прибыли", "отбыли"), ("вышли", "вошли"), ("вышел", "зашел"),
        ("разрешил", "запретил"), ("поддержал", "осудил"), ("затонуло", "уцелело"),
        ("найдены", "пропали"), ("приостановлено", "возобновлено"), ("повысил", "понизил"),
        ("выиграл", "проиграл"), ("легкие", "тяжелые"), ("сильный", "слабый"),
    ),
    "ja": (
        ("承認", "否決"), ("合意", "決裂"), ("死亡", "負傷"), ("救助", "行方不明"),
        ("逮捕", "釈放"),
        ("上昇", "下落"), ("再開", "中止"), ("延期", "中止"), ("可決", "否決"), ("確認", "否定"),
        ("有罪", "無罪"), ("勝利", "敗北"), ("増加", "減少"), ("増えた", "減った"),
        ("北部", "南部"),
        ("東部", "西部"), ("午前", "午後"), ("男性", "女性"), ("開通", "閉鎖"), ("入港", "出港"),
        ("軽傷", "重傷"), ("賛成", "反対"), ("輸入", "輸出"), ("購入", "売却"), ("到着", "出発"),
        ("昨年", "来年"), ("上回", "下回"), ("黒字", "赤字"), ("成功", "失敗"),
        ("受け入れ", "拒否"),
        ("引き上げ", "引き下げ"), ("発見", "紛失"), ("鎮火", "延焼"), ("北上", "南下"),
        ("前", "後"),
        ("開始", "終了"), ("続落", "続伸"), ("長男", "次男"), ("父親", "母親"), ("署名", "破棄"),
        ("撤退", "増派"), ("就任", "退任"), ("採用", "解雇"), ("強", "弱"), ("解除", "継続"),
    ),
}  # fmt: skip

NAMES = ("Hollis", "Brandvik", "Okafor", "Lindqvist", "Marchetti", "Tolland", "Wexcombe", "Ruane")
RUSSIAN_STEMS = ("Громыч", "Пестр", "Вяльц", "Хорош", "Мирз", "Щукл", "Бельд", "Юрас")
JAPANESE_NAMES = ("桜庭", "藤倉", "宮永", "砂山", "鹿倉", "遠見", "湯川", "早瀬")
KATAKANA_NAMES = ("マルケス", "ベルナール", "オルロフ", "ハンプトン", "セルビンスキー", "ドランゴ")

MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December"]  # fmt: skip
SHORT_MONTHS = [
    "Jan.",
    "Feb.",
    "March",
    "April",
    "May",
    "June",
    "July",
    "Aug.",
    "Sept.",
    "Oct.",
    "Nov.",
    "Dec.",
]
RUSSIAN_MONTHS = ["января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа",
    "сентября", "октября", "ноября", "декабря"]  # fmt: skip
WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
RUSSIAN_WEEKDAYS = (
    ("в понедельник", "во вторник", "в среду", "в четверг", "в пятницу", "в субботу",
     "в воскресенье")
)  # fmt: skip
JAPANESE_WEEKDAYS = tuple(f"{day}曜" for day in "月火水木金土日")

COUNTS = {
    "en": [
        "zero",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
    ],
    "ru": [
        "ноль",
        "один",
        "два",
        "три",
        "четыре",
        "пять",
        "шесть",
        "семь",
        "восемь",
        "девять",
        "десять",
        "одиннадцать",
        "двенадцать",
    ],
    "ja": list("〇一二三四五六七八九十"),
}

BOILERPLATE = {
    "en": ("Sign up for our morning briefing.", "Read more on our website.",
           "© 2026 Meridian Media. All rights reserved.", "(Editing by Joan Farrow)",
           "Our Standards: The Meridian Trust Principles.", "Share this article",
           "Follow us for more stories like this.", "This story has been updated.",
           "Photo: Meridian/J. Farrow", "Reporting by Ana Ruiz; Editing by Tom Beck"),
    "ru": ("Подробнее читайте на сайте.", "Подписывайтесь на наш канал.", "Фото: Меридиан",
           "Все права защищены.", "Читайте также другие новости раздела.",
           "Следите за новостями в нашем телеграм-канале."),
    "ja": ("続きを読む", "無断転載を禁じます。", "関連記事はこちら", "【写真】現場の様子",
           "この記事は会員限定です。", "最新ニュースはアプリで。"),
}  # fmt: skip
DATELINES = {
    "en": ("GENEVA, {m} {d} (Reuters) - ", "GENEVA (AP) — ", "GENEVA, {m} {d} (Xinhua) -- ",
           "GENEVA, {m} {d}. /TASS/. ", "Geneva, {m}. {d} (UPI) -- ", "(Bloomberg) -- ",
           "GENEVA, {m} {d} (Kyodo) - ", "By Ana Ruiz\nGENEVA (Reuters) - "),
    "ru": ("ЖЕНЕВА, {d} {m}. /ТАСС/. ", "ЖЕНЕВА, {d} {m} - РИА Новости. ",
           "Женева. {d} {m}. ИНТЕРФАКС - ", "{d} {m}, Женева. /Интерфакс/. "),
    "ja": ("【ジュネーブ共同】", "［ジュネーブ {d}日 ロイター］ - ", "【ジュネーブ＝時事】",
    "（ロイター）"),
}  # fmt: skip
OUTLETS = {
    "en": (" - Meridian News", " | The Harbour Post", " - Reuters", " (AP)", " – World Today"),
    "ru": (" - ТАСС", " | Меридиан", " - РИА Новости", " - Газета Берег"),
    "ja": ("｜共同通信", " - ロイター", "｜港湾日報ニュース", "（時事通信）"),
}
LABELS = {
    "en": ("UPDATE 1-", "RPT-", "URGENT: ", "BREAKING: ", "(LEAD) ", "REFILE-"),
    "ru": ("СРОЧНО: ", "Срочно! ", "Обновлено: ", "Повтор: "),
    "ja": ("【速報】", "【更新】", "＜独自＞", "〔続報〕"),
}
SPELLINGS = (
    ("organisation", "organization"), ("recognise", "recognize"), ("centre", "center"),
    ("defence", "defense"), ("harbour", "harbor"), ("labour", "labor"), ("colour", "color"),
    ("travellers", "travelers"), ("programme", "program"), ("neighbour", "neighbor"),
    ("cancelled", "canceled"), ("organised", "organized"), ("metres", "meters"),
    ("kilometres", "kilometers"), ("litres", "liters"), ("tonnes", "tons"), ("licence", "license"),
    ("apologised", "apologized"), ("authorised", "authorized"), ("theatre", "theater"),
    ("grey", "gray"),
    ("labelled", "labeled"), ("fuelled", "fueled"), ("modelling", "modeling"),
    ("stabilised", "stabilized"), ("criticised", "criticized"), ("analyse", "analyze"),
    ("aeroplane", "airplane"), ("favour", "favor"), ("rumour", "rumor"),
    ("manoeuvre", "maneuver"), ("sceptical", "skeptical"), ("enrolment", "enrollment"),
)  # fmt: skip
ABBREVIATIONS = {
    "en": (("Prime Minister", "PM"), ("prime minister", "PM"), ("United States", "U.S."),
           ("United States", "US"), ("U.S.", "US"), ("U.S.", "American"), ("percent", "%"),
           ("percent", "per cent"), ("per cent", "percent"), ("%", " percent"),
           ("%", " pct"), ("Foreign Minister", "FM"), ("million", "mln"), ("million", "m"),
           ("billion", "bn"), ("kilometres", "km"), ("km", "kilometres"), ("kilometers", "km"),
           ("United Nations", "U.N."), ("European Union", "EU"), ("Ministry of", "Min. of"),
           ("January", "Jan."), ("February", "Feb."), ("August", "Aug."), ("September", "Sept."),
           ("October", "Oct."), ("November", "Nov."), ("December", "Dec."), ("government", "govt"),
           ("versus", "vs"), ("hours", "hrs"), ("minutes", "mins"),
           ("magnitude", "mag"), ("No. 1", "number one"), ("United Kingdom", "UK"),
           ("Britain", "the UK"), ("Saint", "St."), ("metres", "m"),
           ("people", "persons"), ("a.m.", "am"), ("p.m.", "pm"), ("tonnes", "metric tons"),
           ("kilometers per hour", "kph"), ("km/h", "kilometres per hour"),
           ("mph", "miles per hour"),
           ("Japanese", "Japan's"), ("Russian", "Russia's")),
    "ru": (("России", "РФ"), ("Россия", "РФ"), ("тысяч", "тыс."), ("миллионов", "млн"),
           ("миллиардов", "млрд"), ("млн", "миллионов"), ("тыс.", "тысяч"), ("рублей", "руб."),
           ("процентов", "%"), ("%", " процентов"), ("километров", "км"), ("км", "километров"),
           ("министр иностранных дел", "глава МИД"), ("Министерство иностранных дел", "МИД"),
           ("метров", "м"), ("Организация Объединенных Наций", "ООН"), ("часов", "ч."),
           ("США", "Соединенных Штатов"), ("Дальнего Востока", "ДФО"), ("года", "г."),
           ("область", "обл."), ("минут", "мин."), ("Государственная дума", "Госдума"),
           ("градусов", "°C"), ("тонн", "т"), ("гектаров", "га"), ("долларов", "долл.")),
    "ja": (("日ロ", "日露"), ("日露", "日ロ"), ("米国", "米"), ("ロシア", "露"),
        ("パーセント", "％"),
           ("％", "パーセント"), ("キロメートル", "キロ"), ("キロ", "km"), ("海上保安部", "海保"),
           ("約", "およそ"), ("およそ", "約"), ("けが", "負傷"), ("トン", "t"),
           ("メートル", "m"), ("北朝鮮", "朝鮮民主主義人民共和国"), ("欧州連合", "EU"),
           ("国連", "国際連合"), ("マグニチュード", "M"), ("午後1時", "13時"), ("ごろ", "頃"),
           ("内閣総理大臣", "首相"), ("外務大臣", "外相"), ("記者会見", "会見"), ("人", "名")),
}  # fmt: skip
TRANSLITERATIONS = (
    ("Sergei", "Sergey"), ("Alexei", "Alexey"), ("Andrei", "Andrey"), ("Dmitry", "Dmitri"),
    ("Alexander", "Aleksandr"), ("Kiev", "Kyiv"), ("Yuri", "Yury"), ("Kunashir", "Kunashiri"),
    ("Iturup", "Etorofu"), ("Yeltsin", "Eltsin"), ("Mikhail", "Mihail"), ("Odessa", "Odesa"),
    ("Nikolai", "Nikolay"), ("Vasily", "Vasiliy"), ("Georgy", "Georgi"), ("Shinzo", "Shinzō"),
    ("Kurils", "Kuriles"), ("Zelensky", "Zelenskiy"),
    ("Zelenskiy", "Zelenskyy"), ("Lavrov", "Lawrow"), ("Osaka", "Ōsaka"), ("Kono", "Kōno"),
    ("Valery", "Valeriy"), ("Natalia", "Natalya"), ("Yevgeny", "Evgeny"), ("Tokyo", "Tōkyō"),
)  # fmt: skip
YO = (
    ("еще", "ещё"), ("трех", "трёх"), ("четырех", "четырёх"), ("самолет", "самолёт"),
    ("вертолет", "вертолёт"), ("пришел", "пришёл"), ("прошел", "прошёл"),
    ("произошел", "произошёл"),
    ("нашел", "нашёл"), ("учений", "учений"), ("переговорах", "переговорах"), ("ее ", "её "),
    ("отчет", "отчёт"), ("расчет", "расчёт"), ("объем", "объём"), ("зерна", "зёрна"),
    ("поселк", "посёлк"), ("тяжел", "тяжёл"), ("четверо", "четверо"), ("пошел", "пошёл"),
    ("введен", "введён"), ("полет", "полёт"), ("счет", "счёт"), ("заключен", "заключён"),
)  # fmt: skip
