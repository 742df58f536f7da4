"""The workspace of a run, and the lock by which one run at a time writes there."""

from collections.abc import Iterator

import dagster as dg
from filelock import FileLock

from pipelines.workspace import Workspace, open_workspace

WAIT_SECONDS = 6 * 3600


def writer_lock(workspace: Workspace) -> FileLock:
    """The lock of one workspace; within a process it is the same lock, so that the CLI and its job share it."""
    return FileLock(workspace.lock_file, is_singleton=True)


@dg.resource(description="The workspace of this run, locked until the run ends: two writers would wreck the work file.")
def workspace_resource(_context: dg.InitResourceContext) -> Iterator[Workspace]:
    """Open the workspace that the environment names and hold its lock."""
    workspace = open_workspace()
    with writer_lock(workspace).acquire(timeout=WAIT_SECONDS):
        yield workspace
