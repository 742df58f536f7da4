"""What the skeleton needs of a workspace that was run once: its work file and the frames of batch facts.

Belongs here: copying them out, so that the skeleton imports nothing of the package.
Elsewhere: the skeleton itself.

    python -m benchmarks.prepare WORKSPACE DIRECTORY
"""

import shutil
import sys
from pathlib import Path

from pipelines import expectations, manifest
from pipelines.feeds.profile import profile
from pipelines.workspace import open_workspace


def prepare(root: Path, directory: Path) -> None:
    """Copy the work file and write one Parquet file per suite of `expectations/sources` that has batches."""
    workspace = open_workspace(root)
    (directory / "frames").mkdir(parents=True, exist_ok=True)
    shutil.copyfile(workspace.warehouse_file, directory / "prepared.duckdb")
    batches = manifest.latest(manifest.read(workspace.manifest_file))
    for suite in expectations.suites("sources"):
        own = [batch for batch in batches if batch.feed == suite.subject]
        if own:
            profile(own).to_parquet(directory / "frames" / f"{suite.subject}.parquet")


if __name__ == "__main__":
    prepare(Path(sys.argv[1]), Path(sys.argv[2]))
