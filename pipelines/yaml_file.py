"""One YAML file: read safely, validated by a model, its errors told by file, line and key.

Belongs here: the small, safe part of YAML that configuration needs, and the words of its errors.
Elsewhere: what a file must say (workspace, feeds.contract, feeds.mapping).

The part of YAML: mappings, lists, text, whole and decimal numbers, `true`, `false`, `null`. `no`, `on`, `2024-01-01`
and `1_000` stay text. Refused: tags, aliases (and with them anchor bombs), duplicate keys, more than one document,
files over 1 MB, nesting over 30 levels.
"""

import math
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar, get_args

import yaml
from pydantic import BaseModel, ValidationError

MAX_BYTES = 1_000_000
MAX_DEPTH = 30
KeyPath = tuple[str | int, ...]
Model = TypeVar("Model", bound=BaseModel)

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_INTEGER = re.compile(r"[-+]?(0|[1-9][0-9]*)\Z", re.ASCII)
_DECIMAL = re.compile(r"[-+]?([0-9]+\.[0-9]*|\.[0-9]+|[0-9]+)([eE][-+]?[0-9]+)?\Z", re.ASCII)
_WORDS: dict[str, Any] = {"": None, "~": None, "null": None, "true": True, "false": False}


class ConfigurationError(Exception):
    """A configuration file that cannot be used; the text names file, line, key and what is allowed."""


@dataclass(frozen=True)
class YamlSource:
    """The content of one YAML file and the line of every key path in it (lines from 1)."""

    name: str
    data: Any
    lines: dict[KeyPath, int] = field(default_factory=dict)

    def line(self, key_path: KeyPath) -> int:
        """The line of the deepest part of the key path that the file contains."""
        best: KeyPath = ()
        for part in key_path:
            if (*best, part) in self.lines:
                best = (*best, part)
        return self.lines.get(best, 1)

    def describe(self, key_path: KeyPath, problem: str, allowed: Iterable[object] | str | None = None) -> str:
        """`file:line: key: problem; allowed: …` for one key path."""
        key = ".".join(str(part) for part in key_path)
        text = f"{self.name}:{self.line(key_path)}: {key + ': ' if key else ''}{problem}"
        if allowed is None:
            return text
        return f"{text}; allowed: {allowed if isinstance(allowed, str) else ', '.join(str(a) for a in allowed)}"

    def error(
        self, key_path: KeyPath, problem: str, allowed: Iterable[object] | str | None = None
    ) -> ConfigurationError:
        """The error to raise for one key path."""
        return ConfigurationError(self.describe(key_path, problem, allowed))

    def validate(self, model: type[Model]) -> Model:
        """The content as a `model` instance. Raises ConfigurationError with one line for each problem."""
        try:
            return model.model_validate({} if self.data is None else self.data)
        except ValidationError as error:
            problems = [self._problem(model, dict(item)) for item in error.errors(include_url=False)]
            raise ConfigurationError("\n".join(dict.fromkeys(problems))) from None

    def _problem(self, model: type[BaseModel], item: dict[str, Any]) -> str:
        location, kind, context = item["loc"], item["type"], item.get("ctx", {})
        path = _within(self.data, location)
        if kind == "extra_forbidden":
            return self.describe(location, "unknown key", _field_names(model, location[:-1]))
        if kind == "missing":
            return self.describe(location, "is missing")
        if kind in ("enum", "literal_error"):
            return self.describe(path, f"{_short(item['input'])} is not known", context.get("expected"))
        if kind == "value_error":
            return self.describe(path, str(context.get("error", item["msg"])))
        message = item["msg"][:1].lower() + item["msg"][1:]
        return self.describe(path, f"{message} (is {_short(item['input'])})")


def load(path: Path, model: type[Model]) -> Model:
    """Read one YAML file into a `model` instance.

    Raises ConfigurationError: `file:line: key: problem; allowed: …`, one line for each problem.
    """
    return read(path).validate(model)


def read(path: Path) -> YamlSource:
    """Read one YAML file, not yet validated. Raises ConfigurationError when it is unreadable or unsafe."""
    try:
        with open(path, "rb") as file:
            content = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise ConfigurationError(f"{path}:1: cannot be read: {error.strerror or error}") from None
    return parse(content, str(path))


def text(data: Any) -> str:
    """Lists, dictionaries and scalars as YAML, in the order that they have."""
    return str(yaml.safe_dump(data, sort_keys=False, allow_unicode=True, width=120))


def parse(content: bytes, name: str) -> YamlSource:
    """Parse the bytes of one YAML file; `name` is used in errors. Raises ConfigurationError."""
    if len(content) > MAX_BYTES:
        raise ConfigurationError(f"{name}:1: larger than {MAX_BYTES:,} bytes: no configuration needs that")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise ConfigurationError(f"{name}:{line}: not UTF-8 text; save the file as UTF-8") from None
    lines: dict[KeyPath, int] = {}
    try:
        data = _Builder(name, yaml.parse(text, Loader=_LOADER), lines).document()
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or str(error).splitlines()[0]
        raise ConfigurationError(f"{name}:{mark.line + 1 if mark else 1}: not valid YAML: {problem}") from None
    return YamlSource(name, data, lines)


class _Builder:
    """Builds plain values from YAML events, one after the other, and notes the line of every key path."""

    def __init__(self, name: str, events: Iterator[Any], lines: dict[KeyPath, int]) -> None:
        self.name, self.events, self.lines = name, events, lines

    def document(self) -> Any:
        data, documents = None, 0
        for event in self.events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    raise self._refused(event, "holds more than one document")
                data = self._value(next(self.events), ())
        return data

    def _value(self, event: Any, path: KeyPath) -> Any:
        self.lines.setdefault(path, event.start_mark.line + 1)
        self._refuse_unsafe(event, path)
        if isinstance(event, yaml.ScalarEvent):
            return _scalar(event)
        build: Callable[[KeyPath], Any] = self._mapping if isinstance(event, yaml.MappingStartEvent) else self._list
        return build(path)

    def _refuse_unsafe(self, event: Any, path: KeyPath) -> None:
        if isinstance(event, yaml.AliasEvent):
            raise self._refused(event, "aliases (*name) are not allowed: write the value out")
        if getattr(event, "tag", None) not in (None, "!"):
            raise self._refused(event, "tags (!name) are not allowed")
        if len(path) > MAX_DEPTH:
            raise self._refused(event, f"nested deeper than {MAX_DEPTH} levels")

    def _list(self, path: KeyPath) -> list[Any]:
        items: list[Any] = []
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            items.append(self._value(event, (*path, len(items))))
        return items

    def _mapping(self, path: KeyPath) -> dict[str, Any]:
        values: dict[str, Any] = {}
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            if not isinstance(event, yaml.ScalarEvent):
                raise self._refused(event, "a key must be plain text")
            self._refuse_unsafe(event, path)
            key = event.value
            if key in values:
                raise self._refused(event, f"{key}: is given twice")
            self.lines[(*path, key)] = event.start_mark.line + 1
            values[key] = self._value(next(self.events), (*path, key))
        return values

    def _refused(self, event: Any, problem: str) -> ConfigurationError:
        return ConfigurationError(f"{self.name}:{event.start_mark.line + 1}: {problem}")


def _scalar(event: Any) -> Any:
    text: str = event.value
    if event.style is not None and event.style != "":
        return text
    if text in _WORDS:
        return _WORDS[text]
    if _INTEGER.match(text) and len(text) < 40:
        return int(text)
    if _DECIMAL.match(text) and len(text) < 40 and not text.lstrip("+-").isdigit():
        return float(text) if math.isfinite(float(text)) else text
    return text


def _within(data: Any, location: KeyPath) -> KeyPath:
    """The parts of a pydantic location that exist in the data: names of union members are no keys."""
    path: KeyPath = ()
    for part in location:
        if (isinstance(data, dict) and part in data) or (
            isinstance(data, list) and isinstance(part, int) and part < len(data)
        ):
            data, path = data[part], (*path, part)  # type: ignore[index]
    return path


def _field_names(model: type[BaseModel], location: KeyPath) -> list[str]:
    """The keys that the model allows at a location."""
    current: Any = model
    for part in location:
        fields = getattr(current, "model_fields", {})
        by_alias = {info.alias or name: info for name, info in fields.items()}
        if part in by_alias:
            current = by_alias[str(part)].annotation
        models = _models_in(current)
        current = next((m for m in models if m.__name__ == part), models[0] if models else current)
    return [info.alias or name for name, info in getattr(current, "model_fields", {}).items()]


def _models_in(annotation: Any) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [model for part in get_args(annotation) for model in _models_in(part)]


def _short(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "..."
