"""One sheet of an Excel file as CSV, in a process of its own with limits on memory and time.

Belongs here: everything that touches the Excel parser, and how a cell becomes text.
Elsewhere: who starts this process and reads what it writes (xlsx).

How a cell becomes text: whole numbers without a decimal point (`7`, not `7.0`), other numbers as the shortest decimal
text that gives the same number, never with an exponent; dates as 2024-01-31, times as 2024-01-31 10:00:00 (with
microseconds only where there are any), true and false as words; an empty cell and an error cell are empty.
"""

import csv
import datetime as dt
import itertools
import json
import resource
import sys
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

EMPTY_ROW = "e"
Told = dict[str, Any]


def main(order: Told) -> None:
    """Write the sheet's body as CSV (each row with a mark behind it: `e` for an empty row) and its head as JSON.

    `order` holds path, sheet (empty: the first), head (the number of rows before the body), body (the file to write, or
    null when the head alone is asked for), memory (bytes) and seconds (of the processor).
    """
    resource.setrlimit(resource.RLIMIT_CPU, (order["seconds"], order["seconds"] + 1))
    import python_calamine

    resource.setrlimit(resource.RLIMIT_AS, (order["memory"], order["memory"]))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        workbook = python_calamine.CalamineWorkbook.from_path(Path(order["path"]))
        told = _convert(workbook, order)
    except MemoryError:
        told = {"problem": "memory"}
    sys.stdout.write(json.dumps(told))


def _convert(workbook: Any, order: Told) -> Told:
    wanted = order["sheet"]
    if wanted and wanted not in workbook.sheet_names:
        return {"problem": "sheet", "sheets": workbook.sheet_names}
    sheet = workbook.get_sheet_by_name(wanted) if wanted else workbook.get_sheet_by_index(0)
    rows = ([_TEXT.get(type(cell), str)(cell) for cell in row] for row in sheet.iter_rows())
    head = list(itertools.islice(rows, order["head"]))
    if order["body"] is not None:
        with open(order["body"], "w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows([*row, "" if any(row) else EMPTY_ROW] for row in rows)
    return {"head": head, "others": [name for name in workbook.sheet_names if name != sheet.name]}


def number_text(number: float) -> str:
    """The shortest decimal text that gives the same number, without an exponent."""
    text = repr(number)
    if "e" in text:
        text = format(Decimal(text), "f")
    return text.removesuffix(".0")


def _as_it_is(text: str) -> str:
    return text


_TEXT: dict[type, Callable[[Any], str]] = {
    str: _as_it_is,
    bool: lambda cell: str(cell).lower(),
    float: number_text,
    dt.datetime: lambda cell: cell.isoformat(sep=" "),
    dt.timedelta: lambda cell: number_text(cell.total_seconds()),
}


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
