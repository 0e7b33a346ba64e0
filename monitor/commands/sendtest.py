"""`monitor send-test`: a sample of any message to one channel, or into files."""

import json
import re
import sys
from pathlib import Path
from uuid import uuid4
from zoneinfo import ZoneInfo

from rich.console import Console

from monitor.channels import Channels
from monitor.clock import utc_now
from monitor.commands.errors import CommandError
from monitor.commands.samples import Kind, Sample, sample
from monitor.commands.setup import open_channels, settings_of
from monitor.model.alert import Route
from monitor.settings import Settings
from monitor.watchlist.destination import CONSOLE
from notifiers.base import NotifierError, Receipt

ENDINGS = {".eml", ".html", ".json", ".txt"}
"""What makes `--preview` one file, not a folder."""


async def send_test(
    config: Path, channel: str, kind: Kind = "new", *, as_json: bool = False
) -> int:
    """Send a sample to every destination of a channel; 1 where it did not arrive."""
    settings = settings_of(config)
    routes = _routes(settings, channel)
    one = _sample(settings, kind)
    async with open_channels(settings, Console()) as channels:
        sent = [await _send(channels, route.destination, one, as_json) for route in routes]
    return 0 if all(sent) else 1


async def preview_test(
    config: Path, channel: str, kind: Kind, path: Path, *, as_json: bool = False
) -> int:
    """Write what would be sent into a folder, or into one file by its ending. Sends nothing."""
    _check_ending(path)
    settings = settings_of(config)
    routes = _routes(settings, channel)
    one = _sample(settings, kind)
    single = path.suffix.lower() in ENDINGS
    async with open_channels(settings, Console()) as channels:
        for route in routes[:1] if single else routes:
            files = await _files(channels, route.destination, one)
            for ending, content in files.items():
                name = f"{_slug(route.destination)}-{kind}.{ending}"
                if not single or path.suffix.lower() == f".{ending}":
                    _write(path if single else path / name, content, route.destination, as_json)
            if single and path.suffix.lower()[1:] not in files:
                raise CommandError(f"{path}: {_only(route.destination, files)}", code=2)
    return 0


def _check_ending(path: Path) -> None:
    if path.suffix and path.suffix.lower() not in ENDINGS and not path.is_dir():
        known = ", ".join(sorted(ENDINGS))
        raise CommandError(f"{path}: name a folder, or a file that ends in {known}", code=2)


def _routes(settings: Settings, channel: str) -> tuple[Route, ...]:
    if ":" not in channel and channel != CONSOLE and channel not in settings.channels:
        known = ", ".join(settings.channels)
        raise CommandError(
            f'"{channel}" is no channel: monitor.yaml names {known or "none"} under channels:; '
            "console, slack:#desk and email:desk@example.org work too",
            code=2,
        )
    try:
        return settings.routes((channel,))
    except ValueError as problem:
        raise CommandError(str(problem), code=2) from None


def _sample(settings: Settings, kind: Kind) -> Sample:
    now = utc_now().astimezone(ZoneInfo(settings.timezone))
    return sample(kind, f"test-{uuid4().hex}", now)


async def _send(channels: Channels, destination: str, one: Sample, as_json: bool) -> bool:  # noqa: FBT001 - as the command's option
    try:
        receipt, note = await _sent(channels, destination, one)
    except NotifierError as error:
        if as_json:
            print(json.dumps({"to": destination, "sent": False, "reason": error.reason}))
        else:
            print(f"monitor: {destination}: {error.reason}", file=sys.stderr)
        return False
    if as_json:
        print(json.dumps({"to": destination, "sent": True, "receipt": dict(receipt.remote)}))
    else:
        print(f"sent to {destination}{note}")
    return True


async def _sent(channels: Channels, destination: str, one: Sample) -> tuple[Receipt, str]:
    """Send a sample, with what comes before and after it; the receipt, and what to add."""
    notifier = channels(destination)
    first = await notifier.send(one.first) if one.first else None
    receipt = await notifier.send(one.message, first)
    if one.edit is None:
        return receipt, ""
    if not notifier.edits:
        return receipt, ": messages there can't be edited; the digest says who else has a story"
    await notifier.edit(first or receipt, one.edit)
    return receipt, ", and edited"


async def _files(channels: Channels, destination: str, one: Sample) -> dict[str, bytes]:
    """What would be sent; of a copy, what the alert says in the end."""
    parent = Receipt((("subject", one.first.subject),)) if one.first else None
    shown = one.message if one.first else one.edit or one.message
    return await channels.preview(destination, shown, parent)


def _only(destination: str, files: dict[str, bytes]) -> str:
    return f"messages to {destination} are shown as {', '.join(sorted(files))}"


def _write(path: Path, content: bytes, destination: str, as_json: bool) -> None:  # noqa: FBT001 - as the command's option
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    except OSError as problem:
        raise CommandError(f"{path} can't be written: {problem.strerror or problem}") from None
    print(json.dumps({"to": destination, "file": str(path)}) if as_json else path)


def _slug(destination: str) -> str:
    """A destination as part of a file's name."""
    return re.sub(r"[^\w.@-]+", "-", destination).strip("-")
