"""`/metrics` in Prometheus' text format, as Prometheus' own parser reads it."""

from datetime import UTC, datetime

from prometheus_client.parser import text_string_to_metric_families

from monitor.store.counts import Counts
from monitor.watchlist.force import Standing
from monitor.web.health import HELP, PREFIX, exposition
from monitor.web.lateness import LatenessHistogram

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
MANY = Counts(3, 1, 0, 12_345_678, 1_000_001, 2, 0, 1_000_000, NOW, NOW, NOW, NOW)


def test_every_figure_is_explained_and_read_as_it_is() -> None:
    """Help, type and value of each, none twice; large numbers keep their last digit."""
    text = exposition(MANY.figures()) + LatenessHistogram().text()
    found = {family.name: family for family in text_string_to_metric_families(text)}
    gauges = {name: one for name, one in found.items() if one.type == "gauge"}
    assert {PREFIX + name for name in MANY.figures()} <= gauges.keys()
    assert all(one.documentation for one in found.values())
    assert found["monitor_entries"].samples[0].value == 12_345_678
    assert found["monitor_alerts"].samples[0].value == 1_000_001
    assert found["monitor_alert_hop_seconds"].type == "histogram"
    assert text.endswith("\n")


def test_no_figure_goes_without_words() -> None:
    """A new figure needs its help."""
    assert MANY.figures().keys() | Standing().figures().keys() == HELP.keys()
