"""The error that a person caused or can mend: told in one line, without a stack trace."""


class CommandError(Exception):
    """Says what is wrong and what to do; `code` becomes the exit code."""

    def __init__(self, message: str, code: int = 1) -> None:
        super().__init__(message)
        self.code = code
