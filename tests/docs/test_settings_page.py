"""The reference of the settings names every key with its default, every variable and figure."""

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel

from monitor.sections import Channel
from monitor.settings import SECRETS, Settings
from monitor.store.counts import Counts
from monitor.watchlist.force import Standing
from monitor.web.health import PREFIX

PAGE = (Path(__file__).parents[2] / "docs" / "settings.md").read_text(encoding="utf-8")
_ROW = re.compile(r"^\| `([\w.]+)` \| `([^`]+)` \| \S.*\|$", re.MULTILINE)


def keys_of(model: type[BaseModel], before: str = "") -> set[str]:
    found = set()
    for name, field in model.model_fields.items():
        key = f"{before}{field.alias or name}"
        inner: object = field.annotation
        if isinstance(inner, type) and issubclass(inner, BaseModel):
            found |= keys_of(inner, f"{key}.")
        else:
            found.add(key)
    return found


def test_every_key_stands_there_and_no_other():
    """The keys of the tables are those of the settings and of a channel, each once."""
    told = [key for key, _ in _ROW.findall(PAGE)]
    assert sorted(told) == sorted(keys_of(Settings) | keys_of(Channel, "channels.NAME."))


def test_the_defaults_are_the_settings_own():
    """A file with all the defaults of the page means the same as no file."""
    written: dict[str, Any] = {}
    channel: dict[str, Any] = {}
    for key, default in _ROW.findall(PAGE):
        section, _, name = key.rpartition(".")
        into = channel if section == "channels.NAME" else written
        into = into.setdefault(section, {}) if section and into is written else into
        into[name] = yaml.safe_load(default)
    assert Settings.model_validate(written) == Settings()
    assert {name: tuple(v) if v == [] else v for name, v in channel.items()} == {
        name: field.default for name, field in Channel.model_fields.items()
    }


def test_variables_and_figures_stand_there():
    """Every variable that is looked for, and every figure of /metrics."""
    now = datetime(2024, 1, 1, tzinfo=UTC)
    counts = Counts(0, 0, 0, 0, 0, 0, 0, 0, now, now, now, now)
    figures = [*counts.figures(), *Standing().figures()]
    for name in (*SECRETS, *(f"{PREFIX}{figure}" for figure in figures)):
        assert f"| `{name}` |" in PAGE
