"""What every mutation takes and gives, and how it cuts a text."""

import random
import re
from collections.abc import Callable
from datetime import datetime

Text = tuple[str, str]
"""Headline and body."""
Change = Callable[[Text, str, datetime, random.Random], Text | None]
"""Text, language and date to the changed text; `None` where the change does not apply."""
_SENTENCE = re.compile(r"(?<=[。])|(?<=[a-zа-яё\d)”\"][.!?])\s+(?=[\"“«]?[A-ZА-ЯЁ])")
_ABBREVIATED = re.compile(
    r"(?:\b[A-Z]|Mr|Mrs|Dr|Gen|Sen|Jan|Feb|Aug|Sept?|Oct|Nov|Dec|No|St|тыс|млн|руб|г|им)\.$"
)


def sentences(body: str) -> list[str]:
    """A body's sentences."""
    parts: list[str] = []
    for piece in _SENTENCE.split(body):
        if parts and _ABBREVIATED.search(parts[-1]):
            parts[-1] += " " + piece
        elif piece.strip():
            parts.append(piece.strip())
    return parts


def joined(parts: list[str], lang: str) -> str:
    """Sentences as a body."""
    return ("" if lang == "ja" else " ").join(parts)
