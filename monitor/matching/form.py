"""The forms by which a word of a query and a word of a text are compared."""

from collections.abc import Iterable

from monitor.text.inflect import stems
from monitor.text.scripts import is_latin
from monitor.text.words import Word, turkish, word

EXACT = "exact"
FOLDED = "folded"
EXACT_TURKISH = "exact tr"
FOLDED_TURKISH = "folded tr"


def forms(kind: str, of: Word) -> Iterable[str]:
    """What a word is compared by: the constants above, or a language for its stems."""
    if kind == FOLDED:
        return (of.folded,)
    if kind == EXACT:
        return (of.exact,)
    if kind == FOLDED_TURKISH:
        return (turkish(of.folded),)
    if kind == EXACT_TURKISH:
        return (turkish(of.exact),)
    if not (of.folded.isascii() or is_latin(of.folded)):
        return ()
    return stems(word(turkish(of.exact)) if kind == "tr" else of, kind)
