"""Commands that only look start fast: what the service needs is not loaded for them."""

import subprocess
import sys

import pytest

LOOKING = ("alerts", "alert", "status", "silence", "feeds", "watchlists", "subscriptions")
HEAVY = {"monitor.app", "monitor.channels", "monitor.desk", "aiohttp", "apscheduler", "feedparser"}


@pytest.mark.parametrize("command", LOOKING)
def test_a_command_that_looks_loads_no_service(command: str) -> None:
    """Neither the workers nor the readers of feeds, by which a start would take twice as long."""
    code = f"import sys, monitor.commands.{command}; print(*sys.modules)"
    loaded = subprocess.run(  # noqa: S603 - our own words
        [sys.executable, "-c", code], capture_output=True, check=True, text=True
    ).stdout.split()
    assert f"monitor.commands.{command}" in loaded
    assert HEAVY & set(loaded) == set()
