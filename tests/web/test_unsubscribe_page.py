"""The page behind the link at the end of a mail: only a POST unsubscribes."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import pytest
from aiohttp import FormData

from monitor.store.errors import StoreError
from monitor.web.unsubscribe import unsubscribe_routes
from notifiers.unsubscribe import PATH, token
from tests.web.pages import Client, serving

KEY = "of-the-web-page"
READER = "o'neil&co@example.org"


@dataclass
class Store:
    """Remembers who left."""

    left: list[str] = field(default_factory=list)
    locked: bool = False

    async def unsubscribe(self, reader: str) -> None:
        if self.locked:
            raise StoreError("the database is locked")
        self.left.append(reader)


@pytest.fixture
def store() -> Store:
    return Store()


@pytest.fixture
async def client(store: Store) -> AsyncIterator[Client]:
    async with serving(unsubscribe_routes(KEY, store.unsubscribe)) as made:
        yield made


def path(reader: str = READER, key: str = KEY) -> str:
    return f"{PATH}/{token(reader, key)}"


async def test_looking_at_the_link_unsubscribes_nobody(client: Client, store: Store) -> None:
    """A GET or HEAD, as scanners of mails send, shows a button and changes nothing."""
    answer = await client.get(path())
    page = await answer.text()
    assert answer.status == 200
    assert "o&#x27;neil&amp;co@example.org" in page
    assert '<form method="post">' in page
    assert (await client.head(path())).status == 200
    assert store.left == []


@pytest.mark.parametrize("body", [{"List-Unsubscribe": "One-Click"}, {}])
async def test_one_click_unsubscribes(client: Client, store: Store, body: dict[str, str]) -> None:
    """A POST, as mail programs send it, does it at once and needs nothing else."""
    answer = await client.post(path(), data=body, allow_redirects=False)
    assert answer.status == 200
    assert "gets no more mails" in await answer.text()
    assert store.left == [READER]


async def test_a_form_of_parts_is_taken(client: Client, store: Store) -> None:
    """RFC 8058 lets mail programs post multipart/form-data, too."""
    form = FormData(default_to_multipart=True)
    form.add_field("List-Unsubscribe", "One-Click")
    assert (await client.post(path(), data=form)).status == 200
    assert store.left == [READER]


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("link", [path(key="another"), f"{PATH}/x", f"{PATH}/a.b.c", f"{PATH}/%00"])
async def test_a_link_of_somebody_elses_making_does_nothing(
    client: Client, store: Store, method: str, link: str
) -> None:
    """Who can't sign can't unsubscribe others."""
    answer = await client.request(method, link)
    assert answer.status == 404
    assert "not one of ours" in await answer.text()
    assert store.left == []


async def test_a_locked_database_is_said(client: Client, store: Store) -> None:
    """The mail program learns that it has to try again."""
    store.locked = True
    answer = await client.post(path())
    assert answer.status == 503
    assert "try again" in await answer.text()


async def test_the_page_is_kept_to_itself(client: Client) -> None:
    """Nothing is stored on the way, framed, indexed, or told of the address."""
    headers = (await client.get(path())).headers
    assert headers["Cache-Control"] == "no-store"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["X-Frame-Options"] == "DENY"
    assert "default-src 'none'" in headers["Content-Security-Policy"]
