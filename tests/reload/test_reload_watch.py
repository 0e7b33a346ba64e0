"""Real editors and real tools on a followed folder: what they do to files is noticed by itself."""

import asyncio
import shutil
import subprocess
from collections.abc import AsyncIterator, Callable
from functools import partial
from pathlib import Path

import pytest

from monitor.workers.reloader import Patience, Reloader
from tests.reload.conftest import KURILS, Newsroom

MORE = KURILS.replace("- Kuril\n", "- Kuril\n  - Iturup\n")
QUICK = Patience(step=0.02, quiet=0.06, half_done=0.4)


@pytest.fixture
async def followed(newsroom: Newsroom) -> AsyncIterator[Newsroom]:
    """A newsroom whose folder is followed, with less patience than a person needs."""
    reloader: Reloader = await newsroom.begun(pause=asyncio.sleep, patience=QUICK)
    reloader.start()
    yield newsroom
    await reloader.stop()


def meets(newsroom: Newsroom, title: str) -> bool:
    return newsroom.meets(title) == ["kurils"]


def in_place(path: Path, text: str) -> None:
    """Cut, then written: `cat > file`, nano."""
    with path.open("w", encoding="utf-8") as file:
        file.write(text[:10])
        file.flush()
        file.write(text[10:])


def by_rename(path: Path, text: str) -> None:
    """A new file takes the name: vim, VS Code, rsync, most programs that write configurations."""
    draft = path.with_name(f".{path.name}.swp")
    draft.write_text(text, encoding="utf-8")
    draft.replace(path)


def with_backup(path: Path, text: str) -> None:
    """The old file is moved away and a new one written: emacs, vim with `backupcopy=no`."""
    path.rename(path.with_name(f"{path.name}~"))
    path.write_text(text, encoding="utf-8")


def anew(path: Path, text: str) -> None:
    """Deleted and created: some synchronising tools."""
    path.unlink()
    path.write_text(text, encoding="utf-8")


@pytest.mark.parametrize("save", [in_place, by_rename, with_backup, anew])
async def test_a_save_is_noticed(followed: Newsroom, save: Callable[[Path, str], None]) -> None:
    """Whatever way an editor saves, the new version is in force, and nothing else was between."""
    for text, title in ((MORE, "Iturup"), (KURILS.replace("- Kuril", "- Shikotan"), "Shikotan")):
        save(followed.folder / "kurils.yaml", text)
        await followed.until(partial(meets, followed, title))
    assert all(len(desk.in_force.subscriptions) == 2 for desk in followed.put)


@pytest.mark.skipif(not shutil.which("vim"), reason="skipped: no vim")
async def test_vim_itself(followed: Newsroom) -> None:
    """The editor with the most ways of saving, with its defaults."""
    path = followed.folder / "kurils.yaml"
    command = ["vim", "-es", "-u", "NONE", "-c", "%s/Kuril$/Iturup/", "-c", "wq", str(path)]
    done = await asyncio.create_subprocess_exec(*command, stdin=subprocess.DEVNULL)
    await done.wait()
    await followed.until(lambda: followed.meets("Iturup") == ["kurils"])


@pytest.mark.skipif(not shutil.which("git"), reason="skipped: no git")
async def test_a_git_checkout_of_forty_files(newsroom: Newsroom) -> None:
    """Forty files that change, come and go at once are in force together, in one message each."""
    folder = newsroom.folder

    async def git(*words: str) -> None:
        identity = ("-c", "user.name=Mari", "-c", "user.email=mari@example.org")
        done = await asyncio.create_subprocess_exec("git", "-C", str(folder), *identity, *words)
        assert await done.wait() == 0

    await git("init", "-q")
    await git("add", ".")
    await git("commit", "-qm", "two")
    await git("checkout", "-qb", "forty")
    for number in range(40):
        newsroom.write(f"list-{number}.yaml", KURILS.replace("- Kuril", f"- zebra{number}"))
    await git("add", ".")
    await git("commit", "-qm", "forty more")
    await git("checkout", "-q", "-")
    reloader = await newsroom.begun(pause=asyncio.sleep, patience=QUICK)
    reloader.start()
    await git("checkout", "-q", "forty")
    await newsroom.until(lambda: newsroom.said != [])
    assert newsroom.meets("zebra0 zebra39") == ["list-0", "list-39"]
    assert newsroom.heard("slack:#asia") == ["Watchlists: 40 changes"]
    await git("checkout", "-q", "-")
    await newsroom.until(lambda: len(newsroom.heard("slack:#asia")) == 2)
    assert newsroom.meets("zebra0") == []
    await reloader.stop()


async def test_sub_folders_are_followed(followed: Newsroom) -> None:
    """A folder that is moved in as a whole counts, and so does what is changed in it later."""
    path = followed.write("../north/seas.yaml", KURILS.replace("- Kuril", "- Okhotsk"))
    path.parent.rename(followed.folder / "north")
    await followed.until(lambda: followed.meets("Okhotsk") == ["seas"])
    followed.write("north/seas.yaml", KURILS.replace("- Kuril", "- Bering"))
    await followed.until(lambda: followed.meets("Bering") == ["seas"])


async def test_a_folder_that_is_put_there_anew_is_followed(newsroom: Newsroom) -> None:
    """A deployment swaps the whole folder; the clock's look finds the new one."""
    reloader = await newsroom.begun(pause=asyncio.sleep, patience=QUICK)
    reloader.start()
    newsroom.write("kurils.yaml", MORE)
    await newsroom.until(lambda: newsroom.meets("Iturup") == ["kurils"])
    fresh = shutil.copytree(newsroom.folder, newsroom.folder.with_name("fresh"))
    newsroom.folder.rename(newsroom.folder.with_name("stale"))
    fresh.rename(newsroom.folder)
    await reloader.tick()
    newsroom.write("kurils.yaml", KURILS.replace("- Kuril", "- Shikotan"))
    await newsroom.until(lambda: newsroom.meets("Shikotan") == ["kurils"])
    newsroom.write("kurils.yaml", KURILS.replace("- Kuril", "- Habomai"))
    await newsroom.until(lambda: newsroom.meets("Habomai") == ["kurils"])
    await reloader.stop()
