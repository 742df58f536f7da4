"""CSV record by record in Python: exact and slow, for files that DuckDB cannot parse or number.

Belongs here: records with the lines that each takes, and what is wrong with a broken one.
Elsewhere: the fast road (readers).
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipelines.feeds.mapping import Read
from pipelines.feeds.problem import Rule

MAX_FIELD = 2_000_000


@dataclass
class LineUse:
    """Where the lines of a file went; filled while its records are read."""

    header: int = 0
    records: int = 0
    embedded: int = 0
    blank: int = 0


@dataclass(frozen=True)
class Record:
    """One record: its fields, or the rule that it breaks and the rule's words without data values."""

    fields: list[str] = field(default_factory=list)
    rule: Rule | None = None
    detail: str = ""


def header_of(path: Path, read: Read) -> tuple[list[str], int] | None:
    """The fields of the header's name row and the number of lines of all header rows; None when there are fewer rows.

    Raises csv.Error when a header row cannot be read.
    """
    with open(path, encoding="utf-8-sig", newline="") as file:
        reader = _reader(file, read)
        rows: list[list[str]] = []
        for row in reader:
            rows.append(row)
            if len(rows) == read.header_rows:
                return rows[read.name_row - 1], reader.line_num
    return None


def records(path: Path, read: Read, width: int, use: LineUse) -> Iterator[Record]:
    """All records after the header, in file order; `use` is complete when the iterator is exhausted."""
    with open(path, encoding="utf-8-sig", newline="") as file:
        reader = _reader(file, read)
        for _ in range(read.header_rows):
            next(reader)
        use.header = reader.line_num
        while True:
            start = reader.line_num
            try:
                row = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                row = None
                record = Record([], *_broken(str(error)))
            lines = reader.line_num - start
            if row == []:
                use.blank += lines
                continue
            use.records += 1
            use.embedded += lines - 1
            yield record if row is None else _judged(row, width)


def _judged(row: list[str], width: int) -> Record:
    if len(row) > width and not any(row[width:]):
        row = row[:width]  # delimiters at the end of the line, as some exports write them: nothing is lost
    if len(row) != width:
        return Record([], Rule.RAGGED_ROW, f"{len(row)} fields, the header has {width}")
    return Record(row)


def _broken(error: str) -> tuple[Rule, str]:
    if "unexpected end" in error:
        return Rule.UNCLOSED_QUOTE, "a quote opened in this record is never closed"
    if "field larger" in error:
        return Rule.FIELD_TOO_LONG, f"a field has more than {MAX_FIELD:,} characters"
    return Rule.TEXT_AFTER_QUOTE, "text after a closing quote"


def _reader(file: Iterator[str], read: Read) -> Any:
    csv.field_size_limit(MAX_FIELD)
    return csv.reader(file, delimiter=read.delimiter, quotechar=read.quote, doublequote=True, strict=True)
