"""One sheet of an Excel file as lines of JSON, in a process of its own with limits on memory and time.

Belongs here: everything that touches the Excel parser, and how a cell becomes text.
Elsewhere: who starts this process and reads its lines (readers).

How a cell becomes text: whole numbers without a decimal point (`7`, not `7.0`), other numbers as the shortest decimal
text that gives the same number, never with an exponent; dates as 2024-01-31, times as 2024-01-31 10:00:00 (with
microseconds only where there are any), true and false as words; an empty cell and an error cell are empty.
"""

import datetime as dt
import json
import resource
import sys
from decimal import Decimal
from pathlib import Path

MEMORY_BYTES = 2 << 30
CPU_SECONDS = 300


def main(path: str, sheet: str) -> None:
    """Write the rows of a sheet to standard output, each a JSON list of texts; the last line is `"end"`."""
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    import python_calamine

    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    workbook = python_calamine.CalamineWorkbook.from_path(Path(path))
    if sheet and sheet not in workbook.sheet_names:
        names = ", ".join(workbook.sheet_names)
        sys.stdout.write(json.dumps({"problem": f"has no sheet {sheet!r}; its sheets are: {names}"}) + "\n")
        return
    chosen = workbook.get_sheet_by_name(sheet) if sheet else workbook.get_sheet_by_index(0)
    for row in chosen.iter_rows():
        sys.stdout.write(json.dumps([cell_text(cell) for cell in row]) + "\n")
    sys.stdout.write('"end"\n')


def cell_text(cell: object) -> str:
    """The text of one cell."""
    match cell:
        case bool():
            return str(cell).lower()
        case float():
            return number_text(cell)
        case dt.datetime():
            return cell.isoformat(sep=" ")
        case dt.timedelta():
            return number_text(cell.total_seconds())
    return str(cell)


def number_text(number: float) -> str:
    """The shortest decimal text that gives the same number, without an exponent."""
    text = format(Decimal(repr(number)), "f")
    return text.removesuffix(".0")


if __name__ == "__main__":
    main(*sys.argv[1:])
