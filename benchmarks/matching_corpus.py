"""Documents and watchlists for the matching benchmark.

Documents are real news where `MONITOR_TEST_DATA` names a folder that holds some, else made-up
texts whose words follow Zipf's law. Watchlists are made of the names, phrases and words of other
documents of the same kind, so that common words are common in both.
"""

import json
import random
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

from monitor.model.entry import Entry
from monitor.text.tokens import Token, tokens

SOURCES = (
    "kurils/items.jsonl",
    "wire/reuters-pool-2026/documents.jsonl",
    "wire/tgcontest-pairs/documents.jsonl",
)
"""Headlines with a summary or the beginning of the text; English, Russian and Japanese."""
COMMON = 0.003
"""The share of documents from which on a word is too common to be asked for on its own."""
COMMON_BESIDE = 0.03
"""The same for a word beside another (AND, NEAR, NOT)."""
_RUN = re.compile(r"[\u4e00-\u9fff]{3,6}|[\u30a1-\u30fa]{4,8}")


_SIGNS = "日本北方領土国会議選挙島海軍首相大統領交渉経済"
_CYRILLIC = ("ба", "ров", "ин", "кол", "ет", "ский", "на", "тор", "ем", "пу", "ля", "гра", "ко")
_LATIN = ("ta", "ren", "ki", "os", "mu", "land", "ber", "son", "che", "vi", "to", "mar", "ing")


def real_entries(data: Path) -> list[Entry]:
    """The news below a folder, as entries."""
    return [
        Entry("feed", item["id"], "", item["title"] or "", item.get("text") or "")
        for source in SOURCES
        for item in map(json.loads, (data / source).read_text(encoding="utf-8").splitlines())
    ]


def made_up_entries(count: int, seed: int) -> list[Entry]:
    """Texts of made-up words, 30,000 of them, the n-th as frequent as 1/n (Zipf)."""
    rng = random.Random(seed)
    words = [_made_up_word(rng, rank) for rank in range(30_000)]
    weights = list(accumulate(1 / (rank + 3) for rank in range(len(words))))

    def text(length: int) -> str:
        return " ".join(rng.choices(words, cum_weights=weights, k=length))

    return [
        Entry("feed", str(n), "", text(9), text(int(rng.lognormvariate(4, 0.8))))
        for n in range(count)
    ]


def _made_up_word(rng: random.Random, rank: int) -> str:
    """Short where it is frequent; some Russian, some Japanese, every fourth rare one a name."""
    if rank % 40 == 39:
        return "".join(rng.choice(_SIGNS) for _ in range(4))
    syllables = _CYRILLIC if rank % 9 == 8 else _LATIN
    word = "".join(rng.choice(syllables) for _ in range(2 + min(rank, 9999).bit_length() // 5))
    return word.capitalize() if rank > 300 and rank % 4 == 0 else word


def queries(entries: Sequence[Entry], count: int, seed: int) -> list[str]:
    """Queries such as a desk writes, their terms taken from these entries."""
    writer = _Writer(entries, random.Random(seed))
    return [writer.query() for _ in range(count)]


@dataclass(frozen=True, slots=True)
class _Source:
    """What a desk might ask for out of one text."""

    terms: tuple[str, ...]
    """Names and phrases."""
    words: tuple[str, ...]
    """What can stand beside them; frequent words more often, common ones not at all."""


class _Writer:
    """Writes queries with the words of news."""

    def __init__(self, entries: Sequence[Entry], rng: random.Random) -> None:
        self._rng = rng
        texts = [f"{entry.title}\n{entry.text}" for entry in entries]
        seen = Counter(word for text in texts for word in _distinct(text))
        self._shares = {word: count / len(entries) for word, count in seen.items()}
        sources = map(self._source, texts)
        self._sources = [source for source in sources if source.terms and source.words]

    def query(self) -> str:
        """One query; the weights are the shares of each shape."""
        shapes: list[Callable[[_Source], str]] = [
            self._list, self._term, self._both, self._near, self._without, self._beginning,
            self._in_title,
        ]  # fmt: skip
        (shape,) = self._rng.choices(shapes, (30, 15, 15, 14, 14, 6, 6))
        return shape(self._rng.choice(self._sources))

    def _list(self, source: _Source) -> str:
        others = self._rng.choices(self._sources, k=self._rng.randint(1, 4))
        return " OR ".join(map(self._term, (source, *others)))

    def _both(self, source: _Source) -> str:
        return f"{self._term(source)} AND {self._either(source, source)}"

    def _near(self, source: _Source) -> str:
        return f"{self._term(source)} NEAR/10 {self._either(source, source)}"

    def _without(self, source: _Source) -> str:
        return f"({self._list(source)}) NOT {self._either(source, self._rng.choice(self._sources))}"

    def _beginning(self, source: _Source) -> str:
        word = self._rng.choice(source.words)
        start = word if _RUN.fullmatch(word) else f"{word[:5]}*"
        return f"{start} AND {self._term(source)}"

    def _in_title(self, source: _Source) -> str:
        return f"title:({self._term(source)})"

    def _either(self, source: _Source, other: _Source) -> str:
        return f"({self._rng.choice(source.words)} OR {self._rng.choice(other.words)})"

    def _term(self, source: _Source) -> str:
        """A name or phrase; a fifth of the phrases in quotes."""
        term = self._rng.choice(source.terms)
        return f'"{term}"' if " " in term and self._rng.random() < 0.2 else term

    def _source(self, text: str) -> _Source:
        pairs = [(before, word) for before, word in _neighbours(text) if self._is_rare(word)]
        runs = [run for run in _RUN.findall(text) if self._is_rare(run)]
        names = [word for before, word in pairs if before and word[0].isupper()]
        phrases = [f"{before} {word}" for before, word in pairs if self._is_rare(before)]
        alone = (term for term in (*names, *runs) if self._is_rare(term, COMMON))
        return _Source((*alone, *phrases), (*(word for _, word in pairs), *runs))

    def _is_rare(self, word: str, share: float = COMMON_BESIDE) -> bool:
        tells = len(word) > 3 and word.isalpha() and not word.isupper()
        return (tells or bool(_RUN.fullmatch(word))) and self._shares.get(word.lower(), 0) < share


def _neighbours(text: str) -> Iterator[tuple[str, str]]:
    """Each word, and the word before it if only a space is between them, else ""."""
    before: Token | None = None
    for token in tokens(text):
        if token.cjk:
            continue
        apart = before is None or text[before.end : token.start] != " "
        yield "" if before is None or apart else before.word.exact, token.word.exact
        before = token


def _distinct(text: str) -> set[str]:
    return {word.lower() for _, word in _neighbours(text)} | set(_RUN.findall(text))
