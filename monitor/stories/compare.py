"""What a text tells that an earlier version of it does not: changed, added and dropped facts.

Each sentence is laid beside the sentence of the version that it most resembles. A number, date,
time or name that the version has nowhere, or has elsewhere but not in this slot, a negation or an
outcome that only one of the two has: each is a change. Nothing is forgiven for being alike: only
what is understood as a restatement is.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import Indel

from monitor.stories.background import background, reports
from monitor.stories.facts import Kind, Reading, Sentence, Token
from monitor.stories.moments import Day
from monitor.stories.quantities import CALENDAR_YEARS, MONEY, Quantity
from monitor.stories.same import FACTS, found, misspelt, rounded, same
from monitor.stories.similarity import containment, passage, stands_in

ALIGNED = 0.5
"""Share of a sentence's wording that must stand in the version for it to be the same sentence."""
MERGED = 0.6
"""The same share where two sentences of the version together hold it."""
CLOSE = 0.75
"""From this share on, one sentence's slots can be laid on the other's."""
SOMEWHAT = 0.35
"""From this share on, a negative sentence may be another negative sentence, reworded."""
_CONJUNCTIONS = frozenset("and but while who which although и а но что который".split())


@dataclass(frozen=True, slots=True)
class Change:
    """One difference between a text and a version of it."""

    kind: Kind
    before: str
    after: str
    where: int
    """Index of the sentence; -1 for the headline."""
    outcome: str = ""

    def __str__(self) -> str:
        if self.before and self.after:
            return f"{self.before} → {self.after}"
        return f"added: {self.after}" if self.after else f"dropped: {self.before}"


@dataclass(frozen=True, slots=True)
class Pair:
    """A sentence beside its counterpart, and all that may explain its facts."""

    where: int
    new: Sentence
    old: Sentence
    likeness: float
    elsewhere: tuple[Token, ...]
    """Everything the version and the story's other versions say."""
    keys: frozenset[str]
    outcomes: frozenset[str]


def changes(
    entry: Reading, version: Reading, known: Sequence[Reading] = (), *, own: bool = False
) -> tuple[Change, ...]:
    """List what an entry tells otherwise than a version of its story.

    `known` are the story's other versions: what they told is no addition. `own` says that the
    version came from the entry's own feed, which does not reword its own text without a reason.
    """
    elsewhere = (*version.tokens, *(token for other in known for token in other.tokens))
    said = frozenset(token.key for token in elsewhere)
    outcomes = frozenset(token.outcome for token in elsewhere if token.outcome)
    found_changes: list[Change] = []
    in_background = False
    for where, sentence in _passages(entry, version):
        old, likeness = _counterpart(sentence, version)
        pair = Pair(where, sentence, old, likeness, elsewhere, said, outcomes)
        if sentence == old:
            continue
        if where >= 0 and _added(pair, version):
            in_background = background(sentence, entry) or (
                in_background and not reports(sentence)
            )
            if not in_background:
                found_changes += _news(pair, own=own)
            continue
        in_background = False
        found_changes += _differences(pair, entry, version, own=own)
    if not own and entry.sentences and all(change.where < 0 for change in found_changes):
        found_changes = [c for c in found_changes if not _headline_only(c, entry, version)]
    return tuple(dict.fromkeys(found_changes))


def _headline_only(change: Change, entry: Reading, version: Reading) -> bool:
    """A desk's own headline over an unchanged text: its names and verbs are no new facts."""
    figures = change.kind in (Kind.NUMBER, Kind.DAY, Kind.CLOCK)
    return not figures and _likeness(entry.title, version.title) < CLOSE


def _passages(entry: Reading, version: Reading) -> list[tuple[int, Sentence]]:
    """Headline and sentences; the end of a text that was cut short is left off."""
    sentences = list(enumerate(entry.sentences))
    if sentences and cut_short(entry, version):
        where, last = sentences.pop()
        if kept := _before_cut(last):
            sentences.append((where, kept))
    return [(-1, entry.title), *sentences]


def cut_short(entry: Reading, version: Reading) -> bool:
    """True where an entry's text stops in the middle of what the version says."""
    tail = entry.plain[-20:]
    at = version.plain.find(tail)
    return bool(tail) and 0 <= at < len(version.plain) - len(tail)


def _before_cut(sentence: Sentence) -> Sentence:
    end = max(0, len(sentence) - 1)
    while end and sentence[end - 1].kind in (Kind.NUMBER, Kind.DAY, Kind.CLOCK):
        end -= 1
    return sentence[:end]


def _counterpart(sentence: Sentence, version: Reading) -> tuple[Sentence, float]:
    """The passage of a version that a sentence most resembles, and how much."""
    best: tuple[Sentence, float] = ((), 0.0)
    for other in (*version.sentences, version.title):
        if other == sentence:
            return other, 1.0
        likeness = _likeness(sentence, other)
        if likeness > best[1]:
            best = other, likeness
    return best


def _likeness(one: Sentence, other: Sentence) -> float:
    """Containment, less where the lengths differ much: a heading is not its whole sentence."""
    a, b = passage(one), passage(other)
    longer = max(a.size, b.size)
    shorter = min(a.size, b.size)
    return containment(a, b) * (0.5 + 0.5 * (shorter / longer if longer else 0.0))


def _added(pair: Pair, version: Reading) -> bool:
    """True for a sentence that the version has nothing like."""
    if pair.likeness >= ALIGNED:
        return False
    return stands_in(pair.new, (version.title, *version.sentences)) < MERGED


def _news(pair: Pair, *, own: bool) -> list[Change]:
    """What an added sentence reports that no version of the story has told."""
    fresh = [t for t in pair.new if t.kind in FACTS and not found(t, pair.elsewhere)]
    fresh += [t for t in pair.new if t.outcome and t.outcome not in pair.outcomes]
    if not fresh and own:
        fresh = [t for t in pair.new if t.kind is Kind.WORD and t.key not in pair.keys][:5]
        return [_added_words(fresh, pair)] if fresh else []
    return [Change(t.kind, "", t.surface, pair.where, t.outcome) for t in fresh]


def _added_words(tokens: list[Token], pair: Pair) -> Change:
    return Change(Kind.WORD, "", " ".join(token.surface for token in tokens), pair.where)


def _differences(
    pair: Pair, entry: Reading, version: Reading, *, own: bool
) -> Iterable[Change]:
    slots = _slots(pair.new, pair.old) if pair.likeness >= CLOSE else {}
    yield from _facts(pair, slots, entry, version)
    yield from _negations(pair, version)
    yield from _outcomes(pair, slots)
    yield from _contrasts(pair, slots)
    if own and pair.where >= 0:
        yield from _reworded(pair, slots)


def _slots(new: Sentence, old: Sentence) -> dict[int, Sentence]:
    """For each token of `new` that replaces something: what it replaces in `old`."""
    olds, news = [t.key for t in old], [t.key for t in new]
    replaced: dict[int, Sentence] = {}
    edits = Indel.opcodes(olds, news).as_list()
    for one, two in zip(edits, [*edits[1:], None], strict=True):
        gone, come = _edit(one, two)
        for index in come:
            replaced[index] = tuple(old[i] for i in gone)
    return replaced


def _edit(one: tuple[str, int, int, int, int], two: object) -> tuple[range, range]:
    """A deletion with the insertion beside it, in either order, is a replacement."""
    gone, come = range(0), range(0)
    for tag, i1, i2, j1, j2 in (one, *([two] if isinstance(two, tuple) else [])):
        if tag == "delete":
            gone = range(i1, i2)
        elif tag == "insert":
            come = range(j1, j2)
    return gone, come


def _facts(
    pair: Pair, slots: dict[int, Sentence], entry: Reading, version: Reading
) -> Iterable[Change]:
    lost = [t for t in pair.old if t.kind in FACTS and not found(t, pair.new)]
    for index, token in enumerate(pair.new):
        if token.kind not in FACTS and not isinstance(token.value, Quantity):
            continue
        if found(token, pair.old):
            continue
        before = _replaced(token, slots.get(index, ()), lost)
        if found(token, pair.elsewhere):
            if before is None or not _in_slot(token, before, pair):
                continue
        elif token.kind not in FACTS and before is None:
            continue
        elif _restated(token, index, pair, entry, version):
            continue
        yield Change(token.kind, before.surface if before else "", token.surface, pair.where)


def _replaced(token: Token, gone: Sentence, lost: list[Token]) -> Token | None:
    """The fact of its kind whose place a token has taken."""
    kind = Kind.NUMBER if isinstance(token.value, Quantity) else token.kind
    here = [t for t in gone if t.kind is kind and t in lost]
    rest = [t for t in lost if t.kind is kind]
    chosen = here or (rest if len(rest) == 1 and kind is not Kind.NAME else [])
    return chosen[0] if chosen else None


def _in_slot(token: Token, before: Token, pair: Pair) -> bool:
    """True where the token stands for another fact, though the story has it elsewhere."""
    if token.kind is Kind.NAME and not before.value:
        return pair.likeness >= 0.9 and not found(before, pair.new)
    return pair.likeness >= CLOSE and not (rounded(token, before) or rounded(before, token))


def _restated(
    token: Token, index: int, pair: Pair, entry: Reading, version: Reading
) -> bool:
    """Rounding, a year said in words, a sum in a second currency, a fuller name."""
    if any(rounded(token, other) for other in pair.elsewhere) and (
        pair.where < 0 or _roughly(pair.new, index)
    ):
        return True
    match token.value:
        case Quantity() as number if number.dimension in MONEY:
            return _converted(token, index, pair)
        case Quantity() as number if number.value in CALENDAR_YEARS and entry.published:
            return abs(number.value - entry.published.year) <= 1 and _names_a_year(version)
        case Day() as day if day.weekday >= 0:
            return _beside_its_date(day, index, pair)
    return token.kind is Kind.NAME and _fuller_name(index, pair)


def _beside_its_date(day: Day, index: int, pair: Pair) -> bool:
    """ "Monday" in "Monday, Jan. 14", where the version has the date alone."""
    beside = (*pair.new[max(0, index - 1) : index], *pair.new[index + 1 : index + 2])
    return any(
        isinstance(t.value, Day)
        and t.value.resolved is not None
        and t.value.resolved.weekday() == day.weekday
        and found(t, pair.elsewhere)
        for t in beside
    )


def _roughly(sentence: Sentence, index: int) -> bool:
    about = {"about", "around", "nearly", "almost", "over", "some", "roughly", "approximately",
             "около", "почти", "более", "примерно", "свыше", "約", "およそ", "ほぼ"}  # fmt: skip
    near = sentence[max(0, index - 2) : index]
    return any(token.surface.casefold() in about for token in near)


def _converted(token: Token, index: int, pair: Pair) -> bool:
    """A sum beside a known sum in another currency, where the version has none in this one."""
    currencies = {t.value.dimension for t in pair.elsewhere if isinstance(t.value, Quantity)}
    assert isinstance(token.value, Quantity)
    if token.value.dimension in currencies:
        return False
    near = (*pair.new[max(0, index - 3) : index], *pair.new[index + 1 : index + 4])
    return any(
        isinstance(t.value, Quantity) and t.value.dimension in MONEY and found(t, pair.elsewhere)
        for t in near
    )


def _names_a_year(version: Reading) -> bool:
    keys = {token.key for token in version.tokens}
    return bool(keys & {"year", "год", "года", "году", "年", "来年", "今年", "昨年"})


def _fuller_name(index: int, pair: Pair) -> bool:
    """A first name put before a known family name, or a known name's second part."""
    neighbours = pair.new[max(0, index - 1) : index] + pair.new[index + 1 : index + 2]
    if not any(t.kind is Kind.NAME and found(t, pair.elsewhere) for t in neighbours):
        return False
    return not any(t.kind is Kind.NAME and not found(t, pair.new) for t in pair.old)


def _negations(pair: Pair, version: Reading) -> Iterable[Change]:
    """A negation that only one of two sentences has; what it negates must stand in both."""
    for index in _negating(pair.new):
        if not _negated_in(pair.new, index, [pair.old, version.title, *version.sentences]):
            yield Change(Kind.NEGATION, "", _context(pair.new, index), pair.where, "not")
    if pair.likeness < ALIGNED:
        return
    keys = {token.key for token in pair.new}
    for index in _negating(pair.old):
        scope = _scope(pair.old, index)
        if scope and scope <= keys and not _negated_in(pair.old, index, [pair.new]):
            yield Change(Kind.NEGATION, _context(pair.old, index), "", pair.where, "not")


def _negating(sentence: Sentence) -> list[int]:
    return [i for i, token in enumerate(sentence) if _negates(token)]


def _negates(token: Token) -> bool:
    return token.kind is Kind.NEGATION or token.outcome in ("denied", "failed")


def _scope(sentence: Sentence, index: int, words: int = 2) -> set[str]:
    """What a negation turns round: the content words after it, or before it in
    Japanese and at a sentence's end, as far as the next conjunction."""
    before, after = sentence[:index][::-1], sentence[index + 1 :]
    backward = ord(sentence[index].surface[0]) > 0x3000
    return (set() if backward else _clause(after, words)) or _clause(before, words)


def _clause(row: Sentence, words: int) -> set[str]:
    scope: list[str] = []
    for token in row:
        if token.key in _CONJUNCTIONS or len(scope) == words:
            break
        if token.kind is not Kind.STOP:
            scope.append(token.key)
    return set(scope)


def _negated_in(sentence: Sentence, index: int, others: Sequence[Sentence]) -> bool:
    """True where another passage negates the same thing, or is negative and says it otherwise."""
    scope = _scope(sentence, index)
    for other in others:
        positions = _negating(other)
        if any(not scope or scope & _scope(other, at, words=4) for at in positions):
            return True
        said = scope <= {token.key for token in other}
        if positions and not said and _likeness(sentence, other) >= SOMEWHAT:
            return True
    return False


def _context(sentence: Sentence, index: int) -> str:
    """The negating word with what it negates."""
    if ord(sentence[index].surface[0]) > 0x3000:
        return "".join(t.surface for t in sentence[max(0, index - 4) : index + 1])
    return " ".join(t.surface for t in sentence[index : index + 3])


def _outcomes(pair: Pair, slots: dict[int, Sentence]) -> Iterable[Change]:
    for index, token in enumerate(pair.new):
        if not token.outcome or token.outcome in pair.outcomes or token.key in pair.keys:
            continue
        gone = [t for t in slots.get(index, ()) if t.kind is Kind.WORD]
        before = gone[0].surface if gone else ""
        yield Change(Kind.WORD, before, token.surface, pair.where, token.outcome)


def _contrasts(pair: Pair, slots: dict[int, Sentence]) -> Iterable[Change]:
    for index, gone in slots.items():
        token = pair.new[index]
        kind = token.contrast.partition(": ")[0]
        for before in gone:
            other = before.contrast.partition(": ")[0]
            if kind and kind == other and token.contrast != before.contrast:
                yield Change(Kind.WORD, before.surface, token.surface, pair.where)


def _reworded(pair: Pair, slots: dict[int, Sentence]) -> Iterable[Change]:
    for index, token in enumerate(pair.new):
        if token.kind is not Kind.WORD or token.key in pair.keys:
            continue
        if misspelt(token.key, pair.keys):
            continue
        gone = " ".join(t.surface for t in slots.get(index, ()) if t.kind is Kind.WORD)
        yield Change(Kind.WORD, gone, token.surface, pair.where)
