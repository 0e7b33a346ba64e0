"""`monitor.yaml` and the environment. Every key has a default; secrets come from outside the file.

Names and meanings are those of monitor.example.yaml. Problems carry their place in the file.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Annotated

from dotenv import dotenv_values
from pydantic import AfterValidator, Field, PrivateAttr, SecretStr

from monitor.alerting.schedule import QuietHours, check_zone, parse_quiet, parse_schedule
from monitor.model.alert import Route
from monitor.sections import (
    Base,
    Channel,
    Duration,
    Email,
    Names,
    Network,
    Polling,
    Retention,
    Slack,
    Stories,
    Storms,
    Web,
    storage_address,
)
from monitor.watchlist.destination import CONSOLE, Destinations, allowed
from monitor.watchlist.duration import parse_duration
from monitor.watchlist.nearest import did_you_mean
from monitor.watchlist.problem import START, Findings, Problem
from monitor.watchlist.source import Fields, parse_source, read_source
from monitor.watchlist.validate import Fault, validated
from notifiers.registry import parse_destination

__all__ = ["Settings", "load_settings", "parse_duration"]

SECRETS = ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SMTP_PASSWORD")
"""Environment variables that are always looked for, each also as a file named by `NAME_FILE`."""


class Settings(Base):
    """All settings, and the secrets that they name."""

    storage: Annotated[str, AfterValidator(storage_address)] = "sqlite:///monitor.db"
    timezone: Annotated[str, AfterValidator(check_zone)] = "UTC"
    polling: Polling = Polling()
    network: Network = Network()
    stories: Stories = Stories()
    storms: Storms = Storms()
    slack: Slack = Slack()
    email: Email = Email()
    channels: dict[str, Channel] = Field(default_factory=dict)
    default: Names = (CONSOLE,)
    ops: Names = (CONSOLE,)
    escalate_after: Duration = timedelta(minutes=10)
    web: Web = Web()
    templates: Path | None = None
    retention: Retention = Retention()
    _secrets: dict[str, SecretStr] = PrivateAttr(default_factory=dict)

    def secret(self, name: str) -> str | None:
        """The secret of that environment variable, if there is one."""
        found = self._secrets.get(name)
        return found.get_secret_value() if found else None

    def web_token(self) -> str | None:
        """The token that the web page asks for."""
        return self.secret(self.web.token_env)

    def webhook_secrets(self) -> dict[str, str]:
        """Signing secrets by a webhook's address."""
        named = ((one.webhook, one.secret_env) for one in self.channels.values())
        found = ((url, self.secret(name)) for url, name in named if url and name)
        return {url: secret for url, secret in found if secret}

    def slack_webhooks(self) -> dict[str, str]:
        """Addresses of Slack's incoming webhooks, which are secrets, by their channels' names."""
        found = (
            (name, one.slack_hook or self.secret(one.slack_env or ""))
            for name, one in self.channels.items()
        )
        return {name: url for name, url in found if url}

    @property
    def uses_apprise(self) -> bool:
        """Whether a channel leads through apprise."""
        return any(one.apprise or one.apprise_env for one in self.channels.values())

    def apprise_urls(self) -> dict[str, str]:
        """Where apprise's channels lead, by their names; each may hold secrets."""
        found = (
            (name, one.apprise or self.secret(one.apprise_env or ""))
            for name, one in self.channels.items()
        )
        return {name: url for name, url in found if url}

    def names(self, destination: str) -> bool:
        """Whether a destination can still be found here: some are known by their channel's name."""
        kind, _, name = destination.partition(":")
        if kind not in ("apprise", "slack-webhook"):
            return True
        channel = self.channels.get(name)
        return channel is not None and (kind, name) in channel.addresses(name)

    def destinations(self) -> Destinations:
        """What watchlists may name under `notify`."""
        return Destinations(
            {name: self.channel_routes(name) for name in self.channels},
            self.slack.allow_channels,
            self.email.allow,
            self.routes(self.default),
            self.timezone,
        )

    def ops_routes(self) -> tuple[Route, ...]:
        """Where the monitor speaks of its own troubles."""
        return self.routes(self.ops)

    def empty_digests(self) -> tuple[Route, ...]:
        """Digests that are sent although there is nothing in them."""
        routes = (
            route
            for name, channel in self.channels.items()
            if channel.empty
            for route in self.channel_routes(name)
        )
        return tuple(dict.fromkeys(routes))

    def quiet_hours(self) -> dict[str, QuietHours]:
        """Quiet hours by destination."""
        return {
            route.destination: replace(
                parse_quiet(channel.quiet, self.timezone),
                high_passes=channel.quiet_except == "high",
            )
            for name, channel in self.channels.items()
            if channel.quiet
            for route in self.channel_routes(name)
        }

    def routes(self, names: tuple[str, ...]) -> tuple[Route, ...]:
        """The routes of channels by name, each once. Raises ValueError for an unknown one."""
        found = (route for name in names for route in self._named(name))
        return tuple(dict.fromkeys(found))

    def _named(self, name: str) -> tuple[Route, ...]:
        if name in self.channels:
            return self.channel_routes(name)
        if name == CONSOLE:
            return (Route(CONSOLE),)
        if name.startswith(("slack:", "email:")):
            return (Route(self.allowed(*name.split(":", 1))),)
        hint = did_you_mean(name, (*self.channels, CONSOLE))
        raise ValueError(f'"{name}" is no channel{hint}; channels are named under channels:')

    def channel_routes(self, name: str) -> tuple[Route, ...]:
        """A channel's routes. Raises ValueError for an address that is none or not allowed."""
        channel = self.channels[name]
        return tuple(
            Route(self.allowed(kind, address), channel.digest or "")
            for kind, address in channel.addresses(name)
        )

    def allowed(self, kind: str, address: str) -> str:
        """The canonical destination of an address that the allow-lists take, else ValueError."""
        if kind not in {"slack", "email"}:
            return parse_destination(f"{kind}:{address}").destination
        patterns = self.slack.allow_channels if kind == "slack" else self.email.allow
        return allowed(kind, address, patterns)


def load_settings(
    path: Path | None, environ: Mapping[str, str], env_file: Path = Path(".env")
) -> tuple[Settings, tuple[Problem, ...]]:
    """Read the settings and the secrets that they name; what is wrong falls back to its default.

    A file that is missing is a file of defaults. `environ` goes before `env_file`.
    """
    findings = Findings(str(path or "monitor.yaml"))
    root = _read(path, findings) if path is not None and path.exists() else None
    settings = validated(Settings, root, findings, _cross_faults)
    environment = Findings("environment")
    settings._secrets = _secrets(settings, {**_env_file(env_file), **environ}, environment)
    return settings, (*sorted(findings.problems), *environment.problems)


def _read(path: Path, findings: Findings) -> Fields | None:
    text = read_source(path, findings)
    root = parse_source(text, findings) if text is not None else None
    if root is None and findings.errors:
        findings.breaks_off()
    if root is None or isinstance(root, Fields):
        return root
    findings.error(root.place, 'settings are keys with values, such as "timezone: Europe/London"')
    return None


def _cross_faults(settings: Settings) -> Iterator[Fault]:
    """What only shows between values: addresses and who allows them, words with time zones."""
    for name, channel in settings.channels.items():
        path = ("channels", name)
        for kind, address in channel.addresses(name):
            yield from _fault((*path, kind), partial(settings.allowed, kind, address))
        if digest := channel.digest:
            yield from _fault((*path, "digest"), partial(parse_schedule, digest, "UTC"))
        if quiet := channel.quiet:
            yield from _fault((*path, "quiet"), partial(parse_quiet, quiet, "UTC"))
    for key, names in (("default", settings.default), ("ops", settings.ops)):
        for number, name in enumerate(names):
            if name not in settings.channels:
                check = partial(settings.routes, (name,))
                yield from _fault((key, number), check, about=("channels", name))
    yield from _polling_faults(settings.polling)


def _polling_faults(polling: Polling) -> Iterator[Fault]:
    if polling.every < polling.min:
        yield Fault(
            ("polling", "every"), "polling.every is shorter than polling.min: lower min as well"
        )
    if polling.every > polling.max:
        yield Fault(
            ("polling", "every"), "polling.every is longer than polling.max: raise max as well"
        )


def _fault(
    path: tuple[int | str, ...], check: Callable[[], object], about: tuple[str, ...] = ()
) -> Iterator[Fault]:
    try:
        check()
    except ValueError as error:
        yield Fault(path, str(error), about=about)


def _env_file(path: Path) -> dict[str, str]:
    values = dotenv_values(path, interpolate=False) if path.is_file() else {}
    return {name: value for name, value in values.items() if value is not None}


def _secrets(
    settings: Settings, environ: Mapping[str, str], findings: Findings
) -> dict[str, SecretStr]:
    """The secrets that the settings name: the variable's value, or what its file holds."""
    channels = settings.channels.values()
    named = (name for one in channels for name in (one.secret_env, one.apprise_env, one.slack_env))
    names = (*SECRETS, settings.web.token_env, *(name for name in named if name))
    values = {name: _secret(name, environ, findings) for name in dict.fromkeys(names)}
    return {name: SecretStr(value) for name, value in values.items() if value}


def _secret(name: str, environ: Mapping[str, str], findings: Findings) -> str:
    file = environ.get(f"{name}_FILE")
    if environ.get(name) or not file:
        return environ.get(name, "").strip()
    try:
        return Path(file).read_text(encoding="utf-8").strip()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "it is not UTF-8 text"
        findings.error(START, f"{name}_FILE names {file}, which can't be read: {reason}")
        return ""
