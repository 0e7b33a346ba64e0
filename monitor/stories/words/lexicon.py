"""Words whose meaning decides between copy and update, in English, Russian and Japanese.

Three kinds. An *outcome* is what became of the matter: a text that names one its parent nowhere
names tells something else. A *contrast* (up/down, before/after, east/west) matters where one word
stands in the place of another. A *negation* turns its sentence round. Each class lists synonyms,
so that a desk's rewording is no change; a trailing `*` stands for any ending.
"""

import re
from collections.abc import Mapping

from monitor.stories.words.countries import COUNTRIES, MORE_COUNTRIES
from monitor.stories.words.outcomes import CONTRASTS, OUTCOMES


def words(*lines: str) -> frozenset[str]:
    """The words of some lines of text."""
    return frozenset(" ".join(lines).split())


NEGATIONS = (
    "not no never neither nor none without cannot nobody nothing "
    "не нет ни без никогда никто ничего нельзя"
)
# Hiragana endings that negate: a verb's stem or a noun stands before them.
JAPANESE_NEGATION = "ありません|ません|なかった|ない|なく|せず|なし"

STOPWORDS = words(
    "a an the and or but if of to in on at by for from with as is are was were be been being",
    "it its this that these those which who whom whose what there here he she they them his",
    "her their we our you your i has have had having do does did will would shall should may",
    "might can could than then so such also too very just about into onto out off up down",
    "over under through during between among within across per via while when where because",
    "approximately roughly nearly almost около почти примерно приблизительно порядка",
    "some any each other another both more most much many s t said say says saying told",
    "tell tells according reported reports report added adds adding noted",
    "и а но или что чтобы как так же бы ли в во на с со к ко у о об обо от по за из для при",
    "до над под про через между это этот эта эти тот та те то он она оно они его ее их им",
    "был была было были быть будет будут есть который которая которое которые которых",
    "также еще уже сообщил сообщила сообщили сообщает сообщают заявил заявила заявили",
    "рассказал рассказали рассказала отметил отметила передает передают пишет пишут",
)

REPORTING = words(
    "said says reported reports announced told confirmed",
    "сообщил сообщила сообщили сообщает сообщают заявил заявила заявили передает передают",
    "рассказал рассказала рассказали уточнил уточнила уточнили отметил отметила отметили",
    "говорится следует пояснил пояснила пояснили считают установил установили",
)
# Capitalised words that name an office or an institution: a desk writes them as it likes.
ROLES = words(
    "pm fm ceo cfo coo mp mps",
    "mr mrs ms dr sir president presidential vice prime minister ministers premier ministry",
    "ministries foreign defense defence finance economy affairs secretary state government",
    "cabinet parliament senate house congress duma diet court courts supreme judge police",
    "army navy force forces air self coast guard border agency service services department",
    "office embassy ambassador consul consulate general spokesman spokeswoman spokesperson",
    "governor mayor city county district region regional province prefecture prefectural",
    "republic federation federal union national international central bank committee council",
    "commission university institute company corp inc ltd co group party chief chairman",
    "chairwoman director deputy leader leaders officials official authorities authority",
    "island islands isles sea ocean strait bay river lake mount port airport station press",
    "news media wire reports i we it he she they the a an in on at to of and for as but",
    "breaking update world war two ii gmt utc est edt jst msk bst cet pst local time online",
    "north south east west northern southern eastern western northeast northwest southeast",
    "southwest stock exchange day week month year eve new",
    "президент премьер министр министерство мид мвд мчс рф правительство госдума дума совет",
    "федерация суд полиция область область край округ район город остров острова море",
    "пресс-служба пресс служба агентство банк центральный глава газета это как по в на",
)

AGENCIES = words(
    "reuters ap afp upi dpa tass itar interfax sputnik xinhua yonhap kyodo jiji bloomberg cnn",
    "bbc efe ansa nhk ria novosti ukrinform belta kcna mainichi yomiuri asahi nikkei sankei",
    "киодо кедо дзидзи джиджи нхк",
    "тасс риа новости интерфакс прайм регнум ロイター アナドル ブルームバーグ タス "
    "インタファクス ap通信 ъ коммерсант коммерсанта коммерсанту ведомости ведомостям рбк",
)

# A capital or a seat stands for the government, not the place.
_SEATS: Mapping[str, str] = {
    "moscow": "russia", "kremlin": "russia", "tokyo": "japan", "beijing": "china",
    "washington": "us", "london": "uk", "paris": "france", "berlin": "germany",
    "seoul": "korea", "ankara": "turkey", "ottawa": "canada", "brussels": "europe",
    "москва": "russia", "кремль": "russia", "токио": "japan", "пекин": "china",
    "вашингтон": "us", "лондон": "uk",
}  # fmt: skip


def _table(classes: Mapping[str, str]) -> tuple[dict[str, str], re.Pattern[str]]:
    """Whole words to their class, and one pattern for those that end in a star."""
    whole: dict[str, str] = {}
    stars: dict[str, str] = {}
    for name, words in classes.items():
        for word in words.split():
            (stars if word.endswith("*") else whole).setdefault(word.rstrip("*"), name)
    longest = sorted(stars, key=len, reverse=True)
    return {**stars, **whole}, re.compile("|".join(map(re.escape, longest)) or r"(?!)")


class _Classes:
    """Finds the class of a folded word."""

    def __init__(self, classes: Mapping[str, str]) -> None:
        self._names, self._stars = _table(classes)

    def find(self, word: str) -> str:
        """The class of a word, or ""."""
        if (name := self._names.get(word)) is not None:
            return name
        hit = self._stars.match(word)
        return self._names[hit[0]] if hit else ""


_OUTCOMES = _Classes(OUTCOMES)
_CONTRASTS = _Classes(
    {
        f"{kind}: {side}": synonyms
        for kind, sides in CONTRASTS.items()
        for side, synonyms in enumerate(sides)
    }
)
_PLACES = _Classes({row.split()[0]: row for row in COUNTRIES + MORE_COUNTRIES})
_NEGATIONS = words(NEGATIONS)


def outcome(word: str) -> str:
    """Class of a folded word's outcome ("detained"), or ""."""
    return _OUTCOMES.find(word)


def contrast(word: str) -> str:
    """Class and side of a folded word's contrast ("trend: 0"), or ""."""
    return _CONTRASTS.find(word)


def negates(word: str) -> bool:
    """True for a word that turns its sentence round; contracted forms included."""
    return word in _NEGATIONS or word.endswith("n't")


def country(word: str) -> str:
    """One name for a country's, island's or nation's several words, or ""."""
    return _PLACES.find(word)


def seat_of(word: str) -> str:
    """The country whose government a capital's name may stand for, or ""."""
    return _SEATS.get(word, "")


JAPANESE_WORDS = tuple(
    sorted(
        {
            word
            for words in (
                *OUTCOMES.values(),
                *(side for sides in CONTRASTS.values() for side in sides),
                *COUNTRIES,
                *MORE_COUNTRIES,
            )
            for word in words.replace("*", "").split()
            if ord(word[0]) > 0x3000
        },
        key=len,
        reverse=True,
    )
)
"""Every Japanese word above, longest first: what a text without spaces is cut by."""
