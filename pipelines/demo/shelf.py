"""Files below landing, and how many records each holds.

Belongs here: CSV, XLSX and JSON lines that grow chunk by chunk, in a given encoding, and the count of their records.
Elsewhere: what is in them (the writers).
"""

import csv
import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from itertools import repeat
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, Self, TextIO, TypeVar

import numpy as np

from pipelines.demo.xlsx import Workbook

Facts = TypeVar("Facts")
Column = Sequence[Any] | np.ndarray | str | int
Frame = Mapping[str, Column]
"""Columns by header; one text or number stands for all rows."""

CHUNK = 200_000
_WRITTEN_AT = 1_790_848_800  # 2026-10-01 10:00 UTC: the files lie still, whatever the clock says


@dataclass(frozen=True)
class Form:
    """How a text file is spelled; `preamble` are header rows below the first."""

    encoding: str = "utf-8"
    delimiter: str = ","
    line_end: str = "\n"
    quote: Literal["needed", "all", "never"] = "needed"
    preamble: tuple[tuple[str, ...], ...] = ()


PLAIN = Form()
_STYLES: dict[str, dict[str, Any]] = {
    "needed": {"quoting": csv.QUOTE_MINIMAL},
    "all": {"quoting": csv.QUOTE_ALL},
    "never": {"quoting": csv.QUOTE_NONE, "quotechar": None},
}


class Shelf:
    """Writes files below landing and counts their records; a name that was put before grows."""

    def __init__(self, landing: Path) -> None:
        self.landing = landing
        self.rows: dict[str, int] = {}
        self.broken_rows: dict[str, int] = {}
        self._open = ExitStack()
        self._texts: dict[str, TextIO] = {}
        self._books: dict[str, Workbook] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._open.close()
        for name in self.rows:
            os.utime(self.landing / name, (_WRITTEN_AT, _WRITTEN_AT))

    def put(self, name: str, frame: Frame, form: Form = PLAIN, broken: int = 0) -> None:
        """Append the rows of a frame to a text file; the last `broken` of them must end in quarantine."""
        self._count(name, length(frame), broken)
        file = self._text(name, form)
        style = _STYLES[form.quote]
        writer = csv.writer(file, delimiter=form.delimiter, lineterminator=form.line_end, **style)
        if not file.tell():
            writer.writerow(frame)
            writer.writerows(form.preamble)
        writer.writerows(rows_of(frame))

    def put_blank_lines(self, name: str, count: int) -> None:
        """Blank lines, as spreadsheets leave them behind their last row; no records."""
        self._texts[name].write("\n" * count)

    def put_lines(self, name: str, records: Iterable[Mapping[str, object]], broken: int = 0) -> None:
        """Append records as JSON lines."""
        lines = [json.dumps(record, ensure_ascii=False, separators=(",", ":")) for record in records]
        self._count(name, len(lines), broken)
        self._text(name, PLAIN).write("".join(f"{line}\n" for line in lines))

    def put_book(self, name: str, sheet: str, frame: Frame, notes: Sequence[str], broken: int = 0) -> None:
        """Append the rows of a frame to the first sheet of a workbook."""
        if name not in self._books:
            book = Workbook(self._path(name), sheet, list(frame), notes)
            self._books[name] = book
            self._open.callback(book.close)
        self._count(name, length(frame), broken)
        self._books[name].write(rows_of(frame))

    def _count(self, name: str, rows: int, broken: int) -> None:
        self.rows[name] = self.rows.get(name, 0) + rows
        if broken:
            self.broken_rows[name] = self.broken_rows.get(name, 0) + broken

    def _text(self, name: str, form: Form) -> TextIO:
        if name not in self._texts:
            file = open(self._path(name), "w", encoding=form.encoding, newline="")  # noqa: SIM115
            self._texts[name] = self._open.enter_context(file)
        return self._texts[name]

    def _path(self, name: str) -> Path:
        path = self.landing / name
        path.parent.mkdir(parents=True, exist_ok=True)
        return path


def length(frame: Frame) -> int:
    """How many rows a frame has."""
    return min(len(column) for column in frame.values() if not isinstance(column, str | int))


def rows_of(frame: Frame) -> Iterator[tuple[Any, ...]]:
    """The rows of a frame, one after another."""
    return zip(*map(_column, frame.values()), strict=False)


def sliced(facts: Facts, rows: np.ndarray) -> Facts:
    """Some rows of a dataclass of columns."""
    return replace(facts, **{name: column[rows] for name, column in vars(facts).items()})  # type: ignore[type-var]


def in_chunks(rows: np.ndarray) -> Iterator[np.ndarray]:
    """The same places, at most 200,000 at a time: what is spelled at once must fit into memory."""
    return (rows[start : start + CHUNK] for start in range(0, len(rows), CHUNK))


def numbered(form: str, numbers: np.ndarray) -> np.ndarray:
    """A text with a place such as %06d for each number."""
    return np.array([form % number for number in numbers.tolist()], dtype=object)


def chosen(frame: Frame, rows: np.ndarray | slice) -> dict[str, Column]:
    """Some rows of a frame."""
    return {name: c if isinstance(c, str | int) else np.asarray(c, dtype=object)[rows] for name, c in frame.items()}


def _column(column: Column) -> Iterable[Any]:
    if isinstance(column, str | int):
        return repeat(column)
    return column.tolist() if isinstance(column, np.ndarray) else column
