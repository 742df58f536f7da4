"""The manifest: appended, never changed, robust against a killed writer."""

from dataclasses import replace
from pathlib import Path

from pipelines import manifest
from pipelines.manifest import Batch
from pipelines.vocabulary import BatchStatus

BATCH = Batch(
    batch_no=1, feed="survey", table="response", file="a.csv", sha256="ab", received_at="2026-01-02T03:04:05+00:00",
    bytes=10, mapping="canonical", mapping_version="1", status=BatchStatus.LOADED, row_count=5, loaded_count=3,
    quarantined_count=1, ignored_count=1,
)  # fmt: skip


def test_what_is_appended_is_read_back(tmp_path: Path) -> None:
    file = tmp_path / "raw" / "manifest.jsonl"
    batches = [BATCH, replace(BATCH, batch_no=2, sha256="cd", control_totals={"net_amount": "1.5"})]
    for batch in batches:
        manifest.append(file, batch)
    assert manifest.read(file) == batches


def test_a_line_torn_by_a_killed_run_is_no_record_and_is_cut_off(tmp_path: Path) -> None:
    file = tmp_path / "manifest.jsonl"
    manifest.append(file, BATCH)
    with open(file, "ab") as handle:
        handle.write(b'{"batch_no": 2, "feed')
    assert manifest.read(file) == [BATCH]
    manifest.append(file, replace(BATCH, batch_no=2, sha256="cd"))
    assert [batch.batch_no for batch in manifest.read(file)] == [1, 2]


def test_the_last_record_of_a_content_decides_whether_it_stands() -> None:
    held = replace(BATCH, status=BatchStatus.HELD)
    assert manifest.standing([BATCH, held]) == []
    assert manifest.standing([BATCH, held, BATCH]) == [BATCH]


def test_totals_count_a_held_file_as_received_but_not_as_loaded() -> None:
    other = replace(BATCH, sha256="cd", batch_no=2, status=BatchStatus.HELD)
    totals = manifest.totals([BATCH, other], "survey", "response")
    assert (totals.file_count, totals.held_file_count, totals.row_count, totals.loaded_count) == (2, 1, 10, 3)


def test_a_batch_balances_only_if_every_record_is_accounted_for() -> None:
    assert BATCH.balances
    assert not replace(BATCH, loaded_count=2).balances
