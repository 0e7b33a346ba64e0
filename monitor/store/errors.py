"""A database's complaints in words that say what to do."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.exc import TimeoutError as NoConnectionError


class StoreError(Exception):
    """The database can't be used now; the message is a sentence that says what to do."""


_ADVICE = {
    "SQLITE_BUSY": "is locked by another program: close that program, or wait until it is done",
    "SQLITE_LOCKED": "is locked by another program: close that program, or wait until it is done",
    "SQLITE_FULL": "can't grow, the disk is full: free some space (nothing stored is lost)",
    "SQLITE_IOERR": "can't be read or written: check the disk and its free space",
    "SQLITE_CORRUPT": "is damaged: stop the monitor and put back a copy, or move the file away",
    "SQLITE_NOTADB": "is not a database: move the file away, or name another storage",
    "SQLITE_CANTOPEN": "can't be opened: its folder must exist and be writable",
    "SQLITE_READONLY": "can't be written: check who may write to the file and its folder",
    "SQLITE_PERM": "can't be written: check who may write to the file and its folder",
    "SQLITE_AUTH": "can't be written: check who may write to the file and its folder",
}
"""By result code (sqlite.org/rescode.html); an extended code begins with its primary one."""


@contextmanager
def store_errors(path: Path) -> Iterator[None]:
    """Whatever the database raises inside comes out as a StoreError."""
    try:
        yield
    except IntegrityError as error:
        raise StoreError(
            f"{path} holds something that was to be stored once only, or lacks what it belongs to "
            f"({error.orig}): nothing of this step was stored"
        ) from error
    except DBAPIError as error:
        raise StoreError(f"{path} {_advice(error)}") from error
    except NoConnectionError as error:
        raise StoreError(f"{path} is read by too many at once: try again") from error


def _advice(error: DBAPIError) -> str:
    code = str(getattr(error.orig, "sqlite_errorname", ""))
    for name, advice in _ADVICE.items():
        if code.startswith(name):
            return advice
    return f"failed: {error.orig}"
