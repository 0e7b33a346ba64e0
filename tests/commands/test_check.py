"""`monitor check`: what it prints and how it exits."""

import json
from pathlib import Path

import pytest

from monitor.commands.check import Form, check

GOOD = 'match: ["@g"]\nnotify:\n  - slack: "#desk"\n'


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A desk without problems, in the current folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-test")
    monkeypatch.delenv("SMTP_PASSWORD", raising=False)
    folder = tmp_path / "watchlists"
    (folder / "asia").mkdir(parents=True)
    (folder / "terms.yaml").write_text("g: [Kurils]\n")
    (folder / "feeds.yaml").write_text("- https://a.example\n- https://b.example\n")
    (folder / "a.yaml").write_text(GOOD)
    (folder / "asia" / "b.yaml").write_text(GOOD)
    return folder


def run(*paths: str, as_json: bool = False) -> tuple[list[str], int]:
    files = [Path(path) for path in paths]
    form: Form = "json" if as_json else "human"
    return check(files, Path("monitor.yaml"), Path("watchlists"), form=form)


def test_all_is_well(desk: Path) -> None:
    """The summary counts what was looked at."""
    assert run() == (["2 watchlists, 2 feeds: no problems"], 0)
    assert run(as_json=True) == ([], 0)


def test_errors_are_shown_with_line_and_caret(desk: Path) -> None:
    """A person sees the place, the line, the caret, and the sum."""
    (desk / "a.yaml").write_text("match:\n  - Putin NEAR/x Abe\n  - Putin or Abe\n")
    lines, code = run()
    assert code == 1
    assert lines[0].startswith("watchlists/a.yaml:2:11: error: ")
    assert lines[0].endswith("      - Putin NEAR/x Abe\n" + " " * 14 + "^")
    assert lines[-1] == "2 watchlists (1 can't be used), 2 feeds: 1 error, 1 warning"


def test_warnings_do_not_change_the_exit_code(desk: Path) -> None:
    """A lower-case operator is told, and is no failure."""
    (desk / "a.yaml").write_text("match: Putin or Abe\n")
    lines, code = run()
    assert code == 0
    assert lines[-1] == "2 watchlists, 2 feeds: 0 errors, 1 warning"


def test_json_lines(desk: Path) -> None:
    """One object a problem, with the file relative to the path given."""
    (desk / "asia" / "b.yaml").write_text("match: Путин or (x\n")
    lines, code = run(str(desk), as_json=True)
    assert code == 1
    assert [json.loads(line) for line in lines] == [
        {
            "file": "asia/b.yaml",
            "line": 1,
            "column": 17,
            "error": True,
            "message": "this parenthesis ( is never closed",
        }
    ]
    assert json.loads(run(as_json=True)[0][0])["file"] == "watchlists/asia/b.yaml"


def test_a_cause_is_told_before_what_follows_from_it(desk: Path) -> None:
    """The error of a terms.yaml stands before those of the lists that use its groups."""
    (desk / "asia" / "terms.yaml").write_text("h: [')']\n")
    (desk / "terms.yaml").write_text("g: ['(']\n")
    lines, _ = run(str(desk), as_json=True)
    assert [json.loads(line)["file"] for line in lines] == [
        "terms.yaml",
        "asia/terms.yaml",
        "a.yaml",
        "asia/b.yaml",
    ]


def test_a_single_file_is_read_with_the_groups_above(desk: Path) -> None:
    """A file of a sub-folder finds the groups of the folders above; others are not looked at."""
    (desk / "a.yaml").write_text("match: (x\n")
    assert run("watchlists/asia/b.yaml") == (["1 watchlist, 0 feeds: no problems"], 0)
    (desk / "terms.yaml").write_text("g: [(]\n")
    lines, code = run("watchlists/asia/b.yaml", as_json=True)
    assert code == 1
    assert [json.loads(line)["file"] for line in lines] == ["b.yaml"]


def test_a_single_file_anywhere_finds_the_nearest_terms(desk: Path) -> None:
    """Outside the desk's folder, groups begin in the nearest folder that has some."""
    elsewhere = desk.parent / "drafts" / "new"
    elsewhere.mkdir(parents=True)
    (elsewhere.parent / "terms.yml").write_text("g: [abc]\n")
    (elsewhere / "c.yaml").write_text(GOOD)
    assert run("drafts/new/c.yaml")[1] == 0


def test_terms_feeds_and_settings_can_be_checked_alone(desk: Path) -> None:
    """Each kind of file is known by its name."""
    (desk / "terms.yaml").write_text("g: ['(']\n")
    (desk / "feeds.yaml").write_text("- nowhere\n")
    Path("monitor.yaml").write_text("pooling: x\n")
    paths = ("watchlists/terms.yaml", "watchlists/feeds.yaml", "monitor.yaml")
    found = [json.loads(line) for line in run(*paths, as_json=True)[0]]
    assert [one["file"] for one in found] == ["terms.yaml", "feeds.yaml", "monitor.yaml"]


def test_settings_are_part_of_the_whole(desk: Path) -> None:
    """Without paths the settings are looked at too, and channels are known."""
    Path("monitor.yaml").write_text('channels: {night: {slack: "#night"}}\npooling: x\n')
    (desk / "a.yaml").write_text("match: abc\nnotify: night\n")
    lines, code = run(as_json=True)
    assert code == 1
    assert [json.loads(line)["file"] for line in lines] == ["monitor.yaml"]


def test_what_is_missing_is_a_warning(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A missing token, password or list of feeds is told once, where settings are in play."""
    monkeypatch.delenv("SLACK_BOT_TOKEN")
    Path("monitor.yaml").write_text("email: {username: desk}\n")
    (desk / "feeds.yaml").unlink()
    lines, code = run()
    assert code == 0
    for word, line in zip(
        ("SLACK_BOT_TOKEN", "SMTP_PASSWORD", "no feed is listed"), lines, strict=False
    ):
        assert word in line
    assert lines[-1] == "2 watchlists, 0 feeds: 0 errors, 3 warnings"
    assert run("watchlists")[0] == ["2 watchlists, 0 feeds: no problems"]


def test_no_warning_of_a_token_that_nobody_needs(
    desk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A desk on the console needs no Slack."""
    monkeypatch.delenv("SLACK_BOT_TOKEN")
    for path in (desk / "a.yaml", desk / "asia" / "b.yaml"):
        path.write_text("match: abc\n")
    assert run()[0] == ["2 watchlists, 2 feeds: no problems"]


def test_a_path_that_is_not_there_is_wrong_usage(desk: Path) -> None:
    """A mistyped path is told, with exit code 2."""
    lines, code = run("watchlists/gone.yaml")
    assert code == 2
    assert "gone.yaml" in lines[0]


def test_a_file_with_a_mistaken_ending_is_pointed_out(tmp_path: Path) -> None:
    """An editor who saves `kurils.YAML` or `kurils.txt` is told that nobody reads it."""
    for name in ("a.YAML", "b.txt", "sub/c.Yml", "notes.md", ".hidden.txt"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("title: K\nmatch: [K]\n")
    lines, code = check([tmp_path], tmp_path / "monitor.yaml", tmp_path, form="json")
    said = [json.loads(line) for line in lines]
    assert [one["file"] for one in said] == ["a.YAML", "b.txt", "sub/c.Yml"]
    assert not any(one["error"] for one in said)
    assert code == 0


def test_an_address_with_alerts_and_a_digest_is_warned_of(desk: Path) -> None:
    """The warning says what happens to a story that meets both watchlists."""
    (desk / "asia" / "b.yaml").write_text(
        'match: ["@g"]\nnotify:\n  - {slack: "#desk", digest: "daily 07:30"}\n'
    )
    lines, code = run()
    assert code == 0
    assert "slack:#desk is told at once by one watchlist and by digest" in lines[0]
    assert "comes at once, and is not in the digest" in lines[0]


@pytest.mark.parametrize(
    "storage", ["postgresql://desk@db/monitor", "postgres://desk@db/monitor", "sqlite:///:memory:"]
)
def test_a_storage_that_run_would_refuse_is_refused(desk: Path, storage: str) -> None:
    """What `run` can't open is an error here already, and no other database is advised."""
    Path("monitor.yaml").write_text(f"storage: '{storage}'\n")
    lines, code = run()
    assert code == 1
    assert "sqlite:///monitor.db" in lines[0]
    assert "write postgres" not in lines[0]


@pytest.mark.parametrize("path", [(), ("watchlists/a.yaml",)])
def test_a_source_that_no_feed_has_is_a_warning(desk: Path, path: tuple[str, ...]) -> None:
    """A mistyped feed is told in the whole folder and in the file alone."""
    (desk / "feeds.yaml").write_text("- {url: 'https://a.example', id: local-online}\n")
    (desk / "a.yaml").write_text("match: crab\nsources: {include: local-onne}\n")
    lines, code = run(*path)
    assert code == 0
    assert 'did you mean "local-online"?' in lines[0]


def test_a_query_that_cannot_be_read_hides_no_unknown_group(desk: Path) -> None:
    """Both are told at once, not one after the other is mended."""
    (desk / "a.yaml").write_text("match:\n  - Putin NEAR/x Abe\n  - crab AND @gg\n")
    told = [json.loads(line) for line in run(as_json=True)[0]]
    assert [one["line"] for one in told] == [2, 3]
    assert "there is no group @gg" in told[1]["message"]


@pytest.mark.parametrize("file", ["watchlists/a.yaml", "watchlists/feeds.yaml", "monitor.yaml"])
def test_an_error_that_hides_the_rest_says_so(desk: Path, file: str) -> None:
    """What YAML can't read is not looked at: a second look will be needed."""
    Path(file).write_text('tittle: "a\nb: [\n')
    assert run()[0][-1].endswith("; more may show once this is mended")
    Path(file).write_text("- nowhere\n")
    assert not run()[0][-1].endswith("mended")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("match: crab\ndigest: daily 07:30\n", '"digest" belongs under notify:'),
        ('match: crab\nslack: "#desk"\n', '"slack" belongs under notify:'),
        ("match: crab\ninclude: bbc\n", '"include" belongs under sources:'),
    ],
)
def test_a_key_of_a_watchlist_at_the_wrong_place_is_told_its_own(
    desk: Path, text: str, said: str
) -> None:
    """Not the list of all keys that could stand there."""
    (desk / "a.yaml").write_text(text)
    lines, code = run()
    assert code == 1
    assert said in lines[0]
