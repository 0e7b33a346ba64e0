"""How long alerts took on each hop of their way, as a histogram for Prometheus."""

from prometheus_client import CollectorRegistry, Histogram, generate_latest

from monitor.model.lateness import HOPS, Times

BUCKETS = (0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600, 1800, 3600, 14400, 86400)
"""Seconds: from a quick send to a feed that is read once a day."""


class LatenessHistogram:
    """`monitor_alert_hop_seconds`, by the hop's end: seen, decided, sent."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._hops = Histogram(
            "monitor_alert_hop_seconds",
            "Time that an alert took to be seen, decided and sent, each since the one before.",
            ["hop"],
            registry=self._registry,
            buckets=BUCKETS,
        )
        for hop in HOPS:
            self._hops.labels(_end(hop))

    def observe(self, times: Times) -> None:
        """Count one alert that was sent."""
        for hop, length in times.hops():
            self._hops.labels(_end(hop)).observe(length.total_seconds())

    def text(self) -> str:
        """In Prometheus' text format 0.0.4."""
        return generate_latest(self._registry).decode()


def _end(hop: str) -> str:
    return hop.rpartition(" ")[2]
