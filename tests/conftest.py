"""Databases on files of the tests' own, and the labelled files where there are some."""

import asyncio
import os
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from monitor.store.database import Database


@pytest.fixture(scope="session")
def empty_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated file, to be copied: migrating one takes longer than most tests."""
    path = tmp_path_factory.mktemp("store") / "empty.db"

    async def make() -> None:
        await (await Database.open(f"sqlite:///{path}")).close()

    asyncio.run(make())
    return path


@pytest.fixture
def store_file(tmp_path: Path, empty_store: Path) -> Path:
    """A migrated file of the test's own."""
    return Path(shutil.copy(empty_store, tmp_path / "monitor.db"))


@pytest.fixture
async def db(store_file: Path) -> AsyncIterator[Database]:
    """An open database without a row."""
    opened = await Database.open(f"sqlite:///{store_file}")
    yield opened
    await opened.close()


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The labelled files; skips the test where there are none."""
    if not (data := os.environ.get("MONITOR_TEST_DATA")):
        pytest.skip("skipped: no corpus")
    return Path(data)


@pytest.fixture(scope="session")
def exam(corpus: Path) -> Path:
    """The open half of the matcher's exam: labelled watchlists, and entries for them."""
    return corpus / "exam" / "match_dev"
