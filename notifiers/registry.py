"""Which channels exist: their configs as one union, and the notifier that serves each.

A new channel is a config in `notifiers.channels`, a module with its notifier, and here a member of
the union, a line in `_FIELD` and a case in `build`.
"""

from typing import TYPE_CHECKING, Annotated

from pydantic import Field, TypeAdapter, ValidationError

from notifiers.base import Notifier
from notifiers.channels import (
    AppriseChannel,
    ConsoleChannel,
    EmailAddress,
    MailServer,
    Servers,
    SlackChannel,
    SlackServer,
    SlackWebhook,
    WebhookAddress,
)

if TYPE_CHECKING:
    from notifiers.slack_socket import SlackSocket

__all__ = [
    "AppriseChannel",
    "ChannelConfig",
    "ConsoleChannel",
    "EmailAddress",
    "MailServer",
    "Servers",
    "SlackChannel",
    "SlackServer",
    "SlackWebhook",
    "WebhookAddress",
    "build",
    "parse_destination",
    "slack_socket",
]

ChannelConfig = Annotated[
    SlackChannel | SlackWebhook | EmailAddress | ConsoleChannel | WebhookAddress | AppriseChannel,
    Field(discriminator="kind"),
]

_CONFIG: TypeAdapter[ChannelConfig] = TypeAdapter(ChannelConfig)
_FIELD = {
    "slack": "channel",
    "slack-webhook": "name",
    "email": "address",
    "console": "",
    "webhook": "url",
    "apprise": "name",
}
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
        case SlackWebhook():
            from notifiers.slack_webhook import SlackWebhookNotifier

            address = servers.slack_webhooks.get(config.name, "")
            return SlackWebhookNotifier(
                config, address, servers.http, interval=servers.slack.interval
            )
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
        case AppriseChannel():
            from notifiers.apprise import AppriseNotifier

            return AppriseNotifier(config, servers.apprise_urls.get(config.name))


def slack_socket(servers: Servers) -> "SlackSocket | None":
    """The connection over which Slack's buttons and commands come, where there is an app token."""
    if servers.slack.app_token is None:
        return None
    from notifiers.slack_socket import SlackSocket

    return SlackSocket(servers.slack, servers.http)
