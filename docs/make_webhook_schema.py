"""Writes docs/webhook-schema.json: what webhooks are sent, as a JSON Schema.

python docs/make_webhook_schema.py
"""

import json
from pathlib import Path

from notifiers.stored import message_schema

FILE = Path(__file__).with_name("webhook-schema.json")


def written() -> str:
    """The schema as it stands in its file."""
    return json.dumps(message_schema(), ensure_ascii=False, indent=2) + "\n"


if __name__ == "__main__":
    FILE.write_text(written(), encoding="utf-8")
