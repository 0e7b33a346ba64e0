"""What notifiers have in common whose messages can be neither edited nor found again."""

from notifiers.base import Message, PermanentNotifierError, Receipt


class OneWay:
    """The part of the Notifier protocol that a channel without a way back needs not write."""

    edits = False
    interval = 0.0

    async def edit(self, receipt: Receipt, message: Message) -> Receipt:  # noqa: ARG002 - the protocol's shape
        """Never called, as `edits` says."""
        raise PermanentNotifierError("what this channel has taken can't be edited")

    async def find(self, message: Message) -> Receipt | None:  # noqa: ARG002 - the protocol's shape
        """This channel can't be asked."""
        return None

    async def aclose(self) -> None:
        """Nothing to let go of."""
