"""Bare headlines: with no text below to show what they are about, each word weighs as a fact."""

import re
from collections.abc import Iterable

from monitor.stories.changes.align import Pair
from monitor.stories.changes.change import Change
from monitor.stories.changes.lone import TELLING
from monitor.stories.changes.same import misspelt
from monitor.stories.changes.similarity import coverage, passage
from monitor.stories.reading.facts import Kind, Reading, joined
from monitor.stories.words.lexicon import ROLES, words

STANDS = 0.5
"""Share of a bare headline that must stand in another for the two to be of one story."""
FREE = 2
"""Words of its own that a headline over a story told in full may have."""
_SMALL = ROLES | words(
    "near after before amid around towards during since against", "после перед около возле вблизи"
)
_RUN = re.compile("[々〆㐀-鿿]{2,}")


def one_headline(one: Reading, other: Reading) -> bool:
    """False for two bare headlines of which the first tells mostly something else."""
    if one.sentences or other.sentences or one.title == other.title:
        return True
    return coverage(passage(one.title), passage(other.title)) >= STANDS


def unsaid(pair: Pair, entry: Reading) -> list[Change]:
    """What a bare headline says of which the story has said no word."""
    if entry.sentences:
        return []
    if entry.script == "cjk":
        fresh = list(_unsaid_runs(entry, pair.story.readings))
    else:
        fresh = [
            token.surface
            for token in pair.new
            if token.kind is Kind.WORD
            and token.key not in pair.story.keys
            and token.surface.casefold() not in _SMALL
            and not misspelt(token.key, pair.story.keys)
            and not any(key[:5] == token.key[:5] for key in pair.story.keys if len(token.key) > 4)
        ]
    told = any(one.sentences for one in pair.story.readings)
    if len(fresh) <= (FREE if told else 0):
        return []
    return [Change(Kind.WORD, "", " ".join(fresh[:5]), -1)]


def _unsaid_runs(entry: Reading, known: Iterable[Reading]) -> Iterable[str]:
    """Runs of Chinese characters none of whose pairs stands in the story."""
    said = "\n".join(joined(sentence) for one in known for sentence in (one.title, *one.sentences))
    for run in _RUN.findall(joined(entry.title)):
        pairs = {run[at : at + 2] for at in range(len(run) - 1)}
        if not any(pair in said for pair in pairs) and not set(run) & TELLING:
            yield run
