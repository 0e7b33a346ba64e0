"""Warnings that no file shows by itself: of secrets that are missing, and of what does not fit."""

from collections.abc import Collection, Iterator
from dataclasses import replace
from pathlib import Path

from monitor.commands.slackcheck import slack_problems
from monitor.model.alert import Route
from monitor.model.feed import Feed
from monitor.settings import Settings
from monitor.watchlist.load import FEEDS, Loaded
from monitor.watchlist.problem import START, Findings, Problem
from monitor.watchlist.unheard import heard_of, unheard_sources


def between_files(
    settings: Settings, settings_path: Path, routes: Collection[Route]
) -> tuple[Problem, ...]:
    """What the settings lack for the watchlists' routes, and what of both does not fit."""
    return (
        *_lacking(settings, settings_path, routes),
        *_told_twice(settings_path, routes),
        *_mail_problems(settings, settings_path),
        *slack_problems(settings, settings_path),
    )


def no_feeds(watchlists: Path) -> tuple[Problem, ...]:
    """The warning that nothing will be read."""
    findings = Findings(str(watchlists / f"{FEEDS}.yaml"))
    findings.warning(START, "no feed is listed: nothing will be read")
    return tuple(findings.problems)


def with_unheard(loaded: Loaded, feeds: Collection[Feed]) -> Loaded:
    """What has loaded, with warnings of sources that no feed can bring."""
    heard = heard_of(feeds)
    found = (problem for one in loaded.watchlists for problem in unheard_sources(one, heard))
    return replace(loaded, problems=(*loaded.problems, *found))


def _lacking(settings: Settings, settings_path: Path, told: Collection[Route]) -> Iterator[Problem]:
    """Warnings of tokens and passwords that are not there."""
    routes = (*settings.ops_routes(), *settings.destinations().default)
    used = {route.destination for route in (*told, *routes)}
    findings = Findings(str(settings_path))
    if any(one.startswith("slack:") for one in used) and not settings.secret("SLACK_BOT_TOKEN"):
        findings.warning(
            START, "SLACK_BOT_TOKEN is missing, so that nothing reaches Slack: put it into .env"
        )
    if settings.email.username and not settings.secret("SMTP_PASSWORD"):
        findings.warning(START, "email.username is set, SMTP_PASSWORD is missing: put it into .env")
    yield from findings.problems


def _told_twice(settings_path: Path, routes: Collection[Route]) -> Iterator[Problem]:
    """Warnings of addresses that are told at once and in a digest."""
    digests = {route.destination: route.digest for route in routes if route.digest}
    at_once = {route.destination for route in routes if not route.digest}
    findings = Findings(str(settings_path))
    for destination in sorted(digests.keys() & at_once):
        findings.warning(
            START,
            f"{destination} is told at once by one watchlist and by digest"
            f' ("{digests[destination]}") by another: a story that meets both comes at once, and is'
            " not in the digest; what a storm gathers is in both",
        )
    yield from findings.problems


def _mail_problems(settings: Settings, settings_path: Path) -> Iterator[Problem]:
    """Those of templates, links and apprise; their libraries load only where they are used."""
    if settings.templates or settings.web.public_url or settings.uses_apprise:
        from monitor.commands.mailcheck import mail_problems

        yield from mail_problems(settings, settings_path)
