"""`monitor schema`: the JSON Schemas that editors read, written beside the watchlists."""

import json
from pathlib import Path

from monitor.commands.errors import CommandError
from monitor.commands.settings_schema import settings_schema
from monitor.watchlist.schema import feeds_schema, terms_schema, watchlist_schema
from monitor.watchlist.shape import Schema

FOLDER = ".schema"
"""Below the watchlists; hidden, so that nobody takes it for one of the desk's own."""
COMMENT = "# yaml-language-server: $schema="
"""The line at the top of a file by which VS Code's YAML extension finds its schema."""


def schemas() -> dict[str, Schema]:
    """Every schema by the name of its file."""
    return {
        "watchlist.json": watchlist_schema(),
        "terms.json": terms_schema(),
        "feeds.json": feeds_schema(),
        "settings.json": settings_schema(),
    }


def written(schema: Schema) -> str:
    """A schema as it stands in its file."""
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


def write_schemas(watchlists: Path) -> list[str]:
    """Write the schemas below the folder of the watchlists; returns what to tell.

    Raises CommandError where there is no such folder.
    """
    if not watchlists.is_dir():
        raise CommandError(f"no folder {watchlists}: name it with --watchlists DIR", code=2)
    folder = watchlists / FOLDER
    folder.mkdir(exist_ok=True)
    for name, schema in schemas().items():
        (folder / name).write_text(written(schema), encoding="utf-8")
    return [
        f"{folder}: {', '.join(schemas())}",
        "The first line of a file names the schema that an editor goes by:",
        f"  watchlists        {COMMENT}{FOLDER}/watchlist.json",
        f"  terms.yaml        {COMMENT}{FOLDER}/terms.json",
        f"  feeds.yaml        {COMMENT}{FOLDER}/feeds.json",
        f"  monitor.yaml      {COMMENT}{folder.as_posix()}/settings.json",
        "In a sub-folder it begins with ../ for each level.",
    ]
