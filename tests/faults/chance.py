"""What the made-up channels share: a clock, and luck that a seed decides."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta


@dataclass
class Clock:
    """Stands still unless it is moved."""

    now: datetime = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def timestamp(self) -> float:
        """Seconds since 1970."""
        return self.now.timestamp()

    def until(self, when: datetime) -> None:
        """Move on, never back."""
        self.now = max(self.now, when)

    def after(self, seconds: float) -> datetime:
        """So many seconds from now."""
        return self.now + timedelta(seconds=seconds)


class Chance:
    """One channel's luck: the same for the same seed, whatever happens to other channels."""

    def __init__(self, seed: int, name: str, share: float) -> None:
        self._random = random.Random(f"{seed} {name}")  # noqa: S311 - a test's dice
        self._share = share

    def fault(self, kinds: Sequence[str]) -> str:
        """What goes wrong with this call; "" when nothing does."""
        return self.one_of(kinds) if self._random.random() < self._share else ""

    def one_of(self, some: Sequence[str]) -> str:
        """One of them, each as likely."""
        return self._random.choice(some)

    def coin(self) -> bool:
        """Heads or tails."""
        return self._random.random() < 0.5

    def number(self, least: int, most: int) -> int:
        """A whole number, both ends included."""
        return self._random.randint(least, most)


Called = Callable[[], None]
"""Told of every step of a channel: a good moment to be killed."""
