"""What the channels' tests have in common: a Slack, and a session to reach it by."""

from collections.abc import AsyncIterator

import aiohttp
import pytest

from tests.notifiers.fake_slack import FakeSlack


@pytest.fixture
async def slack() -> AsyncIterator[FakeSlack]:
    async with FakeSlack().served() as fake:
        yield fake


@pytest.fixture
async def http() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session
