"""`monitor silence …`."""

from typing import Annotated

import typer

from monitor.cli.common import Json, Paths, wait_for

silence_app = typer.Typer(help="What is held back for a time, until when, by whom.")


@silence_app.callback(invoke_without_command=True)
def silence(context: typer.Context) -> None:
    """What is held back for a time, until when, by whom; alone, the list."""
    if context.invoked_subcommand is None:
        silence_list(context)


@silence_app.command("list")
def silence_list(
    context: typer.Context,
    ended: Annotated[bool, typer.Option(help="Those that have ended too.")] = False,
    as_json: Json = False,
) -> None:
    """The silences in force, those that end first first."""
    from monitor.commands.silence import list_silences

    paths: Paths = context.obj
    wait_for(list_silences(paths.config, ended=ended, as_json=as_json))


@silence_app.command("add")
def silence_add(
    context: typer.Context,
    story: Annotated[
        str, typer.Option(help="A story's id; entry:12, alert:12 and a link name one too.")
    ] = "",
    watchlist: Annotated[str, typer.Option(help="A watchlist's id.")] = "",
    length: Annotated[str, typer.Option("--for", help="For so long: 90m, 2h, 3d.")] = "",
    until: Annotated[
        str, typer.Option(help='Until then, on the desk\'s clock: "2026-03-02 07:00" or "07:00".')
    ] = "",
    reason: Annotated[str, typer.Option(help="Why.")] = "",
    by: Annotated[str, typer.Option(help="Who; the name you are logged in with if absent.")] = "",
    as_json: Json = False,
) -> None:
    """Hold a story or a watchlist back; what it held is listed when it ends."""
    from monitor.commands.silence import Wish, add_silence

    paths: Paths = context.obj
    wish = Wish(story, watchlist, length, until, reason, by)
    wait_for(add_silence(paths.config, paths.watchlists, wish, as_json=as_json))


@silence_app.command("end")
def silence_end(
    context: typer.Context,
    numbers: Annotated[
        list[str], typer.Argument(metavar="ID…", help="silence:4, as in `monitor silence list`.")
    ],
    as_json: Json = False,
) -> None:
    """End silences now; what they held back is listed."""
    from monitor.commands.silence import end_silences

    wait_for(end_silences(context.obj.config, numbers, as_json=as_json))
