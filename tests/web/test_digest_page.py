"""The page on which all of a digest can be read: who has the link sees it all, nobody else any."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from monitor.store.errors import StoreError
from monitor.web.digests import digest_routes
from notifiers.base import Message, Section
from notifiers.digest_page import PATH, DigestPage, is_signed, signature
from notifiers.email_templates import Templates
from notifiers.stored import StoredMessageError
from notifiers.testing import sample
from tests.web.pages import Client, serving

KEY = "of-the-web-page"
NAME = "digest-1f00"


class Digests:
    """The digests that are stored; one at a time can't be read."""

    def __init__(self) -> None:
        self.messages: dict[str, Message] = {}
        self.trouble: Exception | None = None

    async def message(self, name: str) -> Message | None:
        if self.trouble:
            raise self.trouble
        return self.messages.get(name)


def large(number: int, title: str = "Ferry aground off the pier, report {}") -> Message:
    """A digest of so many stories."""
    story = sample("x").sections[0].stories[0]
    told = tuple(replace(story, title=title.format(n)) for n in range(number))
    return Message(NAME, "digest", f"Digest: {number} stories", (Section("Harbour", told),))


@pytest.fixture
def digests() -> Digests:
    made = Digests()
    made.messages[NAME] = large(3)
    return made


@pytest.fixture
async def client(digests: Digests) -> AsyncIterator[Client]:
    async with serving(digest_routes(KEY, digests.message)) as made:
        yield made


def path(name: str = NAME, key: str = KEY) -> str:
    return DigestPage(PATH, key).link(name)


async def test_all_of_a_digest_can_be_read(client: Client, digests: Digests) -> None:
    """A digest of 2,000 stories, which no mail can hold, stands there whole."""
    digests.messages[NAME] = large(2000)
    answer = await client.get(path())
    page = await answer.text()
    assert answer.status == 200
    assert answer.content_type == "text/html"
    assert page.count("Ferry aground off the pier, report") >= 2000
    assert "report 1999" in page
    assert "more</p>" not in page


@pytest.mark.parametrize(
    "link",
    [
        path(key="another"),
        PATH + "/" + NAME,
        f"{PATH}/{NAME}?{signature('digest-2', KEY)}",
        f"{PATH}/{NAME}?{signature(NAME, KEY)[:-1]}",
        f"{PATH}/{NAME}?%ff%00é",
        f"{PATH}/?{signature('', KEY)}",
    ],
)
async def test_a_link_that_we_did_not_sign_shows_nothing(client: Client, link: str) -> None:
    """Another key, no signature, that of another digest, a cut one, rubbish: 404, no story."""
    answer = await client.get(link)
    assert answer.status == 404
    assert "Ferry" not in await answer.text()


async def test_a_digest_past_retention_is_gone(client: Client, digests: Digests) -> None:
    """A good signature outlives its message: the page says so."""
    digests.messages.clear()
    answer = await client.get(path())
    assert answer.status == 404
    assert "past its retention" in await answer.text()


@pytest.mark.parametrize("trouble", [StoreError("locked"), StoredMessageError("newer release")])
async def test_what_cannot_be_read_now_is_said(
    client: Client, digests: Digests, trouble: Exception
) -> None:
    """A locked database or a newer release's message is no stack trace for the reader."""
    digests.trouble = trouble
    answer = await client.get(path())
    assert answer.status == 503
    assert "try again" in await answer.text()


async def test_nothing_hostile_runs_on_the_page(client: Client, digests: Digests) -> None:
    """Titles are escaped, links are web links, and the browser is told to run and load nothing."""
    message = large(1, "<script>alert(1)</script><img src=x onerror=alert(1)>{}")
    (story,) = message.sections[0].stories
    told = (replace(story, link="javascript:alert(1)"),)
    digests.messages[NAME] = replace(message, sections=(Section("<b>x", told),))
    answer = await client.get(path())
    page = await answer.text()
    assert "<script" not in page
    assert "<img" not in page
    assert "javascript:" not in page
    policy = answer.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; style-src 'unsafe-inline';")


async def test_the_page_is_kept_to_itself(client: Client) -> None:
    """Search engines, caches and the sites that are linked learn nothing of it."""
    headers = (await client.get(path())).headers
    assert headers["X-Robots-Tag"].startswith("noindex")
    assert headers["Cache-Control"] == "no-store"
    assert headers["Referrer-Policy"] == "no-referrer"


async def test_the_link_survives_what_programs_add(client: Client) -> None:
    """Mail programs that count clicks add to the address; the page still opens."""
    assert (await client.get(path() + "&utm_source=mail")).status == 200
    assert (await client.head(path())).status == 200


async def test_a_newsrooms_own_template_is_used(digests: Digests, tmp_path: Path) -> None:
    """The page looks like their mail; one that breaks gives way to the built-in one."""
    (tmp_path / "digest.html").write_text("<h1>Gazette</h1>{{ subject }}")
    async with serving(digest_routes(KEY, digests.message, Templates(tmp_path))) as client:
        assert "Gazette" in await (await client.get(path())).text()
        (tmp_path / "digest.html").write_text("{{ nothing.there }}")
        assert "Ferry aground" in await (await client.get(path())).text()


def test_a_signature_is_of_one_digest_and_one_key() -> None:
    """It can't be moved to another digest, nor used where mails are ended."""
    given = signature(NAME, KEY)
    assert is_signed(NAME, given, KEY)
    assert not is_signed(NAME + "0", given, KEY)
    assert not is_signed(NAME, given, KEY + "0")
    assert not is_signed(NAME, "", KEY)
    assert KEY not in repr(DigestPage("https://example.org/digests", KEY))
