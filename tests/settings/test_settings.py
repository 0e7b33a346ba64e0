"""monitor.yaml and the environment: defaults, values, problems with their place, secrets."""

import json
from datetime import time, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from monitor.alerting.schedule import QuietHours
from monitor.model.alert import Route
from monitor.settings import Settings, load_settings
from monitor.watchlist.problem import Problem

FULL = """\
storage: sqlite:////var/lib/monitor/monitor.db
timezone: Europe/London
polling: {every: 2m, min: 10s, max: 3h, concurrency: 50, per_host: 1, timeout: 20s,
          max_bytes: 15MB, user_agent: desk, max_age: 1d}
network: {allow_private: yes}
stories: {window: 48h}
storms: {burst: 5, window: 1m}
slack: {base_url: "https://slack.example/api", allow_channels: "#desk*", per_channel_interval: 2s}
email: {host: mail.example.org, port: 587, starttls: true, username: desk,
        from: "Desk <desk@example.org>", allow: ["*@example.org"]}
channels:
  asia: {slack: "#desk-asia", quiet: "22:00-07:00 Asia/Tokyo"}
  mails: {email: [a@example.org, b@example.org], digest: "weekdays 07:30"}
  archive: {webhook: "https://archive.example/in", secret_env: ARCHIVE_SECRET}
default: [asia, console]
ops: "email:ops@example.org"
web: {listen: null, token_env: PAGE_TOKEN}
retention: {entries: 2w, alerts: 365d}
"""


def load(
    folder: Path, text: str, environ: dict[str, str] | None = None
) -> tuple[Settings, tuple[Problem, ...]]:
    path = folder / "monitor.yaml"
    path.write_text(text, encoding="utf-8")
    return load_settings(path, environ or {}, folder / ".env")


def test_every_key(tmp_path: Path) -> None:
    """One file with all settings becomes durations, bytes, routes."""
    settings, problems = load(tmp_path, FULL)
    assert not problems
    assert settings.polling.every == timedelta(minutes=2)
    assert settings.polling.max_bytes == 15_000_000
    assert settings.polling.max_age == timedelta(days=1)
    assert settings.network.allow_private is True
    assert settings.slack.base_url == "https://slack.example/api/"
    assert settings.slack.allow_channels == ("#desk*",)
    assert settings.email.sender == "Desk <desk@example.org>"
    assert settings.email.starttls is True
    assert settings.web.listen is None
    assert settings.retention.entries == timedelta(weeks=2)
    assert settings.ops_routes() == (Route("email:ops@example.org"),)
    assert settings.quiet_hours() == {
        "slack:#desk-asia": QuietHours(time(22), time(7), "Asia/Tokyo")
    }


def test_destinations(tmp_path: Path) -> None:
    """Channels become routes, one a recipient, and the allow-lists go with them."""
    destinations = load(tmp_path, FULL)[0].destinations()
    assert destinations.named("mails") == (
        Route("email:a@example.org", "weekdays 07:30"),
        Route("email:b@example.org", "weekdays 07:30"),
    )
    assert destinations.named("archive") == (Route("webhook:https://archive.example/in"),)
    assert destinations.default == (Route("slack:#desk-asia"), Route("console"))
    assert destinations.zone == "Europe/London"
    assert destinations.address("slack", "#desk-x") == "slack:#desk-x"
    with pytest.raises(ValueError, match=r"slack\.allow_channels"):
        destinations.address("slack", "#board")


def test_defaults() -> None:
    """A missing file is a file of defaults."""
    settings, problems = load_settings(None, {}, Path("none"))
    assert not problems
    assert settings == Settings()
    assert settings.storage == "sqlite:///monitor.db"
    assert settings.destinations().default == (Route("console"),)
    assert settings.ops_routes() == (Route("console"),)
    assert settings.slack.allow_channels == ("#*",)
    assert settings.email.allow == ("*",)


def test_json_and_empty_sections(tmp_path: Path) -> None:
    """JSON is read too; a section whose lines are all comments is none."""
    values = {"polling": {"every": "1s", "min": "1s"}, "web": {"listen": None}}
    values |= {"email": {"starttls": False}, "storms": {"burst": 1000000}}
    settings, problems = load(tmp_path, json.dumps(values))
    assert not problems
    assert settings.email.starttls is False
    assert settings.storms.burst == 1_000_000
    assert load(tmp_path, "polling:\n  # every: 5m\nweb:\n")[1] == ()


ERRORS = [
    ("pooling: {every: 5m}\n", 1, 1, '"polling"'),
    ("polling:\n  evry: 5m\n", 2, 3, '"every"'),
    ("polling:\n  every: 5\n", 2, 10, "unit"),
    ("polling:\n  every: 0s\n", 2, 10, "above zero"),
    ("polling:\n  every: 999999999999d\n", 2, 10, "century"),
    ("polling:\n  concurrency: many\n", 2, 16, "whole number"),
    ("polling:\n  per_host: 0\n", 2, 13, "1 or more"),
    ("polling:\n  max_bytes: big\n", 2, 14, "15MB"),
    ("polling:\n  every: 1m\n  min: 5m\n", 2, 10, "polling.min"),
    ("polling:\n  every: 12h\n", 2, 10, "polling.max"),
    ("polling: fast\n", 1, 10, "keys with values"),
    ('quiet: "22:00-07:00"\n', 1, 1, "under one of the names below channels:"),
    ("per_host: 2\n", 1, 1, '"per_host" belongs under polling:'),
    ("window: 3h\n", 1, 1, "belongs under stories: or under storms:"),
    ("polling:\n  timezone: UTC\n", 2, 3, "at the top of the file"),
    ("default: [consol]\n", 1, 11, 'did you mean "console"?'),
    ('channels: {a: {slack: "#a", quiet: "22:00-07:00", quiet_except: normal}}\n', 1, 65, "write"),
    ("polling:\n  every:\n", 2, 3, "empty"),
    ("network: {allow_private: maybe}\n", 1, 26, "true or false"),
    ("timezone: Europe/Londn\n", 1, 11, "Europe/London"),
    ("storage: mysql://x\n", 1, 10, "sqlite"),
    ("slack: {base_url: slack.com}\n", 1, 19, "https://"),
    ("slack: {allow_channels: {a: b}}\n", 1, 9, "a list"),
    ("email: {starttls: often}\n", 1, 19, "auto, true, false"),
    ("email: {port: 99999}\n", 1, 15, "65535"),
    ("email: {from: nobody}\n", 1, 15, "no sender"),
    ("web: {listen: here}\n", 1, 15, "127.0.0.1:8080"),
    ("web: {listen: 127.0.0.1:99999}\n", 1, 15, "127.0.0.1:8080"),
    ("web: {token_env: a b}\n", 1, 18, "environment"),
    ("channels: {a: {}}\n", 1, 12, "one of slack, email, webhook"),
    ('channels: {a: {slack: "#a", email: a@b.example}}\n', 1, 12, "one of slack"),
    ('channels: {a: {slak: "#a"}}\n', 1, 16, '"slack"'),
    ('channels: {a: {apprise: "x://y", apprise_env: X}}\n', 1, 12, "one of slack, email"),
    ("web: {public_url: monitor.example.org}\n", 1, 19, "https://"),
    ("email: {bounces: nobody}\n", 1, 18, "no email address"),
    ("email: {unsubscribe: женя@example.org}\n", 1, 22, "SMTPUTF8"),
    ("channels: {a: {webhook: https://hooks.slack.com/x}}\n", 1, 12, "under slack:"),
    ("channels: {a: {slack: https://hooks.slack.com/x}}\n", 1, 23, "/services/"),
    ("channels: {a: {slack: '#a', slack_env: X}}\n", 1, 12, "one of slack"),
    ("channels: {a: {slack_env: a b}}\n", 1, 27, "environment"),
    ("channels: {a: {webhook: nowhere}}\n", 1, 25, "https://"),
    ('channels: {a: {slack: "#a", secret_env: X}}\n', 1, 12, "belongs to a webhook"),
    ("channels: {a: {slack: asia}}\n", 1, 23, "#name"),
    ('channels: {a: {slack: "#a", digest: sometimes}}\n', 1, 37, "daily 07:30"),
    ('channels: {a: {slack: "#a", quiet: "9-5"}}\n', 1, 36, "no time"),
    ("email: {allow: [x@y.example]}\nchannels: {a: {email: [b@c.example]}}\n", 2, 16, "allow"),
    ("default: [nobody]\n", 1, 11, "no channel"),
    ("ops: [asia]\nchannels: {asia-desk: {slack: '#a'}}\n", 1, 7, '"asia-desk"'),
    ("- a\n", 1, 1, "keys with values"),
    ("timezone: UTC\ntimezone: UTC\n", 2, 1, "duplicate"),
]


@pytest.mark.parametrize(("text", "line", "column", "said"), ERRORS)
def test_what_is_wrong_is_said_at_its_place(
    tmp_path: Path, text: str, line: int, column: int, said: str
) -> None:
    """One error at the place of the mistake, in words."""
    _, problems = load(tmp_path, text)
    assert [(one.error, one.line, one.column) for one in problems] == [(True, line, column)], (
        problems
    )
    assert said in problems[0].message


def test_a_wrong_value_falls_back_alone(tmp_path: Path) -> None:
    """What is right beside a wrong value stays in force; consequences are not told."""
    settings, problems = load(
        tmp_path,
        "polling: {every: often, timeout: 7s}\nchannels: {a: {slack: a}, b: {slack: '#b'}}\n"
        "default: [a, b]\n",
    )
    assert [one.line for one in problems] == [1, 2]
    assert settings.polling.every == timedelta(minutes=5)
    assert settings.polling.timeout == timedelta(seconds=7)
    assert list(settings.channels) == ["b"]
    assert settings.default == ("console",)


def test_secrets_come_from_the_environment(tmp_path: Path) -> None:
    """The environment goes before .env, a value before a file; names in the settings are found."""
    (tmp_path / ".env").write_text("SLACK_BOT_TOKEN=xoxb-file\nSLACK_APP_TOKEN='xapp-1'\n")
    (tmp_path / "password").write_text("pass word\n")
    environ = {
        "SLACK_BOT_TOKEN": "xoxb-environment",
        "SMTP_PASSWORD_FILE": str(tmp_path / "password"),
        "ARCHIVE_SECRET": "whsec",
        "PAGE_TOKEN": "page",
        "OTHER": "not ours",
    }
    settings, problems = load(tmp_path, FULL, environ)
    assert not problems
    assert settings.secret("SLACK_BOT_TOKEN") == "xoxb-environment"
    assert settings.secret("SLACK_APP_TOKEN") == "xapp-1"
    assert settings.secret("SMTP_PASSWORD") == "pass word"
    assert settings.secret("OTHER") is None
    assert settings.web_token() == "page"
    assert settings.webhook_secrets() == {"https://archive.example/in": "whsec"}


def test_secrets_are_never_printed(tmp_path: Path) -> None:
    """Neither repr nor JSON of the settings shows one."""
    settings, _ = load(tmp_path, "", {"SLACK_BOT_TOKEN": "xoxb-secret"})
    assert "xoxb" not in repr(settings) + str(settings) + settings.model_dump_json()
    assert "xoxb" not in repr(settings.__pydantic_private__)


def test_a_secret_file_that_is_gone_is_a_problem(tmp_path: Path) -> None:
    """NAME_FILE must name a file that can be read; an empty secret is none."""
    settings, problems = load(tmp_path, "", {"SMTP_PASSWORD_FILE": str(tmp_path / "gone")})
    assert [one.file for one in problems] == ["environment"]
    assert "SMTP_PASSWORD_FILE" in problems[0].message
    assert settings.secret("SMTP_PASSWORD") is None
    assert load(tmp_path, "", {"SLACK_BOT_TOKEN": " "})[0].secret("SLACK_BOT_TOKEN") is None


def test_settings_can_be_made_from_plain_values() -> None:
    """Parts of the program make settings without a file."""
    settings = Settings.model_validate({"polling": {"every": "1s", "min": "1s"}, "timezone": "UTC"})
    assert settings.polling.every == timedelta(seconds=1)
    assert settings.secret("SLACK_BOT_TOKEN") is None


PIECES = ["polling:", "channels:", "a:", "slack:", "every:", " ", "\n", "  ", "- ", "5m", "'#a'"]
PIECES += ["{", "}", "[", "]", ",", "default:", "null", "email:", "x@y.example", "ops:", "a"]


@hypothesis_settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=25).map("".join))
def test_no_file_ever_raises(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    """Whatever stands in the file, there are settings that can be used."""
    settings, _ = load(tmp_path_factory.mktemp("desk"), text)
    assert settings.destinations().default
    assert settings.ops_routes()


def test_a_channel_given_by_its_id_is_among_all_channels(tmp_path: Path) -> None:
    """The default list of allowed Slack channels takes ids as well; a narrower list does not."""
    channel = "channels:\n  desk: {slack: C0123456789}\n"
    wide, problems = load(tmp_path, channel)
    assert problems == ()
    assert wide.routes(("desk",)) == (Route("slack:C0123456789"),)
    _, narrow = load(tmp_path, channel + 'slack: {allow_channels: ["#desk*"]}\n')
    assert ["C0123456789" in problem.message for problem in narrow] == [True]


def test_calm_is_set_by_channel(tmp_path: Path) -> None:
    """High priority passes quiet hours, and empty digests are sent, only where it is said."""
    settings, problems = load(
        tmp_path,
        """
        escalate_after: 3m
        channels:
          a: {slack: "#a", quiet: "22:00-07:00", quiet_except: high}
          b: {slack: "#b", quiet: "22:00-07:00"}
          c: {email: [c@example.org], digest: "daily 07:30", empty: true}
          d: {email: [d@example.org], digest: "daily 07:30"}
        """,
    )
    assert not problems
    assert settings.escalate_after == timedelta(minutes=3)
    passes = {name: quiet.high_passes for name, quiet in settings.quiet_hours().items()}
    assert passes == {"slack:#a": True, "slack:#b": False}
    assert settings.empty_digests() == (Route("email:c@example.org", "daily 07:30"),)


@pytest.mark.parametrize(
    ("key", "words"),
    [("quiet_except: high", "quiet_except belongs to quiet"), ("empty: true", "empty belongs to")],
)
def test_half_a_setting_is_told(tmp_path: Path, key: str, words: str) -> None:
    """What is without effect by itself names what it belongs to."""
    _, problems = load(tmp_path, f'channels: {{a: {{slack: "#a", {key}}}}}\n')
    assert words in problems[0].message
