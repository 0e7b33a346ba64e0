"""The sections of `monitor.yaml`: their keys, defaults and what each key takes."""

import re
from datetime import timedelta
from email.utils import parseaddr
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainValidator,
    model_validator,
)

from monitor.watchlist.duration import parse_duration, parse_size
from notifiers.channels import hook_problem
from notifiers.registry import parse_destination

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


def storage_address(text: str) -> str:
    """The address of a database, as it stands; ValueError for what can't be used."""
    if text.startswith(("postgresql", "postgres:")):
        raise ValueError(
            "PostgreSQL is not supported yet: write sqlite:///monitor.db (one service, one file)"
        )
    if re.match(r"sqlite:///(?!:memory:|file:).", text):
        return text
    raise ValueError(
        f'"{text}" is no storage: write sqlite:/// and the path of a file, as in '
        "sqlite:///monitor.db"
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


def _public_address(text: str) -> str:
    return _web_address(text.strip()).rstrip("/")


def _mail_address(text: str) -> str:
    return parse_destination(f"email:{text}").destination.removeprefix("email:")


def _sender(text: str) -> str:
    if "@" not in parseaddr(text)[1] or "\n" in text:
        raise ValueError(f'"{text}" is no sender: write "News monitor <monitor@example.org>"')
    return text


def _environment_name(text: str) -> str:
    if not _ENVIRONMENT_NAME.fullmatch(text):
        raise ValueError(f'"{text}" is no name of an environment variable, such as MONITOR_SECRET')
    return text


def _slack(text: str) -> str:
    """A channel's name or id, or the address of an incoming webhook."""
    if "://" in text and (problem := hook_problem(text)):
        raise ValueError(problem)
    return text.strip()


Duration = Annotated[timedelta, BeforeValidator(_duration), AfterValidator(_positive)]
Pause = Annotated[timedelta, BeforeValidator(_duration)]
Names = Annotated[tuple[str, ...], BeforeValidator(_listed)]
Count = Annotated[int, Field(ge=1)]
EnvironmentName = Annotated[str, AfterValidator(_environment_name)]


CHANNEL_KINDS = ("slack", "slack_env", "email", "webhook", "apprise", "apprise_env")
"""The keys of a channel that say where it leads."""


class Base(BaseModel):
    """What every section has: unknown keys are mistakes, values stay as they are."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Polling(Base):
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


class Network(Base):
    """Which addresses may be reached."""

    allow_private: bool = False


class Stories(Base):
    """How long a story lives."""

    window: Duration = timedelta(hours=72)


class Storms(Base):
    """How many alerts a destination takes before they are gathered into one."""

    burst: Count = 20
    window: Duration = timedelta(minutes=5)


class Slack(Base):
    """The Slack workspace; its token comes from SLACK_BOT_TOKEN."""

    base_url: Annotated[str, AfterValidator(_web_address)] = "https://slack.com/api/"
    allow_channels: Names = ("#*",)
    per_channel_interval: Pause = timedelta(seconds=1)


class Email(Base):
    """The mail server; its password comes from SMTP_PASSWORD."""

    host: Annotated[str, Field(min_length=1)] = "localhost"
    port: Annotated[int, Field(ge=1, le=65535)] = 25
    starttls: Annotated[Literal["auto"] | bool, PlainValidator(_starttls)] = "auto"
    username: str | None = None
    sender: Annotated[str, AfterValidator(_sender)] = Field(
        "News monitor <monitor@localhost>", alias="from"
    )
    allow: Names = ("*",)
    unsubscribe: Annotated[str, AfterValidator(_mail_address)] | None = None
    bounces: Annotated[str, AfterValidator(_mail_address)] | None = None


class Channel(Base):
    """A name that watchlists may use under `notify`: one of slack, email, webhook, apprise."""

    slack: Annotated[str, AfterValidator(_slack)] | None = Field(None, repr=False)
    slack_env: EnvironmentName | None = None
    email: Names = ()
    webhook: str | None = None
    apprise: str | None = None
    apprise_env: EnvironmentName | None = None
    secret_env: EnvironmentName | None = None
    digest: str | None = None
    empty: bool = False
    quiet: str | None = None
    quiet_except: Literal["high"] | None = None

    @model_validator(mode="after")
    def _one_kind(self) -> "Channel":
        kinds = [kind for kind in CHANNEL_KINDS if getattr(self, kind)]
        if len(kinds) != 1:
            raise ValueError(
                "a channel is one of slack, email, webhook, apprise: write one of these keys"
            )
        if self.webhook and urlsplit(self.webhook).hostname == "hooks.slack.com":
            raise ValueError("Slack's incoming webhooks are written under slack:, not webhook:")
        if self.secret_env and not self.webhook:
            raise ValueError("secret_env belongs to a webhook")
        if self.quiet_except and not self.quiet:
            raise ValueError('quiet_except belongs to quiet: write quiet: "22:00-07:00" as well')
        if self.empty and not self.digest:
            raise ValueError('empty belongs to digest: write digest: "daily 07:30" as well')
        return self

    @property
    def slack_hook(self) -> str | None:
        """The address of an incoming webhook, where `slack` is one and no channel's name."""
        return self.slack if self.slack and "://" in self.slack else None

    def addresses(self, name: str) -> tuple[tuple[str, str], ...]:
        """Kind and address of each destination; apprise's is secret, the channel's name stands in.

        `name` is the channel's.
        """
        mails = tuple(("email", address) for address in self.email)
        hidden = name if self.apprise or self.apprise_env else None
        hook = name if self.slack_env or self.slack_hook else None
        channel = None if self.slack_hook else self.slack
        others = (
            ("slack", channel),
            ("slack-webhook", hook),
            ("webhook", self.webhook),
            ("apprise", hidden),
        )
        return (*mails, *((kind, address) for kind, address in others if address))


class Web(Base):
    """The health page."""

    listen: Annotated[str, AfterValidator(_listen)] | None = "127.0.0.1:8080"
    public_url: Annotated[str, AfterValidator(_public_address)] | None = None
    token_env: EnvironmentName = "MONITOR_WEB_TOKEN"  # noqa: S105  # a name, not a token


class Retention(Base):
    """How long things are kept."""

    entries: Duration = timedelta(days=30)
    alerts: Duration = timedelta(days=365)
