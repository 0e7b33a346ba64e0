"""Messages as Slack blocks.

Sizes (docs.slack.dev, Block Kit reference) are counted after escaping: 50 blocks a message, 3,000
characters a section. A total near 13,200 is refused with `msg_blocks_too_long`, undocumented and
seen from about 11,300 on (slackapi/bolt-js#2509, #2867): `SIZES` stays below, and gives smaller
tries should that not suffice.
"""

import json
from collections.abc import Iterable, Iterator

from notifiers import wording
from notifiers.base import Message, Section, Story
from notifiers.slack_buttons import steering
from notifiers.slack_markup import (
    SECTION,
    Block,
    context,
    escape,
    length,
    link,
    passage_text,
    section,
    strong,
)

SIZES = (10_000, 5_000, 2_500)
"""Characters of JSON that a digest or notice may take, largest try first."""

_BLOCKS = 45
_CONTAINER = 90
"""Characters of JSON around the text of one block."""
_TAIL = 400
"""Characters of JSON kept free for "and 34 more"."""
_SYMBOLS = {"new": "", "update": "🔁 ", "correction": "⚠️ ", "withdrawal": "⛔ "}


def render(
    message: Message, size: int = SIZES[0], *, buttons: bool = False, alone: bool = False
) -> list[Block]:
    """The blocks of a message; a digest or notice takes at most `size` characters of JSON.

    `buttons`: somebody hears when they are pressed. `alone`: it stands in no thread, so that an
    update has to name what it follows.
    """
    match message.kind:
        case "digest":
            return _digest(message, size)
        case "notice":
            return _notice(message, size)
        case "alert" | "update":
            told = wording.stories(message)
            if not told:
                return _notice(message, size)
            follows = [_follows(message)] if alone and message.thread else []
            return [*follows, *_alert(told[0]), *(steering(message) if buttons else ())]


def _follows(message: Message) -> Block:
    return context(f"follows: {strong(escape(wording.one_line(message.subject), 400))}")


def fallback(message: Message) -> str:
    """The text for notifications and for readers without blocks: at most 4,000 characters."""
    told = wording.stories(message)
    text = wording.one_line(message.subject, 1_000)
    return escape(text or (wording.title(told[0]) if told else "News monitor"), 3_900)


def _mark(story: Story) -> str:
    """What kind of news it is and what changed: `🔁 *Update* · toll 12 → 15`; "" if new."""
    mark, changed = wording.MARKS[story.kind], escape(wording.changes(story), 600)
    told = [_SYMBOLS[story.kind] + strong(mark)] if mark else []
    return " · ".join([*told, changed] if changed else told)


def _title(story: Story) -> str:
    important = "🔴 " if story.priority == "high" else ""
    return f"{important}*{link(story.link, wording.title(story), 500)}*"


def _alert(story: Story) -> Iterator[Block]:
    yield section("\n".join(line for line in (_mark(story), _title(story)) if line))
    yield context(escape(wording.source_line(story), 300))
    passage = passage_text(story.passage)
    if passage:
        yield section(f"> {passage}")
    about = "\n".join(_about(story))
    if about:
        yield context(about)


def _about(story: Story) -> Iterator[str]:
    """Which watchlists and why; who else carries it."""
    lists = escape(wording.listed(story.watchlists, 6), 600)
    terms = escape(wording.listed(story.terms, 6), 600)
    why = " · ".join(part for part in (strong(lists), f"why: {terms}" if terms else "") if part)
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
    for one in sections:
        count = f" ({len(one.stories)})"
        heading = f"\n{strong(escape(wording.one_line(one.title), 200))}{count}\n"
        for n, story in enumerate(one.stories):
            yield (heading if n == 0 and one.title else "") + _digest_line(story)


def _digest(message: Message, size: int) -> list[Block]:
    opening = _opening(message)
    told = wording.stories(message)
    texts, shown = _pack(_paragraphs(message.sections), size - _cost(opening) - _TAIL)
    rest = len(told) - shown
    more = f"and {rest} more"
    tail = [context(link(message.page, more) if message.page else more)] if rest else []
    return [section(opening), *map(section, texts), *tail]


def _notice(message: Message, size: int) -> list[Block]:
    opening = strong(escape(wording.one_line(message.subject), 600))
    lines = message.body.splitlines() or [""]
    texts, shown = _pack((escape(line, SECTION) for line in lines), size - _cost(opening) - _TAIL)
    if texts and length(opening) + length(texts[0]) < SECTION:
        opening, texts = f"{opening}\n{texts[0]}".strip(), texts[1:]
    rest = len(lines) - shown
    tail = [context(f"and {rest} more {'line' if rest == 1 else 'lines'}")] if rest else []
    return [section(opening), *map(section, texts), *tail]


def _opening(message: Message) -> str:
    subject = strong(escape(wording.one_line(message.subject), 400))
    body = [escape(wording.one_line(line), 400) for line in message.body.splitlines()[:4]]
    return "\n".join([subject, *body]).strip()


def _pack(paragraphs: Iterable[str], size: int) -> tuple[list[str], int]:
    """Paragraphs joined into as few texts as possible; and how many found room."""
    texts: list[str] = []
    shown = 0
    for paragraph in paragraphs:
        joins = bool(texts) and length(texts[-1]) + 1 + length(paragraph) <= SECTION
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
    return length(json.dumps(text, ensure_ascii=False)) + _CONTAINER
