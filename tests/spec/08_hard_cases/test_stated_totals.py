"""What the source says that it sent, beside what came."""

import json
from pathlib import Path

import pytest

from pipelines.feeds import discover
from pipelines.vocabulary import BatchStatus
from tests.spec.built_company import held, judge
from tests.spec.hard_case import Hard, hard

PLACE = "finance/invoice/2026-01/invoices.csv"
CONTROL = "finance/invoice/2026-01/invoices_control.json"
INVOICES = (
    "invoice_id,invoiced_on,net_amount,currency_code\n"
    "i1,2026-01-05,100.00,EUR\ni2,2026-01-06,50.50,EUR\ni3,2026-01-07,700,CNY\n"
)


@pytest.fixture
def company(tmp_path: Path) -> Hard:
    return hard(tmp_path / "w")


def stated(rows: int, **sums: float) -> str:
    return json.dumps({"row_count": rows, "amount_sum": sums, "generated_by": "ERP", "generated_at": "2026-02-01"})


def test_a_file_that_comes_to_its_control_totals_is_loaded(company: Hard) -> None:
    company.put(PLACE, INVOICES)
    company.put(CONTROL, stated(3, EUR=150.5, CNY=700))
    (batch,) = judge(company).values()
    assert (batch.status, batch.loaded_count) == (BatchStatus.LOADED, 3)


def test_a_file_that_lost_a_row_is_held_with_both_numbers(company: Hard) -> None:
    company.put(PLACE, INVOICES)
    company.put(CONTROL, stated(4, EUR=175.5, CNY=700))
    reason = held(judge(company)[PLACE])
    assert "row_count: the source states 4, the file holds 3" in reason
    assert "amount EUR: the source states 175.5, the file holds 150.5" in reason
    assert "CNY" not in reason and "next: have the file sent again" in reason
    assert company.query("select count(*) from raw.finance__invoice") == [(0,)]


def test_control_totals_that_come_later_or_are_corrected_count_too(company: Hard) -> None:
    company.put(PLACE, INVOICES)
    assert judge(company)[PLACE].status is BatchStatus.LOADED
    company.put(CONTROL, stated(4, EUR=150.5, CNY=700))
    held(judge(company)[PLACE])
    company.put(CONTROL, stated(3, EUR=150.5, CNY=700))
    assert judge(company)[PLACE].status is BatchStatus.LOADED


def test_a_row_that_is_refused_was_sent_all_the_same(company: Hard) -> None:
    rows = "".join(f"i{n},2026-01-08,1,EUR\n" for n in range(4, 104))
    company.put(PLACE, INVOICES + rows + "i104,,2,EUR\n")
    company.put(CONTROL, stated(104, EUR=252.5, CNY=700))
    batch = judge(company)[PLACE]
    assert (batch.status, batch.quarantined_count) == (BatchStatus.LOADED, 1), batch.reason


def test_a_control_file_without_its_file_or_without_sense_is_told(company: Hard) -> None:
    company.put("finance/invoice/2026-02/invoices_control.json", stated(3))
    company.put(CONTROL, "{}")
    company.put(PLACE, INVOICES)
    judge(company)
    problems = "\n".join(discover.problems(company.workspace))
    assert "2026-02/invoices_control.json: states the totals of a file that is not here" in problems
    assert "2026-01/invoices_control.json: does not state control totals" in problems
