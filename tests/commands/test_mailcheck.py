"""`monitor check` on a newsroom's templates, on links in mails and on apprise."""

import pytest


@pytest.fixture(autouse=True)
def desk(room):
    room.write("watchlists/feeds.yaml", "- https://p.example/rss\n")
    room.write("watchlists/fog.yaml", "title: Fog\nmatch: [fog]\n")


def lines(room):
    return room.call("check").out.splitlines()


def test_good_templates_are_passed(room):
    """Files that work, and files that they include, are nothing to tell."""
    room.settings(templates="looks")
    room.write("looks/alert.html", '{% include "head.html" %}<p>{{ story.title }}</p>')
    room.write("looks/head.html", "<h1>Gazette</h1>")
    assert lines(room) == ["1 watchlist, 1 feed: no problems"]


def test_a_broken_template_is_told_with_its_place(room):
    """File, line, what is wrong, and the line itself; the exit code is 1."""
    room.settings(templates="looks")
    room.write("looks/digest.txt", "{{ subject }}\n  {{ storys }}\n")
    told = room.call("check")
    assert told.code == 1
    assert told.out.splitlines()[:3] == [
        "looks/digest.txt:2:3: error: 'storys' is undefined",
        "      {{ storys }}",
        "      ^",
    ]


def test_a_name_with_a_slip_is_told(room):
    """A file that no mail uses replaces nothing, which is not seen otherwise."""
    room.settings(templates="looks")
    room.write("looks/alerts.html", "<p>x</p>")
    assert lines(room)[0] == (
        'looks/alerts.html:1:1: warning: no mail uses this file: did you mean "alert.html"?'
    )


def test_a_folder_that_is_missing_is_told(room):
    """The setting is named."""
    room.settings(templates="looks")
    assert "templates in monitor.yaml" in lines(room)[0]


def test_links_need_a_key(room, monkeypatch):
    """A page without the token that signs its links is told; with http there is no one click."""
    monkeypatch.delenv("MONITOR_WEB_TOKEN", raising=False)
    room.settings(web={"public_url": "https://monitor.example.org"})
    assert "MONITOR_WEB_TOKEN is missing" in lines(room)[0]
    monkeypatch.setenv("MONITOR_WEB_TOKEN", "secret")
    assert lines(room) == ["1 watchlist, 1 feed: no problems"]
    room.settings(web={"public_url": "http://monitor.example.org"})
    assert "no button to unsubscribe" in lines(room)[0]


def test_apprise_addresses_are_tried_and_not_shown(room):
    """One that apprise does not know is told by its channel, a missing variable by its name."""
    room.settings(
        channels={
            "fine": {"apprise": "json://example.org/secret-a"},
            "wrong": {"apprise": "nothing-secret-b"},
            "later": {"apprise_env": "OTHERS_URL"},
        }
    )
    told = room.call("check").out
    assert "channel wrong: apprise does not know this address" in told
    assert "channel later: OTHERS_URL is missing" in told
    assert "channel fine" not in told
    assert "secret-" not in told
