"""The notifiers for tests are held to the contract themselves."""

from collections.abc import Callable

import pytest

from notifiers.base import Message, NotifierError, Receipt
from notifiers.testing import FlakyNotifier, NotifierContract, RecordingNotifier, sample


def everything(messages: list[Message]) -> str:
    return "\n".join(
        [message.subject for message in messages]
        + [story.title for m in messages for s in m.sections for story in s.stories]
    ).translate(dict.fromkeys((7, 27), " "))


class TestRecordingContract(NotifierContract):
    """The recording notifier keeps the contract."""

    @pytest.fixture
    def notifier(self) -> RecordingNotifier:
        return RecordingNotifier()

    @pytest.fixture
    def arrived(self, notifier: RecordingNotifier) -> Callable[[], str]:
        return lambda: everything(notifier.sent)

    @pytest.fixture
    def unreachable(self) -> FlakyNotifier:
        return FlakyNotifier([NotifierError("the channel is down")])


class TestContractWithoutEdits(TestRecordingContract):
    """So does one that can't edit, as `edits` says."""

    @pytest.fixture
    def notifier(self) -> RecordingNotifier:
        return RecordingNotifier(edits=False)


async def test_a_script_is_followed() -> None:
    """Outcomes come in order, and after the last all goes well."""
    busy = NotifierError("busy")
    notifier = FlakyNotifier([None, busy])
    await notifier.send(sample("a"))
    with pytest.raises(NotifierError, match="busy"):
        await notifier.send(sample("b"))
    await notifier.send(sample("b"), Receipt((("id", "a"),)))
    assert [message.id for message in notifier.sent] == ["a", "b"]
    assert notifier.parents == [None, Receipt((("id", "a"),))]


async def test_an_ambiguous_outcome_took_the_message() -> None:
    """What gets lost is the answer: the message can be found."""
    notifier = FlakyNotifier([NotifierError("lost", ambiguous=True)])
    with pytest.raises(NotifierError):
        await notifier.send(sample("a"))
    assert await notifier.find(sample("a")) == Receipt((("id", "a"),))


async def test_edits_follow_the_script_too() -> None:
    """An edit meets the next outcome like a send."""
    notifier = FlakyNotifier([NotifierError("busy")])
    with pytest.raises(NotifierError):
        await notifier.edit(Receipt(), sample())
    await notifier.edit(Receipt(), sample("b"))
    assert [message.id for _, message in notifier.edited] == ["b"]
