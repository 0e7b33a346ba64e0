"""Where a watchlist listens."""

import pytest

from monitor.matching.rule import Rule
from monitor.matching.source import origin_of, refusal
from monitor.model.entry import Entry
from monitor.query.ast import Word


def refused(
    link: str = "",
    feed: str = "wire-en",
    language: str = "",
    *,
    include: tuple[str, ...] = (),
    exclude: tuple[str, ...] = (),
    languages: tuple[str, ...] = (),
) -> bool:
    """Whether a rule with these filters refuses an entry from there."""
    entry = Entry(feed, "1", link, "Ferry", "", language)
    rule = Rule("w", Word("ferry"), languages=languages, include=include, exclude=exclude)
    return refusal(rule, origin_of(entry)) != ""


@pytest.mark.parametrize("pattern", ["tabloid.example", "*.tabloid.example", "Tabloid.Example:443"])
@pytest.mark.parametrize(
    ("link", "taken"),
    [
        ("https://tabloid.example/a", True),
        ("https://www.TABLOID.example:8080/a", True),
        ("https://nottabloid.example/a", False),
        ("https://blog.example/www.tabloid.example", False),
        ("https://tabloid.example.org/", False),
        ("https://[broken/", False),
        ("", False),
    ],
)
def test_a_host_takes_all_below_it(pattern: str, link: str, taken: bool) -> None:
    """A pattern with and without `*.` means the same; only the host of the link counts."""
    assert refused(link, exclude=(pattern,)) == taken


def test_feeds_are_named_by_their_id() -> None:
    """An id is meant as a whole, unless it holds a glob."""
    assert refused(feed="press-mirror", exclude=("press-mirror",))
    assert not refused(feed="press-mirror-2", exclude=("press-mirror",))
    assert refused(feed="press-mirror-2", exclude=("press-*",))


def test_include_lets_only_its_sources_pass() -> None:
    """By feed id or host; without a link only the feed id can help."""
    included = ("nhk-world", "*.asahi.example")
    assert not refused("https://www.asahi.example/a", include=included)
    assert not refused(feed="NHK-World", include=included)
    assert refused("https://kyodo.example/a", include=included)
    assert refused(include=included)


def test_a_host_in_any_alphabet_is_one_host() -> None:
    """The ASCII form of an international name and the name are the same."""
    assert refused("https://xn--80ak6aa92e.example/", exclude=("аррӏе.example",))


@pytest.mark.parametrize(
    ("accepted", "language", "passes"),
    [
        ("zh", "zh-TW", True),
        ("zh", "ZH_hant", True),
        ("en-GB", "en", False),
        ("no", "nonsense", False),
        ("ru", "uk", False),
        ("ru", "", True),
        ("ru", "und", True),
    ],
)
def test_a_language_takes_its_regions(accepted: str, language: str, passes: bool) -> None:
    """And an entry that declares none passes."""
    assert refused(language=language, languages=(accepted,)) != passes
