"""`monitor.yaml` and the environment. Every key has a default; secrets come from outside the file.

Names and meanings are those of monitor.example.yaml. Problems carry their place in the file.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from email.utils import parseaddr
from functools import partial
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from dotenv import dotenv_values
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainValidator,
    PrivateAttr,
    SecretStr,
    model_validator,
)

from monitor.alerting.schedule import QuietHours, check_zone, parse_quiet, parse_schedule
from monitor.model.alert import Route
from monitor.watchlist.destination import CONSOLE, Destinations, allowed
from monitor.watchlist.duration import parse_duration, parse_size
from monitor.watchlist.nearest import did_you_mean
from monitor.watchlist.problem import START, Findings, Problem
from monitor.watchlist.source import Fields, parse_source, read_source
from monitor.watchlist.validate import Fault, validated
from notifiers.registry import parse_destination

__all__ = ["Settings", "load_settings", "parse_duration"]

SECRETS = ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SMTP_PASSWORD")
"""Environment variables that are always looked for, each also as a file named by `NAME_FILE`."""

_LISTEN = re.compile(r"(?:[\w.-]+|\[[\da-fA-F:.]+\]):(\d{1,5})")
_ENVIRONMENT_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


def _duration(value: object) -> object:
    return parse_duration(value) if isinstance(value, str) else value


def _positive(value: timedelta) -> timedelta:
    if value <= timedelta():
        raise ValueError("a length of time above zero is needed")
    return value


def _size(value: object) -> object:
    return parse_size(value) if isinstance(value, str) else value


def _listed(value: object) -> object:
    """One value may stand for a list of one."""
    return [value] if isinstance(value, str) else value


def _starttls(value: object) -> Literal["auto"] | bool:
    words: dict[object, Literal["auto"] | bool] = {"auto": "auto", "true": True, "false": False}
    words |= {"yes": True, "no": False, "on": True, "off": False, True: True, False: False}
    key = value.lower() if isinstance(value, str) else value
    if isinstance(key, str | bool) and key in words:
        return words[key]
    raise ValueError(f'"{value}" is none of auto, true, false')


def _storage(text: str) -> str:
    if text.startswith(("sqlite:///", "postgresql://", "postgresql+asyncpg://")):
        return text
    raise ValueError(
        f'"{text}" is no storage: write sqlite:///monitor.db or postgresql://user@host/name'
    )


def _listen(text: str) -> str:
    match = _LISTEN.fullmatch(text)
    if not match or int(match[1]) > 65535:
        raise ValueError(f'"{text}" is no host and port: write 127.0.0.1:8080, or null for none')
    return text


def _web_address(text: str) -> str:
    if not re.fullmatch(r"https?://[^\s/]+\S*", text):
        raise ValueError(f'"{text}" is no web address: it begins with https://')
    return text if text.endswith("/") else f"{text}/"


def _sender(text: str) -> str:
    if "@" not in parseaddr(text)[1] or "\n" in text:
        raise ValueError(f'"{text}" is no sender: write "News monitor <monitor@example.org>"')
    return text


def _environment_name(text: str) -> str:
    if not _ENVIRONMENT_NAME.fullmatch(text):
        raise ValueError(f'"{text}" is no name of an environment variable, such as MONITOR_SECRET')
    return text


Duration = Annotated[timedelta, BeforeValidator(_duration), AfterValidator(_positive)]
Pause = Annotated[timedelta, BeforeValidator(_duration)]
Names = Annotated[tuple[str, ...], BeforeValidator(_listed)]
Count = Annotated[int, Field(ge=1)]
EnvironmentName = Annotated[str, AfterValidator(_environment_name)]


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Polling(_Section):
    """How often and how hard feeds are read."""

    every: Duration = timedelta(minutes=5)
    min: Duration = timedelta(seconds=30)
    max: Duration = timedelta(hours=6)
    concurrency: Count = 100
    per_host: Count = 2
    timeout: Duration = timedelta(seconds=30)
    max_bytes: Annotated[int, BeforeValidator(_size), Field(ge=1)] = 15_000_000
    user_agent: Annotated[str, Field(min_length=1)] = "deskwatch-monitor"
    max_age: Duration = timedelta(hours=24)


class Network(_Section):
    """Which addresses may be reached."""

    allow_private: bool = False


class Stories(_Section):
    """How long a story lives."""

    window: Duration = timedelta(hours=72)


class Storms(_Section):
    """How many alerts a destination takes before they are gathered into one."""

    burst: Count = 20
    window: Duration = timedelta(minutes=5)


class Slack(_Section):
    """The Slack workspace; its token comes from SLACK_BOT_TOKEN."""

    base_url: Annotated[str, AfterValidator(_web_address)] = "https://slack.com/api/"
    allow_channels: Names = ("#*",)
    per_channel_interval: Pause = timedelta(seconds=1)


class Email(_Section):
    """The mail server; its password comes from SMTP_PASSWORD."""

    host: Annotated[str, Field(min_length=1)] = "localhost"
    port: Annotated[int, Field(ge=1, le=65535)] = 25
    starttls: Annotated[Literal["auto"] | bool, PlainValidator(_starttls)] = "auto"
    username: str | None = None
    sender: Annotated[str, AfterValidator(_sender)] = Field(
        "News monitor <monitor@localhost>", alias="from"
    )
    allow: Names = ("*",)


class Channel(_Section):
    """A name that watchlists may use under `notify`: one of slack, email, webhook."""

    slack: str | None = None
    email: Names = ()
    webhook: str | None = None
    apprise: str | None = None
    secret_env: EnvironmentName | None = None
    digest: str | None = None
    quiet: str | None = None

    @model_validator(mode="after")
    def _one_kind(self) -> "Channel":
        kinds = [kind for kind in ("slack", "email", "webhook", "apprise") if getattr(self, kind)]
        if len(kinds) != 1:
            raise ValueError("a channel is one of slack, email, webhook: write one of these keys")
        if self.apprise:
            raise ValueError("apprise is not available in this version: use slack, email, webhook")
        if self.webhook and urlsplit(self.webhook).hostname == "hooks.slack.com":
            raise ValueError(
                "Slack's incoming webhooks are not available in this version: use slack, with a"
                " bot token"
            )
        if self.secret_env and not self.webhook:
            raise ValueError("secret_env belongs to a webhook")
        return self

    def addresses(self) -> tuple[tuple[str, str], ...]:
        """Kind and address of each destination."""
        mails = tuple(("email", address) for address in self.email)
        others = (("slack", self.slack), ("webhook", self.webhook))
        return (*mails, *((kind, address) for kind, address in others if address))


class Web(_Section):
    """The health page."""

    listen: Annotated[str, AfterValidator(_listen)] | None = "127.0.0.1:8080"
    token_env: EnvironmentName = "MONITOR_WEB_TOKEN"  # noqa: S105  # a name, not a token


class Retention(_Section):
    """How long things are kept."""

    entries: Duration = timedelta(days=30)
    alerts: Duration = timedelta(days=365)


class Settings(_Section):
    """All settings, and the secrets that they name."""

    storage: Annotated[str, AfterValidator(_storage)] = "sqlite:///monitor.db"
    timezone: Annotated[str, AfterValidator(check_zone)] = "UTC"
    polling: Polling = Polling()
    network: Network = Network()
    stories: Stories = Stories()
    storms: Storms = Storms()
    slack: Slack = Slack()
    email: Email = Email()
    channels: dict[str, Channel] = {}
    default: Names = (CONSOLE,)
    ops: Names = (CONSOLE,)
    web: Web = Web()
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

    def destinations(self) -> Destinations:
        """What watchlists may name under `notify`."""
        return Destinations(
            {name: self.channel_routes(channel) for name, channel in self.channels.items()},
            self.slack.allow_channels,
            self.email.allow,
            self.routes(self.default),
            self.timezone,
        )

    def ops_routes(self) -> tuple[Route, ...]:
        """Where the monitor speaks of its own troubles."""
        return self.routes(self.ops)

    def quiet_hours(self) -> dict[str, QuietHours]:
        """Quiet hours by destination."""
        return {
            route.destination: parse_quiet(channel.quiet, self.timezone)
            for channel in self.channels.values()
            if channel.quiet
            for route in self.channel_routes(channel)
        }

    def routes(self, names: tuple[str, ...]) -> tuple[Route, ...]:
        """The routes of channels by name, each once. Raises ValueError for an unknown one."""
        found = (route for name in names for route in self._named(name))
        return tuple(dict.fromkeys(found))

    def _named(self, name: str) -> tuple[Route, ...]:
        if name in self.channels:
            return self.channel_routes(self.channels[name])
        if name == CONSOLE:
            return (Route(CONSOLE),)
        if name.startswith(("slack:", "email:")):
            return (Route(self.allowed(*name.split(":", 1))),)
        hint = did_you_mean(name, self.channels)
        raise ValueError(f'"{name}" is no channel{hint}; channels are named under channels:')

    def channel_routes(self, channel: Channel) -> tuple[Route, ...]:
        """A channel's routes. Raises ValueError for an address that is none or not allowed."""
        return tuple(
            Route(self.allowed(kind, address), channel.digest or "")
            for kind, address in channel.addresses()
        )

    def allowed(self, kind: str, address: str) -> str:
        """The canonical destination of an address that the allow-lists take, else ValueError."""
        if kind == "webhook":
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
    if root is None or isinstance(root, Fields):
        return root
    findings.error(root.place, 'settings are keys with values, such as "timezone: Europe/London"')
    return None


def _cross_faults(settings: Settings) -> Iterator[Fault]:
    """What only shows between values: addresses and who allows them, words with time zones."""
    for name, channel in settings.channels.items():
        path = ("channels", name)
        for kind, address in channel.addresses():
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
    hooks = (one.secret_env for one in settings.channels.values())
    names = (*SECRETS, settings.web.token_env, *(name for name in hooks if name))
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
