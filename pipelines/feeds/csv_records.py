"""CSV record by record in Python: exact and slow, for files that DuckDB cannot parse or number.

Belongs here: records with the lines that each takes, and what is wrong with a broken one.
Elsewhere: the fast road (readers).
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TextIO

from pipelines.feeds.mapping import Read
from pipelines.feeds.problem import Rule

MAX_FIELD = 2_000_000
MAX_LINE = 4_000_000


@dataclass
class LineUse:
    """Where the lines of a file went; filled while its records are read."""

    header: int = 0
    records: int = 0
    embedded: int = 0
    blank: int = 0
    swallowed: int = 0  # of the embedded ones: inside a quote that nobody closed


@dataclass(frozen=True)
class Record:
    """One record: its fields, or the rule that it breaks and the rule's words without data values."""

    fields: list[str] = field(default_factory=list)
    rule: Rule | None = None
    detail: str = ""


class _Lines:
    """The lines of a text file, each with its line end; of one that is too long only the beginning, and `is_cut`.

    Numbers count from 1. `opened` is the line on which the quote opens that is still open; quotes within a field are
    doubled. `opened_before` is the same without the last line.
    """

    def __init__(self, file: TextIO, quote: str) -> None:
        self.file, self.quote = file, quote
        self.number = 0
        self.opened: int | None = None
        self.opened_before: int | None = None
        self.is_cut = False
        self._again = ""

    def __iter__(self) -> Iterator[str]:
        while line := self._next():
            yield line

    def _next(self) -> str:
        line, self._again = self._again or self.file.readline(MAX_LINE), ""
        if len(line) == MAX_LINE and not line.endswith(("\n", "\r")):
            self.is_cut = True
            rest = line
            while rest and not rest.endswith(("\n", "\r")):
                rest = self.file.readline(MAX_LINE)
        if line:
            self.number += 1
            self.opened_before = self.opened
            if line.count(self.quote) % 2:
                self.opened = self.number if self.opened is None else None
        return line

    def begin(self) -> None:
        """Begin the next record."""
        self.opened = self.opened_before = None
        self.is_cut = False

    def leave_field(self, delimiter: str, width: int) -> None:
        """Pass over the rest of a field that is too long: to the line that closes its quote, or before one that looks
        like a record. A quote that nobody closed must not cost all that follows."""
        while self.opened is not None and (line := self._next()):
            if self.opened is not None and line.count(delimiter) == width - 1 and self.quote not in line:
                self._again = line
                self.number -= 1
                return


def header_of(path: Path, read: Read, encoding: str = "utf-8-sig") -> tuple[list[str], int] | None:
    """The fields of the header's name row and the number of lines of all header rows; None when there are fewer rows.

    Raises csv.Error when a header row cannot be read, UnicodeError when it is not of the encoding.
    """
    with open(path, encoding=encoding, newline="") as file:
        lines = _Lines(file, read.quote)
        reader = _reader(iter(lines), read)
        rows: list[list[str]] = []
        for row in reader:
            rows.append(row)
            if lines.is_cut:
                raise csv.Error(f"a line has more than {MAX_LINE:,} characters")
            if len(rows) == read.header_rows:
                return names_in(rows, read), lines.number
    return None


def names_in(rows: list[list[str]], read: Read) -> list[str]:
    """The names of the columns in the header rows: one of them, or all, each label below the last name to its left."""
    if not read.sub_labels:
        return rows[read.name_row - 1]
    names: list[str] = []
    above = ""
    for place, text in enumerate(rows[0]):
        above = text.strip() or above
        below = [row[place].strip() for row in rows[1:] if place < len(row)]
        names.append(" - ".join([above, *(label for label in below if label)]))
    return names


def records(path: Path, read: Read, width: int, use: LineUse, *, header_rows: int) -> Iterator[Record]:
    """All records after the header, in file order; `use` is complete when the iterator is exhausted."""
    with open(path, encoding="utf-8-sig", newline="") as file:
        lines = _Lines(file, read.quote)
        reader = _reader(iter(lines), read)
        for _ in range(header_rows):
            next(reader)
        use.header = lines.number
        while True:
            start = lines.number
            lines.begin()
            try:
                row = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                row = None
                if is_too_long := _TOO_LONG in str(error):
                    lines.leave_field(read.delimiter, width)
                record = _broken(str(error), lines, use, is_too_long=is_too_long)
            taken = lines.number - start
            if row == [] or (row is not None and width > 1 and len(row) == 1 and not row[0].strip()):
                use.blank += taken
                continue
            use.records += 1
            use.embedded += taken - 1
            if lines.is_cut:
                row, record = None, Record([], Rule.FIELD_TOO_LONG, f"a line has more than {MAX_LINE:,} characters")
            yield record if row is None else _judged(row, width)


def _judged(row: list[str], width: int) -> Record:
    if len(row) > width and not any(row[width:]):
        row = row[:width]  # delimiters at the end of the line, as some exports write them: nothing is lost
    if len(row) != width:
        return Record([], Rule.RAGGED_ROW, f"{len(row)} fields, the header has {width}")
    return Record(row)


_TOO_LONG = "field larger"


def _broken(error: str, lines: _Lines, use: LineUse, *, is_too_long: bool) -> Record:
    """What is wrong with a record that was read up to the present line."""
    is_open = "unexpected end" in error
    opened = lines.opened if is_open or is_too_long else lines.opened_before
    swallowed = 0 if opened is None else lines.number - opened
    use.swallowed += swallowed
    word = "line" if swallowed == 1 else "lines"
    inside = f"; {swallowed:,} {word} after it went into the field" if swallowed else ""
    where = "" if opened is None else f" (opened on line {opened:,} of the file{inside})"
    if is_open:
        return Record([], Rule.UNCLOSED_QUOTE, f"a quote is never closed{where}")
    if is_too_long:
        return Record([], Rule.FIELD_TOO_LONG, f"a field has more than {MAX_FIELD:,} characters{where}")
    return Record([], Rule.TEXT_AFTER_QUOTE, f"text after a closing quote{where}")


def _reader(lines: Iterator[str], read: Read) -> Any:
    csv.field_size_limit(MAX_FIELD)
    return csv.reader(lines, delimiter=read.delimiter, quotechar=read.quote, doublequote=True, strict=True)
