"""What `monitor check` says of Slack: tokens that are mixed up, and what webhooks lack."""

from collections.abc import Iterator
from pathlib import Path

from monitor.settings import Settings
from monitor.watchlist.problem import START, Findings, Problem
from notifiers.channels import hook_problem

_LACKS = (
    "channels.{name} is an incoming webhook of Slack: messages there are not edited, updates stand "
    "alone instead of in a thread, and there are no buttons"
)
_SECRET = "; its address is a secret, which slack_env: NAME keeps out of this file"  # noqa: S105 - words


def slack_problems(settings: Settings, path: Path) -> Iterator[Problem]:
    """Warnings; `path` is the file of the settings."""
    findings = Findings(str(path))
    for warning in (*_tokens(settings), *_webhooks(settings)):
        findings.warning(START, warning)
    yield from findings.problems


def _tokens(settings: Settings) -> Iterator[str]:
    bot, app = settings.secret("SLACK_BOT_TOKEN"), settings.secret("SLACK_APP_TOKEN")
    if bot and not bot.startswith("xoxb-"):
        yield "SLACK_BOT_TOKEN is no bot token: those begin with xoxb-"
    if app and not app.startswith("xapp-"):
        yield "SLACK_APP_TOKEN is no app-level token: those begin with xapp-"


def _webhooks(settings: Settings) -> Iterator[str]:
    addresses = settings.slack_webhooks()
    for name, channel in settings.channels.items():
        if channel.slack_hook:
            yield _LACKS.format(name=name) + _SECRET
        elif channel.slack_env:
            yield _LACKS.format(name=name)
            if not addresses.get(name):
                yield f"{channel.slack_env} is missing, so that nothing reaches channels.{name}"
            elif problem := hook_problem(addresses[name]):
                yield f"{channel.slack_env} can't be used: {problem}"
