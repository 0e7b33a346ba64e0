"""The reporter's own words: headline and sentences without datelines, bylines and boilerplate."""

import re
import unicodedata
from dataclasses import dataclass

from monitor.stories.furniture import without_codes, without_furniture
from monitor.stories.markers import strip_marks

LONGEST_TEXT, LONGEST_TITLE, LONGEST_SENTENCE = 30_000, 1_000, 2_000
"""In characters. No agency story is longer; what is, is read no further."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A text as its reporter wrote it, NFKC-normalised, dashes and quotes unified."""

    title: str
    sentences: tuple[str, ...]
    dateline: str
    """Place, date and agency, as they stood in front; "" without."""


_AGENCY = (
    r"reuters|ap|afp|afp-jiji|upi|dpa|tass|itar-tass|interfax|interfax\.ru|sputnik|xinhua|yonhap|"
    r"kyodo(?:\s+news)?|jiji(?:\s+press)?|bloomberg|cnn|bbc|efe|ansa|pti|ani|aap|nhk|"
    r"associated\s+press|anadolu|ukrinform|belta|kcna|mainichi|тасс|риа\s+новости|риа|"
    r"интерфакс|интерфакс\s*-\s*дальний\s+восток|прайм|регнум|共同|時事|ロイター|共同通信|時事通信"
)
_OUTLET = re.compile(
    rf"\b(?:{_AGENCY}|news|times|post|herald|gazette|journal|tribune|guardian|telegraph|observer|"
    r"standard|independent|today|online|daily|yahoo|asia|monitor|chronicle|mail|express|wire|"
    r"world|tv|radio|france|sport|press|nikkei|shimbun|scmp|cnbc|fox|sky|nova|новости|онлайн|газета|вести|лента)\b"
    r"|新聞|ニュース|通信|テレビ|放送|オンライン|デジタル|電子版",
    re.IGNORECASE,
)
_MONTH = (
    r"jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|"
    r"oct(?:ober)?|nov(?:ember)?|dec(?:ember)?|янв\w*|фев\w*|мар\w*|апр\w*|мая|май|июн\w*|июл\w*|"
    r"авг\w*|сен\w*|окт\w*|ноя\w*|дек\w*"
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
_ELLIPSIS = re.compile(
    r"\s*(?:\.{3}\s*(?:続きを読む|続きは\S{0,10}|もっと見る|全文を読む|read\s+(?:more|on)|continue\s+reading"
    r"|читать\s+(?:далее|полностью)|подробнее)\W*$)?"
    r"\s*(?:\[\s*\.{2,}\s*\]|\(\s*\.{3}\s*\)|\.{3,})?\s*(?:\[\+\d+\s+chars\])?\s*$"
)
_SUFFIX = re.compile(r"\s*(?P<bar>\||\s-{1,2}|\s:)\s+(?P<name>[^|]{2,40})$")
_JAPANESE_OUTLET = (
    "(?:新聞|ニュース|通信|テレビ|放送|オンライン|デジタル|電子版|日報|新報|タイムス|時報)"
)
_JAPANESE_SUFFIX = re.compile(
    rf"\s*[:|-]\s*[^\s:|-]{{1,12}}{_JAPANESE_OUTLET}\S{{0,6}}$"
    rf"|\s*\([^()]{{1,10}}{_JAPANESE_OUTLET}\)$"
)
_CREDIT = re.compile(rf"\s*\((?:{_AGENCY})\)\s*", re.IGNORECASE)
_DATELINE_END = re.compile(
    r"\s(?:янв|фев|мар|апр|ма|июн|июл|авг|сен|окт|ноя|дек)\w*\.\s+(?=[А-ЯЁ])|"
    # An outlet's name may follow the dash: "MOSCOW, June 30 - Polaris-Info. ".
    r"(?:\s-{1,2}\s+(?:[A-ZА-Я][\w-]+(?:\s[A-ZА-Я][\w-]+){0,2}\.\s+(?=\S))?"
    r"|/[^/\s]{2,12}/\.?\s*-?\s*|\b(?:РИА Новости|INTERFAX\.RU|ИНТЕРФАКС)\.\s+)"
)
_PLACE_WORD = re.compile(
    rf"(?:{_MONTH})\.?|\d{{1,4}}\.?|[A-ZА-ЯЁ][\w./'-]*,?|and|on|the|de|of|-+|/\S+/\.?|"
    rf"\(?(?:{_AGENCY})\)?[.,:]?|\(\w[\w .-]*\)?|\w[\w.-]*\)",
    re.IGNORECASE,
)
_HAS_AGENCY = re.compile(rf"(?:[(/]\s*|\b)(?:{_AGENCY})(?![\w])", re.IGNORECASE)
_BRACKETED_DATELINE = re.compile(
    r"^\s*(?:【(?!写真|画像|動画|図|グラフ|映像|地図)[^】]{2,30}】|\[[^\]]{2,40}\]|〔[^〕]{2,30}〕|<[^>]{2,30}>"
    rf"|\((?:[^()]{{0,24}}\b)?(?:{_AGENCY})[^()]{{0,12}}\))\s*-*\s*",
    re.IGNORECASE,
)
_BYLINE = re.compile(
    r"^(?:By|Автор|Текст)[:\s]\s*[A-ZА-ЯЁ][\w.'-]+(?:(?:,|\s+and|\s+и)?\s+[A-ZА-ЯЁ][\w'-]+){1,5}"
    r"(?:\s*(?:\n|-\s|\||\.\s+(?=[A-Z]))\s*|$)"
)
_NOTE = re.compile(
    r"^\s*\((?:adds?|corrects?|updates?|recasts?|refiles?|repeats?|fixes|clarifies|removes|deletes|"
    r"исправл\w+|уточн\w+|добавл\w+|訂正|追加|更新)[^)]*\)\s*"
    r"|^\s*(?:adds|corrects|updates|recasts|refiles|repeats|fixes)\s[^.\n]{3,120}\n",
    re.IGNORECASE,
)
_BOILERPLATE = re.compile(
    r"^\W*(?:related\b|media\s+caption|image\s+(?:caption|source)|tags?:|на\s+фото|(?:нашли|заметили)\s+(?:ошибку|опечатку|неточность)|выделите\s|無料会員|あわせて読|残り|thanks?\s+for\s+(?:reading|joining|following)|contact\s+(?:us|the)\b|главное\W*$|read\s+(?:more|the\s+full|also|full)|continue\s+reading|click\s+here|share(?:\b|$)|"
    r"follow\s|\d+\s+min(?:ute)?s?\s+read|(?:tel|phone|call|tip|contact)\b[^.]*\d{4}|sign\s+up|subscribe|(?:the\s+post|the\s+article)\s.*\bappeared\s+first|"
    r"all\s+rights\s+reserved|copyright|©|\(c\)|(?:file\s+)?(?:photo|image|picture|video)s?\b\s*"
    r"(?:[:/]|by|credit|\d+\s+of)|(?:reuters|ap|afp|epa|getty|tass|sputnik|kyodo)\s?/\s?\S|advertisement|comments?\W*$|our\s+standards|get\s+(?:the\s+latest|(?:our|all)\b[^.]*\b(?:inbox|phone|app))|[^.]{0,80}\b(?:to\s+your\s+inbox|our\s+newsletters?|push\s+notifications)\b|"
    r"download\s+(?:the|our)|join\s+(?:us|our)|more\s+(?:on|from)\b|related(?::|\s+(?:stor|art))|"
    r"(?:additional\s+)?(?:reporting|writing|editing|compiled)\s+by\b|source:|see\s+also|"
    r"this\s+(?:article|story|material)\s+(?:was|is|has|may|originally)|this\s+is\s+a\s+(?:developing|breaking)|you\s+can\s+(?:follow|read|find)|follow\s+the\s+rest|"
    r"(?:more\s+)?details?\s+(?:to\s+follow|soon|later)|more\s+to\s+(?:follow|come)|view\s+comments|"
    r"stay\s+(?:with\s+us|tuned)|posted\s+(?:by|at|on)\b|(?:last\s+)?updated?(?:d\s+at|\s+at|:)|"
    r"live\s+(?:updates|coverage|blog)\b|follow\s+(?:our|the)\s+live|key\s+(?:events|points)\W*$|"
    r"refresh\s+(?:this|the)|this\s+(?:page|live\s*blog)\b|we(?:'re|\s+are)\s+(?:closing|wrapping)|"
    r"that's\s+(?:all|it)\s+(?:from|for)|listen\s+to|watch(?:\s*:|\s+(?:the|now|live|more))|newsletter|"
    r"подробнее|подробности|читать?\s+(?:далее|полностью|также)|читайте\s|подпис\w+ся|подпишитесь|"
    r"подписывайтесь|фото\s*[:/]|фото\s*$|источник:|следите\s+за|по\s+материалам|"
    r"все\s+права\s+защищены|при\s+(?:перепечатке|цитировании|копировании)|©|фото\s+[а-я]|сцена\s+из|"
    r"поделиться|комментари\w+\W*$|больше\s+новостей|наш\s+(?:телеграм|канал)|"
    r"続きを読む|続きは|全文を読む|もっと見る|関連記事|関連ニュース|【?写真|画像|動画は|無断転載|"
    r"оставайтесь\s+с\s+нами|онлайн-трансляц|(?:текстовая\s+)?трансляция\s+(?:обновля|ведется)|"
    r"страница\s+обновля|обновлено\s*(?::|в\s)|мы\s+следим\s+за|главное\s+к\s+этому|"
    r"この(?:ページ|タイムライン)は|随時更新|自動(?:で|的に)更新|最新情報は|タイムライン|ライブ(?:配信|ブログ)|"
    r"シェア|この記事は|会員限定|記事全文|有料会員|最終更新|最新(?:の)?(?:ニュース|情報)|ニュースアプリ|アプリ(?:で|を)|【(?:画像|動画|図|映像|地図|グラフ))",
    re.IGNORECASE,
)
_EDITORS_NOTE = re.compile(
    r"\s*[(\[【](?![^)\]】]*(?:correct|исправ|уточн|訂正)|(?:写真|画像|動画)[)\]】])[^()\[\]【】]{0,80}(?<!\w)"
    r"(?:amended|updated|edited|recasts?|paragraph|typing\s+error|typo|misspelling|photo|image|picture|video|caption|"
    r"повтор\w*|обновлен\w*|опечатк\w*|фото|видео|写真|画像|動画|全文|会員|有料|更新し|追加し|敬称略|ここまで|残り\d*文字)"
    r"[^()\[\]【】]{0,80}[)\]】]",
    re.IGNORECASE,
)
"""What the desk says of its own page, in brackets."""
_HEADING_LINE = re.compile(r"^\W*[^\W\d]+(?:\s[^\W\d]+){0,3}:$")
_RUBRIC = re.compile(r"^【[^】\d]{2,10}】")
_TRAILING_CREDIT = re.compile(
    rf"\s*(?:\((?:(?:additional\s+)?(?:reporting|writing|editing|compiled)\s+by|с\s+материалами)"
    rf"[^)]*\)|\(\s*(?:{_AGENCY})\s*\))\W*$",
    re.IGNORECASE,
)
_SIGNED = re.compile(r"(?<=[.!?])\s+--?\s+[A-ZА-Я][\w-]+(?:\s[A-ZА-Я][\w-]+){0,2}\W*$")
_EXCHANGE_RATE = re.compile(
    r"\s*\(\s*[$€£¥₽]?\s?1(?:[.,]0+)?\s?(?:[a-zа-я]{1,3}[$])?(?:[\w.]+\s?){0,3}\s?=\s?[^()]{2,60}\)"
    r"|,?\s+(?:по\s+(?:\w+\s+)?курсу|at\s+(?:an?|the)\s+(?:\w+\s+)?(?:exchange\s+)?rate\s+of)\s+"
    r"(?:ЦБ(?:\s+РФ)?\s+)?[\d.,]+\s*\w+\.?\s+(?:за|to|per)\s+(?:the\s+|an?\s+)?\w+"
    r"|\s*\(\s*1\w{1,4}\s?(?:は|=)\s?約?\d[^()]{1,20}\)"
)
"""A rate in brackets or "at the rate of": the desk's sum, not the reporter's fact."""
_TIME_AND_TAG = re.compile(r"\s*(?:[01]?\d|2[0-3]):[0-5]\d\s?#\S{1,20}$")
"""When a headline was put on the page and under which tag: "6:03#暮らし・話題"."""
_QUOTED_OUTLET = re.compile(
    r",?\s+(?:как\s+)?(?:пишет|передает|сообщает)\s+\"[^\"]{2,40}\"(?:\s+со\s+ссылкой\s+на\s+[^,.;]{2,60})?"
    r"|,?\s+со\s+ссылкой\s+на\s+(?:агентство\s+)?\"?[A-ZА-Я][^,.;]{2,40}(?=[,.;])"
    r"|,\s+(?:the\s+)?[A-Z][\w-]+(?:\s[A-Z][\w-]+){0,2}\s+report(?:s|ed)(?=[.,]|$)"
    r"|,\s+(?:citing|quoted\s+by|as\s+reported\s+by)\s+(?:the\s+)?[A-Z][\w-]+(?:\s[A-Z][\w-]+){0,2}(?=[.,]|$)"
    r"|(?:、|と)(?:[^\s、。]{1,10}(?:通信|新聞|テレビ))が(?:報じた|伝えた|報道した)"
)
"""The outlet whose text it is, named in it: "пишет «Берег»", "Coast Wire reports"."""
_TIME_STAMP = re.compile(
    r"^\W{0,3}(?:(?:posted|updated|published|as\s+of|обновлено|опубликовано|更新)\s*(?:at|в)?[:\s]*)?"
    r"(?:[01]?\d|2[0-4])[:.時][0-5]\d分?\s?(?:[ap]\.?m\.?|GMT|UTC|BST|ET|EST|EDT|JST|мск|更新)?"
    r"\s*(?:update:?|обновлено:?)?\s*(?:$|[|>]\s*|[-:.]\s+)",
    re.IGNORECASE,
)
"""The time at which a live blog's post was made."""
_MONTH_BREAK = re.compile(r"(?<=\b(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sep|Oct|Nov|Dec))\.\n(?=\d)")
_ABBREVIATION = re.compile(
    r"(?:\b(?i:Mr|Mrs|Ms|Dr|St|Gen|Sen|Rep|Gov|Lt|Col|Sgt|Capt|Prof|Inc|Co|Ltd|Corp|No|vs|Jan|Feb|"
    r"Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|a\.m|p\.m|U\.S|U\.K|U\.N|E\.U|approx|est|"
    r"тыс|млн|млрд|руб|коп|г|гг|им|ул|стр|др|пр|т\.е|т\.д|янв|фев|авг|сен|окт|ноя|дек)|"
    r"(?<![\w.])[A-ZА-ЯЁ])\.$"
)
_BREAK = re.compile(r"(?<=[。!?])(?![\"」』)])|(?<=[.!?])[\")]*\s+(?=[\"(\[]?[A-ZА-ЯЁ\d])")

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
        ". ", _ELLIPSIS.sub("", _EXCHANGE_RATE.sub("", _QUOTED_OUTLET.sub("", body)))
    )
    body = without_codes(_EDITORS_NOTE.sub("", body))
    if "\n" in body:
        body = "\n".join(without_furniture([line.strip() for line in body.split("\n")], headline))
    story = _opening(body)
    dateline = body[: len(body) - len(story)].replace("\n", " ").strip()
    lines = (_TIME_STAMP.sub("", line.strip()) for line in re.split(r"\n|\s\|\s", story))
    paragraphs = [line for line in lines if line and not _HEADING_LINE.match(line)]
    if paragraphs:
        paragraphs[-1] = _TRAILING_CREDIT.sub("", _SIGNED.sub("", paragraphs[-1]))
    sentences = [s for line in paragraphs for s in _sentences(line)]
    kept = tuple(s for s in sentences if not _BOILERPLATE.match(s) and any(map(str.isalnum, s)))
    return Prepared(headline, kept, dateline)


def _headline(title: str, body: str, sources: tuple[str, ...]) -> str:
    title = _EDITORS_NOTE.sub("", _RUBRIC.sub("", _TIME_AND_TAG.sub("", title)))
    title = _JAPANESE_SUFFIX.sub("", _CREDIT.sub(" ", title).strip())
    while hit := _SUFFIX.search(title):
        name = hit["name"].strip()
        if not (_is_outlet(name, body, sources) or hit["bar"] == "|"):
            break
        title = title[: hit.start()].strip()
    return _ELLIPSIS.sub("", title)


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


def _opening(body: str) -> str:
    """Take note, byline and dateline off the beginning, whatever their order."""
    for _ in range(4):
        before = body
        for pattern in (_NOTE, _BYLINE, _BRACKETED_DATELINE):
            body = pattern.sub("", body, count=1)
        body = _without_dateline(body.lstrip())
        if body == before:
            break
    return body


def _without_dateline(body: str) -> str:
    # A dateline is short (about 70 characters at most); a block may end inside it.
    start = body[:110].replace("\n", " ")
    for hit in _DATELINE_END.finditer(start):
        head = start[: hit.start()] + " " + hit[0].strip(" -")
        if _is_dateline(head.strip()):
            return body[hit.end() :]
    return body


def _is_dateline(head: str) -> bool:
    words = head.split()
    if not words or len(words) > 12:
        return False
    if not all(_PLACE_WORD.fullmatch(word) and not _lower(word) for word in words):
        return False
    if re.fullmatch(rf"(?:{_MONTH})\.? \d{{1,2}} \(.+\)\W*", head, re.IGNORECASE):
        return True
    letters = re.sub(r"[^A-Za-zА-Яа-яЁё]", "", words[0])
    return bool(_HAS_AGENCY.search(head)) or (len(letters) > 2 and letters.isupper())


def _lower(word: str) -> bool:
    bare = word.strip("().,/-")
    if not bare or not bare[0].islower():
        return False
    return not (re.fullmatch(rf"{_MONTH}|and|de|of|{_AGENCY}", bare, re.IGNORECASE))


def _sentences(line: str) -> list[str]:
    parts: list[str] = []
    for piece in (_LOWER_BREAK if line.islower() else _BREAK).split(line):
        if parts and _ABBREVIATION.search(parts[-1][-12:]):
            parts[-1] += " " + piece
        elif piece.strip():
            parts.append(piece.strip())
    return [
        part[at : at + LONGEST_SENTENCE]
        for part in parts
        for at in range(0, len(part), LONGEST_SENTENCE)
    ]
