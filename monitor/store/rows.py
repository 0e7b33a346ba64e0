"""Entries to rows and back, and the marks by which they are looked up."""

from collections.abc import Iterator, Sequence
from dataclasses import fields
from hashlib import blake2b
from typing import Any, TypeVar

from sqlalchemy import Row

from monitor.model.entry import Entry

ENTRY = tuple(field.name for field in fields(Entry))
"""The columns, here and in `versions`, that make an `Entry`."""

CHUNK = 500
"""Values a look-up asks for at once; SQLite takes 32,766 in a statement (sqlite.org/limits.html),
999 in old builds are shared by at most a few lists."""

Value = TypeVar("Value")


def entry_values(entry: Entry) -> dict[str, Any]:
    """An entry's columns."""
    return {name: getattr(entry, name) for name in ENTRY}


def entry_of(row: Row[Any]) -> Entry:
    """The entry in a row with an entry's columns."""
    return Entry(**{name: row._mapping[name] for name in ENTRY})


def mark(text: str) -> int | None:
    """64 bits (signed) that stand for a text in an index; `None` for "", which is like nothing."""
    if not text:
        return None
    digest = blake2b(text.encode("utf-8", "replace"), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)


def title_mark(title: str) -> int | None:
    """The mark of a title, whatever its capitals and white space."""
    return mark(" ".join(title.casefold().split()))


def marks(texts: Sequence[str]) -> list[int]:
    """The marks of those texts that are not empty, each once."""
    return list({m for m in map(mark, texts) if m is not None})


def chunks(values: Sequence[Value], size: int = CHUNK) -> Iterator[Sequence[Value]]:
    """Values in pieces that fit into one statement."""
    for start in range(0, len(values), size):
        yield values[start : start + size]
