"""What came, when, and what of it stands: the batch manifest of one workspace.

Belongs here: one record per file and table, appended and never changed; which records count.
Elsewhere: how a file is read (feeds.ingest); how its rows are seen (feeds.raw_views).
"""

import json
import os
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path

from pipelines.vocabulary import BatchStatus


@dataclass(frozen=True)
class Batch:
    """One file, read for one table. Counts are records; a count of lines is None where the format has none.

    `control_totals` are sums of the loaded rows, `amount_sums` of all rows by currency, `stated_totals` what the source
    states beside the file; `scales` are those that the rows declare, by survey, version and question; `notes` are
    what a person should know of the file.
    """

    batch_no: int
    feed: str
    table: str
    file: str
    sha256: str
    received_at: str
    bytes: int
    mapping: str
    mapping_version: str
    status: BatchStatus
    reason: str = ""
    row_count: int = 0
    loaded_count: int = 0
    quarantined_count: int = 0
    ignored_count: int = 0
    line_end_count: int | None = None
    embedded_line_count: int | None = None
    blank_line_count: int | None = None
    header_line_count: int | None = None
    header_row_count: int = 0
    control_totals: dict[str, str] = field(default_factory=dict)
    amount_sums: dict[str, str] = field(default_factory=dict)
    stated_totals: dict[str, str] = field(default_factory=dict)
    scales: dict[str, list[str]] = field(default_factory=dict)
    refused_by_rule: dict[str, int] = field(default_factory=dict)
    absent: dict[str, str] = field(default_factory=dict)
    parser_refused_before: list[int] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    min_on: str | None = None
    max_on: str | None = None

    @property
    def key(self) -> tuple[str, str, str]:
        """What makes a batch the same batch: content and table."""
        return (self.sha256, self.feed, self.table)

    @property
    def balances(self) -> bool:
        """Whether every record is accounted for."""
        return self.row_count == self.loaded_count + self.quarantined_count + self.ignored_count


_KNOWN = {f.name for f in fields(Batch)}


def _record(line: bytes) -> Batch:
    values = {name: value for name, value in json.loads(line).items() if name in _KNOWN}
    return Batch(**{**values, "status": BatchStatus(values["status"])})


def read(file: Path) -> list[Batch]:
    """All records in the order of their arrival; a line torn by a killed run was never a record."""
    if not file.exists():
        return []
    return [_record(line) for line in file.read_bytes().split(b"\n")[:-1] if line]


def append(file: Path, batch: Batch) -> None:
    """Add one record durably, cutting off what a killed run left half written."""
    line = json.dumps(asdict(batch), ensure_ascii=False, sort_keys=True).encode() + b"\n"
    file.parent.mkdir(parents=True, exist_ok=True)
    with open(file, "a+b") as handle:
        size = handle.seek(0, os.SEEK_END)
        if size:
            handle.seek(0)
            handle.truncate(handle.read().rfind(b"\n") + 1)
        handle.write(line)
        handle.flush()
        os.fsync(handle.fileno())


def latest(batches: Iterable[Batch]) -> list[Batch]:
    """The last record of each content and table, in the order of arrival."""
    return sorted({batch.key: batch for batch in batches}.values(), key=lambda b: b.batch_no)


def standing(batches: Iterable[Batch]) -> list[Batch]:
    """The batches whose rows count: of each content and table the last record, if it is loaded."""
    return [batch for batch in latest(batches) if batch.status is BatchStatus.LOADED]


@dataclass(frozen=True)
class Totals:
    """Sums over the batches of one table: files and records by what became of them."""

    file_count: int = 0
    held_file_count: int = 0
    row_count: int = 0
    loaded_count: int = 0
    quarantined_count: int = 0
    ignored_count: int = 0
    note_count: int = 0
    held_row_count: int = 0


def totals(batches: Iterable[Batch], feed: str, table: str) -> Totals:
    """Sums over the last records of one table; the records of held files count as received, not as loaded."""
    own = [batch for batch in latest(batches) if (batch.feed, batch.table) == (feed, table)]
    loaded = [batch for batch in own if batch.status is BatchStatus.LOADED]
    return Totals(
        file_count=len(own),
        held_file_count=len(own) - len(loaded),
        row_count=sum(b.row_count for b in own),
        loaded_count=sum(b.loaded_count for b in loaded),
        quarantined_count=sum(b.quarantined_count for b in loaded),
        ignored_count=sum(b.ignored_count for b in loaded),
        note_count=sum(len(b.notes) for b in own),
        held_row_count=sum(b.row_count for b in own if b.status is BatchStatus.HELD),
    )
