"""The house rules that neither a linter nor a type checker looks after."""

import ast
import re
import subprocess
from pathlib import Path

import pytest

import notifiers

ROOT = Path(__file__).parent.parent
SOURCES = sorted(path for room in ("monitor", "notifiers") for path in (ROOT / room).rglob("*.py"))
PACKAGES = [path for path in SOURCES if path.name == "__init__.py"]


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_the_notifiers_are_ours() -> None:
    """A package of the same name on the package index must not be taken for ours."""
    assert notifiers.__file__ is not None
    assert Path(notifiers.__file__).parent == ROOT / "notifiers"


@pytest.mark.parametrize("path", SOURCES, ids=name)
def test_no_module_outgrows_a_reader(path: Path) -> None:
    """A module of more than 400 lines hides a seam."""
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 400


@pytest.mark.parametrize("path", PACKAGES, ids=name)
def test_a_package_says_what_it_is_and_nothing_else(path: Path) -> None:
    """Packages re-export nothing: that is where import circles begin."""
    module = ast.parse(path.read_text(encoding="utf-8"))
    assert ast.get_docstring(module)
    assert len(module.body) == 1


@pytest.mark.parametrize("path", SOURCES, ids=name)
def test_a_module_says_what_it_is(path: Path) -> None:
    """Each module begins with a sentence for the newcomer."""
    assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))


def test_the_top_level_holds_the_frame() -> None:
    """What a newcomer looks for first is where it is looked for."""
    frame = {
        ".ci/run",
        ".dockerignore",
        ".env.example",
        "CHANGELOG.md",
        "CONTRIBUTING.md",
        "Dockerfile",
        "LICENSE",
        "Makefile",
        "README.md",
        "docs/ARCHITECTURE.md",
        "docs/email.md",
        "docs/feeds.md",
        "docs/slack.md",
        "monitor.example.yaml",
        "pyproject.toml",
        "requirements/dev.txt",
        "requirements/run.txt",
        "watchlists/feeds.yaml",
        "watchlists/terms.yaml",
    }
    assert {path for path in frame if not (ROOT / path).is_file()} == set()


@pytest.mark.parametrize("lock", sorted((ROOT / "requirements").glob("*.txt")), ids=name)
def test_a_lock_names_no_host_and_hashes_everything(lock: Path) -> None:
    """Locks work with any package index, and nothing unchecked is installed from them."""
    text = lock.read_text(encoding="utf-8")
    pinned = [line for line in text.splitlines() if "==" in line and not line.startswith(" ")]
    assert "://" not in text
    assert pinned
    assert all(line.endswith("\\") for line in pinned)


def test_the_locks_of_users_and_developers_agree() -> None:
    """Tests run with the very versions that users get."""
    pins = {
        which: {
            line.partition(" ")[0]
            for line in (ROOT / f"requirements/{which}.txt").read_text("utf-8").splitlines()
            if "==" in line and not line.startswith(" ")
        }
        for which in ("run", "dev")
    }
    assert pins["run"]
    assert pins["run"] <= pins["dev"]


def test_secrets_and_state_are_ignored_by_git() -> None:
    """Nobody commits a token or a database by accident."""
    paths = [".env", "monitor.yaml", "monitor.db", "monitor.db-wal", ".venv/x"]
    if not (ROOT / ".git").exists():
        pytest.skip("skipped: not a git checkout")
    done = subprocess.run(  # noqa: S603 # fixed words only
        ["git", "check-ignore", *paths],  # noqa: S607 # whichever git the developer uses
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.split() == paths


PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_links_between_the_pages_lead_somewhere(page: Path) -> None:
    """A page that points at a file or picture of the project points at one that is there."""
    targets = re.findall(r"\]\(([^)#\s]+)", page.read_text(encoding="utf-8"))
    inside = [target for target in targets if "://" not in target]
    assert [target for target in inside if not (page.parent / target).exists()] == []


def test_the_recipes_name_commands_that_exist() -> None:
    """Every command in the README's table is one of the command line's."""
    from monitor.cli.feeds import feeds_app
    from monitor.cli.main import app

    known = {
        command.name or command.callback.__name__
        for typer in (app, feeds_app)
        for command in typer.registered_commands
        if command.callback
    } | {group.name for group in app.registered_groups}
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`monitor ([a-z-]+)", readme))
    named |= set(re.findall(r"monitor feeds ([a-z]+)", readme))
    assert named
    assert named <= known
