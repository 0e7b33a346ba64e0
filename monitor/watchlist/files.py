"""The desk's folder as bytes: which files are there, what changed, and whether a save is over."""

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from monitor.watchlist.feedlist import MAX_BYTES
from monitor.watchlist.load import ENDINGS, FEEDS, TERMS

LISTS = (".opml", ".xml")
"""What a list of feeds may include."""
SUFFIXES = (*ENDINGS, *LISTS)
"""Files that may say something."""


@dataclass(frozen=True, slots=True)
class Copy:
    """A file as it was read."""

    stamp: tuple[int, int, int]
    """Time of the last change in nanoseconds, size, number of the file on its disk."""
    data: bytes

    @property
    def text(self) -> str:
        """What it says; what is not UTF-8 is replaced."""
        return self.data.decode("utf-8", "replace").replace("\x00", "\ufffd")


Files = Mapping[Path, Copy]
"""The files of a desk, by path."""


def look(folder: Path, before: Files) -> Files:
    """Every file of a folder and its sub-folders; those with the stamp of `before` are not read.

    Raises OSError where there is no such folder.
    """
    found = {}
    for path in sorted(_paths(folder)):
        copy = _copy(path, before.get(path))
        if copy is not None:
            found[path] = copy
    return found


def changed(before: Files, now: Files) -> frozenset[Path]:
    """The files that say something else, came or went."""
    return frozenset(
        path for path in before.keys() | now.keys() if _data(before, path) != _data(now, path)
    )


def half_done(before: Files, now: Files) -> bool:
    """Whether a file looks as if somebody were in the middle of saving it.

    It is gone (editors rename, or delete and write anew), empty (they cut it first), a beginning of
    what it was, or it does not end with a line.
    """
    return any(
        path not in now or _half_written(_data(before, path) or b"", now[path].data)
        for path in changed(before, now)
    )


def is_watchlist(path: Path) -> bool:
    """Whether a file of the folder holds a watchlist."""
    return path.suffix in ENDINGS and path.stem not in (TERMS, FEEDS)


def is_terms(path: Path) -> bool:
    """Whether a file of the folder holds groups of terms."""
    return path.suffix in ENDINGS and path.stem == TERMS


def name_of(path: Path, folder: Path) -> str:
    """The name of a file's versions: a watchlist's id, for others the path without `.yaml`."""
    if is_watchlist(path):
        return path.stem
    inside = path.relative_to(folder)
    return (inside.with_suffix("") if path.suffix in ENDINGS else inside).as_posix()


def _half_written(old: bytes, new: bytes) -> bool:
    return not new.strip() or not new.endswith(b"\n") or old.startswith(new)


def _data(files: Files, path: Path) -> bytes | None:
    return files[path].data if path in files else None


def _paths(folder: Path) -> Iterator[Path]:
    """The files that may say something; what is hidden by a dot stays so."""

    def refuse(error: OSError) -> None:
        if error.filename == str(folder) or not isinstance(error, FileNotFoundError):
            raise error

    for root, folders, names in os.walk(str(folder), onerror=refuse):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in names:
            if name.endswith(SUFFIXES) and not name.startswith("."):
                yield Path(root, name)


def _copy(path: Path, known: Copy | None) -> Copy | None:
    """A file as it stands; `None` for one that is gone, empty for one that can't be read."""
    try:
        stat = path.stat()
    except OSError:
        return None
    if not os.path.isfile(path):  # noqa: PTH113 # as `path.is_file()`, many times quicker
        return None
    stamp = (stat.st_mtime_ns, stat.st_size, stat.st_ino)
    if known is not None and known.stamp == stamp:
        return known
    try:
        with path.open("rb") as file:
            return Copy(stamp, file.read(MAX_BYTES + 1))
    except FileNotFoundError:
        return None
    except OSError:
        return Copy(stamp, b"")
