"""`monitor story …`."""

from typing import TYPE_CHECKING, Annotated

import typer

from monitor.cli.common import Json, Paths, wait_for

if TYPE_CHECKING:
    from monitor.commands.corrections import How

story_app = typer.Typer(help="Shows one story on a page, and puts it right.", no_args_is_help=True)

Entry = Annotated[str, typer.Argument(help="An entry's id, a link, or alert:12.")]
By = Annotated[str, typer.Option(help="Who corrects; by default who is logged in.")]
Reason = Annotated[str, typer.Option(help="Why, for whoever asks later.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Say what would happen, and do nothing.")]
Quiet = Annotated[bool, typer.Option("--quiet", help="Tell nobody now.")]
Revision = Annotated[int | None, typer.Option(help="This version of the entry, 0 for its first.")]


@story_app.command("show")
def story_show(
    context: typer.Context,
    story: Annotated[str, typer.Argument(help="A story's id, entry:12, alert:12, or a link.")],
    as_json: Json = False,
) -> None:
    """One story on one page: versions, reasons, changes, who was told."""
    from monitor.commands.story import show_story

    wait_for(show_story(context.obj.config, story, as_json=as_json))


@story_app.command("split")
def story_split(
    context: typer.Context,
    entries: Annotated[list[str], typer.Argument(help="Entries' ids, links, or alert:12.")],
    revision: Revision = None,
    quiet: Quiet = False,
    by: By = "",
    reason: Reason = "",
    dry_run: DryRun = False,
    as_json: Json = False,
) -> None:
    """It is another story: whoever was kept quiet about it is told now."""
    from monitor.commands.corrections import split_entries

    how = _how(context.obj, by, reason, dry_run, as_json)
    wait_for(split_entries(how, entries, revision=revision, quiet=quiet))


@story_app.command("merge")
def story_merge(
    context: typer.Context,
    stories: Annotated[
        list[str], typer.Argument(help="Two stories or more: ids, entry:12, alert:12, or links.")
    ],
    by: By = "",
    reason: Reason = "",
    dry_run: DryRun = False,
    as_json: Json = False,
) -> None:
    """They are one story: later copies of either are quiet."""
    from monitor.commands.corrections import merge_stories

    how = _how(context.obj, by, reason, dry_run, as_json)
    wait_for(merge_stories(how, stories))


@story_app.command("update")
def story_update(
    context: typer.Context,
    entry: Entry,
    changed: Annotated[
        list[str] | None, typer.Option(help='What changed: "toll 12 → 15"; may be repeated.')
    ] = None,
    revision: Revision = None,
    quiet: Quiet = False,
    by: By = "",
    reason: Reason = "",
    dry_run: DryRun = False,
    as_json: Json = False,
) -> None:
    """It tells a new fact: whoever knows its story is told what changed."""
    from monitor.commands.corrections import update_entry

    how = _how(context.obj, by, reason, dry_run, as_json)
    wait_for(update_entry(how, entry, changed=changed or [], revision=revision, quiet=quiet))


def _how(paths: Paths, by: str, reason: str, dry_run: bool, as_json: bool) -> "How":
    from monitor.commands.corrections import How

    return How(paths.config, paths.watchlists, by, reason, dry_run, as_json)
