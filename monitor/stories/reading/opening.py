"""What stands before a text's first sentence: notes, bylines, captions and datelines."""

import re

from monitor.stories.words.agency import AGENCY

_MONTH = (
    r"jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|"
    r"oct(?:ober)?|nov(?:ember)?|dec(?:ember)?|янв\w*|фев\w*|мар\w*|апр\w*|мая|май|июн\w*|июл\w*|"
    r"авг\w*|сен\w*|окт\w*|ноя\w*|дек\w*"
)
_DATELINE_END = re.compile(
    r"\s(?:янв|фев|мар|апр|ма|июн|июл|авг|сен|окт|ноя|дек)\w*\.\s+(?=[А-ЯЁ])|"
    # An outlet's name may follow the dash: "MOSCOW, June 30 - Polaris-Info. ".
    r"(?:\s-{1,2}\s+(?:[A-ZА-Я][\w-]+(?:\s[A-ZА-Я][\w-]+){0,2}\.\s+(?=\S))?"
    r"|/(?:[^/\s]{2,12}|(?i:(?:соб\.\s?)?корр\.|corr\.|от\s+корр\w*\.?)\s[^/]{2,40})/\.?\s*-?\s*"
    r"|\b(?:РИА Новости|INTERFAX\.RU|ИНТЕРФАКС)\.\s+)"
)
_PLACE_WORD = re.compile(
    rf"(?:{_MONTH})\.?|\d{{1,4}}\.?|\d{{1,2}}/\d{{1,2}}|\||[A-ZА-ЯЁ][\w./'-]*,?|and|on|the|de|of|-+|/\S+/\.?|"
    rf"\(?(?:{AGENCY})\)?[.,:]?|\(\w[\w .-]*\)?|\w[\w./-]*\)",
    re.IGNORECASE,
)
_HAS_AGENCY = re.compile(rf"(?:[(/]\s*|\b)(?:{AGENCY})(?![\w])", re.IGNORECASE)
_BRACKETED_DATELINE = re.compile(
    r"^\s*(?:【(?!写真|画像|動画|図|グラフ|映像|地図)[^】]{2,30}】|\[[^\]]{2,40}\]|〔[^〕]{2,30}〕|<[^>]{2,30}>"
    rf"|\((?:[^()]{{0,24}}\b)?(?:{AGENCY})[^()]{{0,12}}\))\s*-*\s*",
    re.IGNORECASE,
)
_BYLINE = re.compile(
    r"^(?:By|Автор|Текст)[:\s]\s*[A-ZА-ЯЁ][\w.'-]+(?:(?:,|\s+and|\s+и)?\s+[A-ZА-ЯЁ][\w'-]+){1,5}"
    r"(?:;\s+(?:editing|writing|reporting|additional\s+reporting)\s+by\s+[A-Z][\w.'-]+(?:(?:,|\s+and)?\s+[A-Z][\w'-]+){1,5})?"
    r"(?:\s*(?:\n|-{1,2}\s|\||\.\s+(?=[A-Z]))\s*|$)"
)
_NAME = r"[A-ZА-ЯЁ][\w'-]+"
_DATED_PLACE = re.compile(
    rf"^{_NAME}(?:[ -]{_NAME}){{0,3}}[.,]\s+"
    rf"(?:\d{{1,2}}\s+(?:{_MONTH})|(?:{_MONTH})\.?\s+\d{{1,2}})[.,]\s+"
    rf"(?:/[^/]{{2,40}}/\.?\s*|{_NAME}\.?(?:\s+\"?{_NAME}\"?){{0,3}}\.\s+)(?:-\s+)?(?=\S)"
)
"""Place, day and outlet between full stops and commas: "Tarsk, 3 April, TR-Info. "."""
_NOTE = re.compile(
    r"^\s*\((?:adds?|corrects?|updates?|recasts?|refiles?|repeats?|fixes|clarifies|removes|deletes|"
    r"исправл\w+|уточн\w+|добавл\w+|訂正|追加|更新)[^)]*\)\s*"
    r"|^\s*(?:adds|corrects|updates|recasts|refiles|repeats|fixes)\s[^.\n]{3,120}\n",
    re.IGNORECASE,
)
_FULL_NAME = rf"{_NAME}(?: {_NAME}){{1,3}}"
_STAFF = re.compile(
    rf"^{_FULL_NAME}(?:(?:,| and) {_FULL_NAME})*,\s+"
    r"(?:staff\s+(?:writers?|reporters?)|(?:\w+\s+)?(?:correspondents?|reporters?))\W+(?=\S)"
)
_CREDITED_CAPTION = re.compile(
    r"^[^.!?\n]{3,140}[.!?]?\s*\((?:courtesy|photo|image|picture|credit|handout|фото)\b[^)]{0,80}\)\s*",
    re.IGNORECASE,
)
"""What stands under a picture, with whose it is in brackets."""


def without_opening(body: str) -> str:
    """Take note, byline and dateline off the beginning, whatever their order."""
    for _ in range(4):
        before = body
        for pattern in (_NOTE, _BYLINE, _STAFF, _CREDITED_CAPTION, _BRACKETED_DATELINE):
            body = pattern.sub("", body, count=1)
        body = _without_dateline(_DATED_PLACE.sub("", body.lstrip(), count=1))
        if body == before:
            break
    return body


def _without_dateline(body: str) -> str:
    # A dateline is short (about 70 characters at most); a block may end inside it.
    start = body[:110].replace("\n", " ")
    for hit in _DATELINE_END.finditer(start):
        end = hit[0].strip(" -")
        # "/Корр. ТАСС/" is one word of a dateline.
        head = start[: hit.start()] + " " + (end.replace(" ", ".") if end.startswith("/") else end)
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
    return not (re.fullmatch(rf"{_MONTH}|and|de|of|{AGENCY}", bare, re.IGNORECASE))
