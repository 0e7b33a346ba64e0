"""How late alerts are: stored hop by hop, shown in `status` and in the metrics."""

from datetime import UTC, datetime, timedelta

import aiohttp
import pytest

from monitor.commands.status import _lateness_data, _lateness_lines
from monitor.commands.told import short
from monitor.model.lateness import Times
from monitor.web.health import health_app, serve_health
from monitor.web.lateness import LatenessHistogram

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)


def times(minutes, decided, sent):
    seen = NOW + timedelta(minutes=minutes)
    return Times(
        NOW,
        seen,
        seen + timedelta(seconds=decided),
        seen + timedelta(seconds=decided + sent),
    )


def test_status_names_each_hop_and_the_slowest_destination():
    """Median and 95 % over all destinations; the slowest by its own median."""
    found = {
        "slack:#desk": [times(4, 0.2, 0.8)] * 3,
        "email:a@example.org": [times(4, 0.2, 30)],
    }
    assert list(_lateness_lines(found)) == [
        "lateness   published → seen: 4 min in the median, 4 min at 95 %",
        "           seen → decided: 0.2 s in the median, 0.2 s at 95 %",
        "           decided → sent: 0.8 s in the median, 26 s at 95 %",
        "           slowest: email:a@example.org, decided → sent 30 s",
    ]
    assert _lateness_data(found)["published → seen"] == {"median": 240.0, "95": 240.0}
    assert list(_lateness_lines({})) == []


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0.04, "0.0 s"),
        (9.9, "9.9 s"),
        (41, "41 s"),
        (240, "4 min"),
        (9000, "2.5 h"),
        (260000, "3.0 d"),
    ],
)
def test_a_length_of_time_fits_a_column(seconds, words):
    """Short enough to stand three abreast."""
    assert short(timedelta(seconds=seconds)) == words


async def test_the_metrics_have_a_histogram_a_hop():
    """Every hop is there from the start; what was measured is counted once."""
    histogram = LatenessHistogram()
    histogram.observe(times(4, 0.2, 0.8))

    async def figures():
        return {"feeds": 3}

    async def ready():
        return None

    runner = await serve_health(health_app(figures, ready, histogram.text), "127.0.0.1", 0)
    try:
        port = runner.addresses[0][1]
        url = f"http://127.0.0.1:{port}/metrics"
        async with aiohttp.ClientSession() as http, http.get(url) as answer:
            lines = (await answer.text()).splitlines()
    finally:
        await runner.cleanup()
    assert "monitor_feeds 3" in lines
    for hop in ("seen", "decided", "sent"):
        assert f'monitor_alert_hop_seconds_count{{hop="{hop}"}} 1.0' in lines
    assert 'monitor_alert_hop_seconds_bucket{hop="sent",le="1.0"} 1.0' in lines
    assert 'monitor_alert_hop_seconds_bucket{hop="sent",le="0.5"} 0.0' in lines
