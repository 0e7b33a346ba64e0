"""The options before a command's name."""

import pytest


@pytest.mark.parametrize("command", [("check",), ("status",), ("feeds", "list")])
@pytest.mark.parametrize(
    ("option", "problem"),
    [
        ("--config", "monitor: --config: there is no settings file elsewhere\n"),
        ("--watchlists", "monitor: --watchlists: there is no folder elsewhere\n"),
    ],
)
def test_what_somebody_names_has_to_be_there(room, command, option, problem):
    """A mistyped path is said by every command, and none goes on without it."""
    room.write("watchlists/kurils.yaml", "match: Kuril\n")
    told = room.call(option, "elsewhere", *command)
    assert (told.code, told.out, told.err) == (2, "", problem)


def test_the_settings_may_be_missing_where_nobody_names_them(room):
    """The defaults are settings enough; a file that is named and is there is taken."""
    room.write("watchlists/kurils.yaml", "match: Kuril\n")
    assert room.call("check").code == 0
    room.write("night.yaml", "pooling: x\n")
    assert room.call("--config", "night.yaml", "check").code == 1
