"""What a page puts above a text where it comes in one line with it.

Sections, stamps, bylines, buttons and captions run into the first sentence, so they are taken off
piece by piece. A piece ends itself, as a stamp does, or must be seen to end.
"""

import re

from monitor.stories.words import lexicon

PIECES = 12
"""So many pieces a page's head has at most."""
_MONTH = (
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?|"
    r"(?:янв|фев|мар|апр|ма[яй]|июн|июл|авг|сен|окт|ноя|дек)[а-я]*\.?"
)
_WEEKDAY = (
    r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?|\([月火水木金土日]\)|"
    r"понедельник|вторник|сред[аы]|четверг|пятниц[аы]|суббот[аы]|воскресенье"
)
_DATE = (
    rf"(?:\d{{1,2}}\s(?:{_MONTH}),?\s\d{{4}}(?:\sг(?:ода\b|\.))?|(?:{_MONTH})\s\d{{1,2}},?\s\d{{4}}|"
    r"\d{1,2}[./]\d{1,2}[./]\d{4}|\d{4}[-./]\d{1,2}[-./]\d{1,2}|\d{4}年\d{1,2}月\d{1,2}日)"
)
_TIME = (
    r"(?:午[前後])?(?:[01]?\d|2[0-4])[:.時]\s?[0-5]\d分?(?:\s?[ap]\.?m\.?)?"
    r"(?:\s?\(?(?:gmt|utc|bst|cet|e[sd]?t|p[sd]?t|jst|ist|мск|msk)\b\)?)?(?:\s?[+-]\d{2}:?\d{2})?"
)
_LABEL = (
    r"(?:(?:first\s)?published|posted|(?:last\s)?(?:updated|modified)|обновлено|опубликовано|"
    r"дата(?:\sпубликации)?|公開|更新|掲載|配信)(?:日時?)?(?:\s(?:on|at|в))?\W{0,3}"
)
_GAP = r"[\s,|/・·•-]{0,3}(?:at\s)?"
_ENDS = r"(?:\s*[|\n•·>»]+\s*|[.;]\s+|\s+-{1,2}\s+|\s*$)"
_ENDED = r"(?:[\s|.;。•·>»-]++|$|(?=\(最終更新))(?!(?-i:[a-zа-я]))"
_DAY = rf"(?:(?:{_WEEKDAY}){_GAP})?{_DATE}(?:{_GAP}(?:{_WEEKDAY}))?"
_SHORT_DAY = r"\d{1,2}/\d{1,2}(?:\([月火水木金土日]\))?"
_STAMP = (
    rf"(?:(?:{_LABEL})(?:{_TIME}{_GAP})?{_DAY}(?:{_GAP}(?:в\s)?{_TIME})?|(?:{_LABEL}){_TIME}|"
    rf"{_TIME}{_GAP}{_DAY}|{_DAY}{_GAP}{_TIME}|{_SHORT_DAY}\s{_TIME}(?=更新|配信|公開))"
    rf"(?:更新|配信|公開|掲載)?{_ENDED}|{_DAY}(?:{_GAP}(?:в\s)?{_TIME})?{_ENDS}"
    rf"|(?:\d{{1,2}}\s(?:{_MONTH})|сегодня|вчера|today)(?:,|\sв)?\s{_TIME}{_ENDS}"
    r"|(?:updated\s)?(?:\d+\s(?:hours?|min(?:ute)?s?|days?)\sago|just\snow)"
    + _ENDED
    + rf"|\d+\s(?:час\w*|минут\w*|дн\w+)\sназад{_ENDS}"
    r"|\(最終更新[^()]{3,20}\)\s*|\d{2,5}文字\s+"
)
_READING = (
    r"(?:(?:estimated\s)?read(?:ing)?\stime\W{1,3}(?:about\s)?)?\d{1,2}[\s-]min(?:ute)?s?\.?\s(?:read|listen)\b"
    r"|(?:estimated\s)?read(?:ing)?\stime\W{1,3}\d{1,2}\smin(?:ute)?s?\b"
    r"|(?:время\s(?:на\s)?чтени[яе]|чтени[ея]|читать)\W{1,3}(?:около\s)?\d{1,2}\sмин\w*"
    r"|\d{1,2}\sмин\w*\.?\s(?:на\s)?чтени[яе]"
    r"|(?:この記事は)?約?\d{1,2}分で読め(?:ます|る)|読了(?:時間|目安)?\W{0,2}約?\d{1,2}分"
)
_LENGTH = r"(?:\W{1,3}(?:\d{1,2}:\d\d|\d{1,2}\s?(?:min|мин|分)\w*\)?))"
_LISTEN = (
    rf"(?:listen\sto\s(?:this|the)\s(?:article|story)|(?:про)?слуша(?:ть|йте)\s(?:эту\s)?"
    rf"(?:статью|новость|материал|текст)|(?:この)?記事を(?:聴く|聞く)|音声で(?:聴く|聞く)){_LENGTH}?"
    rf"|(?:listen|слушать|аудиоверсия(?:\sстатьи)?){_LENGTH}"
)
_COUNTED = (
    r"(?:обсудить|комментари\w+|просмотр\w*|comments?|views|コメント|いいね!?)"
    r"(?:\s?[(:]\s?|(?<=[ト!ね]))\d+(?:\)|件)?|\d+\s(?:comments?|views|shares|комментари\w+|просмотр\w*)\b"
)
_NETWORK = (
    r"(?:facebook|twitter|x|whatsapp|telegram|телеграм\w*|vk|вк(?:онтакте)?|linkedin|e-?mail|"
    r"reddit|line|bluesky|threads|max|print|copy\slink)\b"
)
_SHARE = (
    rf"(?:share(?:\sthis(?:\s(?:article|story))?)?|поделиться|シェア(?:する)?)"
    rf"(?:\s(?:on|via|в))?(?:[\s:,/|&]+(?:and\s|и\s)?{_NETWORK})+"
)
_PAYWALL = (
    r"(?:有料会員|会員|購読者)限定(?:記事)?|有料記事|プレミアム記事|(?:subscribers?|members?)[\s-]only|"
    r"for\ssubscribers(?:\sonly)?|только\sдля\sподписчиков|доступно\s(?:по\sподписке|подписчикам)"
)
_BUTTON = (
    r"(?:gift\sthis\s(?:article|story)|save|print|text\ssize(?:\sA)*|add\sas\spreferred\ssource\son\s\w+|"
    r"getting\syour\strinity\saudio\splayer\sready[.\s]*|(?:(?:subscriber|news)\s)?(?:exclusive|analysis)|"
    r"добавить\sв\sизбранное|читать\sв\s\w+|эксклюзив)(?:\s*[|\n]\s*|\.\s+)"
    r"|(?:社会|国際|経済|政治|スポーツ|地域|科学|文化|暮らし|印刷|メール|保存|Xでシェア)\s+"
)
_JAPANESE_OUTLET = rf"[^\s。、]{{2,8}}(?:新聞|ニュース|通信|テレビ)\s+(?=\d{{4}}|{_SHORT_DAY})"
_PERSON = r"[A-ZА-ЯЁ][\w.'-]*(?:\s[A-ZА-ЯЁ][\w.'-]*){1,3}"
_ROLE = (
    r"(?:,?\s(?i:(?:staff|senior|chief|special|foreign|специальный|собственный)\s)?"
    r"(?i:writers?|reporters?|correspondents?|editors?|корреспондент\w*|обозреватель|редактор)\b"
    r"[^.|\n]{0,30})|\sin\s[A-Z]\w+(?:\s[A-Z]\w+)?"
)
_BYLINE = (
    rf"(?:By|BY|Авторы?|Текст|Корреспондент):?\s{_PERSON}(?:(?:,|\s(?:and|AND|и))\s{_PERSON}){{0,3}}"
    rf"(?:{_ROLE})?{_ENDS}"
)
_PIECE = (
    rf"(?i:{_STAMP}|{_BUTTON}|{_JAPANESE_OUTLET}|(?:{_READING}|{_COUNTED}|{_SHARE}){_ENDED}|(?:{_LISTEN}){_ENDED}"
    rf"|(?:{_PAYWALL})(?:{_ENDS}|\s+(?!(?-i:[a-zа-я]))))|{_BYLINE}"
)
_MARKED_CAPTION = r"[〔【\[(<](?:資料)?(?:写真|画像|動画|映像)[^〕】\])>]{0,6}[〕】\])>]\s*"
_CREDIT = r"(?:から|より|撮影|提供|資料|写真|共同|時事|ロイター|AFP|AP|ゲッティ)"
_CAPTION = (
    rf"{_MARKED_CAPTION}[^。\s]{{2,80}}\s+"
    rf"|[^。、\s=]{{2,60}}=[^。\s]{{2,50}}{_CREDIT}[)〕】\]]?\s+"
    r"|(?:(?i:(?:file\s)?(?:photo|image|picture))\s?:\s|\[\d{1,2}/\d{1,2}\]\s?)[^\n]{5,200}?"
    r"(?:REUTERS|AP\sPhoto|AFP|Getty\sImages|Kyodo)\s?/\s?[A-Z][a-z'-]+(?:[\s/-][A-Z][a-z'-]+){0,5}[.\s]\s*"
)
_HEAD = re.compile(rf"\s*(?:{_PIECE}|{_CAPTION})")
_SECTIONS = re.compile(
    r"\s*(?P<names>[A-ZА-ЯЁ][\w'&-]*(?:(?:\s|,\s|\s?[/|>»]\s?)[A-ZА-ЯЁ&][\w'&-]*){0,5})"
    rf"(?:\s*[|>»•·\n]\s*|[.:]\s+)(?={_PIECE})"
)


def without_head(body: str) -> str:
    """Take off the front of a text what the page has above it.

    >>> without_head("WORLD | By Ida Holm, staff writer | 2 min read | A ferry sank.")
    'A ferry sank.'
    """
    for _ in range(PIECES):
        hit = _HEAD.match(body) or _sections(body)
        if not hit or not hit.end():
            break
        body = body[hit.end() :]
    return body


def _sections(body: str) -> re.Match[str] | None:
    """The names of sections above another piece of a page's head; a headline tells something."""
    hit = _SECTIONS.match(body)
    words = hit["names"].casefold().split() if hit else []
    return None if any(map(_tells, words)) else hit


def _tells(word: str) -> bool:
    changes = lexicon.outcome(word) or lexicon.contrast(word).startswith("trend")
    return bool(changes or lexicon.negates(word))
