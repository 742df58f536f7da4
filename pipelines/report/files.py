"""The files of a build: rows in = loaded + quarantined + ignored.

Belongs here: which files are listed, and the balance of each and of all.
Elsewhere: how they were read (feeds); the refused rows themselves (quarantine).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from pipelines.report.words import Say, inert, number, say, whole
from pipelines.vocabulary import BatchStatus

Row = dict[str, object]
SHOWN_OPEN, SHOWN = 8, 200


@dataclass(frozen=True)
class File:
    """One file and its balance."""

    name: str
    table: str
    rows: str
    loaded: str
    quarantined: str
    ignored: str
    is_balanced: bool
    has_refused: bool
    status: str
    status_text: Say


@dataclass(frozen=True)
class Files:
    """All files, those that need someone first."""

    first: tuple[File, ...]
    more: tuple[File, ...]
    unshown_count: int
    count: str
    rows: str
    loaded: str
    quarantined: str
    ignored: str
    is_balanced: bool


def compose_files(batches: Sequence[Row]) -> Files:
    """The reconciliation of every file's last record; files with refused rows come first."""
    last = {(row.get("sha256"), row.get("feed"), row.get("table_name"), row.get("file")): row for row in batches}
    batches = list(last.values())
    ordered = sorted(batches, key=lambda row: (_rank(row), whole(row.get("batch_no"))))
    files = [_file(row) for row in ordered[:SHOWN]]
    columns = ("row_count", "loaded_count", "quarantined_count", "ignored_count")
    totals = [sum(whole(row.get(column)) for row in batches) for column in columns]
    return Files(
        first=tuple(files[:SHOWN_OPEN]),
        more=tuple(files[SHOWN_OPEN:]),
        unshown_count=len(batches) - len(files),
        count=number(len(batches)),
        rows=number(totals[0]),
        loaded=number(totals[1]),
        quarantined=number(totals[2]),
        ignored=number(totals[3]),
        is_balanced=all(_balances(row) for row in batches),
    )


def _rank(row: Row) -> int:
    if row.get("status") != BatchStatus.LOADED or not _balances(row):
        return 0
    return 1 if whole(row.get("quarantined_count")) else 2


def _balances(row: Row) -> bool:
    parts = ("loaded_count", "quarantined_count", "ignored_count")
    return whole(row.get("row_count")) == sum(whole(row.get(part)) for part in parts)


def _file(row: Row) -> File:
    status = str(row.get("status"))
    status = status if status in set(BatchStatus) else BatchStatus.REFUSED
    return File(
        name=inert(row.get("file"), limit=120),
        table=inert(f"{row.get('feed')}/{row.get('table_name')}"),
        rows=number(whole(row.get("row_count"))),
        loaded=number(whole(row.get("loaded_count"))),
        quarantined=number(whole(row.get("quarantined_count"))),
        ignored=number(whole(row.get("ignored_count"))),
        is_balanced=_balances(row),
        has_refused=whole(row.get("quarantined_count")) > 0,
        status=status,
        status_text=say(f"batch.{status}"),
    )
