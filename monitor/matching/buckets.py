"""Mappings to tuples that are never changed in place, so that a reader keeps what it has."""

from collections.abc import Iterable, Mapping
from typing import TypeVar

K = TypeVar("K")
V = TypeVar("V")

Buckets = Mapping[K, tuple[V, ...]]


def rebucketed(
    buckets: Buckets[K, V], gone: Iterable[tuple[K, V]], new: Iterable[tuple[K, V]]
) -> dict[K, tuple[V, ...]]:
    """A copy without some pairs and with others; buckets left empty go. Copying is cheap in C."""
    changed = dict(buckets)
    for key, values in _by_key(new).items():
        changed[key] = (*changed.get(key, ()), *values)
    for key, values in _by_key(gone).items():
        out = set(values)
        kept = tuple(value for value in changed.pop(key) if value not in out)
        if kept:
            changed[key] = kept
    return changed


def _by_key(pairs: Iterable[tuple[K, V]]) -> dict[K, list[V]]:
    found: dict[K, list[V]] = {}
    for key, value in pairs:
        found.setdefault(key, []).append(value)
    return found
