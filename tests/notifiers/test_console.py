"""The terminal, and what is printed where there is none."""

import io
import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from notifiers.base import Message, Notifier, Section
from notifiers.console import ConsoleNotifier
from notifiers.testing import HOSTILE, NotifierContract, sample


def terminal(width: int = 60) -> Console:
    """A terminal with colours and links, whose output can be read."""
    return Console(
        file=io.StringIO(), force_terminal=True, width=width, color_system="standard", _environ={}
    )


def piped() -> Console:
    return Console(file=io.StringIO(), force_terminal=False, _environ={})


def output(console: Console) -> str:
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


async def printed(message: Message, console: Console) -> str:
    await ConsoleNotifier(console).send(message)
    return output(console)


class Broken(io.StringIO):
    """A terminal that went away."""

    def write(self, text: str) -> int:
        raise OSError(5, "Input/output error")


class TestConsoleContract(NotifierContract):
    """The console keeps the contract."""

    @pytest.fixture
    def console(self) -> Console:
        return piped()

    @pytest.fixture
    def notifier(self, console: Console) -> Notifier:
        return ConsoleNotifier(console)

    @pytest.fixture
    def arrived(self, console: Console) -> Callable[[], str]:
        return lambda: output(console)

    @pytest.fixture
    def unreachable(self) -> Notifier:
        return ConsoleNotifier(Console(file=Broken(), force_terminal=False, _environ={}))


async def test_a_pipe_gets_plain_lines() -> None:
    """Piped output has a line a fact, whole, without colours: for grep and logs."""
    text = await printed(sample("m1", also_in=("Kyodo", "NHK")), piped())
    assert text.splitlines() == [
        "Ferry to Kunashir resumes after storm (m1)",
        "Harbour News · Mon 14 Dec, 09:12 JST",
        "The ferry to Kunashir sails again.",
        "Kuril Islands · why: Kunashir",
        "also in: Kyodo, NHK",
        "https://news.example.org/ferry",
        "",
    ]


async def test_a_pipe_breaks_no_line() -> None:
    """However long a title, it stays one line."""
    title = "A long headline, " * 15
    assert title.strip() in (await printed(sample(title=title), piped())).splitlines()


async def test_a_terminal_shows_terms_and_links() -> None:
    """On a terminal the title is a link, terms are bold and every line has its bar."""
    text = await printed(sample("m1"), terminal())
    assert "https://news.example.org/ferry\x1b\\" in text
    assert re.search("\x1b\\[1;35mKunashir\x1b\\[0m", text)
    bare = re.sub("\x1b\\[[0-9;]*m|\x1b\\]8;[^\x1b]*\x1b\\\\", "", text)
    assert all(line.startswith("▌ ") for line in bare.splitlines() if line)


async def test_a_terminal_wraps_beside_the_bar() -> None:
    """Long lines are broken at words, no line is wider than the terminal."""
    text = await printed(sample(title="word " * 40), terminal(width=40))
    bare = re.sub("\x1b\\[[0-9;]*m|\x1b\\]8;[^\x1b]*\x1b\\\\", "", text)
    assert max(map(len, bare.splitlines())) <= 40
    assert bare.count("word") == 40


async def test_an_update_says_what_changed_first() -> None:
    """The mark and the changed fact come before the title."""
    message = sample("m1", "update", kind="correction", changes=("toll 12 → 15",))
    assert (await printed(message, piped())).startswith("CORRECTION · toll 12 → 15\nFerry")


async def test_a_digest_lists_stories_by_watchlist() -> None:
    """A digest on the terminal has headings with counts and marks its updates."""
    story = sample("a").sections[0].stories[0]
    message = replace(
        sample("d", "digest"),
        subject="Asia digest",
        body="Since Friday.",
        sections=(Section("Kuril Islands", (story, replace(story, kind="update"))),),
    )
    lines = (await printed(message, piped())).splitlines()
    assert lines[:4] == ["Asia digest", "Since Friday.", "", "Kuril Islands (2)"]
    assert lines[5] == "  Harbour News · Mon 14 Dec, 09:12 JST"
    assert lines[6] == "  https://news.example.org/ferry"
    assert lines[8] == "  UPDATE · Harbour News · Mon 14 Dec, 09:12 JST"


@given(st.text(), st.sampled_from(["alert", "digest", "notice"]), st.booleans())
def test_no_feed_text_moves_the_cursor(text: str, kind: str, tty: bool) -> None:
    """Whatever a feed says, only colours and links of ours are written to the terminal."""
    nasty = text + HOSTILE + text
    console = terminal() if tty else piped()
    message = sample("x", kind, title=nasty, source=nasty, changes=(nasty,), also_in=(nasty,))  # type: ignore[arg-type] # drawn from the kinds
    coroutine = ConsoleNotifier(console).send(replace(message, subject=nasty, body=nasty))
    with pytest.raises(StopIteration):
        coroutine.send(None)
    bare = re.sub("\x1b\\[[0-9;]*m|\x1b\\]8;[^\x1b\x07]*\x1b\\\\", "", output(console))
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e\ud800-\udfff]", bare)


async def test_square_brackets_are_text() -> None:
    """A headline in brackets is no markup of rich's, and `:smile:` no picture."""
    text = await printed(sample(title="[bold]Ferry[/bold] [/] :smile: [red]"), piped())
    assert "[bold]Ferry[/bold] [/] :smile: [red]" in text


@pytest.mark.parametrize("tty", [True, False])
async def test_a_terminal_without_unicode_is_no_trouble(tty: bool) -> None:
    """Where the terminal knows ASCII only, the rest is shown as question marks."""
    file = io.TextIOWrapper(io.BytesIO(), encoding="ascii", write_through=True)
    console = Console(file=file, force_terminal=tty, width=60, _environ={})
    await ConsoleNotifier(console).send(sample(title="Курилы (Kurils)", priority="high"))
    raw = file.buffer
    assert isinstance(raw, io.BytesIO)
    assert b"?????? (Kurils)" in raw.getvalue()


async def test_check_tells_a_terminal_from_a_pipe() -> None:
    """`check` says which of the two it is."""
    assert await ConsoleNotifier(terminal()).check() == "this terminal"
    assert await ConsoleNotifier(piped()).check() == "this terminal's output, piped"
