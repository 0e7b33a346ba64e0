"""The words that all channels share, and feed text made safe for any of them.

Feed text is plain text, but anything may stand in it: control characters that move a cursor,
marks that turn the reading direction, links with a script in them. What leaves this module is free
of them; each channel still escapes its own markup.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from urllib.parse import quote, urlsplit

from notifiers.base import Message, Passage, Story, StoryKind

MARKS: dict[StoryKind, str] = {
    "new": "",
    "update": "Update",
    "correction": "Correction",
    "withdrawal": "Withdrawn",
}
"""What a story is, in a word for the desk."""

# C0 and C1 controls, the line and paragraph separators, and the marks that embed or override a
# direction (UAX #9); left-to-right and right-to-left marks alone are harmless and kept.
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufeff]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_UNSAFE_IN_LINK = re.compile(
    r"[\s|<>\"'`\\^{}\x00-\x20\x7f-\x9f\ud800-\udfff\u2028-\u202e\u2066-\u2069\ufeff]"
)
LONGEST_LINK = 8_000
"""Characters that servers should take at least (RFC 9110, 4.1); no news needs more."""


def clean(text: str) -> str:
    """The text without control characters; as long as before, so that offsets hold."""
    return _SURROGATE.sub("\ufffd", _CONTROL.sub(" ", text))


def cut(text: str, limit: int) -> str:
    """At most `limit` characters, the last one an ellipsis if some were cut."""
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def one_line(text: str, limit: int = 300) -> str:
    """The text as one line of at most `limit` characters."""
    return cut(" ".join(clean(text).split()), limit)


def title(story: Story) -> str:
    """A story's title, never empty."""
    return one_line(story.title) or cut(web_link(story.link), 300) or "(no title)"


def web_link(link: str) -> str:
    """The link if it is http or https and names a host, else "".

    Characters that could end a link in Slack, HTML or a terminal are percent-encoded (RFC 3986).
    One that is longer than any server need take is none.
    """
    link = link.strip()
    try:
        parts = urlsplit(link)
    except ValueError:
        return ""
    if parts.scheme.lower() not in {"http", "https"} or not parts.hostname:
        return ""
    safe = _UNSAFE_IN_LINK.sub(lambda found: quote(found[0], errors="replace"), link)
    return safe if len(safe) <= LONGEST_LINK else ""


def when(time: datetime) -> str:
    """A time as a desk reads it: Mon 14 Dec, 09:12 JST."""
    return f"{time:%a} {time.day} {time:%b, %H:%M %Z}".strip()


def source_line(story: Story) -> str:
    """Source and time, and whether the entry came late."""
    parts = (one_line(story.source, 80), when(story.published), "late" if story.late else "")
    return " · ".join(part for part in parts if part)


def listed(names: Iterable[str], shown: int) -> str:
    """The first names, each once, and how many more: `Kyodo, NHK (+5)`."""
    unique = list(dict.fromkeys(name for name in (one_line(n, 60) for n in names) if name))
    rest = len(unique) - shown
    return ", ".join(unique[:shown]) + (f" (+{rest})" if rest > 0 else "")


def changes(story: Story) -> str:
    """What changed, on one line."""
    return one_line(" · ".join(story.changes), 300)


def pieces(passage: Passage | None, limit: int = 600) -> Iterator[tuple[str, bool]]:
    """The passage in pieces, each with whether it is a matched term; "…" at the end if cut."""
    if passage is None:
        return
    text, at = clean(passage.text), 0
    end = min(len(text), limit)
    for first, last in passage.bold:
        first, last = max(first, at), min(last, end)
        if first >= last:
            continue
        if first > at:
            yield text[at:first], False
        yield text[first:last], True
        at = last
    if at < end:
        yield text[at:end], False
    if end < len(text):
        yield "…", False


def stories(message: Message) -> list[Story]:
    """All stories of a message, in order."""
    return [story for section in message.sections for story in section.stories]
