"""What `monitor check` says of mails and of apprise: templates, links to unsubscribe, the extra."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from jinja2 import TemplateError, meta

from monitor.commands.samples import KINDS, sample
from monitor.settings import Settings
from monitor.watchlist.nearest import did_you_mean
from monitor.watchlist.problem import START, Findings, Place, Problem
from notifiers.base import Message
from notifiers.email_templates import NAMES, TemplateFault, Templates, environment, fault
from notifiers.email_text import Reader, render, subject

_THEN = datetime(2026, 1, 5, 9, 30, tzinfo=UTC)
"""When the samples that templates are tried on happen."""


def mail_problems(settings: Settings, path: Path) -> Iterator[Problem]:
    """All of it; `path` is the file of the settings."""
    yield from template_problems(settings)
    yield from link_problems(settings, path)
    if settings.uses_apprise:
        yield from apprise_problems(settings, path)


def template_problems(settings: Settings) -> Iterator[Problem]:
    """What is wrong with a newsroom's own templates: each is read, and tried on every sample."""
    folder = settings.templates
    if folder is None:
        return
    if not folder.is_dir():
        findings = Findings(str(folder))
        findings.error(START, "templates in monitor.yaml names this folder, and there is none")
        yield from findings.problems
        return
    yield from _problems(_unique(_faults(folder, settings.timezone)))
    yield from _unused(folder)


def link_problems(settings: Settings, path: Path) -> Iterator[Problem]:
    """Warnings where mails could carry a link to unsubscribe, and carry none, or a lesser one."""
    findings, web = Findings(str(path)), settings.web
    if web.public_url and not settings.web_token():
        findings.warning(
            START,
            f"web.public_url is set, {web.token_env} is missing, so that mails carry no link to "
            "end them, and digests that are cut none to the rest: put it into .env",
        )
    elif web.public_url and not web.public_url.startswith("https://"):
        findings.warning(
            START, "web.public_url is not https: mail programs offer no button to unsubscribe"
        )
    yield from findings.problems


def apprise_problems(settings: Settings, path: Path) -> Iterator[Problem]:
    """What keeps apprise's channels from working; their addresses are not shown."""
    from notifiers.apprise import service_of
    from notifiers.base import NotifierError

    urls, findings = settings.apprise_urls(), Findings(str(path))
    for name, channel in settings.channels.items():
        if channel.apprise_env and name not in urls:
            missing = f"channel {name}: {channel.apprise_env} is missing: put it into .env"
            findings.warning(START, missing)
    for name, url in urls.items():
        try:
            service_of(url, name)
        except NotifierError as problem:
            findings.warning(START, problem.reason)
    yield from findings.problems


def _faults(folder: Path, zone: str) -> Iterator[TemplateFault]:
    templates = Templates(folder)
    sandbox = environment(folder)
    for path in templates.own():
        try:
            sandbox.get_template(path.name)
        except (TemplateError, OSError, ValueError) as error:
            yield fault(error, folder, path.name)
    for message in _samples(zone):
        subject(message, templates)
        for reader in (Reader(), Reader("desk@example.org", "https://example.org/unsubscribe/x")):
            render(message, reader=reader, templates=templates)
    yield from templates.faults()


def _samples(zone: str) -> Iterator[Message]:
    for kind in KINDS:
        one = sample(kind, "check", _THEN.astimezone(ZoneInfo(zone)))
        yield one.edit or one.message


def _unique(faults: Iterable[TemplateFault]) -> Iterator[TemplateFault]:
    """A file that can't be read is met once for itself and once for every mail."""
    yield from dict.fromkeys(faults)


def _problems(faults: Iterable[TemplateFault]) -> Iterator[Problem]:
    for found in faults:
        findings = Findings(found.file)
        findings.lines = _text(Path(found.file)).splitlines()
        source = findings.lines[found.line - 1] if found.line <= len(findings.lines) else ""
        column = len(source) - len(source.lstrip()) + 1
        findings.error(Place(found.line, column), found.problem)
        yield from findings.problems


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, ValueError):
        return ""


def _unused(folder: Path) -> Iterator[Problem]:
    """Warnings of files that no mail uses: a name with a slip replaces nothing."""
    sandbox = environment(folder)
    own = {path.name: path for path in Templates(folder).own()}
    used = set(NAMES)
    for path in own.values():
        with suppress(TemplateError):
            asked = meta.find_referenced_templates(sandbox.parse(_text(path)))
            used |= {name for name in asked if name}
    for name in sorted(own.keys() - used):
        findings = Findings(str(own[name]))
        findings.warning(START, f"no mail uses this file{did_you_mean(name, NAMES)}")
        yield from findings.problems
