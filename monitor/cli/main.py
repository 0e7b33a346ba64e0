"""The command line: one function a command. Bodies live in `monitor.commands`, imported late so
that `monitor check` starts at once.
"""

import asyncio
import os
import sys
from pathlib import Path
from typing import Annotated, Any, Literal

import typer
from typer.core import TyperGroup

from monitor.cli.common import Json, Paths, Since, in_words, wait_for
from monitor.cli.feeds import feeds_app
from monitor.cli.silence import silence_app
from monitor.cli.story import story_app
from monitor.cli.subscriptions import subscriptions_app
from monitor.cli.watchlists import watchlists_app

Out = Annotated[Path | None, typer.Option(help="Write here instead of to standard output.")]


class Commands(TyperGroup):
    """The commands; a value that one of them can't take is told in words of our own."""

    def invoke(self, ctx: typer.Context) -> Any:  # type: ignore[override]  # typer's own Context
        """Run a command."""
        try:
            return super().invoke(ctx)
        except typer.BadParameter as problem:
            problem.message = in_words(problem.message)
            raise


app = typer.Typer(
    name="monitor",
    cls=Commands,
    help="Reads news feeds, matches them against watchlists, tells the desk once.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.add_typer(feeds_app, name="feeds")
app.add_typer(watchlists_app, name="watchlists")
app.add_typer(silence_app, name="silence")
app.add_typer(subscriptions_app, name="subscriptions")
app.add_typer(story_app, name="story")


def main() -> None:
    """Run the command line; what a person can mend is told in one line, without a trace."""
    try:
        app()
    except KeyboardInterrupt:
        sys.exit(130)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except Exception as problem:
        code = _code(problem)
        if code is None:
            raise
        print(f"monitor: {problem}", file=sys.stderr)
        sys.exit(code)


def _code(problem: Exception) -> int | None:
    """The exit code of a problem that a person can mend; `None` for a fault of ours."""
    from monitor.commands.errors import CommandError
    from monitor.store.errors import StoreError

    if isinstance(problem, CommandError):
        return problem.code
    return 1 if isinstance(problem, StoreError) else None


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        print(version("deskwatch-monitor"))
        raise typer.Exit


def _refuse_missing(context: typer.Context, option: str, there: bool, problem: str) -> None:
    """What is there by default may be missing; what somebody names may not."""
    source = context.get_parameter_source(option)
    if not there and source is not None and source.name != "DEFAULT":
        print(f"monitor: --{option}: there is {problem}", file=sys.stderr)
        raise typer.Exit(2)


@app.callback()
def options(
    context: typer.Context,
    config: Annotated[
        Path, typer.Option(help="The settings file; by default it may be missing.")
    ] = Path("monitor.yaml"),
    watchlists: Annotated[Path, typer.Option(help="The desk's folder.")] = Path("watchlists"),
    version: Annotated[  # noqa: ARG001 - handled by its callback
        bool | None,
        typer.Option("--version", callback=_version, is_eager=True, help="Print the version."),
    ] = None,
) -> None:
    """What every command takes, before its name."""
    _refuse_missing(context, "config", config.is_file(), f"no settings file {config}")
    _refuse_missing(context, "watchlists", watchlists.is_dir(), f"no folder {watchlists}")
    context.obj = Paths(config, watchlists)


@app.command()
def run(
    context: typer.Context,
    once: Annotated[bool, typer.Option(help="Poll every due feed once, deliver, exit.")] = False,
    alert_backlog: Annotated[
        str, typer.Option(help="At first sight of a feed, alert entries younger than this: 2h.")
    ] = "",
    verbose: Annotated[bool, typer.Option(help="Log more.")] = False,
) -> None:
    """The service: poll, match, tell, until it is stopped."""
    from monitor.commands.run import run as run_service

    paths: Paths = context.obj
    wait_for(
        run_service(
            paths.config, paths.watchlists, once=once, backlog=alert_backlog, verbose=verbose
        )
    )


@app.command()
def demo(
    context: typer.Context,
    timezone: Annotated[str, typer.Option(help="Zone of the recorded day.")] = "Europe/London",
    pace: Annotated[
        float | None,
        typer.Option(min=0, help="Seconds between moments; by default 0.6, and 0 when piped."),
    ] = None,
) -> None:
    """The whole service on a recorded day, offline.

    Nothing has to be set up: feeds are served on this machine, alerts come in the terminal.
    """
    from rich.console import Console

    from monitor.commands.demo import PACE
    from monitor.commands.demo import demo as play

    piped = not sys.stdout.isatty()
    console = Console(soft_wrap=piped, width=100 if piped else None)
    if pace is None:
        pace = PACE if console.is_terminal else 0
    asyncio.run(play(context.obj.watchlists, console, timezone, pace=pace))


@app.command()
def check(
    context: typer.Context,
    paths: Annotated[list[Path] | None, typer.Argument(help="Files or folders.")] = None,
    as_json: Json = False,
    form: Annotated[
        Literal["human", "github", "json"],
        typer.Option("--format", help="github: annotations of a pull request."),
    ] = "human",
    online: Annotated[bool, typer.Option(help="Also reach the channels and the feeds.")] = False,
) -> None:
    """Validate watchlists, feeds and settings."""
    from monitor.commands.check import check as check_files

    lines, code = check_files(
        paths or [],
        context.obj.config,
        context.obj.watchlists,
        form="json" if as_json else form,
    )
    for line in lines:
        print(line)
    if online and code == 0:
        from monitor.commands.online import check_online

        code = asyncio.run(check_online(context.obj.config, context.obj.watchlists))
    raise typer.Exit(code)


@app.command()
def schema(context: typer.Context) -> None:
    """Write the JSON Schemas for editors.

    By these an editor completes and checks the desk's files.
    """
    from monitor.commands.schema import write_schemas

    for line in write_schemas(context.obj.watchlists):
        print(line)


@app.command()
def explain(
    context: typer.Context,
    entry: Annotated[str, typer.Argument(help="entry:4, alert:5, story:2 or a link.")] = "",
    title: Annotated[str, typer.Option(help="Any title, instead of a stored entry.")] = "",
    text: Annotated[str, typer.Option(help="The text that goes with --title.")] = "",
    watchlist: Annotated[str, typer.Option(help="This one only, branch by branch.")] = "",
    as_json: Json = False,
) -> None:
    """Why was an entry told, or why not.

    By every watchlist, with its story, the decisions and the messages.
    """
    from monitor.commands.explain import explain as tell

    paths: Paths = context.obj
    wait_for(
        tell(
            paths.config,
            paths.watchlists,
            entry=entry,
            title=title,
            text=text,
            as_json=as_json,
            watchlist=watchlist,
        )
    )


@app.command()
def replay(
    context: typer.Context,
    items: Annotated[Path, typer.Argument(help="Recorded entries, a JSON object a line.")],
    watchlists: Annotated[Path | None, typer.Option(help="The folder of the watchlists.")] = None,
    every_item: Annotated[bool, typer.Option(help="As if one watchlist matched all.")] = False,
    out: Out = None,
) -> None:
    """Run recorded entries through matching and stories.

    On a scratch store, at the entries' own clock.
    """
    from monitor.commands.replay import replay_file

    paths: Paths = context.obj
    folder = watchlists or paths.watchlists
    wait_for(replay_file(items, paths.config, folder, every_item=every_item, out=out))


@app.command()
def backtest(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="A new or changed watchlist, or terms.yaml.")],
    since: Since = "7d",
    items: Annotated[
        Path | None,
        typer.Option(help="Try it on these recorded entries, a JSON object a line."),
    ] = None,
    as_json: Json = False,
) -> None:
    """Which stories a changed file would gain and lose.

    Over the entries of the stored days, before the file is saved.
    """
    from monitor.commands.backtest import backtest as try_out

    paths: Paths = context.obj
    wait_for(
        try_out(paths.config, paths.watchlists, file, since=since, items=items, as_json=as_json)
    )


@app.command("export-labels")
def export_labels(
    context: typer.Context,
    since: Since = "30d",
    out: Out = None,
) -> None:
    """Write the stories that people corrected, labelled.

    For `monitor replay` and its scorer.
    """
    from monitor.commands.labels import export_labels as export

    wait_for(export(context.obj.config, since=since, out=out))


@app.command()
def alerts(
    context: typer.Context,
    one: Annotated[
        str, typer.Argument(metavar="[ID]", help="All about one: delivery:7, alert:5, entry:4.")
    ] = "",
    since: Since = "24h",
    undelivered: Annotated[bool, typer.Option(help="Only what failed or waits too long.")] = False,
    times: Annotated[
        bool, typer.Option(help="How long: published → seen + → decided + → sent.")
    ] = False,
    as_json: Json = False,
) -> None:
    """What was told to whom and when."""
    from monitor.commands.alert import show_alert
    from monitor.commands.alerts import list_alerts

    config = context.obj.config
    if one:
        wait_for(show_alert(config, one, as_json=as_json))
    wait_for(
        list_alerts(config, since=since, undelivered=undelivered, as_json=as_json, times=times)
    )


@app.command()
def resend(
    context: typer.Context,
    message: Annotated[
        str, typer.Argument(metavar="[ID]", help="delivery:7, as in `monitor alerts`.")
    ] = "",
    destination: Annotated[
        str, typer.Option(help="All that was not delivered to this channel or destination.")
    ] = "",
    as_json: Json = False,
) -> None:
    """Put what was not delivered into the outbox again."""
    from monitor.commands.alerts import resend as put_back
    from monitor.commands.alerts import resend_all

    if bool(message) == bool(destination):
        raise typer.BadParameter("name a message, delivery:7, or give --destination")
    if destination:
        wait_for(resend_all(context.obj.config, destination, as_json=as_json))
    else:
        wait_for(put_back(context.obj.config, message, as_json=as_json))


@app.command()
def status(context: typer.Context, as_json: Json = False) -> None:
    """Health; exit code 1 when something is wrong.

    Feeds, messages, files, how late alerts are, and what to do about what is wrong.
    """
    from monitor.commands.status import status as tell

    wait_for(tell(context.obj.config, as_json=as_json))


@app.command("send-test")
def send_test(
    context: typer.Context,
    channel: Annotated[str, typer.Argument(help="A channel's name, or slack:#x, email:a@b.")],
    kind: Annotated[
        Literal["new", "copy", "update", "correction", "withdrawal", "digest", "storm", "notice"],
        typer.Option("--as", help="What the sample is; copy: the first message, edited."),
    ] = "new",
    preview: Annotated[
        Path | None,
        typer.Option(help="Send nothing: write it into this folder, or file by its ending."),
    ] = None,
    as_json: Json = False,
) -> None:
    """Send a sample message to a channel, or look at it first."""
    from monitor.commands.sendtest import preview_test
    from monitor.commands.sendtest import send_test as send

    config = context.obj.config
    if preview is None:
        wait_for(send(config, channel, kind, as_json=as_json))
    else:
        wait_for(preview_test(config, channel, kind, preview, as_json=as_json))
