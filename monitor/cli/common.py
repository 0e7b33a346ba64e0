"""What all commands share: the files they may want, and the options that several take."""

import asyncio
from collections.abc import Coroutine
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import typer

Json = Annotated[bool, typer.Option("--json", help="Print JSON, a line an object.")]
Since = Annotated[str, typer.Option(help="How far back: 90m, 24h, 7d.")]


@dataclass(frozen=True, slots=True)
class Paths:
    """The files that every command may want."""

    config: Path
    watchlists: Path


def wait_for(task: Coroutine[Any, Any, int]) -> None:
    """Do what a command does, and end with its exit code."""
    raise typer.Exit(asyncio.run(task))
