"""A pydantic model out of a file's nodes; whatever is wrong is noted at its place and left out."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, TypeVar, get_args, get_origin

from pydantic import BaseModel, ValidationError

from monitor.watchlist.nearest import did_you_mean
from monitor.watchlist.problem import Findings
from monitor.watchlist.source import Fields
from monitor.watchlist.values import place_at, plain_value, remove_at

Model = TypeVar("Model", bound=BaseModel)
Path = tuple[int | str, ...]


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with the value at a path, or with its key."""

    path: Path
    message: str
    key: bool = False
    about: Path = ()
    """What the value refers to elsewhere in the file."""

    def follows(self, removed: Path) -> bool:
        """Whether it only shows because something else, which is noted, was taken out."""
        return any(path and removed[: len(path)] == path for path in (self.path, self.about))


def validated(
    model: type[Model],
    root: Fields | None,
    findings: Findings,
    cross: Callable[[Model], Iterable[Fault]],
) -> Model:
    """The model of a file. A wrong value is noted, and its default stands for it.

    `cross` looks for what only shows between values. A section without anything in it is none.
    """
    pairs = plain_value(root).items() if root else ()
    data = {key: value for key, value in pairs if value is not None}
    removed: list[Path] = []
    while True:
        made, faults = _made(model, data, cross)
        if made is not None and not faults:
            return made
        for fault in faults:
            if not any(map(fault.follows, removed)):
                findings.error(place_at(root, fault.path, key=fault.key), fault.message)
        for fault in faults:
            remove_at(data, fault.path)
        removed += [fault.path for fault in faults]


def _made(
    model: type[Model], data: dict[str, Any], cross: Callable[[Model], Iterable[Fault]]
) -> tuple[Model | None, list[Fault]]:
    try:
        made = model.model_validate(data)
    except ValidationError as error:
        return None, [_fault(model, one) for one in error.errors()]
    return made, list(cross(made))


_WORDS = {
    "int_parsing": "write a whole number",
    "int_from_float": "write a whole number",
    "bool_parsing": "write true or false",
    "string_type": "one text is needed here",
    "model_type": "keys with values are needed here",
    "dict_type": "keys with values are needed here",
    "tuple_type": "a list is needed here",
    "literal_error": "write {expected}",
    "greater_than_equal": "write {ge} or more",
    "less_than_equal": "write {le} or less",
    "string_too_short": "a value is needed here",
}


def _fault(model: type[BaseModel], error: Any) -> Fault:
    """One of pydantic's errors, in words."""
    path: Path = error["loc"]
    name = ".".join(part for part in path if isinstance(part, str))
    context = error.get("ctx", {})
    if error["type"] == "extra_forbidden":
        if home := _home(model, path):
            return Fault(path, f'"{path[-1]}" belongs {home}', key=True)
        hint = did_you_mean(str(path[-1]), _keys(model, path[:-1]))
        return Fault(path, f'unknown key "{path[-1]}"{hint}', key=True)
    if error["input"] is None:
        return Fault(path, f"{name} is empty: write a value, or delete the line")
    if error["type"] == "value_error":
        return Fault(path, f"{name}: {context['error']}")
    words = _WORDS.get(error["type"], error["msg"].removeprefix("Input should be ")).format(
        **context
    )
    given = f', not "{error["input"]}"' if isinstance(error["input"], str) else ""
    return Fault(path, f"{name}: {words}{given}")


def _home(model: type[BaseModel], path: Path) -> str:
    """Where a key belongs that stands at a wrong place; "" where it is known nowhere."""
    key = str(path[-1])
    if len(path) > 1 and key in _names(model):
        return "at the top of the file, not indented"
    homes = []
    for name, found in model.model_fields.items():
        inner = found.annotation
        if key in _names(inner):
            homes.append(f"under {found.alias or name}:")
        elif get_origin(inner) is dict and key in _names(get_args(inner)[-1]):
            homes.append(f"under one of the names below {found.alias or name}:")
    return " or ".join(homes)


def _names(model: Any) -> list[str]:
    """The keys of a model, as they are written; none of what is no model."""
    fields = getattr(model, "model_fields", {})
    return [field.alias or name for name, field in fields.items()]


def _keys(model: type[BaseModel], path: Path) -> list[str]:
    """The keys that a model knows at a path, as they are written."""
    inner: Any = model
    for part in path:
        fields = getattr(inner, "model_fields", None)
        found = fields.get(part) if fields else None
        inner = found.annotation if found else (get_args(inner) or (None,))[-1]
    return _names(inner)
