"""Money of several currencies, and a loss that several systems report."""

from decimal import Decimal

import pytest

from tests.spec.built_company import judge, transform
from tests.spec.own_company import Company, company

# One quality case (W1) as claim, credit note, booking and estimate; one invoice with a rate and one without.
FILES = {
    "ref/fx_rate/2026.csv": """
        rate_on | from_currency_code | to_currency_code | fx_rate
        2026-01-01 | CNY | EUR | 0.125
        2026-02-01 | EUR | CNY | 4
        """,
    "quality/warranty_claim/claims.csv": """
        claim_id | account_id | claimed_on | labour_cost_amount | parts_cost_amount | currency_code | is_accepted
        W1 | A1 | 2026-01-10 | 500 | 300 | CNY | true
        W2 | A1 | 2026-01-11 | 50 | 30 | CNY | false
        """,
    "quality/credit_note/notes.csv": """
        document_id | account_id | document_on | credit_note_amount | currency_code | reason_code | reference_no
        D1 | A1 | 2026-01-20 | 100 | EUR | quality | W1
        D2 | A1 | 2026-01-20 | 70 | EUR | price |
        """,
    "quality/loss_event/ledger.csv": """
        loss_id | source_table | source_id | account_id | event_on | amount | currency | category | type | estimated
        booked | credit_note | D1 | A1 | 2026-01-20 | 100 | EUR | external | credit | false
        estimate | warranty_claim | W1 | A1 | 2026-01-10 | 101 | EUR | external | warranty | true
        february | | | A1 | 2026-02-03 | 8 | CNY | external | sorting | false
        no_rate | | | A1 | 2026-04-03 | 8 | CNY | external | sorting | false
        """,
    "finance/invoice/invoices.csv": """
        invoice_id | account_id | invoiced_on | net_amount | currency_code
        I1 | A1 | 2026-01-31 | 8000 | CNY
        I2 | A1 | 2026-01-31 | 9 | EUR
        I3 | A1 | 2026-01-31 | 9 | USD
        """,
}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Company:
    own = company(tmp_path_factory.mktemp("own") / "w")
    for path, text in FILES.items():
        own.deliver(path, text)
    judge(own)
    transform(own)
    return own


def test_one_loss_that_four_systems_report_is_counted_once_as_its_credit_note(built: Company) -> None:
    losses = "select loss_id, company_loss_amount from fct_loss where is_external order by all"
    assert built.query(losses) == [
        ("credit_note:D1", Decimal(100)),
        ("february", Decimal(2)),
        ("no_rate", None),
    ]


def test_a_credit_for_a_price_is_no_failure_and_a_claim_that_was_turned_down_no_loss(built: Company) -> None:
    others = "select loss_id, is_external from fct_loss where not is_external"
    assert built.query(others) == [("credit_note:D2", False)]


def test_what_has_no_rate_is_left_out_of_the_sum_and_counted(built: Company) -> None:
    money = (
        "select period_start_on::varchar, revenue_amount, external_failure_cost_amount, booked_count, summed_count "
        "from int_unit_money where unit_type = 'company' and period_kind = 'quarter' order by all"
    )
    # 8,000 CNY at 0.125 and 9 EUR; 9 USD have no rate; losses of 100 EUR and 8 CNY at 1/4
    assert built.query(money) == [
        ("2026-01-01", Decimal(1009), Decimal(102), 5, 4),
        ("2026-04-01", None, None, 1, 0),
    ]
