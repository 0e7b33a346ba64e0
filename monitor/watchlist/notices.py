"""What is said of a change in the desk's files, and to whom."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from monitor.model.alert import Route
from monitor.watchlist.backtest import Effect, PastStory
from monitor.watchlist.changes import Change, number
from monitor.watchlist.files import is_terms, is_watchlist
from monitor.watchlist.force import Standing
from monitor.watchlist.problem import Problem, render

_SAVED = ("The watchlist's file has changed; the news monitor goes by it from now on.",)
"""What tells a reader of mails who writes, and why."""
LINES = 40
"""Lines of a notice that sums up many changes."""


@dataclass(frozen=True, slots=True)
class Said:
    """One thing to say, and the destinations that it concerns."""

    headline: str
    details: tuple[str, ...]
    to: tuple[str, ...]
    error: bool = False
    then: tuple[str, ...] = ()
    """What stands below it where it is told alone."""


def of_change(change: Change, effect: Effect | None, span: str, ops: Sequence[str]) -> Said:
    """A watchlist that changed; `effect` is what it gains and loses in the time of `span`."""
    headline = f"Watchlist {change.title}: {change.words()}"
    to = _at_once(change.routes) or tuple(ops)
    if effect is None:
        return Said(headline, (), to, then=_SAVED)
    new = change.before is None
    headline = f"{headline}; {_alerted(effect, span, new=new)}"
    return Said(headline, tuple(_stories(effect)), to, then=_SAVED)


def of_problems(
    problems: Sequence[Problem], where: str, standing: Standing, path: Path, ops: Sequence[str]
) -> Said:
    """A file with errors: the ops channels hear of it, and those whom its watchlist tells."""
    good = standing.good.get(path.stem) if is_watchlist(path) else None
    title = f"{good.watchlist.title}: " if good else ""
    to = (*ops, *(_at_once(good.watchlist.routes) if good else ()))
    lines = tuple(render(one).partition("\n")[0] for one in problems)
    headline = f"{title}{where} has an error, {_instead(standing, path)}"
    return Said(headline, lines, _each(to), error=True)


def _instead(standing: Standing, path: Path) -> str:
    """What is in force in place of a file with errors."""
    if is_terms(path):
        return "what uses its groups stays in force as it was"
    if not is_watchlist(path):
        kept = "the last good list stays in force"
        return kept if standing.feeds_kept else "the feeds without an error are read"
    if path.stem in standing.kept:
        return "its last good version stays in force"
    if path.stem in standing.good:
        return f"{standing.good[path.stem].watchlist.path.name} of the same id is in force"
    return "nothing is told of it"


def of_settings(path: Path, ops: Sequence[str]) -> Said:
    """The settings file was saved."""
    headline = f"{path.name} has changed: restart the service to put it in force"
    return Said(headline, ("`monitor check` says whether it has errors.",), tuple(ops))


def of_mended(standing: Standing, before: Standing, ops: Sequence[str]) -> Iterator[Said]:
    """Files whose error is gone, where what is in force has not changed by that."""
    for name in sorted(before.broken.keys() - standing.broken.keys()):
        good, was = standing.good.get(name), before.good.get(name)
        if good and was and good.says_as(was):
            to = _each((*ops, *_at_once(good.watchlist.routes)))
            yield Said(f"{good.watchlist.title}: the error is mended, the file is in force", (), to)
    if before.feeds_kept and not standing.feeds_kept:
        yield Said("feeds.yaml: the error is mended, the file is in force", (), tuple(ops))


def notices(said: Iterable[Said]) -> Mapping[str, tuple[str, str]]:
    """Subject and body for each destination; many things are summed up in one notice."""
    lines: dict[str, list[Said]] = {}
    for one in said:
        for destination in one.to:
            lines.setdefault(destination, []).append(one)
    return {destination: _notice(told) for destination, told in lines.items()}


def span_of(time: timedelta, *, cut: bool, entries: int) -> str:
    """`the last 7 days`; where the store holds too much, how far was looked."""
    hours = max(1, round(time / timedelta(hours=1)))
    words = f"the last {number(hours, 'hour') if hours < 48 else f'{round(hours / 24)} days'}"
    return f"{words}, the latest {entries:,} entries" if cut else words


def _notice(told: Sequence[Said]) -> tuple[str, str]:
    if len(told) == 1:
        return told[0].headline, "\n".join([*told[0].details, *told[0].then])
    errors = sum(one.error for one in told)
    parts = (
        f"{number(len(told) - errors, 'change')}" if len(told) > errors else "",
        f"{number(errors, 'file')} with errors" if errors else "",
    )
    lines = [
        line
        for one in sorted(told, key=lambda one: not one.error)
        for line in (f"• {one.headline}", *(one.details if one.error else ()))
    ]
    more = [f"and {len(lines) - LINES} lines more"] if len(lines) > LINES else []
    return f"Watchlists: {', '.join(filter(None, parts))}", "\n".join([*lines[:LINES], *more])


def _alerted(effect: Effect, span: str, *, new: bool) -> str:
    gained, lost = effect.gained, effect.lost
    if new:
        return f"would have alerted {number(gained, 'story')} in {span}"
    parts = []
    if gained:
        parts.append(f"{gained:,} more {'story' if gained == 1 else 'stories'}")
    if lost:
        parts.append(f"{lost:,} fewer" if gained else f"{number(lost, 'story')} fewer")
    return f"would have alerted {' and '.join(parts) or 'the same stories'} in {span}"


def _stories(effect: Effect) -> Iterator[str]:
    told = (("+", effect.gained, effect.first_gained), ("−", effect.lost, effect.first_lost))
    for sign, count, stories in told:
        yield from (f"{sign} {_story(one)}" for one in stories)
        if count > len(stories):
            yield f"{sign} and {count - len(stories):,} more"


def _story(story: PastStory) -> str:
    others = f" (+{len(story.outlets) - 1})" if len(story.outlets) > 1 else ""
    return f"{story.entry.title or story.entry.link} — {story.outlets[0]}{others}"


def _at_once(routes: Iterable[Route]) -> tuple[str, ...]:
    return _each(route.destination for route in routes if not route.digest)


def _each(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))
