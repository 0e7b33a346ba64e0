"""A newsroom's own templates of mails: in force at once, in a sandbox, and never in the way."""

import os
from dataclasses import replace
from pathlib import Path

import pytest

from notifiers.base import MessageKind, Section
from notifiers.email_templates import NAMES, Templates, built_in
from notifiers.email_text import HTML_LIMIT, Reader, render, subject
from notifiers.testing import HOSTILE, sample


@pytest.fixture
def templates(tmp_path: Path) -> Templates:
    """The templates in an empty folder."""
    return Templates(tmp_path)


def write(templates: Templates, name: str, text: str) -> Path:
    assert templates.folder is not None
    path = templates.folder / name
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("kind", ["alert", "digest", "notice"])
def test_an_empty_folder_changes_nothing(templates: Templates, kind: MessageKind) -> None:
    """What a newsroom has not written is the built-in one."""
    assert render(sample("m", kind), templates=templates) == render(sample("m", kind))
    assert templates.faults() == ()


def test_a_file_replaces_one_template(templates: Templates) -> None:
    """The newsroom's alert stands in the built-in page; digests stay as they are."""
    write(
        templates,
        "alert.html",
        '{% extends "layout.html" %}{% block content %}<h2>The Gazette</h2>'
        "<p>{{ story.title }} ({{ story.also_in | names(1) }})</p>{% endblock %}",
    )
    told = render(sample(also_in=("Post", "Echo")), templates=templates).html
    assert "The Gazette</h2>" in told
    assert "(m1) (Post (+1))</p>" in told
    assert "prefers-color-scheme" in told
    assert "The Gazette" not in render(sample("d", "digest"), templates=templates).html
    assert templates.faults() == ()


def test_a_layout_of_their_own_frames_every_mail(templates: Templates) -> None:
    """One file changes the look of alerts, digests and notices."""
    write(templates, "layout.html", "<i>Gazette</i>{% block content %}{% endblock %}")
    for kind in ("alert", "digest", "notice"):
        html = render(sample("m", kind), templates=templates).html
        assert "<i>Gazette</i>" in html
        assert "(m)" in html


def test_the_subject_is_a_template_too(templates: Templates) -> None:
    """It stays one line, whatever the template makes of it."""
    write(templates, "subject.txt", "[{{ story.watchlists[0] }}]\n{{ subject }}\n")
    assert subject(sample("a", title="Fog"), templates) == "[Kuril Islands] Fog"


def test_a_changed_file_is_used_at_once(templates: Templates) -> None:
    """No restart: the next mail is made by the file as it stands then."""
    path = write(templates, "alert.txt", "first")
    assert render(sample(), templates=templates).text == "first\n"
    path.write_text("second", encoding="utf-8")
    os.utime(path, (1, 1))  # two saves within the clock's grain look the same
    assert render(sample(), templates=templates).text == "second\n"


BROKEN = [
    ("{% if story %}\n{{ story.title }}\n", 2, "Unexpected end of template"),
    ("fine\n{{ story.titel }}\n", 2, "a story has no attribute"),
    ("a\nb\n{{ titel }}", 3, "'titel' is undefined"),
    ("{{ story.title | shout }}", 1, "No filter named 'shout'"),
    ("{{ 1 / 0 }}", 1, "division by zero"),
    ('{% include "gone.html" %}', 1, "gone.html"),
    ("{{ ''.__class__.__mro__ }}", 1, "unsafe"),
    ("{{ body.append('x') }}", 1, "unsafe"),
    ("{% for n in range(10000000) %}{% endfor %}", 1, "Range too big"),
]


@pytest.mark.parametrize(("text", "line", "said"), BROKEN)
@pytest.mark.parametrize("name", ["alert.html", "alert.txt"])
def test_a_broken_template_costs_its_looks_only(
    templates: Templates, name: str, text: str, line: int, said: str
) -> None:
    """The mail goes out by the built-in one, and the fault is told once, with its place."""
    path = write(templates, name, text)
    assert render(sample(), templates=templates) == render(sample())
    render(sample("other"), templates=templates)
    [fault] = templates.faults()
    assert (fault.file, fault.line) == (str(path), line)
    assert said in fault.problem
    render(sample(), templates=templates)
    assert templates.faults() == ()


def test_a_fault_in_an_included_file_is_told_of_that_file(templates: Templates) -> None:
    """Who looks for it opens the right file."""
    write(templates, "alert.html", '{% include "names.html" %}')
    path = write(templates, "names.html", "\n{{ nobody }}")
    render(sample(), templates=templates)
    [fault] = templates.faults()
    assert (fault.file, fault.line) == (str(path), 2)


def test_a_file_that_is_no_text_is_told(templates: Templates) -> None:
    """Bytes that are not UTF-8 break nothing."""
    assert templates.folder is not None
    (templates.folder / "alert.html").write_bytes(b"\xff\xfe")
    assert render(sample(), templates=templates) == render(sample())
    assert len(templates.faults()) == 1


@pytest.mark.parametrize("kind", ["alert", "digest", "notice"])
def test_a_template_that_is_too_long_is_left(templates: Templates, kind: MessageKind) -> None:
    """Gmail hides what is beyond 100 kB: a page that never fits is told, and not used."""
    write(templates, f"{kind}.html", "<p>" + "x" * HTML_LIMIT + "</p>")
    message = sample("d", kind)
    assert render(message, templates=templates) == render(message)
    [fault] = templates.faults()
    assert "100 kB" in fault.problem


def test_own_digests_are_cut_like_ours(templates: Templates) -> None:
    """A newsroom's digest gets fewer stories until it fits, and how many are left out."""
    write(
        templates,
        "digest.html",
        "{% for s in sections %}{% for story in s.stories %}<p>{{ story.title }}</p>{% endfor %}"
        "{% endfor %}<b>{{ cut }} of {{ total }}</b>",
    )
    one = replace(sample().sections[0].stories[0], title="Fog " * 70)
    digest = replace(sample("d", "digest"), sections=(Section("Weather", (one,) * 2_000),))
    html = render(digest, templates=templates).html
    assert len(html.encode()) < HTML_LIMIT
    told = html.count("<p>")
    assert told > 200
    assert f"<b>{2_000 - told} of 2000</b>" in html


def test_feed_text_is_escaped_in_own_templates(templates: Templates) -> None:
    """A template that knows nothing of safety is safe all the same."""
    write(
        templates,
        "alert.html",
        '<a href="{{ story.link }}">{{ story.title }}</a>{{ story.terms | join("|") }}',
    )
    link, terms = "javascript:alert(1)", (HOSTILE,)
    html = render(sample(title=HOSTILE, link=link, terms=terms), templates=templates).html
    assert "<script" not in html
    assert "javascript:" not in html
    assert "\x1b" not in html


def test_every_documented_name_is_there() -> None:
    """Each file that a newsroom may replace has a built-in one."""
    values = {"subject": "s", "unsubscribe": "", "preview": "", "recipient": ""}
    for name in ("subject.txt", "layout.html", "layout.txt", "story.html", "story.txt"):
        assert name in NAMES
        built_in(name, values)


def test_templates_know_who_reads() -> None:
    """The reader's address and their link stand in both bodies."""
    bodies = render(sample(), reader=Reader("a@example.org", "https://example.org/u/1"))
    for text in bodies:
        assert "a@example.org" in text
        assert "https://example.org/u/1" in text
