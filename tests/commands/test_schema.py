"""The editors' schemas: what loads is never red, and what a schema can see to be wrong is."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft7Validator
from pydantic import BaseModel

from monitor.commands.errors import CommandError
from monitor.commands.schema import COMMENT, FOLDER, schemas, write_schemas, written
from monitor.sections import Channel
from monitor.settings import Settings
from monitor.watchlist.destination import Destinations
from monitor.watchlist.feedlist import load_feeds
from monitor.watchlist.load import load_files
from monitor.watchlist.shape import Schema

ROOT = Path(__file__).parents[2]
SHIPPED = ROOT / "watchlists"
SCHEMAS = schemas()


class Yaml12(yaml.SafeLoader):
    """Scalars as VS Code's extension reads them (YAML 1.2, 10.3): `no` and dates are texts."""


Yaml12.yaml_implicit_resolvers = {}
for tag, pattern in {
    "null": r"~|null|Null|NULL|",
    "bool": r"true|True|TRUE|false|False|FALSE",
    "int": r"[-+]?[0-9]+",
    "float": r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?",
}.items():
    Yaml12.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(f"(?:{pattern})$"), None)


def red(file: str, text: str) -> list[str]:
    """What an editor complains of, by either version of YAML; syntax errors too."""
    return [
        complaint for loader in (yaml.SafeLoader, Yaml12) for complaint in seen(file, text, loader)
    ]


def seen(file: str, text: str, loader: type[yaml.SafeLoader]) -> Iterator[str]:
    try:
        value = yaml.load(text.lstrip("\ufeff"), loader)  # noqa: S506 # both are safe loaders
    except yaml.YAMLError as error:
        yield str(error)
        return
    plain = json.loads(json.dumps(value, default=str))  # dates become texts, keys too
    for found in Draft7Validator(SCHEMAS[file]).iter_errors(plain):
        yield found.message[:200]


def kind_of(path: Path) -> str:
    return f"{path.stem}.json" if path.stem in ("terms", "feeds") else "watchlist.json"


@pytest.mark.parametrize("file", SCHEMAS)
def test_the_shipped_schemas_are_fresh(file: str) -> None:
    """What `monitor schema` would write is what is there; a change wants it run again."""
    shipped = (SHIPPED / FOLDER / file).read_text(encoding="utf-8")
    assert shipped == written(SCHEMAS[file])
    Draft7Validator.check_schema(json.loads(shipped))


def test_the_command_writes_them(tmp_path: Path) -> None:
    """The files land beside the watchlists, and a folder that is not there is told."""
    told = write_schemas(tmp_path)
    assert sorted(path.name for path in (tmp_path / FOLDER).iterdir()) == sorted(SCHEMAS)
    assert any(COMMENT in line for line in told)
    with pytest.raises(CommandError, match="no folder"):
        write_schemas(tmp_path / "gone")


@pytest.mark.parametrize("path", sorted(SHIPPED.glob("*.yaml")), ids=lambda path: path.name)
def test_a_shipped_file_names_its_schema_and_is_not_red(path: Path) -> None:
    """The first line leads an editor to a schema that is there and finds nothing wrong."""
    text = path.read_text(encoding="utf-8")
    assert text.startswith(f"{COMMENT}{FOLDER}/{kind_of(path)}\n")
    assert red(kind_of(path), text) == []


def test_the_example_settings_are_not_red() -> None:
    """Neither as they stand nor with every default written out."""
    text = (ROOT / "monitor.example.yaml").read_text(encoding="utf-8")
    assert red("settings.json", text) == []
    assert red("settings.json", re.sub(r"(?m)^# (?=[a-z]+:)", "", text)) == []


def test_the_schemas_are_left_alone_by_the_loader() -> None:
    """What is hidden by a dot is no watchlist, whatever its ending."""
    assert all(path.suffix == ".json" for path in (SHIPPED / FOLDER).iterdir())


def test_no_labelled_good_file_is_red(exam: Path) -> None:
    """Terms that YAML twists, nesting, bare lists, single values: all pass."""
    labels = json.loads((exam / "bad" / "expect.json").read_text(encoding="utf-8"))
    good = [exam / "bad" / name for name, label in labels.items() if not label["error"]]
    files = [*exam.glob("*.yaml"), *good]
    complaints = {path.name: red(kind_of(path), path.read_text(encoding="utf-8")) for path in files}
    assert len(files) > 40
    assert {name: found for name, found in complaints.items() if found} == {}


SEEN_ONLY_BY_CHECK = {"group-circle/terms.yaml", "unbalanced-paren.yaml", "unknown-group.yaml"}


def test_labelled_bad_files_are_red(exam: Path) -> None:
    """All but those whose mistake lies inside a query or in another file."""
    labels = json.loads((exam / "bad" / "expect.json").read_text(encoding="utf-8"))
    bad = {name for name, label in labels.items() if label["error"]} - {"latin1.yaml"}
    quiet = {
        name
        for name in bad
        if not red(kind_of(exam / "bad" / name), (exam / "bad" / name).read_text(encoding="utf-8"))
    }
    assert quiet <= SEEN_ONLY_BY_CHECK | {"duplicate-any.yaml"}  # PyYAML lets a key stand twice


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("watchlist.json", "match: Kurils"),
        ("watchlist.json", "match: [Kurils, 2016-12-15, 007, 3.11, no, 12:30 ceremony]"),
        ("watchlist.json", "match: {any: {all: [a, {any: b, none: [c]}]}, none: d}"),
        ("watchlist.json", 'match: ["\\"NEAR/x\\" as a word", a NEAR b, "«-ism» NEAR/3 x"]'),
        ("watchlist.json", "match: [a]\nlanguage: no\nlanguages: [no, zh-TW, EN, yue]"),
        ("watchlist.json", "match: [a]\nsources: {include: nhk, exclude: ['*.example.com', 24]}"),
        ("watchlist.json", "match: [a]\nnotify: asia-desk"),
        ("watchlist.json", "match: [a]\nnotify: {slack: ['#a', C0123456789], email: a@b.example}"),
        ("watchlist.json", "match: [a]\nnotify: [{channel: x, digest: Mon-Fri 7:30 Asia/Tokyo}]"),
        ("watchlist.json", "title: 1984\nmatch: [a]\npriority: high"),
        ("terms.json", ""),
        ("terms.json", "куры: [a]\n日本: b\nx: {any: [a], none: b}"),
        ("feeds.json", ""),
        ("feeds.json", "- https://a.example/rss"),
        ("feeds.json", "A:\n  B: [{url: http://a.example, every: 5m, title: 24}]\ninclude: x.opml"),
        ("feeds.json", "- {url: HTTPS://a.example, id: ~, full_text: Yes, headers: {X-A: 1}}"),
        ("settings.json", "email: {starttls: no, port: '25'}\nchannels: {a: {email: a@b.example}}"),
        ("settings.json", "web: {listen: ~}\nops: []\npolling:\nstorms: {burst: 1}"),
    ],
)
def test_a_good_file_is_not_red(file: str, text: str) -> None:
    """Whatever the manual allows, by the editor's reading of numbers, dates and booleans."""
    assert red(file, text) == []


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("watchlist.json", "title: x"),
        ("watchlist.json", "any: [a]"),
        ("watchlist.json", "match: []"),
        ("watchlist.json", "match: [a, ]\npriorty: high"),
        ("watchlist.json", "match: {none: [a]}"),
        ("watchlist.json", "match: [a, {none: b}]"),
        ("watchlist.json", "match:\n  - #Kurils"),
        ("watchlist.json", "match: [[a]]"),
        ("watchlist.json", "match: -Kurils"),
        ("watchlist.json", "match: a NEAR/ b"),
        ("watchlist.json", "match: a\npriority: urgent"),
        ("watchlist.json", "match: a\nlanguages: [jp]"),
        ("watchlist.json", "match: a\nlanguage: english"),
        ("watchlist.json", "match: a\nlanguages: []"),
        ("watchlist.json", "match: a\nsources: {includes: x}"),
        ("watchlist.json", "match: a\nsources: {include: 'https://a.example/'}"),
        ("watchlist.json", "match: a\nnotify: ['#desk']"),
        ("watchlist.json", "match: a\nnotify: desk@example.org"),
        ("watchlist.json", "match: a\nnotify: [{slack: desk}]"),
        ("watchlist.json", "match: a\nnotify: [{email: desk}]"),
        ("watchlist.json", "match: a\nnotify: [{digest: hourly}]"),
        ("watchlist.json", "match: a\nnotify: [{email: a@b.example, digest: daily}]"),
        ("watchlist.json", "match: a\nnotify: [{email: a@b.example, digest: daily 25:00}]"),
        ("watchlist.json", "match: a\nnotify: [{email: a@b.example, digest: hourly Asia/Tokio}]"),
        ("terms.json", "a b: [x]"),
        ("terms.json", "g: []"),
        ("feeds.json", "- nowhere"),
        ("feeds.json", "Agencies:"),
        ("feeds.json", "- {url: https://a.example, every: 5}"),
        ("feeds.json", "- {url: https://a.example, evry: 5m}"),
        ("feeds.json", "- {title: The Wire}"),
        ("settings.json", "pooling: {every: 5m}"),
        ("settings.json", "polling: {every: 0s}"),
        ("settings.json", "timezone: Europe/Londn"),
        ("settings.json", "email: {port: 70000}"),
        ("settings.json", "channels: {a: {slack: '#a', email: a@b.example}}"),
        ("settings.json", "channels: {a: {slack: '#a', quiet: at night}}"),
        ("settings.json", "channels: {a: {webhook: 'https://hooks.slack.com/services/x'}}"),
        ("settings.json", "web: {listen: '8080'}"),
    ],
)
def test_a_structural_mistake_is_red(file: str, text: str) -> None:
    """What a schema can see is seen while it is typed."""
    assert red(file, text) != []


SHORT = [
    "a", "no", "007", "1e3", "2016-12-15", "true", "~", "null", "", " ", "-a", "- b", "#x", '"b"',
    "“a”", "=WHO", "sum*", "(a", "@g", "title:a", "high", "en", "jp", "zh-TW", "ENG", "5m", "5",
]  # fmt: skip
LONG = [
    "12:30 rally", "a NEAR/2 b", "a NEAR/x b", '"NEAR/x" c', "x@y.example", "#desk", "console",
    "*.example.com", "https://a.example/", "hourly UTC", "weekdays 7:30", "daily 24:00",
    "mon-wed,sun 07:30 , 9:00", "30 7 * * 1-5", "fri 17:00 Asia/Tokio",
]  # fmt: skip
WORDS = st.sampled_from(SHORT) | st.sampled_from(LONG)
PLAIN = re.compile(r"[\w~=][\w .:=*/@-]*(?<=\w)|~")


def flow(value: Any, *, quoted: bool) -> str:
    """YAML in one line, with quotes around all texts or only where YAML wants them."""
    if isinstance(value, list):
        return f"[{', '.join(flow(one, quoted=quoted) for one in value)}]"
    if isinstance(value, dict):
        pairs = (f"{key}: {flow(one, quoted=quoted)}" for key, one in value.items())
        return f"{{{', '.join(pairs)}}}"
    plain = not quoted and PLAIN.fullmatch(value)
    return value if plain else json.dumps(value, ensure_ascii=False)


QUERIES = st.recursive(
    WORDS,
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.dictionaries(st.sampled_from(["any", "all", "none", "title"]), inner, max_size=3)
    ),
    max_leaves=5,
)
ROUTES = st.dictionaries(st.sampled_from(["slack", "email", "channel", "digest"]), WORDS)
WATCHLISTS = st.fixed_dictionaries(
    {"match": QUERIES},
    optional={
        "title": WORDS,
        "priority": st.sampled_from(["high", "low", "urgent"]),
        "language": WORDS | st.lists(WORDS, max_size=2),
        "languages": WORDS | st.lists(WORDS, max_size=2),
        "sources": st.dictionaries(
            st.sampled_from(["include", "exclude"]), WORDS | st.lists(WORDS)
        ),
        "notify": WORDS | st.lists(WORDS | ROUTES, max_size=2) | ROUTES,
    },
)


@given(WATCHLISTS, st.booleans())
def test_a_watchlist_that_loads_is_not_red(
    tmp_path_factory: pytest.TempPathFactory, value: dict[str, Any], quoted: bool
) -> None:
    """Made-up files, with and without quotes: red ones are refused by the loader too.

    A bare `null` or `~` apart: the loader takes it for the word, an editor for a forgotten value.
    """
    folder = tmp_path_factory.getbasetemp()
    (folder / "terms.yaml").write_text("g: [x]\n")
    path = folder / "made-up.yaml"
    text = flow(value, quoted=quoted)
    path.write_text(text, encoding="utf-8")
    loaded = load_files([path], Destinations(), folder)
    complaints = [one for one in red("watchlist.json", text) if not one.startswith("None is not")]
    assert not complaints or loaded.broken, text


@given(
    st.recursive(
        WORDS | st.just("https://b.example/rss"),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(st.sampled_from(["A", "include", "title", "url"]), inner, max_size=3)
            | st.fixed_dictionaries(
                {"url": st.just("https://c.example")},
                optional=dict.fromkeys(("id", "title", "language", "every", "full_text"), WORDS),
            )
        ),
        max_leaves=6,
    ),
    st.booleans(),
)
def test_a_list_of_feeds_that_loads_is_not_red(
    tmp_path_factory: pytest.TempPathFactory, value: Any, quoted: bool
) -> None:
    """Made-up lists, as above."""
    path = tmp_path_factory.getbasetemp() / "feeds.yaml"
    text = flow(value, quoted=quoted)
    path.write_text(text, encoding="utf-8")
    assert not red("feeds.json", text) or load_feeds(path)[1], text


def test_the_settings_schema_knows_every_key_and_default() -> None:
    """A setting that is added, renamed or given another default is noticed here."""
    schema = SCHEMAS["settings.json"]
    channel = keys_of_model(Channel)
    assert keys_of(schema) == keys_of_model(Settings) | {"channels": {"*": channel}}
    assert Settings.model_validate(defaults_of(schema)) == Settings()


def keys_of(schema: Schema) -> dict[str, Any]:
    inner = {name: keys_of(one) for name, one in schema.get("properties", {}).items()}
    named = schema.get("additionalProperties")
    return inner | ({"*": keys_of(named)} if isinstance(named, dict) else {})


def keys_of_model(model: type[BaseModel]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, field in model.model_fields.items():
        inner = field.annotation
        found[field.alias or name] = {}
        if isinstance(inner, type) and issubclass(inner, BaseModel):
            found[field.alias or name] = keys_of_model(inner)
    return found


def defaults_of(schema: Schema) -> Any:
    if "default" in schema:
        return schema["default"]
    inner = {name: defaults_of(one) for name, one in schema.get("properties", {}).items()}
    return {name: one for name, one in inner.items() if one not in (None, {})}


def test_every_setting_is_described() -> None:
    """Hovering over a key says what it is."""
    keys = list(described_keys(SCHEMAS["settings.json"]))
    assert len(keys) > 40
    assert [name for name, described in keys if not described] == []


def test_patterns_mean_the_same_to_javascript() -> None:
    """An editor reads them with the u flag: only escapes and groups that both languages know."""
    patterns = {pattern for schema in SCHEMAS.values() for pattern in patterns_of(schema)}
    assert len(patterns) > 10
    odd = re.compile(r"\\[^sSn.\[\]\\]|\(\?[^:=!]")
    assert [pattern for pattern in patterns if odd.search(pattern)] == []


def patterns_of(schema: Any) -> Iterator[str]:
    if isinstance(schema, dict):
        if isinstance(pattern := schema.get("pattern"), str):
            yield pattern
        for one in schema.values():
            yield from patterns_of(one)
    elif isinstance(schema, list):
        for one in schema:
            yield from patterns_of(one)


def described_keys(schema: Schema) -> Iterator[tuple[str, bool]]:
    for name, one in schema.get("properties", {}).items():
        yield name, bool(one.get("description"))
        yield from described_keys(one)
        if isinstance(named := one.get("additionalProperties"), dict):
            yield from described_keys(named)
