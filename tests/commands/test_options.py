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


def test_a_zone_that_is_none_is_told_in_a_sentence(room):
    """The demo names the nearest, and plays nothing."""
    room.write("watchlists/a.yaml", "match: crab\n")
    told = room.call("demo", "--timezone", "Asia/Tokio")
    assert (told.code, told.out) == (2, "")
    assert told.err == (
        'monitor: --timezone: "Asia/Tokio" is no time zone: did you mean "Asia/Tokyo"?\n'
    )


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("send-test", "console", "--as", "foo"), "'--as': 'foo' is not one of 'new', 'copy'"),
        (("demo", "--pace", "x"), "'--pace': write a number"),
        (("story", "split", "5", "--revision", "x"), "'--revision': write a whole number"),
    ],
)
def test_a_value_of_a_wrong_kind_is_told_in_our_own_words(room, words, said):
    """Not in those of the library that reads the command line."""
    told = room.call(*words)
    assert (told.code, told.out) == (2, "")
    assert told.err.splitlines()[-1].startswith(f"Error: Invalid value for {said}")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('{"title": "x"}', '"id" is missing'),
        ("x", "a line holds one JSON object, such as"),
        ('{"id": "1", "published": "soon"}', '"published" is no time: write it as in'),
        ('{"id": "1", "title": 3}', '"title" takes a text'),
    ],
)
def test_a_recorded_entry_that_cannot_be_read_is_told_in_words(room, line, said):
    """File, line, key, and what to write."""
    room.write("items.jsonl", f"{line}\n")
    told = room.call("replay", "items.jsonl", "--every-item")
    assert (told.code, told.err.partition("items.jsonl:1: ")[2].startswith(said)) == (1, True)


def test_a_file_that_is_not_there_is_told_without_a_number(room):
    """The system's number of the error is nobody's business."""
    told = room.call("replay", "items.jsonl", "--every-item")
    assert told.err == "monitor: can't read items.jsonl: No such file or directory\n"


def test_no_summary_of_a_command_is_cut(room):
    """On a terminal of eighty columns each fits on its line."""
    told = room.call("--help").out
    assert "  explain  " in told
    assert "..." not in told.partition("Commands:")[2]


def test_the_pace_of_the_demo_says_what_it_is_by_itself(room):
    """Not a number that stands for something else."""
    told = room.call("demo", "--help").out
    assert "by default 0.6" in " ".join(told.split())
    assert "-1" not in told
