"""Make a complete candidate the build that readers see, by one rename.

Belongs here: durability, the pointer, pruning.
Elsewhere: what is in a build (export).
"""

import datetime as dt
import os
import shutil
from pathlib import Path

from pipelines.publish.export import candidate_folder
from pipelines.workspace import Workspace


def swap(workspace: Workspace, build_id: str) -> Path:
    """Publish a candidate: its files are on disk before `current` names them. Open readers keep the old build."""
    candidate = candidate_folder(workspace, build_id)
    for file in candidate.iterdir():
        _sync(file)
        file.chmod(0o444)
    _sync(candidate)
    build = candidate.rename(candidate.with_suffix(""))
    _sync(build.parent)
    pointer = workspace.published / "current.part"
    pointer.unlink(missing_ok=True)
    pointer.symlink_to(Path("builds") / build.name)
    pointer.rename(workspace.current)
    _sync(workspace.published)
    return build


def remove_unfinished(workspace: Workspace) -> None:
    """Clear away candidates that a killed run left."""
    for leftover in (workspace.published / "builds").glob("*.part"):
        shutil.rmtree(leftover)


def prune(workspace: Workspace, now: dt.datetime) -> list[str]:
    """Remove builds older than the configured days, never the current one; returns their names."""
    current = workspace.current.resolve()
    oldest = now - dt.timedelta(days=workspace.config.keep_builds_days)
    builds = [build for build in (workspace.published / "builds").iterdir() if build.is_dir() and build != current]
    old = [b for b in builds if dt.datetime.fromtimestamp(b.stat().st_mtime, dt.UTC) < oldest]
    for build in old:
        shutil.rmtree(build)
    return sorted(build.name for build in old)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
