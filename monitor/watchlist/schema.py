"""JSON Schemas of the desk's files, for completion and red lines while an editor types.

Draft 7, which every version of VS Code's YAML extension reads. A schema sees the shape of a file
and of single texts; queries, groups and who may be told are looked at by `monitor check`.
`patternErrorMessage`, `errorMessage` and `markdownDescription` are that extension's own words.
"""

from monitor.model.alert import PRIORITIES
from monitor.watchlist.shape import (
    ADDRESS,
    Schema,
    digest,
    duration,
    language,
    list_of,
    mail_address,
    may_be_open,
    one_or_more,
    scalar,
    slack_channel,
    text,
    yes_or_no,
)

DRAFT = "http://json-schema.org/draft-07/schema#"

_QUERY = (
    '`Kuril Islands` the words side by side, inflected · `"…"` as written · `=WHO` capitals'
    " count · `summit*` the beginning of a word · `A AND B`, `A OR B`, `A NOT B` ·"
    ' `A NEAR/5 B` at most 5 words between · `title:A`, `body:A` · `(…)` · `"@name"` a group'
    " of terms.yaml"
)
_NO_QUERY = (
    "this can't be read as a query: a list dash wants a space behind it (- Kurils), NEAR/ wants a"
    " number (NEAR/5), and an entry can't be empty"
)
_SOUND_QUERY = (
    r"^(?!\s*[-–—−][0-9A-Za-z])"
    r'(?![^"“”„‟«»]*[\s(]NEAR/(?![0-9]{1,4}(?:[\s()"“”„‟«»]|$)))'
    r"[\s\S]*\S"
)
"""Not `-Kurils`, not `NEAR/x` before the first quotation mark."""
_BRANCHES = {
    "any": "At least one of these.",
    "all": "Every one of these.",
    "none": "None of these. Beside it something positive is needed, under any or all.",
}


def watchlist_schema() -> Schema:
    """The schema of a watchlist's file."""
    sources = section(
        "Where entries may come from: ids of feeds, or hosts of the entry's link; `*` stands for"
        " anything, and a host for all below it.",
        {
            "include": described("Only from these.", list_of(_source())),
            "exclude": described("Not from these.", list_of(_source())),
        },
    )
    properties = {
        "title": described("How alerts name the watchlist; its file's name otherwise.", scalar()),
        "priority": described(
            "`high` passes storms and leads digests.",
            {"enum": list(PRIORITIES), "default": "normal"},
        ),
        "language": described(
            "Whose rules inflect words in Latin letters; English otherwise.",
            one_or_more(language(inflected=True)),
        ),
        "match": described("What is waited for.", _clause("object", "array", "string")),
        "sources": sources,
        "languages": described(
            "Declared languages of entries that are looked at; all otherwise. An entry that"
            " declares none always is.",
            list_of(language(inflected=False)),
        ),
        "notify": described(
            "Who is told: names of channels, or addresses; the default channels of monitor.yaml"
            " otherwise.",
            _notify(),
        ),
    }
    schema = section("What one desk waits for, and who is told.", properties)
    return document("Watchlist", schema | {"required": ["match"]}, _branches())


def terms_schema() -> Schema:
    """The schema of terms.yaml."""
    groups: Schema = {
        "type": ["object", "null"],
        "description": 'Groups of terms that watchlists share: "@name" stands for any of one.',
        "propertyNames": text(
            r'^[^\s()@=*/"“”„‟«»]+$', "this is no name for a group: write one word, kuril-names"
        ),
        "additionalProperties": described("Any of these.", _clause("array", "object", "string")),
    }
    return document("Groups of terms", groups, _branches())


def feeds_schema() -> Schema:
    """The schema of feeds.yaml."""
    about = "Addresses, mappings with a `url:`, headings with either below them."
    feed: Schema = {
        "type": ["array", "object", "string"],
        "description": about,
        "pattern": ADDRESS,
        "patternErrorMessage": "an address is needed here, with https:// or http:// before it",
        "items": {"$ref": "#/definitions/entry"},
        "if": {"required": ["url"]},
        "then": {"properties": _feed_details(), "additionalProperties": False},
        "else": {
            "properties": {"url": _feed_details()["url"], "include": _include()},
            "additionalProperties": {"$ref": "#/definitions/entry"},
        },
    }
    root = feed | {"type": ["array", "object", "string", "null"]}
    return document("Feeds", root, {"entry": feed})


def document(title: str, root: Schema, definitions: Schema) -> Schema:
    """A whole schema, with the parts that can stand inside themselves."""
    return {"$schema": DRAFT, "title": title, **root, "definitions": definitions}


def section(about: str, properties: Schema) -> Schema:
    """A mapping of these keys and no others."""
    return described(
        about, {"type": "object", "properties": properties, "additionalProperties": False}
    )


def described(about: str, schema: Schema) -> Schema:
    """The schema with what is shown beside it, in editors that know Markdown and in others."""
    plain = schema | {"description": about.replace("`", "")}
    return plain | ({"markdownDescription": about} if "`" in about else {})


def _branches() -> Schema:
    """What can stand under `match`: an entry of a list, and the keys of a mapping."""
    entry = _clause("string", "object") | {"type": ["string", "number", "boolean", "object"]}
    lists = {
        name: described(about, _clause("array", "string", "object"))
        for name, about in _BRANCHES.items()
    }
    return {"entry": described(_QUERY, entry), **lists}


def _clause(*types: str) -> Schema:
    """A query, a list of entries, or a mapping of any, all, none.

    An editor completes a key with the beginning of the first type.
    """
    return {
        "type": [*types, "number", "boolean"],
        "pattern": _SOUND_QUERY,
        "patternErrorMessage": _NO_QUERY,
        "items": {"$ref": "#/definitions/entry"},
        "minItems": 1,
        "properties": {name: {"$ref": f"#/definitions/{name}"} for name in _BRANCHES},
        "additionalProperties": False,
        "anyOf": _one_key_of(
            "any", "all", complaint="something positive is needed: any: or all: with entries below"
        ),
    }


def _one_key_of(*keys: str, complaint: str) -> list[Schema]:
    return [{"required": [key], "errorMessage": complaint} for key in keys]


def _source() -> Schema:
    return scalar(
        r"^(?![\s\S]*://)[\s\S]*[^\s/]\s*$",
        "this is an address: write the host alone, such as example.com, or a feed's id",
    )


def _notify() -> Schema:
    """Names of channels and addresses, one or a list."""
    name = text(
        r"^[^#@]*[^#@\s][^#@]*$",
        'this is no channel\'s name: write slack: "#desk" or email: desk@example.org',
    )
    digests = described("Gathered instead of told at once, and when.", digest())
    properties = {
        "slack": described('A Slack channel, with quotes: "#desk".', one_or_more(slack_channel())),
        "email": described("An address.", one_or_more(mail_address())),
        "channel": described("A name from monitor.yaml.", one_or_more(name)),
        "digest": digests,
    }
    entry = name | {
        "type": ["string", "object"],
        "properties": properties,
        "additionalProperties": False,
        "anyOf": _one_key_of(
            "slack", "email", "channel", complaint="nobody is named here: add slack: or email:"
        ),
    }
    return list_of(entry)


def _include() -> Schema:
    return described(
        "Lists that another reader has exported: `feeds.opml`.",
        one_or_more(text(r"\S", "a file")) | {"minItems": 0},
    )


def _feed_details() -> Schema:
    word = scalar(r"^\S+$", "this is no id: write one word, such as nhk-world")
    return {
        "url": described("The feed's address.", text(ADDRESS, "this is no web address")),
        "id": described(
            "How commands and watchlists name it; made from the address otherwise.",
            may_be_open(word),
        ),
        "title": described(
            "How alerts name it.", {"type": ["string", "number", "boolean", "null"]}
        ),
        "language": described(
            "Of entries that declare none.", may_be_open(language(inflected=False))
        ),
        "every": described(
            "How often it is asked: `5m`; `polling.every` otherwise.", may_be_open(duration())
        ),
        "max_age": described(
            "After an outage, entries younger than this are alerted: `48h`.",
            may_be_open(duration()),
        ),
        "full_text": described("Read the article behind the link.", may_be_open(yes_or_no())),
        "alert_backlog": described(
            "At first sight, entries younger than this are alerted: `2h`.", may_be_open(duration())
        ),
        "headers": described(
            "Sent with each request: `{Accept-Language: ja}`.",
            {
                "type": "object",
                "propertyNames": {"pattern": "^[!#$%&'*+.^_`|~0-9A-Za-z-]+$"},
                "additionalProperties": {"type": ["string", "number", "boolean", "null"]},
            },
        ),
    }
