"""Messages as the subject and the two bodies of a mail, plain text and HTML.

Gmail clips HTML beyond about 102 kB, its end with it: `HTML_LIMIT` stays below, and a digest says
how many stories were left out. Styles stand inline, because many mail readers drop `<style>`; what
is left there (dark mode) may be lost without harm.
"""

from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import css_inline

from notifiers import wording
from notifiers.base import Message, Story
from notifiers.email_templates import TemplateFault, Templates

HTML_LIMIT = 100_000
"""Bytes of HTML, encoded in UTF-8."""

_MOST = 500
"""Stories worth a first try: more never fit."""
_SYMBOLS = {"new": "", "update": "↻", "correction": "⚠", "withdrawal": "⊘"}
BUILT_IN = Templates()


class Bodies(NamedTuple):
    """The two alternatives of a mail."""

    text: str
    html: str


class Reader(NamedTuple):
    """Who a mail is for, the link by which they end it, and whom they may ask; "" for none."""

    address: str = ""
    unsubscribe: str = ""
    contact: str = ""


class ToldStory(NamedTuple):
    """A story as templates see it: clean, each text on one line."""

    title: str
    link: str
    source_line: str
    source: str
    when: str
    kind: str
    mark: str
    """`Update: toll 12 → 15`, with a symbol; "" for a new story."""
    changes: str
    high: bool
    late: bool
    passage: tuple[tuple[str, bool], ...]
    """Pieces of text, each with whether it is a matched term."""
    watchlists: tuple[str, ...]
    terms: tuple[str, ...]
    also_in: tuple[str, ...]


class ToldSection(NamedTuple):
    """Stories under a heading; the heading says how many there were."""

    title: str
    stories: tuple[ToldStory, ...]


def subject(message: Message, templates: Templates = BUILT_IN) -> str:
    """A mail's subject, on one line."""
    values = _values(message, len(wording.stories(message)), Reader())
    return wording.one_line(templates.render("subject.txt", values), 240) or "News monitor"


def render(
    message: Message,
    limit: int = HTML_LIMIT,
    *,
    reader: Reader = Reader(),  # noqa: B008 - immutable
    templates: Templates = BUILT_IN,
) -> Bodies:
    """Both bodies, the HTML below `limit` bytes; cut stories are counted in both."""
    bodies = _fitting(message, limit, reader, templates)
    if len(bodies.html.encode()) < limit or templates.folder is None:
        return bodies
    file = str(templates.folder / f"{page_of(message)}.html")
    templates.blame(TemplateFault(file, 1, f"more than {limit // 1000} kB, even without stories"))
    return _fitting(message, limit, reader, BUILT_IN)


def digest_page(message: Message, templates: Templates = BUILT_IN) -> str:
    """A digest as a page for a browser: nothing is cut, and styles stay where they are."""
    values = _values(message, len(wording.stories(message)), Reader())
    return templates.render("digest.html", values)


def page_of(message: Message) -> str:
    """The template that a message takes."""
    if message.kind in {"alert", "update"} and wording.stories(message):
        return "alert"
    return "digest" if message.sections else "notice"


def _fitting(message: Message, limit: int, reader: Reader, templates: Templates) -> Bodies:
    least = 1 if page_of(message) == "alert" else 0
    keep = min(len(wording.stories(message)), _MOST)
    while True:
        bodies = _render(message, _values(message, keep, reader), templates)
        size = len(bodies.html.encode())
        if size < limit or keep <= least:
            return bodies
        keep = max(least, min(keep - 1, int(keep * limit / size)))


def _render(message: Message, values: dict[str, object], templates: Templates) -> Bodies:
    page = page_of(message)
    html = templates.render(f"{page}.html", values)
    try:
        html = _inliner().inline(html)
    except (css_inline.InlineError, ValueError) as error:
        file = str((templates.folder or Path()) / f"{page}.html")
        templates.blame(TemplateFault(file, 1, wording.one_line(f"its styles: {error}")))
    text = templates.render(f"{page}.txt", values)
    return Bodies(text.strip() + "\n", html)


def _values(message: Message, keep: int, reader: Reader) -> dict[str, object]:
    """What templates see of a message and its first `keep` stories."""
    told = wording.stories(message)
    sections = tuple(_sections(message, keep))
    return {
        "kind": message.kind,
        "subject": wording.one_line(message.subject),
        "body": [wording.one_line(line, 2_000) for line in message.body.splitlines()[:200]],
        "sections": sections,
        "story": sections[0].stories[0] if sections else None,
        "preview": _preview(message),
        "page": wording.web_link(message.page),
        "cut": len(told) - keep,
        "total": len(told),
        "recipient": reader.address,
        "unsubscribe": reader.unsubscribe,
        "contact": reader.contact,
    }


def _sections(message: Message, keep: int) -> Iterator[ToldSection]:
    for section in message.sections:
        if keep > 0 and section.stories:
            title = wording.one_line(section.title)
            heading = f"{title} ({len(section.stories)})" if title else ""
            yield ToldSection(heading, tuple(map(_told, section.stories[:keep])))
        keep -= len(section.stories)


def _told(story: Story) -> ToldStory:
    return ToldStory(
        title=wording.title(story),
        link=wording.web_link(story.link),
        source_line=wording.source_line(story),
        source=wording.one_line(story.source, 80),
        when=wording.when(story.published),
        kind=story.kind,
        mark=_mark(story),
        changes=wording.changes(story),
        high=story.priority == "high",
        late=story.late,
        passage=tuple(wording.pieces(story.passage)),
        watchlists=_clean(story.watchlists),
        terms=_clean(story.terms),
        also_in=_clean(story.also_in),
    )


def _clean(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(name for name in (wording.one_line(one, 60) for one in names) if name)


def _preview(message: Message) -> str:
    """What a mailbox shows beside the subject: the news in it, not the subject once more."""
    told = wording.stories(message)
    if message.kind in {"alert", "update"} and told:
        story = told[0]
        passage = "".join(text for text, _ in wording.pieces(story.passage))
        parts = (wording.MARKS[story.kind], wording.changes(story), passage)
        return wording.one_line(" · ".join(part for part in parts if part), 200)
    titles = " · ".join(wording.title(story) for story in told[:5])
    return wording.one_line(titles or message.body, 200)


def _mark(story: Story) -> str:
    mark, changed = wording.MARKS[story.kind], wording.changes(story)
    told = f"{_SYMBOLS[story.kind]} {mark}".strip()
    return f"{told}: {changed}" if told and changed else told or changed


@cache
def _inliner() -> css_inline.CSSInliner:
    return css_inline.CSSInliner(
        keep_style_tags=False, keep_at_rules=True, load_remote_stylesheets=False
    )
