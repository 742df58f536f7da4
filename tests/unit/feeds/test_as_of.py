"""As of which day a file speaks, and which files are the newest snapshot."""

import datetime as dt
import itertools

import pytest

from pipelines.feeds.as_of import as_of_on, current_snapshots
from pipelines.manifest import Batch
from pipelines.vocabulary import BatchStatus


def batch(file: str, *, no: int = 1, received: str = "2026-11-24", mapping: str = "canonical", rows: int = 5) -> Batch:
    return Batch(
        batch_no=no, feed="crm", table="account", file=file, sha256=str(no), received_at=f"{received}T01:00:00Z",
        bytes=1, mapping=mapping, mapping_version="1", status=BatchStatus.LOADED, row_count=rows, loaded_count=rows,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("file", "day"),
    [
        ("crm/account/2026-09/a.csv", "2026-09-30"),
        ("crm/account/2026-02/a.csv", "2026-02-28"),
        ("crm/account/2026-09-12/a.csv", "2026-09-12"),
        ("crm/account/a_20260912.csv", "2026-09-12"),
        ("crm/account/a_20260912T2359.csv", "2026-09-12"),
        ("crm/account/a_20260912235959.csv", "2026-09-12"),
        ("crm/account/202609.csv", "2026-09-30"),
        ("crm/account/2026-Q3/a.csv", "2026-09-30"),
        ("crm/account/2026q2.csv", "2026-06-30"),
        ("crm/account/2026.09.12 客户.csv", "2026-09-12"),
        ("crm/account/2026-08/a_2026-09-12.csv", "2026-09-12"),
        ("crm/account/2026-01_2026-03.csv", "2026-03-31"),
        ("crm/account/a.csv", "2026-11-24"),
        ("crm/account/2021-2025.csv", "2026-11-24"),
        ("crm/account/order_4520260912.csv", "2026-11-24"),
        ("crm/account/a_2026-31-12.csv", "2026-11-24"),
        ("crm/account/2026-11/a.csv", "2026-11-30"),
        ("crm/account/a_2026-11-25.csv", "2026-11-25"),
        ("crm/account/a_20271231.csv", "2026-11-24"),
        ("crm/account/2026-09/a_20271231.csv", "2026-09-30"),
        ("crm/account/a_20260231.csv", "2026-02-28"),
    ],
)
def test_the_day_is_read_from_the_path_or_is_the_day_of_receipt(file: str, day: str) -> None:
    assert as_of_on(batch(file)) == dt.date.fromisoformat(day)


def test_all_files_of_the_last_day_are_the_snapshot_in_whatever_order_they_came() -> None:
    files = ["2026-08/a.csv", "2026-09/part1.csv", "2026-09/part2.csv", "2026-07/late.csv"]
    for order in itertools.permutations(files):
        batches = [batch(f"crm/account/{file}", no=no) for no, file in enumerate(order)]
        current = {order[no] for no in current_snapshots(batches)}
        assert current == {"2026-09/part1.csv", "2026-09/part2.csv"}


def test_each_mapping_has_its_own_newest_snapshot() -> None:
    batches = [
        batch("crm/2026-08/x.csv", no=1, mapping="germany"),
        batch("crm/2026-09/x.csv", no=2, mapping="china"),
        batch("crm/2026-08/y.csv", no=3, mapping="china"),
    ]
    assert current_snapshots(batches) == {1, 2}


def test_undated_files_stand_beside_each_other_and_the_same_path_again_replaces() -> None:
    china, germany = "crm/account/china.csv", "crm/account/germany.csv"
    batches = [batch(china, no=1), batch(germany, no=2, received="2026-11-26"), batch(china, no=3)]
    assert current_snapshots(batches) == {2, 3}


def test_of_dated_and_undated_files_the_later_day_stands() -> None:
    old, new = batch("crm/account/a.csv", no=1, received="2026-08-15"), batch("crm/account/2026-09/a.csv", no=2)
    assert current_snapshots([old, new]) == {2}
    again = batch("crm/account/a.csv", no=3, received="2026-11-24")
    assert current_snapshots([old, new, again]) == {3}


def test_an_export_without_rows_says_of_nobody_that_he_is_gone() -> None:
    batches = [batch("crm/account/2026-08/a.csv", no=1), batch("crm/account/2026-09/a.csv", no=2, rows=0)]
    assert current_snapshots(batches) == {1}
