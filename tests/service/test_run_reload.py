"""`monitor run` as a process: what an editor saves is in force while it runs, and after it."""

import json
import signal

import pytest

pytestmark = pytest.mark.slow  # each starts the service; tests/reload covers the rest quickly

TITLE = "Ferry to the Kuril Islands sails again"
ZEBRA = "Zebra foal born in Sapporo"
ZEBRAS = "title: Zebras\nmatch:\n  - zebra\n"


def test_a_saved_watchlist_is_in_force_at_once(desk, site):
    """A new watchlist tells the next entry; a broken one is refused with its place."""
    service = desk.start()
    site.wait_until_asked(2)
    desk.write("watchlists/zebras.yaml", ZEBRAS)
    service.wait_for("Zebras: new")
    site.items.insert(0, ZEBRA)
    service.wait_for(ZEBRA)
    desk.write("watchlists/zebras.yaml", "title: Zebras\nmach:\n  - zebra\n")
    service.wait_for("zebras.yaml:2:1: error")
    service.wait_for("Zebras: zebras.yaml has an error, its last good version stays in force")
    assert service.stop() == 0


def test_a_restart_with_a_broken_file_goes_on_with_the_last_good_one(desk, site):
    """The version in the database stands in, and `monitor watchlists` says so."""
    service = desk.start()
    site.wait_until_asked(2)
    assert service.stop() == 0
    desk.write("watchlists/kurils.yaml", "title: Kurils\nmach:\n  - Kuril Islands\n")
    again = desk.start()
    site.wait_until_asked(2)
    site.items.insert(0, TITLE)
    again.wait_for(TITLE)
    assert again.stop() == 0
    listed = desk.call("watchlists", "list", "--json")
    assert listed.returncode == 1
    row = json.loads(listed.stdout)
    assert (row["id"], row["title"]) == ("kurils", "Kurils")
    assert row["state"].startswith("last good version of ")


def test_sighup_reads_everything_again(desk, site):
    """The signal doesn't end the service, and what was saved before it is in force."""
    service = desk.start()
    site.wait_until_asked(2)
    desk.write("watchlists/zebras.yaml", ZEBRAS)
    service.process.send_signal(signal.SIGHUP)
    service.wait_for("Zebras: new")
    desk.write("watchlists/feeds.yaml", f"- url: {site.url}/other\n  id: b\n")
    service.process.send_signal(signal.SIGHUP)
    service.wait_for("+1 feed (b), −1 feed (a)")
    assert service.stop() == 0
