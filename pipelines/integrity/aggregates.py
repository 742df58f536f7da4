"""Typed tables that mirror the agg_ contracts: what SQL hands to the statistics.

Belongs here: columns and types as data, and the refusal of a table that lacks one.
Elsewhere: how the counts are made (dbt's agg_ models), what is concluded from them (the rest of this room).
"""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

TEXT, COUNT, NUMBER, FLAG, DATE = "string", "int64", "float64", "bool", "datetime64[s]"
OPTIONAL_COUNT = "Int64"

_DIMENSIONS = dict.fromkeys(
    ("owner_id", "account_id", "branch_id", "team_id", "collector_id", "collector_org_code", "channel_code"), TEXT
)

ANSWER_COUNTS = {
    "unit_id": TEXT,
    "unit_definition_id": TEXT,
    "subject_id": TEXT,
    "survey_id": TEXT,
    "period_kind": TEXT,
    "period_id": TEXT,
    "period_start_on": DATE,
    **_DIMENSIONS,
    "answered_count": COUNT,
    "satisfied_count": COUNT,
    "top_count": COUNT,
    "account_count": COUNT,
    "conflicted_count": COUNT,
    "conflicted_satisfied_count": COUNT,
    "conflicted_top_count": COUNT,
    "independent_count": COUNT,
    "independent_satisfied_count": COUNT,
    "independent_top_count": COUNT,
    "collector_known_count": COUNT,
    "severe_account_count": COUNT,
    "severe_satisfied_account_count": COUNT,
    "conflicted_severe_account_count": COUNT,
    "conflicted_severe_satisfied_account_count": COUNT,
    "independent_severe_account_count": COUNT,
    "independent_severe_satisfied_account_count": COUNT,
    "loss_feed_present": FLAG,
}

UNATTRIBUTED = {
    "unit_definition_id": TEXT,
    "survey_id": TEXT,
    "period_kind": TEXT,
    "period_id": TEXT,
    "period_start_on": DATE,
    "missing_dimension": TEXT,
    "answered_count": COUNT,
    "satisfied_count": COUNT,
    "independent_count": COUNT,
    "independent_satisfied_count": COUNT,
}

PUBLISHED_RESULTS = {
    "unit_id": TEXT,
    "subject_id": TEXT,
    "survey_id": TEXT,
    "unit_type": TEXT,
    "unit_key": TEXT,
    "period_kind": TEXT,
    "period_id": TEXT,
    "period_start_on": DATE,
    "measure_code": TEXT,
    "result_value": NUMBER,
    "scale_min": NUMBER,
    "scale_max": NUMBER,
    "value_decimals": OPTIONAL_COUNT,
    "published_count": OPTIONAL_COUNT,
    "inspected_value": NUMBER,
    "inspected_count": OPTIONAL_COUNT,
    "reported_by_org_code": TEXT,
    "source_document": TEXT,
    "answers_behind_count": COUNT,
    "external_failure_cost_amount": NUMBER,
    "revenue_amount": NUMBER,
    "currency_code": TEXT,
    "external_failure_cost_share": NUMBER,
    "external_failure_cost_limit": NUMBER,
    "is_uniform": FLAG,
    "loss_feed_present": FLAG,
}

SATISFACTION_CELLS = {"cell_id": TEXT, "answered_count": COUNT, "satisfied_count": COUNT}

KPI_COUNTS = {
    "kpi_id": TEXT,
    "org_unit_id": TEXT,
    "period_kind": TEXT,
    "period_id": TEXT,
    "numerator": NUMBER,
    "denominator": NUMBER,
    "n": OPTIONAL_COUNT,
    "sum_of_squares": NUMBER,
    "kind_code": TEXT,
    "value_factor": NUMBER,
}

TABLES: dict[str, dict[str, str]] = {
    "agg_answer_counts": ANSWER_COUNTS,
    "agg_published_results": PUBLISHED_RESULTS,
    "agg_satisfaction_cells": SATISFACTION_CELLS,
    "agg_kpi_counts": KPI_COUNTS,
    "agg_unattributed": UNATTRIBUTED,
}
"""The columns that the assessment reads, by table; a table may have more."""

KEYS = {
    "agg_answer_counts": ["unit_id"],
    "agg_published_results": ["unit_id"],
    "agg_satisfaction_cells": ["cell_id"],
    "agg_kpi_counts": ["kpi_id", "org_unit_id", "period_kind", "period_id"],
    "agg_unattributed": ["unit_definition_id", "survey_id", "period_id", "missing_dimension"],
}


class AggregateError(ValueError):
    """A table that breaks its contract; the text names the table and the column."""


@dataclass(frozen=True)
class Aggregates:
    """The counted tables, typed and sorted by their keys."""

    answer_counts: pd.DataFrame
    published_results: pd.DataFrame
    satisfaction_cells: pd.DataFrame
    kpi_counts: pd.DataFrame
    unattributed: pd.DataFrame


def typed(tables: Mapping[str, pd.DataFrame]) -> Aggregates:
    """Aggregates from frames by table name; a table that is absent is empty. Raises AggregateError."""
    return Aggregates(*(conform(name, tables.get(name, empty(name))) for name in TABLES))


def empty(table: str) -> pd.DataFrame:
    """A table without rows."""
    return pd.DataFrame({name: pd.Series(dtype=dtype) for name, dtype in TABLES[table].items()})


def conform(table: str, frame: pd.DataFrame) -> pd.DataFrame:
    """The table's columns with their types, sorted by key. Raises AggregateError for a missing column, a value of
    another type, a count that is null, negative or above its whole, or a key that is null or occurs twice."""
    missing = [name for name in TABLES[table] if name not in frame.columns]
    if missing:
        raise AggregateError(f"{table}: column {', '.join(missing)} is missing")
    frame = pd.DataFrame({name: _cast(table, frame[name], dtype) for name, dtype in TABLES[table].items()})
    key = KEYS[table]
    if frame[key].isna().any(axis=None) or frame.duplicated(key).any():
        raise AggregateError(f"{table}: {', '.join(key)} must be present and unique")
    _check_parts(table, frame)
    return frame.sort_values(key, ignore_index=True)


def _cast(table: str, column: pd.Series, dtype: str) -> pd.Series:
    try:
        if dtype in (COUNT, OPTIONAL_COUNT, NUMBER):
            column = pd.to_numeric(column)
        if (dtype == FLAG and column.isna().any()) or (dtype == COUNT and (column % 1 != 0).any()):
            raise ValueError("null or not whole")
        cast = pd.to_datetime(column, format="ISO8601").astype(dtype) if dtype == DATE else column.astype(dtype)
    except (TypeError, ValueError) as error:
        raise AggregateError(f"{table}: column {column.name} is not {dtype} throughout") from error
    if dtype == COUNT and (cast < 0).any():
        raise AggregateError(f"{table}: column {column.name} has a negative count")
    return cast


_PARTS = (
    ("satisfied_count", "answered_count"),
    ("conflicted_count", "answered_count"),
    ("conflicted_satisfied_count", "conflicted_count"),
    ("independent_count", "answered_count"),
    ("independent_satisfied_count", "independent_count"),
    ("severe_satisfied_account_count", "severe_account_count"),
    ("conflicted_severe_satisfied_account_count", "conflicted_severe_account_count"),
    ("independent_severe_satisfied_account_count", "independent_severe_account_count"),
)


def _check_parts(table: str, frame: pd.DataFrame) -> None:
    for part, whole in _PARTS:
        if part in frame.columns and whole in frame.columns and (frame[part] > frame[whole]).any():
            raise AggregateError(f"{table}: {part} exceeds {whole}")
    if table == "agg_answer_counts":
        parts = frame["conflicted_count"] + frame["independent_count"]
        if (parts > frame["answered_count"]).any():
            raise AggregateError(f"{table}: conflicted_count and independent_count together exceed answered_count")
