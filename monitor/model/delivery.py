"""A message on its way to one destination."""

from dataclasses import dataclass
from datetime import datetime

from notifiers.base import Message, Receipt


@dataclass(frozen=True, slots=True)
class Delivery:
    """One message for one destination, leased to this service."""

    id: int
    destination: str
    message: Message
    attempts: int
    """Attempts made before this one."""
    created_at: datetime
    parent: Receipt | None = None
    """Receipt of the thread's first message, where that was sent."""
    edits: Receipt | None = None
    """Receipt of the message that this one replaces; `None`: a message of its own."""
    ambiguous: bool = False
    """An earlier attempt ended without an answer: the message may stand already."""
