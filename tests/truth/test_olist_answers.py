"""Real feeds: every answer that others computed independently comes out of the marts and the work file, exactly."""

import json
import shutil
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from pipelines.workspace import create
from tests.pipeline.command import said, touchstone
from tests.pipeline.conftest import Built

pytestmark = pytest.mark.xdist_group("olist")


@pytest.fixture(scope="module")
def olist(tmp_path_factory: pytest.TempPathFactory, shared_data: Callable[[str], Path]) -> Built:
    """Olist, loaded by examples/olist and run once."""
    root, keys = create(tmp_path_factory.mktemp("olist") / "w", "olist"), tmp_path_factory.mktemp("keys")
    for file in shared_data("data/olist").glob("*.csv"):
        shutil.copy(file, root / "landing")
    result = touchstone("run", "-w", root, keys=keys)
    return Built(root, keys, said(result), result.returncode)


def one(olist: Built, sql: str) -> tuple[object, ...]:
    return olist.query(sql, work=True)[0]


def test_orders_and_their_days(olist: Built) -> None:
    sql = "select count(*), min(ordered_at)::date::varchar, max(ordered_at)::date::varchar from fct_order"
    assert one(olist, sql) == (8135, "2016-09-04", "2018-10-17")


def test_orders_by_status(olist: Built) -> None:
    assert dict(olist.query("select order_status, count(*) from fct_order group by all", work=True)) == {
        "delivered": 5172, "shipped": 1107, "canceled": 625, "unavailable": 609, "invoiced": 314, "processing": 301,
        "created": 5, "approved": 2,
    }  # fmt: skip


def test_reviews_and_their_duplicates(olist: Built) -> None:
    sql = "select count(*), count(distinct invitation_id), count(distinct order_id) from fct_response"
    assert one(olist, sql) == (8225, 8191, 8135)
    twice = "select count(*) from (select invitation_id from fct_response group by all having count(*) > 1)"
    assert one(olist, twice) == (28,)
    several = "select count(*) from (select order_id from fct_response group by all having count(*) > 1)"
    assert one(olist, several) == (87,)


def test_scores_and_their_mean(olist: Built) -> None:
    scores = olist.query("select rating, count(*) from fct_response group by all order by 1", work=True)
    assert [count for _, count in scores] == [2638, 382, 667, 1184, 3354]
    assert round(float(one(olist, "select avg(rating) from fct_response")[0]), 6) == 3.271611


def test_rows_with_embedded_newlines_are_counted_not_lost(olist: Built) -> None:
    manifest = [json.loads(line) for line in (olist.root / "raw/manifest.jsonl").read_text().splitlines()]
    (reviews,) = [batch for batch in manifest if batch["table"] == "response"]
    assert (reviews["row_count"], reviews["line_end_count"]) == (8225, 8885)
    assert reviews["embedded_line_count"] == 8885 - 8225 - reviews["header_line_count"]
    embedded = one(olist, "select sum(comment_text_line_count - 1) from raw.survey__response")[0]
    assert 0 < embedded <= reviews["embedded_line_count"]


def test_late_deliveries_by_both_rules(olist: Built) -> None:
    sql = """
        select count(*), count(*) filter (is_late_by_date), count(*) filter (is_late_by_time)
        from fct_delivery where order_status = 'delivered'"""
    assert one(olist, sql) == (5164, 342, 414)


def test_satisfaction_falls_when_deliveries_are_late(olist: Built) -> None:
    sql = """
        select d.is_late_by_date, round(avg(r.rating), 6)::double, count(*)
        from fct_response as r inner join fct_delivery as d using (order_id)
        where d.order_status = 'delivered' group by all order by 1 desc"""
    assert olist.query(sql, work=True) == [(True, 2.174419, 344), (False, 4.275368, 4888)]


def test_money_agrees_to_the_cent(olist: Built) -> None:
    lines = "select sum(unit_price_amount * ordered_qty), sum(freight_amount) from fct_order_line"
    assert one(olist, lines) == (Decimal("1093264.35"), Decimal("172288.39"))
    assert one(olist, "select sum(net_amount) from stg_finance__invoice") == (Decimal("1428602.81"),)
    lost = "select sum(loss_amount) from fct_loss where loss_type = 'cancellation'"
    assert one(olist, lost) == (Decimal("269735.11"),)


def test_known_mess_stays_visible(olist: Built) -> None:
    empty = "select count(*) from fct_order where order_id not in (select order_id from fct_order_line)"
    assert one(olist, empty) == (775,)
    delivered = """
        select count(*) from fct_order as o
        where o.order_status = 'delivered' and not exists (from fct_delivery as d where d.order_id = o.order_id)"""
    assert one(olist, delivered) == (8,)
    assert one(olist, "select count(*) from fct_delivery where order_status = 'canceled'") == (6,)
    assert one(olist, "select count(*) from fct_order where handed_over_at < approved_at") == (77,)


def test_no_seller_is_accused(olist: Built) -> None:
    concluded = dict(olist.query("select conclusion_code, count(*) from fct_verdict group by all"))
    assert not {"warn", "error", "review"} & set(concluded), concluded
    uniform = """
        select v.conclusion_code, count(*) from agg_answer_counts as a inner join fct_verdict as v using (unit_id)
        where a.top_count = a.answered_count and a.answered_count < 20 and a.account_id is not null group by all"""
    assert {code for code, _ in olist.query(uniform, work=True)} == {"cannot_tell"}


def test_every_file_balances_against_its_line_ends(olist: Built) -> None:
    for line in (olist.root / "raw/manifest.jsonl").read_text().splitlines():
        b = json.loads(line)
        assert b["row_count"] == b["loaded_count"] + b["quarantined_count"] + b["ignored_count"]
        other = b["header_line_count"] + b["embedded_line_count"] + b["blank_line_count"]
        assert b["line_end_count"] == b["row_count"] + other, b["file"]
