"""`monitor subscriptions`: who ended their mails by the link in one, and how to undo it."""

from pathlib import Path
from zoneinfo import ZoneInfo

from monitor.commands.errors import CommandError
from monitor.commands.lines import columns, count, iso, minute, print_rows, zone_line
from monitor.commands.setup import open_database, settings_of
from monitor.store.unsubscribed import UnsubscribedStore
from notifiers.registry import parse_destination


async def list_unsubscribed(config: Path, *, as_json: bool) -> int:
    """Print who gets no more mails, those who left first first."""
    settings = settings_of(config)
    zone = ZoneInfo(settings.timezone)
    async with open_database(settings) as db:
        found = await UnsubscribedStore(db).all()
    rows = [
        {
            "address": one.destination.removeprefix("email:"),
            "at": iso(one.at, zone),
            "skipped": one.skipped,
        }
        for one in found
    ]
    if as_json:
        print_rows(rows)
    elif not rows:
        print("nobody has unsubscribed")
    else:
        lines = [
            (str(row["address"]), minute(str(row["at"])), _skipped(one.skipped))
            for row, one in zip(rows, found, strict=True)
        ]
        print("\n".join((zone_line(zone), *columns(lines))))
        print("to undo it: monitor subscriptions restore ADDRESS")
    return 0


async def restore(config: Path, address: str) -> int:
    """Send to an address again. Raises CommandError where it has not unsubscribed."""
    try:
        destination = parse_destination(f"email:{address}").destination
    except ValueError as problem:
        raise CommandError(str(problem), code=2) from None
    async with open_database(settings_of(config)) as db:
        if not await UnsubscribedStore(db).remove(destination):
            raise CommandError(f"{address} has not unsubscribed: monitor subscriptions list")
    print(f"{address} gets mails again, from the next one on")
    return 0


def _skipped(number: int) -> str:
    return f"{count(number, 'message')} not sent since" if number else "nothing to send since"
