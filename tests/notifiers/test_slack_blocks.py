"""How messages look in Slack, and that no feed text can break them."""

import html
import json
import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notifiers.base import Message, Passage, Section, Story
from notifiers.slack_blocks import SIZES, fallback, render
from notifiers.slack_markup import Block, escape, link, passage_text
from notifiers.testing import HOSTILE, sample

NASTY = st.text(
    st.one_of(st.sampled_from("&<>|*_~`@#!:\n\r\x00\x1b\u2028\u202e\ud83d😀北"), st.characters()),
    max_size=80,
).map(lambda text: text * 40)
"""Text of up to 3,200 characters in which what Slack reads as markup is frequent."""
STORIES = st.builds(
    Story,
    title=NASTY,
    link=st.one_of(NASTY, NASTY.map(lambda text: f"https://example.org/{text}")),
    source=NASTY,
    published=st.just(datetime(2026, 12, 14, 9, tzinfo=UTC)),
    kind=st.sampled_from(["new", "update", "correction", "withdrawal"]),
    priority=st.sampled_from(["high", "normal", "low"]),
    passage=st.none()
    | st.builds(Passage, NASTY, st.tuples(st.tuples(st.integers(-5, 900), st.integers(-5, 900)))),
    watchlists=st.lists(NASTY, max_size=9).map(tuple),
    terms=st.lists(NASTY, max_size=9).map(tuple),
    changes=st.lists(NASTY, max_size=3).map(tuple),
    also_in=st.lists(NASTY, max_size=9).map(tuple),
)


def texts(blocks: list[Block]) -> list[str]:
    """The mrkdwn of all blocks."""
    found = []
    for block in blocks:
        for text in [block["text"]] if block["type"] == "section" else block["elements"]:
            assert text["type"] == "mrkdwn"
            assert text["verbatim"] is True
            found.append(text["text"])
    return found


def shown(blocks: list[Block]) -> str:
    return "\n".join(texts(blocks))


def assert_safe(text: str) -> None:
    """Only links of ours stand between angle brackets; every ampersand is an escape."""
    assert text.strip()
    assert len(text) <= 3_000
    rest = re.sub(r"<https?://[^<>|\s]+\|[^<>|]*>", "", text)
    rest = rest.removeprefix("> ")
    assert not re.search(r"[<>]", rest)
    assert not re.search(r"&(?!amp;|lt;|gt;)", rest)
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f\u2028\u202e\ud800-\udfff]", text)


@given(STORIES)
def test_no_feed_text_breaks_an_alert(story: Story) -> None:
    """Whatever a feed says, blocks keep Slack's sizes and nothing in them can ping or mislead."""
    message = Message("m", "alert", story.title, (Section("", (story,)),))
    blocks = render(message)
    for text in texts(blocks):
        assert_safe(text)
    assert len(blocks) <= 50
    assert len(json.dumps(blocks, ensure_ascii=False)) < 11_300
    assert len(fallback(message)) <= 4_000
    assert not re.search("[<>]", fallback(message))


@given(st.lists(STORIES, min_size=1, max_size=4), st.integers(1, 40), st.sampled_from(SIZES), NASTY)
def test_no_digest_is_too_long_or_short_of_a_number(
    stories: list[Story], times: int, size: int, subject: str
) -> None:
    """However long, a digest keeps every limit, and says how many stories it left out."""
    message = Message("d", "digest", subject, (Section(subject, tuple(stories * times)),), subject)
    blocks = render(message, size)
    for text in texts(blocks):
        assert_safe(text)
    assert len(blocks) <= 50
    assert len(json.dumps(blocks, ensure_ascii=False)) <= max(size, 2_700)
    told = shown(blocks).count("• ")
    said = re.search(r"^and (\d+) more$", shown(blocks), re.M)
    if "•" not in repr(message):
        assert told + (int(said[1]) if said else 0) == len(stories) * times


@given(NASTY, st.integers(0, 400), st.sampled_from(SIZES))
def test_no_notice_breaks(line: str, lines: int, size: int) -> None:
    """A notice of any length keeps every limit, and says how many lines it left out."""
    message = Message("n", "notice", line, body="\n".join([line] * lines))
    blocks = render(message, size)
    for text in texts(blocks):
        assert_safe(text)
    assert len(blocks) <= 50
    assert len(json.dumps(blocks, ensure_ascii=False)) <= max(size, 4_500)


def test_an_empty_notice_is_no_empty_block() -> None:
    """Slack refuses a block without text."""
    assert shown(render(Message("n", "notice", "", body="\n\n"))) == "News monitor"


@given(st.text(max_size=200))
def test_escaping_is_undone_by_slack(text: str) -> None:
    """What fits is shown exactly as it was, control characters aside."""
    kept = re.sub("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufeff]", " ", text)
    kept = kept.replace("&", "and").replace("`", "ˋ")
    assert html.unescape(escape(text.replace("&", "and"))) == kept


@pytest.mark.parametrize("limit", [1, 2, 10, 50])
def test_a_cut_never_splits_an_escape(limit: int) -> None:
    """Sizes count after escaping, and half an escape would be shown as text."""
    cut = escape("&<>" * 30, limit)
    assert len(cut) <= limit
    assert re.fullmatch(r"(&amp;|&lt;|&gt;)*…", cut)


def test_an_alert_reads_from_the_news_to_the_reason() -> None:
    """Title as a link, source and local time, passage, watchlists, why, and who else has it."""
    message = sample(
        "m1", also_in=("Kyodo", "NHK", "Tass", "Jiji"), watchlists=("Kuril Islands", "Ferries")
    )
    assert shown(render(message)).splitlines() == [
        "*<https://news.example.org/ferry|Ferry to Kunashir resumes after storm (m1)>*",
        "Harbour News · Mon 14 Dec, 09:12 JST",
        "> The ferry to *Kunashir* sails again.",
        "*Kuril Islands, Ferries* · why: Kunashir",
        "also in: Kyodo, NHK, Tass (+1)",
    ]


def test_an_update_begins_with_what_changed() -> None:
    """The changed fact comes before the title."""
    message = sample("m1", "update", kind="update", changes=("toll 12 → 15", "Monday → Tuesday"))
    first = shown(render(message)).splitlines()[0]
    assert first == "🔁 *Update* · toll 12 → 15 · Monday → Tuesday"


@pytest.mark.parametrize(
    ("kind", "mark"), [("correction", "⚠️ *Correction*"), ("withdrawal", "⛔ *Withdrawn*")]
)
def test_corrections_and_withdrawals_are_marked(kind: str, mark: str) -> None:
    """Nobody takes a correction or a withdrawal for news, alone or in a digest."""
    assert shown(render(sample("m1", "update", kind=kind))).startswith(mark)
    assert mark in shown(render(sample("m1", "digest", kind=kind)))


def test_high_priority_and_lateness_are_seen() -> None:
    """A red dot before the title; "late" beside the time."""
    lines = shown(render(sample("m1", priority="high", late=True))).splitlines()
    assert lines[0].startswith("🔴 *<https://")
    assert lines[1].endswith(" · late")


def test_nothing_pings() -> None:
    """`<!channel>` in a headline is text."""
    for text in texts(render(sample("m1", title=HOSTILE))):
        assert_safe(text)
    assert "&lt;!channel&gt; @here" in shown(render(sample("m1", title=HOSTILE)))


@pytest.mark.parametrize(
    ("text", "bold", "expected"),
    [
        ("off the Kuril Islands.", (8, 13), "off the *Kuril* Islands."),
        ("両首脳は北方領土周辺", (4, 8), "両首脳は\u200b*北方領土*\u200b周辺"),
        ("Kurils", (0, 5), "*Kuril*\u200bs"),
        ("(Kuril)", (1, 6), "(*Kuril*)"),
        ("a b*c d", (2, 5), "a *b∗c* d"),
        ("a  b", (1, 3), "a  b"),
        ("one\ntwo", (4, 7), "one *two*"),
    ],
)
def test_terms_are_bold(text: str, bold: tuple[int, int], expected: str) -> None:
    """Terms are bold, also inside words and in scripts without spaces."""
    assert passage_text(Passage(text, (bold,))) == expected


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("https://example.org/a?b=1&c=2", "<https://example.org/a?b=1&amp;c=2|x│y>"),
        ("https://example.org/a|b>c d", "<https://example.org/a%7Cb%3Ec%20d|x│y>"),
        ("javascript:alert(1)", "x│y"),
        ("ftp://example.org/", "x│y"),
        ("https://", "x│y"),
        ("https://[::1", "x│y"),
        ("", "x│y"),
        ("https://example.org/" + "a" * 3_000, "x│y"),
    ],
)
def test_links_are_http_and_whole(address: str, expected: str) -> None:
    """Only whole http and https addresses become links, and no part of one ends it early."""
    assert link(address, "x|y") == expected


def test_a_digest_is_told_by_watchlist() -> None:
    """Stories stand under their watchlists, with counts."""
    one, two = (sample(name, "digest").sections[0].stories[0] for name in ("a", "b"))
    message = replace(
        sample("d", "digest"),
        subject="Asia digest",
        body="Since Friday.",
        sections=(Section("Kuril Islands", (one, two)), Section("Ferries", (one,))),
    )
    lines = shown(render(message)).splitlines()
    assert lines[:3] == ["*Asia digest*", "Since Friday.", "*Kuril Islands* (2)"]
    assert "*Ferries* (1)" in lines
    assert sum(line.startswith("• ") for line in lines) == 3


def test_a_cut_digest_links_to_the_rest() -> None:
    """Where there is a page with all of it, "and n more" leads there."""
    stories = sample("d", "digest").sections[0].stories * 100
    message = replace(
        sample("d", "digest"), sections=(Section("x", stories),), page="https://example.org/d/1"
    )
    assert re.fullmatch(r"<https://example.org/d/1\|and \d+ more>", texts(render(message))[-1])


def test_a_notice_says_its_subject_and_body() -> None:
    """A notice has its subject in bold and its lines below."""
    message = Message("n", "notice", "Feed BBC is back", body="It was away for 2 h.\nAll is read.")
    assert shown(render(message)) == "*Feed BBC is back*\nIt was away for 2 h.\nAll is read."
