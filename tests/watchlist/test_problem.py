"""How a problem is shown to a person."""

from monitor.watchlist.problem import Findings, Place, Problem, render


def test_a_problem_shows_its_line_and_a_caret() -> None:
    """Head line, source line, caret below the column."""
    problem = Problem("a.yaml", 2, 7, True, "no such key", "match: [a]")
    assert render(problem).split("\n") == [
        "a.yaml:2:7: error: no such key",
        "    match: [a]",
        "          ^",
    ]


def test_the_caret_counts_wide_letters_twice() -> None:
    """Japanese letters take two cells of a terminal, combining marks none."""
    problem = Problem("a.yaml", 1, 5, False, "short", "- 北方x")
    assert render(problem).split("\n")[2] == "    " + " " * 6 + "^"
    problem = Problem("a.yaml", 1, 5, False, "short", "- e\u0301x")
    assert render(problem).split("\n")[2] == "    " + " " * 3 + "^"


def test_a_long_line_is_cut_around_the_column() -> None:
    """JSON on one line shows the piece around the mistake."""
    problem = Problem("a.yaml", 1, 501, True, "twice", "x" * 500 + "Y" + "x" * 500)
    _, shown, caret = render(problem).split("\n")
    assert len(shown) < 120
    assert shown[caret.index("^")] == "Y"


def test_a_problem_without_its_line_is_one_line() -> None:
    """An empty file has nothing to show."""
    assert "\n" not in render(Problem("a.yaml", 1, 1, True, "the file is empty"))


def test_a_place_behind_the_file_becomes_its_end() -> None:
    """YAML speaks of the line after the last one; an editor has none to jump to."""
    findings = Findings("a.yaml")
    findings.lines = ["a", "bc"]
    findings.error(Place(3, 1), "not closed")
    assert (findings.problems[0].line, findings.problems[0].column) == (2, 3)


def test_the_address_of_a_webhook_is_masked() -> None:
    """A line that holds a secret is shown without it, and the caret stays where it belongs."""
    findings = Findings("monitor.yaml")
    findings.lines = ['desk: {slack: "https://hooks.slack.com/services/T0/B0/secret", quiet: x}']
    findings.error(Place(1, 71), "no time")
    shown = render(findings.problems[0])
    assert "secret" not in shown
    assert "hooks.slack.com/services/************" in shown
    assert shown.splitlines()[1].index("x}") == shown.splitlines()[2].index("^")
