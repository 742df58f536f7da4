"""Files become raw rows and quarantine: the verb of this room.

Belongs here: the order of one run over landing, what is done with each file, what is reported.
Elsewhere: how one file is loaded for one table (batch_load); what a file is (discover, archive, preflight).
"""

import datetime as dt
import os
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from pipelines import manifest
from pipelines.feeds import archive, batch_load, batch_notes, control_totals, discover
from pipelines.feeds.archive import Received
from pipelines.feeds.batch_load import Loaded, Loader
from pipelines.feeds.discover import Found, Seen
from pipelines.feeds.lookup import Contents
from pipelines.feeds.mapping import NamedMapping, load_mappings, matches, shipped_mappings
from pipelines.feeds.mapping_choice import Candidate, choose, content_of, unmatched
from pipelines.feeds.problem import Problem, RefusedFileError
from pipelines.manifest import Batch
from pipelines.vocabulary import BatchStatus
from pipelines.workspace import Workspace

Progress = Callable[[str, int, int], None]  # file, bytes done, bytes in all


@dataclass
class IngestReport:
    """What one run found and did. `batches` are the new records of the manifest, refused ones included."""

    batches: list[Batch] = field(default_factory=list)
    waiting: list[Problem] = field(default_factory=list)
    refused: list[Problem] = field(default_factory=list)
    unmatched: list[Problem] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)
    unchanged_count: int = 0


def ingest_all(workspace: Workspace, progress: Progress | None = None) -> IngestReport:
    """Load every settled file of landing that is not loaded yet.

    One broken file never stops the others: it is refused with its problem. Raises ConfigurationError when a mapping
    cannot be used. Safe to repeat after a kill at any point.
    """
    landing = discover.look(workspace)
    with ExitStack() as stack:
        run = _Run(
            workspace, progress, landing.settled,
            lambda: stack.enter_context(batch_load.loader(workspace, landing.settled)),
        )  # fmt: skip
        run.report.waiting, run.report.refused = list(landing.waiting), list(landing.refused)
        for found in landing.settled:
            run.take(found)
        run.note_stated_totals()
        run.remember(landing.settled)
        return run.report


def check_file(path: Path, workspace: Workspace) -> list[Loaded | Problem]:
    """What would be loaded and refused of one file, without loading it: a report for each mapping, or its problem.

    A file outside landing is matched by its name alone; put it below `<feed>/<table>/` for canonical headers.
    """
    relative = below_landing(path, workspace)
    try:
        received = archive.inspect(path, relative)
        candidate, mappings = Candidate(path, relative), load_all(workspace)
        matched = choose(candidate, *mappings)
    except RefusedFileError as refusal:
        return [refusal.problem]
    if not matched:
        return [unmatched(candidate, mappings[1])]
    settled = discover.look(workspace).settled
    with batch_load.loader(workspace, settled, [path.absolute().parent]) as loader:
        return [_tried(loader, received, relative, named, matched) for named in matched]


def _tried(
    loader: Loader, received: Received, relative: str, named: NamedMapping, matched: list[NamedMapping]
) -> Loaded | Problem:
    now = dt.datetime.now(dt.UTC).replace(tzinfo=None)
    try:
        return _told(loader.try_out(received, relative, named, now), matched)
    except (RefusedFileError, batch_load.NotYetError) as refusal:
        return refusal.problem


def _told(loaded: Loaded, matched: list[NamedMapping]) -> Loaded:
    """A sheet that another mapping reads is no sheet that nobody reads."""
    read = {named.read.sheet for named in matched}
    loaded.other_sheets = [sheet for sheet in loaded.other_sheets if sheet not in read]
    return loaded


def load_all(workspace: Workspace) -> tuple[list[NamedMapping], list[NamedMapping]]:
    """The mappings of the workspace, and those that come with the software."""
    return load_mappings(workspace.mappings_dir), shipped_mappings()


def below_landing(path: Path, workspace: Workspace) -> str:
    """A file's path below landing, however it is written (links stay as they are); of any other file its name."""
    here = Path(os.path.abspath(path))
    landing = Path(os.path.abspath(workspace.landing))
    return here.relative_to(landing).as_posix() if here.is_relative_to(landing) else path.name


class _Run:
    """One run over landing: what is known already, and the report that grows."""

    def __init__(
        self, workspace: Workspace, progress: Progress | None, settled: list[Found], open_loader: Callable[[], Loader]
    ) -> None:
        self.workspace, self.progress, self.open_loader = workspace, progress, open_loader
        self.report = IngestReport()
        self.mappings = load_all(workspace)
        self.fingerprint = discover.configuration_fingerprint(workspace)
        self.seen = Seen.read(workspace)
        self.second_files = Contents(settled, self._known_hash)
        self.records = {batch.key: batch for batch in manifest.read(workspace.manifest_file)}
        self.next_no = max((batch.batch_no for batch in self.records.values()), default=0) + 1
        self.first_seen = {batch.sha256: batch.received_at for batch in reversed(self.records.values())}
        self.done: dict[str, str] = {}
        self.problems: dict[str, str] = {}
        self.controls: list[Found] = []

    @cached_property
    def loader(self) -> Loader:
        """Opened when the first file needs it: a run without new files opens no database."""
        return self.open_loader()

    def take(self, found: Found) -> None:
        """Load one file by every mapping that takes it; a control file waits until all others are read."""
        if control_totals.is_control(found.relative):
            self.controls.append(found)
            return
        try:
            candidate = Candidate(found.path, found.relative)
            matched = choose(candidate, *self.mappings)
            if matched:
                self._load(found, matched)
            elif self._is_looked_up(found.relative):
                self.done[found.relative] = self.second_files.hash_of(found)
            elif any(matches(pattern, found.relative) for pattern in self.workspace.config.unused_files):
                self.done[found.relative] = ""
            else:
                self.report.unmatched.append(unmatched(candidate, self.mappings[1]))
                self._set_aside(found, self.report.unmatched[-1])
        except RefusedFileError as refusal:
            self.report.refused.append(refusal.problem)
            self._set_aside(found, refusal.problem)

    def _is_looked_up(self, relative: str) -> bool:
        return any(named.looks_up(relative) for mappings in self.mappings for named in mappings)

    def _set_aside(self, found: Found, problem: Problem) -> None:
        """A file that cannot be read is not tried again until it or a mapping changes; its problem stays in view."""
        self.done[found.relative] = ""
        self.problems[found.relative] = str(problem)

    def _load(self, found: Found, matched: list[NamedMapping]) -> None:
        known = self._known_hash(found)
        if known is not None and not self._open(known, matched):
            self.report.unchanged_count += 1
            self.done[found.relative] = known
            return
        received = self._receive(found)
        open_now = self._open(received.sha256, matched)
        self.report.unchanged_count += not open_now
        outcomes = [self._batch(found, received, named, matched) for named in open_now]
        if all(outcomes):
            self.done[found.relative] = received.sha256

    def _known_hash(self, found: Found) -> str | None:
        return self.seen.hashes.get(found.relative) if self.seen.files.get(found.relative) == found.stat else None

    def _open(self, sha256: str, matched: list[NamedMapping]) -> list[NamedMapping]:
        """The mappings by which a content is not read yet, or was read by an earlier version of them."""
        keys = [(content_of(sha256, named, matched), named.contract.feed, named.contract.table) for named in matched]
        records = [self.records.get(key) for key in keys]
        pairs = zip(matched, records, strict=True)
        current = self.second_files.is_current
        return [named for named, record in pairs if record is None or not current(named, record.mapping_version)]

    def _receive(self, found: Found) -> Received:
        done = 0

        def count(size: int) -> None:
            nonlocal done
            done += size
            if self.progress is not None:
                self.progress(found.relative, done, found.stat[0])

        return archive.receive(found.path, found.relative, self.workspace.archive, count)

    def _batch(self, found: Found, received: Received, named: NamedMapping, matched: list[NamedMapping]) -> bool:
        """Load one file for one table; False when it must be tried again (a file that it looks up is not there)."""
        now = dt.datetime.now(dt.UTC).replace(tzinfo=None, microsecond=0)
        received = replace(received, sha256=content_of(received.sha256, named, matched))
        received_at = self.first_seen.setdefault(received.sha256, f"{now.isoformat()}Z")
        moment = dt.datetime.fromisoformat(received_at).replace(tzinfo=None)
        try:
            loaded = _told(self.loader.load(received, found.relative, named, moment), matched)
        except batch_load.NotYetError as waiting:
            self.report.waiting.append(waiting.problem)
            return False
        except RefusedFileError as refusal:
            self.report.refused.append(refusal.problem)
            blank = self._blank(found, received, named, received_at)
            self._record(replace(blank, status=BatchStatus.REFUSED, reason=str(refusal.problem)))
            return True
        self.report.notes += loaded.notes
        batch = loaded.onto(self._blank(found, received, named, received_at))
        self._record(replace(batch, notes=batch_notes.of_run(loaded, named, self.records.values())))
        return True

    def _blank(self, found: Found, received: Received, named: NamedMapping, received_at: str) -> Batch:
        """The record of a file for a table, before anything is known of its rows."""
        return Batch(
            self.next_no, named.contract.feed, named.contract.table, found.relative, received.sha256, received_at,
            received.size, named.id, self.second_files.version(named), BatchStatus.LOADED,
        )  # fmt: skip

    def _record(self, batch: Batch) -> None:
        """The line by which a batch becomes visible."""
        manifest.append(self.workspace.manifest_file, batch)
        self.records[batch.key] = batch
        self.report.batches.append(batch)
        self.next_no += 1

    def note_stated_totals(self) -> None:
        """Write what sources state of their files into the records of these files; it may come before or after them."""
        for found in self.controls:
            try:
                self._note(found, control_totals.read(found.relative, archive.small(found.path, found.relative)))
            except RefusedFileError as refusal:
                self.report.refused.append(refusal.problem)
                self._set_aside(found, refusal.problem)

    def _note(self, found: Found, stated: dict[str, str]) -> None:
        meant = [batch for batch in self.records.values() if control_totals.is_for(found.relative, batch.file)]
        self.done[found.relative] = ""
        if not meant:
            missing = Problem(found.relative, "states the totals of a file that is not here", "send the file itself")
            self._set_aside(found, missing)
        for batch in meant:
            if batch.stated_totals != stated:
                self.records[batch.key] = replace(batch, stated_totals=stated)
                manifest.append(self.workspace.manifest_file, self.records[batch.key])

    def remember(self, settled: list[Found]) -> None:
        """Note what need not be looked at again until it changes; an unmatched file is noted too."""
        files = {found.relative: found.stat for found in settled if found.relative in self.done}
        hashes = {name: sha for name, sha in self.done.items() if sha}
        memory = Seen(self.fingerprint, files, hashes, self.problems)
        if memory != self.seen:
            memory.write(self.workspace)
