"""Facts of batches that expectations judge: shares, differences, volume, age.

Belongs here: one row per batch, computed from the manifest's records.
Elsewhere: what is expected of them (expectations/sources); the records themselves (manifest).
"""

import datetime as dt
from collections.abc import Sequence
from statistics import median

import pandas as pd

from pipelines.feeds import control_totals
from pipelines.feeds.batch_facts import NO_SURVEY
from pipelines.feeds.problem import show
from pipelines.manifest import Batch

LEAST_REFUSED = 5  # rows: one typing error in a file of four rows is no change of its form
FirstScales = dict[tuple[str, str], tuple[str, str]]  # (table, survey with version and question): scale, file


def profile(batches: Sequence[Batch]) -> pd.DataFrame:
    """One row per batch, in the order given.

    Columns: batch_no, loaded_count, refused_share (0-1; 0 where fewer than
    five rows are refused and others load: so few say nothing of the file's form), unaccounted_count (records),
    unexplained_line_count (lines),
    volume_ratio (records over the median of the table's earlier batches; null for a first one), latest_days_behind
    (days from the last row to the day of receipt, for the table's latest batch; null for others),
    control_difference_count (totals of the source that the file does not come to), changed_scale_count (surveys whose
    scale is another one than before).
    """
    latest = {(batch.feed, batch.table): batch.batch_no for batch in batches if batch.max_on}
    first = _first_scales(batches)
    rows = [_facts(batch, batches[:place], latest, first) for place, batch in enumerate(batches)]
    return pd.DataFrame(rows, columns=list(_COLUMNS)).astype(_COLUMNS)


_COLUMNS = {
    "batch_no": "int64",
    "loaded_count": "int64",
    "refused_share": "float64",
    "unaccounted_count": "int64",
    "unexplained_line_count": "int64",
    "volume_ratio": "float64",
    "latest_days_behind": "float64",
    "control_difference_count": "int64",
    "changed_scale_count": "int64",
}


_ANOTHER_SCALE = (
    "; next: answers on another scale are another version of the survey: give them a new survey_version, in the file "
    "or as a constant in its mapping, or correct the declared scale"
)


def _facts(
    batch: Batch, earlier: Sequence[Batch], latest: dict[tuple[str, str], int], first: FirstScales
) -> tuple[float | None, ...]:
    before = [b.row_count for b in earlier if (b.feed, b.table) == (batch.feed, batch.table)]
    accounted = batch.loaded_count + batch.quarantined_count + batch.ignored_count
    return (
        batch.batch_no,
        batch.loaded_count,
        _refused_share(batch),
        batch.row_count - accounted,
        _unexplained_lines(batch),
        batch.row_count / median(before) if before and median(before) else None,
        _days_behind(batch) if latest.get((batch.feed, batch.table)) == batch.batch_no else None,
        len(_control_differences(batch)),
        len(_changed_scales(batch, first)),
    )


def _refused_share(batch: Batch) -> float:
    is_slip = batch.loaded_count and batch.quarantined_count < LEAST_REFUSED
    return 0.0 if is_slip or not batch.row_count else batch.quarantined_count / batch.row_count


def explain(batch: Batch, earlier: Sequence[Batch], fact: str) -> str:
    """A fact of one batch in words, with what to do next; empty where its number says everything."""
    match fact:
        case "control_difference_count":
            return "; ".join(_control_differences(batch)) + "; next: have the file sent again, or its control file"
        case "changed_scale_count":
            return "; ".join(_changed_scales(batch, _first_scales([*earlier, batch]))) + _ANOTHER_SCALE
        case "refused_share":
            counted = f"{batch.quarantined_count:,} of {batch.row_count:,} rows are refused"
            return f"{counted}; next: `touchstone quarantine show {show(batch.file)}`"
    return ""


def _control_differences(batch: Batch) -> list[str]:
    return control_totals.differences(batch.stated_totals, batch.row_count, batch.amount_sums)


def _first_scales(batches: Sequence[Batch]) -> FirstScales:
    """The first scale that was declared for each survey, version and question of a table, and the file that did."""
    first: FirstScales = {}
    for batch in batches:
        for subject, scales in batch.scales.items():
            first.setdefault((batch.table, _known_as(subject, batch)), (scales[0], batch.file))
    return first


def _changed_scales(batch: Batch, first: FirstScales) -> list[str]:
    """Where a batch declares another scale than the first one."""
    changed = []
    for subject, scales in batch.scales.items():
        before, file = first[batch.table, _known_as(subject, batch)]
        others = [scale for scale in scales if scale != before]
        if others:
            changed.append(f"survey {subject}: {' and '.join(others)}, but {before} in {file}")
    return changed


def _known_as(subject: str, batch: Batch) -> str:
    """Answers without a survey are told apart by their mapping."""
    return f"{batch.mapping}: {subject}" if subject.startswith(NO_SURVEY) else subject


def _unexplained_lines(batch: Batch) -> int:
    if batch.line_end_count is None:
        return 0
    other = (batch.header_line_count or 0) + (batch.embedded_line_count or 0) + (batch.blank_line_count or 0)
    return batch.line_end_count - batch.row_count - other


def _days_behind(batch: Batch) -> int | None:
    if batch.max_on is None:
        return None
    return (dt.date.fromisoformat(batch.received_at[:10]) - dt.date.fromisoformat(batch.max_on)).days
