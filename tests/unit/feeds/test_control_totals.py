"""What a source states of its file, and where the rows do not come to it."""

import pytest

from pipelines.feeds import control_totals
from pipelines.feeds.problem import RefusedFileError

SUMS = {"net_amount CNY": "700.0000", "cost_amount CNY": "70.0000", "net_amount EUR": "50.5000"}


@pytest.mark.parametrize(
    ("control", "file", "is_meant"),
    [
        ("f/t/2026-09/a_control.json", "f/t/2026-09/a.csv", True),
        ("f/t/2026-09/a.csv_control.json", "f/t/2026-09/a.csv", True),
        ("f/t/2026-09/a_control.json", "f/t/2026-09/ab.csv", False),
        ("f/t/2026-09/a_control.json", "f/t/2026-08/a.csv", False),
    ],
)
def test_a_control_file_is_for_its_neighbour_of_the_same_name(control: str, file: str, is_meant: bool) -> None:
    assert control_totals.is_control(control)
    assert control_totals.is_for(control, file) is is_meant


def test_rows_and_sums_that_agree_differ_in_nothing() -> None:
    said = b'{"row_count": 12, "amount_sum": {"CNY": "700.00", "EUR": 50.5}, "generated_by": "SAP"}'
    assert control_totals.differences(control_totals.read("a_control.json", said), 12, SUMS) == []


@pytest.mark.parametrize(
    ("said", "difference"),
    [
        ('{"row_count": 13}', "row_count: the source states 13, the file holds 12"),
        ('{"amount_sum": {"CNY": 700.01}}', "amount CNY: the source states 700.01, the file holds 700.0000"),
        ('{"amount_sum": {"USD": 1}}', "amount USD: the source states 1, the file holds 0"),
        ('{"amount_sum": 750}', "amount: the source states 750, the file holds 750.5000"),
        (
            '{"amount_sum": {"CNY": 71}, "amount_column": "cost_amount"}',
            "cost_amount CNY: the source states 71, the file holds 70.0000",
        ),
    ],
)
def test_a_difference_is_told_with_both_numbers(said: str, difference: str) -> None:
    stated = control_totals.read("a_control.json", said.encode())
    assert control_totals.differences(stated, 12, SUMS) == [difference]


@pytest.mark.parametrize("said", ["", "[]", "{}", '{"row_count": "many"}', '{"row_count": true}', '{"row_count": NaN}'])
def test_what_states_no_totals_is_refused_with_an_example(said: str) -> None:
    with pytest.raises(RefusedFileError, match=r"does not state control totals.*next: write"):
        control_totals.read("a_control.json", said.encode())
