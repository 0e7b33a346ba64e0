"""Verbs that a Russian text denies and its story affirms, however the sentence is recast."""

import re
from collections.abc import Iterable

from monitor.stories.changes.align import Pair
from monitor.stories.changes.change import Change
from monitor.stories.reading.facts import Kind, Sentence
from monitor.stories.words.lexicon import words

LIKE_ENOUGH = 0.35
"""Share from which two sentences are about one thing."""
_VERB = re.compile("[а-яё]{2,}(?:[аеиыоя]л[аои]?|[аеиуюя]т|ть|ен[аоы]?)(?:ся|сь)?")
_EMPTY = words("стал стала стали стало стать станет станут имеет имел имеют является являются")
NEGATIVE = re.compile(
    "(?:приостан|прекра[тщ]|отказ|отлож|запре[тщ]|отмен|закры|невозможн|отсутств|лиш[её]н|лишил|"
    "отклон|останов|воздерж|избеж|исключ|опров|отрица|отверг|заблокир|сорва|срыв|откаж|заморо|"
    "нет$|без$)"
)
"""Russian words that deny without a "not"."""


def denied_verbs(pair: Pair) -> Iterable[Change]:
    """A verb that the new sentence denies and the old one affirms, or the other way round."""
    if pair.likeness < LIKE_ENOUGH:
        return
    denied, affirmed = _verbs(pair.new)
    denied_before, affirmed_before = _verbs(pair.old)
    now_denied = denied.keys() & affirmed_before.keys()
    now_affirmed = (affirmed.keys() & denied_before.keys()) - denied.keys()
    if not (now_denied or now_affirmed):
        return
    story = [_verbs(s) for one in pair.story.readings for s in (one.title, *one.sentences)]
    for verb in now_denied:
        if not any(verb in row for row, _ in story):
            yield Change(Kind.NEGATION, "", f"не {denied[verb]}", pair.where, "not")
    for verb in now_affirmed:
        if not any(verb in row for _, row in story):
            yield Change(Kind.NEGATION, f"не {denied_before[verb]}", "", pair.where, "not")


def _verbs(sentence: Sentence) -> tuple[dict[str, str], dict[str, str]]:
    """The verbs that a sentence denies and those that it affirms, each with its form."""
    denied: dict[str, str] = {}
    affirmed: dict[str, str] = {}
    for at, token in enumerate(sentence):
        form = token.surface.casefold()
        if token.kind is not Kind.WORD or form in _EMPTY or not _VERB.fullmatch(form):
            continue
        before = sentence[max(0, at - 2) : at]
        if before and before[-1].kind is Kind.NEGATION:
            denied[token.key] = form
        elif not any(
            t.kind is Kind.NEGATION or NEGATIVE.match(t.surface.casefold()) for t in before
        ):
            affirmed[token.key] = form
    return denied, affirmed
