"""The files that the made-up company's systems hand over, and the truths that they do not tell.

Belongs here: file names, spellings, encodings, a few broken rows, and `truth.json` (never read by the pipeline).
Elsewhere: what happened (trade, answers); how the files are read (feeds/, copied from demo/configuration).
"""

import json
import shutil
from dataclasses import asdict
from pathlib import Path

import numpy as np

from pipelines.demo import company as made_up
from pipelines.demo import trade as trading
from pipelines.demo.answers import SURVEY, Opinions, ask
from pipelines.demo.company import QUARTERS, Account, Company, quarter_label
from pipelines.demo.shelf import Shelf
from pipelines.demo.trade import Row
from pipelines.demo.truth import DemoTruth, truth_of

OWNERS_AT_100K = 60
_CONFIGURATION = Path(__file__).parent / "configuration"


def write_demo(directory: Path, rows: int = 100_000, seed: int = 7) -> DemoTruth:
    """Write a workspace with about `rows` records: configuration, landing files, and `truth.json` beside them.

    The same arguments give the same bytes. The number of sales people grows with `rows` (60 at 100,000).
    """
    rng = np.random.default_rng(seed)
    company = made_up.found(max(16, round(OWNERS_AT_100K * rows / 100_000)), rng)
    opinions = ask(company, rng)
    shelf = Shelf(directory / "landing")
    _write_masters(shelf, company)
    _write_trade(shelf, company, rng)
    _write_quality(shelf, company, rng)
    _write_surveys(shelf, opinions)
    _write_configuration(directory)
    truth = truth_of(seed, company, opinions, shelf)
    text = json.dumps({"invented": True, **asdict(truth)}, ensure_ascii=False, indent=1)
    (directory / "truth.json").write_text(text + "\n", encoding="utf-8")
    return truth


def _write_masters(shelf: Shelf, company: Company) -> None:
    shelf.put("crm/account/accounts.csv", [_account_row(account) for account in company.accounts])
    extra = {"working_minutes_per_day": 480, "updated_at": trading.LAST_INSTANT}
    shelf.put("people/person/persons.csv", [{**asdict(person), **extra} for person in company.people])


def _account_row(account: Account) -> Row:
    person = account.owner.person
    return {
        "account_id": account.account_id, "account_name": account.account_name, "segment": "industry",
        "tier": "key" if account.is_key else "standard", "region": person.branch_id, "org_type": "company",
        "owner_person_id": person.person_id, "branch_id": person.branch_id, "status": "active",
        "created_at": trading.at(account.created_day, 600), "updated_at": trading.LAST_INSTANT,
    }  # fmt: skip


def _write_trade(shelf: Shelf, company: Company, rng: np.random.Generator) -> None:
    trade = trading.trade(company, rng)
    calendar = trading.calendar(company, rng)
    orders = [_sap_order(order) for order in trade.sales_order]
    shelf.put_by_year("crm/sales_order", "VBAK_{year}.csv", orders, "AUDAT",
                      [{**orders[-1], "VBELN": "4099999901", "AUDAT": "20991231"}, {**orders[-1], "VBELN": ""}],
                      delimiter=";", line_end="\r\n")  # fmt: skip
    line, delivered = trade.order_line[-1], trade.delivery[-1]
    shelf.put_by_year("crm/order_line", "order_line_{year}.csv", trade.order_line, "ordered_on",
                      [{**line, "line_no": 99, "ordered_qty": -4}])  # fmt: skip
    broken: list[Row] = [
        {**delivered, "line_no": 99, "delivered_at": ""},
        {**delivered, "line_no": 98, "delivered_qty": -2},
    ]
    shelf.put_by_year("crm/delivery", "delivery_{year}.csv", trade.delivery, "delivered_at", broken)
    shelf.put_by_year("finance/invoice", "invoice_{year}.csv", trade.invoice, "invoiced_on",
                      [{**trade.invoice[-1], "invoice_id": "9099999901", "net_amount": "NaN"}])  # fmt: skip
    shelf.put("people/executive_calendar/calendar.csv", calendar)
    shelf.put("crm/visit/visits.csv", trading.visits(company, calendar, rng))


def _sap_order(order: Row) -> Row:
    """A sales order as an ERP lists it: compact dates, its own header words."""
    compact = {name: str(order[name]).replace("-", "") for name in ("ordered_on", "committed_on")}
    return {
        "VBELN": order["order_id"], "KUNNR": order["account_id"], "AUDAT": compact["ordered_on"],
        "VDATU": compact["committed_on"],
        "NETWR": order["order_amount"], "WAERK": "CNY", "GBSTK": order["order_status"],
    }  # fmt: skip


def _write_quality(shelf: Shelf, company: Company, rng: np.random.Generator) -> None:
    losses = trading.losses(company, rng)
    broken = {**losses[0], "损失编号": "QL999901", "发生日期": "2026-09-29"}
    shelf.put_by_year("quality/loss_event", "损失台账_{year}.csv", losses, "发生日期",
                      [{**broken, "损失类别": "待定"}, {**broken, "损失编号": "QL999902", "损失金额": "约三万"}],
                      encoding="utf-8-sig", line_end="\r\n")  # fmt: skip
    complaints = trading.complaints(company, rng)
    shelf.put("quality/complaint/complaints.csv", complaints,
              [{**complaints[-1], "complaint_id": "CP999901", "severity": "7"}])  # fmt: skip


def _write_surveys(shelf: Shelf, opinions: Opinions) -> None:
    about = {"survey_id": SURVEY, "survey_version": "1"}
    shelf.put(
        "survey/survey/surveys.csv",
        [{**about, "title": "客户满意度", "survey_type": "relationship", "scale_rule": "1-5"}],
    )
    question = {"item_id": "overall", "item_text": "总体满意度", "item_kind": "csat", "scale_min": 1, "scale_max": 5}
    marks = {"scale_direction": "high_good", "is_reverse_coded": "false", "is_core": "true"}
    shelf.put("survey/item/items.csv", [{**about, **question, **marks}])
    shelf.put("survey/invitation/invitations.csv", opinions.invitation)
    _write_call_sheets(shelf, opinions.callback)
    web = opinions.web
    shelf.put_by_year("survey/response", "web_survey_{year}.csv", web, "submitted_at", [
        {**web[-1], "response_id": "W999901", "rating": 11},
        {**web[-1], "response_id": "W999902", "collector_org": "friend"},
    ])  # fmt: skip
    shelf.put("survey/published_result/yearly_report.csv", [
        {"result_id": f"PR{year}", "survey_id": SURVEY, "unit_type": "company", "unit_key": "company",
        "period_label": year,
         "measure": "share_top2", "result_value": "1.0", "scale_min": 0, "scale_max": 1, "reported_by_org": "self",
         "source_document": f"{year} 年度质量报告", "published_at": f"{year + 1}-01-20T09:00:00+08:00"}
        for year in (2024, 2025)
    ])  # fmt: skip


def _write_call_sheets(shelf: Shelf, answers: list[Row]) -> None:
    """One call-back sheet a quarter, in the encoding of a Chinese spreadsheet; the last one has broken rows."""
    for quarter in range(QUARTERS):
        label = quarter_label(quarter)
        sheet = [{k: v for k, v in row.items() if k != "quarter"} for row in answers if row["quarter"] == quarter]
        broken: list[Row] = []
        if quarter == QUARTERS - 1:
            broken = [{**sheet[-1], "回访日期": ""}, {**sheet[-1], "回访日期": "2026-09-30", "满意度": "还行吧"}]
        shelf.put(f"survey/response/{label}/回访表_{label}.csv", sheet, broken, encoding="gb18030", line_end="\r\n")


def _write_configuration(directory: Path) -> None:
    """Copy the demo's configuration; in a workspace it ends in `.yaml`."""
    for file in sorted(_CONFIGURATION.rglob("*.yml")):
        copy = directory / file.relative_to(_CONFIGURATION).with_suffix(".yaml")
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, copy)
