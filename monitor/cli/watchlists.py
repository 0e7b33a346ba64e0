"""`monitor watchlists …`."""

from typing import Annotated

import typer

from monitor.cli.common import Json, wait_for

watchlists_app = typer.Typer(help="Which watchlists are in force, and their versions.")


@watchlists_app.callback(invoke_without_command=True)
def watchlists(context: typer.Context) -> None:
    """Which watchlists are in force, and their versions; alone, the list."""
    if context.invoked_subcommand is None:
        watchlists_list(context)


@watchlists_app.command("list")
def watchlists_list(context: typer.Context, as_json: Json = False) -> None:
    """The watchlists: title, priority, whom they tell, and whether they are in force."""
    from monitor.commands.watchlists import list_watchlists

    wait_for(list_watchlists(context.obj.config, context.obj.watchlists, as_json=as_json))


@watchlists_app.command("log")
def watchlists_log(
    context: typer.Context,
    name: Annotated[
        str, typer.Argument(help="A watchlist's id, terms or feeds; all if absent.")
    ] = "",
    as_json: Json = False,
) -> None:
    """The versions that were read, newest first, and what each of them changed."""
    from monitor.commands.watchlists import log_versions

    wait_for(log_versions(context.obj.config, context.obj.watchlists, name, as_json=as_json))
