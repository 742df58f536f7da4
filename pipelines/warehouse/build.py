"""dbt in this process: prepare the manifest once, build one half of the project at a time.

Belongs here: how dbt is called, and that it lets go of the work file.
Elsewhere: the models (dbt_project); what Dagster shows of the events (defs.dbt).
"""

import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from pipelines import settings
from pipelines.workspace import Workspace

Event = dict[str, Any]
TARGET = settings.DBT_PROJECT / "target"
MANIFEST = TARGET / "manifest.json"
_PARSED = TARGET / "partial_parse.msgpack"
_HASH = TARGET / "project.sha256"
_RESULTS = {"LogModelResult", "LogSeedResult", "LogTestResult"}
_NOT_SOURCE = {"target", "logs", "dbt_packages", "__pycache__"}


class BuildError(Exception):
    """dbt could not build; the text names the model and its reason."""


def project_hash() -> str:
    """SHA-256 over the dbt project's own files."""
    digest = hashlib.sha256()
    for folder, folders, files in os.walk(settings.DBT_PROJECT):
        folders[:] = sorted(set(folders) - _NOT_SOURCE)
        for file in sorted(files):
            path = Path(folder) / file
            digest.update(path.relative_to(settings.DBT_PROJECT).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def is_prepared() -> bool:
    """Whether manifest and parsed project belong to the project's files as they are now."""
    return MANIFEST.exists() and _PARSED.exists() and _HASH.exists() and _HASH.read_text() == project_hash()


def prepare() -> Path:
    """Parse the project, if its files changed, and return the manifest's path."""
    if not is_prepared():
        shutil.rmtree(TARGET, ignore_errors=True)
        settings.point_dbt_at(Path(":memory:"))
        result = _runner().invoke(["parse", *_places(TARGET)])
        if not result.success:
            raise BuildError(f"dbt cannot parse {settings.DBT_PROJECT.name}: {result.exception}")
        _HASH.write_text(project_hash())
    return MANIFEST


def build(workspace: Workspace, selector: str) -> Iterator[Event]:
    """Build one half (`transform` or `score`) and yield dbt's result events as dictionaries.

    Raises BuildError when a model fails; failed tests are events, not errors.
    """
    manifest, events = _parsed_manifest(), list[Event]()

    def keep(event: Any) -> None:
        if event.info.name in _RESULTS:
            events.append(_as_dictionary(event))

    settings.point_dbt_at(workspace.warehouse_file, workspace.raw)
    chosen = ["--selector", selector, "--exclude-resource-type", "unit_test", "--no-write-json"]
    try:
        result = _runner(manifest, [keep]).invoke(["build", *chosen, *_places(workspace.dbt_target)])
    finally:
        _let_go()
    yield from events
    problems = _failed_models(result)
    if result.exception or problems:
        raise BuildError("\n".join(problems) or str(result.exception))


def published_models() -> list[str]:
    """The models that are let out: those whose meta says `published: true`."""
    nodes = json.loads(MANIFEST.read_text(encoding="utf-8"))["nodes"].values()
    return sorted(node["name"] for node in nodes if node["config"].get("meta", {}).get("published"))


def _places(target: Path) -> list[str]:
    project = str(settings.DBT_PROJECT)
    quiet = ["--log-level", "none", "--log-level-file", "none", "--no-use-colors", "--no-version-check"]
    return ["--project-dir", project, "--profiles-dir", project, "--target-path", str(target), *quiet]


def _runner(manifest: Any = None, callbacks: list[Callable[[Any], None]] | None = None) -> Any:
    from dbt.cli.main import dbtRunner

    return dbtRunner(manifest=manifest, callbacks=callbacks or [])


@lru_cache(maxsize=1)
def _parsed_manifest() -> Any:
    """The parsed project, read once in a process: a project that changes during a run must not change the run."""
    from dbt.contracts.graph.manifest import Manifest

    prepare()
    manifest = Manifest.from_msgpack(_PARSED.read_bytes())
    manifest.build_flat_graph()
    return manifest


def _as_dictionary(event: Any) -> Event:
    from google.protobuf.json_format import MessageToDict

    return MessageToDict(event, preserving_proto_field_name=True)


def _failed_models(result: Any) -> list[str]:
    """The models that failed, with the database's own words; what was skipped because of them is left out."""
    outcomes = getattr(result.result, "results", None) or []
    failed = [o for o in outcomes if o.status == "error" and o.node.resource_type in ("model", "seed")]
    return [f"{outcome.node.name}: {' '.join(outcome.message.split())}" for outcome in failed]


def _let_go() -> None:
    """dbt keeps the work file open after its run, which would lock everyone else out."""
    from dbt.adapters.duckdb.connections import DuckDBConnectionManager

    DuckDBConnectionManager.close_all_connections()
