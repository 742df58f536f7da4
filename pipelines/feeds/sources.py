"""Where files come from when nobody brings them: databases and REST services are read into landing.

Belongs here: one fetch of each source of a workspace; one that fails does not stop the others.
Elsewhere: what a source is (source_config), how it is asked (sql_source, rest_source), what becomes of files (ingest).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from filelock import FileLock, Timeout

from pipelines import yaml_file
from pipelines.feeds.problem import Problem
from pipelines.feeds.source_config import Source, load_sources
from pipelines.feeds.source_landing import SourceError
from pipelines.workspace import Workspace


class AnotherFetchError(Exception):
    """Another fetch of this workspace is at work."""


@dataclass(frozen=True)
class Fetched:
    """What one fetch of one source brought: rows and files below landing, or the problem that it met."""

    source: str
    row_count: int = 0
    files: tuple[str, ...] = ()
    problem: Problem | None = None


def fetch(workspace: Workspace, name: str | None = None) -> list[Fetched]:
    """Read every source, or the one that is named, into landing. One that fails does not stop the others.

    Raises ConfigurationError for an unknown name, AnotherFetchError when a fetch of this workspace is at work.
    """
    known = load_sources(workspace)
    wanted = [source for source in known if name in (None, source.id)]
    if not wanted:
        raise yaml_file.ConfigurationError(
            f"{workspace.sources_file}: {name!r} is no source; allowed: {', '.join(source.id for source in known)}"
        )
    with _alone(workspace):
        return [_fetch(source, workspace) for source in wanted]


@contextmanager
def _alone(workspace: Workspace) -> Iterator[None]:
    workspace.sources_dir.mkdir(exist_ok=True)
    try:
        with FileLock(workspace.sources_dir / "fetch.lock", timeout=0):
            yield
    except Timeout:
        raise AnotherFetchError("another `touchstone fetch` of this workspace is at work; try again later") from None


def _fetch(source: Source, workspace: Workspace) -> Fetched:
    from pipelines.feeds import rest_source, sql_source

    read = sql_source.read_into_landing if source.kind == "sql" else rest_source.read_into_landing
    try:
        row_count, files = read(source, workspace)
    except SourceError as error:
        return Fetched(source.id, problem=error.problem)
    return Fetched(source.id, row_count, tuple(files))
