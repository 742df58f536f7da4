"""Facts of batches: scales that change, totals that differ."""

from dataclasses import replace

import pytest

from pipelines.feeds.profile import explain, profile
from pipelines.manifest import Batch
from pipelines.vocabulary import BatchStatus

FIVE, TEN, LOW = "1 to 5, high_good", "0 to 10, high_good", "1 to 5, low_good"
FIRST = Batch(
    batch_no=1, feed="survey", table="response", file="a.csv", sha256="1", received_at="2026-01-02T00:00:00Z", bytes=1,
    mapping="canonical", mapping_version="1", status=BatchStatus.LOADED, row_count=2, loaded_count=2,
    scales={"s1": [FIVE]},
)  # fmt: skip


def batch(no: int, scales: dict[str, list[str]], mapping: str = "canonical") -> Batch:
    return replace(FIRST, batch_no=no, sha256=str(no), file=f"{no}.csv", scales=scales, mapping=mapping)


def changed(*batches: Batch) -> list[int]:
    return profile(batches).changed_scale_count.tolist()


def test_another_scale_of_the_same_survey_and_version_is_a_change() -> None:
    assert changed(FIRST, batch(2, {"s1": [TEN]}), batch(3, {"s1": [FIVE]})) == [0, 1, 0]


def test_a_reversed_direction_is_a_change() -> None:
    assert changed(FIRST, batch(2, {"s1": [LOW]})) == [0, 1]


def test_two_scales_in_one_file_are_a_change() -> None:
    assert changed(batch(1, {"s1": [TEN, FIVE]})) == [1]


def test_a_new_version_or_another_survey_is_none() -> None:
    assert changed(FIRST, batch(2, {"s1, version 2": [TEN], "s2": [TEN]})) == [0, 0]


def test_the_scale_of_a_named_survey_is_one_over_all_mappings_and_of_a_nameless_one_over_one() -> None:
    assert changed(FIRST, batch(2, {"s1": [TEN]}, mapping="other")) == [0, 1]
    nameless = {"without a survey_id": [FIVE]}
    tens = {"without a survey_id": [TEN]}
    assert changed(batch(1, nameless), batch(2, tens, mapping="other"), batch(3, tens)) == [0, 0, 1]


def test_a_change_is_told_with_both_scales_and_what_to_do() -> None:
    text = explain(batch(2, {"s1": [TEN]}), [FIRST], "changed_scale_count")
    assert text.startswith("survey s1: 0 to 10, high_good, but 1 to 5, high_good in a.csv; next: ")
    assert "new survey_version" in text


def test_totals_of_the_source_are_held_against_the_whole_file() -> None:
    stated = replace(FIRST, stated_totals={"row_count": "3"})
    assert profile([FIRST, stated]).control_difference_count.tolist() == [0, 1]
    assert "states 3, the file holds 2; next: " in explain(stated, [], "control_difference_count")


def test_a_batch_with_too_many_refused_rows_says_how_many_and_where_they_are_shown() -> None:
    text = explain(replace(FIRST, row_count=2_000, quarantined_count=1_500), [], "refused_share")
    assert text == "1,500 of 2,000 rows are refused; next: `touchstone quarantine show a.csv`"


@pytest.mark.parametrize(
    ("rows", "refused", "share"), [(4, 1, 0.0), (10, 4, 0.0), (10, 5, 0.5), (4, 4, 1.0), (1000, 300, 0.3)]
)
def test_few_refused_rows_of_a_file_that_loads_are_slips_and_many_are_a_changed_form(
    rows: int, refused: int, share: float
) -> None:
    batch = replace(FIRST, row_count=rows, quarantined_count=refused, loaded_count=rows - refused)
    assert list(profile([batch])["refused_share"]) == [share]
