"""OPML, the list of feeds that every feed reader exports (http://opml.org/spec2.opml)."""

from dataclasses import dataclass
from pathlib import Path
from xml.parsers import expat

from monitor.watchlist.problem import START, Findings, Place

MAX_BYTES = 16 << 20
MAX_LEVELS = 50
SEPARATOR = " / "


@dataclass(frozen=True, slots=True)
class Outline:
    """One feed of an OPML file."""

    url: str
    title: str
    language: str
    group: str
    """Headings above it, from the outermost."""
    place: Place


def read_opml(path: Path, findings: Findings) -> list[Outline]:
    """Read the feeds of an OPML file in their order, headings of any depth included.

    Notes an error, and returns what stood before it, where the file can't be read, is not well
    formed, or brings a DTD (entities that expand or fetch have no place in a list of feeds).
    """
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        findings.error(START, f"the file can't be read: {error.strerror or error}")
        return []
    if len(data) > MAX_BYTES:
        findings.error(START, "the file is larger than 16 MiB")
        return []
    return _Reader().read(data, findings)


class _RefusedError(Exception):
    """Well formed, and not wanted."""


class _Reader:
    def __init__(self) -> None:
        self.outlines: list[Outline] = []
        self.headings: list[str] = []
        self.root = ""
        self.parser = expat.ParserCreate()
        self.parser.StartDoctypeDeclHandler = self._doctype
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end

    def read(self, data: bytes, findings: Findings) -> list[Outline]:
        try:
            self.parser.Parse(data, True)  # noqa: FBT003  # expat takes no keyword
        except expat.ExpatError as error:
            place = Place(error.lineno, error.offset + 1)
            what = expat.ErrorString(error.code)
            findings.error(place, f"not well-formed XML ({what}): export the list once more")
        except (_RefusedError, ValueError, LookupError) as error:
            findings.error(self._place(), str(error))
        return self.outlines

    def _place(self) -> Place:
        return Place(self.parser.CurrentLineNumber, self.parser.CurrentColumnNumber + 1)

    def _doctype(self, *_: object) -> None:
        raise _RefusedError("a document type (<!DOCTYPE …>) is not accepted: delete it")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self.root = self.root or name.lower()
        if self.root != "opml":
            raise _RefusedError(f"this is no OPML file: it begins with <{name}>")
        if name.lower() != "outline":
            return
        if len(self.headings) >= MAX_LEVELS:
            raise _RefusedError(f"nested more than {MAX_LEVELS} levels deep")
        values = {key.lower(): value.strip() for key, value in attributes.items()}
        title = values.get("title") or values.get("text", "")
        if url := values.get("xmlurl"):
            group = SEPARATOR.join(filter(None, self.headings))
            language = values.get("language", "")
            self.outlines.append(Outline(url, title, language, group, self._place()))
        self.headings.append("" if url else title)

    def _end(self, name: str) -> None:
        if name.lower() == "outline":
            self.headings.pop()
