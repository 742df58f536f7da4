"""A real public data set, through mappings only: every published fact comes out of the raw views."""

import datetime as dt
import shutil
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from pipelines import settings
from pipelines.feeds import discover, ingest, raw_views
from pipelines.feeds.ingest import IngestReport
from pipelines.warehouse.connect import Connection, database
from pipelines.workspace import Workspace, open_workspace


@pytest.fixture(scope="module")
def olist_report(tmp_path_factory: pytest.TempPathFactory) -> dict[str, IngestReport]:
    return {}


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("olist") / "workspace"


@pytest.fixture
def olist(shared_data: Callable[[str], Path], root: Path, olist_report: dict[str, IngestReport]) -> Workspace:
    """The workspace of the example, over the data beside the project; loaded once."""
    data = shared_data("data/olist")
    if not root.exists():
        shutil.copytree(settings.EXAMPLES / "olist", root)
        (root / "landing").mkdir()
        for file in data.glob("*.csv"):
            shutil.copyfile(file, root / "landing" / file.name)
            (root / "landing" / f"{file.name}.ok").touch()
        olist_report["first"] = ingest.ingest_all(open_workspace(root))
        raw_views.refresh(open_workspace(root))
    return open_workspace(root)


@pytest.fixture
def raw(olist: Workspace) -> Iterator[Connection]:
    with database(olist.warehouse_file, [olist.raw], read_only=True) as connection:
        yield connection


def one(raw: Connection, query: str) -> tuple[object, ...]:
    return raw.execute(query).fetchall()[0]


def test_nothing_is_lost_and_nothing_refused(olist: Workspace, olist_report: dict[str, IngestReport]) -> None:
    report = olist_report["first"]
    assert not report.refused and not report.waiting
    assert len(report.batches) == 10
    for batch in report.batches:
        assert batch.row_count == batch.loaded_count + batch.ignored_count and not batch.quarantined_count
        lines = (batch.header_line_count, batch.embedded_line_count, batch.blank_line_count)
        assert batch.line_end_count == batch.row_count + sum(part or 0 for part in lines)


def test_a_second_run_finds_nothing_new(olist: Workspace) -> None:
    assert not discover.anything_new(olist)
    assert ingest.ingest_all(olist).batches == []


def test_orders_and_their_states(raw: Connection) -> None:
    facts = one(raw, "select count(*), min(ordered_at)::date, max(ordered_at)::date from raw.crm__sales_order")
    assert facts == (8135, dt.date(2016, 9, 4), dt.date(2018, 10, 17))
    states = dict(raw.execute("select order_status, count(*) from raw.crm__sales_order group by all").fetchall())
    assert states == {
        "delivered": 5172, "shipped": 1107, "canceled": 625, "unavailable": 609,
        "invoiced": 314, "processing": 301, "created": 5, "approved": 2,
    }  # fmt: skip


def test_reviews_with_embedded_newlines_and_ids_that_occur_twice(raw: Connection) -> None:
    query = """select count(*), count(distinct invitation_id), count(distinct order_id), count(distinct response_id),
        round(avg(rating), 6) from raw.survey__response"""
    assert one(raw, query) == (8225, 8191, 8135, 8225, 3.271611)
    scores = raw.execute("select rating::int, count(*) from raw.survey__response group by all order by all").fetchall()
    assert scores == [(1, 2638), (2, 382), (3, 667), (4, 1184), (5, 3354)]
    assert one(raw, "select row_count, line_end_count from raw.batch join (select 8885 as line_end_count) on true "
                    "where table_name = 'response'") == (8225, 8885)  # fmt: skip


def test_late_deliveries_by_both_rules_and_what_their_customers_say(raw: Connection) -> None:
    delivered = "raw.crm__delivery join raw.crm__sales_order o using (order_id) where order_status = 'delivered'"
    by_date, count = one(
        raw, f"select count(*) filter (delivered_at::date > o.committed_on), count(*) from {delivered}"
    )
    by_time = one(raw, f"select count(*) from {delivered} and delivered_at > o.committed_on::timestamp")[0]
    assert (by_date, by_time, count) == (342, 414, 5164)
    means = raw.execute(f"""select count(*), round(avg(rating), 6) from raw.survey__response
        join (select order_id, delivered_at::date > o.committed_on as is_late from {delivered}) using (order_id)
        group by is_late order by is_late""").fetchall()
    assert means == [(4888, 4.275368), (344, 2.174419)]


def test_money_to_the_cent(raw: Connection) -> None:
    lines = one(raw, "select sum(unit_price_amount), sum(freight_amount) from raw.crm__order_line")
    assert lines == (Decimal("1093264.35"), Decimal("172288.39"))
    assert one(raw, "select sum(net_amount) from raw.finance__invoice") == (Decimal("1428602.81"),)
    query = "select sum(loss_amount) from raw.quality__loss_event where loss_type = 'cancellation'"
    assert one(raw, query) == (Decimal("269735.11"),)


def test_owners_are_known_for_few_and_no_loss_is_counted_twice(raw: Connection) -> None:
    assert one(raw, "select count(*), count(distinct loss_id) from raw.quality__loss_event") == (1656, 1656)
    assert one(raw, "select count(owner_person_id) from raw.survey__response") == (298,)
    assert one(raw, "select count(*), count(distinct person_id) from raw.people__person") == (842, 22)


def test_identifiers_of_staff_and_the_text_of_comments_stay_in_raw(raw: Connection, olist: Workspace) -> None:
    shown = {row[0] for row in raw.execute("select distinct person_id from raw.people__person").fetchall()}
    text = (olist.landing / "olist_closed_deals_dataset.csv").read_text(encoding="utf-8")
    assert all(person not in text for person in shown)
    columns = [row[0] for row in raw.execute("describe raw.survey__response").fetchall()]
    assert "comment_text" not in columns and {"comment_text_length", "comment_text_hash"} <= set(columns)
