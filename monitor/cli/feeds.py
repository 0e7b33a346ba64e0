"""`monitor feeds …`."""

from pathlib import Path
from typing import Annotated

import typer

from monitor.cli.common import Json, wait_for

feeds_app = typer.Typer(help="List, add and try feeds; alone, the list.")


@feeds_app.callback(invoke_without_command=True)
def feeds(context: typer.Context) -> None:
    """List, add and try feeds; alone, the list."""
    if context.invoked_subcommand is None:
        feeds_list(context)


@feeds_app.command("list")
def feeds_list(context: typer.Context, as_json: Json = False) -> None:
    """The feeds, how they are, and what is wrong with those in trouble."""
    from monitor.commands.feeds import list_feeds

    wait_for(list_feeds(context.obj.config, context.obj.watchlists, as_json=as_json))


@feeds_app.command("add")
def feeds_add(
    context: typer.Context,
    url: Annotated[str, typer.Argument(help="The address of a feed, or of a page that names one.")],
    as_json: Json = False,
) -> None:
    """Add a feed to feeds.yaml, after reading it once."""
    from monitor.commands.feeds import add_feed

    wait_for(add_feed(context.obj.config, context.obj.watchlists, url, as_json=as_json))


@feeds_app.command("remove")
def feeds_remove(
    context: typer.Context,
    feed: Annotated[str, typer.Argument(help="The feed's id or address.")],
    as_json: Json = False,
) -> None:
    """Take a feed out of feeds.yaml; what it brought stays in the store."""
    from monitor.commands.feeds import remove_feed

    wait_for(remove_feed(context.obj.config, context.obj.watchlists, feed, as_json=as_json))


@feeds_app.command("test")
def feeds_test(
    context: typer.Context,
    sources: Annotated[list[str], typer.Argument(help="Addresses or files.")],
    as_json: Json = False,
) -> None:
    """Read feeds and show their entries; nothing is stored."""
    from monitor.commands.feeds import test_feeds

    wait_for(test_feeds(context.obj.config, sources, as_json=as_json))


@feeds_app.command("import")
def feeds_import(
    context: typer.Context,
    opml: Annotated[Path, typer.Argument(help="An OPML file.")],
    as_json: Json = False,
) -> None:
    """Add the feeds of an OPML file to feeds.yaml."""
    from monitor.commands.feeds import import_opml

    wait_for(import_opml(context.obj.config, context.obj.watchlists, opml, as_json=as_json))


@feeds_app.command("export")
def feeds_export(context: typer.Context) -> None:
    """Print the feeds as OPML."""
    from monitor.commands.feeds import export_opml

    wait_for(export_opml(context.obj.config, context.obj.watchlists))
