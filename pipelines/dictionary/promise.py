"""The promise to BI: a published column is deprecated for one release before it goes.

Belongs here: the record of published columns, what may change in it, and why something may not.
Elsewhere: which columns there are (tables); the mark itself (`deprecated_since` in a column's meta in dbt_project).

What a release has shown is kept: a column that is new in the version at hand was in nobody's hands yet and may change
or go; later it may go only after a release that carried the mark, and its type stays as it is.
"""

import csv
import io
from collections.abc import Iterable
from dataclasses import astuple, dataclass, fields, replace

from pipelines.dictionary.tables import Column, Table


class BrokenPromiseError(Exception):
    """Readers of a published column would break; the text says of which, and what to do instead."""


@dataclass(frozen=True)
class Line:
    """One column that was ever published."""

    table: str
    column: str
    type: str
    since: str
    deprecated_since: str = ""
    gone_in: str = ""


def read(text: str) -> list[Line]:
    """The record from its text."""
    return [Line(**row) for row in csv.DictReader(io.StringIO(text))]


def write(lines: Iterable[Line]) -> str:
    """The record as CSV."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(field.name for field in fields(Line))
    writer.writerows(astuple(line) for line in lines)
    return out.getvalue()


def keep(record: Iterable[Line], tables: Iterable[Table], version: str) -> list[Line]:
    """The record as it is with today's tables. Raises BrokenPromiseError."""
    known = {(line.table, line.column): line for line in record}
    today = {(table.name, column.name): column for table in tables for column in table.columns}
    problems: list[str] = []
    kept = [_kept(known.get(place), place, today.get(place), version, problems) for place in sorted(known | today)]
    if problems:
        raise BrokenPromiseError("\n".join(problems))
    return [line for line in kept if line]


def _kept(
    line: Line | None, place: tuple[str, str], column: Column | None, version: str, problems: list[str]
) -> Line | None:
    name = ".".join(place)
    if line is None or (line.gone_in and column):
        return Line(*place, column.type, version, column.deprecated_since or "") if column else None
    if column is None:
        return _gone(line, name, version, problems)
    if line.since == version:
        return replace(line, type=column.type, deprecated_since=column.deprecated_since or "")
    if column.type != line.type:
        problems.append(f"{name}: was {line.type}, is {column.type}; next: a new column beside it, and a mark on this")
    marked = column.deprecated_since or ""
    if marked and not line.deprecated_since and marked != version:
        problems.append(f"{name}: deprecated_since: a new mark is of this release; next: {version}")
    return replace(line, deprecated_since=marked)


def _gone(line: Line, name: str, version: str, problems: list[str]) -> Line | None:
    if line.gone_in:
        return line
    if line.since == version:
        return None
    if not line.deprecated_since:
        problems.append(f"{name}: gone without notice; next: bring it back with meta deprecated_since: {version}")
    elif line.deprecated_since == version:
        problems.append(f"{name}: marked in this very release; next: let it go with the next one")
    return replace(line, gone_in=version)
