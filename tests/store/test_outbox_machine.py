"""Whatever happens in whatever order: every message ends once, and its line keeps its order."""

import asyncio
import shutil
import tempfile
from collections.abc import Coroutine
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from monitor.model.delivery import Delivery
from monitor.store.database import Database
from monitor.store.deliveries import add_delivery
from monitor.store.outbox import Outbox
from monitor.store.reports import Reports
from notifiers.base import Message, Receipt

LINES = ("email:x", "slack:#quay")
MINUTE = timedelta(minutes=1)
LEASE = 3 * MINUTE
DELAYS = st.integers(1, 5).map(lambda n: n * MINUTE)

Result = TypeVar("Result")


@dataclass
class Kept:
    """A message as the plain model of the outbox keeps it."""

    id: int
    line: str
    name: str
    first: "Kept | None" = None
    """The message that must have ended before this one goes."""
    is_edit: bool = False
    state: str = "pending"
    held: datetime | None = None
    next_try: datetime | None = None
    lease: datetime | None = None
    attempts: int = 0
    ambiguous: bool = False
    urgent: bool = False


class OutboxMachine(RuleBasedStateMachine):
    """Drives an outbox and a list beside it that a child could check."""

    template: Path

    def __init__(self) -> None:
        super().__init__()
        self.loop = asyncio.Runner()
        self.folder = Path(tempfile.mkdtemp())
        self.kept: list[Kept] = []
        self.paused: dict[str, datetime] = {}
        self.ends: dict[str, int] = {}
        self.now = datetime(2016, 12, 15, tzinfo=UTC)

    def run(self, what: Coroutine[Any, Any, Result]) -> Result:
        return self.loop.run(what)

    @initialize()
    def open(self) -> None:
        shutil.copy(self.template, self.folder / "monitor.db")
        self.reopen()

    def reopen(self) -> None:
        self.db = self.run(Database.open(f"sqlite:///{self.folder}/monitor.db"))
        self.outbox = Outbox(self.db)

    def line(self, name: str) -> list[Kept]:
        return [one for one in self.kept if one.line == name]

    def head(self, line: str) -> Kept | None:
        """Whose turn it is, by walking the line."""
        waiting = self.line(line)
        if (
            any(one.state == "sending" for one in waiting)
            or self.paused.get(line, self.now) > self.now
        ):
            return None
        urgent = self.first_of([one for one in waiting if one.urgent])
        return urgent or self.first_of([one for one in waiting if not one.urgent])

    def first_of(self, waiting: list[Kept]) -> Kept | None:
        for one in waiting:
            if one.state != "pending":
                continue
            if one.next_try is not None and one.next_try > self.now:
                if one.is_edit:
                    continue
                return None
            if one.held is not None and one.held > self.now:
                continue
            if one.first is not None and one.first.state in ("pending", "sending"):
                continue
            return one
        return None

    async def _add(self, one: Kept, message: Message) -> int:
        async with self.db.write() as connection:
            return await add_delivery(
                connection,
                destination=one.line,
                message=message,
                now=self.now,
                not_before=one.held,
                priority="high" if one.urgent else "normal",
                edits=one.first.id if one.is_edit and one.first else None,
            )

    def add(self, one: Kept) -> None:
        thread = one.first.name if one.first else ""
        message = Message(one.name, "notice", one.name, thread=thread)
        if one.urgent and one.first and one.first.state in ("pending", "sending"):
            one.first.urgent = True
        self.kept.append(replace(one, id=self.run(self._add(one, message))))

    @rule(line=st.sampled_from(LINES), delay=st.none() | DELAYS, urgent=st.booleans())
    def say(self, line: str, delay: timedelta | None, *, urgent: bool) -> None:
        """A message, perhaps held for some time, perhaps of high priority."""
        name = f"m{len(self.kept)}"
        held = self.now + delay if delay else None
        self.add(Kept(0, line, name, held=held, urgent=urgent))

    @rule(
        pick=st.integers(0, 99),
        delay=st.none() | DELAYS,
        edit=st.booleans(),
        urgent=st.booleans(),
    )
    def follow(self, pick: int, delay: timedelta | None, *, edit: bool, urgent: bool) -> None:
        """A reply to an earlier message, or its one edit."""
        edited = {id(one.first) for one in self.kept if one.is_edit}
        firsts = [one for one in self.kept if not one.is_edit and not (edit and id(one) in edited)]
        if firsts:
            first = firsts[pick % len(firsts)]
            held = self.now + delay if delay else None
            name = f"m{len(self.kept)}"
            urgent = urgent and not edit
            self.add(Kept(0, first.line, name, first, edit, held=held, urgent=urgent))

    @rule(line=st.sampled_from(LINES))
    def claim(self, line: str) -> None:
        """The head of the line is leased; edits of dead messages are passed over."""
        got = self.run(self.outbox.claim(line, self.now, LEASE))
        want = self.head(line)
        while want is not None and want.is_edit and want.first and want.first.state != "sent":
            want.state = "superseded"
            self.ends[want.name] = self.ends.get(want.name, 0) + 1
            want = self.head(line)
        assert (got is None) == (want is None)
        if got is not None and want is not None:
            self.leased(got, want)

    def leased(self, got: Delivery, want: Kept) -> None:
        assert (got.id, got.message.id) == (want.id, want.name)
        assert (got.attempts, got.ambiguous) == (want.attempts, want.ambiguous)
        if want.first is not None and want.first.state == "sent":
            found = got.edits if want.is_edit else got.parent
            assert found is not None
            assert found.get("of") == want.first.name
        want.state, want.lease = "sending", self.now + LEASE
        want.held = want.next_try = None
        want.attempts += 1

    def sending(self) -> list[Kept]:
        return [one for one in self.kept if one.state == "sending"]

    @precondition(lambda self: self.sending())
    @rule(pick=st.integers(0, 9), outcome=st.sampled_from(["sent", "dead"]))
    def end(self, pick: int, outcome: str) -> None:
        """A send ends, one way or the other."""
        one = self.sending()[pick % len(self.sending())]
        if outcome == "sent":
            of = one.first.name if one.is_edit and one.first else one.name
            self.run(self.outbox.sent(one.id, Receipt((("of", of),)), self.now))
        else:
            self.run(self.outbox.dead(one.id, "no", self.now))
        one.state = outcome
        self.ends[one.name] = self.ends.get(one.name, 0) + 1

    @precondition(lambda self: self.sending())
    @rule(pick=st.integers(0, 9), delay=DELAYS, ambiguous=st.booleans(), pause=st.booleans())
    def fail(self, pick: int, delay: timedelta, *, ambiguous: bool, pause: bool) -> None:
        """A send fails for now."""
        one = self.sending()[pick % len(self.sending())]
        at = self.now + delay
        self.run(
            self.outbox.retry(one.id, "not now", at, self.now, ambiguous=ambiguous, pause=pause)
        )
        one.state, one.next_try = "pending", at
        one.ambiguous = one.ambiguous or ambiguous
        if pause:
            self.paused[one.line] = at

    @rule(delay=DELAYS)
    def wait(self, delay: timedelta) -> None:
        """Time passes, and the sweeper looks for leases that ran out."""
        self.now += delay
        late = [one for one in self.sending() if one.lease and one.lease <= self.now]
        assert self.run(self.outbox.release_expired(self.now)) == len(late)
        self.lapse(late)

    @rule()
    def crash(self) -> None:
        """The service dies and another one starts on the same file."""
        self.run(self.db.close())
        self.reopen()
        assert self.run(self.outbox.release_all()) == len(self.sending())
        self.lapse(self.sending())

    def lapse(self, some: list[Kept]) -> None:
        for one in some:
            one.state, one.ambiguous = "pending", True

    @precondition(lambda self: hasattr(self, "db"))
    @invariant()
    def the_outbox_says_what_waits(self) -> None:
        """`waiting` is true for every line, at every moment."""
        ready = tuple(line for line in LINES if self.head(line) is not None)
        assert self.run(self.outbox.waiting(self.now)) == ready

    def teardown(self) -> None:
        """Then everything goes well: nothing may be left over, nothing may end twice."""
        if not hasattr(self, "db"):
            self.loop.close()
            return
        self.wait(99 * MINUTE)
        for line in LINES:
            for _ in self.line(line):
                self.claim(line)
                if self.sending():
                    self.end(0, "sent")
        left = self.run(Reports(self.db).undelivered())
        self.run(self.db.close())
        self.loop.close()
        shutil.rmtree(self.folder)
        assert self.ends == {one.name: 1 for one in self.kept}
        assert all(delivery.state == "dead" for delivery in left)


@pytest.mark.parametrize("walks", [15, pytest.param(400, marks=pytest.mark.slow)])
def test_every_message_ends_once_and_in_order(empty_store: Path, walks: int) -> None:
    """Sends, failures, pauses, crashes, time: the outbox agrees with a walk along the line."""
    OutboxMachine.template = empty_store
    run_state_machine_as_test(
        OutboxMachine,
        settings=settings(max_examples=walks, stateful_step_count=30, deadline=None),
    )
