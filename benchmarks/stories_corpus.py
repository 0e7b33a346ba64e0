"""Stories by the million for the benchmark of the look-up: real or made-up news, varied.

Each story is one of some thousand texts with other names and some other words in it, both as
frequent as in the texts, with a long tail of made-up names; so every story shares phrases with
others, as news does. A third end with one of forty closing paragraphs, and every fiftieth has one
of twenty headlines, each as frequent as 1/n.
"""

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from monitor.model.entry import Entry
from monitor.stories.reading.facts import Kind, Reading, Sentence, Token, read

NAMES = 30_000
"""Made-up names of a script, beside those in the texts."""
NEW_NAME, NEW_WORD = 0.8, 0.2
"""The share of names, and of words, that are exchanged."""
CLOSINGS, CLOSED = 40, 0.35
HEADLINES, HEADED = 20, 0.02


@dataclass(frozen=True, slots=True)
class Made:
    """A story, its text already read: reading a million anew would take an hour."""

    entry: Entry
    reading: Reading


class _Vocabulary:
    """Tokens of one script and kind to draw from, each as frequent as it is."""

    def __init__(self, counts: Counter[Token], invented: Sequence[Token]) -> None:
        self._tokens = [token for token, _ in counts.most_common()] + list(invented)
        tail = (1 / (rank + 1) for rank in range(len(invented)))
        self._sums = list(accumulate((*(n for _, n in counts.most_common()), *tail)))

    def draw(self, rng: random.Random) -> Token:
        return rng.choices(self._tokens, cum_weights=self._sums)[0]


class Stories:
    """As many stories as are asked for; the n-th is always the same."""

    def __init__(self, entries: Sequence[Entry], seed: int) -> None:
        self._seed = seed
        self._texts = [read(entry) for entry in entries if entry.title]
        rng = random.Random(seed)
        self._words = self._vocabularies(Kind.WORD, 0, rng)
        self._names = self._vocabularies(Kind.NAME, NAMES, rng)
        scripts = sorted(self._words)
        self._closings = {script: self._sentences(script, CLOSINGS, rng) for script in scripts}
        self._headlines = {script: self._sentences(script, HEADLINES, rng) for script in scripts}

    def story(self, number: int) -> Made:
        """The story of that number."""
        rng = random.Random(f"{self._seed} {number}")
        text, new = rng.choice(self._texts), dict[str, Token]()
        title = self._varied(text.title, text.script, new, rng)
        body = [self._varied(sentence, text.script, new, rng) for sentence in text.sentences]
        if rng.random() < HEADED:
            title = _by_zipf(self._headlines[text.script], rng)
        if rng.random() < CLOSED:
            body.append(_by_zipf(self._closings[text.script], rng))
        made = replace(text, title=title, sentences=tuple(body))
        return Made(_entry(number, made), made)

    def closed(self, entry: Entry, number: int) -> Entry:
        """The entry with one of the closing paragraphs that stories in its script share."""
        script = read(entry).script
        closings = self._closings.get(script) or self._closings["latin"]
        between, end = _marks(script)
        words = between.join(token.surface for token in closings[number % len(closings)])
        return replace(entry, text=f"{entry.text}\n{words}{end}")

    def _varied(
        self, sentence: Sentence, script: str, new: dict[str, Token], rng: random.Random
    ) -> Sentence:
        words, names = self._words[script], self._names[script]
        varied = []
        for token in sentence:
            if token.kind is Kind.NAME:
                if token.key not in new:
                    new[token.key] = names.draw(rng) if rng.random() < NEW_NAME else token
                varied.append(new[token.key])
            elif token.kind is Kind.WORD and rng.random() < NEW_WORD:
                varied.append(words.draw(rng))
            else:
                varied.append(token)
        return tuple(varied)

    def _vocabularies(self, kind: Kind, more: int, rng: random.Random) -> dict[str, _Vocabulary]:
        found: dict[str, Counter[Token]] = {}
        for text in self._texts:
            tokens = (t for sentence in (text.title, *text.sentences) for t in sentence)
            found.setdefault(text.script, Counter()).update(t for t in tokens if t.kind is kind)
        return {s: _Vocabulary(n, [_name(s, rng) for _ in range(more)]) for s, n in found.items()}

    def _sentences(self, script: str, count: int, rng: random.Random) -> list[Sentence]:
        """Sentences and headlines of that script, long ones if there are enough."""
        texts = [text for text in self._texts if text.script == script]
        found = sorted((s for t in texts for s in (t.title, *t.sentences)), key=len)
        long = [sentence for sentence in found if 8 <= len(sentence) < 60]
        pool = long if len(long) >= count else found
        return rng.sample(pool, min(count, len(pool)))


def _by_zipf(sentences: Sequence[Sentence], rng: random.Random) -> Sentence:
    return rng.choices(sentences, [1 / (rank + 1) for rank in range(len(sentences))])[0]


_SYLLABLES = {
    "latin": ("ta", "ren", "ki", "os", "mu", "ber", "son", "che", "vi", "to", "mar", "lo"),
    "cyrillic": ("ба", "ров", "ин", "кол", "ет", "тор", "ем", "пу", "ля", "гра", "ко", "ми"),
    "cjk": ("ア", "カ", "サ", "タ", "ナ", "マ", "リ", "ロ", "ン", "ケ", "ホ", "ム"),
}


def _name(script: str, rng: random.Random) -> Token:
    surface = "".join(rng.choices(_SYLLABLES[script], k=4)).capitalize()
    return Token(Kind.NAME, surface.casefold() if script != "cjk" else surface, surface)


def _marks(script: str) -> tuple[str, str]:
    """What stands between words, and at the end of a sentence."""
    return ("", "。") if script == "cjk" else (" ", ". ")


def _entry(number: int, made: Reading) -> Entry:
    between, end = _marks(made.script)
    title, *body = (
        between.join(token.surface for token in sentence)
        for sentence in (made.title, *made.sentences)
    )
    link = f"https://news.example/{number}"
    return Entry(
        f"feed {number % 500}", str(number), link, title, end.join((*body, "")), source="News"
    )
