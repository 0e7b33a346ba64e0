"""Slack's mrkdwn, and feed text made safe for it.

Of feed text only `&`, `<` and `>` are escaped, as Slack asks ("Formatting text for app surfaces"),
so that nothing in it can ping; `verbatim` keeps Slack from making links of bare names. A backtick
has no escape and would open a span of code over whatever follows: another mark stands for it.
"""

import html
import re
from typing import Any

from notifiers import wording
from notifiers.base import Passage

Block = dict[str, Any]

SECTION = 2_900
"""Characters of a section after escaping; Slack takes 3,000."""

_LINK = 1_900
_ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "`": "ˋ"}
_NO_WIDTH = "\u200b"


def escape(text: str, limit: int = SECTION) -> str:
    """Feed text for Slack's mrkdwn, at most `limit` long after escaping.

    Characters beyond the basic plane count twice, as JavaScript counts them.
    """
    out: list[str] = []
    size = 0
    for letter in wording.clean(text):
        safe = _ESCAPES.get(letter, letter)
        size += len(safe) + (letter > "\uffff")
        if size >= limit:
            return "".join(out).rstrip() + "…"
        out.append(safe)
    return "".join(out)


def length(text: str) -> int:
    """How long a text is as JavaScript, and so Slack, counts: in units of UTF-16."""
    return len(text) + sum(letter > "\uffff" for letter in text)


def link(address: str, label: str, limit: int = 400) -> str:
    """A label that leads to a web address; the label alone where the address won't do."""
    text = escape(unstarred(label).replace("|", "│"), limit)  # a bar ends a link's address
    scheme, colon, rest = wording.web_link(address).replace("&", "&amp;").partition(":")
    safe = f"{scheme.lower()}{colon}{rest}"
    return f"<{safe}|{text}>" if 0 < len(safe) <= _LINK else text


def passage_text(passage: Passage | None, limit: int = 1_500) -> str:
    """A passage with its terms in bold, on one line, at most about `limit` characters."""
    out, room = "", limit
    pieces = list(wording.pieces(passage))
    for n, (text, bold) in enumerate(pieces):
        after = pieces[n + 1][0][:1] if n + 1 < len(pieces) else ""
        shown = _bold(text, out[-1:], after, room) if bold else escape(text, room)
        out, room = out + shown, room - len(shown)
        if room < 20:
            return out.rstrip() + "…"
    return out.strip()


def _bold(text: str, before: str, after: str, limit: int) -> str:
    """Bold text. Slack sees the asterisks only beside space or punctuation.

    So inside a word, and always in Japanese or Chinese, a space of no width is put between.
    """
    core = unstarred(text.strip())
    if not core:
        return escape(text, limit)
    left, right = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    head = _NO_WIDTH if _joins(left[-1:] or before) else ""
    tail = _NO_WIDTH if _joins(right[:1] or after) else ""
    return f"{left}{head}*{escape(core, limit)}*{tail}{right}"


def _joins(letter: str) -> bool:
    """Whether an asterisk beside this letter would not be seen as one that begins or ends bold."""
    return bool(letter) and not re.fullmatch(r"[\s!-/:-@\[-`{-~]", letter)


def unstarred(text: str) -> str:
    """Text for between asterisks, where one of its own would end the bold."""
    return text.replace("*", "∗")


def strong(text: str) -> str:
    """The text in bold; "" for none."""
    return f"*{unstarred(text)}*" if text.strip() else ""


def section(text: str) -> Block:
    """A section, never empty: Slack refuses those."""
    text = text if text.strip() else "News monitor"
    return {"type": "section", "text": {"type": "mrkdwn", "text": text, "verbatim": True}}


def context(text: str) -> Block:
    """Small grey text."""
    return {"type": "context", "elements": [{"type": "mrkdwn", "text": text, "verbatim": True}]}


def plain(text: str, limit: int = 75) -> Block:
    """A text object without markup, for buttons and menus, at most `limit` long as Slack counts."""
    words = wording.one_line(text).replace("<", "‹").replace(">", "›")
    return {"type": "plain_text", "text": html.unescape(escape(words, limit)) or "—"}
