"""Each mistake that an editor makes in YAML is named, at the place where it begins."""

import pytest

from monitor.watchlist.problem import Findings
from monitor.watchlist.source import parse_source
from monitor.watchlist.trap import find_traps

MISTAKES = [
    ("title Kurils\nmatch: [a]\n", 1, 1, 'a colon is missing after "title"'),
    ("title: K\nmatch\n  any: [a]\n", 2, 1, 'a colon is missing after "match"'),
    ("title: K\npriority high\nmatch: [a]\n", 2, 1, 'write "priority: high"'),
    ("match:\n  any\n    - a\n", 2, 3, 'a colon is missing after "any"'),
    ('match: [a]\nnotify:\n  - slack "#x"\n', 3, 5, 'a colon is missing after "slack"'),
    ("notify:\n  - email: a@b.example\n    digest daily 07:30\n", 3, 5, '"digest"'),
    ("title:Kurils\nmatch: [a]\n", 1, 1, "a space is missing after the colon"),
    ("title: K\npriority:high\nmatch: [a]\n", 2, 1, 'write "priority: high"'),
    ("title： Kurils\nmatch: [a]\n", 1, 1, "full-width colon"),
    ("match:\n  any：\n    - a\n", 2, 3, "full-width colon"),
    ('notify:\n  - slack： "#x"\n', 2, 5, "full-width colon"),
    ("title: Kurils: the islands\nmatch: [a]\n", 1, 8, '"Kurils: the islands"'),
    ("title: K\n  priority: high\n", 2, 3, "indented deeper"),
    ("any:\n  - @kuril-names\n", 2, 5, 'put quotes around it: "@kuril-names"'),
    ("any: [a, @kuril-names]\n", 1, 10, 'put quotes around it: "@kuril-names"'),
    ("any:\n  - %x\n", 2, 5, "begin with %"),
    ("any:\n  - `x`\n", 2, 5, "begin with `"),
    ("any:\n  - , x\n", 2, 5, "begin with ,"),
    ("any:\n  - *summit\n", 2, 5, "summit*"),
    ("any:\n  - * summit\n", 2, 5, "summit*"),
    ("any:\n  - &x a\n", 2, 5, "anchor"),
    ("any:\n  - & a\n", 2, 5, "anchor"),
    ("any:\n  - !!python/name:os.system x\n", 2, 5, "tag of !!python/name:os.system"),
    ("any:\n  - !important x\n", 2, 5, "tag"),
    ("any:\n  - !e!x y\n", 2, 5, "tag"),
    ("any:\n  - > 5 dead\n", 2, 5, '"> 5 dead"'),
    ("any:\n  - |x\n", 2, 5, '"|x"'),
    ("any:\n\t- a\n", 2, 1, "tab"),
    ("any:\n  -\ta\n", 2, 4, "tab"),
    ("any:\n  - a\n\tnone:\n", 3, 1, "tab"),
    ('any:\n  - "a b" NEAR c\n', 2, 5, "'\"a b\" NEAR c'"),
    ('any: [x, "a b" NEAR c]\n', 1, 10, "'\"a b\" NEAR c'"),
    ("any:\n  - 'O'Brien'\n", 2, 5, '"O\'Brien"'),
    ('any:\n  - "peace treaty\n  - b\n', 2, 5, "quotation mark that opens here"),
    ('any:\n  - "peace treaty\n  - b\n  - "c"\n', 2, 5, "quotation mark that opens here"),
    ('any:\n  - "peace\n  - b\nslack: "#x"\n', 2, 5, "quotation mark that opens here"),
    ("any:\n  - 'peace\n  - b\nslack: '#x'\n", 2, 5, "quotation mark that opens here"),
    ('any:\n  - "a\\qb"\n', 2, 7, "backslash"),
    ("any: [a, b\nnone: c\n", 1, 6, "bracket"),
    ("any:\n  - [Breaking] x\n", 2, 5, '"[Breaking] x"'),
    ("any: - a\n", 1, 6, "line of its own"),
    ("any:\n  - a\n  none:\n    - b\n", 3, 3, 'does not begin with "- "'),
    ("any:\n    - a\n   none:\n", 3, 4, "column"),
    ("any:\n  - a\n  b\n", 3, 3, '("- b")'),
    ("a: b\n---\nc: d\n", 2, 1, "second document"),
    ("%YAML 1.1\n---\na: b\n%\n", 4, 1, "%"),
    ("any:\n  -Kurils\n  -Iturup\n", 2, 3, "a space is missing after the dash"),
    ("any:\n  - Kurils\n  -Iturup\n", 3, 3, "a space is missing after the dash"),
    ('notify:\n  -slack: "#x"\n', 2, 3, "a space is missing after the dash"),
    ("a: \x07b\n", 1, 4, "U+0007"),
    ("{a: b}: c\n", 1, 1, "can't be a key"),
]


@pytest.mark.parametrize(("text", "line", "column", "said"), MISTAKES)
def test_a_mistake_is_named_where_it_begins(text: str, line: int, column: int, said: str) -> None:
    """The first error stands at line and column of the mistake and says what to write."""
    findings = Findings("desk.yaml")
    root = parse_source(text, findings)
    if root is not None:
        find_traps(root, findings)
    errors = [problem for problem in findings.problems if problem.error]
    assert errors
    assert (errors[0].line, errors[0].column) == (line, column), errors[0].message
    assert said in errors[0].message


FINE = [
    "# a comment\ntitle: K   # another\n",
    "any:   # rules\n  - a   # said so\n",
    "any:\n- a\n- b\n",
    'any:\n  - "a # b"  #c\n',
    "title: -30- Newsletter\n",
    "a: b\t\n\t\nc: d\n",
    "any:\n  - title：Kuril\n",
    "any:\n  - a, b\n  - (a OR b)\n  - it's\n",
    "title: >-\n  one\n  two\n",
]


@pytest.mark.parametrize("text", FINE)
def test_what_is_fine_is_left_alone(text: str) -> None:
    """Comments, lists in the column of their key, trailing tabs and blocks are no mistakes."""
    findings = Findings("desk.yaml")
    root = parse_source(text, findings)
    assert root is not None
    find_traps(root, findings)
    assert not findings.problems


@pytest.mark.parametrize(
    ("text", "column"),
    [("- Kurils #1 suspect\n", 10), ("- Area # 51\n", 8), ("- Курилы #x\n", 10)],
)
def test_a_hash_that_cuts_a_line_is_a_warning(text: str, column: int) -> None:
    """`#` with something right behind it was hardly meant as a comment."""
    findings = Findings("desk.yaml")
    root = parse_source(text, findings)
    assert root is not None
    find_traps(root, findings)
    assert [(p.column, p.error) for p in findings.problems] == [(column, False)]
    assert "quotes" in findings.problems[0].message
