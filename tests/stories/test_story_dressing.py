"""What an outlet puts around a text is no part of it; what a note tells is."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from monitor.model.entry import Entry
from monitor.model.story import Mark
from monitor.stories.changes.background import background
from monitor.stories.changes.compare import changes
from monitor.stories.reading.facts import read
from monitor.stories.reading.markers import marked
from monitor.stories.reading.prepare import prepare

ENGLISH = "The ferry Asta ran aground off Gotland on Friday, its owner said."
RUSSIAN = 'Паром "Аста" сел на мель у Готланда в пятницу, сообщил владелец.'
JAPANESE = "水産庁は18日、ウニの輸入審査を厳しくすると発表した。"


def sentences(text: str) -> tuple[str, ...]:
    """A text's sentences without their full stops, as a foot may have taken its own."""
    return tuple(sentence.rstrip(".") for sentence in prepare("A headline", text).sentences)


def entry(text: str, title: str = "Asta aground off Gotland") -> Entry:
    day = datetime(2026, 3, 6, 9, tzinfo=UTC)
    return Entry(feed="wire", guid="1", link="", title=title, text=text, published=day)


@pytest.mark.parametrize(
    "head",
    [
        "THE NORTH | By Ida Holm, staff writer | 2 min read | VISBY, March 6 (Reuters) - ",
        "Listen to this story 2:40. Published 3:15 PM EST, Fri March 6, 2026. "
        "Share on Facebook, X, WhatsApp. VISBY, Sweden (AP) - ",
        "Listen (3 min) ",
        "2 min read ",
        "Estimated reading time: 2 minutes. ",
        "Subscribers only. ",
        "Published: 6 March 2026 at 14:30 GMT ",
        "March 6, 2026 3:15 PM EST | ",
        "2026-03-06 14:30 ",
        "WORLD / EUROPE. March 6, 2026. By Ida Holm. ",
        "12 comments | Share via Email | ",
        "By Ida Holm in Visby. ",
        "BY IDA HOLM AND ERIK DAHL | ",
        "FILE PHOTO: The Asta, June 3, 2024. REUTERS/Ida Holm/File Photo VISBY (Reuters) - ",
        "(The Asta in Visby, June 2024. Photo: TT) ",
        "(Editor's note: This piece first appeared in a partner paper. Style has been changed.) ",
        "Editor's note: the headline was shortened for length. ",
        "[Adds background in paragraph 3] ",
        "Europe | Sweden\nUpdated 2 hours ago\n",
        "SUBSCRIBER EXCLUSIVE | ",
        "[1/3] The Asta, 2026. REUTERS/Ida Holm Purchase Licensing Rights VISBY (Reuters) - ",
    ],
)
def test_an_english_head_goes(head: str) -> None:
    """Sections, stamps, bylines, buttons, captions and notes leave the text as it was."""
    assert sentences(head + ENGLISH) == (ENGLISH.rstrip("."),)


@pytest.mark.parametrize(
    "head",
    [
        "ОБЩЕСТВО / МОРЕ. 6 марта 2026, 18:30. Обсудить (0). Автор: Игорь Ланской. "
        "Время чтения — 1 мин. Стокгольм. 6 марта. ИНТЕРФАКС — ",
        "(Повторно, по техническим причинам; исправлена опечатка в подписи.) СТОКГОЛЬМ, 6 марта. ",
        "СТОКГОЛЬМ, 6 марта. /Корр. ТАСС Игорь Ланской/. ",
        "От редакции: заголовок сокращён. ",
        "Примечание редакции: материал опубликован в сокращении. ",
        "06.03.2026, 18:30 | ",
        "Опубликовано 6 марта 2026 в 18:30. ",
        "Слушать статью 1:20. ",
        "Поделиться: VK, Telegram. ",
        "Комментарии: 3 | ",
        "Только для подписчиков. ",
        "6 марта 2026, 18:30 Автор: Игорь Ланской, корреспондент | ",
        "Море. 6 марта, 14:20. ",
        "Аудиоверсия статьи 1:40. ",
        "(На снимке: порт Висбю, 12 мая 2021 года.) ",
    ],
)
def test_a_russian_head_goes(head: str) -> None:
    """The same in Russian, with an agency's correspondent in the dateline."""
    assert sentences(head + RUSSIAN) == (RUSSIAN.rstrip("."),)


@pytest.mark.parametrize(
    "head",
    [
        "2026年3月18日13時30分　有料会員限定記事　【東京共同】",
        "〔写真〕水揚げされるウニ＝2024年6月、北海道・花咲港（資料）　",
        "【写真】花咲港のウニ　",
        "ウニの加工場＝2024年6月、根室市（共同）　",
        "2026/3/18 13:30更新 ",
        "有料記事　2026年3月18日 5時00分　",
        "この記事は約2分で読めます。",
        "この記事を聴く 1:20 ",
        "（表記を修正しました）",
        "編集部注：見出しを変更しました。",
        "コメント12件 ",
        "北海新聞 2026/3/18 14:20（最終更新 3/18 15:00） 有料記事 612文字 ",
        "3/18(水) 14:20配信 ",
        "社会 ",
        "港に並ぶ船＝18日午後2時、根室市（本社ヘリから） ",
        "（第3段落に情報を追加しました）",
    ],
)
def test_a_japanese_head_goes(head: str) -> None:
    """The same in Japanese, where a caption runs into the lead without a full stop."""
    assert sentences(head + JAPANESE) == sentences(JAPANESE)


@pytest.mark.parametrize(
    "text",
    [
        "March 6, 2026 was the day on which the Asta ran aground.",
        "20 марта 2026 г. в 18:30 Игорь Ланской покинул порт.",
        "2026年3月17日13時30分ごろ、港で火災があった。",
        "PRICES OF FISH ROSE. March 6, 2026. The Asta ran aground.",
        "THREE SAILORS KILLED. By Ida Holm. The Asta ran aground.",
        "Listen to Norland, the minister said.",
        "By Friday Ida Holm had left.",
        "ウニ=北海道産=の輸入が18日に止まった。",
    ],
)
def test_a_lead_is_not_taken_for_a_head(text: str) -> None:
    """A day that opens a sentence, and a headline that tells an outcome, are news."""
    first = text.split(". By")[0].split("。")[0].removesuffix(".").casefold()
    assert first in " ".join(prepare("Title", text).sentences).casefold() or "Listen" in text


@pytest.mark.parametrize(
    ("text", "foot"),
    [
        (ENGLISH, "To continue reading, log in or start your 30-day free trial. "
                  "Get the Sea Brief in your inbox every Tuesday at 7 a.m. Download our app."),
        (ENGLISH, "READ ALSO: 10 ferries to see. Members' offer: save 40 percent until April 30."),
        (ENGLISH, "--With assistance from Ana Prado."),
        (ENGLISH, "Ana Prado in Lima contributed to this report."),
        (ENGLISH, "Already subscribed? Sign in. Have a tip? Email us."),
        (ENGLISH, '(Refiles to fix spelling of "Gotland" in headline)'),
        (ENGLISH, "Never miss a story. Create a free account. Just $1 a week."),
        (RUSSIAN, "Реклама. ООО «Тур-Медиа», ИНН 7700000000. Подпишитесь — 1 письмо в неделю."),
        (RUSSIAN, "Читайте также: Топ-5 паромов. Мы в MAX, VK и «Дзене». 18+"),
        (RUSSIAN, "Есть тема? Пишите нам в Telegram. При перепечатке ссылка обязательна."),
        (RUSSIAN, "Стали свидетелем происшествия? Присылайте нам фото и видео."),
        (RUSSIAN, "Больше новостей в нашем канале в MAX"),
        (RUSSIAN, "Материал подготовила Анна Ланская."),
        (JAPANESE, "【関連記事】人気者▽この記事は有料会員限定です。残り320文字。LINEで友だち追加"),
        (JAPANESE, "今なら初月無料で読めます"),
        (JAPANESE, "▽公式YouTubeチャンネル登録はこちら"),
        (JAPANESE, "〔共同〕"),
        (JAPANESE, "（山田太郎）"),
        (JAPANESE, "この記事をシェア"),
        (ENGLISH, "Was this article helpful? Back to top"),
        (ENGLISH, "ms/ih"),
        (ENGLISH, "© 2026 AFP"),
        (RUSSIAN, "Самое важное за день — в рассылке «Берега». Оцените материал"),
    ],
)  # fmt: skip
def test_a_foot_goes(text: str, foot: str) -> None:
    """Invitations, offers, advertisers' marks and helpers' names below a text are not its own."""
    assert sentences(f"{text} {foot}") == sentences(text)


@pytest.mark.parametrize(
    ("text", "last"),
    [
        (ENGLISH, "With assistance from Norland, the crew got off."),
        (ENGLISH, "Subscribers of the Asta's owner lost 40 percent."),
        (ENGLISH, "Full access to the port was restored."),
        (RUSSIAN, "ООО «Аста» признано банкротом."),
        (RUSSIAN, "Первый месяц навигации стал самым холодным."),
        (RUSSIAN, "О крушении сообщил канал порта в Telegram, погибли двое."),
        (RUSSIAN, "Министерство сообщило об этом в рассылке."),
        (JAPANESE, "情報提供を呼びかけている。"),
        (JAPANESE, "LINEの登録者は1億人になった。"),
    ],
)
def test_a_last_sentence_is_not_taken_for_a_foot(text: str, last: str) -> None:
    """What begins like an invitation and reports something stays."""
    assert len(sentences(f"{text} {last}")) == 2


@pytest.mark.parametrize(
    "sentence",
    [
        "Taganrog was hit by two drones.",
        "Share prices of the owner fell.",
        "Contact with the crew was lost at 1430.",
        "Subscribers lost their money.",
        "写真家の山田さんが亡くなった。",
        "シェアは12%に下がった。",
    ],
)
def test_news_is_not_taken_for_boilerplate(sentence: str) -> None:
    """A word that begins like a button's is read to its end."""
    assert len(sentences(f"{sentence} {ENGLISH}")) == 2


def test_a_foot_begins_below_the_text() -> None:
    """What only a foot's place gives away is kept in the midst of a text."""
    text = f"{ENGLISH} Save 40 seats, the owner said. The crew stayed."
    assert len(sentences(text)) == 3


def test_links_below_their_heading_go() -> None:
    """Other texts' headlines are dropped up to where the text goes on."""
    body = f"{ENGLISH}\nRead also\nTen ferries sold in 2025\nPort of Visby shut\nThe crew stayed."
    assert sentences(body) == (ENGLISH.rstrip("."), "The crew stayed")


@pytest.mark.parametrize(
    ("note", "mark"),
    [
        ("(Refiles to correct spelling in headline.)", Mark.NONE),
        ("(Corrects typo in dateline)", Mark.NONE),
        ("(Corrects number of dead to 12)", Mark.CORRECTION),
        ("(Corrects typo in number of dead)", Mark.CORRECTION),
        ("(Исправлена опечатка в заголовке.)", Mark.NONE),
        ("(Исправлено число погибших.)", Mark.CORRECTION),
        ("(Исправлена опечатка в числе погибших.)", Mark.CORRECTION),
    ],
)
def test_only_a_note_with_news_corrects(note: str, mark: Mark) -> None:
    """How a thing is written is form; how many died is not, though it was a slip of the pen."""
    assert marked(entry(f"{note} {ENGLISH}")) is mark


@pytest.mark.parametrize(
    ("note", "told"),
    [
        ("(Refiles to fix spelling in headline)", False),
        ("(Refiles to fix number of dead, 12)", True),
        ("(Refiles to correct toll to 12)", True),
        ("(Updated at 18:30)", False),
        ("(Updates toll to 12)", True),
        ("(Updated at 14:20 with photo)", False),
        ("(Editor's note: The style of this text was changed.)", False),
        ("Editor's note: The number of dead has since risen to 12.", True),
    ],
)
def test_a_note_below_a_text_is_read(note: str, told: bool) -> None:
    """A note that says which fact was changed may be all that says so."""
    base = entry(f"{ENGLISH} Three sailors died.")
    noted = replace(base, feed="paper", guid="2", text=f"{base.text} {note}")
    assert bool(changes(read(noted), read(base))) is told


@pytest.mark.parametrize(
    ("text", "added", "known"),
    [
        (ENGLISH, "Gotland is Sweden's second-largest island after none.", True),
        (ENGLISH, "Asta is Sweden's largest ferry disaster in ten years.", False),
        (ENGLISH, "Asta is Sweden's largest ferry this year.", False),
        (RUSSIAN, "Готланд — второй по площади остров моря.", True),
        (RUSSIAN, "Готланд — крупнейший остров страны.", True),
        (RUSSIAN, "Бастует крупнейший порт страны.", False),
        (RUSSIAN, "Под Висбю горит крупнейший завод страны.", False),
        (RUSSIAN, "Крупнейший банк страны приостановил выплаты.", False),
        (RUSSIAN, "Ветряки ставят там, где дует ветер: лопасти вращают ось.", True),
        (JAPANESE, "ウニは「海のクリ」と呼ばれる。", True),
        (JAPANESE, "花咲港は国内有数の漁港だ。", True),
        (JAPANESE, "国内最大の工場が停止した。", False),
        (JAPANESE, "「海のクリ」と呼ばれるウニの輸入を止める方針。", False),
    ],
)
def test_what_is_always_so_is_background(text: str, added: str, known: bool) -> None:
    """A rank or a definition is background where nothing happens in the sentence."""
    reading = read(entry(f"{text} {added}"))
    assert background(reading.sentences[-1], reading) is known


def test_a_counted_headline_is_the_same_above_a_text() -> None:
    """How often an agency has updated its text stands behind its headline."""
    assert prepare("Asta aground off Gotland (2)", ENGLISH).title == "Asta aground off Gotland"
    assert prepare("Sailors missing (2)", "").title == "Sailors missing (2)"
