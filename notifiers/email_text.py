"""Messages as the two bodies of a mail, plain text and HTML.

Gmail clips HTML beyond about 102 kB, its end with it: `HTML_LIMIT` stays below, and a digest says
how many stories were left out. Styles stand inline, because many mail readers drop `<style>`; what
is left there (dark mode) may be lost without harm.
"""

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import NamedTuple

import css_inline
from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from notifiers import wording
from notifiers.base import Message, Section, Story

HTML_LIMIT = 100_000
"""Bytes of HTML, encoded in UTF-8."""

_MOST = 500
"""Stories worth a first try: more never fit."""
_SYMBOLS = {"new": "", "update": "↻", "correction": "⚠", "withdrawal": "⊘"}


class Bodies(NamedTuple):
    """The two alternatives of a mail."""

    text: str
    html: str


def render(message: Message, limit: int = HTML_LIMIT) -> Bodies:
    """Both bodies, the HTML below `limit` bytes; cut stories are counted in both."""
    total = len(wording.stories(message))
    keep = min(total, _MOST)
    while True:
        bodies = _render(_first(message, keep), total - keep)
        size = len(bodies.html.encode())
        if size < limit or keep == 0:
            return bodies
        keep = min(keep - 1, int(keep * limit / size))


def _first(message: Message, keep: int) -> Message:
    """The message with its first `keep` stories; headings say how many there were."""
    return replace(message, sections=tuple(_sections(message.sections, keep)))


def _sections(sections: tuple[Section, ...], keep: int) -> Iterator[Section]:
    for section in sections:
        if keep > 0 and section.stories:
            title = wording.one_line(section.title)
            heading = f"{title} ({len(section.stories)})" if title else ""
            yield Section(heading, section.stories[:keep])
        keep -= len(section.stories)


def _render(message: Message, cut: int) -> Bodies:
    values = {
        "message": message,
        "subject": wording.one_line(message.subject),
        "body": [wording.one_line(line, 2_000) for line in message.body.splitlines()[:200]],
        "preview": _preview(message),
        "page": wording.web_link(message.page),
        "cut": cut,
    }
    html = _environment().get_template("mail.html.j2").render(values)
    text = _environment().get_template("mail.txt.j2").render(values)
    return Bodies(text.strip() + "\n", _inliner().inline(html))


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
    """`Update: toll 12 → 15`, with a symbol; "" for a new story."""
    mark, changed = wording.MARKS[story.kind], wording.changes(story)
    told = f"{_SYMBOLS[story.kind]} {mark}".strip()
    return f"{told}: {changed}" if told and changed else told or changed


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("notifiers"),
        autoescape=select_autoescape(enabled_extensions=("html.j2",)),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["word"] = wording
    environment.globals["mark"] = _mark
    return environment


@cache
def _inliner() -> css_inline.CSSInliner:
    return css_inline.CSSInliner(
        keep_style_tags=False, keep_at_rules=True, load_remote_stylesheets=False
    )
