"""YAML as text with places: every scalar stays as it is written, every node knows where it stands.

Only PyYAML's events are used: no resolver ever turns `no`, `007` or a date into something else, no
tag builds an object, and nesting is bounded before anything could grow with it.
"""

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, Protocol

import yaml

from monitor.watchlist.mistake import explain
from monitor.watchlist.problem import START, Findings, Place

MAX_BYTES = 1 << 20
MAX_LEVELS = 50
MAX_AFTER = 200
"""Characters that are kept of what follows a text on its line; JSON may have but one line."""

Style = Literal["plain", "single", "double", "block"]
_STYLES: dict[str | None, Style] = {"'": "single", '"': "double", "|": "block", ">": "block"}
_LOADER = yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader


class _Mark(Protocol):
    """A position in PyYAML's terms, of either loader; all numbers from 0."""

    @property
    def line(self) -> int: ...
    @property
    def column(self) -> int: ...
    @property
    def index(self) -> int: ...


_LINE_BREAKS = re.compile("\r\n?")
_ODD_BREAKS = re.compile("[\x85\u2028\u2029]")
_CONTROL = re.compile("[^\t\n\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_SURROGATES = re.compile(r"(?<!\\)((?:\\\\)*)\\u(d[89ab]..)\\u(d[c-f]..)", re.IGNORECASE)
_TAB = re.compile(r"^(?:[ -]|[\w-]+:(?=\s))*\t[ \t]*[^\s#]", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Text:
    """A scalar: the text it stands for, and how the file writes it."""

    value: str
    place: Place
    style: Style = "plain"
    raw: str = field(default="", repr=False)
    """The text as it stands in the file, from `place` on, quotes and line breaks included."""
    after: str = field(default="", repr=False)
    """What follows on its last line, as far as a person would look."""


@dataclass(frozen=True, slots=True)
class Items:
    """A list."""

    nodes: tuple["Node", ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Fields:
    """A mapping; its keys are texts, each there once."""

    pairs: tuple[tuple[Text, "Node"], ...]
    place: Place
    duplicates: frozenset[str] = frozenset()
    """Keys that stood there more than once."""

    def get(self, name: str) -> "Node | None":
        """The value of that key."""
        return next((node for key, node in self.pairs if key.value == name), None)


Node = Text | Items | Fields


def read_source(
    path: Path, findings: Findings, limit: int = MAX_BYTES, data: bytes | None = None
) -> str | None:
    """Read a file of at most `limit` bytes as UTF-8, line breaks as `\\n`, without a BOM.

    `data` is what it holds, where that is known already. Returns `None`, and notes why, where
    it can't be read.
    """
    try:
        data = _bytes_of(path, limit) if data is None else data
    except OSError as error:
        findings.error(START, f"the file can't be read: {error.strerror or error}")
        return None
    if len(data) > limit:
        findings.error(START, f"the file is larger than {_size(limit)}: split it")
        return None
    return _decoded(data, findings)


def parse_source(text: str, findings: Findings) -> Node | None:
    """Parse YAML (or JSON, which is YAML) into nodes; `None` for an empty file or after an error.

    Duplicate keys are noted and their first value is kept; whatever else is noted ends the file.
    """
    findings.lines = text.split("\n")
    errors = findings.errors
    if match := _CONTROL.search(text):
        code = f"U+{ord(match.group()):04X}"
        findings.error(place_in(text, match.start()), f"an invisible character ({code}): delete it")
        return None
    flow = text.lstrip()[:1] in ("[", "{")
    if not flow and (match := _TAB.search(text)):
        findings.error(place_in(text, text.index("\t", match.start())), _TAB_MESSAGE)
        return None
    prepared = _SURROGATES.sub(_joined, text) if flow else text
    builder = _Builder(prepared, findings)
    root = builder.build(_ODD_BREAKS.sub(" ", prepared).replace("\t", " "))
    return root if findings.errors - errors == builder.duplicates else None


def place_in(text: str, offset: int) -> Place:
    """The place of a character of a text."""
    line_start = text.rfind("\n", 0, offset) + 1
    return Place(text.count("\n", 0, offset) + 1, offset - line_start + 1)


_TAB_MESSAGE = (
    "this is a tab: YAML takes spaces only. Put spaces in its place, two for each level,"
    " and let your editor do so from now on"
)


def _bytes_of(path: Path, limit: int) -> bytes:
    """The file, or the beginning of one that is too long."""
    with path.open("rb") as file:
        return file.read(limit + 1)


def _size(limit: int) -> str:
    return f"{limit >> 20} MiB"


def _decoded(data: bytes, findings: Findings) -> str | None:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in data[:4]:
        findings.error(START, "the file is saved as UTF-16: save it as UTF-8")
        return None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start].removeprefix(b"\xef\xbb\xbf").decode("utf-8")
        place = place_in(_LINE_BREAKS.sub("\n", before), len(_LINE_BREAKS.sub("\n", before)))
        findings.error(place, "not UTF-8 from here on: open the file in an editor, save as UTF-8")
        return None
    return _LINE_BREAKS.sub("\n", text)


def _joined(match: re.Match[str]) -> str:
    """JSON writes a letter beyond U+FFFF as two escapes, which YAML does not know."""
    pair = (int(match[2], 16), int(match[3], 16))
    return match[1] + chr(0x10000 + ((pair[0] - 0xD800) << 10) + (pair[1] - 0xDC00))


class _StoppedError(Exception):
    """The rest of the file is not looked at."""


@dataclass(slots=True)
class _Open:
    """A list or mapping that is not closed yet; a mapping's nodes are key, value, key, value."""

    place: Place
    mapping: bool
    nodes: list[Node] = field(default_factory=list)


class _Builder:
    """Puts PyYAML's events together."""

    def __init__(self, text: str, findings: Findings) -> None:
        self.text = text
        self.lines = text.split("\n")
        self.findings = findings
        self.duplicates = 0
        self.open = [_Open(START, mapping=False)]
        self.documents = 0

    def build(self, yaml_text: str) -> Node | None:
        last: yaml.Event | None = None
        try:
            for event in yaml.parse(yaml_text, Loader=_LOADER):
                last = event
                self._take(event)
        except yaml.MarkedYAMLError as error:
            place, message = explain(self.lines, error, last)
            if not any(problem.line == place.line for problem in self.findings.problems):
                self.findings.error(place, message)
        except _StoppedError:
            pass
        roots = self.open[0].nodes
        return roots[0] if roots and not _is_empty(roots[0]) else None

    def _take(self, event: yaml.Event) -> None:
        place = _place(event.start_mark)
        match event:
            case yaml.DocumentStartEvent():
                self._count_document(place)
            case yaml.AliasEvent():
                self.findings.error(place, _alias_message(self._rest(place)))
                self._add(Text("", place))
            case yaml.ScalarEvent():
                self._refuse_marks(event, place)
                self._add(self._scalar(event, place))
            case yaml.CollectionStartEvent():
                self._refuse_marks(event, place)
                self._descend(place, mapping=isinstance(event, yaml.MappingStartEvent))
            case yaml.CollectionEndEvent():
                self._add(self._closed(self.open.pop()))

    def _add(self, node: Node) -> None:
        self.open[-1].nodes.append(node)

    def _rest(self, place: Place) -> str:
        return self.lines[place.line - 1][place.column - 1 :].strip()

    def _scalar(self, event: yaml.ScalarEvent, place: Place) -> Text:
        start, end = _index(event.start_mark), _index(event.end_mark)
        after = self.text[end : end + MAX_AFTER].split("\n", 1)[0]
        style = _STYLES.get(event.style, "plain")
        return Text(event.value, place, style, self.text[start:end], after)

    def _count_document(self, place: Place) -> None:
        self.documents += 1
        if self.documents > 1:
            self.findings.error(place, 'a second document begins at "---": one file, one watchlist')
            raise _StoppedError

    def _descend(self, place: Place, *, mapping: bool) -> None:
        if len(self.open) > MAX_LEVELS:
            self.findings.error(place, f"nested more than {MAX_LEVELS} levels deep")
            raise _StoppedError
        self.open.append(_Open(place, mapping))

    def _refuse_marks(self, event: yaml.NodeEvent, place: Place) -> None:
        if getattr(event, "tag", None) is not None:
            self.findings.error(
                place,
                f'"!" in front makes a YAML tag of {self._rest(place).split(" ")[0]}: leave it out,'
                " or put quotes around the whole text",
            )
        if event.anchor is not None:
            self.findings.error(
                place,
                f'"&{event.anchor}" makes a YAML anchor, which has no use here:'
                " put quotes around the whole text, or make a group in terms.yaml",
            )

    def _closed(self, done: _Open) -> Node:
        if not done.mapping:
            return Items(tuple(done.nodes), done.place)
        pairs: list[tuple[Text, Node]] = []
        seen: dict[str, Place] = {}
        twice: set[str] = set()
        for key, node in zip(done.nodes[::2], done.nodes[1::2], strict=True):
            if not isinstance(key, Text):
                self.findings.error(key.place, "a list or mapping can't be a key: write a word")
            elif first := seen.get(key.value):
                self.duplicates += 1
                twice.add(key.value)
                self.findings.error(
                    key.place,
                    f'duplicate key "{key.value}": it is there already in line {first.line};'
                    " put everything under one",
                )
            else:
                seen[key.value] = key.place
                pairs.append((key, node))
        return Fields(tuple(pairs), done.place, frozenset(twice))


def _place(mark: _Mark | None) -> Place:
    return Place(mark.line + 1, mark.column + 1) if mark else START


def _index(mark: _Mark | None) -> int:
    return mark.index if mark else 0


def _is_empty(node: Node) -> bool:
    return isinstance(node, Text) and node.style == "plain" and not node.value


def _alias_message(rest: str) -> str:
    return (
        f"a text can't begin with a star in YAML: {rest[:40]}. A star stands at the end of"
        " the beginning of a word: summit*; where it is meant as it stands, put quotes around it"
    )
