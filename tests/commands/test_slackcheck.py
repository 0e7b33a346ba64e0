"""What `monitor check` says of Slack's tokens and webhooks."""

from pathlib import Path

import pytest

from monitor.commands.slackcheck import slack_problems
from monitor.settings import load_settings

HOOK = "https://hooks.slack.com/services/T0/B0/never-to-be-shown"


def warnings(tmp_path: Path, text: str = "", **environ: str) -> list[str]:
    path = tmp_path / "monitor.yaml"
    path.write_text(text, encoding="utf-8")
    settings, problems = load_settings(path, environ, tmp_path / ".env")
    assert problems == ()
    found = list(slack_problems(settings, path))
    assert not any(problem.error for problem in found)
    return [problem.message for problem in found]


def test_a_bot_needs_no_warning(tmp_path: Path) -> None:
    """Nothing is said of tokens that are what they should be."""
    tokens = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xapp-1"}
    assert warnings(tmp_path, 'channels: {a: {slack: "#a"}}\n', **tokens) == []


def test_tokens_that_were_mixed_up_are_noticed(tmp_path: Path) -> None:
    """The kinds of token are told by how they begin; neither is shown."""
    said = warnings(tmp_path, SLACK_BOT_TOKEN="xapp-secret", SLACK_APP_TOKEN="xoxb-secret")
    assert ["xoxb-" in said[0], "xapp-" in said[1]] == [True, True]
    assert "secret" not in " ".join(said)


@pytest.mark.parametrize(
    ("channel", "environ", "words"),
    [
        (f"{{slack: '{HOOK}'}}", {}, "slack_env: NAME keeps out"),
        ("{slack_env: DESK_HOOK}", {"DESK_HOOK": HOOK}, "no buttons"),
        ("{slack_env: DESK_HOOK}", {}, "DESK_HOOK is missing"),
        ("{slack_env: DESK_HOOK}", {"DESK_HOOK": "hooks.slack.com"}, "DESK_HOOK can't be used"),
    ],
)
def test_what_a_webhook_lacks_is_said(
    tmp_path: Path, channel: str, environ: dict[str, str], words: str
) -> None:
    """Edits and threads that are missing, and an address that is, without showing any."""
    said = warnings(tmp_path, f"channels: {{desk: {channel}}}\n", **environ)
    assert "channels.desk is an incoming webhook" in said[0]
    assert words in " ".join(said)
    assert "never-to-be-shown" not in " ".join(said)


def test_a_webhook_may_come_in_a_file(tmp_path: Path) -> None:
    """`NAME_FILE` names a file with the address, as for every secret."""
    (tmp_path / "hook").write_text(f"{HOOK}\n", encoding="utf-8")
    path = tmp_path / "monitor.yaml"
    path.write_text("channels: {desk: {slack_env: DESK_HOOK}}\n", encoding="utf-8")
    settings, _ = load_settings(path, {"DESK_HOOK_FILE": str(tmp_path / "hook")}, tmp_path / ".env")
    assert settings.slack_webhooks() == {"desk": HOOK}
    [route] = settings.routes(("desk",))
    assert route.destination == "slack-webhook:desk"
    assert HOOK not in repr(settings)
