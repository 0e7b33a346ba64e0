"""Commands run within the test's process, in a folder of its own, on a clock of its own."""

import asyncio
import json
import sys
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from monitor.cli.main import main
from monitor.store.database import Database
from tests.files import write_file


@dataclass(frozen=True)
class Told:
    """What a command printed, and its exit code."""

    code: int
    out: str
    err: str


@dataclass(frozen=True)
class Room:
    """The current folder of a test."""

    folder: Path
    capsys: pytest.CaptureFixture[str]

    def write(self, name: str, text: str) -> Path:
        return write_file(self.folder, name, text)

    def settings(self, **sections: Any) -> None:
        """Write monitor.yaml; JSON is YAML."""
        self.write("monitor.yaml", json.dumps(sections))

    def call(self, *words: str) -> Told:
        """Run a command to its end."""
        argv, sys.argv = sys.argv, ["monitor", *words]
        code = 0
        try:
            main()
        except SystemExit as end:
            code = int(end.code or 0)
        finally:
            sys.argv = argv
        return Told(code, *self.capsys.readouterr())

    def lines(self, *words: str) -> tuple[int, list[str], str]:
        """The same; exit code, lines on standard output, and standard error."""
        told = self.call(*words)
        return told.code, told.out.splitlines(), told.err

    def stored(self, fill: Callable[[Database], Awaitable[None]]) -> None:
        """Put something into the database, which is made if need be."""

        async def work() -> None:
            db = await Database.open("sqlite:///monitor.db")
            try:
                await fill(db)
            finally:
                await db.close()

        asyncio.run(work())


@pytest.fixture
def room(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Room:
    """An empty folder, and no secrets in the environment."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("SLACK_BOT_TOKEN", raising=False)
    return Room(tmp_path, capsys)
