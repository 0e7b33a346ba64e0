"""The Slack page and the app's manifest: what can be checked without Slack."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft7Validator

from monitor.workers.watch_command import HELP
from notifiers import slack_api, slack_socket, slack_webhook

DOCS = Path(__file__).parents[2] / "docs"
PAGE = (DOCS / "slack.md").read_text(encoding="utf-8")
MANIFEST: dict[str, Any] = yaml.safe_load(
    (DOCS / "slack-app-manifest.yaml").read_text(encoding="utf-8")
)


def closed(required: list[str], **keys: Any) -> dict[str, Any]:
    return {
        "type": "object",
        "additionalProperties": False,
        "required": required,
        "properties": keys,
    }


def text(most: int, pattern: str = "") -> dict[str, Any]:
    return {"type": "string", "minLength": 1, "maxLength": most, "pattern": pattern}


YES_OR_NO = {"type": "boolean"}
# docs.slack.dev, "App manifest reference": the parts that we use, with their limits.
SCHEMA = closed(
    ["display_information"],
    _metadata=closed([], major_version={"enum": [1, 2]}, minor_version={"type": "integer"}),
    display_information=closed(
        ["name"],
        name=text(35),
        description=text(140),
        background_color=text(7, "^#[0-9a-f]{6}$"),
    ),
    features=closed(
        [],
        bot_user=closed(
            ["display_name"], display_name=text(80, "^[a-z0-9._-]+$"), always_online=YES_OR_NO
        ),
        slash_commands={
            "type": "array",
            "maxItems": 50,
            "items": closed(
                ["command", "description"],
                command=text(32, "^/[a-z0-9_-]+$"),
                description=text(2_000),
                usage_hint=text(1_000),
                should_escape=YES_OR_NO,
            ),
        },
    ),
    oauth_config=closed(
        ["scopes"],
        scopes=closed(
            ["bot"],
            bot={"type": "array", "maxItems": 255, "uniqueItems": True, "items": text(80)},
        ),
    ),
    settings=closed(
        [],
        interactivity=closed(["is_enabled"], is_enabled=YES_OR_NO),
        org_deploy_enabled=YES_OR_NO,
        socket_mode_enabled=YES_OR_NO,
        token_rotation_enabled=YES_OR_NO,
    ),
)


def test_the_manifest_is_one() -> None:
    """Slack's reference knows each of its keys, and its texts are short enough."""
    assert list(Draft7Validator(SCHEMA).iter_errors(MANIFEST)) == []


def test_the_manifest_has_what_buttons_and_the_command_need() -> None:
    """Socket Mode and interactivity are on, the command is there, tokens don't expire."""
    settings = MANIFEST["settings"]
    assert settings["socket_mode_enabled"] is True
    assert settings["interactivity"] == {"is_enabled": True}
    assert settings["token_rotation_enabled"] is False
    [command] = MANIFEST["features"]["slash_commands"]
    assert command["command"] == "/watch"
    assert command["should_escape"] is False
    assert all(f"/watch {verb}" in HELP.text for verb in re.findall(r"[a-z]+", "list try silence"))


def test_every_permission_is_explained() -> None:
    """What the app asks for is what the page says it is for."""
    table = PAGE.partition("## What the permissions are for")[2].partition("\n## ")[0]
    explained = set(re.findall(r"`([a-z.:]+)`", table)) - {"monitor"}
    assert explained >= {*MANIFEST["oauth_config"]["scopes"]["bot"], "connections:write"}


READ = (
    *(words for words in slack_api._WORDS.values() if not words.startswith("{")),
    *slack_webhook._WORDS.values(),
    slack_socket._TOKEN,
    slack_socket._OFF,
    slack_socket._FULL,
    "Buttons in Slack do nothing for now",
    "This button is out of date",
    "/watch answers in channels that get alerts",
    "Slack doesn't say whether you are a member",
)


@pytest.mark.parametrize("words", sorted({re.split(r"[{(:]", words)[0].strip() for words in READ}))
def test_every_error_has_its_line(words: str) -> None:
    """What somebody may read of Slack's refusals stands on the page, with what to do."""
    rows = " ".join(line for line in PAGE.splitlines() if line.startswith("| "))
    assert words in rows.replace("`", "")
