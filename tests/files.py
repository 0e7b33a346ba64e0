"""Files that a test begins with."""

from pathlib import Path


def write_file(folder: Path, name: str, text: str) -> Path:
    """Write a file of that name, in folders that are made if need be; returns its path."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path
