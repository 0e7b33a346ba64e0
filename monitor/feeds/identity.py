"""Is this entry new, a new version of a known one, or known as it is?

Feeds change their guids, give one guid to all entries, reuse links for other stories, and forget
either. No field is trusted alone: what two entries say decides together with what they are called.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from urllib.parse import parse_qsl, urlsplit, urlunsplit

from rapidfuzz import fuzz
from rapidfuzz.utils import default_process
from w3lib.url import canonicalize_url, url_query_cleaner

from monitor.model.entry import Entry, Identity, KnownEntry, NewEntry, Revision, Unchanged
from monitor.model.story import Mark
from monitor.stories.reading.markers import marked

ALIKE = 70.0
"""From here two titles or texts are near-same. Of 7,900 pairs of different entries of one feed
(BBC, Reuters, Bloomberg, Yahoo Japan) 99 % lie below 58; of 310 edited entries 307 lie above."""
UNLIKE = 55.0
"""Below this they are very different."""
_COMPARED = 1_000
"""Characters of a text that are compared."""
_ENOUGH = 80
"""Characters of a shorter text from which it is compared with as much of the longer one."""
_LONG_KEY = 300

_TRACKING_PREFIXES = ("utm_", "at_", "pk_", "mtm_", "mc_", "hsa_", "ga_")
_TRACKING = frozenset({
    "__twitter_impression", "_ga", "_hsenc", "_hsmi", "cmp", "cmpid", "dclid", "fbclid",
    "gclid", "gclsrc", "guccounter", "guce_referrer", "guce_referrer_sig", "igshid",
    "msclkid", "ncid", "ns_campaign", "ns_fee", "ns_linkname", "ns_mchannel", "ns_source",
    "ocid", "partner_id", "rss", "s_cid", "smid", "sr_share", "taid", "twclid", "wt.mc_id",
    "wt_mc", "xtor", "yclid",
})  # fmt: skip
"""Parameters that say where a reader came from; `at_` is the BBC's."""


def canonical_link(link: str) -> str:
    """The form in which two links to one page are equal; "" for what is no http or https link.

    Tracking parameters, fragment and default port go, the host is in lower case, parameters are
    sorted; http counts as https, since feeds move there with all their guids and links at once.
    """
    try:
        parts = urlsplit(link.strip())
        if parts.scheme.lower() not in ("http", "https") or not parts.hostname:
            return ""
        tracking = [
            name for name, _ in parse_qsl(parts.query, keep_blank_values=True) if _is_tracking(name)
        ]
        bare = url_query_cleaner(link.strip(), tracking, remove=True) if tracking else link.strip()
        return _as_https(canonicalize_url(bare))
    except (ValueError, UnicodeError):
        return link.strip()


def _is_tracking(name: str) -> bool:
    return name.lower() in _TRACKING or name.lower().startswith(_TRACKING_PREFIXES)


def _as_https(link: str) -> str:
    parts = urlsplit(link)
    default = f":{443 if parts.scheme == 'https' else 80}"
    host = parts.netloc.removesuffix(default)
    return urlunsplit(("https", host, parts.path or "/", parts.query, ""))


def entry_keys(entries: Sequence[Entry]) -> tuple[str, ...]:
    """Each entry's key: its guid; without one, or shared in this reading, its canonical link;
    without that, or shared as well, a hash of title and text.

    Two entries get the same key only when they share all three.
    """
    links = [canonical_link(entry.link) for entry in entries]
    guids = Counter(entry.guid for entry in entries)
    shared = Counter(links)
    return tuple(
        _key("guid", entry.guid)
        if entry.guid and guids[entry.guid] == 1
        else _key("link", link)
        if link and shared[link] == 1
        else _key("text", _digest(entry))
        for entry, link in zip(entries, links, strict=True)
    )


def stored_under(entry: Entry, key: str) -> tuple[str, ...]:
    """The keys under which an entry may be stored: its own, or a spare where that was taken.

    The spare is looked up only for what nothing else finds: a text without guid, link and title.
    """
    if entry.guid or entry.link or entry.title:
        return (key,)
    text = _key("text", _digest(entry))
    return (key, text, f"{text}:2")


def _key(kind: str, value: str) -> str:
    if len(value) > _LONG_KEY:
        value = blake2b(value.encode(errors="replace"), digest_size=16).hexdigest()
    return f"{kind}:{value}"


def _digest(entry: Entry) -> str:
    told = f"{entry.title}\0{entry.text}".encode(errors="replace")
    return blake2b(told, digest_size=16).hexdigest()


def fold_title(title: str) -> str:
    """A title without regard to capitals and white space."""
    return " ".join(title.casefold().split())


def identify(
    entry: Entry,
    key: str,
    known: Iterable[KnownEntry],
    listed: Collection[str] = frozenset(),
) -> Identity:
    """Say what an entry is to the known entries of its feed.

    `key` is the one that `entry_keys` gave it. `known` holds at least the stored entries that
    share its key, guid, canonical link or folded title, in any order. `listed` are the guids of
    this reading: an entry that the feed still lists is not one whose guid has changed.
    """
    known = tuple(known)
    link = canonical_link(entry.link)
    related = _related(entry, key, link, known)
    signs = _Signs.of(entry, key, link, related, listed)
    same = [one for one in related if _is_same(entry, one, signs)]
    if not same:
        return NewEntry(entry, _free_key(entry, key, known))
    best = max(same, key=lambda one: _rank(entry, link, one))
    if (best.title, best.text) == (entry.title, entry.text):
        return Unchanged(best)
    return Revision(entry, best)


def _related(
    entry: Entry, key: str, link: str, known: Iterable[KnownEntry]
) -> tuple[KnownEntry, ...]:
    """The known entries that share a sign with this one, each in its latest version."""
    title, keys = fold_title(entry.title), stored_under(entry, key)
    latest: dict[int, KnownEntry] = {}
    for one in known:
        shares = (
            one.key in keys
            or (entry.guid and one.guid == entry.guid)
            or (link and one.link == link)
            or (title and fold_title(one.title) == title)
        )
        if shares and (one.id not in latest or latest[one.id].revision < one.revision):
            latest[one.id] = one
    return tuple(latest.values())


@dataclass(frozen=True, slots=True)
class _Signs:
    """An entry's own signs, and whether each names one entry of the feed or several."""

    link: str
    guid_is_one: bool
    link_is_one: bool
    others: Collection[str]
    """Guids of other entries in this reading."""

    @classmethod
    def of(
        cls,
        entry: Entry,
        key: str,
        link: str,
        related: Sequence[KnownEntry],
        listed: Collection[str],
    ) -> "_Signs":
        guids = sum(one.guid == entry.guid for one in related)
        links = sum(one.link == link for one in related)
        return cls(
            link,
            guid_is_one=guids <= 1 and key == _key("guid", entry.guid),
            link_is_one=links <= 1 and (bool(entry.guid) or key == _key("link", link)),
            others=frozenset(listed) - {"", entry.guid},
        )


def _is_same(entry: Entry, known: KnownEntry, signs: _Signs) -> bool:
    """The rules of identity, the strongest sign first.

    The guid, or the link where a guid is missing: the same unless title and text are very
    different; a text that calls itself a correction or withdrawal may be. The link under another
    guid: the same when title or text is near-same; where several entries carry that link (a live
    page, a home page), when the title is the same. Neither guid nor link to compare: the same when
    the title is, and the text not very different.
    """
    same_link = bool(signs.link) and signs.link == known.link
    if entry.guid and entry.guid == known.guid:
        if signs.guid_is_one:
            return marked(entry) is not Mark.NONE or not _is_unlike(entry, known)
        return (same_link or not (signs.link and known.link)) and _is_alike(entry, known)
    if same_link:
        return known.guid not in signs.others and _is_same_page(entry, known, signs)
    contradicted = bool(entry.guid and known.guid) or bool(signs.link and known.link)
    return not contradicted and _same_title(entry, known) and not _is_unlike_text(entry, known)


def _is_same_page(entry: Entry, known: KnownEntry, signs: _Signs) -> bool:
    if not (entry.guid and known.guid):
        return not _is_unlike(entry, known) if signs.link_is_one else _is_alike(entry, known)
    return _is_alike(entry, known) if signs.link_is_one else _same_title(entry, known)


def _same_title(entry: Entry, known: KnownEntry) -> bool:
    return fold_title(entry.title) == fold_title(known.title)


def _is_alike(entry: Entry, known: KnownEntry) -> bool:
    if (entry.title, entry.text) == (known.title, known.text):
        return True
    likeness = (_likeness(entry.title, known.title), _likeness(entry.text, known.text))
    return any(value is not None and value >= ALIKE for value in likeness)


def _is_unlike(entry: Entry, known: KnownEntry) -> bool:
    likeness = (_likeness(entry.title, known.title), _likeness(entry.text, known.text))
    told = [value for value in likeness if value is not None]
    return bool(told) and all(value < UNLIKE for value in told)


def _is_unlike_text(entry: Entry, known: KnownEntry) -> bool:
    likeness = _likeness(entry.text, known.text)
    return likeness is not None and likeness < UNLIKE


def _likeness(one: str, other: str) -> float | None:
    """0 to 100; `None` when either is empty. A text cut short is like the whole one."""
    if not one or not other:
        return None
    first, second = default_process(one[:_COMPARED]), default_process(other[:_COMPARED])
    length = min(len(first), len(second))
    if length >= _ENOUGH:
        first, second = first[:length], second[:length]
    return fuzz.ratio(first, second)


def _rank(entry: Entry, link: str, known: KnownEntry) -> tuple[bool, bool, bool, float, float, int]:
    """What makes one known entry a better match than another; the older one when all is equal."""
    return (
        (known.title, known.text) == (entry.title, entry.text),
        bool(entry.guid) and known.guid == entry.guid,
        bool(link) and known.link == link,
        _likeness(entry.title, known.title) or 0.0,
        _likeness(entry.text, known.text) or 0.0,
        -known.id,
    )


def _free_key(entry: Entry, key: str, known: Sequence[KnownEntry]) -> str:
    """The key, made unique when another entry has it: the same entry always gets the same one."""
    taken = {one.key for one in known}
    if key not in taken:
        return key
    variant = _key("text", f"{_digest(entry)}")
    return variant if variant not in taken else f"{variant}:{_spare(variant, taken)}"


def _spare(variant: str, taken: set[str]) -> int:
    return next(number for number in range(2, len(taken) + 3) if f"{variant}:{number}" not in taken)
