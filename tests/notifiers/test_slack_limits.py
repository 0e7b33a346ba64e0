"""Whatever a feed, a watchlist or a person says, what Slack is sent keeps Slack's rules."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from slack_sdk.models.blocks import Block as SdkBlock
from slack_sdk.models.metadata import Metadata

from notifiers.base import Message, Note, Passage, Section, Story
from notifiers.slack_blocks import fallback, render
from notifiers.slack_buttons import MOST_WATCHLISTS
from notifiers.slack_events import Answer
from notifiers.slack_socket import answer_blocks
from notifiers.testing import HOSTILE, sample
from tests.notifiers.block_kit import faults, mrkdwn, size

TRICKS = st.sampled_from(
    [
        "<!channel>",
        "@here",
        "@everyone",
        "<!subteam^S1|all>",
        "<@U012AB3CD>",
        "<#C1|x>",
        "<https://evil.example|https://bank.example>",
        "javascript:alert(1)",
        "`",
        "```",
        "&amp;",
        "&#8217;",
        "&lt;!channel&gt;",
        "*",
        "_",
        "~",
        "> ",
        "\u200b",
        "\u2060",
        "<\u200b!here>",
        "\u202e",
        "\ufeff",
        "\x1b[2J",
        "\r\n",
        "\u2028",
        "\ud83d",
        "👩‍👩‍👧‍👦",
        "e\u0301\u0323",
        "北方領土",
        "|",
        HOSTILE,
    ]
)
TEXT = st.builds(
    lambda parts, times: "".join(parts) * times,
    st.lists(TRICKS | st.text(max_size=5), max_size=4),
    st.sampled_from([1, 1, 3, 60]),
)
NAMES = st.builds(
    lambda names, times: tuple(f"{name}{n}" for n in range(times) for name in names),
    st.lists(TEXT, max_size=2),
    st.sampled_from([1, 1, 20]),
)
LINK = st.sampled_from(
    [
        "https://example.org/?a=1&b=2",
        "",
        "javascript:alert(1)",
        "http://x/|y>",
        "HTTPS://EX/<!here>",
    ]
) | TEXT.map(lambda text: f"https://example.org/{text}")
STORIES = st.builds(
    Story,
    title=TEXT,
    link=LINK,
    source=TEXT,
    published=st.just(datetime(2026, 12, 14, 9, tzinfo=UTC)),
    kind=st.sampled_from(["new", "update", "correction", "withdrawal"]),
    priority=st.sampled_from(["high", "normal", "low"]),
    passage=st.none()
    | st.builds(
        Passage,
        TEXT,
        st.lists(st.tuples(st.integers(0, 600), st.integers(0, 600)), max_size=3).map(tuple),
    ),
    watchlists=NAMES,
    terms=NAMES,
    changes=NAMES,
    also_in=NAMES,
    late=st.booleans(),
)
NOTES = st.lists(
    st.builds(
        Note,
        st.sampled_from(["story", "watchlist", "relevance"]),
        TEXT,
        st.integers(1, 2**60).map(lambda number: f"silence {number}"),
    ),
    max_size=6,
).map(tuple)


def alert(story: Story, notes: tuple[Note, ...] = (), kind: Any = "alert") -> Message:
    name = f"{kind}-{'f' * 24}"
    sections = (Section("", (story,)),)
    return Message(name, kind, story.title, sections, thread="first", alert=name, notes=notes)


def assert_taken(blocks: list[dict[str, Any]]) -> None:
    """Slack's own models, and the rules on its pages, have nothing against them."""
    assert faults(blocks) == []
    assert [block.to_dict() for block in SdkBlock.parse_all(blocks)] == blocks


@given(STORIES, NOTES, st.sampled_from(["alert", "update"]), st.booleans(), st.booleans())
def test_no_alert_with_buttons_breaks_a_rule(
    story: Story, notes: tuple[Note, ...], kind: str, buttons: bool, alone: bool
) -> None:
    """Hostile titles, outlets, watchlists and names of people end in blocks that Slack takes."""
    message = alert(story, notes, kind)
    assert_taken(render(message, buttons=buttons, alone=alone))
    assert list(mrkdwn(fallback(message), 4_000)) == []


def test_five_hundred_outlets_and_a_hundred_watchlists_fit() -> None:
    """However many carry it and want it, the alert stays one that can be read."""
    names = tuple(f"The Very Long Named Harbour & Island Gazette, edition {n}" for n in range(500))
    story = sample("m", also_in=names, watchlists=names[:100], terms=names[:100]).sections[0]
    blocks = render(alert(story.stories[0]), buttons=True)
    assert_taken(blocks)
    assert "(+497)" in json.dumps(blocks)
    [menu] = [e for e in blocks[-1]["elements"] if e["type"] == "static_select"]
    assert len(menu["option_groups"]) == MOST_WATCHLISTS


@given(st.lists(STORIES, min_size=1, max_size=2), st.integers(1, 30), TEXT, TEXT)
def test_no_digest_breaks_a_rule(stories: list[Story], times: int, subject: str, body: str) -> None:
    """Digests of any length and content are taken."""
    sections = (Section(subject, tuple(stories * times)),)
    assert_taken(render(Message("d", "digest", subject, sections, body)))


@given(TEXT, TEXT, st.integers(0, 200))
def test_no_notice_breaks_a_rule(subject: str, line: str, lines: int) -> None:
    """Notices of any length and content are taken."""
    assert_taken(render(Message("n", "notice", subject, body="\n".join([line] * lines))))


@given(TEXT, TEXT, st.lists(st.tuples(TEXT, LINK, TEXT), max_size=12))
def test_no_answer_breaks_a_rule(text: str, code: str, links: list[tuple[str, str, str]]) -> None:
    """What somebody is answered keeps the rules, whatever query or name they typed."""
    assert_taken(answer_blocks(Answer(text, code, tuple(links))))


@given(STORIES)
def test_a_headline_opens_no_code_and_pings_nobody(story: Story) -> None:
    """No backtick of a feed is left, and every angle bracket left belongs to a link of ours."""
    shown = json.dumps(render(alert(story), buttons=True), ensure_ascii=False)
    assert "`" not in shown
    for mention in ("<!", "<@", "<#"):
        assert mention not in shown


@pytest.mark.parametrize("name", ["new", "update"])
def test_values_and_metadata_fit(name: str) -> None:
    """Ids as the monitor makes them fit a menu's value, and the metadata are what Slack reads."""
    story = sample("m", watchlists=("A", "B")).sections[0].stories[0]
    message = alert(story, kind="alert" if name == "new" else "update")
    values = [
        option["value"]
        for element in render(message, buttons=True)[-1]["elements"]
        for group in element.get("option_groups", [])
        for option in group["options"]
    ]
    assert values[:2] == [f"{message.id} 0 1h", f"{message.id} 0 tomorrow"]
    assert max(map(size, values)) <= 75
    metadata = Metadata("monitor_delivery", {"id": message.id})
    assert metadata.to_dict() == {
        "event_type": "monitor_delivery",
        "event_payload": {"id": message.id},
    }


def test_the_rules_find_what_is_wrong() -> None:
    """The rules that the tests above rely on are no empty ones."""
    text = {"type": "mrkdwn", "text": "x", "verbatim": True}
    section = {"type": "section", "text": text}
    button = {"type": "button", "action_id": "a", "text": {"type": "plain_text", "text": "x"}}
    bad = [
        [],
        [section] * 51,
        [{"type": "section", "text": {**text, "text": ""}}],
        [{"type": "section", "text": {**text, "text": "x" * 3_001}}],
        [{"type": "section", "text": {**text, "text": "<!channel>"}}],
        [{"type": "section", "text": {**text, "text": "a & b"}}],
        [{"type": "section", "text": {**text, "text": "`code"}}],
        [{"type": "section", "text": {**text, "text": "<javascript:x|y>"}}],
        [{"type": "context", "elements": [text] * 11}],
        [{"type": "actions", "elements": [button, button]}],
        [
            {
                "type": "actions",
                "elements": [{**button, "text": {"type": "plain_text", "text": "x" * 76}}],
            }
        ],
        [{**section, "block_id": "x"}, {**section, "block_id": "x"}],
        [{"type": "section", "text": {**text, "text": "x" * 2_900}}] * 4,
        [{"type": "video"}],
    ]
    assert [blocks for blocks in bad if not faults(blocks)] == []
    assert faults([section, {"type": "actions", "elements": [button]}]) == []
