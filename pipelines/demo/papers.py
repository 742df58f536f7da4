"""The quality department's papers: the loss register, returns, warranty, credits, penalties, portals, rejected parts.

Belongs here: tables that no large system owns, in the contracts' words; the register in Chinese, with thousands commas.
Elsewhere: what went wrong (records), notifications (sap), cases (salesforce).
"""

import numpy as np

from pipelines.demo.company import Company
from pipelines.demo.names import PRODUCTS
from pipelines.demo.quality import Quality
from pipelines.demo.records import TYPES, Records
from pipelines.demo.shelf import Column, Form, Frame, Shelf, chosen, in_chunks, numbered, sliced
from pipelines.demo.span import (
    DAYS,
    MONTHS,
    QUARTERS,
    dates,
    day_of,
    instants,
    month_first,
    month_label,
    part_of,
    quarter_days,
    quarter_label,
)

_NEWEST = "quality/loss_event/2026/损失台账_2026.csv"
REGISTER = Form(encoding="utf-8-sig", line_end="\r\n")
_WORDS = {"return": "退货", "warranty": "质保", "penalty": "质量索赔", "field_service": "现场服务", "line_stop": "停线",
          "sorting": "分选", "complaint_handling": "投诉处理", "premium_freight": "加急运费"}  # fmt: skip
_PAPERS = {"return": "return_shipment", "warranty": "warranty_claim", "penalty": "penalty"}


def write_register(shelf: Shelf, company: Company, records: Records, seed: int) -> None:
    """The loss register, that of this year also as it stood a month before; internal losses have no customer."""
    for rows in in_chunks(np.arange(len(records.day))):
        external, day = _register(company, sliced(records, rows), rows), records.day[rows]
        _put_by_part(shelf, external, day)
        as_of_august = (day >= quarter_days(QUARTERS - 3)[0]) & (day < month_first(MONTHS - 1))
        shelf.put("quality/loss_event/2026/损失台账_2026-08.csv", chosen(external, as_of_august), REGISTER)
    _write_internal(shelf, len(records.day) // 8, seed)
    last = chosen(external, slice(0, 2)) | {"发生日期": "2026-09-29", "损失编号": ["QL-X1", "QL-X2"],
                                            "损失类别": ["待定", "外部损失"],
                                            "损失金额": ["120.00", "约三万"]}  # fmt: skip
    shelf.put(_NEWEST, last, REGISTER, broken=2)
    shelf.put_blank_lines(_NEWEST, 3)


def _put_by_part(shelf: Shelf, frame: Frame, days: np.ndarray) -> None:
    parts = part_of(days)
    for part in np.unique(parts):
        shelf.put(f"quality/loss_event/{part}/损失台账_{part}.csv", chosen(frame, parts == part), REGISTER)


def _write_internal(shelf: Shelf, count: int, seed: int) -> None:
    rng = np.random.default_rng([seed, 10])
    day = np.sort(rng.integers(0, DAYS, count))
    kinds = np.array(["内部损失", "鉴定", "预防"], dtype=object)
    _put_by_part(shelf, {
        "损失编号": numbered("QI%06d", np.arange(count)), "客户编号": "", "发生日期": dates(day),
        "入账日期": dates(day),
        "损失类别": rng.choice(kinds, count, p=(0.7, 0.2, 0.1)), "损失类型": "其他", "严重度": "",
        "损失金额": _thousands(np.exp(rng.normal(9, 0.8, count)).astype(int)), "是否估计": "否", "追回金额": "",
        "停线": "", "来源表": "", "来源单号": "",
    }, day)  # fmt: skip


def _register(company: Company, records: Records, number: np.ndarray) -> dict[str, Column]:
    kinds = np.array(list(TYPES), dtype=object)[records.type]
    papers = np.array([_PAPERS.get(name, "") for name in TYPES], dtype=object)[records.type]
    return {
        "损失编号": numbered("QL%06d", number), "客户编号": company.accounts.sap_no[records.account],
        "发生日期": dates(records.day), "入账日期": dates(records.posted), "损失类别": "外部损失",
        "损失类型": np.array([_WORDS[name] for name in TYPES], dtype=object)[records.type],
        "严重度": np.where(records.is_severe, "严重", "一般"), "损失金额": _thousands(records.amount),
        "是否估计": np.where(number % 10 == 4, "是", "否"),
        "追回金额": np.where(number % 7 == 2, _array(_thousands(records.amount // 5)), ""),
        "停线": np.where(kinds == "line_stop", "是", ""), "来源表": papers,
        "来源单号": np.where(papers == "", "", numbered("D%07d", number)),
    }  # fmt: skip


def write_papers(shelf: Shelf, company: Company, records: Records) -> None:
    """Returns with their credits, warranty claims, penalties; the same numbers as in the register."""
    ids, products = company.accounts.account_id[records.account], PRODUCTS[records.product]
    paper = numbered("D%07d", np.arange(len(records.day)))
    amount = np.array([f"{a}.00" for a in records.amount.tolist()], dtype=object)
    common: dict[str, Column] = {"account_id": ids, "product_id": products, "currency_code": "CNY"}
    rows = np.flatnonzero(records.is_of("return"))
    shelf.put("quality/return_shipment/returns.csv", {
        **chosen(common, rows), "return_id": paper[rows], "returned_qty": records.quantity[rows],
        "reason_code": "defect", "received_at": instants(records.day[rows], np.full(len(rows), 700)),
        "credit_note_id": np.array("G", dtype=object) + paper[rows], "disposition": "scrap",
    })  # fmt: skip
    shelf.put("quality/credit_note/credit_notes.csv", {
        **chosen(common, rows), "document_id": np.array("G", dtype=object) + paper[rows],
        "document_on": dates(records.posted[rows]), "credit_note_amount": amount[rows], "reason_code": "quality",
        "reference_no": paper[rows],
    })  # fmt: skip
    rows = np.flatnonzero(records.is_of("penalty"))
    shelf.put("quality/penalty/penalties.csv", {
        **chosen(common, rows), "document_id": paper[rows], "document_on": dates(records.posted[rows]),
        "penalty_amount": amount[rows], "reason_code": np.where(rows % 3 == 0, "delivery", "quality"),
        "reference_no": paper[rows],
    })  # fmt: skip
    _write_warranty(shelf, common, records, paper)


def _write_warranty(shelf: Shelf, common: dict[str, Column], records: Records, paper: np.ndarray) -> None:
    rows = np.flatnonzero(records.is_of("warranty"))
    day, amount = records.day[rows], records.amount[rows]
    built = np.array([f"{day_of(d - 90 - int(a) % 500)}" for d, a in zip(day.tolist(), amount.tolist(), strict=True)])
    frame: dict[str, Column] = {
        **chosen(common, rows), "claim_id": paper[rows], "serial_no": numbered("SN%09d", rows * 37), "built_on": built,
        "failed_on": dates(np.maximum(day - 6, 0)), "claimed_on": dates(day), "mileage": amount * 3 % 90_000,
        "cause_code": numbered("U%02d", rows % 12), "labour_cost": [f"{a * 0.3:.2f}" for a in amount.tolist()],
        "parts_cost": [f"{a * 0.7:.2f}" for a in amount.tolist()],
        "accepted": np.where(rows % 9 == 1, "false", "true"),
        "paid_at": instants(records.posted[rows], np.full(len(rows), 600)),
    }  # fmt: skip
    shelf.put("quality/warranty_claim/warranty_claims.csv", frame)
    broken = chosen(frame, slice(0, 1)) | {"claim_id": ["D-X1"], "labour_cost": ["-3"]}
    shelf.put("quality/warranty_claim/warranty_claims.csv", broken, broken=1)


def write_portals(shelf: Shelf, company: Company, quality: Quality, seed: int) -> None:
    """Ratings of key accounts' supplier portals and rejected parts, by quarter, from the same service quality."""
    rng = np.random.default_rng([seed, 11])
    keys = np.flatnonzero(company.accounts.is_key)
    names, ids = company.accounts.name[keys], company.accounts.account_id[keys]
    for quarter in range(QUARTERS):
        level = quality.level[keys, quarter] + rng.normal(0, 0.4, len(keys))
        points = np.clip(55 + 14 * level, 0, 100)
        status = np.where(points >= 85, "Grün", np.where(points >= 70, "Gelb", "Rot")).astype(object)
        shelf.put("portal/Lieferantenbewertung.csv", {
            "Kunde": names, "Zeitraum": quarter_label(quarter), "Kennzahl": "overall",
            "Wert": [f"{p:.1f}".replace(".", ",") for p in points.tolist()],
            "Status": np.where(keys % 37 == 5, "Too Few to Report", np.where(keys % 41 == 7, "Not Available", status)),
            "Portal": "supplier-portal.example",
        }, Form(delimiter=";", line_end="\r\n"))  # fmt: skip
        delivered = rng.integers(2000, 40_000, len(keys))
        shelf.put("quality/reject/rejects.csv", {
            "account_id": ids, "product_id": PRODUCTS[keys % len(PRODUCTS)], "period_label": quarter_label(quarter),
            "delivered_qty": delivered, "rejected_qty": rng.poisson(delivered * np.exp(-7.2 - 0.5 * (level - 2))),
            "reject_source": "customer_portal",
        })  # fmt: skip


def write_counts(shelf: Shelf, company: Company, records: Records) -> None:
    """Mails that reached the general manager's mailbox, of which some never became a complaint; recalls."""
    mails = np.flatnonzero((records.complained > 0) & (records.channel == 4))
    for month in range(MONTHS):
        first, end = month_first(month), month_first(month + 1)
        inside = int(((records.received[mails] >= first) & (records.received[mails] < end)).sum())
        shelf.put("quality/mailbox_count/mailbox.csv", {
            "mailbox_id": ["general_manager"], "period_label": month_label(month), "received_count": inside + month % 3,
            "counted_by": company.executives[0].person_id, "counted_at": f"{day_of(end - 1)}T17:00:00+08:00",
            "count_source": "mail server",
        })  # fmt: skip
    worst = np.flatnonzero(records.is_severe & (records.amount > np.quantile(records.amount, 0.998)))[:6]
    shelf.put("quality/recall/field_actions.csv", {
        "action_id": numbered("RC%03d", np.arange(len(worst))),
        "account_id": company.accounts.account_id[records.account[worst]],
        "product_id": PRODUCTS[records.product[worst]], "scope_qty": records.quantity[worst] * 100,
        "opened_at": instants(records.day[worst], np.full(len(worst), 600)),
        "recall_cost_amount": records.amount[worst] * 2, "currency_code": "CNY", "authority_ref": "invented",
    })  # fmt: skip


def _thousands(amounts: np.ndarray) -> list[str]:
    return [f"{amount:,}.00" for amount in amounts.tolist()]


def _array(texts: list[str]) -> np.ndarray:
    return np.array(texts, dtype=object)
