"""The name that somebody probably meant."""

from collections.abc import Iterable
from difflib import get_close_matches


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """`: did you mean "any"?`, or what there is to choose from; "" where there is nothing."""
    names = list(known)
    lower = {known_name.lower(): known_name for known_name in names}
    if near := get_close_matches(name.lower(), lower, n=1, cutoff=0.6):
        return f': did you mean "{lower[near[0]]}"?'
    return f": write one of {', '.join(names)}" if names else ""
