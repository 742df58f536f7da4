"""Other formats than UTF-8 CSV: the same answers in GB18030, and an Excel sheet of 100,000 rows and 20 columns.

Belongs here: both files, and both sides of each comparison, each in a process of its own.
Elsewhere: UTF-8 CSV beside bare DuckDB (reading), the measuring (measure).

    python -m benchmarks.formats make|utf8|gb18030|sheet|parser WORKSPACE
"""

import csv
import datetime as dt
import itertools
import json
import resource
import shutil
import sys
import time
from pathlib import Path

from benchmarks.measure import Command, Comparison, Measurement, in_turn, once, python
from benchmarks.reading import MEMORY_LIMIT, RESPONSES, THREADS

MAPPING = Path(__file__).parent / "workspace" / "feeds" / "responses.yaml"
SHEET_ROWS, SHEET_COLUMNS = 100_000, 20
_GB18030, _SHEET = Path("gb18030.csv"), Path("sheet.xlsx")


def compare(folder: Path, rows: int, rounds: int) -> list[Comparison]:
    """Generate the files below `folder` and compare; a round's wall time is that of the work alone, not of imports."""
    workspace = folder / "formats"
    once(Command("generate", python("-m", "benchmarks.generate", workspace, "--rows", str(max(rows, SHEET_ROWS)))))
    once(Command("make", python("-m", "benchmarks.formats", "make", workspace)))
    return [
        _beside(workspace, rounds, "gb18030", "utf8", f"reading {rows:,} responses in GB18030 ÷ the same in UTF-8"),
        _beside(workspace, rounds, "sheet", "parser",
                f"reading a sheet of {SHEET_ROWS:,} rows × {SHEET_COLUMNS} columns ÷ its parser alone"),
    ]  # fmt: skip


def _beside(workspace: Path, rounds: int, first: str, second: str, name: str) -> Comparison:
    sides = [Command(side, python("-m", "benchmarks.formats", side, workspace)) for side in (first, second)]
    ours, other = (tuple(map(_inner, measured)) for measured in in_turn(sides, rounds))
    return Comparison(name, ours, other)


def _inner(measured: Measurement) -> Measurement:
    told = json.loads(measured.printed.splitlines()[-1])
    return Measurement(told["wall"], told["cpu"], measured.peak_mb, measured.printed)


def make(root: Path) -> None:
    """The two files, from the generated answers; the sheet has two columns more."""
    import xlsxwriter

    with open(root / RESPONSES, encoding="utf-8") as text, open(root / _GB18030, "w", encoding="gb18030") as out:
        shutil.copyfileobj(text, out)
    with open(root / RESPONSES, encoding="utf-8", newline="") as text:
        rows = list(itertools.islice(csv.reader(text), SHEET_ROWS + 1))
    with xlsxwriter.Workbook(str(root / _SHEET), {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        for place, row in enumerate(rows):
            cells = [*row, *(["spare", "more"] if place == 0 else ["x", str(place)])][:SHEET_COLUMNS]
            sheet.write_row(place, 0, [_number(cell) for cell in cells])


def _number(cell: object) -> object:
    return int(cell) if isinstance(cell, str) and cell.isascii() and cell.isdigit() and len(cell) < 10 else cell


def load(root: Path, file: Path, read: dict[str, str]) -> dict[str, float]:
    """The pipeline's own road into raw, with one way of reading."""
    from pipelines.feeds import archive, batch_load, mapping
    from pipelines.workspace import open_workspace

    named = mapping.load_mapping(MAPPING)
    assert named.mapping is not None
    declared = named.mapping.model_copy(update={"read": mapping.Read.model_validate(read)})
    named = mapping.NamedMapping(named.id, declared, named.contract, named.version)
    workspace, received = open_workspace(root), archive.inspect(root / file, file.name)
    with batch_load.loader(workspace, [], [root], memory_limit=MEMORY_LIMIT, threads=THREADS) as loader:
        started = _now()
        loaded = loader.load(received, file.name, named, dt.datetime.now(dt.UTC).replace(tzinfo=None))
        spent = _since(started)
    shutil.rmtree(root / "raw")
    return {"rows": loaded.row_count, **spent}


def parser(root: Path) -> dict[str, float]:
    """The Excel parser alone: every cell as a Python value, none of them kept."""
    import python_calamine

    started = _now()
    sheet = python_calamine.CalamineWorkbook.from_path(root / _SHEET).get_sheet_by_index(0)
    rows = sum(1 for _ in sheet.iter_rows())
    return {"rows": rows, **_since(started)}


def _now() -> tuple[float, float]:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return time.perf_counter(), sum(usage.ru_utime + usage.ru_stime for usage in used)


def _since(started: tuple[float, float]) -> dict[str, float]:
    wall, cpu = _now()
    return {"wall": wall - started[0], "cpu": cpu - started[1]}


if __name__ == "__main__":
    what, place = sys.argv[1], Path(sys.argv[2])
    if what == "make":
        make(place)
    elif what == "parser":
        print(json.dumps(parser(place)))
    else:
        file, read = {"utf8": (RESPONSES, {}), "gb18030": (_GB18030, {"encoding": "gb18030"}),
                      "sheet": (_SHEET, {"format": "xlsx"})}[what]  # fmt: skip
        print(json.dumps(load(place, file, read)))
