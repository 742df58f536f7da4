"""Rows that come again: corrected, in overlapping exports, late for a month that is over."""

import datetime as dt
from decimal import Decimal

import pytest

from pipelines.feeds import raw_views
from tests.pipeline import dbt_fixture
from tests.spec.hard_case import Hard, hard

ORDERS = "crm/sales_order"
LOSSES = "quality/loss_event"


def orders(*rows: str) -> str:
    return "order_id,account_id,ordered_at,order_amount,updated_at\n" + "".join(row + "\n" for row in rows)


def losses(*rows: str) -> str:
    return "loss_id,account_id,event_on,loss_amount,updated_at\n" + "".join(row + "\n" for row in rows)


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory, module_keys: None) -> Hard:
    """Deliveries in the order in which they came, each loaded before the next."""
    company = hard(tmp_path_factory.mktemp("corrections"))
    deliveries = [
        (f"{ORDERS}/2026-03.csv", orders("O1,A1,2026-03-01,100,2026-03-31", "O2,A1,2026-03-02,200,2026-03-31")),
        (f"{ORDERS}/2026-03-restated.csv", orders("O2,A1,2026-03-02,250,2026-04-15")),
        (f"{ORDERS}/2026-04.csv", orders("O2,A1,2026-03-02,250,2026-04-15", "O3,A1,2026-04-01,300,2026-04-30")),
        (f"{ORDERS}/2026-03-again.csv", orders("O3,A1,2026-04-01,1,2026-04-02", "O3,A1,2026-04-01,2,2026-04-01")),
        (f"{LOSSES}/2026-04.csv", losses("L1,A1,2026-04-10,10,2026-04-30")),
        (f"{LOSSES}/late.csv", losses("L0,A1,2026-02-10,5,2026-05-20", "L1,A1,2026-04-10,11,")),
    ]
    for path, content in deliveries:
        company.put(path, content)
        assert company.load().batches[0].refused_by_rule == {}
    raw_views.refresh(company.workspace)
    models = "stg_crm__sales_order stg_quality__loss_event"
    built = dbt_fixture.run_dbt(company.workspace.warehouse_file, "run", "--select", models)
    assert not dbt_fixture.problems(built), dbt_fixture.problems(built)
    return company


@pytest.fixture(scope="module")
def module_keys(tmp_path_factory: pytest.TempPathFactory) -> None:
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("TOUCHSTONE_KEYS", str(tmp_path_factory.getbasetemp() / "keys"))
        yield  # type: ignore[misc]


def amount(company: Hard, order: str) -> Decimal:
    rows = company.query(f"select order_amount from stg_crm__sales_order where order_id = '{order}'")
    assert len(rows) == 1
    return rows[0][0]


def test_a_row_that_nobody_corrected_stays(company: Hard) -> None:
    assert amount(company, "O1") == 100


def test_the_newer_version_of_a_row_counts(company: Hard) -> None:
    assert amount(company, "O2") == 250


def test_a_row_of_two_overlapping_exports_counts_once(company: Hard) -> None:
    total = company.query("select sum(order_amount), count(*) from stg_crm__sales_order")
    assert total == [(Decimal(650), 3)]


def test_an_older_version_that_comes_later_does_not_replace_the_newer_one(company: Hard) -> None:
    assert amount(company, "O3") == 300


def test_every_version_stays_in_raw(company: Hard) -> None:
    versions = company.query("select order_amount from raw.crm__sales_order where order_id = 'O2' order by all")
    assert versions == [(Decimal(200),), (Decimal(250),), (Decimal(250),)]


def test_a_late_file_for_a_closed_month_counts_in_the_month_of_the_event(company: Hard) -> None:
    found = company.query("select event_on from stg_quality__loss_event where loss_id = 'L0'")
    assert found == [(dt.date(2026, 2, 10),)]


def test_how_late_a_file_came_can_be_told_from_its_batch(company: Hard) -> None:
    late = company.query("select min_on, file from raw.batch where file like '%late.csv'")
    assert late == [(dt.date(2026, 2, 10), f"{LOSSES}/late.csv")]
