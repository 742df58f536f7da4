"""What is done for customers: needs, promises, touchpoints, joint developments, what it brought them.

Belongs here: the customer-value tables in the contracts' words; projects and improvements as Jira exports issues.
Elsewhere: deals and visits (dealings), losses (records).
"""

import numpy as np

from pipelines.demo.archetypes import trait
from pipelines.demo.company import Company
from pipelines.demo.shelf import Frame, Shelf, numbered
from pipelines.demo.span import DAYS, LAST_INSTANT, dates, day_of, instants

TOUCHPOINTS = (("offer", "pre_sales", 1), ("sample", "development", 1), ("order", "order", 0),
               ("delivery", "delivery", 1), ("complaint", "service", 1), ("invoice", "finance", 0),
               ("visit", "relationship", 0))  # fmt: skip
METRICS = (("weight", "kg", 10), ("size", "cm3", 400), ("cost", "CNY", 800), ("price", "CNY", 900))
OUTCOMES = ("revenue", "profit", "users", "share")


def write_needs(shelf: Shelf, company: Company, ease: np.ndarray, seed: int) -> None:
    """Needs written down at customers' places, improvements that follow, promises and whether they were kept."""
    rng = np.random.default_rng([seed, 13])
    account, day, made_by = _events(company, 1.3, rng)
    count = len(account)
    becomes = rng.random(count) < 0.45
    solved = np.where(becomes & (rng.random(count) < 0.7), day + rng.integers(30, 300, count), -1)
    solved = np.where(solved < DAYS, solved, -1)
    confirmed = np.where((solved >= 0) & (rng.random(count) < 0.6) & (solved + 10 < DAYS), solved + 10, -1)
    number = np.arange(count)
    shelf.put("crm/need/needs.csv", {
        "need_id": numbered("N%06d", number), "account_id": company.accounts.account_id[account],
        "captured_at": instants(day, np.full(count, 930)), "captured_by": made_by,
        "captured_by_role": np.where(number % 6 == 0, "executive", "sales"),
        "need_type": np.array(["pain", "future", "feature"], dtype=object)[number % 3], "need_text": "客户需求（虚构）",
        "severity": 1 + number % 4,
        "need_status": np.where(solved >= 0, "resolved", np.where(becomes, "in_work", "open")),
        "improvement_id": np.where(becomes, numbered("IMP-%d", number), ""),
        "resolved_at": instants(solved, np.full(count, 700)),
        "customer_confirmed_at": instants(confirmed, np.full(count, 720)),
    })  # fmt: skip
    _write_improvements(shelf, company, np.flatnonzero(becomes), account, day, solved)
    _write_promises(shelf, company, ease, rng)


def _events(company: Company, mean: float, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Accounts, days and owners of things that happen `mean` times per account."""
    count = rng.poisson(mean, len(company.accounts.owner))
    account = np.repeat(np.arange(len(count)), count)
    day = rng.integers(0, DAYS - 5, len(account))
    people = np.array([person.person_id for person in company.owners], dtype=object)
    return account, day, people[company.accounts.owner_on(account, day)]


def _write_improvements(
    shelf: Shelf, company: Company, rows: np.ndarray, account: np.ndarray, day: np.ndarray, solved: np.ndarray
) -> None:
    engineers = np.array([p.full_name for p in company.engineers], dtype=object)
    begun, done = np.minimum(day[rows] + 7, DAYS - 1), solved[rows]
    _put_issues(shelf, {
        "Summary": "客户改进（虚构）", "Issue key": numbered("IMP-%d", rows), "Issue id": rows + 50_000,
        "Issue Type": np.where(rows % 3 == 0, "Bug", "Improvement"),
        "Status": np.where(done >= 0, "Done", "In Progress"),
        "Project key": "IMP", "Project name": "技术部", "Assignee": engineers[rows % len(engineers)],
        "Created": _jira(begun), "Updated": _jira(np.maximum(begun, done)), "Resolved": _jira(done),
        "Due Date": [f"{day_of(d + 120):%d/%b/%y}" for d in begun.tolist()], "Labels": "",
        "Custom field (Account)": company.accounts.name[account[rows]], "Custom field (Start date)": "",
    })  # fmt: skip


def _put_issues(shelf: Shelf, issues: Frame) -> None:
    shelf.put("jira/2026-09-30/Jira.csv", issues)


def _jira(days: np.ndarray) -> list[str]:
    return [f"{text} 3:15 PM" if text else "" for text in dates(days, "%d/%b/%y").tolist()]


def _write_promises(shelf: Shelf, company: Company, ease: np.ndarray, rng: np.random.Generator) -> None:
    account, day, made_by = _events(company, 1.2, rng)
    count = len(account)
    due = day + rng.integers(10, 60, count)
    keeps = rng.random(count) < 1 / (1 + np.exp(-0.7 * ease[account, 5]))
    kept = np.where(keeps & (due < DAYS), due - 1, -1)
    shelf.put("crm/promise/promises.csv", {
        "promise_id": numbered("PR%06d", np.arange(count)), "promise_version": "1",
        "account_id": company.accounts.account_id[account],
        "stage": np.where(np.arange(count) % 2, "offer", "delivery"),
        "made_at": instants(day, np.full(count, 620)), "made_by": made_by,
        "due_at": [f"{day_of(d)}T17:00:00+08:00" for d in due.tolist()], "kept_at": instants(kept, np.full(count, 610)),
    })  # fmt: skip


def write_touchpoints(shelf: Shelf, company: Company, ease: np.ndarray, seed: int) -> None:
    """The catalogue, and events with a score in three of ten."""
    rng = np.random.default_rng([seed, 14])
    shelf.put("crm/touchpoint/touchpoints.csv", {
        "touchpoint_id": [name for name, _, _ in TOUCHPOINTS], "touchpoint_name": [name for name, _, _ in TOUCHPOINTS],
        "stage": [stage for _, stage, _ in TOUCHPOINTS],
        "is_key": ["true" if k else "false" for _, _, k in TOUCHPOINTS],
        "owner_role": "sales", "stated_weight": [2 if k else 1 for _, _, k in TOUCHPOINTS],
    })  # fmt: skip
    account, day, owner = _events(company, 3.0, rng)
    count = len(account)
    score = np.clip(np.rint(3.6 + 0.5 * ease[account, 8] - 1 + rng.normal(0, 0.8, count)), 1, 5).astype(int)
    names = np.array([name for name, _, _ in TOUCHPOINTS[:-1]], dtype=object)
    inbound = rng.random(count) < 0.4
    replied = instants(np.minimum(day + 1, DAYS - 1), np.full(count, 540))
    shelf.put("crm/touchpoint_event/touchpoint_events.csv", {
        "event_id": numbered("TE%07d", np.arange(count)), "touchpoint_id": names[rng.integers(0, len(names), count)],
        "account_id": company.accounts.account_id[account],
        "occurred_at": instants(day, rng.integers(500, 1000, count)),
        "direction": np.where(inbound, "inbound", "outbound"), "touchpoint_channel": "phone", "owner_person_id": owner,
        "touchpoint_score": np.where(rng.random(count) < 0.3, score.astype(object), ""), "scale_min": 1, "scale_max": 5,
        "answered_at": np.where(inbound & (rng.random(count) < 0.8), replied, ""),
    })  # fmt: skip


def write_projects(shelf: Shelf, company: Company, seed: int) -> None:
    """Joint developments with key accounts, what they were to bring, and what customers signed."""
    rng = np.random.default_rng([seed, 15])
    keys = np.flatnonzero(company.accounts.is_key)[::2]
    start = rng.integers(0, 900, len(keys))
    end = start + rng.integers(200, 500, len(keys))
    engineers = np.array([p.full_name for p in company.engineers], dtype=object)
    done = np.where(end < DAYS, end, -1)
    _put_issues(shelf, {
        "Summary": "联合开发（虚构）", "Issue key": numbered("CO-%d", keys), "Issue id": keys + 10_000,
        "Issue Type": "Epic",
        "Status": np.where(done >= 0, "Done", "In Progress"), "Project key": "CO", "Project name": "技术部",
        "Assignee": engineers[keys % len(engineers)], "Created": _jira(start),
        "Updated": _jira(np.maximum(start, done)),
        "Resolved": _jira(done), "Due Date": [f"{day_of(d):%d/%b/%y}" for d in end.tolist()], "Labels": "codev",
        "Custom field (Account)": company.accounts.name[keys], "Custom field (Start date)": _jira(start),
    })  # fmt: skip
    _write_metrics(shelf, keys, end, rng)
    _write_value(shelf, company, keys, rng)


def _write_metrics(shelf: Shelf, keys: np.ndarray, end: np.ndarray, rng: np.random.Generator) -> None:
    for metric, unit, base in METRICS:
        target, actual = rng.uniform(0.75, 0.92, len(keys)), rng.uniform(0.72, 1.0, len(keys))
        shelf.put("project/codev_metric/codev_metrics.csv", {
            "project_id": numbered("CO-%d", keys), "metric": metric, "unit": unit, "better_direction": "lower",
            "baseline_kind": "predecessor", "baseline_value": base, "target_value": np.round(base * target, 2),
            "actual_value": np.where(end < DAYS, np.round(base * actual, 2).astype(object), ""),
            "due_on": [f"{day_of(d)}" for d in end.tolist()],
            "is_verified_by_customer": np.where((end < DAYS) & (keys % 3 > 0), "true", "false"),
        })  # fmt: skip


def _write_value(shelf: Shelf, company: Company, keys: np.ndarray, rng: np.random.Generator) -> None:
    signed = np.where(rng.random(len(keys)) < 0.5, rng.integers(1000, DAYS, len(keys)), -1)
    ids = company.accounts.account_id[keys]
    shelf.put("project/benefit_claim/benefit_claims.csv", {
        "claim_id": numbered("BN%05d", keys), "account_id": ids, "project_id": numbered("CO-%d", keys),
        "benefit_type": np.array(["cost", "quality", "revenue", "risk"], dtype=object)[keys % 4],
        "benefit_amount": rng.integers(50, 900, len(keys)) * 1000, "currency_code": "CNY",
        "period_from_on": "2025-01-01",
        "period_to_on": "2025-12-31", "baseline_method": np.where(keys % 5 == 0, "", "predecessor part"),
        "customer_signoff_at": instants(signed, np.full(len(keys), 650)),
        "signer_role": np.where(signed >= 0, "purchase", ""),
    })  # fmt: skip
    lean = trait("true", company.kind[company.accounts.owner[keys]])
    value = 100 * rng.uniform(0.6, 1.6, (len(keys), len(OUTCOMES)))
    for year in range(2022, 2026):
        for place, metric in enumerate(OUTCOMES):
            value[:, place] *= 1 + 0.25 * (lean - 0.8) + rng.normal(0, 0.05, len(keys))
            shelf.put("project/customer_outcome/customer_outcomes.csv", {
                "account_id": ids, "period_label": year, "metric": metric,
                "outcome_value": np.round(value[:, place], 2),
                "unit": "index", "outcome_source": "annual report (invented)",
                "source_grade": np.array(["A", "B", "C", "D"], dtype=object)[keys % 4],
            })  # fmt: skip


def write_roadmaps(shelf: Shelf, company: Company) -> None:
    """Agreements of several years with key accounts."""
    keys = np.flatnonzero(company.accounts.is_key)
    shelf.put("finance/contract_revenue/agreements.csv", {
        "contract_id": numbered("AG%05d", keys), "account_id": company.accounts.account_id[keys],
        "signed_on": "2024-03-01",
        "started_on": "2024-04-01", "ended_on": np.where(keys % 3 == 0, "2025-03-31", "2027-03-31"),
        "yearly_amount": (keys % 17 + 3) * 100_000, "currency_code": "CNY", "updated_at": LAST_INSTANT,
    })  # fmt: skip
