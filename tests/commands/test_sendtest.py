"""`monitor send-test`: samples of every kind, sent or written into files."""

import email
import email.policy
import json

import pytest

from monitor.commands.samples import KINDS
from notifiers.stored import load_message
from notifiers.testing import RecordingNotifier

CHANNELS = {
    "desk": {"slack": "#desk"},
    "mail": {"email": ["a@example.org", "b@example.org"]},
    "hook": {"webhook": "https://example.org/in"},
    "others": {"apprise": "json://example.org/secret-path"},
}


@pytest.fixture(autouse=True)
def settings(room):
    room.settings(channels=CHANNELS, email={"from": "News <news@example.org>"})


@pytest.fixture
def channel(monkeypatch):
    """Every channel records what it is sent."""
    made = RecordingNotifier()
    monkeypatch.setattr("monitor.channels.build", lambda config, servers: made)
    return made


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_is_sent(room, channel, kind):
    """The sample arrives, and says that it is a test."""
    told = room.call("send-test", "desk", "--as", kind)
    assert (told.code, told.err) == (0, "")
    assert told.out.startswith("sent to slack:#desk")
    assert channel.sent[-1].subject.startswith("Test: ")


@pytest.mark.parametrize("kind", ["update", "correction", "withdrawal"])
def test_a_follow_up_stands_under_its_alert(room, channel, kind):
    """The alert is sent first, the other in its thread, with its kind."""
    room.call("send-test", "desk", "--as", kind)
    alert, reply = channel.sent
    assert (alert.kind, reply.kind, reply.thread) == ("alert", "update", alert.id)
    assert channel.parents[1] is not None
    assert reply.sections[0].stories[0].kind == kind


def test_a_copy_is_an_edit(room, channel):
    """Who else carries it is written into the alert, where messages can be edited."""
    assert room.call("send-test", "desk", "--as", "copy").out == "sent to slack:#desk, and edited\n"
    [(_, edited)] = channel.edited
    assert edited.sections[0].stories[0].also_in
    channel.edits = False
    told = room.call("send-test", "desk", "--as", "copy")
    assert told.code == 0
    assert "can't be edited" in told.out


def test_json_is_a_line_a_destination(room, channel):
    """Where it went, and the receipt."""
    told = room.call("send-test", "mail", "--json")
    rows = [json.loads(line) for line in told.out.splitlines()]
    assert [(row["to"], row["sent"]) for row in rows] == [
        ("email:a@example.org", True),
        ("email:b@example.org", True),
    ]


@pytest.mark.parametrize("kind", KINDS)
def test_a_preview_sends_nothing(room, channel, kind):
    """Every channel's form is written into the folder, and can be opened."""
    for name in CHANNELS:
        assert room.call("send-test", name, "--as", kind, "--preview", "out").code == 0
    assert channel.sent == []
    out = room.folder / "out"
    mail = email.message_from_bytes(
        (out / f"email-a@example.org-{kind}.eml").read_bytes(), policy=email.policy.default
    )
    assert "Test: " in mail["Subject"]
    assert ("In-Reply-To" in mail) is (kind in ("update", "correction", "withdrawal"))
    assert "<html" in (out / f"email-b@example.org-{kind}.html").read_text(encoding="utf-8")
    assert "Test: " in (out / f"email-b@example.org-{kind}.txt").read_text(encoding="utf-8")
    slack = json.loads((out / f"slack-desk-{kind}.json").read_text(encoding="utf-8"))
    assert slack["blocks"]
    assert slack["text"]
    assert "Test: " in (out / f"slack-desk-{kind}.txt").read_text(encoding="utf-8")
    stored = (out / f"webhook-https-example.org-in-{kind}.json").read_text(encoding="utf-8")
    assert load_message(stored).subject.startswith("Test: ")
    assert "Test: " in (out / f"apprise-others-{kind}.txt").read_text(encoding="utf-8")


def test_a_preview_can_be_one_file(room):
    """By its ending; one that the channel has no form for is told."""
    told = room.call("send-test", "mail", "--preview", "mail.html", "--json")
    assert json.loads(told.out) == {"to": "email:a@example.org", "file": "mail.html"}
    assert (room.folder / "mail.html").exists()
    unknown = room.call("send-test", "mail", "--preview", "mail.pdf")
    assert unknown.code == 2
    assert "a file that ends in .eml, .html, .json, .txt" in unknown.err
    assert not room.folder.joinpath("mail.pdf").exists()
    wrong = room.call("send-test", "hook", "--preview", "hook.eml")
    assert wrong.code == 2
    assert "shown as json" in wrong.err
    assert not (room.folder / "hook.eml").exists()


def test_what_can_not_be_sent_is_one_line(room):
    """The reason, without the address's secret."""
    told = room.call("send-test", "others", "--json")
    row = json.loads(told.out)
    assert told.code == 1
    assert not row["sent"]
    assert "secret-path" not in told.out + told.err
