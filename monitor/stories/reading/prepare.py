"""The reporter's own words: headline and sentences without datelines, bylines and boilerplate."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from monitor.stories.reading.boilerplate import (
    BOILERPLATE,
    EXCHANGE_RATE,
    QUOTED_OUTLET,
    SIGNED,
    TIME_STAMP,
    TRAILING_CREDIT,
)
from monitor.stories.reading.foot import FOOT
from monitor.stories.reading.furniture import without_codes, without_furniture
from monitor.stories.reading.head import without_head
from monitor.stories.reading.markers import strip_marks
from monitor.stories.reading.notes import is_note, without_notes
from monitor.stories.reading.opening import without_opening
from monitor.stories.words.agency import AGENCY

LONGEST_TEXT, LONGEST_TITLE, LONGEST_SENTENCE = 30_000, 1_000, 2_000
"""In characters. No agency story is longer; what is, is read no further."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A text as its reporter wrote it, NFKC-normalised, dashes and quotes unified."""

    title: str
    sentences: tuple[str, ...]
    dateline: str
    """Place, date and agency, as they stood in front; "" without."""


_OUTLET = re.compile(
    rf"\b(?:{AGENCY}|news|times|post|herald|gazette|journal|tribune|guardian|telegraph|observer|"
    r"standard|independent|today|online|daily|yahoo|asia|monitor|chronicle|mail|express|wire|"
    r"world|tv|radio|france|sport|press|nikkei|shimbun|scmp|cnbc|fox|sky|nova|новости|онлайн|газета|вести|лента)\b"
    r"|新聞|ニュース|通信|テレビ|放送|オンライン|デジタル|電子版",
    re.IGNORECASE,
)
_DASHES = re.compile(r"[‐‑‒–—―−]")
_QUOTES = re.compile(r"[“”„«»″]")
_APOSTROPHES = re.compile(r"[’‘ʼ`´]")
_INVISIBLE = re.compile(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff\u0301]")
_HALVES = re.compile(r"(?<=\d)\s?1[/\u2044]2(?!\d)")
_RAISED_POINT = re.compile(
    r"(?<=\d)・(?=\d{1,3}(?:トン|キロ|メートル|センチ|ミリ|%|度|倍|兆|億|万|ドル|円|ヘクタール|平方|グラム|秒|ポイント))"
)
"""The decimal point of some Japanese papers; "1・2号機" are two."""
_ADDRESS = re.compile(r"https?://\S+|www\.\S+|[^\s@]{1,64}@[^\s@]{1,255}")
LONGEST_MARK = 80
"""Characters at the end of a text among which stand the marks of its having been cut."""
_ELLIPSIS = re.compile(
    r"\s*(?:(?:\.{3}|>{1,3}|[(\[【])\s*(?:続きを読む|続きは\S{0,10}|もっと見る|全文を読む|read\s+(?:more|on)"
    r"|continue\s+reading|читать\s+(?:далее|полностью)|подробнее)\W*$)?"
    r"\s*(?:\[\s*\.{2,}\s*\]|\(\s*\.{3}\s*\)|\.{3,})?\s*(?:\[\+\d+\s+chars\])?"
    r"\s*(?:[(\[]\s?more\s?[)\]])?\s*$"
)
_SUFFIX = re.compile(r"\s*(?P<bar>\||\s::|\s-{1,2}|\s:)\s+(?P<name>[^|]{2,40})$")
_JAPANESE_OUTLET = (
    "(?:新聞|ニュース|通信|テレビ|放送|オンライン|デジタル|電子版|日報|新報|タイムス|時報)"
)
_JAPANESE_SUFFIX = re.compile(
    rf"\s*[:|-]\s*[^\s:|-]{{1,12}}{_JAPANESE_OUTLET}\S{{0,6}}$"
    rf"|\s*\([^()]{{1,10}}{_JAPANESE_OUTLET}\)$"
)
_CREDIT = re.compile(rf"\s*\((?:{AGENCY})\)\s*", re.IGNORECASE)
_HEADING_LINE = re.compile(r"^\W*[^\W\d]+(?:\s[^\W\d]+){0,3}:$")
_RUBRIC = re.compile(r"^【[^】\d]{2,10}】")
_TIMES_UPDATED = re.compile(r"(?<=[A-Za-z]) \([1-9]\)$")
"""How often an agency has updated its text: "Mill seeks protection (2)"."""
_TIME_AND_TAG = re.compile(r"\s*(?:[01]?\d|2[0-3]):[0-5]\d\s?#\S{1,20}$")
"""When a headline was put on the page and under which tag: "6:03#暮らし・話題"."""
_MONTH_BREAK = re.compile(r"(?<=\b(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sep|Oct|Nov|Dec))\.\n(?=\d)")
_ABBREVIATION = re.compile(
    r"(?:\b(?i:Mr|Mrs|Ms|Dr|St|Gen|Sen|Rep|Gov|Lt|Col|Sgt|Capt|Prof|Inc|Co|Ltd|Corp|No|vs|Jan|Feb|"
    r"Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|a\.m|p\.m|U\.S|U\.K|U\.N|E\.U|approx|est|"
    r"тыс|млн|млрд|руб|коп|г|гг|им|ул|стр|др|пр|т\.е|т\.д|янв|фев|авг|сен|окт|ноя|дек)|"
    r"(?<![\w.])[A-ZА-ЯЁ])\.$"
)
_ENDS = re.compile(r"\b(?:руб|коп|т\.д|т\.п)\.$", re.IGNORECASE)
"""What is a sentence's last word where a capital follows."""
_MAY_END = re.compile(r"\b(?:др|млн|млрд|трлн|a\.m|p\.m|U\.S|U\.K|U\.N|Inc|Ltd|Corp)\.$")
_OPENS = re.compile(
    r"(?:The|It|Its|He|She|They|Their|His|Her|This|These|In|On|At|But|No|There|Two|Three"
    r"|В|На|По|Но|Он|Она|Они|Это|Эти|Его|Их|Как|Пока|При|После|До|Также|Об|Из|Всего|Еще|Сейчас"
    r"|Ранее|Однако|Кроме|Для|Так|За|С|К)\b"
)
"""What opens a sentence where the word before may be the last of another."""
_BREAK = re.compile(
    r"(?<=[。!?])(?![\"」』)])|(?<=[.!?])[\")]*\s+(?=[\"(\[]?[A-ZА-ЯЁ\d]|--\s?[A-ZА-ЯЁ])"
)

_LOWER_BREAK = re.compile(r"(?<=[。.!?])\s+")


_OLD_FORMS = str.maketrans(
    "澤齋齊邊邉廣國龍髙﨑嶋濱濵櫻德眞惠條會學圓藏瀧豐應榮澁縣區臺萬斉釋假壽號舘舩",
    "沢斎斎辺辺広国竜高崎島浜浜桜徳真恵条会学円蔵滝豊応栄渋県区台万斎釈仮寿号館船",
)
"""Two forms of one character: a matter of an outlet's fonts, in names above all."""


def normal(text: str) -> str:
    """NFKC, with one kind of dash, quotation mark and apostrophe and nothing invisible."""
    text = _INVISIBLE.sub("", unicodedata.normalize("NFKC", text))
    text = _APOSTROPHES.sub("'", _QUOTES.sub('"', _DASHES.sub("-", text)))
    text = _RAISED_POINT.sub(".", _HALVES.sub(".5", text))
    return text.replace("ё", "е").replace("Ё", "Е").translate(_OLD_FORMS)


def prepare(title: str, text: str, *sources: str) -> Prepared:
    """Strip a text of everything that is the outlet's and not the reporter's.

    `sources` are the outlet's names: a headline may end in one.
    """
    body = _ADDRESS.sub(" ", normal(text[:LONGEST_TEXT])).strip()
    headline = _headline(normal(strip_marks(title[:LONGEST_TITLE])[0]), body, sources)
    if _same_letters(body, headline):
        body = ""
    body = _MONTH_BREAK.sub(
        ". ", _without_ellipsis(EXCHANGE_RATE.sub("", QUOTED_OUTLET.sub("", body)))
    )
    body = without_codes(without_notes(body))
    if "\n" in body:
        body = "\n".join(without_furniture([line.strip() for line in body.split("\n")], headline))
    body = without_head(body)
    story = without_opening(body)
    dateline = body[: len(body) - len(story)].replace("\n", " ").strip()
    lines = (TIME_STAMP.sub("", line.strip()) for line in re.split(r"\n|\s\|\s", story))
    paragraphs = [line for line in lines if line and not _HEADING_LINE.match(line)]
    if paragraphs:
        paragraphs[-1] = TRAILING_CREDIT.sub("", SIGNED.sub("", paragraphs[-1]))
    sentences = [s for line in paragraphs for s in _sentences(line)]
    return Prepared(headline, tuple(_reported(sentences)), dateline)


def _reported(sentences: list[str]) -> Iterator[str]:
    """The sentences that are the reporter's: none of a foot below them, and none in their midst."""
    end = len(sentences)
    while end > 1 and (FOOT.match(sentences[end - 1]) or BOILERPLATE.match(sentences[end - 1])):
        end -= 1
    for sentence in sentences[:end]:
        if not any(map(str.isalnum, sentence)):
            continue
        if not BOILERPLATE.match(sentence) and not is_note(sentence):
            yield sentence


def _headline(title: str, body: str, sources: tuple[str, ...]) -> str:
    title = without_notes(_RUBRIC.sub("", _TIME_AND_TAG.sub("", title)))
    title = _JAPANESE_SUFFIX.sub("", _CREDIT.sub(" ", title).strip())
    title = _TIMES_UPDATED.sub("", title) if body else title
    while hit := _SUFFIX.search(title):
        name = hit["name"].strip()
        if not (_is_outlet(name, body, sources) or hit["bar"].strip() in ("|", "::")):
            break
        title = title[: hit.start()].strip()
    return _without_ellipsis(title)


def _without_ellipsis(text: str) -> str:
    """A text without the marks of its having been cut."""
    return text[:-LONGEST_MARK] + _ELLIPSIS.sub("", text[-LONGEST_MARK:])


def _is_outlet(name: str, body: str, sources: tuple[str, ...]) -> bool:
    """A last part of a headline that names an outlet, not the man who said it."""
    if any(_letters(name) == _letters(normal(known)) for known in sources if known):
        return True
    words = name.split()
    named = all(not word[:1].islower() or word in {"the", "of", "and"} for word in words)
    if _OUTLET.search(name):
        return len(words) <= 5 and (named or not name.isascii())
    return named and len(words) <= 3 and bool(body) and not _shares_word(words, body)


def _shares_word(words: list[str], body: str) -> bool:
    folded = body.casefold()
    return any(word.casefold()[:5] in folded for word in words if len(word) > 3)


def _same_letters(one: str, other: str) -> bool:
    """True where two texts have the same letters and digits."""
    if abs(len(one) - len(other)) > 20:
        return False
    return _letters(one) == _letters(other)


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).casefold()


def _ends(part: str, piece: str) -> bool:
    """True where an abbreviation is a sentence's last word: "640 тыс. руб. Пока"."""
    if _ENDS.search(part[-12:]):
        return piece[:1].isalpha()
    return bool(_MAY_END.search(part[-12:]) and _OPENS.match(piece))


def _sentences(line: str) -> list[str]:
    parts: list[str] = []
    for piece in (_LOWER_BREAK if line.islower() else _BREAK).split(line):
        if parts and _ABBREVIATION.search(parts[-1][-12:]) and not _ends(parts[-1], piece):
            parts[-1] += " " + piece
        elif piece.strip():
            parts.append(piece.strip())
    return [
        part[at : at + LONGEST_SENTENCE]
        for part in parts
        for at in range(0, len(part), LONGEST_SENTENCE)
    ]
