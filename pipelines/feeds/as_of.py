"""As of which day a file speaks, and which files are the newest snapshot of their table.

Belongs here: the date in a path; which batches together say what exists today.
Elsewhere: what follows for a key that they lack (dbt's macro current_rows), when a file came (manifest).
"""

import calendar
import datetime as dt
import re
from collections.abc import Sequence
from pathlib import PurePosixPath

from pipelines.manifest import Batch

_YEAR, _MONTH, _DAY = r"(?<!\d)(20\d\d)", r"(0[1-9]|1[0-2])", r"(0[1-9]|[12]\d|3[01])"
_DATE = re.compile(
    rf"{_YEAR}[-_.]?{_MONTH}[-_.]?{_DAY}(?:\d{{4}}|\d{{6}})?(?!\d)"  # 2026-09-30, 20260930, 20260930120000
    rf"|{_YEAR}[-_.]?Q([1-4])(?!\d)"  # 2026-Q3
    rf"|{_YEAR}[-_.]?{_MONTH}(?!\d)",  # 2026-09, 202609
    re.IGNORECASE,
)


def as_of_on(batch: Batch) -> dt.date:
    """The last day of which a file tells: named by the file, else by its nearest folder, else the day it came.

    Of several dates in one name the latest counts; a period counts with its last day. A period that begins after the
    day of receipt is a number that only looks like a date.
    """
    return _named(batch) or _received_on(batch)


def current_snapshots(batches: Sequence[Batch]) -> set[int]:
    """Of the standing batches of one table, the numbers of those that together are the newest snapshot.

    One mapping and one day make one snapshot, of however many files. Files without a date in their path are told
    apart by it: a second undated file adds to the first, and the same path written again replaces it. A file without
    rows is a failed export and says of nobody that he is gone.
    """
    by_mapping: dict[str, list[Batch]] = {}
    for batch in batches:
        if batch.loaded_count:
            by_mapping.setdefault(batch.mapping, []).append(batch)
    return {number for own in by_mapping.values() for number in _newest(own)}


def _newest(batches: list[Batch]) -> set[int]:
    day = {batch.batch_no: as_of_on(batch) for batch in batches}
    dated = {batch.batch_no for batch in batches if _named(batch)}
    last_dated = max((day[number] for number in dated), default=dt.date.min)
    of_the_last_day = {number for number in dated if day[number] == last_dated}
    latest_of_path = {batch.file: batch.batch_no for batch in batches if batch.batch_no not in dated}
    undated = {number for number in latest_of_path.values() if day[number] >= last_dated}
    replaced = any(day[number] > last_dated for number in undated)
    return undated if replaced else undated | of_the_last_day


def _named(batch: Batch) -> dt.date | None:
    received = _received_on(batch) + dt.timedelta(days=1)  # east of UTC tomorrow has begun
    for part in reversed(PurePosixPath(batch.file).parts):
        days = [last for first, last in map(_period, _DATE.finditer(part)) if first <= received]
        if days:
            return max(days)
    return None


def _period(match: re.Match[str]) -> tuple[dt.date, dt.date]:
    """First and last day of what a match names; 31 February is the last of February."""
    year, month, day, quarter_year, quarter, month_year, only_month = match.groups()
    if quarter:
        first = dt.date(int(quarter_year), int(quarter) * 3 - 2, 1)
        return first, _end_of_month(first.year, first.month + 2)
    if only_month:
        first = dt.date(int(month_year), int(only_month), 1)
        return first, _end_of_month(first.year, first.month)
    end = _end_of_month(int(year), int(month))
    only = min(end, end.replace(day=min(end.day, int(day))))
    return only, only


def _end_of_month(year: int, month: int) -> dt.date:
    return dt.date(year, month, calendar.monthrange(year, month)[1])


def _received_on(batch: Batch) -> dt.date:
    return dt.date.fromisoformat(batch.received_at[:10])
