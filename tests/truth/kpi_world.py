"""Small random companies, as the canonical files that they would hand over.

Belongs here: what happens in a company of a few customers, row by row, and its files.
Elsewhere: what its KPIs are (kpi_oracle), whether the pipeline agrees (test_kpi_oracle).
"""

import csv
import datetime as dt
import random
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Row = dict[str, Any]
FIRST, LAST = dt.date(2023, 11, 1), dt.date(2026, 10, 31)
CONFIGURATION = "company: T\ncompany_id: t\ncurrency: EUR\ntime_zone: UTC\nsettle_seconds: 0\n"


@dataclass(frozen=True)
class World:
    """Rows by `feed/table`."""

    tables: dict[str, list[Row]]

    def rows(self, table: str) -> list[Row]:
        """Rows of one table."""
        return self.tables[table]


def draw(seed: int) -> World:
    """One company; the same for the same seed."""
    rng = random.Random(seed)
    accounts = [_account(rng, i) for i in range(9)]
    ids = [row["account_id"] for row in accounts]
    return World({
        "crm/account": accounts,
        "finance/invoice": [_invoice(rng, i, ids) for i in range(150)],
        "quality/loss_event": [_loss(rng, i, ids) for i in range(25)],
        "quality/complaint": [_complaint(rng, i, ids) for i in range(12)],
        "crm/delivery": [_delivery(rng, i, ids) for i in range(60)],
        "crm/opportunity": [_opportunity(rng, i, ids) for i in range(30)],
        "crm/need": [_need(rng, i, ids) for i in range(30)],
        "quality/portal_rating": _ratings(rng, ids),
        "project/benefit_claim": [_claim(rng, i, ids) for i in range(12)],
        "project/customer_outcome": _outcomes(rng, ids),
        "ref/industry_benchmark": _benchmarks(rng),
        "crm/touchpoint": [_touchpoint(rng, i) for i in range(5)],
        "crm/touchpoint_event": [_touchpoint_event(rng, i, ids) for i in range(40)],
        **_survey(rng, ids),
    })  # fmt: skip


def write(world: World, landing: Path) -> None:
    """Every table as a CSV file in its canonical folder."""
    for table, rows in world.tables.items():
        file = landing / table / "rows.csv"
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("w", newline="", encoding="utf-8") as stream:
            writer = csv.DictWriter(stream, list(rows[0]))
            writer.writeheader()
            writer.writerows({name: "" if value is None else value for name, value in row.items()} for row in rows)


def _day(rng: random.Random) -> dt.date:
    return FIRST + dt.timedelta(days=rng.randrange((LAST - FIRST).days))


def _instant(rng: random.Random) -> dt.datetime:
    return dt.datetime.combine(_day(rng), dt.time(rng.randrange(24)))


def _money(rng: random.Random, most: int) -> str:
    return f"{rng.randrange(100, most * 100)}.{rng.randrange(10000):04d}"


def _account(rng: random.Random, i: int) -> Row:
    lost = _instant(rng) if i in (2, 5) else None
    return {
        "account_id": f"a{i}", "account_name": f"Customer {i}", "branch_id": rng.choice(["north", "south", None]),
        "status": "prospect" if i == 8 else "lost" if lost or i == 7 else "active",
        "created_at": rng.choice([None, _instant(rng)]), "lost_at": lost,
    }  # fmt: skip


def _invoice(rng: random.Random, i: int, ids: list[str]) -> Row:
    sign = "-" if i % 17 == 0 else ""
    return {
        "invoice_id": f"i{i}", "account_id": rng.choice(ids), "invoiced_on": _day(rng),
        "net_amount": sign + _money(rng, 90), "cost_amount": rng.choice([None, _money(rng, 40)]),
        "currency_code": "EUR",
    }  # fmt: skip


def _loss(rng: random.Random, i: int, ids: list[str]) -> Row:
    return {
        "loss_id": f"l{i}", "account_id": rng.choice(ids), "loss_category": rng.choice(["external", "internal"]),
        "loss_type": "other", "event_on": _day(rng), "loss_amount": _money(rng, 9), "currency_code": "EUR",
        "recovered_amount": rng.choice([None, "12.5000"]),
    }  # fmt: skip


def _complaint(rng: random.Random, i: int, ids: list[str]) -> Row:
    return {"complaint_id": f"c{i}", "account_id": rng.choice(ids), "received_at": _instant(rng)}


def _delivery(rng: random.Random, i: int, ids: list[str]) -> Row:
    return {
        "delivery_id": f"d{i // 2}", "line_no": 1 + i % 2, "account_id": ids[i // 2 % len(ids)],
        "delivered_at": _instant(rng),
    }  # fmt: skip


def _opportunity(rng: random.Random, i: int, ids: list[str]) -> Row:
    is_closed = rng.random() < 0.8
    return {
        "opportunity_id": f"o{i}", "account_id": rng.choice(ids), "is_closed": str(is_closed).lower(),
        "is_won": rng.choice(["true", "false"]) if is_closed else None, "competitor": rng.choice([None, "Bolt"]),
        "close_on": _day(rng),
    }  # fmt: skip


def _need(rng: random.Random, i: int, ids: list[str]) -> Row:
    return {
        "need_id": f"n{i}", "account_id": rng.choice(ids), "need_type": rng.choice(["pain", "pain", "future"]),
        "captured_at": _instant(rng), "committed_at": rng.choice([None, _instant(rng), _instant(rng)]),
        "customer_confirmed_at": rng.choice([None, _instant(rng)]),
    }  # fmt: skip


def _ratings(rng: random.Random, ids: list[str]) -> list[Row]:
    return [
        {"account_id": account, "period_label": label, "metric": metric,
         "rating_status": rng.choice(["green", "green", "yellow", "red"])}
        for account in ids[:4] for label in ("2025-03", "2025-Q2", "2026-01") for metric in ("ppm", "delivery")
        if rng.random() < 0.7
    ]  # fmt: skip


def _claim(rng: random.Random, i: int, ids: list[str]) -> Row:
    signed = rng.choice([None, _instant(rng)])
    return {
        "claim_id": f"b{i}", "account_id": rng.choice(ids), "benefit_type": rng.choice(["cost", "cost", "risk"]),
        "benefit_amount": _money(rng, 9), "currency_code": "EUR", "period_to_on": rng.choice([_day(rng), None]),
        "customer_signoff_at": signed,
    }  # fmt: skip


def _outcomes(rng: random.Random, ids: list[str]) -> list[Row]:
    return [
        {"account_id": account, "period_label": year, "metric": metric,
         "outcome_value": f"{rng.randrange(-100, 9000) / 10}", "source_grade": rng.choice("ABCD")}
        for account in ids[:5] for year in (2023, 2024, 2025)
        for metric in ("revenue", "profit", "users", "share", "category_spend") if rng.random() < 0.8
    ]  # fmt: skip


def _benchmarks(rng: random.Random) -> list[Row]:
    return [
        {"industry": "pumps", "period_label": year, "metric": f"{metric}_growth",
         "benchmark_value": f"{rng.randrange(-50, 90) / 1000}"}
        for year in (2024, 2025, 2026) for metric in ("revenue", "users")
    ]  # fmt: skip


def _touchpoint(rng: random.Random, i: int) -> Row:
    return {
        "touchpoint_id": f"t{i}", "touchpoint_name": f"T{i}", "is_key": "true" if i < 4 else "false",
        "stated_weight": rng.choice(["0.5", "2", "1.25"]),
    }  # fmt: skip


def _touchpoint_event(rng: random.Random, i: int, ids: list[str]) -> Row:
    return {
        "event_id": f"e{i}", "touchpoint_id": f"t{rng.randrange(5)}", "account_id": rng.choice(ids),
        "occurred_at": _instant(rng), "touchpoint_score": rng.choice([None, 1, 2, 3, 4, 5]), "scale_min": 1,
        "scale_max": 5,
    }  # fmt: skip


def _survey(rng: random.Random, ids: list[str]) -> dict[str, list[Row]]:
    responses = [
        {"response_id": f"r{i}", "survey_id": "s" if i % 5 else "small", "survey_version": "1",
         "account_id": rng.choice(ids), "channel": "web", "submitted_at": _instant(rng), "response_status": "complete",
         "rating": rng.choice([None, 1, 2, 3, 4, 5]), "scale_min": 1, "scale_max": 5, "scale_direction": "high_good"}
        for i in range(60)
    ]  # fmt: skip
    kinds = {"q_nps": ("nps", 0, 10), "q_ces": ("ces", 1, 7)}
    items = [
        {"survey_id": survey, "survey_version": "1", "item_id": item, "item_kind": kind, "scale_min": low,
         "scale_max": high, "scale_direction": "high_good"}
        for survey in ("s", "small") for item, (kind, low, high) in kinds.items()
    ]  # fmt: skip
    answers = [
        {"response_id": row["response_id"], "item_id": item, "value_num": rng.randint(low, high)}
        for row in responses for item, (_, low, high) in kinds.items() if rng.random() < 0.8
    ]  # fmt: skip
    return {"survey/response": responses, "survey/item": items, "survey/answer": answers}
