"""The JSON Schema of monitor.yaml; a test holds its keys and defaults to those of the settings."""

from monitor.sections import CHANNEL_KINDS
from monitor.watchlist.schema import described, document, section
from monitor.watchlist.shape import (
    Schema,
    digest,
    duration,
    list_of,
    mail_address,
    may_be_open,
    one_or_more,
    quiet_hours,
    scalar,
    slack_channel,
    text,
    yes_or_no,
    zone,
)

_NAME = text("^[A-Za-z_][A-Za-z0-9_]*$", "this is no name of an environment variable")
_KINDS = CHANNEL_KINDS


def settings_schema() -> Schema:
    """The schema of monitor.yaml. A section may be left open."""
    keys = {
        "storage": _storage(),
        "timezone": described("The desk's time zone.", zone() | {"default": "UTC"}),
        "polling": _polling(),
        "network": section(
            "Which addresses may be reached.",
            {
                "allow_private": described(
                    "Feeds on private addresses too.", yes_or_no() | {"default": False}
                )
            },
        ),
        "stories": section(
            "How long a story lives.", {"window": _time("Copies are looked for in it.", "72h")}
        ),
        "storms": section(
            "How many alerts a destination takes before they are gathered into one.",
            {
                "burst": _number("Alerts.", 20),
                "window": _time("In so long a time.", "5m"),
            },
        ),
        "slack": _slack(),
        "email": _email(),
        "channels": {
            "type": "object",
            "description": "Names that watchlists may use under notify.",
            "additionalProperties": _channel(),
        },
        "default": _names("Where alerts go that no watchlist sends elsewhere.", "console"),
        "ops": _names("Where the monitor speaks of its own troubles.", "console"),
        "escalate_after": _time(
            "An alert of high priority that waits longer is told to ops.", "10m"
        ),
        "web": _web(),
        "templates": described("A folder with templates of your own for mails.", scalar()),
        "retention": section(
            "How long things are kept.",
            {"entries": _time("Entries.", "30d"), "alerts": _time("Alerts.", "365d")},
        ),
    }
    root = section("The settings. Every key may be left out.", _all_open(keys))
    return document("Settings of the monitor", may_be_open(root), {})


def _all_open(keys: Schema) -> Schema:
    return {name: may_be_open(schema) for name, schema in keys.items()}


def _storage() -> Schema:
    return described(
        "The database's file: `sqlite:///monitor.db`.",
        text(
            r"^sqlite:///(?!:memory:|file:)[^\n]",
            "this is no storage: write sqlite:/// and the path of a file",
        )
        | {"default": "sqlite:///monitor.db"},
    )


def _polling() -> Schema:
    size = text(
        r"^\s*[0-9]{1,12}(?:\.[0-9]+)?\s*(?:B|kB|KB|KiB|MB|MiB|GB|GiB)?\s*$",
        "this is no size: write it with its unit, such as 15MB",
    )
    return section(
        "How often and how hard feeds are read.",
        {
            "every": _time("How often a feed is asked.", "5m"),
            "min": _time("A busy feed is not asked more often.", "30s"),
            "max": _time("The longest pause, after failures too.", "6h"),
            "concurrency": _number("Feeds that are asked at a time.", 100),
            "per_host": _number("Requests to one host at a time.", 2),
            "timeout": _time("How long an answer may take.", "30s"),
            "max_bytes": described(
                "How large an answer may be.",
                size | {"type": ["string", "integer"], "minimum": 1, "default": "15MB"},
            ),
            "user_agent": described(
                "How the monitor names itself.", scalar() | {"default": "deskwatch-monitor"}
            ),
            "max_age": _time("After an outage, entries younger than this are alerted.", "24h"),
        },
    )


def _slack() -> Schema:
    return section(
        "The Slack workspace; its token comes from SLACK_BOT_TOKEN.",
        {
            "base_url": described(
                "The address of Slack's methods.",
                text(r"^https?://[^\s/]+\S*$", "this is no web address")
                | {"default": "https://slack.com/api/"},
            ),
            "allow_channels": _names('Channels that may be written to: "#*" is all.', "#*"),
            "per_channel_interval": _time("The pause between two messages.", "1s", zero=True),
        },
    )


def _email() -> Schema:
    auto = yes_or_no()
    sender = text("^[^@\\n]+@[^\\n]+$", "write News monitor <monitor@example.org>, in quotes")
    return section(
        "The mail server; its password comes from SMTP_PASSWORD.",
        {
            "host": described("Its name.", scalar() | {"default": "localhost"}),
            "port": _number("Its port.", 25) | {"maximum": 65535},
            "starttls": described(
                "Encrypted: `auto` where the server can, `true` always, `false` never.",
                auto
                | {
                    "pattern": f"{auto['pattern']}|^[Aa][Uu][Tt][Oo]$",
                    "patternErrorMessage": "write auto, true or false",
                    "examples": ["auto", True, False],
                    "default": "auto",
                },
            ),
            "username": described("Where it wants one.", may_be_open(scalar())),
            "from": described(
                "The sender.", sender | {"default": "News monitor <monitor@localhost>"}
            ),
            "allow": _names('Recipients that may be written to: "*@example.org".', "*"),
            "unsubscribe": described(
                "Who gets mails of readers that want no more; else the sender.",
                may_be_open(mail_address()),
            ),
            "bounces": described(
                "Who gets mails that could not be delivered; else the sender.",
                may_be_open(mail_address()),
            ),
        },
    )


def _channel() -> Schema:
    """A name with one address, and when it may be written to."""
    hook = text(
        r"^\s*(?!https?://hooks[.]slack[.]com)https?://[^\s/]\S*\s*$",
        "this is no address for a webhook: https://… and not Slack's own, for which there is slack",
    )
    channel = section(
        "One of slack, email, webhook, apprise.",
        {
            "slack": described(
                'A channel: "#desk"; or the address of an incoming webhook.',
                {"anyOf": [slack_channel(), _slack_hook()]},
            ),
            "slack_env": described("The variable with an incoming webhook's address.", _NAME),
            "email": described("One address or more.", one_or_more(mail_address())),
            "webhook": described("An address that takes messages as JSON.", hook),
            "apprise": described("Another service, by its address at apprise.", scalar()),
            "apprise_env": described("The variable with an address at apprise.", _NAME),
            "secret_env": described("The variable with the secret that signs them.", _NAME),
            "digest": described("Gathered instead of told at once, and when.", digest()),
            "empty": described("Sent although nothing is in it.", yes_or_no() | {"default": False}),
            "quiet": described("Held back meanwhile.", quiet_hours()),
            "quiet_except": described(
                "What is told all the same.", {"type": "string", "enum": ["high"]}
            ),
        },
    )
    return channel | {
        "oneOf": [{"required": [kind]} for kind in _KINDS],
        "dependencies": {
            "secret_env": ["webhook"],
            "quiet_except": ["quiet"],
            "empty": ["digest"],
        },
    }


def _slack_hook() -> Schema:
    return text(
        r"^\s*(https://[^\s/]+|http://(127\.0\.0\.1|localhost|\[::1\])(:[0-9]+)?)/services/\S*\s*$",
        "a webhook's address reads https://hooks.slack.com/services/…",
    )


def _web() -> Schema:
    listen = text(
        r"^(?:[^\s:/]+|\[[0-9a-fA-F:.]+\]):[0-9]{1,5}$", "write 127.0.0.1:8080, or null for none"
    )
    return section(
        "The health page.",
        {
            "listen": described(
                "Host and port, or null for none.",
                may_be_open(listen) | {"default": "127.0.0.1:8080"},
            ),
            "public_url": described(
                "How the pages are reached from elsewhere: mails carry a link to end them then, "
                "and digests one to all that is in them.",
                may_be_open(text(r"^\s*https?://[^\s/]+\S*\s*$", "this is no web address")),
            ),
            "token_env": described(
                "The variable with the token that the page asks for.",
                _NAME | {"default": "MONITOR_WEB_TOKEN"},
            ),
        },
    )


def _time(about: str, default: str, *, zero: bool = False) -> Schema:
    return described(about, duration(zero=zero) | {"default": default})


def _number(about: str, default: int) -> Schema:
    whole = text(r"^\s*[0-9]+\s*$", "write a whole number")
    return described(
        about, whole | {"type": ["integer", "string"], "minimum": 1, "default": default}
    )


def _names(about: str, default: str) -> Schema:
    return described(about, list_of(scalar()) | {"minItems": 0, "default": [default]})
