"""Where messages can go, as users write it, and the servers they go through.

Kept apart from the notifiers, so that settings can be read and checked without loading HTTP and
mail libraries.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict

if TYPE_CHECKING:
    import aiohttp
    from rich.console import Console

SLACK_API = "https://slack.com/api/"

_SLACK_NAME = re.compile(r"#[\w-]{1,80}")
_SLACK_ID = re.compile(r"[CGD][A-Z0-9]{7,}")
_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?")


def _slack_channel(text: str) -> str:
    """A channel as chat.postMessage takes it: `#name` or an id."""
    channel = text.strip()
    if _SLACK_ID.fullmatch(channel):
        return channel
    channel = channel.lower()
    if _SLACK_NAME.fullmatch(channel):
        return channel
    raise ValueError(f'"{text}" is no Slack channel: write "#name", with quotes in YAML')


def _mail_address(text: str) -> str:
    """An address with its domain in lower case; local parts keep their case (RFC 5321, 2.4)."""
    address = text.strip()
    if not _ADDRESS.fullmatch(address) or ".." in address:
        raise ValueError(f'"{text}" is no email address: write name@example.org')
    local, _, domain = address.rpartition("@")
    return f"{local}@{domain.lower()}"


def _web_address(text: str) -> str:
    """An http or https address with a host."""
    address = text.strip()
    try:
        parts = urlsplit(address)
    except ValueError:
        parts = urlsplit("")
    if parts.scheme not in {"http", "https"} or not parts.hostname or re.search(r"\s", address):
        raise ValueError("a webhook's address begins with https:// and names a host")
    return address


class _Channel(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class SlackChannel(_Channel):
    """A Slack channel, by `#name` or id."""

    kind: Literal["slack"] = "slack"
    channel: Annotated[str, AfterValidator(_slack_channel)]

    @property
    def destination(self) -> str:
        """Canonical name: `slack:#asia-desk`."""
        return f"slack:{self.channel}"


class EmailAddress(_Channel):
    """One recipient."""

    kind: Literal["email"] = "email"
    address: Annotated[str, AfterValidator(_mail_address)]

    @property
    def destination(self) -> str:
        """Canonical name: `email:desk@example.org`."""
        return f"email:{self.address}"


class ConsoleChannel(_Channel):
    """The terminal that the monitor runs in."""

    kind: Literal["console"] = "console"

    @property
    def destination(self) -> str:
        """Canonical name: `console`."""
        return "console"


class WebhookAddress(_Channel):
    """An address that takes messages as JSON."""

    kind: Literal["webhook"] = "webhook"
    url: Annotated[str, AfterValidator(_web_address)]

    @property
    def destination(self) -> str:
        """Canonical name: `webhook:https://example.org/in`."""
        return f"webhook:{self.url}"


@dataclass(frozen=True, slots=True)
class SlackServer:
    """The Slack workspace, by its bot token."""

    token: str | None = field(default=None, repr=False)
    base_url: str = SLACK_API
    interval: float = 1.0
    """Seconds between two messages to one channel; Slack asks for about one."""


@dataclass(frozen=True, slots=True)
class MailServer:
    """The server that takes our mail."""

    host: str = "localhost"
    port: int = 25
    """465 means TLS from the first byte (RFC 8314)."""
    starttls: Literal["auto"] | bool = "auto"
    """auto: where the server offers it; True: only with it; False: never."""
    username: str | None = None
    password: str | None = field(default=None, repr=False)
    sender: str = "News monitor <monitor@localhost>"


@dataclass(frozen=True, slots=True)
class Servers:
    """All that notifiers need beside their channel."""

    http: "aiohttp.ClientSession"
    console: "Console"
    slack: SlackServer = field(default_factory=SlackServer)
    mail: MailServer = field(default_factory=MailServer)
    webhook_secrets: Mapping[str, str] = field(default_factory=dict, repr=False)
    """Signing secret by webhook address; an address without one is sent to unsigned."""
