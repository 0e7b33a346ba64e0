"""The page on stories names commands and pictures that exist."""

import re
import shlex
from pathlib import Path

import pytest
import typer.main

from monitor.cli.main import app

PAGE = Path(__file__).parents[2] / "docs" / "stories.md"
TEXT = PAGE.read_text(encoding="utf-8")
COMMANDS = sorted(set(re.findall(r"(?:`|\$ )monitor ([^`\n]+)", TEXT)))


@pytest.mark.parametrize("line", COMMANDS)
def test_the_commands_of_the_page_are_understood(line: str) -> None:
    """Every command that the page shows parses with its options, arguments and all."""
    command = typer.main.get_command(app)
    words = shlex.split(line)
    while words and hasattr(command, "commands"):
        command = command.commands[words.pop(0)]
    context = command.make_context("monitor", words or ["--help"], resilient_parsing=not words)
    assert context.command is command


def test_the_pictures_of_the_page_are_there() -> None:
    """Every picture that the page shows is in the repository, and every story picture is shown."""
    shown = set(re.findall(r"\]\(pictures/([^)]+)\)", TEXT))
    assert shown == {path.name for path in PAGE.parent.glob("pictures/story-*.png")}


def test_the_page_leads_only_to_its_own_headings() -> None:
    """The links at the top go to headings of the page."""
    headings = {
        re.sub(r"[^\w -]", "", name).strip().lower().replace(" ", "-")
        for name in re.findall(r"^## (.+)$", TEXT, re.MULTILINE)
    }
    assert set(re.findall(r"\]\(#([^)]+)\)", TEXT)) <= headings
