"""Facts of batches that expectations judge: shares, differences, volume, age.

Belongs here: one row per batch, computed from the manifest's records.
Elsewhere: what is expected of them (expectations/sources); the records themselves (manifest).
"""

import datetime as dt
from collections.abc import Sequence
from statistics import median

import pandas as pd

from pipelines.manifest import Batch


def profile(batches: Sequence[Batch]) -> pd.DataFrame:
    """One row per batch, in the order given.

    Columns: batch_no, loaded_count, refused_share (0-1), unaccounted_count (records), unexplained_line_count (lines),
    volume_ratio (records over the median of the table's earlier batches; null for a first one), latest_days_behind
    (days from the last row to the day of receipt, for the table's latest batch; null for others).
    """
    latest = {(batch.feed, batch.table): batch.batch_no for batch in batches if batch.max_on}
    rows = [_facts(batch, batches[:place], latest) for place, batch in enumerate(batches)]
    return pd.DataFrame(rows, columns=list(_COLUMNS)).astype(_COLUMNS)


_COLUMNS = {
    "batch_no": "int64",
    "loaded_count": "int64",
    "refused_share": "float64",
    "unaccounted_count": "int64",
    "unexplained_line_count": "int64",
    "volume_ratio": "float64",
    "latest_days_behind": "float64",
}


def _facts(batch: Batch, earlier: Sequence[Batch], latest: dict[tuple[str, str], int]) -> tuple[float | None, ...]:
    before = [b.row_count for b in earlier if (b.feed, b.table) == (batch.feed, batch.table)]
    accounted = batch.loaded_count + batch.quarantined_count + batch.ignored_count
    return (
        batch.batch_no,
        batch.loaded_count,
        batch.quarantined_count / batch.row_count if batch.row_count else 0.0,
        batch.row_count - accounted,
        _unexplained_lines(batch),
        batch.row_count / median(before) if before and median(before) else None,
        _days_behind(batch) if latest.get((batch.feed, batch.table)) == batch.batch_no else None,
    )


def _unexplained_lines(batch: Batch) -> int:
    if batch.line_end_count is None:
        return 0
    other = (batch.header_line_count or 0) + (batch.embedded_line_count or 0) + (batch.blank_line_count or 0)
    return batch.line_end_count - batch.row_count - other


def _days_behind(batch: Batch) -> int | None:
    if batch.max_on is None:
        return None
    return (dt.date.fromisoformat(batch.received_at[:10]) - dt.date.fromisoformat(batch.max_on)).days
