"""The editors' manual tells the truth: its examples run through the real loader and matcher.

Its forms: a YAML block that begins with its file's name is that file; a table below it tells what
the file matches. A table whose rows begin with an entry (`- ferry`) tells what that entry matches.
Examples are parted by semicolons; what follows `//` is an entry's text. A console block holds
commands, each with what it prints. They see the files that stand above them on the page; what is
shown of terms.yaml adds up.
"""

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from _pytest.mark import ParameterSet
from typer.testing import CliRunner

from monitor.alerting.schedule import parse_schedule, slots_between
from monitor.cli.main import app
from monitor.matching.matcher import Matcher, compile_rules
from monitor.model.entry import Entry
from monitor.settings import Settings
from monitor.watchlist.load import load_watchlists
from monitor.watchlist.problem import Problem

PAGE = Path(__file__).parents[2] / "docs" / "watchlists.md"
_FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_FILE = re.compile(r"# watchlists/([\w-]+)\.yaml\n")
_DRAFT = re.compile(r"# (drafts/[\w-]+\.yaml)\n")
_TABLE = re.compile(r"(?:^\|[^\n]*\|\n)+", re.MULTILINE)
_CELL = re.compile(r"\s*\|\s*")


@dataclass(frozen=True)
class Table:
    """Its head and its rows, and the files that stand above it."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    files: dict[str, str]
    last: str
    """The file right above it; "" where other text stands between."""


@dataclass
class Page:
    """What the page shows, in its order."""

    tables: list[Table] = field(default_factory=list)
    consoles: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    files: dict[str, str] = field(default_factory=dict)
    beside: dict[str, str] = field(default_factory=dict)
    """What lies beside the folder, by path: drafts, and entries of one day."""


def read_page() -> Page:
    page, last = Page(), ""
    text = PAGE.read_text(encoding="utf-8")
    parts = re.finditer(rf"{_FENCE.pattern}|{_TABLE.pattern}", text, re.MULTILINE | re.DOTALL)
    end = 0
    for part in parts:
        if text[end : part.start()].strip():
            last = ""
        end = part.end()
        language, block = part[1], part[2]
        if language == "yaml" and (name := _FILE.match(block)):
            last = name[1]
            before = page.files.get(last, "") if last == "terms" else ""
            page.files = page.files | {last: before + block}
        elif language == "yaml" and (draft := _DRAFT.match(block)):
            page.beside[draft[1]] = block
        elif language == "json":
            page.beside["day.jsonl"] = block
        elif language == "console":
            page.consoles.append((block, page.files))
        elif language is None:
            head, _, *rows = ([*_cells(line)] for line in part[0].splitlines())
            page.tables.append(Table(tuple(head), tuple(map(tuple, rows)), page.files, last))
    return page


def _cells(line: str) -> Iterator[str]:
    for cell in _CELL.split(line.strip())[1:-1]:
        yield cell[1:-1] if cell.startswith("`") and cell.endswith("`") else cell


PARSED = read_page()
SOUND = {name: text for name, text in PARSED.files.items() if name != "broken"}


def tables(*head: str) -> list[Table]:
    return [table for table in PARSED.tables if table.head == head]


def rows(*head: str) -> list[ParameterSet]:
    """Each row of the tables with that head, and the files above it."""
    return [
        pytest.param(row, table.files, id=row[0]) for table in tables(*head) for row in table.rows
    ]


def write(folder: Path, files: dict[str, str]) -> None:
    folder.mkdir(exist_ok=True)
    for name, text in files.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")


def problems(folder: Path) -> tuple[Problem, ...]:
    return load_watchlists(folder, Settings().destinations()).problems


def matcher(folder: Path) -> Matcher:
    loaded = load_watchlists(folder, Settings().destinations())
    assert not [one for one in loaded.problems if one.error]
    return compile_rules([one.rule for one in loaded.watchlists], loaded.groups)


def in_file(line: str) -> str:
    """A line of a table as the whole of a watchlist."""
    return f"match:\n  any:\n    {line}\n" if line.startswith("-") else f"match: ferry\n{line}\n"


def examples(cell: str) -> Iterator[Entry]:
    for example in cell.split(";"):
        title, _, text = example.partition(" // ")
        yield Entry("", "", "", title.strip(), text.strip())


def unlike(found: Matcher, watchlist: str, cell: str, *, matched: bool) -> list[str]:
    """The examples of a cell that the watchlist does not treat like this."""
    return [
        f"{entry.title} // {entry.text}"
        for entry in examples(cell)
        if matched != any(match.watchlist == watchlist for match in found.match(entry))
    ]


def with_terms(files: dict[str, str]) -> dict[str, str]:
    return {name: text for name, text in files.items() if name == "terms"}


def test_the_page_has_every_kind_of_example() -> None:
    """A change of the page's form can't make the tests below pass by finding nothing."""
    assert len(PARSED.consoles) >= 2
    assert len(tables("you write", "matches", "does not match")) >= 8
    assert len(tables("matches", "does not match")) >= 4
    assert len(rows("you write", "monitor check says")) >= 20
    assert all(
        len(tables(*head)) == 1
        for head in (
            ("headline", "feed", "link", "language", "told"),
            ("digest", "comes", "after Friday noon, first on"),
            ("you write", "also matches"),
            ("write", "for"),
        )
    )


@pytest.mark.parametrize("name", [name for name in SOUND if name != "terms"])
def test_a_file_of_the_page_loads_without_a_word(tmp_path: Path, name: str) -> None:
    """What a newcomer copies from the page gets neither an error nor a warning."""
    write(tmp_path, {name: SOUND[name], **with_terms(SOUND)})
    assert problems(tmp_path) == ()


@pytest.mark.parametrize(("row", "files"), rows("you write", "matches", "does not match"))
def test_an_entry_matches_as_told(
    tmp_path: Path, row: tuple[str, str, str], files: dict[str, str]
) -> None:
    """Each example of a table's row is matched, or not matched, by the entry of the row."""
    line, matched, left = row
    write(tmp_path, {"entry": in_file(line), **with_terms(files)})
    found = matcher(tmp_path)
    assert unlike(found, "entry", matched, matched=True) == []
    assert unlike(found, "entry", left, matched=False) == []


@pytest.mark.parametrize("table", tables("matches", "does not match"), ids=lambda table: table.last)
def test_a_file_matches_as_told(tmp_path: Path, table: Table) -> None:
    """The table below a whole watchlist tells what it matches."""
    write(tmp_path, {table.last: table.files[table.last], **with_terms(table.files)})
    found = matcher(tmp_path)
    for matched, left in table.rows:
        assert unlike(found, table.last, matched, matched=True) == []
        assert unlike(found, table.last, left, matched=False) == []


def test_sources_and_languages_choose_as_told(tmp_path: Path) -> None:
    """Feeds, hosts and languages let pass what the table says they let pass."""
    (table,) = tables("headline", "feed", "link", "language", "told")
    write(tmp_path, {table.last: table.files[table.last]})
    found = matcher(tmp_path)
    for headline, feed, link, language, yes in table.rows:
        entry = Entry(feed, "", link, headline, "", language)
        assert bool(found.match(entry)) == {"yes": True, "no": False}[yes], headline


def test_digests_come_when_told() -> None:
    """The words of the table are digest words, and their next time is the one given."""
    (table,) = tables("digest", "comes", "after Friday noon, first on")
    noon = datetime(2026, 6, 5, 11, tzinfo=UTC)
    for words, _, first in table.rows:
        schedule = parse_schedule(words, "Europe/London")
        slots = slots_between(schedule, noon, noon + timedelta(days=40))
        assert f"{slots[0]:%a %H:%M}" == first, words


@pytest.mark.parametrize(("row", "files"), rows("you write", "monitor check says"))
def test_a_mistake_is_told_in_these_words(
    tmp_path: Path, row: tuple[str, str], files: dict[str, str]
) -> None:
    """Each common mistake gets exactly the message that the page quotes."""
    line, said = row
    write(tmp_path, {"entry": in_file(line), **with_terms(files)})
    found = [one for one in problems(tmp_path) if one.file.endswith("entry.yaml")]
    assert [f"{'error' if one.error else 'warning'}: {one.message}" for one in found] == [said]


@pytest.mark.parametrize(("row", "files"), rows("you write", "also matches"))
def test_what_is_not_cured_is_as_told(
    tmp_path: Path, row: tuple[str, str], files: dict[str, str]
) -> None:
    """The limits that the page admits to are there."""
    line, matched = row
    write(tmp_path, {"entry": in_file(line)})
    assert unlike(matcher(tmp_path), "entry", matched, matched=True) == []


@pytest.mark.parametrize(("console", "files"), PARSED.consoles)
def test_a_command_prints_what_is_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, console: str, files: dict[str, str]
) -> None:
    """Commands of the page, run beside the files above them, print what stands below them."""
    monkeypatch.chdir(tmp_path)
    write(tmp_path / "watchlists", files)
    for name, text in PARSED.beside.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    for command in re.split(r"^\$ monitor ", console, flags=re.MULTILINE)[1:]:
        line, _, shown = command.partition("\n")
        done = CliRunner().invoke(app, shlex.split(line))
        assert done.output == shown, line
