"""A migrated file to begin with."""

import asyncio
from pathlib import Path

import pytest

from monitor.store.database import Database


@pytest.fixture(scope="session")
def empty_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated file, to be copied: migrating one takes longer than most tests."""
    path = tmp_path_factory.mktemp("faults") / "empty.db"

    async def make() -> None:
        await (await Database.open(f"sqlite:///{path}")).close()

    asyncio.run(make())
    return path
