"""`monitor subscriptions …`."""

from typing import Annotated

import typer

from monitor.cli.common import Json, wait_for

subscriptions_app = typer.Typer(help="Who unsubscribed from mails, and how to undo it.")


@subscriptions_app.callback(invoke_without_command=True)
def subscriptions(context: typer.Context) -> None:
    """Who unsubscribed from mails, and how to undo it; alone, the list."""
    if context.invoked_subcommand is None:
        subscriptions_list(context)


@subscriptions_app.command("list")
def subscriptions_list(context: typer.Context, as_json: Json = False) -> None:
    """Who unsubscribed, when, and how many messages they would have got since."""
    from monitor.commands.subscriptions import list_unsubscribed

    wait_for(list_unsubscribed(context.obj.config, as_json=as_json))


@subscriptions_app.command("restore")
def subscriptions_restore(
    context: typer.Context,
    address: Annotated[str, typer.Argument(help="The mail address.")],
) -> None:
    """Send mails to an address again."""
    from monitor.commands.subscriptions import restore

    wait_for(restore(context.obj.config, address))
