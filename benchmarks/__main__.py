"""One command, one table: the pipeline beside its yardsticks, in turn, on this machine.

Belongs here: what is asked for, the table, the conditions under which it holds.
Elsewhere: each comparison (whole, small, reading, formats).

    python -m benchmarks [--rows 1e6] [--rounds 3] [--only whole,small,reading,formats]
"""

import argparse
import os
import platform
import subprocess
import tempfile
from datetime import date
from pathlib import Path

from benchmarks import formats, reading, small, whole
from benchmarks.measure import Comparison, Measurement, Spread, python

PARTS = ("whole", "small", "reading", "formats")
_HEAD = """\
| what ÷ yardstick | s | yardstick s | wall ÷ wall: least / **median** / greatest | CPU ÷ CPU | peak MB | its MB |
|---|---|---|---|---|---|---|"""


def main() -> None:
    """Compare what was asked for and print the table."""
    asked = _arguments()
    with tempfile.TemporaryDirectory(prefix="touchstone-bench-", dir=asked.directory) as temporary:
        lines = _compare(asked, Path(temporary).resolve())
    print(f"\n{_HEAD}")
    for line in lines:
        print(_row(line))
    print(f"\n{_conditions(asked)}")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="Ours and yardsticks, in turn.")
    parser.add_argument("--rows", type=float, default=1e6, help="responses of the workload (default 1e6)")
    parser.add_argument("--rounds", type=int, default=3, help="measured rounds after the warm-up (default 3)")
    parser.add_argument("--only", default=",".join(PARTS), help=f"some of {','.join(PARTS)}")
    parser.add_argument("--directory", type=Path, default=None, help="where the feeds are written, and removed again")
    asked = parser.parse_args()
    asked.only = tuple(asked.only.split(","))
    if strangers := set(asked.only) - set(PARTS):
        parser.error(f"{', '.join(sorted(strangers))}: not known; allowed: {', '.join(PARTS)}")
    return asked


def _compare(asked: argparse.Namespace, folder: Path) -> list[Comparison]:
    lines: list[Comparison] = []
    if "small" in asked.only:
        lines += small.compare(folder, asked.rounds)
    if "whole" in asked.only:
        lines += whole.compare(folder, int(asked.rows), asked.rounds)
    if "reading" in asked.only:
        lines += reading.compare(folder, int(asked.rows), asked.rounds)
    if "formats" in asked.only:
        lines += formats.compare(folder, int(asked.rows), asked.rounds)
    return lines


def _row(line: Comparison) -> str:
    ours, yardstick = (Spread.of([m.wall for m in side]).median for side in (line.ours, line.yardstick))
    peaks = [max(m.peak_mb for m in side) for side in (line.ours, line.yardstick)]
    name = f"{line.name} ({line.note})" if line.note else line.name
    cpu = line.ratio(lambda m: m.cpu).median
    cells = (name, f"{ours:.1f}", f"{yardstick:.1f}", line.ratio(_wall), f"{cpu:.2f}", *(f"{p:.0f}" for p in peaks))
    return f"| {' | '.join(map(str, cells))} |"


def _wall(measured: Measurement) -> float:
    return measured.wall


def _conditions(asked: argparse.Namespace) -> str:
    version = (
        "import duckdb, dagster, dbt.version; print(duckdb.__version__, dagster.__version__, dbt.version.__version__)"
    )
    duckdb, dagster, dbt = subprocess.run(
        python("-c", version), capture_output=True, text=True, check=True
    ).stdout.split()
    from benchmarks.floor import LEFT_OUT

    return (
        f"{date.today()}, {os.cpu_count()} cores ({platform.machine()}), Python {platform.python_version()}, DuckDB "
        f"{duckdb}, Dagster {dagster}, dbt {dbt}; {asked.rounds} rounds in turn after a warm-up, fresh processes; "
        f"{whole.THREADS} threads; memory limit of the floor {whole.MEMORY_LIMIT}. Peak: largest process.\n\n"
        f"The floor leaves out: {LEFT_OUT}"
    )


if __name__ == "__main__":
    main()
