"""For tests: notifiers that record or fail on demand, and the contract that every notifier keeps.

A notifier of your own passes the contract by subclassing it and giving it three fixtures:

    class TestMyContract(NotifierContract):
        @pytest.fixture
        def notifier(self): ...      # connected to a fake of its channel
        @pytest.fixture
        def arrived(self): ...       # a function: all text that has reached that channel
        @pytest.fixture
        def unreachable(self): ...   # the same notifier, its channel's server being down
"""
# ruff: noqa: S101 - assertions are what a suite of tests is made of

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from notifiers.base import (
    Message,
    MessageKind,
    Notifier,
    NotifierError,
    Passage,
    PermanentNotifierError,
    Receipt,
    Section,
    Story,
)
from notifiers.stored import dump_message, dump_receipt, load_message, load_receipt

SECRET = "xoxb-never-to-be-shown"  # noqa: S105 - no secret, but stands in for one
"""Contract tests look for this in errors: use it as the token or password of `unreachable`."""


def sample(
    name: str = "m1", kind: MessageKind = "alert", /, title: str = "", **story: object
) -> Message:
    """A message about one made-up story; further arguments change the story."""
    told = Story(
        title=title or f"Ferry to Kunashir resumes after storm ({name})",
        link="https://news.example.org/ferry",
        source="Harbour News",
        published=datetime(2026, 12, 14, 9, 12, tzinfo=ZoneInfo("Asia/Tokyo")),
        passage=Passage("The ferry to Kunashir sails again.", ((13, 21),)),
        watchlists=("Kuril Islands",),
        terms=("Kunashir",),
    )
    told = replace(told, **story)  # type: ignore[arg-type] # whatever fields the test names
    if kind == "notice":
        return Message(name, kind, told.title, body="A watchlist changed.")
    heading = "Kuril Islands" if kind == "digest" else ""
    return Message(name, kind, told.title, (Section(heading, (told,)),))


HOSTILE = (
    "<!channel> @here & </a><script>alert(1)</script> *b* _i_ ~s~ `c` |pipe| \x1b[2J\x1b]0;x\x07"
    "\r\nBcc: all@example.org\u2028\u202e\ud83d&#8217; {{ 7*7 }} [bold]x[/bold]"
)
"""A headline by somebody who wishes us ill."""


@dataclass(slots=True)
class RecordingNotifier:
    """Takes everything and remembers it."""

    edits: bool = True
    interval: float = 0.0
    sent: list[Message] = field(default_factory=list)
    parents: list[Receipt | None] = field(default_factory=list)
    """The parent that each message of `sent` was given."""
    edited: list[tuple[Receipt, Message]] = field(default_factory=list)
    closed: bool = False

    async def send(self, message: Message, parent: Receipt | None = None) -> Receipt:
        """Remember a message; the receipt names it."""
        self.sent.append(message)
        self.parents.append(parent)
        return Receipt((("id", message.id),))

    async def edit(self, receipt: Receipt, message: Message) -> Receipt:
        """Remember an edit."""
        if not self.edits:
            raise PermanentNotifierError("this notifier was told not to edit")
        self.edited.append((receipt, message))
        return receipt

    async def find(self, message: Message) -> Receipt | None:
        """The receipt of a message with this id, if one was taken."""
        known = any(sent.id == message.id for sent in self.sent)
        return Receipt((("id", message.id),)) if known else None

    async def check(self) -> str:
        """Always well."""
        return "recording"

    async def aclose(self) -> None:
        """Remember that it was closed."""
        self.closed = True


class FlakyNotifier(RecordingNotifier):
    """Follows a script: one outcome for every send or edit, then all goes well.

    An outcome is `None` (taken) or the error to raise. An error that is `ambiguous` is raised
    after the message was taken: its answer is what gets lost.
    """

    def __init__(self, script: Iterable[NotifierError | None] = (), *, edits: bool = True) -> None:
        super().__init__(edits=edits)
        self._script = iter(script)

    async def send(self, message: Message, parent: Receipt | None = None) -> Receipt:
        """Take or refuse a message, as the script says."""
        error = next(self._script, None)
        if error is not None and not error.ambiguous:
            raise error
        receipt = await super().send(message, parent)
        if error is not None:
            raise error
        return receipt

    async def edit(self, receipt: Receipt, message: Message) -> Receipt:
        """Take or refuse an edit, as the script says."""
        error = next(self._script, None)
        if error is not None:
            raise error
        return await super().edit(receipt, message)


class NotifierContract:
    """What the outbox relies on, whatever the channel."""

    @pytest.mark.parametrize("kind", ["alert", "update", "digest", "notice"])
    async def test_every_kind_arrives(
        self, notifier: Notifier, arrived: Callable[[], str], kind: MessageKind
    ) -> None:
        """A message of each kind reaches the channel, and its title can be read there."""
        message = sample("kind-1", kind)
        await notifier.send(message)
        assert message.subject in arrived()

    async def test_an_update_follows_its_alert(
        self, notifier: Notifier, arrived: Callable[[], str]
    ) -> None:
        """An update with its alert's receipt, kept as text in between, reaches the channel."""
        parent = load_receipt(dump_receipt(await notifier.send(sample("first"))))
        update = sample("second", "update")
        await notifier.send(replace(update, thread="first"), parent)
        assert update.subject in arrived()

    async def test_an_update_may_come_without_its_alert(
        self, notifier: Notifier, arrived: Callable[[], str]
    ) -> None:
        """An update whose alert never went out is told all the same."""
        update = replace(sample("second", "update"), thread="first")
        await notifier.send(update)
        assert update.subject in arrived()

    async def test_a_stored_message_arrives_as_it_was(
        self, notifier: Notifier, arrived: Callable[[], str]
    ) -> None:
        """A message that waited in the outbox as text is sent like any other."""
        message = load_message(dump_message(sample("stored")))
        await notifier.send(message)
        assert message.subject in arrived()

    async def test_hostile_text_is_taken(
        self, notifier: Notifier, arrived: Callable[[], str]
    ) -> None:
        """Whatever stands in a feed, the message goes out, without a control character in it."""
        await notifier.send(replace(sample("x", title=HOSTILE, source=HOSTILE), subject=HOSTILE))
        assert "alert(1)" in arrived()
        assert not {"\x1b", "\x07"} & set(arrived())

    async def test_far_too_much_is_taken(
        self, notifier: Notifier, arrived: Callable[[], str]
    ) -> None:
        """A digest of 2,000 stories goes out, one with 500 outlets and an endless title too."""
        outlets = tuple(f"Outlet {number}" for number in range(500))
        [endless] = sample("x", title="Fog & <rain> " * 800, also_in=outlets).sections[0].stories
        [usual] = sample("y", title="Переговоры о рыболовстве & <квотах>").sections[0].stories
        told = (endless, *(usual,) * 99)
        sections = tuple(Section(f"List {number}", told) for number in range(20))
        digest = replace(sample("long", "digest"), sections=sections)
        await notifier.send(digest)
        assert digest.subject in arrived()

    async def test_edits_work_where_they_are_promised(self, notifier: Notifier) -> None:
        """`edits` tells the truth."""
        receipt = await notifier.send(sample("edited"))
        if notifier.edits:
            assert isinstance(await notifier.edit(receipt, sample("edited")), Receipt)
        else:
            with pytest.raises(PermanentNotifierError):
                await notifier.edit(receipt, sample("edited"))

    async def test_what_was_never_sent_is_not_found(self, notifier: Notifier) -> None:
        """`find` never takes one message for another."""
        await notifier.send(sample("sent"))
        assert await notifier.find(sample("never-sent")) is None

    async def test_what_is_found_is_what_was_sent(self, notifier: Notifier) -> None:
        """A channel that can tell gives the receipt that was lost."""
        receipt = await notifier.send(sample("sent"))
        assert await notifier.find(sample("sent")) in {receipt, None}

    async def test_an_unreachable_channel_is_tried_again(self, unreachable: Notifier) -> None:
        """A server that is down is no reason to give a message up, and surely took nothing."""
        with pytest.raises(NotifierError) as caught:
            await unreachable.send(sample())
        assert not isinstance(caught.value, PermanentNotifierError)
        assert not caught.value.ambiguous

    async def test_reasons_are_for_people(self, unreachable: Notifier) -> None:
        """A reason is one line, and shows no secret."""
        with pytest.raises(NotifierError) as caught:
            await unreachable.send(sample())
        assert caught.value.reason
        assert "\n" not in caught.value.reason
        assert SECRET not in caught.value.reason + repr(caught.value)

    async def test_check_says_what_it_found(self, notifier: Notifier) -> None:
        """`check` answers in one line and sends nothing."""
        found = await notifier.check()
        assert found
        assert "\n" not in found

    async def test_closing_twice_is_harmless(self, notifier: Notifier) -> None:
        """`aclose` can be called again."""
        await notifier.aclose()
        await notifier.aclose()

    def test_the_interval_is_a_time(self, notifier: Notifier) -> None:
        """Seconds between two messages are never negative."""
        assert notifier.interval >= 0
