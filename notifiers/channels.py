"""Where messages can go, as users write it, and the servers they go through.

Kept apart from the notifiers, so that settings can be read and checked without loading HTTP and
mail libraries.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated, Literal
from urllib.parse import urlsplit

import idna
from pydantic import AfterValidator, BaseModel, ConfigDict

from notifiers.unsubscribe import UnsubscribePage

if TYPE_CHECKING:
    import aiohttp
    from rich.console import Console

    from notifiers.email_templates import Templates

SLACK_API = "https://slack.com/api/"

_SLACK_NAME = re.compile(r"#[\w-]{1,80}")
_SLACK_ID = re.compile(r"[CGD][A-Z0-9]{7,}")
_LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_DOMAIN = re.compile(r"[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?")


def _slack_channel(text: str) -> str:
    """A channel as chat.postMessage takes it: `#name` or an id."""
    channel = text.strip()
    if _SLACK_ID.fullmatch(channel):
        return channel
    channel = channel.lower()
    if _SLACK_NAME.fullmatch(channel):
        return channel
    if "://" in channel:  # not shown again: whoever knows it can post
        raise ValueError("a webhook's address is a secret: name a channel for it in monitor.yaml")
    raise ValueError(f'"{text}" is no Slack channel: write "#name", with quotes in YAML')


def _name(kind: str) -> AfterValidator:
    """Takes the name of a channel in monitor.yaml, for a destination of that kind."""

    def name(text: str) -> str:
        if not text.strip() or not text.strip().isprintable():
            raise ValueError(f"{kind}:NAME names a channel of monitor.yaml")
        return text.strip()

    return AfterValidator(name)


def _mail_address(text: str) -> str:
    """An address with its domain in lower case; local parts keep their case (RFC 5321, 2.4).

    Local parts are ASCII: others need SMTPUTF8 (RFC 6531) on every server on their way, which few
    offer, and the refusal would come with the first alert.
    """
    local, _, domain = text.strip().rpartition("@")
    if local and not local.isascii():
        raise ValueError(
            f'"{text}" has letters before the @ that few mail servers take (SMTPUTF8): '
            "give another address of that mailbox"
        )
    domain = domain.lower()
    try:
        fine = _LOCAL.fullmatch(local) and _DOMAIN.fullmatch(ascii_domain(domain))
    except ValueError:
        fine = None
    if not fine or ".." in domain:
        raise ValueError(f'"{text}" is no email address: write name@example.org')
    return f"{local}@{domain}"


def ascii_domain(domain: str) -> str:
    """A domain as mail servers know it: `bücher.example` is `xn--bcher-kva.example`.

    RFC 5891 with the mapping of UTS 46. Raises ValueError.
    """
    return domain if domain.isascii() else idna.encode(domain, uts46=True).decode()


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


class SlackWebhook(_Channel):
    """One of Slack's incoming webhooks, by its channel's name: the address itself is a secret."""

    kind: Literal["slack-webhook"] = "slack-webhook"
    name: Annotated[str, _name("slack-webhook")]

    @property
    def destination(self) -> str:
        """Canonical name: `slack-webhook:asia-desk`."""
        return f"slack-webhook:{self.name}"


def hook_problem(address: str) -> str:
    """What is wrong with the address of an incoming webhook, without showing it; "" for nothing.

    https, but for a host on this machine; Slack's paths begin with `/services/`. Other addresses
    that Slack gives out start workflows, which take no messages.
    """
    if not address:
        return "its address is not set"
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        parts = urlsplit("")
    near = parts.hostname in {"127.0.0.1", "::1", "localhost"}
    guarded = parts.scheme == "https" or (parts.scheme == "http" and near)
    named = parts.hostname and parts.path.startswith("/services/")
    if guarded and named and not re.search(r"\s", address):
        return ""
    return "a webhook's address reads https://hooks.slack.com/services/…"


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


class AppriseChannel(_Channel):
    """An address of apprise's, by its channel's name: the address itself holds secrets."""

    kind: Literal["apprise"] = "apprise"
    name: Annotated[str, _name("apprise")]

    @property
    def destination(self) -> str:
        """Canonical name: `apprise:others`."""
        return f"apprise:{self.name}"


@dataclass(frozen=True, slots=True)
class SlackServer:
    """The Slack workspace, by its bot token."""

    token: str | None = field(default=None, repr=False)
    base_url: str = SLACK_API
    interval: float = 1.0
    """Seconds between two messages to one channel; Slack asks for about one."""
    app_token: str | None = field(default=None, repr=False)
    """Of the app, for Socket Mode; with it, alerts have buttons."""


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
    bounces: str | None = None
    """Who gets what servers on the way send back (the envelope's sender); else the sender."""
    unsubscribe: str | None = None
    """Who gets mails of readers that want no more; else the sender."""
    unsubscribe_page: UnsubscribePage | None = None
    templates: "Templates | None" = None
    """A newsroom's own; else those built in."""


@dataclass(frozen=True, slots=True)
class Servers:
    """All that notifiers need beside their channel."""

    http: "aiohttp.ClientSession"
    console: "Console"
    slack: SlackServer = field(default_factory=SlackServer)
    mail: MailServer = field(default_factory=MailServer)
    webhook_secrets: Mapping[str, str] = field(default_factory=dict, repr=False)
    """Signing secret by webhook address; an address without one is sent to unsigned."""
    slack_webhooks: Mapping[str, str] = field(default_factory=dict, repr=False)
    """Addresses of Slack's incoming webhooks, which are secrets, by the name of their channel."""
    apprise_urls: Mapping[str, str] = field(default_factory=dict, repr=False)
    """Apprise's addresses, which hold secrets, by the name of their channel."""
