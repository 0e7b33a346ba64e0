"""YAML stays text: what is written is what comes out, and what can't be read is said in words."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.watchlist.problem import Findings, Place, Problem
from monitor.watchlist.source import Fields, Items, Node, Text, parse_source, read_source

YAML_PIECES = ["a", "title", "match:", "any", ":", " ", "\n", "- ", "-", "  ", '"', "'", "[", "]"]
YAML_PIECES += [
    "{",
    "}",
    "#",
    "@x",
    "*x",
    "&x",
    "!x",
    "|",
    ">",
    "\t",
    ",",
    "：",
    "é",
    "北",
    "\\",
    "?",
]


def parsed(text: str) -> tuple[Node | None, list[Problem]]:
    findings = Findings("desk.yaml")
    return parse_source(text, findings), findings.problems


def values(text: str) -> list[str]:
    node, problems = parsed(text)
    assert isinstance(node, Items), problems
    return [item.value for item in node.nodes if isinstance(item, Text)]


def test_every_scalar_is_the_text_as_written() -> None:
    """Words that YAML likes to turn into booleans, numbers and dates stay words."""
    written = ["no", "007", "1e3", "2016-12-15", "12:30", "0x1F", "null", "~", "Yes", "1_000"]
    assert values("".join(f"- {word}\n" for word in written)) == written


def test_nodes_know_their_places() -> None:
    """Lines and columns count from 1, columns in characters and not in bytes."""
    node, _ = parsed("заголовок: Курилы\nany: [Итуруп, 国後]\n")
    assert isinstance(node, Fields)
    assert node.pairs[0][1].place == Place(1, 12)
    inner = node.get("any")
    assert isinstance(inner, Items)
    assert [one.place for one in inner.nodes] == [Place(2, 7), Place(2, 15)]


def test_json_is_yaml() -> None:
    """JSON with tabs, escaped slashes and letters beyond U+FFFF is read like YAML."""
    node, problems = parsed('{\n\t"a": "x\\/y \\ud83d\\ude00",\n\t"b": [true, null]\n}')
    assert not problems
    assert isinstance(node, Fields)
    first = node.get("a")
    assert isinstance(first, Text)
    assert first.value == "x/y 😀"


def test_backslash_before_an_escape_is_kept() -> None:
    """An escaped backslash before `ud83d` is a backslash and not half of a letter."""
    assert values('["\\\\ud83d\\\\ude00"]') == ["\\ud83d\\ude00"]


def test_invisible_line_separators_do_not_shift_lines() -> None:
    """U+2028 is white space inside a line, as every editor shows it."""
    node, _ = parsed("- a\u2028b\n- c\n")
    assert isinstance(node, Items)
    assert node.nodes[1].place == Place(2, 3)


def test_duplicate_keys_keep_the_first_and_are_noted() -> None:
    """The second of two keys is an error at its own place, and the file is read to its end."""
    node, problems = parsed("a: 1\nb: 2\na: 3\n")
    assert [(p.line, p.column, p.error) for p in problems] == [(3, 1, True)]
    assert isinstance(node, Fields)
    assert [key.value for key, _ in node.pairs] == ["a", "b"]
    assert node.duplicates == {"a"}


@pytest.mark.parametrize("data", [b"\xff\xfea\x00", b"\xfe\xff\x00a", b"a\x00b\x00"])
def test_utf16_is_named(tmp_path: Path, data: bytes) -> None:
    """A file saved as UTF-16 is told so."""
    findings = read_bytes(tmp_path, data)
    assert "UTF-16" in findings.problems[0].message


def test_not_utf8_names_the_place(tmp_path: Path) -> None:
    """The first byte that is not UTF-8 is counted in lines and characters."""
    findings = read_bytes(tmp_path, "title: é\r\nmatch: caf".encode() + b"\xe9\n")
    problem = findings.problems[0]
    assert (problem.line, problem.column) == (2, 11)
    assert "UTF-8" in problem.message


def read_bytes(folder: Path, data: bytes) -> Findings:
    path = folder / "desk.yaml"
    path.write_bytes(data)
    findings = Findings("desk.yaml")
    assert read_source(path, findings) is None
    return findings


@pytest.mark.parametrize("data", [b"\xef\xbb\xbfa: b\r\nc: d\r\n", b"a: b\rc: d\r"])
def test_bom_and_line_ends_of_other_systems_are_fine(tmp_path: Path, data: bytes) -> None:
    """A BOM, CRLF and lone CR do no harm."""
    path = tmp_path / "desk.yaml"
    path.write_bytes(data)
    findings = Findings("desk.yaml")
    assert read_source(path, findings) == "a: b\nc: d\n"
    assert not findings.problems


def test_size_is_limited(tmp_path: Path) -> None:
    """A file of 1 MiB is read, one byte more is refused."""
    path = tmp_path / "desk.yaml"
    findings = Findings("desk.yaml")
    path.write_bytes(b"#" * (1 << 20))
    assert read_source(path, findings) is not None
    path.write_bytes(b"#" * ((1 << 20) + 1))
    assert read_source(path, findings) is None
    assert "1 MiB" in findings.problems[0].message


def test_a_file_that_is_gone_is_a_problem(tmp_path: Path) -> None:
    """A file that vanished between two looks is told, not raised."""
    findings = Findings("desk.yaml")
    assert read_source(tmp_path / "desk.yaml", findings) is None
    assert "can't be read" in findings.problems[0].message


@pytest.mark.parametrize(("levels", "errors"), [(50, 0), (51, 1), (100_000, 1)])
def test_nesting_is_limited(levels: int, errors: int) -> None:
    """50 levels are read; more are refused before they can cost anything."""
    _, problems = parsed("[" * levels + "a" + "]" * levels)
    assert len(problems) == errors
    assert all("50 levels" in problem.message for problem in problems)


@pytest.mark.parametrize("text", ["", "\n\n", "# nothing\n", "---\n", "~".replace("~", "")])
def test_empty_files_have_no_root(text: str) -> None:
    """A file without content is nothing, and no error of this layer."""
    assert parsed(text) == (None, [])


@settings(max_examples=400, deadline=None)
@given(st.lists(st.sampled_from(YAML_PIECES), max_size=30).map("".join) | st.text(max_size=60))
def test_no_text_ever_raises(text: str) -> None:
    """Whatever stands in a file, there are nodes or problems with a place inside the file."""
    text = text.replace("\r", "")
    node, problems = parsed(text)
    lines = text.split("\n")
    for problem in problems:
        assert 1 <= problem.line <= len(lines)
        assert 1 <= problem.column <= len(lines[problem.line - 1]) + 1
        assert "expected <" not in problem.message
    assert node is None or isinstance(node, Text | Items | Fields)
