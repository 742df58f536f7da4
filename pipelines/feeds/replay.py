"""Archived files, read again by the mappings of today: a row that loads now is neither lost nor doubled.

Belongs here: which files are read again, and what changed.
Elsewhere: how a file is read (batch_load); which mapping is for it (mapping_choice).

The raw file of a batch is replaced by one rename and its record keeps its number and its day of receipt: rows of later
files stay later. What a killed replay left is made whole by the next one.
"""

import datetime as dt
from dataclasses import dataclass, replace
from pathlib import Path

from pipelines import manifest
from pipelines.feeds import archive, batch_load, discover, ingest
from pipelines.feeds.batch_load import Loader
from pipelines.feeds.discover import Found
from pipelines.feeds.lookup import Contents
from pipelines.feeds.mapping import NamedMapping, matches
from pipelines.feeds.mapping_choice import Candidate, choose, content_of
from pipelines.feeds.problem import RefusedFileError
from pipelines.feeds.refused import batches_with_refused
from pipelines.manifest import Batch
from pipelines.vocabulary import BatchStatus
from pipelines.workspace import Workspace

Mappings = tuple[list[NamedMapping], list[NamedMapping]]


@dataclass(frozen=True)
class Replayed:
    """One file of one table before and after; `problem` says why it stayed as it was."""

    before: Batch
    after: Batch
    problem: str = ""


def replay(workspace: Workspace, file: str | None = None) -> list[Replayed]:
    """Read every file with refused rows again, or one of them, from the archive.

    The caller holds the workspace's lock. Raises ConfigurationError when a mapping or the name of the file is wrong.
    """
    chosen = batches_with_refused(workspace, file)
    mappings = ingest.load_all(workspace)
    present = _present(workspace, mappings)
    with batch_load.loader(workspace, present) as loader:
        again = _Again(workspace, loader, mappings, Contents(present))
        return [again.read(batch) for batch in chosen]


@dataclass(frozen=True)
class _Again:
    workspace: Workspace
    loader: Loader
    mappings: Mappings
    second_files: Contents

    def read(self, batch: Batch) -> Replayed:
        """Read one batch again and record it; one that cannot be read stays as it was."""
        try:
            after = self._loaded(batch)
        except (RefusedFileError, batch_load.NotYetError) as refusal:
            return Replayed(batch, batch, str(refusal.problem))
        if isinstance(after, str):
            return Replayed(batch, batch, after)
        manifest.append(self.workspace.manifest_file, after)
        return Replayed(batch, after)

    def _loaded(self, batch: Batch) -> Batch | str:
        kept = _archived(self.workspace, batch)
        if kept is None:
            return f"{batch.file}: its copy is not in the archive; next: put the file into landing again"
        matched = choose(Candidate(kept, batch.file), *self.mappings)
        sha256 = batch.sha256[:_SHA256]
        mine = (n for n in matched if n.contract.holds(batch) and content_of(sha256, n, matched) == batch.sha256)
        named = next(mine, None)
        if named is None:
            return f"{batch.file}: no mapping takes it for {batch.feed}.{batch.table} any more; next: `touchstone map`"
        moment = dt.datetime.fromisoformat(batch.received_at).replace(tzinfo=None)
        received = replace(archive.inspect(kept, batch.file), sha256=batch.sha256)
        loaded = self.loader.load(received, batch.file, named, moment)
        version = self.second_files.version(named)
        blank = replace(batch, mapping=named.id, mapping_version=version, status=BatchStatus.LOADED, reason="")
        return loaded.onto(blank)


_SHA256 = 64  # signs; what follows them tells a sheet (mapping_choice.content_of)


def _archived(workspace: Workspace, batch: Batch) -> Path | None:
    """The copy that was kept when the file came."""
    return next(iter(sorted((workspace.archive / batch.sha256[:2]).glob(f"{batch.sha256[:_SHA256]}*"))), None)


def _present(workspace: Workspace, mappings: Mappings) -> list[Found]:
    """Files in which values may be looked up: those in landing; archived ones where landing has none for a join."""
    here = discover.look(workspace).settled
    joins = [
        join.file for named in (*mappings[0], *mappings[1]) if named.mapping for join in named.mapping.joins.values()
    ]
    lacking = [glob for glob in joins if not any(matches(glob, found.relative) for found in here)]
    latest = {batch.file: batch for batch in manifest.latest(manifest.read(workspace.manifest_file))}
    gone = [batch for file, batch in latest.items() if any(matches(glob, file) for glob in lacking)]
    kept = ((batch.file, _archived(workspace, batch)) for batch in gone)
    return here + [Found(path, file, discover.stat_of(path.stat())) for file, path in kept if path is not None]
