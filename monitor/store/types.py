"""Column types that read the same on every database."""
# ruff: noqa: ARG002 - the signatures are SQLAlchemy's

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import BigInteger, DateTime, Dialect, Float, Integer, LargeBinary, Text
from sqlalchemy.types import TypeDecorator

Id = BigInteger().with_variant(Integer, "sqlite")
"""Row ids: 64 bits everywhere; SQLite counts up by itself only in a column called INTEGER."""


class Utc(TypeDecorator[datetime]):
    """An aware datetime, given back in UTC.

    SQLite has no datetimes: there it is text of a fixed width, so that text order is time order.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Raises ValueError for a naive datetime, whose instant is anybody's guess."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a datetime without a time zone can't be stored: {value}")
        instant = value.astimezone(UTC)
        return instant.replace(tzinfo=None) if dialect.name == "sqlite" else instant

    def process_result_value(self, value: Any | None, dialect: Dialect) -> datetime | None:
        """The instant in UTC."""
        if value is None:
            return None
        instant: datetime = value
        return instant.replace(tzinfo=UTC) if instant.tzinfo is None else instant.astimezone(UTC)


class Seconds(TypeDecorator[timedelta]):
    """A span of time, kept in seconds."""

    impl = Float
    cache_ok = True

    def process_bind_param(self, value: timedelta | None, dialect: Dialect) -> float | None:
        """Seconds, with a fraction."""
        return None if value is None else value.total_seconds()

    def process_result_value(self, value: Any | None, dialect: Dialect) -> timedelta | None:
        """The span again."""
        return None if value is None else timedelta(seconds=value)


class Hashes(TypeDecorator[frozenset[bytes]]):
    """A set of hashes of one width: a byte that says how wide, then one after the other."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: frozenset[bytes] | None, dialect: Dialect) -> bytes | None:
        """Raises ValueError for hashes of different widths, or wider than 255 bytes."""
        if not value:
            return b""
        widths = {len(piece) for piece in value}
        if len(widths) != 1:
            raise ValueError(f"hashes of one width are needed, these have {sorted(widths)} bytes")
        return bytes(widths) + b"".join(sorted(value))

    def process_result_value(self, value: Any | None, dialect: Dialect) -> frozenset[bytes]:
        """The set again."""
        if not value:
            return frozenset()
        width, packed = value[0], value[1:]
        return frozenset(packed[at : at + width] for at in range(0, len(packed), width))


class Words(TypeDecorator[str]):
    """Text from outside: what no database can hold (half a surrogate pair, NUL) is replaced."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """The text as it can be stored."""
        if value is None or value.isprintable():
            return value
        return value.encode("utf-8", "replace").decode("utf-8").replace("\x00", "\ufffd")
