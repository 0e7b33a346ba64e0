"""What changed between two versions of a watchlist, in an editor's words."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from monitor.model.alert import Route
from monitor.model.feed import Feed
from monitor.query.ast import And, Not, Or
from monitor.query.ast import Node as Query
from monitor.query.write import print_query
from monitor.watchlist.force import Good

SHOWN = 5
"""Terms of a change that are named; the others are counted."""
_LONGEST = 60
"""Characters of a term that are shown."""


@dataclass(frozen=True, slots=True)
class Change:
    """One watchlist in force before and after."""

    watchlist: str
    """Its id."""
    before: Good | None
    after: Good | None

    @property
    def title(self) -> str:
        """What people call it now."""
        good = self.after or self.before
        return good.watchlist.title if good else self.watchlist

    @property
    def routes(self) -> tuple[Route, ...]:
        """Whom it concerns: all who are told now or were until now."""
        goods = (good for good in (self.after, self.before) if good)
        return tuple(dict.fromkeys(route for good in goods for route in good.watchlist.routes))

    @property
    def listens_otherwise(self) -> bool:
        """Whether it can meet other entries than before; a watchlist that is gone meets none."""
        if self.after is None or self.before is None:
            return self.after is not None
        now, was = self.after, self.before
        rule = replace(now.watchlist.rule, watchlist=was.watchlist.rule.watchlist)
        return rule != was.watchlist.rule or now.groups != was.groups

    def words(self) -> str:
        """What changed: "+2 terms (Iturup, Shikotan)"."""
        if self.before is None:
            return "new"
        if self.after is None:
            return "deleted: it is no longer looked for"
        return ", ".join(_differences(self.before, self.after)) or "means what it meant"


def changes(before: Mapping[str, Good], after: Mapping[str, Good]) -> tuple[Change, ...]:
    """The watchlists that came, went or mean something else, by id; a renamed one is one change."""
    names = sorted(before.keys() | after.keys())
    found = [Change(name, before.get(name), after.get(name)) for name in names]
    found = [one for one in found if not _same(one)]
    gone = {one.watchlist: one.before for one in found if one.after is None and one.before}
    renamed = {}
    for one in found:
        if one.before is None and one.after:
            was = next((name for name, good in gone.items() if _moved(good, one.after)), None)
            if was is not None:
                renamed[one.watchlist] = was, gone.pop(was)
    old = {was for was, _ in renamed.values()}
    return tuple(
        replace(one, before=renamed[one.watchlist][1]) if one.watchlist in renamed else one
        for one in found
        if one.watchlist not in old
    )


def _same(change: Change) -> bool:
    before, after = change.before, change.after
    if before is None or after is None:
        return False
    return before is after or after.says_as(before)


def _moved(before: Good, after: Good) -> bool:
    """Whether a file has only got another name: a title that repeats the name may follow it."""
    return before.groups == after.groups and before.watchlist.rule == replace(
        after.watchlist.rule, watchlist=before.watchlist.id
    )


def _differences(before: Good, after: Good) -> Iterator[str]:
    was, now = before.watchlist, after.watchlist
    if was.id != now.id:
        yield f"its file is now {now.path.name}, was {was.path.name}"
    if was.title != now.title:
        yield f'called "{was.title}" before'
    yield from _of_queries(was.rule.query, now.rule.query)
    for name in sorted(before.groups.keys() & after.groups.keys()):
        told = tuple(_of_queries(before.groups[name], after.groups[name]))
        if told:
            yield f"in @{name}: {', '.join(told)}"
    if was.priority != now.priority:
        yield f"priority {now.priority}, was {was.priority}"
    if was.rule.language != now.rule.language:
        yield f"language {' '.join(now.rule.language)}, was {' '.join(was.rule.language)}"
    if was.rule.languages != now.rule.languages:
        yield f"languages {_all(now.rule.languages)}, were {_all(was.rule.languages)}"
    for name in ("include", "exclude"):
        yield from _counted(getattr(was.rule, name), getattr(now.rule, name), f"{name}d source")
    yield from _of_routes(was.routes, now.routes)


def _of_queries(before: Query, after: Query) -> Iterator[str]:
    if before == after:
        return
    (was, was_out), (now, now_out) = _terms(before), _terms(after)
    told = (*_counted(was, now, "term"), *_counted(was_out, now_out, "exclusion"))
    same = _unordered(before) == _unordered(after)
    yield from told or (f"its terms are {'in another order' if same else 'joined otherwise'}",)


def _terms(query: Query) -> tuple[list[str], list[str]]:
    """The entries of a query as an editor lists them: those that are waited for, and `none`."""
    wanted: list[str] = []
    unwanted: list[str] = []
    for part in _joined(query):
        if isinstance(part, Not):
            unwanted += _listed(part.part)
        else:
            wanted += _listed(part)
    return wanted, unwanted


def _unordered(query: Query) -> str:
    """The query with the parts of each AND and OR in one order."""
    if not isinstance(query, And | Or):
        return print_query(query)
    return f"{type(query).__name__}({', '.join(sorted(map(_unordered, query.parts)))})"


def _joined(query: Query) -> Iterator[Query]:
    """The parts that must all be met; `all` inside a `match` with `none` is one level down."""
    if not isinstance(query, And):
        yield query
        return
    for part in query.parts:
        yield from _joined(part)


def _listed(query: Query) -> list[str]:
    return [print_query(part) for part in (query.parts if isinstance(query, Or) else (query,))]


def _counted(before: Iterable[str], after: Iterable[str], what: str) -> Iterator[str]:
    was, now = Counter(before), Counter(after)
    for sign, terms in (("+", now - was), ("−", was - now)):
        if terms:
            yield f"{sign}{number(terms.total(), what)} ({named(list(terms.elements()))})"


def _of_routes(before: Sequence[Route], after: Sequence[Route]) -> Iterator[str]:
    more = [route for route in after if route not in before]
    fewer = [route for route in before if route not in after]
    if more:
        yield f"now told: {', '.join(map(_route, more))}"
    if fewer:
        yield f"no longer told: {', '.join(map(_route, fewer))}"


def _route(route: Route) -> str:
    return f"{route.destination} ({route.digest})" if route.digest else route.destination


def _all(values: Sequence[str]) -> str:
    return " ".join(values) or "all"


def feed_changes(before: Iterable[Feed], after: Iterable[Feed]) -> str:
    """What changed in the list of feeds; "" where nothing did."""
    was, now = ({feed.id: feed for feed in feeds} for feeds in (before, after))
    told = list(_counted(list(was), list(now), "feed"))
    changed = [name for name in now if name in was and was[name] != now[name]]
    if changed:
        told.append(f"{number(len(changed), 'feed')} changed ({named(changed)})")
    return ", ".join(told)


def named(names: Sequence[str]) -> str:
    """The first of some names, and how many more there are."""
    shown = ", ".join(
        name if len(name) <= _LONGEST else f"{name[: _LONGEST - 1]}…" for name in names[:SHOWN]
    )
    return f"{shown} and {len(names) - SHOWN} more" if len(names) > SHOWN else shown


def number(count: int, what: str) -> str:
    """`1 term`, `2 terms`, `3 stories`."""
    if count == 1:
        return f"1 {what}"
    return f"{count:,} {what[:-1]}ies" if what.endswith("y") else f"{count:,} {what}s"
