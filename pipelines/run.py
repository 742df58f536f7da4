"""One run from the command line: the lock, nothing new, the job, its outcome.

Belongs here: the order of these questions, and what a run leaves for people to read.
Elsewhere: the job itself (defs.location); what is printed (cli).
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from filelock import FileLock, Timeout

from pipelines import identity, manifest, settings
from pipelines.feeds import account_map, discover
from pipelines.feeds.mapping import load_mappings
from pipelines.manifest import Batch
from pipelines.vocabulary import BatchStatus
from pipelines.workspace import Workspace

if TYPE_CHECKING:
    from pipelines.feeds.replay import Replayed

Progress = Callable[[str, int, int], None]
VERBS = {
    "ingest": "ingest: files to typed rows",
    "transform": "transform: rows to facts and aggregates",
    "assess": "assess: can the figures be believed",
    "score": "score: integrity and scorecard marts",
    "candidate_build": "publish: judge the candidate",
    "published_build": "publish: swap",
}


class AnotherRunError(Exception):
    """Another run holds the workspace."""


@dataclass(frozen=True)
class Outcome:
    """What a run came to: `nothing_new`, `published` or `blocked` with the reasons, and the files that need someone.

    `notes` are (file, note) of the batches that the run recorded.
    """

    state: str
    build: Path | None = None
    reasons: tuple[str, ...] = ()
    attention: tuple[str, ...] = field(default=())
    notes: tuple[tuple[str, str], ...] = field(default=())


def run(workspace: Workspace, progress: Progress, *, force: bool = False) -> Outcome:
    """Run the job unless nothing is new.

    Raises AnotherRunError when the workspace is in use, ConfigurationError when a mapping cannot be used.
    """
    load_mappings(workspace.mappings_dir)
    account_map.read(workspace)
    with alone(workspace):
        if not force and _nothing_new(workspace):
            return Outcome("nothing_new", workspace.current.resolve(), attention=_attention(workspace))
        before = _last_batch_no(workspace)
        return replace(_execute(workspace, progress), notes=_notes(workspace, before))


def replay(workspace: Workspace, file: str | None) -> list[Replayed]:
    """Read archived files with refused rows again. Raises AnotherRunError, ConfigurationError."""
    from pipelines.feeds import replay as replays

    with alone(workspace):
        return replays.replay(workspace, file)


@contextmanager
def alone(workspace: Workspace) -> Iterator[None]:
    """Nobody else writes into the workspace meanwhile. Raises AnotherRunError."""
    lock = FileLock(workspace.lock_file, is_singleton=True)
    try:
        with lock.acquire(timeout=0):
            yield
    except Timeout:
        raise AnotherRunError(
            f"{workspace.root}: another run is at work here; next: wait for it, or see `touchstone status`"
        ) from None


def _nothing_new(workspace: Workspace) -> bool:
    """Decided from stat, manifest and digests alone: loading the definitions would import dbt and more."""
    published = identity.published(workspace)
    if published is None or discover.anything_new(workspace):
        return False
    batches = manifest.read(workspace.manifest_file)
    return published.fingerprint == identity.identify(workspace, batches).fingerprint


def _execute(workspace: Workspace, progress: Progress) -> Outcome:
    settings.use_workspace(workspace.root)
    settings.point_dagster_at(workspace.dagster_home)
    settings.silence_telemetry()
    workspace.dagster_home.mkdir(parents=True, exist_ok=True)
    import dagster as dg

    from pipelines.defs import history
    from pipelines.defs.location import JOB, definitions

    with history.quick(), dg.DagsterInstance.get() as instance:
        _reap(instance)
        run_id = str(uuid.uuid4())
        instance.add_event_listener(run_id, _follow(progress))
        job = definitions().resolve_job_def(JOB)
        result = job.execute_in_process(instance=instance, run_id=run_id, raise_on_error=False, run_config=_QUIET)
    attention = _attention(workspace)
    if result.success and workspace.current.exists():
        return Outcome("published", workspace.current.resolve(), attention=attention)
    return Outcome("blocked", reasons=tuple(_reasons(result)), attention=attention)


_QUIET = {"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}}


def _reap(instance: Any) -> None:
    """We hold the lock, so a run that still counts as running was killed: say so, or it would run for ever."""
    import dagster as dg

    unfinished = dg.RunsFilter(statuses=[dg.DagsterRunStatus.STARTED, dg.DagsterRunStatus.STARTING])
    for dead in instance.get_runs(unfinished):
        instance.report_run_failed(dead, "killed before its end; completed by a later run")


def _follow(progress: Progress) -> Callable[[object], None]:
    """A listener that tells which verb is at work."""
    order = list(VERBS)

    def listen(event: object) -> None:
        happened = getattr(event, "dagster_event", None)
        if happened is not None and happened.event_type_value == "STEP_START" and happened.step_key in VERBS:
            progress(VERBS[happened.step_key], order.index(happened.step_key), len(order))

    return listen


def _reasons(result: Any) -> list[str]:
    """Why nothing was published: failed steps in their own words, and failed blocking checks."""
    events = result.all_events
    errors = [_deepest(e.step_failure_data.error) for e in events if e.event_type_value == "STEP_FAILURE"]
    failed = [_in_words(error) for error in errors if error.cls_name != "DagsterAssetCheckFailedError"]
    checks = [e.event_specific_data for e in events if e.event_type_value == "ASSET_CHECK_EVALUATION"]
    stopped = [c for c in checks if not c.passed and c.blocking]
    return failed + [f"check failed: {c.asset_key.to_user_string()} {c.check_name}" for c in stopped]


def _deepest(error: Any) -> Any:
    return _deepest(error.cause) if error.cause else error


def _in_words(error: Any) -> str:
    """An error's own words, without the name of its class."""
    return str(error.message).strip().split(f"{error.cls_name}: ", 1)[-1]


def _attention(workspace: Workspace) -> tuple[str, ...]:
    """Files that wait, hold no rows, or were refused or held back, each with its reason."""
    batches = manifest.latest(manifest.read(workspace.manifest_file))
    return (*discover.problems(workspace), *filter(None, map(_trouble, batches)))


def _last_batch_no(workspace: Workspace) -> int:
    return max((batch.batch_no for batch in manifest.read(workspace.manifest_file)), default=0)


def _notes(workspace: Workspace, after: int) -> tuple[tuple[str, str], ...]:
    """(file, note) of the batches recorded since; what is said of several files alike is said once."""
    files: dict[str, list[str]] = {}
    for batch in manifest.latest(manifest.read(workspace.manifest_file)):
        for note in batch.notes if batch.batch_no > after else ():
            files.setdefault(note.removeprefix(f"{batch.file}: "), []).append(batch.file)
    return tuple(
        (named[0], f"{named[0]}{f' and {len(named) - 1} more' if named[1:] else ''}: {text}")
        for text, named in files.items()
    )


def _trouble(batch: Batch) -> str:
    if batch.status is not BatchStatus.LOADED:
        return batch.reason if batch.reason.startswith(batch.file) else f"{batch.file}: {batch.reason}"
    if not batch.row_count:
        return f"{batch.file}: has a header and no rows; next: look whether its export failed"
    return ""
