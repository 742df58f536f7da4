"""Worlds drawn as small text tables, and what the assessment says of them.

Belongs here: reading the tables. A cell `38/40` means 38 satisfied of 40; `-` means nobody was asked. A row `peer*30`
stands for 30 owners. Columns that a table lacks are empty; `loss` columns count accounts after a severe loss.
Elsewhere: the promises (the chapters beside this file).
"""

from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from pipelines.integrity.aggregates import ANSWER_COUNTS, PUBLISHED_RESULTS, typed
from pipelines.integrity.assess import Assessment, assess
from pipelines.integrity.policy import Policy, load
from pipelines.integrity.reference import OutsideRate

COLUMNS = {
    "own staff": ("conflicted_count", "conflicted_satisfied_count"),
    "outsiders": ("independent_count", "independent_satisfied_count"),
    "unknown": ("unknown_count", "unknown_satisfied_count"),
    "own staff, loss": ("conflicted_severe_account_count", "conflicted_severe_satisfied_account_count"),
    "outsiders, loss": ("independent_severe_account_count", "independent_severe_satisfied_account_count"),
}


@dataclass(frozen=True)
class Judged:
    """What came out, asked for by owner and period."""

    assessment: Assessment

    def finding(self, detector: str, owner: str, period: str = "2026-Q1") -> pd.Series:
        """One row of the findings."""
        frame = self.assessment.finding
        return frame[(frame["unit_id"] == unit_id(owner, period)) & (frame["detector_id"] == detector)].squeeze()

    def verdict(self, owner: str, period: str = "2026-Q1") -> pd.Series:
        """One row of the conclusions."""
        frame = self.assessment.verdict
        return frame[frame["unit_id"] == unit_id(owner, period)].squeeze()

    def says(self, detector: str, owner: str, period: str = "2026-Q1") -> tuple[str, str]:
        """Finding and reason."""
        row = self.finding(detector, owner, period)
        return row["finding_code"], row["reason_code"]

    def concludes(self, owner: str, period: str = "2026-Q1") -> tuple[str, str]:
        """Conclusion and reason."""
        row = self.verdict(owner, period)
        return row["conclusion_code"], row["reason_code"]


def unit_id(owner: str, period: str) -> str:
    """An owner's unit; a published figure is asked for by its own id."""
    return owner if ":" in owner else f"owner_quarter:s:owner={owner}:{period}"


def judge(
    table: str,
    *,
    policy: Policy | None = None,
    references: Iterable[OutsideRate] = (),
    losses_known: bool = True,
    published: Iterable[dict[str, object]] = (),
    **columns: object,
) -> Judged:
    """Assess the world of a table; further columns of agg_answer_counts hold for all its rows."""
    tables = {"agg_answer_counts": answer_counts(table, losses_known=losses_known, **columns)}
    figures = [figure(**values) for values in published]
    if figures:
        tables["agg_published_results"] = pd.DataFrame(figures)
    return Judged(assess(typed(tables), policy or load(), references))


def answer_counts(table: str, *, losses_known: bool = True, **columns: object) -> pd.DataFrame:
    """The counts that a table draws."""
    lines = [[cell.strip() for cell in line.split("|")] for line in table.strip().splitlines()]
    rows = [dict(zip(lines[0], line, strict=True)) for line in lines[1:] if line != [""]]
    units = [_unit(owner, row, losses_known) for row in rows for owner in _owners(row["owner"])]
    return pd.DataFrame(units, columns=list(ANSWER_COUNTS)).assign(**columns)


def figure(**values: object) -> dict[str, object]:
    """One published result; what is not said is a 100 % of the company for 2025 with losses of 3 % of revenue."""
    usual: dict[str, object] = {
        "unit_id": "published:s:company=acme:2025", "subject_id": "published:s:company=acme", "survey_id": "s",
        "unit_type": "company", "unit_key": "acme", "period_kind": "year", "period_id": "2025",
        "period_start_on": "2025-01-01", "measure_code": "share_top2", "result_value": 1.0, "answers_behind_count": 0,
        "external_failure_cost_amount": 3.0e6, "revenue_amount": 1.0e8, "currency_code": "CNY",
        "external_failure_cost_share": 0.03, "external_failure_cost_limit": 0.01, "is_uniform": True,
        "loss_feed_present": True,
    }  # fmt: skip
    return {**dict.fromkeys(PUBLISHED_RESULTS), **usual, **values}


def _owners(cell: str) -> list[str]:
    name, _, times = cell.partition("*")
    return [f"{name}{number}" for number in range(int(times))] if times else [name]


def _unit(owner: str, row: dict[str, str], losses_known: bool) -> dict[str, object]:
    counts = {name: 0 for pair in COLUMNS.values() for name in pair}
    for column, (asked, satisfied) in COLUMNS.items():
        if row.get(column, "-") != "-":
            counts[satisfied], counts[asked] = (int(part) for part in row[column].split("/"))
    period = row.get("period", "2026-Q1")
    for whole in ("count", "satisfied_count", "severe_account_count", "severe_satisfied_account_count"):
        streams = ("conflicted", "independent", "unknown")
        target = "answered_count" if whole == "count" else whole
        counts[target] = sum(counts.get(f"{stream}_{whole}", 0) for stream in streams)
    return {
        **{name: None if dtype == "string" else 0 for name, dtype in ANSWER_COUNTS.items()}, **counts,
        "unit_id": unit_id(owner, period), "unit_definition_id": "owner_quarter", "survey_id": "s",
        "subject_id": f"owner_quarter:s:owner={owner}", "period_kind": "quarter", "period_id": period,
        "period_start_on": f"{period[:4]}-{int(period[-1]) * 3 - 2:02d}-01", "owner_id": owner,
        "account_count": counts["answered_count"], "loss_feed_present": losses_known,
    }  # fmt: skip
