"""Why somebody was told, once the entry itself is forgotten, or was told in a later revision."""

from datetime import UTC

from monitor.store.feedback import ToldAlert
from monitor.store.stored import StoredVersion
from monitor.stories.account import Account
from monitor.workers.why import why
from notifiers.testing import sample


async def nothing(_: StoredVersion) -> tuple[Account, ...]:
    raise AssertionError("there is no entry to compare")


async def test_an_entry_past_retention_leaves_what_the_alert_kept() -> None:
    """Watchlists, terms and the decision are the alert's own, and are told without the entry."""
    terms = tuple(f"term{n}" for n in range(20))
    message = sample("m1", terms=terms)
    alert = ToldAlert(1, 2, 3, 4, "slack:#desk", ("kurils", "talks"), "new here", message, {})
    text = (await why(alert, None, nothing, UTC)).text
    assert text.splitlines() == [
        "Watchlists: kurils, talks",
        f"Found: {', '.join(terms[:12])}",
        "Decision: new here",
        "The entry itself is past retention.",
    ]


async def test_a_decision_without_terms_says_so_much_less() -> None:
    """An alert that names no term has no empty line for them."""
    alert = ToldAlert(1, 2, 3, 4, "slack:#desk", ("kurils",), "x", sample("m1", terms=()), {})
    assert "Found" not in (await why(alert, None, nothing, UTC)).text
