"""Which channels exist: their configs as one union, and the notifier that serves each.

A new channel is a config in `notifiers.channels`, a module with its notifier, and here a member of
the union, a line in `_FIELD` and a case in `build`.
"""

from typing import Annotated

from pydantic import Field, TypeAdapter, ValidationError

from notifiers.base import Notifier
from notifiers.channels import (
    ConsoleChannel,
    EmailAddress,
    MailServer,
    Servers,
    SlackChannel,
    SlackServer,
    WebhookAddress,
)

__all__ = [
    "ChannelConfig",
    "ConsoleChannel",
    "EmailAddress",
    "MailServer",
    "Servers",
    "SlackChannel",
    "SlackServer",
    "WebhookAddress",
    "build",
    "parse_destination",
]

ChannelConfig = Annotated[
    SlackChannel | EmailAddress | ConsoleChannel | WebhookAddress, Field(discriminator="kind")
]

_CONFIG: TypeAdapter[ChannelConfig] = TypeAdapter(ChannelConfig)
_FIELD = {"slack": "channel", "email": "address", "console": "", "webhook": "url"}
"""The field that holds what stands behind a destination's colon, by kind."""


def parse_destination(text: str) -> ChannelConfig:
    """The channel that a destination names: `slack:#desk`, `email:a@example.org`, `console`.

    The inverse of a config's `destination`. Raises ValueError that says what is wrong, in words.
    """
    kind, colon, rest = text.strip().partition(":")
    if kind not in _FIELD or bool(colon) != bool(_FIELD[kind]):
        raise ValueError(
            f'"{text}" is no destination: write slack:#channel, email:name@example.org, '
            "webhook:https://example.org/in, or console"
        )
    values = {"kind": kind} | ({_FIELD[kind]: rest} if _FIELD[kind] else {})
    try:
        return _CONFIG.validate_python(values)
    except ValidationError as error:
        reason = error.errors()[0]["msg"].removeprefix("Value error, ")
        raise ValueError(reason) from None


def build(config: ChannelConfig, servers: Servers) -> Notifier:
    """The notifier for a channel. Reaches nothing yet.

    Notifiers are imported here, not above: their libraries take a third of a second to load, which
    a command that only reads the settings need not wait for.
    """
    match config:
        case SlackChannel():
            from notifiers.slack import SlackNotifier

            return SlackNotifier(config, servers.slack, servers.http)
        case EmailAddress():
            from notifiers.email import EmailNotifier

            return EmailNotifier(config, servers.mail)
        case ConsoleChannel():
            from notifiers.console import ConsoleNotifier

            return ConsoleNotifier(servers.console)
        case WebhookAddress():
            from notifiers.webhook import WebhookNotifier

            secret = servers.webhook_secrets.get(config.url)
            return WebhookNotifier(config, servers.http, secret)
