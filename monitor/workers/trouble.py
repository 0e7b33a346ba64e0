"""What a worker says while the database can't be used: once that it waits, once that it goes on."""

import structlog

from monitor.store.database import StoreError

log = structlog.get_logger()


class Trouble:
    """One worker's trouble with the store; it tries again several times a second."""

    def __init__(self, work: str) -> None:
        self._work = work
        self._reason = ""

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
