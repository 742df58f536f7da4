"""The whole pipeline beside the hand-written floor, on the same feeds.

Belongs here: `touchstone run` on a fresh workspace ÷ floor, once as it is, once without archive and page.
Elsewhere: the feeds (generate), the floor's work (floor), the measuring (measure).
"""

import json
import shutil
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from benchmarks.measure import Command, Comparison, Measurement, in_turn, once, python
from benchmarks.touchstone import forget_runs, touchstone

MEMORY_LIMIT, THREADS = "2GB", 2


def compare(folder: Path, rows: int, rounds: int) -> list[Comparison]:
    """Generate the feeds below `folder` and compare."""
    workspace = folder / "whole"
    once(Command("generate", python("-m", "benchmarks.generate", workspace, "--rows", str(rows))))
    run = touchstone("touchstone run", "run", "-w", workspace, prepare=lambda: forget_runs(workspace))
    limits = ("--memory-limit", MEMORY_LIMIT, "--threads", str(THREADS))
    floor = Command("floor", python("-m", "benchmarks.floor", workspace, folder / "floor.duckdb", *limits))
    ours, yardstick = in_turn([run, floor], rounds)
    apart = json.loads(once(Command("apart", python("-m", "benchmarks.whole", workspace))).printed)
    note = f"archive {apart['archive']:.1f} s, page {apart['page']:.1f} s, timed apart"
    return [
        Comparison(f"whole pipeline, {rows:,} responses, fresh workspace ÷ floor", ours, yardstick),
        Comparison("the same, archive and page taken off", _shortened(ours, sum(apart.values())), yardstick, note),
    ]


def _shortened(measured: Sequence[Measurement], seconds: float) -> tuple[Measurement, ...]:
    return tuple(replace(m, wall=m.wall - seconds, cpu=m.cpu - seconds) for m in measured)


def seconds_apart(root: Path) -> dict[str, float]:
    """What the floor has nothing of: the seconds for archiving the landing files, and for writing the page."""
    from pipelines.feeds import archive
    from pipelines.report import write_page

    copies, build = root / "copies", root / "build"
    started = time.perf_counter()
    for file in sorted((root / "landing").rglob("*.csv")):
        archive.receive(file, file.name, copies)
    archived = time.perf_counter()
    shutil.copytree(root / "published" / "current", build)
    (build / "report.html").unlink()
    copied = time.perf_counter()
    write_page(build)
    written = time.perf_counter()
    for folder in (copies, build):
        shutil.rmtree(folder)
    return {"archive": archived - started, "page": written - copied}


if __name__ == "__main__":
    print(json.dumps(seconds_apart(Path(sys.argv[1]))))
