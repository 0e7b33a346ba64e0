"""Where a watchlist may send: names and addresses under `notify`, held to the allow-lists."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase

from monitor.model.alert import Route
from monitor.watchlist.nearest import did_you_mean
from notifiers.registry import parse_destination

CONSOLE = "console"


@dataclass(frozen=True, slots=True)
class Destinations:
    """What the settings allow under `notify`."""

    channels: Mapping[str, tuple[Route, ...]] = field(default_factory=dict)
    """Routes by a channel's name; `console` needs no entry."""
    slack_allow: tuple[str, ...] = ("#*",)
    email_allow: tuple[str, ...] = ("*",)
    default: tuple[Route, ...] = (Route(CONSOLE),)
    """For watchlists without `notify`."""
    zone: str = "UTC"
    """For digests that name none."""

    def named(self, name: str) -> tuple[Route, ...]:
        """The routes of a channel. Raises ValueError that says what to write instead."""
        if name in self.channels:
            return self.channels[name]
        if name == CONSOLE:
            return (Route(CONSOLE),)
        if name.startswith("#"):
            raise ValueError(f'"{name}" stands alone: write slack: "{name}"')
        if "@" in name:
            raise ValueError(f'"{name}" stands alone: write email: {name}')
        near = did_you_mean(name, (*self.channels, CONSOLE))
        hint = near if self.channels or "?" in near else ""
        raise ValueError(
            f'"{name}" is no configured channel{hint}; channels are named in monitor.yaml,'
            ' others are written as slack: "#desk" or email: desk@example.org'
        )

    def address(self, kind: str, value: str) -> str:
        """The canonical destination of `slack: "#desk"` or `email: desk@example.org`.

        Raises ValueError that says what to write instead.
        """
        return allowed(kind, value, self.slack_allow if kind == "slack" else self.email_allow)


def allowed(kind: str, value: str, patterns: Sequence[str]) -> str:
    """The canonical destination, if one of the globs takes the address; else ValueError."""
    destination = parse_destination(f"{kind}:{value}").destination
    address = destination.partition(":")[2]
    if kind == "slack" and "#*" in patterns:  # every channel, those given by their id too
        return destination
    if any(fnmatchcase(address.lower(), pattern.lower()) for pattern in patterns):
        return destination
    setting = "slack.allow_channels" if kind == "slack" else "email.allow"
    raise ValueError(
        f"{address} is not allowed: {setting} in monitor.yaml has {', '.join(patterns) or 'none'}"
    )
