"""`monitor check --format github`, and the hook for pre-commit."""

import re
import shlex
from pathlib import Path

import pytest
import yaml
from typer.testing import CliRunner

from monitor.cli.main import app
from monitor.commands.check import annotation, check
from monitor.watchlist.problem import Problem

ROOT = Path(__file__).parents[2]


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with one watchlist, in the current folder, outside of GitHub."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-test")
    monkeypatch.delenv("GITHUB_WORKSPACE", raising=False)
    folder = tmp_path / "desks" / "asia"
    folder.mkdir(parents=True)
    (folder / "feeds.yaml").write_text("- https://a.example\n")
    (folder / "kurils.yaml").write_text("match:\n  - Putin NEAR/x Abe\n  - Putin or Abe\n")
    return tmp_path


def github(*paths: str) -> tuple[list[str], int]:
    files = [Path(path) for path in paths]
    return check(files, Path("monitor.yaml"), Path("desks/asia"), form="github")


def test_problems_are_annotations_where_they_are(repository: Path) -> None:
    """Errors and warnings with file, line and column; the sum stands last, for the log."""
    lines, code = github()
    assert code == 1
    place = "file=desks/asia/kurils.yaml,line=2,col=11"
    assert lines[0].startswith(f"::error {place}::NEAR/x: ")
    assert lines[1].startswith("::warning file=desks/asia/kurils.yaml,line=3,col=")
    assert lines[2:] == ["1 watchlist (1 can't be used), 1 feed: 1 error, 1 warning"]


def test_a_single_file_is_named_from_the_root_too(repository: Path) -> None:
    """GitHub knows files by their way from the repository's root, whatever path was given."""
    (one, *_), code = github("desks/asia/kurils.yaml")
    assert code == 1
    assert "file=desks/asia/kurils.yaml," in one


def test_the_root_is_that_of_the_checkout(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A step that works in a sub-folder still names files from the checkout's root."""
    monkeypatch.setenv("GITHUB_WORKSPACE", str(repository))
    monkeypatch.chdir(repository / "desks")
    (one, *_), _ = check([], Path("monitor.yaml"), Path("asia"), form="github")
    assert "file=desks/asia/kurils.yaml," in one


def test_what_is_in_no_file_is_told_without_a_place(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A missing token is no line of a file, and no error."""
    monkeypatch.delenv("SLACK_BOT_TOKEN")
    (repository / "desks/asia/kurils.yaml").write_text('match: x\nnotify: {slack: "#desk"}\n')
    lines, code = github()
    assert code == 0
    assert lines[0].startswith("::warning::monitor.yaml: SLACK_BOT_TOKEN is missing")


def test_commas_colons_and_line_breaks_are_escaped(tmp_path: Path) -> None:
    """A name or message can't end the command early, or begin another one."""
    file = tmp_path / "a,b:100%.yaml"
    file.touch()
    problem = Problem(str(file), 2, 3, error=True, message="50%: one,\ntwo\r::error::three")
    assert annotation(problem, tmp_path) == (
        "::error file=a%2Cb%3A100%25.yaml,line=2,col=3::50%25: one,%0Atwo%0D::error::three"
    )


@pytest.mark.parametrize(
    ("options", "first"),
    [
        ([], "desks"),
        (["--format", "github"], "::error"),
        (["--format", "json"], "{"),
        (["--json"], "{"),
    ],
)
def test_the_command_line_knows_the_formats(
    repository: Path, options: list[str], first: str
) -> None:
    """Each format by its name; `--json` is short for one of them."""
    done = CliRunner().invoke(app, ["--watchlists", "desks/asia", "check", *options])
    assert done.exit_code == 1
    assert done.stdout.startswith(first)


def test_an_unknown_format_is_wrong_usage(repository: Path) -> None:
    """The formats that there are stand in the message."""
    done = CliRunner().invoke(app, ["check", "--format", "xml"])
    assert done.exit_code == 2
    assert "github" in done.output


def test_the_hook_runs_a_command_that_exists() -> None:
    """pre-commit finds what its manual asks for, and the hook looks at the desk's files."""
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    assert hook.keys() >= {"id", "name", "entry", "language", "files"}
    program, command = shlex.split(hook["entry"])
    assert program == "monitor"
    assert CliRunner().invoke(app, [command, "--help"]).exit_code == 0
    looked_at = ["watchlists/a.yaml", "watchlists/asia/b.yml", "desk/watchlists/x.opml"]
    assert all(re.search(hook["files"], path) for path in (*looked_at, "monitor.yaml"))
    assert not re.search(hook["files"], "docs/a.yaml")
