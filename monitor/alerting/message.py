"""The words of an alert: from an entry, its matches and the judgement to a `Message`."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, tzinfo
from hashlib import blake2b

from monitor.model.alert import Alert, AlertKind
from monitor.model.entry import Entry
from monitor.model.match import Match, Span
from monitor.model.story import Mark, Relation, StoryLink
from notifiers.base import Message, Passage, Section, Story, StoryKind

PASSAGE = 280
"""Characters of an entry's text shown around what matched."""
LEAD = 80
"""Characters of the passage before the first match."""

_KINDS: dict[Mark, StoryKind] = {
    Mark.NONE: "update",
    Mark.CORRECTION: "correction",
    Mark.WITHDRAWAL: "withdrawal",
}

_SAID = frozenset({"CORRECTED", "WITHDRAWN"})


def message_id(feed: str, key: str, revision: int, kind: str, destination: str) -> str:
    """The id of a message: the same for the same version of an entry, whatever the database.

    It ends in a mail's Message-ID and in Slack's metadata, by which a repeat is recognised.
    """
    parts = "\x00".join((feed, key, str(revision), kind, destination))
    return f"{kind}-{blake2b(parts.encode(), digest_size=12).hexdigest()}"


def alert_message(
    alert: Alert,
    entry: Entry,
    matches: Sequence[Match],
    link: StoryLink,
    *,
    message: str,
    titles: Sequence[str],
    seen_at: datetime,
    zone: tzinfo,
    first: Message | None = None,
) -> Message:
    """The message of one alert.

    `message` is its id, `titles` are the watchlists' titles, `first` is the message that began
    the story's thread at this destination, if any.
    """
    told = [match for match in matches if match.watchlist in alert.watchlists]
    update = alert.kind is AlertKind.UPDATE
    story = Story(
        title=entry.title or _first_words(entry.text) or entry.link or "(no title)",
        link=entry.link,
        source=entry.source or entry.feed,
        published=min(entry.published or seen_at, seen_at).astimezone(zone),
        kind=_KINDS[link.mark] if update or link.mark is not Mark.NONE else "new",
        priority=alert.priority,
        passage=passage(entry, [span for match in told for span in match.spans]),
        watchlists=tuple(titles),
        terms=tuple(dict.fromkeys(term for match in told for term in match.terms)),
        changes=_changes(link) if link.relation is Relation.UPDATE else (),
        late=alert.late,
    )
    return Message(
        id=message,
        kind="update" if update else "alert",
        subject=first.subject if first else story.title,
        sections=(Section("", (story,)),),
        thread=(first.thread or first.id) if first else "",
        broadcast=update and alert.priority == "high" and link.mark is not Mark.NONE,
        alert=message,
    )


def passage(entry: Entry, spans: Iterable[Span]) -> Passage | None:
    """The piece of the text that shows what matched, or its beginning; `None` without text."""
    bold = _merged((span.start, span.end) for span in spans if span.field == "body")
    if not entry.text:
        return None
    start = _word_start(entry.text, max(0, bold[0][0] - LEAD)) if bold else 0
    end = _word_end(entry.text, start + PASSAGE)
    shown = entry.text[start:end].replace("\n", " ")
    before, after = "… " if start else "", " …" if end < len(entry.text) else ""
    shift = len(before) - start
    inside = tuple((a + shift, min(b, end) + shift) for a, b in bold if a < end)
    return Passage(f"{before}{shown}{after}", inside)


def with_also_in(first: Message, outlets: Sequence[str]) -> Message:
    """A story's first message again, naming the other outlets that carry the story."""
    return replace(naming(first, outlets), id=f"{first.id}-also")


def naming(message: Message, outlets: Sequence[str]) -> Message:
    """The message of one story, naming those outlets of its carriers that are not its own."""
    section = message.sections[0]
    told = section.stories[0]
    story = replace(told, also_in=tuple(name for name in outlets if name != told.source))
    return replace(message, sections=(replace(section, stories=(story,)),))


def with_mark(first: Message, link: StoryLink) -> Message:
    """A story's first message again, saying that it was corrected or withdrawn, and how."""
    kind: StoryKind = "withdrawal" if link.mark is Mark.WITHDRAWAL else "correction"
    section = first.sections[0]
    story = replace(section.stories[0], kind=kind, changes=_changes(link))
    return replace(first, id=f"{first.id}-{kind}", sections=(replace(section, stories=(story,)),))


def _changes(link: StoryLink) -> tuple[str, ...]:
    """What changed, without the mark that the message's heading says already."""
    return tuple(change for change in link.changes if change not in _SAID)


def _merged(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _word_start(text: str, at: int) -> int:
    """The first word that begins at or after `at`; `at` itself where no space is near (CJK)."""
    if at == 0:
        return 0
    space = text.find(" ", at, at + LEAD // 2)
    return space + 1 if space >= 0 else at


def _word_end(text: str, at: int) -> int:
    if at >= len(text):
        return len(text)
    space = text.rfind(" ", at - LEAD // 2, at)
    return space if space >= 0 else at


def _first_words(text: str) -> str:
    return text[: _word_end(text, LEAD)].replace("\n", " ").strip()
