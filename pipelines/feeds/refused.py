"""Refused rows of everything that arrived: counted by rule, shown as they are told to people, written out.

Belongs here: reading the quarantine of a workspace.
Elsewhere: how a row gets there (conform, quarantine), how it gets out again (replay).
"""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from pipelines import manifest
from pipelines.feeds.account_map import safe_cell
from pipelines.feeds.problem import NEXT_STEP, Rule
from pipelines.manifest import Batch
from pipelines.vocabulary import BatchStatus
from pipelines.warehouse.connect import memory, quote
from pipelines.workspace import Workspace
from pipelines.yaml_file import ConfigurationError

COLUMNS = ("table", "file", "row", "column", "rule", "value", "next_step")


@dataclass(frozen=True)
class Count:
    """How many rows of a file a rule refused; no count where the file was refused as a whole, with its reason."""

    table: str
    file: str
    rule: str
    rows: int | None
    reason: str = ""


@dataclass(frozen=True)
class Row:
    """One refused row, its value as it may be shown."""

    table: str
    file: str
    row: int
    column: str | None
    rule: str
    value: str | None

    @property
    def next_step(self) -> str:
        """What to do about it."""
        return NEXT_STEP.get(Rule(self.rule), "")


def batches_with_refused(workspace: Workspace, file: str | None = None) -> list[Batch]:
    """The last records that hold refused rows, or were refused as a whole; of one file, when one is named.

    A file is named by its path below landing, or by the end of that path. Raises ConfigurationError when none is meant.
    """
    latest = manifest.latest(manifest.read(workspace.manifest_file))
    found = [b for b in latest if b.quarantined_count or b.status is BatchStatus.REFUSED]
    if file is None:
        return found
    wanted = file.removeprefix(f"{workspace.landing}/")
    meant = [b for b in found if b.file == wanted or b.file.endswith(f"/{wanted}")]
    if not meant:
        names = ", ".join(sorted({b.file for b in found})[:5]) or "none"
        known = any(b.file == wanted or b.file.endswith(f"/{wanted}") for b in latest)
        what = "has no refused rows" if known else "no such file was received"
        raise ConfigurationError(f"{file}: {what}; files with refused rows: {names}")
    return meant


def counts(workspace: Workspace) -> list[Count]:
    """By table, file and rule; the most rows first within a table."""
    found = [count for batch in batches_with_refused(workspace) for count in _counts(batch)]
    return sorted(found, key=lambda c: (c.table, -(c.rows or 0), c.file, c.rule))


def _counts(batch: Batch) -> Iterator[Count]:
    table = f"{batch.feed}.{batch.table}"
    if batch.status is BatchStatus.REFUSED:
        yield Count(table, batch.file, "whole file", None, batch.reason)
        return
    for rule, rows in batch.refused_by_rule.items():
        yield Count(table, batch.file, rule, rows)


def rows(workspace: Workspace, file: str, rule: str | None = None, per_rule: int | None = None) -> list[Row]:
    """The refused rows of a file in its order, the first few of each rule when `per_rule` is given.

    Raises ConfigurationError when the file or the rule is not known.
    """
    if rule is not None and rule not in {str(known) for known in Rule}:
        raise ConfigurationError(f"{rule}: no such rule; allowed: {', '.join(Rule)}")
    found: list[Row] = []
    with memory([workspace.quarantine]) as connection:
        for batch in batches_with_refused(workspace, file):
            held = workspace.quarantine / batch.feed / batch.table / f"{batch.sha256}.parquet"
            if held.exists():
                values = connection.execute(_query(held, rule, per_rule)).fetchall()
                found += [Row(f"{batch.feed}.{batch.table}", batch.file, *row) for row in values]
    return found


def _query(file: Path, rule: str | None, per_rule: int | None) -> str:
    where = f"where rule = {quote(rule)}" if rule else ""
    few = f"qualify row_number() over (partition by rule order by row_no) <= {per_rule}" if per_rule else ""
    columns = "row_no, column_name, rule, value_safe"
    return f"select {columns} from read_parquet([{quote(str(file))}]) {where} {few} order by row_no"


def write_csv(found: Iterable[Row], target: Path) -> int:
    """Write rows as CSV that no spreadsheet takes for formulas; returns how many. Raises ConfigurationError."""
    written = 0
    try:
        with open(target, "x", encoding="utf-8-sig", newline="") as out:
            writer = csv.writer(out)
            writer.writerow(COLUMNS)
            for row in found:
                values = (row.table, row.file, row.row, row.column, row.rule, row.value, row.next_step)
                writer.writerow("" if value is None else safe_cell(str(value)) for value in values)
                written += 1
    except OSError as error:
        raise ConfigurationError(f"{target}: cannot be written ({error.strerror}); next: name a new file") from None
    return written
