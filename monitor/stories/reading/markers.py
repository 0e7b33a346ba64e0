"""What agencies and outlets write in front of, behind and above their own texts.

Sources: Reuters handbook (UPDATE, WRAPUP, REFILE, RPT, CORRECTED, WITHDRAWN), AP (1st Ld,
Writethru), Yonhap (LEAD, 2nd LD), and the habits of Japanese and Russian agencies.
"""

import re
import unicodedata
from functools import lru_cache

from monitor.model.entry import Entry
from monitor.model.story import Mark
from monitor.stories.reading.notes import COSMETIC

_WITHDRAWAL = (
    r"(?:stor(?:y|ies)\s+)?withdrawn|withdrawal|retract(?:ed|ion|s)|(?:bulletin\s+|mandatory\s+)?"
    r"kill(?:ed)?|withheld|disregard|annulled|"
    r"(?:記事)?(?:取り消し|取消し?|削除|撤回)|аннулирован(?:[оаы]|и[ея])?|отозван[оаы]?|"
    r"снят[оаы]?(?:\s+с\s+ленты)?|отзыв"
)
_CORRECTION = (
    r"correct(?:ed|ion|ions|s|ing)?|clarif(?:ied|ication)|erratum|(?:おわびと|お詫びと)?訂正|修正|"
    r"исправлен\w*|исправлени[ея]|уточнен\w*|поправк[аи]|коррекция|advisory"
)
_LABEL = (
    r"update[d]?\s*\d*|wrap\s?up\s*\d*|\d+(?:st|nd|rd|th)?\s*(?:ld|lead)(?:-writethru)?|lead|"
    r"write-?thr(?:u|ough)|rpt|repeat(?:ing)?|refile|resend(?:ing)?|urgent|alert|newsalert|"
    r"news\s?flash|flash|breaking(?:\s+news)?|just\s+in|exclusive|recast|amended|adds?|"
    r"(?:updated?\s+(?:at\s+)?)?(?:[01]?\d|2[0-4])[:時][0-5]\d分?(?:\s?(?:gmt|utc|jst|мск))?"
    r"\s?(?:現在|更新)?|timeline|タイムライン|онлайн|"
    r"watch|video|live|developing|more|"
    r"速報|独自|更新|続報|詳報|追加|差し?替え?|号外|срочно|молния|обновлено|дополнено|повтор|"
    r"видео|фото|эксклюзив"
)
_EDGE = r"(?:\s*[:：]\s*|\s*[-–—]{1,2}\s*|\s*[・/|]\s*|\s+(?=[-–—:])|$)"
_BRACKETS = r"[\[(（【［<〈《≪]\s*(?P<inside>[^\])）】］>〉》≫]{1,60}?)\s*[\])）】］>〉》≫]"
_WORDS = f"(?:{_WITHDRAWAL}|{_CORRECTION}|{_LABEL})"
_PREFIX = re.compile(rf"^(?P<label>{_WORDS}(?:\s*[-,/&:]?\s*{_WORDS})*){_EDGE}", re.IGNORECASE)
_BARE_PREFIX = re.compile(r"^(?P<label>訂正|削除|取消|速報|(?:\d+(?:ST|ND|RD|TH) )?LEAD)\s+")
_OPENING = re.compile(rf"^{_BRACKETS}[\s:：・-]*")
_CLOSING = re.compile(rf"\s*{_BRACKETS}$")
_ABOUT_ITSELF = re.compile(rf"^(?:{_WORDS})(?![-\w])", re.IGNORECASE)
_CORRECTS = re.compile(rf"\b(?:{_CORRECTION})(?!\w)|訂正", re.IGNORECASE)
_WITHDRAWS = re.compile(rf"\b(?:{_WITHDRAWAL})(?!\w)|(?:取り消し|取消|削除)", re.IGNORECASE)
_BODY_WITHDRAWS = re.compile(
    r"\b(?:stor(?:y|ies)|report|article|item|alert|headline|flash|dispatch)\b[^.]{0,160}"
    r"\b(?:(?:is|are|was|were|been|being)\s+(?:withdrawn|retracted|killed)|"
    r"should\s+be\s+disregarded)"
    r"|\b(?:please|kindly)\s+(?:disregard|kill|ignore|discard|delete|do\s+not\s+(?:use|publish|run))\b"
    r"|прос(?:им|ьба)\s+не\s+(?:использовать|публиковать)|使用しないで|使わないで"
    r"|(?:記事|見出し|速報)[^。]{0,60}(?:取り消し|削除し|撤回し)"
    r"|(?:сообщение|новость|заметк[ау]|материал)[^.]{0,160}(?:аннулир|отозван|отзыва|снят)",
    re.IGNORECASE,
)
_BODY_CORRECTS = re.compile(
    r"^\W{0,2}(?:corrects?|correction|correcting|corrected)\b"
    r"|\b(?:an?|the)\s+(?:earlier|previous)\s+version\s+of\s+this\b"
    r"|\bshould\s+(?:have\s+)?read\b|\berroneously\b"
    r"|\beditor'?s\s+note:[^.]{0,120}\bcorrect"
    r"|^\W{0,2}訂正|を訂正し(?:ます|た)|^\W{0,2}(?:исправлен|уточнен|исправля|уточня)",
    re.IGNORECASE,
)


def strip_marks(title: str) -> tuple[str, str]:
    """Take the agency's labels off both ends of a headline: the bare headline, and the labels.

    >>> strip_marks("UPDATE 2-CORRECTED-Talks end (amended)")
    ('Talks end', 'UPDATE 2 CORRECTED amended')
    """
    bare, labels = unicodedata.normalize("NFKC", title).strip(), []
    while found := _first_label(bare):
        label, rest = found
        if not rest.strip():
            break
        labels.append(label)
        bare = rest.strip()
    return bare, " ".join(labels)


def _first_label(title: str) -> tuple[str, str] | None:
    for pattern in (_PREFIX, _BARE_PREFIX):
        # A lower-case "live" or "more" that opens a sentence is no label.
        if (hit := pattern.match(title)) and _labels(hit["label"], title[hit.end() - 1]):
            return " ".join(hit["label"].split("-")), title[hit.end() :]
    if (hit := _OPENING.match(title)) and _ABOUT_ITSELF.match(hit["inside"]):
        return hit["inside"], title[hit.end() :]
    if (hit := _CLOSING.search(title)) and _ABOUT_ITSELF.match(hit["inside"]):
        return hit["inside"], title[: hit.start()]
    return None


def _labels(label: str, edge: str) -> bool:
    return label[0].isupper() or not label[0].isascii() or edge in ":："


@lru_cache(maxsize=2048)
def marked(entry: Entry) -> Mark:
    """Say whether a text calls itself a correction or a withdrawal; labels of form say neither."""
    _, labels = strip_marks(entry.title[:1000])
    opening = unicodedata.normalize("NFKC", entry.text[:400]).replace("’", "'")
    if _WITHDRAWS.search(labels) or _BODY_WITHDRAWS.search(opening):
        return Mark.WITHDRAWAL
    corrects = _CORRECTS.search(labels) or _BODY_CORRECTS.search(opening)
    if corrects and not COSMETIC.search(opening):
        return Mark.CORRECTION
    return Mark.NONE
