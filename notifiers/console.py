"""The terminal: alerts as they would stand in a channel, plain lines when piped.

Text from feeds is printed as text: without control characters, so that no headline can move the
cursor or change a title bar, and never read as rich's own markup.
"""

from collections.abc import Iterator

from rich.console import Console
from rich.text import Text

from notifiers import wording
from notifiers.base import Message, NotifierError, Receipt, Story, StoryKind
from notifiers.oneway import OneWay

_WIDEST = 100
"""Longer lines are tiring to read, however wide the terminal is."""
_COLOURS: dict[StoryKind, str] = {
    "new": "cyan",
    "update": "green",
    "correction": "yellow",
    "withdrawal": "red",
}


class ConsoleNotifier(OneWay):
    """One terminal, or the file or pipe that stands in its place."""

    def __init__(self, console: Console) -> None:
        self._console = console

    async def send(
        self,
        message: Message,
        parent: Receipt | None = None,  # noqa: ARG002 - the protocol's shape
    ) -> Receipt:
        """Print a message, and an empty line after it."""
        told = wording.stories(message)
        single = message.kind in {"alert", "update"} and bool(told)
        colour = _COLOURS[told[0].kind] if single else "blue"
        try:
            for line in alert(told[0]) if single else report(message):
                self._print(line, colour)
            self._console.print()
        except (OSError, ValueError) as error:
            raise NotifierError(f"the terminal can't be written to ({error})") from None
        return Receipt()

    async def check(self) -> str:
        """Whether it is a terminal."""
        return "this terminal" if self._console.is_terminal else "this terminal's output, piped"

    def _print(self, line: Text, colour: str) -> None:
        """One line; on a terminal wrapped beside a coloured bar, else left whole."""
        encoding = self._console.encoding
        plain = line.plain.encode(encoding, "replace").decode(encoding, "replace")
        line = line if plain == line.plain else Text(plain)
        if not self._console.is_terminal:
            self._console.print(line, soft_wrap=True)
            return
        indent = len(line.plain) - len(line.plain.lstrip())
        width = min(self._console.width, _WIDEST) - 2 - indent
        for part in line[indent:].wrap(self._console, max(width, 20)) or [line]:
            shown = Text.assemble((_bar(encoding), colour), " " * indent, part)
            self._console.print(shown, soft_wrap=True)


def alert(story: Story) -> Iterator[Text]:
    """The lines of one alert or update."""
    if _mark(story):
        yield Text(_mark(story), style=f"bold {_COLOURS[story.kind]}")
    yield _title(story, "bold")
    yield Text(wording.source_line(story), style="dim")
    passage = Text().join(
        Text(text, style="bold magenta" if bold else "")
        for text, bold in wording.pieces(story.passage)
    )
    if passage:
        yield passage
    yield from (Text(line, style="dim") for line in _about(story))
    yield from _link(story)


def report(message: Message) -> Iterator[Text]:
    """The lines of a digest or notice."""
    yield Text(wording.one_line(message.subject), style="bold")
    yield from (Text(wording.one_line(line, 2_000)) for line in message.body.splitlines())
    for section in message.sections:
        if section.title:
            heading = f"{wording.one_line(section.title)} ({len(section.stories)})"
            yield Text("")
            yield Text(heading, style="bold blue")
        for story in section.stories:
            yield Text.assemble("• ", _title(story, ""))
            yield Text.assemble("  ", (" · ".join(_beside(story)), "dim"))
            yield from (Text.assemble("  ", line) for line in _link(story))


def _link(story: Story) -> Iterator[Text]:
    """The address to read on: not every terminal makes links of titles."""
    address = wording.web_link(story.link)
    if address:
        yield Text(address, style=f"dim link {address}")


def _bar(encoding: str) -> str:
    """The bar at the left, where the terminal has such a character."""
    return "▌ " if encoding.lower().startswith("utf") else "| "


def _title(story: Story, style: str) -> Text:
    address = wording.web_link(story.link)
    title = Text(wording.title(story), style=f"{style} link {address}" if address else style)
    return Text.assemble(("● ", "red"), title) if story.priority == "high" else title


def _mark(story: Story) -> str:
    parts = (wording.MARKS[story.kind].upper(), wording.changes(story))
    return " · ".join(part for part in parts if part)


def _about(story: Story) -> Iterator[str]:
    terms = wording.listed(story.terms, 6)
    why = (wording.listed(story.watchlists, 6), f"why: {terms}" if terms else "")
    line = " · ".join(part for part in why if part)
    if line:
        yield line
    if story.also_in:
        yield f"also in: {wording.listed(story.also_in, 5)}"


def _beside(story: Story) -> Iterator[str]:
    """What stands under a story's title in a digest."""
    if _mark(story):
        yield _mark(story)
    yield wording.source_line(story)
    if story.also_in:
        yield f"also in: {wording.listed(story.also_in, 5)}"
