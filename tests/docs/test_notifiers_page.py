"""docs/notifiers.md is followed to the letter: the notifier that it adds keeps the contract."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "notifiers.md").read_text(encoding="utf-8")
ADDING = PAGE.partition("## Add one")[2].partition("\n## ")[0]
_BLOCK = re.compile(r"^```(python|diff)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def blocks(kind: str) -> Iterator[tuple[str, str]]:
    """File and content of each block of a kind: the file's name is in its first line."""
    for found, text in _BLOCK.findall(ADDING):
        if found == kind:
            head, _, content = text.partition("\n")
            yield head.removeprefix("# ").removeprefix("--- "), content


def apply(text: str, diff: str) -> str:
    """A text with each hunk of a diff applied; every place must be there once."""
    for hunk in diff.split("@@\n"):
        lines = hunk.splitlines()
        before = "".join(f"{line[1:]}\n" for line in lines if line[:1] != "+")
        after = "".join(f"{line[1:]}\n" for line in lines if line[:1] != "-")
        assert text.count(before) == 1, f"not there once:\n{before}"
        text = text.replace(before, after)
    return text


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The code with all that the page says done to it."""
    folder = tmp_path_factory.mktemp("copy")
    for package in ("notifiers", "monitor"):
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / package, folder / package, ignore=ignored)
    for name, diff in blocks("diff"):
        path = folder / name
        path.write_text(apply(path.read_text(encoding="utf-8"), diff), encoding="utf-8")
    for name, text in blocks("python"):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def run(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """A Python module, on that copy."""
    environ = os.environ | {"PYTHONPATH": str(folder), "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(  # noqa: S603 - our own commands
        [sys.executable, "-m", *words],
        cwd=folder,
        env=environ,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_the_page_names_each_file_once() -> None:
    """A module, its tests, and what else is touched."""
    assert [name for name, _ in blocks("python")] == [
        "notifiers/ntfy.py",
        "tests/notifiers/test_ntfy.py",
    ]
    assert len(dict(blocks("diff"))) == 4


def test_its_notifier_keeps_the_contract(copy: Path) -> None:
    """The tests on the page, the contract's among them, pass on the code on the page."""
    loops = ("asyncio_mode=auto", "asyncio_default_fixture_loop_scope=function")
    words = ("-q", "-p", "no:cacheprovider", "-W", "error", *(f"-o{one}" for one in loops))
    ran = run(copy, "pytest", "tests/notifiers/test_ntfy.py", *words)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    passed = re.search(r"(\d+) passed", ran.stdout)
    assert passed is not None
    assert int(passed[1]) > 15


def test_its_channel_can_be_used(copy: Path) -> None:
    """The settings take it, and `send-test` shows what would be sent."""
    settings = 'channels: {pager: {ntfy: "https://ntfy.example.org/desk"}}\n'
    (copy / "monitor.yaml").write_text(settings, encoding="utf-8")
    ran = run(copy, "monitor", "send-test", "pager", "--as", "update", "--preview", "out.txt")
    assert ran.returncode == 0, ran.stderr
    assert "what an update looks like" in (copy / "out.txt").read_text(encoding="utf-8")
