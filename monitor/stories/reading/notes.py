"""What a desk says of its own text: notes in brackets, editor's notes, corrections of spelling.

A note about form goes; one that says which fact was changed stays, for it may be all that says so.
"""

import re

_FIGURES = (
    r"\b(?:toll|number|figure|amount|sum|date|day|age|year|percentage|price|unit)s?\b|"
    r"\b(?:числ|дат|сумм|возраст|цен|процент|количеств|цифр)|死者|人数|日付|金額|数字"
)
_COSMETIC = (
    r"\b(?:correct|fix|amend|mend)\w*\s+(?:an?\s+|the\s+)?(?:spelling|misspelling|typo\w*|typing|"
    r"punctuation|grammar|formatting|byline|dateline|slug|link|photo\s+credit|caption)\b"
    r"|\b(?:typo|misspelling|typing\s+error)s?\b[^.;)]{0,40}\b(?:corrected|fixed|mended)\b"
    r"|исправлен\w*\s+(?:опечатк|орфограф|пунктуац|написани|форматировани|подпис)\w*"
    r"|опечатк\w+[^.;)]{0,30}\bисправлен\w*|(?:誤字|脱字|表記)を(?:訂正|修正)"
)
COSMETIC = re.compile(rf"(?:{_COSMETIC})(?![^.;)]*(?:{_FIGURES}))", re.IGNORECASE)
"""A correction of how a thing is written corrects nothing that was told."""
_CORRECTS = re.compile(r"correct|исправ|уточн|訂正", re.IGNORECASE)
_PICTURE = re.compile(
    r"photo|image|picture|video|caption|фото|видео|снимк|写真|画像|動画", re.IGNORECASE
)
_CHANGED = re.compile(
    rf"{_FIGURES}|\b(?:dead|died|killed|injured|now|not)\b|погиб|жертв|пострада|死亡|負傷"
    r"|\b(?:to|is|на|до)\s+[$€£¥]?\d+(?![\d:]|\.\d\d\b)",
    re.IGNORECASE,
)
_IN_BRACKETS = re.compile(
    r"\s*(?:[(\[【](?!(?:写真|画像|動画)[)\]】])[^()\[\]【】]{0,80}(?<!\w)"
    r"(?:amended|updated|edited|recasts?|paragraph|typing\s+error|typo|misspelling|photo|image|"
    r"picture|video|caption|повтор\w*|обновлен\w*|опечатк\w*|фото|видео|写真|画像|動画|全文|会員|"
    r"有料|更新し|追加し|敬称略|ここまで|残り\d*文字)[^()\[\]【】]{0,80}[)\]】]"
    r"|[(\[【](?:corrects|fixes)\s+(?:the\s+)?(?:spelling|typo|misspelling)\b[^()\[\]【】]{0,80}[)\]】]"
    r"|[(\[【](?:editor'?s?'?\s+note|refil|repeat|re-?sen[dt]|adds|updates|fixes|removes|deletes|"
    r"changes\s+(?:headline|slug|keyword)|от\s+редакции|прим(?:ечани\w*|\.)\s*ред|на\s+снимке|"
    r"дополнен|добавлен|расширен|перепостановк|"
    r"編集部注|再送|差し?替え|体裁|表記を|誤字|脱字)[^()\[\]【】]{0,240}[)\]】]"
    r"|[(【][^()【】]{2,60}を(?:追加|更新|変更|差し?替え)し(?:ました|ています)。?[)】])",
    re.IGNORECASE,
)
_EDITOR = re.compile(
    r"^\W*(?:(?:editor|publisher)'?s?'?\s+note|от\s+редакции|прим(?:ечание|\.)\s*ред\w*|"
    r"編集部(?:注|より))\W*[:.]",
    re.IGNORECASE,
)
_OF_FORM = re.compile(
    r"\b(?:publish|republish|appear|headline|style|edited|length|clarity|translat|syndicat|"
    r"permission|agreement|format|spelling|graphic|distressing|disturbing|"
    r"заголов|назван|стил|опубликован|сокращ|перевод|перевед|правил|орфограф|не\s+менял)"
    r"|見出し|表記|体裁|翻訳|転載|配信",
    re.IGNORECASE,
)


def without_notes(text: str) -> str:
    """A text without what the desk says in brackets of its own page."""
    return _IN_BRACKETS.sub(lambda hit: hit[0] if _tells(hit[0]) else "", text)


def is_note(sentence: str) -> bool:
    """True for an editor's note on the text's form."""
    return bool(_EDITOR.match(sentence) and _OF_FORM.search(sentence)) and not (
        _tells(sentence) or any(map(str.isdigit, sentence))
    )


def _tells(note: str) -> bool:
    """True for a note that says which fact was changed."""
    bare = COSMETIC.sub("", note)
    return bool(_CORRECTS.search(bare) or (not _PICTURE.search(bare) and _CHANGED.search(bare)))
