"""Another event told in the same words: two quakes, two market reports, two visits."""

import re
from dataclasses import replace

from monitor.stories.changes.abbreviated import short_for
from monitor.stories.changes.align import CLOSE
from monitor.stories.changes.background import background
from monitor.stories.changes.change import Change
from monitor.stories.changes.places import implied
from monitor.stories.changes.same import FACTS, found, said_in
from monitor.stories.changes.similarity import stands_in
from monitor.stories.descent import facts_of, share_of_facts
from monitor.stories.other_day import SAME_FACTS, next_time, other_day, without_day_of_report
from monitor.stories.reading.facts import Kind, Reading, Sentence, Token, joined
from monitor.stories.reading.moments import Day
from monitor.stories.reading.quantities import CALENDAR_YEARS, Quantity
from monitor.stories.words.lexicon import ROLES, words

# A change of these classes is a later stage of one matter; rose/fell and won/lost are not.
STAGES = words(
    "agreed failed postponed cancelled resumed suspended released charged acquitted convicted dead "
    "rescued approved rejected confirmed denied lifted imposed withdrew resigned restored "
    "dropped extended extinguished not open begin"
)


_PLACED = words("in at near off to from into outside of for в во на из у от под около близ")

_QUAKE = re.compile(r"quake\b|\btremor|землетрясени|地震", re.IGNORECASE)
SHORT_NOTICE = 5
"""Sentences of a bulletin at most: a longer report may correct its time and size."""
_MEASURES = frozenset({Kind.NUMBER, Kind.DAY, Kind.CLOCK})

SAME_LEAD = 0.9
MANY_NAMES = 4
"""Names in common that tell one event, with one figure."""
RECAST = 0.4
"""Share of a sentence's wording that stands in the story where a desk recast it, its facts kept."""
_JAPANESE_NAME = re.compile(
    r"[一-鿿]{2,3}?(?=県|府|都|市|区|町|村|島|地方|海峡|沖|湾|(?<![寄入出帰開])港|郡|州|行き|発|駅|線|漁協|農協|氏|さん|容疑者|首相|外相|大臣|知事)"
)


def another_occurrence(entry: Reading, version: Reading, told: tuple[Change, ...]) -> str:
    """Say why a text is another event's though it reads like the version; "" where it is not.

    Only a text that differs in a fact is asked.
    """
    names = (
        _other_place(entry, version, told)
        or _other_way_round(entry, version, told)
        or _other_shock(entry, told)
    )
    if not names and not any(change.outcome for change in told):
        names = next_time(entry, version, told)
    if names:
        return f"another occurrence: {names}"
    if _same_appointment(entry, version, told) or _same_event(entry, version, told):
        return ""
    if named := _other_names(entry, version, told):
        return f"another occurrence: {named}"
    facts = [change for change in told if change.kind in (Kind.NAME, Kind.NUMBER)]
    staged = any(change.outcome in STAGES for change in told)
    replaced = [change for change in facts if change.before]
    if _moved(entry, version, told):
        return ""
    if (not staged or len(facts) > 1 or replaced) and (days := other_day(entry, version)):
        return f"another occurrence: {days}"
    if not staged and _all_figures_differ(entry, version, told):
        return "another occurrence: none of its figures stands in the other text"
    return ""


def _moved(entry: Reading, version: Reading, told: tuple[Change, ...]) -> bool:
    """True where nothing differs but days, and one that was still to come is no more told."""
    if not all(change.kind is Kind.DAY for change in told if change.where >= 0):
        return False
    told_of = _without_days(entry)
    if share_of_facts(told_of, version) < 1 or share_of_facts(_without_days(version), entry) < 1:
        return False
    new, old = (_ahead_in(one, entry) for one in (entry, version))
    return any(not found(t, new) for t in old) and any(not found(t, old) for t in new)


def _without_days(reading: Reading) -> Reading:
    sentences = (tuple(t for t in s if t.kind is not Kind.DAY) for s in reading.sentences)
    return replace(reading, sentences=tuple(sentences))


def _ahead_in(reading: Reading, entry: Reading) -> list[Token]:
    """The days of a text that are still to come when the entry is told."""
    return [t for t in reading.tokens if isinstance(t.value, Day) and _ahead(t.value, entry)]


def _same_event(entry: Reading, version: Reading, told: tuple[Change, ...]) -> bool:
    """True where most facts and two figures are the same, and no name is another one."""
    if any(c.where >= 0 and c.before and _sets_apart(c, entry) for c in told):
        return False
    # One name for another and nothing else: the ship sails for another port.
    names = [c for c in told if c.kind is Kind.NAME and c.where >= 0 and c.before]
    if names and any(c.kind in FACTS and c.kind is not Kind.NAME for c in told):
        return False
    told_of = without_day_of_report(entry)
    if share_of_facts(told_of, version) < SAME_FACTS:
        return False
    exact = len(_figures(entry) & _figures(version)) + len(_clocks(entry) & _clocks(version))
    return exact >= 2 or (exact == 1 and _same_scene(told_of, version))


def _sets_apart(change: Change, entry: Reading) -> bool:
    """True for a time of day, or a word that is no mere turn of phrase, in another's place."""
    if change.kind is Kind.WORD:
        return entry.script == "cjk" or change.outcome not in ("", "open", "begin")
    return change.kind is Kind.CLOCK


def _same_scene(entry: Reading, version: Reading) -> bool:
    """The same names, many of them, and no other weekday: what was said of it came on another."""
    facts = facts_of(entry)
    names = {token.key for token in facts if token.kind is Kind.NAME}
    shared = names & {token.key for token in facts_of(version)}
    weekdays = (t for t in facts if isinstance(t.value, Day) and t.value.weekday >= 0)
    return len(shared) >= MANY_NAMES and all(day in said_in(version) for day in weekdays)


def _clocks(reading: Reading) -> set[str]:
    return {token.key for token in reading.tokens if token.kind is Kind.CLOCK}


def _same_appointment(entry: Reading, version: Reading, told: tuple[Change, ...]) -> bool:
    """The same people with the same day still to come: plans that change, not another meeting."""
    names = _people(entry.title)
    if len(names) < 2:
        names = _people((*entry.title, *(entry.sentences[0] if entry.sentences else ())))
    shared = {token.key for token in names if token in said_in(version)}
    ahead = [t for t in entry.tokens if isinstance(t.value, Day) and _ahead(t.value, entry)]
    theirs = [t for t in version.tokens if isinstance(t.value, Day)]
    enough = 1 if entry.script == "cjk" else 2
    if not any(found(t, theirs) for t in ahead):
        return False
    if len(shared) >= enough:
        return True
    renamed = any(change.kind is Kind.NAME and change.before for change in told)
    return not renamed and share_of_facts(without_day_of_report(entry), version) >= SAME_FACTS


def _people(sentence: Sentence) -> list[Token]:
    """Names that are no country's and no capital's."""
    return [token for token in sentence if token.kind is Kind.NAME and not token.country]


def _ahead(day: Day, reading: Reading) -> bool:
    if reading.published is None or day.weekday >= 0:
        return False
    today = reading.published.date()
    if day.resolved is None:
        return day.month > 0 and day.month != today.month
    # A day's grace: what is tomorrow in London is today in Tokyo.
    return (day.resolved - today).days > 1


def _other_names(entry: Reading, version: Reading, told: tuple[Change, ...]) -> str:
    """A name put in another's place in the headline, and text that differs with it."""
    new, old = _own_names(entry, version), _own_names(version, entry)
    if not new or not old:
        return ""
    in_text = not entry.sentences or any(change.where >= 0 for change in told)
    return f"{old[0]} there, {new[0]} here" if in_text else ""


def _own_names(one: Reading, other: Reading) -> list[str]:
    """Names in one text's headline that the other text has nowhere."""
    names = [
        token.surface
        for token in one.title
        if token.kind is Kind.NAME
        and not token.surface[-1].isdigit()
        and token not in said_in(other)
        and not implied(token, other.tokens)
        and not any(short_for(token, row) for row in (other.title, *other.sentences))
    ]
    if one.script != "cjk":
        return names
    said = joined(other.tokens)
    title = joined(one.title)
    return names + [name for name in _JAPANESE_NAME.findall(title) if name not in said]


def _other_place(entry: Reading, version: Reading, told: tuple[Change, ...]) -> str:
    """A place put in another's place in the lead, and one more fact exchanged: a notice's mould."""
    exchanged = [c for c in told if c.before]
    if not any(c.kind in _MEASURES and not _of_report(c, entry, version) for c in exchanged):
        return ""
    if entry.script == "cjk":
        added = any(not c.before and c.kind is not Kind.WORD for c in told)
        return "" if added else _other_district(entry, version)
    if len(exchanged) < len(told):
        return ""
    for change in exchanged:
        if change.kind is Kind.NAME and _placed(change.after, entry):
            gone = next((t for t in version.tokens if t.surface == change.before), None)
            if gone and gone not in said_in(entry):
                return f"{change.before} there, {change.after} here"
    return ""


def _of_report(change: Change, entry: Reading, version: Reading) -> bool:
    """True for a day on which only the telling of a thing has moved: "forecasters said Monday"."""
    days = (t for sentence in without_day_of_report(entry).sentences for t in sentence)
    moved = {t.surface for t in days if t not in said_in(version)}
    return change.kind is Kind.DAY and change.after not in moved


def _other_shock(entry: Reading, told: tuple[Change, ...]) -> str:
    """Another quake: its time and its size or the place where it was felt are others."""
    lead = (*entry.title, *(*entry.sentences, ())[0])
    if not _QUAKE.search(" ".join(token.surface for token in lead).replace("地 震", "地震")):
        return ""
    exchanged = {c.kind: c for c in told if c.before and c.where >= 0}
    clock, size = exchanged.get(Kind.CLOCK), exchanged.get(Kind.NUMBER)
    elsewhere = Kind.NAME in exchanged or (entry.script == "cjk" and len(told) > 1)
    if clock is None or not (size or elsewhere) or len(entry.sentences) > SHORT_NOTICE:
        return ""
    return f"a quake at {clock.before} there, at {clock.after} here"


def _other_way_round(entry: Reading, version: Reading, told: tuple[Change, ...]) -> str:
    """Two names that have changed places in the lead, and another score: the return match."""
    if not any(c.kind is Kind.NUMBER and c.before and c.where >= 0 for c in told):
        return ""
    new, old = ([t.key for t in _people((*one.sentences, ())[0])] for one in (entry, version))
    if not new or not old or new[0] == old[0] or new[0] not in old or old[0] not in new:
        return ""
    here, there = ([t.key for t in _people(one.title)] for one in (entry, version))
    # "Was beaten by": the headlines still begin with the same name.
    if [name for name in here if name in there] == [name for name in there if name in here] and (
        set(here) <= set(there) or set(there) <= set(here)
    ):
        return ""
    return f"{old[0]} before {new[0]} there, {new[0]} before {old[0]} here"


def _other_district(entry: Reading, version: Reading) -> str:
    """The same in Japanese, where only the word behind a name shows that it is a place's."""
    for at in (0, -1):
        rows = ((*one.sentences, one.title)[at] for one in (entry, version))
        new, old = map(joined, rows)
        here = [name for name in _JAPANESE_NAME.findall(new) if name not in old]
        there = [name for name in _JAPANESE_NAME.findall(old) if name not in new]
        if here and there:
            return f"{there[0]} there, {here[0]} here"
    return ""


def _placed(name: str, entry: Reading) -> bool:
    """True for a name behind a word of place: "off Odde", "from the island of Odde"."""
    for sentence in entry.sentences:
        for at, token in enumerate(sentence):
            before = [t.surface.casefold() for t in sentence[max(0, at - 2) : at]]
            while before and before[-1] in ROLES - _PLACED:
                before.pop()
            if token.surface == name and before and before[-1] in _PLACED:
                return True
    return False


def _all_figures_differ(entry: Reading, version: Reading, told: tuple[Change, ...]) -> bool:
    """All figures differ, and no time of day, or without any no day, ties them to one event."""
    new, old = _figures(entry), _figures(version)
    named = any(change.kind is Kind.NAME and change.before for change in told)
    few = named or not entry.sentences
    if min(len(new), len(old)) < (2 if few else 3) or new & old:
        return False
    moments = [[t for t in one.tokens if t.kind is Kind.CLOCK] for one in (entry, version)]
    if not all(moments):
        moments = [[t for t in one.tokens if t.kind is Kind.DAY] for one in (entry, version)]
    return not any(found(moment, moments[1]) for moment in moments[0])


def _figures(reading: Reading) -> set[tuple[float, str]]:
    return {
        (token.value.value, token.value.dimension)
        for token in reading.tokens
        if isinstance(token.value, Quantity)
        and token.kind is Kind.NUMBER
        and token.value.value not in CALENDAR_YEARS
    }


def other_report(entry: Reading, fullest: Reading, told: tuple[Change, ...]) -> bool:
    """True where a text shares its opening with a story's fullest version, but not what follows.

    Headline and lead from one template, or background in common, make no copy and no update: of
    the sentences after the lead, more than half must be the story's.
    """
    follow = [s for s in entry.sentences[1:] if not background(s, entry)]
    if len(follow) < 2 or len(fullest.sentences) < 3:
        return False
    told_of = replace(entry, sentences=(entry.sentences[0], *follow))
    share = max(share_of_facts(one, fullest) for one in (told_of, without_day_of_report(told_of)))
    if share >= SAME_FACTS or _lacks_one_fact(entry, fullest):
        return False
    same_lead = stands_in(entry.sentences[0], fullest, headline=False) >= SAME_LEAD
    if same_lead and not any(change.where == 0 for change in told):
        return False
    kept = sum(_kept(sentence, fullest) for sentence in follow)
    return kept <= len(follow) / 2


def _lacks_one_fact(entry: Reading, fullest: Reading) -> bool:
    facts = facts_of(entry)
    figures = [t for t in facts if t.kind is Kind.NUMBER and t in said_in(fullest)]
    return bool(figures) and sum(t not in said_in(fullest) for t in facts) == 1


def _kept(sentence: Sentence, fullest: Reading) -> bool:
    facts = [token for token in sentence if token.kind in FACTS]
    # A time in a second zone stands beside the first.
    if any(t.kind is Kind.CLOCK and t in said_in(fullest) for t in facts):
        facts = [token for token in facts if token.kind is not Kind.CLOCK]
    needed = RECAST if all(fact in said_in(fullest) for fact in facts) else CLOSE
    names = [token for token in facts if token.kind is Kind.NAME]
    known = sum(name in said_in(fullest) for name in names)
    return 2 * known >= len(names) and stands_in(sentence, fullest, headline=False) >= needed
