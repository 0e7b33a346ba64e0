"""What a worker says while the database can't be used: once that it waits, once that it goes on."""

from collections.abc import Iterator
from contextlib import contextmanager

import structlog

from monitor.store.database import StoreError

log = structlog.get_logger()


class Trouble:
    """One worker's trouble with the store; it tries again several times a second."""

    def __init__(self, work: str) -> None:
        self._work = work
        self._reason = ""

    @contextmanager
    def met(self) -> Iterator[None]:
        """Work that uses the store: a StoreError ends it and goes no further, but is said."""
        try:
            yield
        except StoreError as problem:
            self.begins(problem)
        else:
            self.ends()

    def begins(self, problem: StoreError) -> None:
        """The store can't be used, for this reason."""
        if str(problem) != self._reason:
            self._reason = str(problem)
            log.error(f"{self._work} paused", reason=self._reason)

    def ends(self) -> None:
        """The store can be used."""
        if self._reason:
            self._reason = ""
            log.info(f"{self._work} resumed")
