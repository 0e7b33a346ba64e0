"""Which script a character or a word belongs to, as far as matching cares."""

import re

HANGUL = "\u1100-\u11ff\u3131-\u318e\ua960-\ua97f\uac00-\ud7ff"
_HAN = "\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3038-\u303b\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_HAN_BEYOND = "\U00020000-\U000323af"
_KANA = "\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff\U0001b000-\U0001b16f"
_BOPOMOFO = "\u3105-\u312f\u31a0-\u31bf"
CJK = HANGUL + _HAN + _HAN_BEYOND + _KANA + _BOPOMOFO
"""Chinese, Japanese and Korean letters (Unicode blocks), for use in a character class."""

_IS_CJK = re.compile(f"[{CJK}]")
_IS_HANGUL = re.compile(f"[{HANGUL}]")
_CYRILLIC = re.compile("[\u0400-\u052f\u1c80-\u1c8f]")
_LATIN = re.compile("[a-zA-Z\u00aa\u00ba\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u1e00-\u1eff]")


def is_cjk(char: str) -> bool:
    """Whether a character belongs to a script that writes no spaces (Korean counted in)."""
    return _IS_CJK.match(char) is not None


def is_hangul(char: str) -> bool:
    """Whether a character is Korean."""
    return _IS_HANGUL.match(char) is not None


def is_cyrillic(word: str) -> bool:
    """Whether a word holds a Cyrillic letter."""
    return _CYRILLIC.search(word) is not None


def is_latin(word: str) -> bool:
    """Whether a word holds a Latin letter."""
    return _LATIN.search(word) is not None
