"""The command that is measured, and the workspaces that it works in.

Belongs here: how `touchstone` is started in this environment; taking a workspace back to the day before its first run.
Elsewhere: what is compared (whole, small).
"""

import shutil
from pathlib import Path

from benchmarks.measure import Command, python

DONE, DONE_WITH_REFUSED_FILES = 0, 3
_MADE_BY_RUNS = ("archive", "raw", "quarantine", "published", "logs", "dbt", "dagster")


def touchstone(name: str, *arguments: str | Path, **settings: object) -> Command:
    """The console script's own entry, in this interpreter."""
    start = "from pipelines.cli import main; main()"
    codes = frozenset({DONE, DONE_WITH_REFUSED_FILES})
    return Command(name, python("-c", start, *arguments), good_codes=codes, **settings)  # type: ignore[arg-type]


def forget_runs(root: Path) -> None:
    """Remove everything that runs made; landing and configuration stay."""
    for name in _MADE_BY_RUNS:
        shutil.rmtree(root / name, ignore_errors=True)
    for file in root.glob("warehouse.duckdb*"):
        file.unlink()
