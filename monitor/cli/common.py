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


_SAID = {
    "Input should be a valid integer": "write a whole number",
    "Input should be a valid number": "write a number",
    "Input should be ": "write ",
    "Value error, ": "",
}
"""How a library begins what it says of a value, and what is said here."""


def in_words(message: str) -> str:
    """What is wrong with a value on the command line, without a library's way of putting it."""
    for begins, words in _SAID.items():
        if message.startswith(begins):
            rest = "" if ", unable to parse" in message else message.removeprefix(begins)
            return words + rest
    return message
