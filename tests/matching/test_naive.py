"""The index and its evaluation against a matcher that could not be simpler."""

from collections.abc import Iterator
from contextlib import suppress

from hypothesis import example, given
from hypothesis import strategies as st

from monitor.matching.explain import explain
from monitor.matching.matcher import compile_rules
from monitor.matching.rule import Rule
from monitor.model.entry import Entry
from monitor.query.ast import (
    And,
    FieldQuery,
    GroupRef,
    Near,
    Node,
    Not,
    Or,
    Phrase,
    Quoted,
    Word,
)
from monitor.query.check import check_groups
from monitor.query.errors import QueryError
from monitor.query.parse import parse_query
from monitor.text.inflect import STEMMERS, inflects, russian_forms, stems
from monitor.text.scripts import is_cyrillic, is_hangul, is_latin
from monitor.text.tokens import Token, tokens
from monitor.text.words import turkish, word

Place = tuple[int, int]
Fields = dict[str, tuple[Token, ...]]

GROUPS: dict[str, Node] = {
    "names": parse_query("Abe OR Лавров OR 北方"),
    "outer": parse_query("@names OR isles"),
}


class Naive:
    """Looks at every token for every word, under the rules of one language."""

    def __init__(self, entry: Entry, language: str) -> None:
        self.fields: Fields = {"title": tokens(entry.title), "body": tokens(entry.text)}
        self.language = language

    def met(self, node: Node, fields: Fields) -> bool:
        """Whether the fields meet a query."""
        match node:
            case And(parts):
                return all(self.met(part, fields) for part in parts)
            case Or(parts):
                return any(self.met(part, fields) for part in parts)
            case Not(part):
                return not self.met(part, fields)
            case FieldQuery(field, part):
                return self.met(part, {name: fields[name] for name in fields if name == field})
            case GroupRef(name):
                return self.met(GROUPS[name], fields)
            case _:
                return any(self.places(node, name, text) for name, text in fields.items())

    def places(self, node: Node, name: str, text: tuple[Token, ...]) -> list[Place]:
        """Every passage of a field that meets a part that has a place."""
        match node:
            case Word() | Quoted():
                return list(self.passages((node,), text))
            case Phrase(words):
                return list(self.passages(words, text))
            case Or(parts):
                return [place for part in parts for place in self.places(part, name, text)]
            case GroupRef(group):
                return self.places(GROUPS[group], name, text)
            case FieldQuery(field, part):
                return self.places(part, name, text) if field == name else []
            case Near(left, right, distance):
                return [
                    place
                    for a in self.places(left, name, text)
                    for b in self.places(right, name, text)
                    for place in (a, b)
                    if max(a, b)[0] > min(a, b)[1] >= max(a, b)[0] - distance - 1
                ]
            case _:
                raise AssertionError(node)

    def passages(
        self, words: tuple[Word | Quoted, ...], text: tuple[Token, ...]
    ) -> Iterator[Place]:
        """Every passage that meets words side by side."""
        wanted = tokens(" ".join(word.text for word in words))
        owner: list[Word | Quoted] = []
        for number in range(len(words)):
            count = len(tokens(" ".join(word.text for word in words[: number + 1])))
            owner += [words[number]] * (count - len(owner))
        last = [n + 1 == len(owner) or owner[n + 1] is not owner[n] for n in range(len(owner))]
        for start in range(len(text) - len(wanted) + 1):
            passage = text[start : start + len(wanted)]
            same = map(self.same, wanted, owner, last, passage)
            if all(same) and in_runs(wanted, passage):
                yield start, start + len(wanted) - 1

    def same(self, wanted: Token, of: Word | Quoted, last: bool, found: Token) -> bool:
        """Whether a token of the text is the word that a token of the query asks for."""
        if wanted.cjk:
            return found.word.folded == wanted.word.folded
        w, f = wanted.word, found.word
        if self.language == "tr":
            w, f = word(turkish(w.exact)), word(turkish(f.exact))
        if isinstance(of, Word) and of.star and last:
            form = f.exact if of.exact else f.folded
            return form.startswith(w.exact if of.exact else w.folded)
        if of.exact:
            return w.exact == f.exact
        if w.folded == f.folded:
            return True
        if isinstance(of, Quoted) or not inflects(wanted.word.exact):
            return False
        if is_cyrillic(w.folded):
            return f.folded in russian_forms(wanted.word)
        latin = self.language in STEMMERS and is_latin(w.folded) and is_latin(f.folded)
        return latin and not set(stems(w, self.language)).isdisjoint(stems(f, self.language))


def in_runs(wanted: tuple[Token, ...], passage: tuple[Token, ...]) -> bool:
    """Whether the runs of the query are runs of the text, Korean ones beginning a word."""
    for number, token in enumerate(wanted):
        if token.joined and not passage[number].joined:
            return False
        if token.cjk and not token.joined:
            end = number + 1
            while end < len(wanted) and wanted[end].joined:
                end += 1
            first, crossed = passage[number], any(t.spaced for t in passage[number + 1 : end])
            inside = first.joined and not first.spaced
            if crossed and inside and is_hangul(first.word.exact):
                return False
    return True


TEXT_WORDS = [
    "Abe", "Abe's", "isles", "ISLE", "isled", "Лавров", "Лаврову", "лавр", "U.S.", "US", "us",
    "F-35s", "C++", "istanbul", "İstanbul'da", "北方領土", "北方", "領土", "方", "북방", "영토",
    "동북방", "de", "café", "CAFE", "35",
]  # fmt: skip
SPACES = [" ", " ", " ", " ", ", ", "-", "・", "\n", ""]
TEXTS = st.lists(st.sampled_from(TEXT_WORDS) | st.sampled_from(SPACES), max_size=12).map("".join)
QUERY_WORDS = [
    "Abe", "isle", "isles", "Лавров", "U.S.", "=US", "us", "F-35", "C++", "İstanbul", "北方領土",
    "北方", "북방 영토", "isl*", "=Abe*", "café", "“isles”", '="Abe’s isles"', "@names", "@outer",
    "방", "領土 35", "領土", "istan*", "=İstanbul",
]  # fmt: skip
OPERATORS = [" ", " ", " AND ", " OR ", " NOT ", " NEAR/0 ", " NEAR/2 ", " OR ", " AND (", ") OR "]
QUERIES = st.lists(
    st.tuples(
        st.sampled_from(["", "", "", "title:", "body:", "(", "title:("]),
        st.sampled_from(QUERY_WORDS),
        st.sampled_from(["", "", "", ")"]),
        st.sampled_from(OPERATORS),
    ),
    min_size=1,
    max_size=5,
).map(lambda parts: "".join("".join(part) for part in parts[:-1]) + "".join(parts[-1][:3]))


def understood(queries: list[str]) -> list[Node]:
    """The trees of those texts that are queries."""
    trees = []
    for query in queries:
        with suppress(QueryError):
            tree = parse_query(query)
            check_groups(tree, GROUPS)
            trees.append(tree)
    return trees


@given(
    st.lists(QUERIES, min_size=1, max_size=12),
    TEXTS,
    TEXTS,
    st.sampled_from(["en", "tr", "ja", "de"]),
)
@example(["isles NEAR/0 isles"], "isles isles", "", "en")
@example(["북방 영토"], "동북방 영토", "북방영토", "en")
@example(["북방 영토"], "영토 북방 영토", "", "en")
@example(["=İstanbul", "istan*"], "İstanbul'da", "", "tr")
def test_the_index_finds_what_looking_at_everything_finds(
    queries: list[str], title: str, text: str, language: str
) -> None:
    """Random queries on random texts get the same answer from both."""
    trees = understood(queries)
    entry = Entry("wire", "1", "", title, text)
    rules = [Rule(f"{number:02}", tree, (language,)) for number, tree in enumerate(trees)]
    found = [match.watchlist for match in compile_rules(rules, GROUPS).match(entry)]
    naive = Naive(entry, language)
    assert found == [rule.watchlist for rule in rules if naive.met(rule.query, naive.fields)]


@given(QUERIES, TEXTS, TEXTS)
def test_spans_lie_in_the_text_and_explanations_agree(query: str, title: str, text: str) -> None:
    """Every span cuts out words of its field, and `explain` says what `match` does."""
    entry = Entry("wire", "1", "", title, text)
    for tree in understood([query]):
        rule = Rule("w", tree)
        matches = compile_rules([rule], GROUPS).match(entry)
        for span in (span for match in matches for span in match.spans):
            field = title if span.field == "title" else text
            assert tokens(field[span.start : span.end])
        (told,) = explain([rule], GROUPS, entry)
        assert told.matched == bool(matches)
