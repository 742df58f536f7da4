"""A day of a small company beside the bare skeleton.

Belongs here: `touchstone run` on the demo, with everything to read, forced, and with nothing new ÷ skeleton.
Elsewhere: the skeleton; the demo's feeds (pipelines.demo).
"""

import re
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

from benchmarks.measure import Command, Comparison, in_turn, once, python
from benchmarks.touchstone import forget_runs, touchstone

ROWS = 100_000
HEAVY = ("dagster", "dbt", "great_expectations", "duckdb", "pandas", "scipy", "pyarrow")


def compare(folder: Path, rounds: int) -> list[Comparison]:
    """Write the demo below `folder`, run it once, and compare."""
    demo, bare = folder / "demo", folder / "skeleton"
    once(touchstone("demo", "demo", demo, "--size", str(ROWS)))
    once(touchstone("first run", "run", "-w", demo))
    once(Command("prepare", python("-m", "benchmarks.prepare", demo, bare)))
    commands = [
        touchstone("fresh run", "run", "-w", demo, prepare=lambda: forget_runs(demo)),
        touchstone("forced run", "run", "--force", "-w", demo),
        touchstone("nothing new", "run", "-w", demo),
        Command("skeleton", python("-m", "benchmarks.skeleton", bare), prepare=lambda: _put_back(bare)),
    ]
    *ours, skeleton = in_turn(commands, rounds)
    names = (
        f"demo of {ROWS:,} rows, everything read anew ÷ skeleton",
        "the same, `--force`: nothing to read, everything built ÷ skeleton",
        "the same, nothing new ÷ skeleton",
    )
    notes = ("", "", f"imports {', '.join(heavy_imports(commands[2])) or 'nothing heavy'}")
    return [Comparison(n, o, skeleton, note) for n, o, note in zip(names, ours, notes, strict=True)]


def _put_back(bare: Path) -> None:
    shutil.copyfile(bare / "prepared.duckdb", bare / "work.duckdb")


def heavy_imports(command: Command) -> list[str]:
    """Which heavy libraries a command imports, as the interpreter itself tells (-X importtime)."""
    interpreter, *rest = command.argv
    told = subprocess.run([interpreter, "-X", "importtime", *rest], capture_output=True, text=True, check=True).stderr
    return _heavy(re.findall(r"\|\s*([\w.]+)$", told, re.MULTILINE))


def _heavy(modules: Iterable[str]) -> list[str]:
    tops = {module.split(".")[0] for module in modules}
    return [library for library in HEAVY if library in tops]
