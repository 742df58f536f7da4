"""KPIs the slow and obvious way, written from the catalogue and not from the SQL.

Belongs here: for one organisation unit and one period, the numerator and the denominator of each KPI, in Decimal.
Elsewhere: the companies that it is asked about (kpi_world), the pipeline that must agree (test_kpi_oracle).
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from tests.truth.kpi_world import Row, World

Cell = tuple[Decimal | None, Decimal | None]
NOTHING: Cell = (None, None)


@dataclass(frozen=True)
class Asked:
    """One unit (None is the company) and one period of a world, as seen today."""

    world: World
    branch: str | None
    kind: str
    start: dt.date
    today: dt.date

    @property
    def end(self) -> dt.date:
        """Last day of the period."""
        return _months_on(self.start, {"month": 1, "quarter": 3, "year": 12}[self.kind]) - dt.timedelta(days=1)

    def of(self, table: str, day: str | None = None) -> list[Row]:
        """Rows of the unit, and of the period where the day is told by a column."""
        branches = {row["account_id"]: row["branch_id"] for row in self.world.rows("crm/account")}
        rows = self.world.rows(table)
        if self.branch is not None:
            rows = [row for row in rows if branches[row["account_id"]] == self.branch]
        return rows if day is None else [row for row in rows if self.holds(row[day])]

    def holds(self, day: Any) -> bool:
        """Whether a day, or the day of an instant, lies in the period."""
        return day is not None and self.start <= _date(day) <= self.end


def _date(day: Any) -> dt.date:
    return day.date() if isinstance(day, dt.datetime) else day


def _months_on(day: dt.date, months: int) -> dt.date:
    count = day.year * 12 + day.month - 1 + months
    return dt.date(count // 12, count % 12 + 1, 1)


def _month(day: Any) -> dt.date:
    return _date(day).replace(day=1)


def _total(rows: list[Row], column: str) -> Decimal:
    return sum((Decimal(row[column]) for row in rows if row[column] is not None), Decimal(0))


def _count(rows: list[Any]) -> Decimal:
    return Decimal(len(rows))


def _first_month(asked: Asked) -> dt.date:
    return min(_month(row["invoiced_on"]) for row in asked.world.rows("finance/invoice"))


def _compared(asked: Asked) -> tuple[list[Row], list[Row]]:
    """Invoices of the finished months of the period that have a counterpart, and those of the counterparts."""
    months = [m for m in (_months_on(asked.start, i) for i in range(12)) if m <= asked.end]
    months = [m for m in months if _months_on(m, 1) <= asked.today + dt.timedelta(days=1)]
    months = [m for m in months if _months_on(m, -12) >= _first_month(asked)]
    invoices = asked.of("finance/invoice")
    now = [row for row in invoices if _month(row["invoiced_on"]) in months]
    before = [row for row in invoices if _months_on(_month(row["invoiced_on"]), 12) in months]
    return now, before


def f01(asked: Asked) -> Cell:
    now, before = _compared(asked)
    base = _total(before, "net_amount")
    return _total(now, "net_amount") - base, base


def f02(asked: Asked) -> Cell:
    growth = _benchmark(asked, "revenue_growth")
    if asked.kind != "year" or growth is None:
        return NOTHING
    now, before = _compared(asked)
    base = _total(before, "net_amount")
    return _total(now, "net_amount") - base * (1 + growth), base


def _benchmark(asked: Asked, metric: str) -> Decimal | None:
    rows = asked.world.rows("ref/industry_benchmark")
    found = [r["benchmark_value"] for r in rows if (r["period_label"], r["metric"]) == (asked.start.year, metric)]
    return Decimal(found[0]) if found else None


def _failure_cost(asked: Asked, category: str) -> Decimal | None:
    """Losses of the period; none after the first that the company ever booked are zero, before it unknown."""
    all_rows = [row for row in asked.world.rows("quality/loss_event") if row["loss_category"] == category]
    rows = [row for row in asked.of("quality/loss_event", "event_on") if row["loss_category"] == category]
    if rows or asked.end >= min(row["event_on"] for row in all_rows):
        return _total(rows, "loss_amount")
    return None


def _revenue(asked: Asked) -> Decimal | None:
    rows = asked.of("finance/invoice", "invoiced_on")
    return _total(rows, "net_amount") if rows else None


def f03(asked: Asked) -> Cell:
    rows = [row for row in asked.of("finance/invoice", "invoiced_on") if row["cost_amount"] is not None]
    cost = _failure_cost(asked, "external")
    if not rows or cost is None:
        return NOTHING
    revenue = _total(rows, "net_amount")
    return revenue - _total(rows, "cost_amount") - cost, revenue


def f04(asked: Asked) -> Cell:
    return _failure_cost(asked, "external"), _revenue(asked)


def f05(asked: Asked) -> Cell:
    external, internal = _failure_cost(asked, "external"), _failure_cost(asked, "internal")
    return (None if external is None or internal is None else external + internal), _revenue(asked)


def f06(asked: Asked) -> Cell:
    rows = [row for row in asked.of("quality/loss_event", "event_on") if row["loss_category"] == "external"]
    return _total(rows, "recovered_amount"), _total(rows, "loss_amount")


def _retained(asked: Asked) -> list[tuple[Decimal, Decimal]]:
    """Opening and closing year of each customer that brought anything in the opening one."""
    finished = _months_on(_month(asked.today + dt.timedelta(days=1)), -1)
    last = min(_month(asked.end), finished)
    if last < asked.start or _months_on(last, -23) < _first_month(asked):
        return []
    opening, closing = {_months_on(last, -i) for i in range(12, 24)}, {_months_on(last, -i) for i in range(12)}
    pairs = []
    for account in asked.of("crm/account"):
        rows = [row for row in asked.of("finance/invoice") if row["account_id"] == account["account_id"]]
        before = _total([row for row in rows if _month(row["invoiced_on"]) in opening], "net_amount")
        after = _total([row for row in rows if _month(row["invoiced_on"]) in closing], "net_amount")
        if before > 0:
            pairs.append((before, max(after, Decimal(0))))
    return pairs


def f07(asked: Asked) -> Cell:
    pairs = _retained(asked)
    return sum((min(pair) for pair in pairs), Decimal(0)), sum((before for before, _ in pairs), Decimal(0))


def f08(asked: Asked) -> Cell:
    pairs = _retained(asked)
    return sum((after for _, after in pairs), Decimal(0)), sum((before for before, _ in pairs), Decimal(0))


def f09(asked: Asked) -> Cell:
    rows = asked.of("finance/invoice", "invoiced_on")
    shares = [_total([r for r in rows if r["account_id"] == a], "net_amount") for a in {r["account_id"] for r in rows}]
    shares = [share for share in shares if share > 0]
    return sum((share * share for share in shares), Decimal(0)), sum(shares, Decimal(0)) ** 2


def c01(asked: Asked) -> Cell:
    rated = [row for row in asked.of("survey/response", "submitted_at") if row["rating"] is not None]
    rated = [row for row in rated if row["survey_id"] == _main_survey(asked)]
    return _count([row for row in rated if row["rating"] >= 4]), _count(rated)


def _main_survey(asked: Asked) -> str:
    year = [
        row for row in asked.world.rows("survey/response")
        if row["rating"] is not None and row["submitted_at"].year == asked.start.year
    ]  # fmt: skip
    names = sorted({row["survey_id"] for row in year})
    return max(names, key=lambda name: sum(row["survey_id"] == name for row in year), default="")


def _said(asked: Asked, item: str) -> list[int]:
    ids = {row["response_id"] for row in asked.of("survey/response", "submitted_at")}
    rows = asked.world.rows("survey/answer")
    return [row["value_num"] for row in rows if row["response_id"] in ids and row["item_id"] == item]


def c03(asked: Asked) -> Cell:
    said = _said(asked, "q_nps")
    return _count([s for s in said if s >= 9]) - _count([s for s in said if s <= 6]), _count(said)


def c04(asked: Asked) -> Cell:
    said = _said(asked, "q_ces")
    return _count([s for s in said if s >= 5]), _count(said)


def c05(asked: Asked) -> Cell:
    top, bottom = Decimal(0), Decimal(0)
    for point in asked.world.rows("crm/touchpoint"):
        events = [e for e in asked.of("crm/touchpoint_event", "occurred_at") if e["touchpoint_score"] is not None]
        scores = [
            Decimal(e["touchpoint_score"] - 1) / 4 for e in events if e["touchpoint_id"] == point["touchpoint_id"]
        ]
        if scores and point["is_key"] == "true":
            weight = Decimal(point["stated_weight"])
            top, bottom = top + weight * sum(scores) / len(scores), bottom + weight
    return top, bottom


def c06(asked: Asked) -> Cell:
    accounts = [a for a in asked.of("crm/account") if a["status"] != "prospect"]
    accounts = [a for a in accounts if not (a["status"] == "lost" and a["lost_at"] is None)]
    opening = [a for a in accounts if a["created_at"] is None or _date(a["created_at"]) < asked.start]
    opening = [a for a in opening if a["lost_at"] is None or _date(a["lost_at"]) >= asked.start]
    return _count([a for a in opening if not asked.holds(a["lost_at"])]), _count(opening)


def c07(asked: Asked) -> Cell:
    rows = [r for r in asked.of("project/customer_outcome") if r["metric"] == "category_spend"]
    rows = [r for r in rows if r["period_label"] == asked.start.year and Decimal(r["outcome_value"]) > 0]
    if asked.kind != "year":
        return NOTHING
    spenders = {row["account_id"] for row in rows}
    sales = [r for r in asked.of("finance/invoice", "invoiced_on") if r["account_id"] in spenders]
    return _total(sales, "net_amount"), _total(rows, "outcome_value")


def c08(asked: Asked) -> Cell:
    sold = [row for row in asked.of("finance/invoice") if Decimal(row["net_amount"]) > 0]
    everywhere = [row for row in asked.world.rows("finance/invoice") if Decimal(row["net_amount"]) > 0]
    if asked.start < _months_on(min(_month(row["invoiced_on"]) for row in everywhere), 12):
        return NOTHING
    buyers = {row["account_id"] for row in sold if asked.holds(row["invoiced_on"])}
    older = {row["account_id"] for row in everywhere if row["invoiced_on"] < asked.start}
    return _count(list(buyers - older)), _count(list(buyers))


def c09(asked: Asked) -> Cell:
    if asked.kind != "year":
        return NOTHING
    values = {
        (r["account_id"], r["metric"], r["period_label"]): Decimal(r["outcome_value"])
        for r in asked.of("project/customer_outcome")
    }  # fmt: skip
    found = []
    for (account, metric, year), value in values.items():
        before, industry = values.get((account, metric, year - 1)), _benchmark(asked, f"{metric}_growth")
        if year == asked.start.year and metric != "category_spend" and industry is not None and before and before > 0:
            found.append((value - before) / before - industry)
    return sum(found, Decimal(0)), _count(found)


def c10(asked: Asked) -> Cell:
    claims = [r for r in asked.of("project/benefit_claim") if r["benefit_type"] == "cost" and r["customer_signoff_at"]]
    claims = [r for r in claims if asked.holds(r["period_to_on"] or r["customer_signoff_at"])]
    return _total(claims, "benefit_amount"), _revenue(asked)


def c11(asked: Asked) -> Cell:
    pains = [row for row in asked.of("crm/need", "committed_at") if row["need_type"] == "pain"]
    return _count([row for row in pains if row["customer_confirmed_at"] is not None]), _count(pains)


def c12(asked: Asked) -> Cell:
    decided = [r for r in asked.of("crm/opportunity", "close_on") if r["is_closed"] == "true" and r["competitor"]]
    return _count([row for row in decided if row["is_won"] == "true"]), _count(decided)


def c13(asked: Asked) -> Cell:
    deliveries = {(r["delivery_id"], _month(r["delivered_at"])) for r in asked.of("crm/delivery", "delivered_at")}
    return _count(asked.of("quality/complaint", "received_at")), _count(list(deliveries))


def c14(asked: Asked) -> Cell:
    rated: dict[tuple[str, str], set[str]] = {}
    for row in asked.of("quality/portal_rating"):
        if asked.holds(_first_day(row["period_label"])):
            rated.setdefault((row["account_id"], row["period_label"]), set()).add(row["rating_status"])
    return _count([colours for colours in rated.values() if colours == {"green"}]), _count(list(rated))


def _first_day(label: str) -> dt.date:
    year, part = label.split("-")
    return dt.date(int(year), int(part[1:]) * 3 - 2 if part[0] == "Q" else int(part), 1)


KPIS: dict[str, Callable[[Asked], Cell]] = {
    formula.__name__.upper(): formula
    for formula in (
        f01, f02, f03, f04, f05, f06, f07, f08, f09, c01, c03, c04, c05, c06, c07, c08, c09, c10, c11, c12, c13, c14,
    )
}  # fmt: skip
"""Every KPI that is counted from feeds, by its id."""
FLOATS = {"F02", "F09", "C05", "C09"}
"""Those whose parts are no integers and no money."""


def measured(kpi: str, asked: Asked) -> Cell:
    """Numerator and denominator; a part without its whole, or a whole of zero or less, measures nothing."""
    numerator, denominator = KPIS[kpi](asked)
    return NOTHING if numerator is None or denominator is None or denominator <= 0 else (numerator, denominator)
