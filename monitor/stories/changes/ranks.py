"""Offices that a word before them makes others: the deputy minister is not the minister."""

import re
from collections.abc import Iterable
from itertools import pairwise

from monitor.stories.changes.align import Pair
from monitor.stories.changes.change import Change
from monitor.stories.reading.facts import Kind, Reading, Sentence, Token

LIKE_ENOUGH = 0.5
"""Share from which two sentences are about one person."""
_RANK = re.compile("deputy|vice|acting|interim|assistant|(?:заместител|исполняющ)[а-я]+|вице|врио")


def ranks(pair: Pair, entry: Reading) -> Iterable[Change]:
    """A rank before an office that the story names without one, or an office that lost its rank."""
    if pair.likeness < LIKE_ENOUGH:
        return
    new, old = _ranked(pair.new), _ranked(pair.old)
    said, here = pair.story.keys, {token.key for token in entry.tokens}
    for office in new.keys() & _plain(pair.old):
        if new[office].key not in said:
            yield Change(Kind.WORD, "", new[office].surface, pair.where, "rank")
    for office in old.keys() & _plain(pair.new):
        if old[office].key not in here and not _is_told_plain(office, pair):
            yield Change(Kind.WORD, old[office].surface, "", pair.where, "rank")


def _ranked(sentence: Sentence) -> dict[str, Token]:
    """The offices of a sentence that have a rank before them, each with its rank."""
    return {
        office.key: rank
        for rank, office in pairwise(sentence)
        if _RANK.fullmatch(rank.surface.casefold()) and office.kind is Kind.WORD
    }


def _plain(sentence: Sentence) -> set[str]:
    return {t.key for t in sentence if t.kind is Kind.WORD} - _ranked(sentence).keys()


def _is_told_plain(office: str, pair: Pair) -> bool:
    """True where a version of the story has the office without a rank."""
    return any(
        office in _plain(sentence)
        for one in pair.story.readings
        for sentence in (one.title, *one.sentences)
    )
