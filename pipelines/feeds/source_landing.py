"""What every source has in common: its secrets, what is remembered between two fetches, the way into landing.

Belongs here: the error of a source, its memory in the workspace, one file by one rename.
Elsewhere: how a database or a service is asked (sql_source, rest_source).
"""

import datetime as dt
import json
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from pipelines import settings
from pipelines.feeds import archive, mapping_choice
from pipelines.feeds.mapping import load_mappings, shipped_mappings
from pipelines.feeds.problem import Problem, RefusedFileError
from pipelines.feeds.source_config import SECRET, Source
from pipelines.workspace import Workspace


class SourceError(Exception):
    """A source that cannot be read, as a problem with its next step."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


def failed(source: Source, what: str, next_step: str) -> SourceError:
    """The error to raise for one source."""
    return SourceError(Problem(f"source {source.id}", what, next_step))


def secret(source: Source, named: str) -> str:
    """What `env:NAME` stands for. Raises SourceError when the environment does not say it."""
    name = named.removeprefix(SECRET)
    value = settings.secret_from_environment(name)
    if not value:
        raise failed(source, f"the environment variable {name} is not set", f"set {name}, then fetch again")
    return value


def remembered(source: Source, workspace: Workspace) -> dict[str, Any]:
    """What the fetch before noted; nothing when other rows are asked for now. Raises SourceError."""
    file = workspace.sources_dir / f"{source.id}.json"
    if not file.exists():
        return {}
    try:
        memory = dict(json.loads(file.read_bytes()))
    except (OSError, ValueError, TypeError):
        raise failed(source, f"its memory {file} cannot be read", "remove that file: all is then read again") from None
    return memory if memory.get("meaning") == source.meaning else {}


def remember(source: Source, workspace: Workspace, memory: dict[str, Any]) -> None:
    """Note for the next fetch, by one rename; only after the file has landed, so that nothing can be lost."""
    file = workspace.sources_dir / f"{source.id}.json"
    part = file.with_suffix(f".{os.getpid()}.part")
    part.write_text(json.dumps({"meaning": source.meaning, **memory}), encoding="utf-8")
    os.replace(part, file)


def land(source: Source, workspace: Workspace, part: Path, suffix: str, *, is_increment: bool) -> str:
    """Put a complete file into landing by one rename; its path there. Raises SourceError.

    An increment is no snapshot: of a table that comes as snapshots it would delete all other rows.
    """
    now = dt.datetime.now(dt.UTC)
    relative = f"{source.target}/{source.id}-{now:%Y-%m-%d-%H%M%S-%f}{suffix}"
    if is_increment and (snapshots := _snapshots(workspace, part, relative)):
        raise failed(
            source, f"fills {', '.join(snapshots)}, which comes as snapshots: of an increment all other rows would "
            "count as deleted", "leave high_water (or `incremental`) out, so that all of it is read each time",
        )  # fmt: skip
    target = workspace.landing / relative
    target.parent.mkdir(parents=True, exist_ok=True)
    archive.sync(part)
    os.replace(part, target)
    return relative


def _snapshots(workspace: Workspace, part: Path, relative: str) -> Iterable[str]:
    candidate = mapping_choice.Candidate(part, relative)
    try:
        found = mapping_choice.choose(candidate, load_mappings(workspace.mappings_dir), shipped_mappings())
    except RefusedFileError:
        return []
    return [named.contract.name for named in found if named.contract.delivery == "snapshot"]
