"""What a page puts around a text: menus, buttons, stamps, tickers, captions, games.

Furniture is told by its form, not by its words: it stands in rows of short lines without a full
stop, above the headline's second appearance, or is nothing but a date.
"""

import re
from collections.abc import Sequence
from itertools import dropwhile, groupby

FEW_WORDS, ON_AVERAGE = 8, 4
"""Words of a line that may be a button, and of such lines in a row on average."""
ROW = 2
"""So many short lines in a row are furniture."""
PROSE = 2
"""Lines with a full stop that a text must have, or its short lines are all it has."""
PAGE_HEAD = 6
"""Lines among which a page repeats the headline before the text begins."""
_CODES = re.compile(
    r"\s?\[USN:\w+ TEXT:\"(?P<said>[^\"]{1,120})\"\]"  # a link in a wire's own feed
    r"|\s?\((?:[A-Z0-9]{0,12}\.[A-Z]{1,2}|\.[A-Z0-9]{2,14})\)"  # a share's or an index's code
)
_CAPTION = re.compile(
    r"(?:REUTERS|AP Photo|AFP|Getty Images|Kyodo|Reuters)\s?/\s?[A-Z][^.\n]{1,60}$"
    r"|\((?:File\s)?(?:Photo|Image|Picture|Фото|写真)\b[^()]*\)$|\bFile Photo$"
    r"|^(?:FILE PHOTO|Photo illustration|ФОТО|写真)\b"
)
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_STAMP = re.compile(
    rf"\(?(?:(?:updated|published|posted|last updated)[:\s]*)?(?:[a-z]{{3,9}},?\s)?"
    rf"(?:{_MONTH}\s\d{{1,2}},?\s\d{{4}}|\d{{1,2}}\s{_MONTH},?\s\d{{4}})"
    r"[\s,|-]*(?:at\s)?(?:[\d:.]{4,5}\s?(?:[ap]\.?m\.?)?\s?(?:[a-z]{2,4})?)?\W*"
    r"(?:\d+\smin(?:ute)?s?(?:\sread)?)?\W*",
    re.IGNORECASE,
)
_NAME = r"[A-ZА-ЯЁ][\w.'-]+(?:\s[A-ZА-ЯЁ][\w.'-]+){1,3}"
_BYLINE = re.compile(rf"By {_NAME}(?:,\s{_NAME})*(?:,?\sand\s{_NAME})?(?:\s\|\s\w+)?")
_CREDITS = re.compile(
    r"\((?:Additional\s)?(?:Reporting|Writing|Editing|Compiled)\s[^()]*\)", re.IGNORECASE
)
_DISCLAIMS = re.compile(
    r"disclaimer\b|\d+\w{2}\sanniversary\b|.*\bno\sresponsibility\sfor\s(?:its|the)\scontent",
    re.IGNORECASE,
)
_LINKS = re.compile(
    r"\W*(?:related(?:\s(?:stories|articles|news|topics|coverage|links))?|read\s(?:also|more|next)|"
    r"see\salso|more\s(?:on\sthis|stories|news)|recommended|most\sread|читайте\sтакже|"
    r"(?:материалы|новости)\sпо\sтеме|еще\sпо\sтеме|関連(?:記事|ニュース)|あわせて読みたい)\W*",
    re.IGNORECASE,
)
_NOT_TEXT = (_STAMP.fullmatch, _BYLINE.fullmatch, _CAPTION.search, _DISCLAIMS.match)
_ENDS = re.compile(r"[.!?:;,。」』)\"]$")


def without_codes(body: str) -> str:
    """A text without the codes that a wire puts in for its customers' machines.

    >>> without_codes('Trump (SPCX.O) [USN:L1N44 TEXT:"urged Congress"] on Friday')
    'Trump urged Congress on Friday'
    """
    body = _CREDITS.sub("", body)
    return _CODES.sub(lambda hit: f" {hit['said']}" if hit["said"] else "", body)


def without_furniture(lines: Sequence[str], headline: str) -> list[str]:
    """The lines of a text that are not the page's."""
    lines = _below_headline([line for line in lines if line], _letters(headline))
    lines = _without_links(lines)
    lines = [line for line in lines if not any(is_one(line) for is_one in _NOT_TEXT)]
    if sum(bool(_ENDS.search(line)) for line in lines) < PROSE:
        return lines
    rows = ((short, list(row)) for short, row in groupby(lines, _is_short))
    return [line for short, row in rows for line in row if not (short and _are_buttons(row))]


def _below_headline(lines: list[str], headline: str) -> list[str]:
    again = [at for at, line in enumerate(lines[:PAGE_HEAD]) if _letters(line) == headline]
    return lines[again[-1] + 1 :] if again and len(lines) > again[-1] + 1 else lines


def _without_links(lines: list[str]) -> list[str]:
    """The lines without the headlines of other texts that follow "Read also"."""
    for at, line in enumerate(lines):
        if at and _LINKS.fullmatch(line):
            rest = list(dropwhile(lambda link: not link.endswith((".", "。")), lines[at + 1 :]))
            return [*lines[:at], *_without_links(rest)]
    return lines


def _is_short(line: str) -> bool:
    """A line of few words and no figure: a figure may be what is told."""
    few = len(line.split()) <= FEW_WORDS and len(line) <= 60
    return few and not _ENDS.search(line) and not any(map(str.isdigit, line))


def _are_buttons(row: Sequence[str]) -> bool:
    return len(row) >= ROW and sum(len(line.split()) for line in row) <= ON_AVERAGE * len(row)


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).casefold()
