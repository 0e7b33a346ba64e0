"""Destinations as text, configs as data, and the notifier that belongs to each."""

import io
import subprocess
import sys
from collections.abc import AsyncIterator

import aiohttp
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError
from rich.console import Console

from notifiers.console import ConsoleNotifier
from notifiers.email import EmailNotifier
from notifiers.registry import (
    ChannelConfig,
    MailServer,
    Servers,
    SlackServer,
    build,
    parse_destination,
)
from notifiers.slack import SlackNotifier
from notifiers.webhook import WebhookNotifier

CONFIG: TypeAdapter[ChannelConfig] = TypeAdapter(ChannelConfig)
SLACK = "slack:#asia-desk"
MAIL = "email:desk@example.org"
HOOK = "webhook:https://example.org/in?a=b:c"


@pytest.fixture
async def servers() -> AsyncIterator[Servers]:
    async with aiohttp.ClientSession() as http:
        yield Servers(
            http=http,
            console=Console(file=io.StringIO()),
            slack=SlackServer("xoxb-secret", interval=2.5),
            mail=MailServer(username="desk", password="secret"),
            webhook_secrets={"https://example.org/in?a=b:c": "whsec_c2VjcmV0"},
        )


@pytest.mark.parametrize("text", [SLACK, "slack:C0123456789", "slack:#東京", MAIL, "console", HOOK])
def test_a_destination_is_its_own_name(text: str) -> None:
    """What is parsed names itself as it was written."""
    assert parse_destination(text).destination == text


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        (" slack:#Asia-Desk ", SLACK),
        ("email: Desk@Example.ORG", "email:Desk@example.org"),
        ("slack: #asia-desk", SLACK),
    ],
)
def test_spellings_become_one(text: str, canonical: str) -> None:
    """Two spellings of a channel are one destination, so that nothing goes there twice."""
    assert parse_destination(text).destination == canonical


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "is no destination"),
        ("slack", "slack:#channel"),
        ("console:x", "or console"),
        ("telegram:@x", "is no destination"),
        ("slack:", "with quotes in YAML"),
        ("slack:asia-desk", 'write "#name"'),
        ("slack:#a b", 'write "#name"'),
        ("email:desk", "write name@example.org"),
        ("email:a@b\r\nBcc: c@d", "write name@example.org"),
        ("email:a@b..c", "write name@example.org"),
        ("webhook:ftp://example.org", "https://"),
        ("webhook:https://", "names a host"),
        ("webhook:https://[::1", "names a host"),
    ],
)
def test_a_wrong_destination_says_what_to_write(text: str, words: str) -> None:
    """The error is for the person who wrote the line."""
    with pytest.raises(ValueError, match=words):
        parse_destination(text)


@given(st.text())
def test_any_text_is_a_destination_or_a_value_error(text: str) -> None:
    """Parsing raises its own error only, and what it takes it gives back."""
    for start in ("", "slack:", "email:", "webhook:https://"):
        try:
            config = parse_destination(start + text)
        except ValueError:
            continue
        assert parse_destination(config.destination) == config


def test_configs_are_told_apart_by_kind() -> None:
    """Settings hold configs as data; what does not belong there is an error."""
    assert CONFIG.validate_python({"kind": "slack", "channel": "#x"}).destination == "slack:#x"
    with pytest.raises(ValidationError):
        CONFIG.validate_python({"kind": "slack", "channel": "#x", "colour": "red"})


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (SLACK, SlackNotifier),
        (MAIL, EmailNotifier),
        ("console", ConsoleNotifier),
        (HOOK, WebhookNotifier),
    ],
)
async def test_each_config_has_its_notifier(servers: Servers, text: str, kind: type) -> None:
    """`build` knows every kind of channel."""
    assert type(build(parse_destination(text), servers)) is kind


async def test_servers_reach_their_notifiers(servers: Servers) -> None:
    """The interval is Slack's, the secret the webhook's own."""
    assert build(parse_destination(SLACK), servers).interval == 2.5
    assert "(signed)" in await build(parse_destination(HOOK), servers).check()
    other = build(parse_destination("webhook:https://example.org/other"), servers)
    assert "not signed" in await other.check()


async def test_secrets_are_not_printed(servers: Servers) -> None:
    """A server's settings may be logged."""
    assert "secret" not in repr(servers.slack) + repr(servers.mail)
    assert "whsec_" not in repr(servers)


def test_reading_settings_loads_no_channel() -> None:
    """A command that only reads the settings does not wait for HTTP and mail libraries."""
    code = (
        "import sys, notifiers.registry;"
        "print({'aiohttp', 'slack_sdk', 'aiosmtplib', 'jinja2', 'rich'} & set(sys.modules))"
    )
    done = subprocess.run(  # noqa: S603 - fixed words only
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "set()"
