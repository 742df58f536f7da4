"""JSON line by line in Python: one object a record, its values as texts.

Belongs here: which keys there are, and what is wrong with a line.
Elsewhere: the roads of the other formats (readers).
"""

import itertools
import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

from pipelines.feeds.csv_records import MAX_FIELD, LineUse, Record
from pipelines.feeds.problem import Rule

_MAX_EXPONENT = 40
MAX_DEPTH = 5  # objects that lie deeper stay text


def keys_of(path: Path, *, most: int, lines: int | None = None) -> list[str]:
    """The keys of all objects in the order in which they first come; no more than a few over `most` are looked for."""
    keys: dict[str, None] = {}
    for line in itertools.islice(_lines(path), lines):
        keys.update(dict.fromkeys(_flat(_object(line) or {})))
        if len(keys) > most:
            break
    return list(keys)


def records(path: Path, keys: list[str], use: LineUse) -> Iterator[Record]:
    """All records in file order; `use` is complete when the iterator is exhausted."""
    for line in _lines(path):
        if not line.strip():
            use.blank += 1
            continue
        use.records += 1
        value = _object(line)
        if value is None:
            yield Record([], Rule.NOT_A_JSON_OBJECT, "the line is no JSON object")
            continue
        named = {key.strip(): content for key, content in _flat(value).items()}
        fields = [_text(named.get(key)) for key in keys]
        if any(len(text) > MAX_FIELD for text in fields):
            yield Record([], Rule.FIELD_TOO_LONG, f"a text has more than {MAX_FIELD:,} characters")
            continue
        bad = any(0xD800 <= ord(c) <= 0xDFFF for text in fields if not text.isascii() for c in text)
        yield Record([], Rule.NOT_UNICODE, "half a surrogate pair") if bad else Record(fields)


def _lines(path: Path) -> Iterator[bytes]:
    with open(path, "rb") as file:
        yield from file


def _object(line: bytes) -> dict[str, object] | None:
    try:
        value = json.loads(line.decode("utf-8-sig"), parse_float=_number, parse_int=str, parse_constant=str)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def _number(text: str) -> str:
    """A number as it is written; one with an exponent is written out, unless that would be a very long text."""
    if "e" not in text.lower():
        return text
    number = Decimal(text)
    return format(number, "f") if abs(number.adjusted()) <= _MAX_EXPONENT else text


def _flat(value: dict[str, object], above: str = "", depth: int = 0) -> dict[str, object]:
    """An object whose inner objects are named by their path, as `start.dateTime`; lists stay as they are."""
    flat: dict[str, object] = {}
    for key, content in value.items():
        if isinstance(content, dict) and content and depth < MAX_DEPTH:
            flat.update(_flat(content, f"{above}{key.strip()}.", depth + 1))
        else:
            flat[above + key] = content
    return flat


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
