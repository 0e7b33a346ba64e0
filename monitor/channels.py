"""From a destination's name to the notifier that serves it."""

import aiohttp
from rich.console import Console

from monitor.settings import Settings
from notifiers.base import Notifier
from notifiers.registry import MailServer, Servers, SlackServer, build, parse_destination


class Channels:
    """The notifiers in use: one a destination, made when it is first needed."""

    def __init__(self, servers: Servers) -> None:
        self._servers = servers
        self._notifiers: dict[str, Notifier] = {}

    def __call__(self, destination: str) -> Notifier:
        """The notifier of a destination; raises ValueError for a name that is none."""
        if destination not in self._notifiers:
            self._notifiers[destination] = build(parse_destination(destination), self._servers)
        return self._notifiers[destination]

    def can_edit(self, destination: str) -> bool:
        """Whether messages to that destination can be edited."""
        return self(destination).edits

    async def aclose(self) -> None:
        """Close every notifier."""
        for notifier in self._notifiers.values():
            await notifier.aclose()


def servers_of(settings: Settings, http: aiohttp.ClientSession, console: Console) -> Servers:
    """The servers that the settings and the environment name."""
    slack, email = settings.slack, settings.email
    return Servers(
        http=http,
        console=console,
        slack=SlackServer(
            token=settings.secret("SLACK_BOT_TOKEN"),
            base_url=slack.base_url,
            interval=slack.per_channel_interval.total_seconds(),
        ),
        mail=MailServer(
            host=email.host,
            port=email.port,
            starttls=email.starttls,
            username=email.username,
            password=settings.secret("SMTP_PASSWORD"),
            sender=email.sender,
        ),
        webhook_secrets=settings.webhook_secrets(),
    )
