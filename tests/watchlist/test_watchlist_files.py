"""A watchlist file: what its keys mean, and what is said where they are wrong."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.model.alert import Route
from monitor.query.ast import And, Not, Or, Quoted, Word
from monitor.query.parse import parse_query
from monitor.watchlist.destination import Destinations
from monitor.watchlist.problem import Findings, Problem
from monitor.watchlist.terms import Terms
from monitor.watchlist.watchlist import Watchlist, read_watchlist

DESTINATIONS = Destinations(
    channels={
        "asia-desk": (Route("slack:#asia"),),
        "night": (Route("email:a@example.org", "daily 07:30"), Route("email:b@example.org")),
    },
    slack_allow=("#*",),
    email_allow=("*@example.org",),
)
FULL = """\
title:   Kuril Islands
priority: high
language: [en, de]
match:
  any:
    - Kuril Islands
    - "northern territories"
  all: visit
  none:
    - earthquake
    - any: [oil]
      none: [olive]
sources: {include: [nhk-world, "*.asahi.example"], exclude: tabloid.example}
languages: [en, no, zh-TW]
notify:
  - asia-desk
  - slack: "#Breaking"
  - email: Desk@Example.org
    digest: weekdays 07:30   Europe/London
  - channel: night
    digest: hourly
"""


def read(folder: Path, text: str) -> tuple[Watchlist | None, list[Problem]]:
    path = folder / "kurils.yaml"
    path.write_text(text, encoding="utf-8")
    findings = Findings("kurils.yaml")
    return read_watchlist(path, Terms(), DESTINATIONS, findings), findings.problems


def good(folder: Path, text: str) -> Watchlist:
    watchlist, problems = read(folder, text)
    assert watchlist is not None, problems
    return watchlist


def test_every_key(tmp_path: Path) -> None:
    """One file with all that a watchlist can say."""
    one = good(tmp_path, FULL)
    assert (one.id, one.title, one.priority) == ("kurils", "Kuril Islands", "high")
    assert one.rule.watchlist == "kurils"
    assert one.rule.language == ("en", "de")
    assert one.rule.languages == ("en", "no", "zh-tw")
    assert one.rule.include == ("nhk-world", "*.asahi.example")
    assert one.rule.exclude == ("tabloid.example",)
    assert one.rule.query == And(
        (
            Or((parse_query("Kuril Islands"), Quoted("northern territories"))),
            Word("visit"),
            Not(Or((Word("earthquake"), And((Word("oil"), Not(Word("olive"))))))),
        )
    )
    assert one.routes == (
        Route("slack:#asia"),
        Route("slack:#breaking"),
        Route("email:Desk@example.org", "weekdays 07:30 Europe/London"),
        Route("email:a@example.org", "hourly"),
        Route("email:b@example.org", "hourly"),
    )


def test_defaults(tmp_path: Path) -> None:
    """A match is enough."""
    one = good(tmp_path, "match: Kurils\n")
    assert (one.title, one.priority, one.routes) == ("kurils", "normal", (Route("console"),))
    assert (one.rule.language, one.rule.languages) == (("en",), ())


@pytest.mark.parametrize(
    "match",
    ["Kurils", "[Kurils]", "{any: Kurils}", "{any: [Kurils]}", "{all: {any: [Kurils]}}"],
)
def test_one_value_stands_for_a_list(tmp_path: Path, match: str) -> None:
    """A text, a list and a mapping of one are the same query."""
    assert good(tmp_path, f"match: {match}\n").rule.query == Word("Kurils")


def test_only_double_quotes_mean_as_written(tmp_path: Path) -> None:
    """Single quotes are YAML's own; double quotes around mere words quote them."""
    query = good(tmp_path, 'match: [\'talks\', "talks", "A OR B"]\n').rule.query
    assert query == Or((Word("talks"), Quoted("talks"), Or((Word("A"), Word("B")))))


def test_words_of_yaml_are_words(tmp_path: Path) -> None:
    """`no` is Norwegian, `null` a word, 2016-12-15 three numbers."""
    one = good(tmp_path, "match: [2016-12-15, null, 007]\nlanguages: [no]\n")
    assert one.rule.languages == ("no",)
    assert one.rule.query == Or((Word("2016-12-15"), Word("null"), Word("007")))


ERRORS = [
    ("", 1, 1, "empty"),
    ("# nothing\n", 1, 1, "empty"),
    ("title: K\n", 1, 1, "no match"),
    ("- Kurils\n", 1, 1, "made of keys"),
    ("Kurils\n", 1, 1, "made of keys"),
    ("titel: K\nmatch: abc\n", 1, 1, '"title"'),
    ("any: [abc]\n", 1, 1, "under match"),
    ("title:\nmatch: abc\n", 1, 7, '"title" is empty'),
    ("title: [a, b]\nmatch: abc\n", 1, 8, "one value"),
    ("title: {a: b}\nmatch: abc\n", 1, 8, "not lists or keys"),
    ("priority: urgent\nmatch: abc\n", 1, 11, "high, normal, low"),
    ("priority: hihg\nmatch: abc\n", 1, 11, '"high"'),
    ("language: english\nmatch: abc\n", 1, 11, '"en"'),
    ("languages: [en, en_GB]\nmatch: abc\n", 1, 17, '"en-GB"'),
    ("languages: [en, x]\nmatch: abc\n", 1, 17, "no language code"),
    ("languages: []\nmatch: abc\n", 1, 12, "empty"),
    ("match:\n", 1, 7, "empty"),
    ("match: []\n", 1, 8, "empty"),
    ("match: {}\n", 1, 8, "empty"),
    ("match:\n  any: []\n", 2, 3, '"any" is empty'),
    ("match:\n  any:\n", 2, 7, "empty"),
    ("match:\n  - abc\n  - #Kurils\n", 3, 4, '"#Kurils"'),
    ("match:\n  - ''\n", 2, 5, "empty"),
    ("match:\n  none: [abc]\n", 2, 3, 'only "none"'),
    ("match:\n  any: [abc]\n  all:\n    - none: [abc]\n", 4, 7, 'only "none"'),
    ("match:\n  any: [abc]\n  none: [NOT def]\n", 3, 10, "NOT under none"),
    ("match:\n  any: [abc]\n  none: [a NOT def]\n", 3, 12, "NOT under none"),
    ("match:\n  ony: [abc]\n", 2, 3, 'did you mean "any"'),
    ("match:\n  - Breaking: Putin meets Abe\n", 2, 5, '"Breaking: Putin meets Abe"'),
    ("match:\n  - title: Kuril\n", 2, 5, "title:Kuril"),
    ("match:\n  - [a, b]\n", 2, 5, "list inside a list"),
    ("match:\n  - Putin NEAR/x Abe\n", 2, 11, "NEAR/x"),
    ("match:\n  - abc\n  - abc -def\n", 3, 9, "NOT"),
    ("match: abc\nsources: [a]\n", 2, 10, "include"),
    ("match: abc\nsources: {exlude: [a]}\n", 2, 11, '"exclude"'),
    ("match: abc\nsources: {exclude: [https://a.example/x]}\n", 2, 21, "a.example"),
    ("match: abc\nnotify:\n", 2, 8, "empty"),
    ("match: abc\nnotify: []\n", 2, 9, "empty"),
    ("match: abc\nnotify: pager\n", 2, 9, "no configured channel"),
    ("match: abc\nnotify: asia-dsk\n", 2, 9, '"asia-desk"'),
    ('match: abc\nnotify: "#asia"\n', 2, 9, 'slack: "#asia"'),
    ("match: abc\nnotify: a@example.org\n", 2, 9, "email: a@example.org"),
    ("match: abc\nnotify:\n  - slack: #asia\n", 3, 11, '"#asia"'),
    ("match: abc\nnotify:\n  - slack: asia\n", 3, 12, "#name"),
    ("match: abc\nnotify:\n  - email: desk\n", 3, 12, "name@example.org"),
    ("match: abc\nnotify:\n  - email: a@elsewhere.org\n", 3, 12, "email.allow"),
    ("match: abc\nnotify:\n  - telegram: x\n", 3, 5, "not configured"),
    ("match: abc\nnotify:\n  - emial: a@example.org\n", 3, 5, '"email"'),
    ("match: abc\nnotify:\n  - asia-desk: x\n", 3, 5, "channel: asia-desk"),
    ("match: abc\nnotify:\n  - digest: hourly\n", 3, 5, "nobody"),
    ("match: abc\nnotify: {slack: '#a', digest: daily 25:00}\n", 2, 31, "25:00"),
    (
        "match: abc\nnotify: {slack: '#a', digest: daily 07:30 Europe/Londn}\n",
        2,
        31,
        "Europe/London",
    ),
    ("match: abc\nnotify: {slack: '#a', digest: }\n", 2, 31, "empty"),
    ("title: a\ntitle: b\nmatch: abc\n", 2, 1, "duplicate"),
]


@pytest.mark.parametrize(("text", "line", "column", "said"), ERRORS)
def test_what_is_wrong_is_said_at_its_place(
    tmp_path: Path, text: str, line: int, column: int, said: str
) -> None:
    """One error, where the mistake begins, that says what to write; the file does not load."""
    watchlist, problems = read(tmp_path, text)
    found = [problem for problem in problems if problem.error]
    assert watchlist is None
    assert [(one.line, one.column) for one in found] == [(line, column)], found
    assert said in found[0].message


def test_all_errors_of_a_file_are_told(tmp_path: Path) -> None:
    """Errors in different keys don't wait for each other."""
    _, problems = read(tmp_path, "titel: K\npriority: x\nmatch: ['(a', 'b)']\nnotify: pager\n")
    assert [problem.line for problem in problems] == [1, 2, 3, 3, 4]


WARNINGS = [
    ("match:\n  - Putin or Abe\n", 2, 11, "OR"),
    ("match:\n  - Kurils\n    Iturup\n", 2, 5, "next line"),
    ("match:\n  - Kurils\n    - Iturup\n", 2, 5, "next line"),
    ("match:\n  - Kurils #1\n", 2, 12, "quotes"),
    ("match:\n  - '日本 OR talks'\n", 2, 6, "short"),
    ("match: abc\nlanguage: ja\n", 2, 11, "no rules"),
]


@pytest.mark.parametrize(("text", "line", "column", "said"), WARNINGS)
def test_a_warning_does_not_stop_a_watchlist(
    tmp_path: Path, text: str, line: int, column: int, said: str
) -> None:
    """What may not be meant loads, with a warning at its place."""
    watchlist, problems = read(tmp_path, text)
    assert watchlist is not None
    assert [(one.line, one.column, one.error) for one in problems] == [(line, column, False)]
    assert said in problems[0].message


def test_words_in_double_quotes_are_not_warned_of(tmp_path: Path) -> None:
    """`and` inside quoted words is one of the words."""
    assert read(tmp_path, 'match: ["research and development"]\n')[1] == []


def test_warnings_of_one_query_are_bounded(tmp_path: Path) -> None:
    """A query of a thousand lower-case operators is not a thousand warnings."""
    _, problems = read(tmp_path, "match: " + " or ".join(["abc"] * 1000) + "\n")
    assert 1 < len(problems) <= 10


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_no_file_ever_raises(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    """A good file with pieces put in or cut out is a watchlist or has an error."""
    pieces = st.sampled_from(["", ":", "- ", '"', "'", "\n", "  ", "#", "(", ")", "NOT ", "@", "*"])
    text = FULL
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(text)))
        cut = data.draw(st.integers(0, 4))
        text = text[:at] + data.draw(pieces) + text[at + cut :]
    watchlist, problems = read(tmp_path_factory.mktemp("desk"), text)
    assert (watchlist is None) == any(problem.error for problem in problems)
