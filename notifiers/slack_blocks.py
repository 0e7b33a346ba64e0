"""Messages as Slack blocks.

Sizes (docs.slack.dev, Block Kit reference) are counted after escaping: 50 blocks a message, 3,000
characters a section. A total near 13,200 is refused with `msg_blocks_too_long`, undocumented and
seen from about 11,300 on (slackapi/bolt-js#2509, #2867): `SIZES` stays below, and gives smaller
tries should that not suffice.

Of feed text only `&`, `<` and `>` are escaped, as Slack asks ("Formatting text for app surfaces").
So nothing in it can ping, and `verbatim` keeps Slack from making links of bare names.
"""

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from notifiers import wording
from notifiers.base import Message, Passage, Section, Story

SIZES = (10_000, 5_000, 2_500)
"""Characters of JSON that a digest or notice may take, largest try first."""

Block = dict[str, Any]

_SECTION = 2_900
_BLOCKS = 45
_CONTAINER = 90
"""Characters of JSON around the text of one block."""
_TAIL = 400
"""Characters of JSON kept free for "and 34 more"."""
_LINK = 1_900
_ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_NO_WIDTH = "\u200b"
_SYMBOLS = {"new": "", "update": "🔁 ", "correction": "⚠️ ", "withdrawal": "⛔ "}


def render(message: Message, size: int = SIZES[0]) -> list[Block]:
    """The blocks of a message; a digest or notice takes at most `size` characters of JSON."""
    match message.kind:
        case "digest":
            return _digest(message, size)
        case "notice":
            return _notice(message, size)
        case "alert" | "update":
            told = wording.stories(message)
            return [block for story in told[:1] for block in _alert(story)] or _notice(
                message, size
            )


def fallback(message: Message) -> str:
    """The text for notifications and for readers without blocks: at most 4,000 characters."""
    told = wording.stories(message)
    text = wording.one_line(message.subject, 1_000)
    return escape(text or (wording.title(told[0]) if told else "News monitor"), 3_900)


def escape(text: str, limit: int = _SECTION) -> str:
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


def link(address: str, label: str, limit: int = 400) -> str:
    """A label that leads to a web address; the label alone where the address won't do."""
    text = escape(_plain(label).replace("|", "│"), limit)  # a bar ends a link's address
    safe = wording.web_link(address).replace("&", "&amp;")
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
    core = _plain(text.strip())
    if not core:
        return escape(text, limit)
    left, right = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    head = _NO_WIDTH if _joins(left[-1:] or before) else ""
    tail = _NO_WIDTH if _joins(right[:1] or after) else ""
    return f"{left}{head}*{escape(core, limit)}*{tail}{right}"


def _joins(letter: str) -> bool:
    """Whether an asterisk beside this letter would not be seen as one that begins or ends bold."""
    return bool(letter) and not re.fullmatch(r"[\s!-/:-@\[-`{-~]", letter)


def _plain(text: str) -> str:
    """Text for between asterisks, where one of its own would end the bold."""
    return text.replace("*", "∗")


def _strong(text: str) -> str:
    return f"*{_plain(text)}*" if text.strip() else ""


def _section(text: str) -> Block:
    text = text if text.strip() else "News monitor"  # Slack refuses an empty section
    return {"type": "section", "text": {"type": "mrkdwn", "text": text, "verbatim": True}}


def _context(text: str) -> Block:
    return {"type": "context", "elements": [{"type": "mrkdwn", "text": text, "verbatim": True}]}


def _mark(story: Story) -> str:
    """What kind of news it is and what changed: `🔁 *Update* · toll 12 → 15`; "" if new."""
    mark, changed = wording.MARKS[story.kind], escape(wording.changes(story), 600)
    told = [_SYMBOLS[story.kind] + _strong(mark)] if mark else []
    return " · ".join([*told, changed] if changed else told)


def _title(story: Story) -> str:
    important = "🔴 " if story.priority == "high" else ""
    return f"{important}*{link(story.link, wording.title(story), 500)}*"


def _alert(story: Story) -> Iterator[Block]:
    yield _section("\n".join(line for line in (_mark(story), _title(story)) if line))
    yield _context(escape(wording.source_line(story), 300))
    passage = passage_text(story.passage)
    if passage:
        yield _section(f"> {passage}")
    about = "\n".join(_about(story))
    if about:
        yield _context(about)


def _about(story: Story) -> Iterator[str]:
    """Which watchlists and why; who else carries it."""
    lists = escape(wording.listed(story.watchlists, 6), 600)
    terms = escape(wording.listed(story.terms, 6), 600)
    why = " · ".join(part for part in (_strong(lists), f"why: {terms}" if terms else "") if part)
    if why:
        yield why
    if story.also_in:
        yield "also in: " + escape(wording.listed(story.also_in, 3), 400)


def _digest_line(story: Story) -> str:
    source = escape(wording.source_line(story), 300)
    if story.also_in:
        source += " · also in: " + escape(wording.listed(story.also_in, 2), 300)
    return "\n    ".join(line for line in (f"• {_title(story)}", _mark(story), source) if line)


def _paragraphs(sections: Iterable[Section]) -> Iterator[str]:
    """A paragraph a story; the first of a section begins with its heading."""
    for section in sections:
        count = f" ({len(section.stories)})"
        heading = f"\n{_strong(escape(wording.one_line(section.title), 200))}{count}\n"
        for n, story in enumerate(section.stories):
            yield (heading if n == 0 and section.title else "") + _digest_line(story)


def _digest(message: Message, size: int) -> list[Block]:
    opening = _opening(message)
    told = wording.stories(message)
    texts, shown = _pack(_paragraphs(message.sections), size - _cost(opening) - _TAIL)
    rest = len(told) - shown
    more = f"and {rest} more"
    tail = [_context(link(message.page, more) if message.page else more)] if rest else []
    return [_section(opening), *map(_section, texts), *tail]


def _notice(message: Message, size: int) -> list[Block]:
    opening = _strong(escape(wording.one_line(message.subject), 600))
    lines = message.body.splitlines() or [""]
    texts, shown = _pack((escape(line, _SECTION) for line in lines), size - _cost(opening) - _TAIL)
    if texts and len(opening) + len(texts[0]) < _SECTION:
        opening, texts = f"{opening}\n{texts[0]}".strip(), texts[1:]
    rest = len(lines) - shown
    tail = [_context(f"and {rest} more {'line' if rest == 1 else 'lines'}")] if rest else []
    return [_section(opening), *map(_section, texts), *tail]


def _opening(message: Message) -> str:
    subject = _strong(escape(wording.one_line(message.subject), 400))
    body = [escape(wording.one_line(line), 400) for line in message.body.splitlines()[:4]]
    return "\n".join([subject, *body]).strip()


def _pack(paragraphs: Iterable[str], size: int) -> tuple[list[str], int]:
    """Paragraphs joined into as few texts as possible; and how many found room."""
    texts: list[str] = []
    shown = 0
    for paragraph in paragraphs:
        joins = bool(texts) and len(texts[-1]) + 1 + len(paragraph) <= _SECTION
        size -= _cost(paragraph) - (_CONTAINER - 2 if joins else 0)
        if size < 0 or (not joins and len(texts) >= _BLOCKS):
            break
        if joins:
            texts[-1] += f"\n{paragraph}"
        else:
            texts.append(paragraph.lstrip("\n"))
        shown += 1
    return [text for text in texts if text.strip()], shown


def _cost(text: str) -> int:
    """Characters of JSON that a text takes as a block of its own."""
    return len(json.dumps(text, ensure_ascii=False)) + _CONTAINER
