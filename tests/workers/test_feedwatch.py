"""Feeds' troubles are told once, together, and again when they are over."""

from dataclasses import replace

import pytest

from monitor.model.feed import Feed, FeedState, FeedTurn
from monitor.store.errors import StoreError
from monitor.workers.feedwatch import FeedWatch


@pytest.fixture
def said():
    return []


@pytest.fixture
def watch(said):
    async def tell(subject, body):
        said.append((subject, body))

    return FeedWatch(tell)


def fails(watch, name, failures, reason="name not found: a.example"):
    turn = FeedTurn(Feed(name, f"https://{name}.example/"), FeedState("", failures=failures - 1))
    watch.look(turn, replace(turn.state, failures=failures, error=reason))


def recovers(watch, name, failures):
    turn = FeedTurn(Feed(name, f"https://{name}.example/"), FeedState("", failures=failures))
    watch.look(turn, replace(turn.state, failures=0))


async def test_a_feed_is_told_at_its_third_failure_and_once(watch, said):
    """Neither the second failure nor the fourth is told."""
    for failures in (1, 2, 3, 4):
        fails(watch, "a", failures)
        await watch.tick()
    ((subject, body),) = said
    assert subject == "Feed in trouble: a"
    assert body == "a: name not found: a.example"


async def test_an_outage_is_one_notice(watch, said):
    """Twenty-seven feeds that fail together are one notice, which names the common reason."""
    for number in range(27):
        fails(watch, f"feed{number}", 3)
    await watch.tick()
    ((subject, body),) = said
    assert subject == "27 feeds in trouble"
    assert body.startswith("27 of them: name not found. Perhaps this machine's own network.")
    assert "and 17 more" in body


async def test_recovery_is_told_together(watch, said):
    """Feeds that are well again share a notice; one whose trouble was never told says nothing."""
    for name in ("a", "b"):
        fails(watch, name, 3)
    await watch.tick()
    fails(watch, "c", 3)
    for name in ("a", "b", "c"):
        recovers(watch, name, 5)
    await watch.tick()
    assert said[1:] == [("2 feeds well again", "a\nb")]


async def test_a_feed_that_is_gone_is_told_at_once(watch, said):
    """410 stops a feed: told at the first time."""
    turn = FeedTurn(Feed("a", "https://a.example/"), FeedState(""))
    watch.look(turn, replace(turn.state, failures=1, stopped=True, error="answered 410 Gone"))
    await watch.tick()
    assert said == [("Feed in trouble: a", "a: answered 410 Gone")]


async def test_what_could_not_be_told_is_kept():
    """A store in trouble delays the notice and loses nothing."""
    said: list[str] = []

    async def tell(subject, body):
        if not said:
            said.append("refused")
            raise StoreError("locked")
        said.append(subject)

    watch = FeedWatch(tell)
    fails(watch, "a", 3)
    await watch.tick()
    await watch.tick()
    await watch.tick()
    assert said == ["refused", "Feed in trouble: a"]
