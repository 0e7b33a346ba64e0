"""What the desk's files put in force."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from monitor.matching.matcher import compile_rules
from monitor.model.alert import Subscription
from monitor.model.feed import Feed
from monitor.settings import Settings
from monitor.steps.rules import InForce
from monitor.watchlist.force import Standing, read_desk, together
from monitor.watchlist.problem import Problem


@dataclass(frozen=True, slots=True)
class Desk:
    """What the desk's files say: the watchlists and feeds in force, and what is wrong in them."""

    in_force: InForce
    feeds: Mapping[str, Feed]
    problems: tuple[Problem, ...]
    standing: Standing = field(default_factory=Standing)
    """The files it was made of."""


def load_desk(folder: Path, settings: Settings) -> Desk:
    """Read the desk's folder; files with errors are left out and their problems kept."""
    return desk_of(read_desk(folder, settings.destinations()))


def desk_of(standing: Standing, before: Desk | None = None) -> Desk:
    """What is in force by the files; only what differs from `before` is compiled."""
    rules, groups = together(standing)
    if before is None:
        matcher = compile_rules(rules.values(), groups)
    else:
        were, _ = together(before.standing)
        changed = [rule for name, rule in rules.items() if were.get(name) != rule]
        matcher = before.in_force.matcher.replaced(were.keys() - rules.keys(), changed, groups)
    watchlists = {name: good.watchlist for name, good in standing.good.items()}
    subscriptions = {
        name: Subscription(name, one.title, one.priority, one.routes)
        for name, one in watchlists.items()
    }
    return Desk(
        InForce(matcher, subscriptions),
        {feed.id: feed for feed in standing.feeds},
        standing.all_problems(),
        standing,
    )
