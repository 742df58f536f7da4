"""What is ordered, delivered, invoiced, visited, lost and complained about.

Belongs here: rows of the CRM, finance, quality and calendar feeds, under the contracts' column names.
Elsewhere: who exists (company), what customers say (answers), how a system spells its export (write_feeds).
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from pipelines.demo.company import DAYS, END_ON, QUARTERS, Account, Company, Loss, day_of, quarter_days

Row = dict[str, object]
ZONE = "+08:00"
ORDERS_PER_QUARTER = 0.95
LAST_INSTANT = f"{END_ON}T18:00:00{ZONE}"
_PURPOSES = ("service", "hospitality", "value")
_PRODUCTS = ("PMP-40", "PMP-65", "PMP-80", "PMP-100", "PMP-150", "PMP-200", "VLV-25", "VLV-50", "VLV-80", "SEAL-KIT")


@dataclass(frozen=True)
class Trade:
    """Rows by table, in the contracts' words."""

    sales_order: list[Row]
    order_line: list[Row]
    delivery: list[Row]
    invoice: list[Row]


def at(day: int, minute: int) -> str:
    """An instant in the company's time zone: day counted from START_ON, minute of that day."""
    return f"{day_of(day)}T{minute // 60:02d}:{minute % 60:02d}:00{ZONE}"


def trade(company: Company, rng: np.random.Generator) -> Trade:
    """Two years of orders with their lines, deliveries and invoices."""
    rows = Trade([], [], [], [])
    for account in company.accounts:
        for quarter in range(QUARTERS):
            for _ in range(rng.poisson(ORDERS_PER_QUARTER * account.order_rate)):
                _order(rows, account, int(rng.integers(*quarter_days(quarter))), rng)
    return rows


def _order(rows: Trade, account: Account, day: int, rng: np.random.Generator) -> None:
    order_id = f"40{len(rows.sales_order):07d}"
    promised, shipped = int(rng.integers(14, 46)), int(rng.integers(-3, 1))
    if day + promised >= DAYS:
        return
    late = 0 if rng.random() < 0.89 else int(rng.integers(1, 21))
    line_count = 1 + int(rng.choice(3, p=(0.5, 0.33, 0.17)))
    lines = [_line(order_id, number, account, day, promised, rng) for number in range(1, line_count + 1)]
    rows.order_line.extend(lines)
    value = sum(int(str(line["ordered_qty"])) * int(str(line["unit_price_amount"])) for line in lines)
    arrived = day + promised + shipped + late
    rows.sales_order.append({
        "order_id": order_id, "account_id": account.account_id, "ordered_on": day_of(day),
        "committed_on": day_of(day + promised),
        "order_amount": f"{value}.00", "order_status": "C" if arrived < DAYS else "A",
    })  # fmt: skip
    if arrived >= DAYS:
        return
    rows.delivery.extend(_delivery(line, order_id, arrived, rng) for line in lines)
    rows.invoice.append({
        "invoice_id": f"90{len(rows.invoice):07d}", "account_id": account.account_id, "order_id": order_id,
        "product_id": lines[0]["product_id"], "invoiced_on": day_of(min(arrived + 1, DAYS - 1)),
        "net_amount": f"{value}.00",
        "cost_amount": f"{value * 0.71:.2f}", "currency_code": "CNY", "is_credit": "false",
    })  # fmt: skip


def _line(order_id: str, number: int, account: Account, day: int, promised: int, rng: np.random.Generator) -> Row:
    return {
        "order_id": order_id, "line_no": number, "account_id": account.account_id,
        "product_id": _PRODUCTS[rng.integers(len(_PRODUCTS))],
        "ordered_qty": int(rng.integers(1, 25)), "uom": "PCS", "unit_price_amount": int(rng.integers(18, 90)) * 100,
        "currency_code": "CNY", "ordered_on": day_of(day), "requested_on": day_of(day + promised - 2),
        "committed_on": day_of(day + promised),
    }  # fmt: skip


def _delivery(line: Row, order_id: str, arrived: int, rng: np.random.Generator) -> Row:
    short = rng.random() < 0.02
    return {
        "delivery_id": f"80{order_id[2:]}", "line_no": line["line_no"], "order_id": order_id,
        "order_line_no": line["line_no"],
        "account_id": line["account_id"], "product_id": line["product_id"],
        "delivered_at": at(arrived, int(rng.integers(480, 1080))),
        "committed_on": line["committed_on"], "delivered_qty": max(0, int(str(line["ordered_qty"])) - int(short)),
        "is_docs_ok": "true", "is_damage_free": "false" if rng.random() < 0.01 else "true", "freight_type": "normal",
    }  # fmt: skip


def losses(company: Company, rng: np.random.Generator) -> list[Row]:
    """The loss ledger, in the words of the quality department's sheet."""
    kinds = {True: ("退货", "现场服务", "质量索赔", "停线"), False: ("质保", "分选", "投诉处理")}
    rows: list[Row] = []
    for loss in sorted(company.losses, key=lambda loss: loss.day):
        choices = kinds[loss.is_severe]
        rows.append({
            "损失编号": f"QL{len(rows):06d}", "客户编号": loss.account.account_id, "发生日期": day_of(loss.day),
            "入账日期": day_of(min(loss.day + int(rng.integers(2, 40)), DAYS - 1)), "损失类别": "外部损失",
            "损失类型": choices[rng.integers(len(choices))], "严重度": "严重" if loss.is_severe else "一般",
            "损失金额": f"{loss.amount:,}.00", "是否估计": "是" if rng.random() < 0.1 else "否",
        })  # fmt: skip
    for i in range(len(rows) // 8):
        rows.append({
            "损失编号": f"QI{i:06d}", "客户编号": "", "发生日期": day_of(int(rng.integers(DAYS))), "入账日期": "",
            "损失类别": "内部损失",
            "损失类型": "其他", "严重度": "", "损失金额": f"{int(rng.lognormal(9, 0.8)):,}.00", "是否估计": "否",
        })  # fmt: skip
    return rows


def complaints(company: Company, rng: np.random.Generator) -> list[Row]:
    """What was complained about: most severe losses, some small ones."""
    chances = (0.7 if loss.is_severe else 0.35 for loss in company.losses)
    heard = [loss for loss, chance in zip(company.losses, chances, strict=True) if rng.random() < chance]
    heard = [loss for loss in heard if loss.day < DAYS - 3]
    return [_complaint(i, loss, rng) for i, loss in enumerate(sorted(heard, key=lambda loss: loss.day))]


def _complaint(number: int, loss: Loss, rng: np.random.Generator) -> Row:
    day = loss.day + int(rng.integers(0, 3))
    closed = day + int(rng.integers(5, 60))
    is_closed = closed < DAYS
    return {
        "complaint_id": f"CP{number:06d}", "account_id": loss.account.account_id,
        "product_id": _PRODUCTS[rng.integers(len(_PRODUCTS))],
        "received_at": at(day, int(rng.integers(480, 1080))),
        "channel": ("phone", "email", "portal", "visit")[rng.integers(4)],
        "severity": ("3", "4")[rng.integers(2)] if loss.is_severe else ("1", "2")[rng.integers(2)],
        "description": "批次质量问题，已反馈" if loss.is_severe else "",
        "closed_at": at(closed, 900) if is_closed else "",
        "justified": "yes" if rng.random() < 0.9 else "open", "complaint_status": "closed" if is_closed else "open",
    }  # fmt: skip


def calendar(company: Company, rng: np.random.Generator) -> list[Row]:
    """Executives' working days: mostly inside, some dinners, some days on site with customers."""
    rows: list[Row] = []
    for day in _working_days():
        for person in company.executives:
            rows.extend(_entries(person.person_id, day, company.accounts, rng))
    return [{"event_id": f"EV{i:06d}", **row} for i, row in enumerate(rows)]


def _working_days() -> Iterator[int]:
    return (day for day in range(DAYS) if day_of(day).weekday() < 5)


def _entries(person_id: str, day: int, accounts: list[Account], rng: np.random.Generator) -> Iterator[Row]:
    account = accounts[rng.integers(len(accounts))].account_id
    plans = [(540, 660, "internal", ""), (840, 960, "internal", "")]
    chance = rng.random()
    if chance < 0.13:
        plans = [(510, 1020, "customer", account)]
    elif chance < 0.33:
        plans.append((1110, 1260, "hospitality", account))
    for start, end, subject, customer in plans:
        yield {
            "person_id": person_id, "start_at": at(day, start), "end_at": at(day, end), "subject_class": subject,
            "account_id": customer,
            "is_online": "true" if subject == "internal" and rng.random() < 0.3 else "false",
            "location": "客户现场" if subject == "customer" else "", "response_status": "accepted",
            "is_cancelled": "false",
        }  # fmt: skip


def visits(company: Company, calendar_rows: list[Row], rng: np.random.Generator) -> list[Row]:
    """Executives' days on site, and the sales people's own visits."""
    on_site = (row for row in calendar_rows if row["subject_class"] == "customer")
    seen: list[Row] = [{**row, "is_on_site": "true", "purpose": "value"} for row in on_site]
    for account in company.accounts:
        for _ in range(rng.poisson(1.4)):
            day, start = int(rng.integers(DAYS)), int(rng.integers(540, 960))
            seen.append({
                "person_id": account.owner.person.person_id, "account_id": account.account_id,
                "start_at": at(day, start),
                "end_at": at(day, start + 60), "is_on_site": "true",
                "purpose": _PURPOSES[rng.integers(3)],
            })  # fmt: skip
    keep = ("account_id", "person_id", "purpose", "is_on_site", "start_at", "end_at")
    return [
        {"activity_id": f"AC{i:06d}", "visit_type": "visit", **{name: row[name] for name in keep}}
        for i, row in enumerate(seen)
    ]
