"""Design tables: one row an answer, one row an account, as SQL hands them to the engine; and the small tables beside.

Belongs here: columns and types as data, and the refusal of a table that lacks one.
Elsewhere: unit counts (aggregates), how rows become arrays (panel), how SQL makes them (dbt's agg_ models).

A column that no feed can fill is there and null: "not measured" and "none" are different things. A table that is absent
or empty makes the detectors that need it say so, and nothing else stops.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from pipelines.integrity.aggregates import DATE, FLAG, NUMBER, TEXT, AggregateError

OPTIONAL_FLAG, PACKED, NAME, SMALL = "boolean", "UInt64", "category", "float32"
"""NAME: text that repeats over millions of rows, kept once. SMALL: counts, which single precision holds exactly."""

_IDS = ("unit_definition_id", "unit_id", "subject_id", "entity_id", "survey_id", "period_id")
_UNIT = {
    **dict.fromkeys(_IDS, NAME),
    "period_start_on": DATE,
}

_EVENTS = ("loss_count", "complaint_count", "late_count", "line_count")

ANSWER_DESIGN = {
    **_UNIT,
    **dict.fromkeys(
        ("answer_id", "checked_answer_id", "collector_id", "collector_org_code", "channel_code", "segment_code",
         "tier_code"), TEXT,
    ),
    "account_id": NAME,
    **dict.fromkeys(("rating_level", "level_count", "item_count", *_EVENTS), SMALL),
    **dict.fromkeys(("is_satisfied", "is_conflicted", "is_independent"), FLAG),
    **dict.fromkeys(("measured_stake", "collector_stake", "item_mean", "loss_severity"), NUMBER),
    "is_straight": OPTIONAL_FLAG,
    "items_1": PACKED,
    "items_2": PACKED,
    **dict.fromkeys(("duration_seconds", "gap_seconds"), NUMBER),
    "text_hash": TEXT,
    **dict.fromkeys(("is_begging", "had_severe_loss"), OPTIONAL_FLAG),
}  # fmt: skip

ACCOUNT_DESIGN = {
    **_UNIT,
    **dict.fromkeys(("account_id", "segment_code", "tier_code"), NAME),
    "is_eligible": OPTIONAL_FLAG,
    **dict.fromkeys(
        ("asked_count", "bounced_count", "completed_count", "main_answer_count", "main_satisfied_count", *_EVENTS),
        SMALL,
    ),
    **dict.fromkeys(("loss_severity", "prior_severity"), NUMBER),
    **dict.fromkeys(("is_address_edited", "is_free_mail", "is_employee_domain", "is_shared_address"), OPTIONAL_FLAG),
}  # fmt: skip

BACK_CHECKS = {
    "collector_id": TEXT, "period_id": TEXT, "period_start_on": DATE,
    **dict.fromkeys(
        ("answered_count", "checked_count", "reached_count", "no_part_count", "raised_count", "lowered_count"), NUMBER
    ),
}  # fmt: skip
MAILBOX = {
    "subject_key": TEXT, "period_id": TEXT,
    **dict.fromkeys(("received_count", "registered_count", "closed_count", "closed_unconfirmed_count"), NUMBER),
}  # fmt: skip
EXECUTIVE_TIME = {
    "person_id": TEXT, "period_id": TEXT,
    **dict.fromkeys(
        ("event_count", "overlap_count", "over_day_count", "online_as_onsite_count", "dinner_only_count",
         "customer_day_count"), NUMBER,
    ),
}  # fmt: skip
BENEFIT_CLAIM = {
    **dict.fromkeys(("claim_id", "account_id", "period_id", "currency_code", "duplicate_of_claim_id"), TEXT),
    "amount": NUMBER,
    **dict.fromkeys(("is_signed", "has_baseline", "has_evidence"), OPTIONAL_FLAG),
}
SCORECARD_LINT = {
    **dict.fromkeys(("org_unit_id", "period_id", "kpi_id", "perspective_code", "direction_code"), TEXT),
    **dict.fromkeys(
        ("weight", "weight_sum", "floor_value", "target_value", "stretch_value", "incentive_weight"), NUMBER
    ),
    **dict.fromkeys(
        ("has_owner", "has_source", "is_lead", "is_loss_kpi", "is_satisfaction_kpi", "is_mean_satisfaction"),
        OPTIONAL_FLAG,
    ),
}
MEAN_TARGET = {
    **dict.fromkeys(("org_unit_id", "period_id", "survey_id"), TEXT),
    **dict.fromkeys(("target_level", "level_count"), NUMBER),
}
RELATIONSHIP = {
    **dict.fromkeys(("account_id", "owner_id", "period_id"), TEXT),
    **dict.fromkeys(
        ("satisfied_share", "answer_count", "hospitality_amount", "visit_count", "value_visit_count", "loss_severity",
         "late_share", "tenure_days"), NUMBER,
    ),
}  # fmt: skip

DESIGN_TABLES: dict[str, dict[str, str]] = {
    "agg_answer_design": ANSWER_DESIGN,
    "agg_account_design": ACCOUNT_DESIGN,
    "agg_back_checks": BACK_CHECKS,
    "agg_mailbox": MAILBOX,
    "agg_executive_time": EXECUTIVE_TIME,
    "agg_benefit_claim": BENEFIT_CLAIM,
    "agg_scorecard_lint": SCORECARD_LINT,
    "agg_mean_target": MEAN_TARGET,
    "agg_relationship": RELATIONSHIP,
}
"""The columns that the engine reads, by table; a table may have more."""

KEYS = {
    "agg_answer_design": ["unit_definition_id", "answer_id"],
    "agg_account_design": ["unit_id", "account_id"],
    "agg_back_checks": ["collector_id", "period_id"],
    "agg_mailbox": ["subject_key", "period_id"],
    "agg_executive_time": ["person_id", "period_id"],
    "agg_benefit_claim": ["claim_id"],
    "agg_scorecard_lint": ["org_unit_id", "period_id", "kpi_id"],
    "agg_mean_target": ["org_unit_id", "period_id", "survey_id"],
    "agg_relationship": ["account_id", "period_id"],
}


@dataclass(frozen=True)
class Designs:
    """The design tables, typed and sorted by their keys; an absent one is empty."""

    answers: pd.DataFrame
    accounts: pd.DataFrame
    back_checks: pd.DataFrame
    mailbox: pd.DataFrame
    executive_time: pd.DataFrame
    benefit_claim: pd.DataFrame
    scorecard_lint: pd.DataFrame
    mean_target: pd.DataFrame
    relationship: pd.DataFrame


def typed(tables: Mapping[str, pd.DataFrame]) -> Designs:
    """Designs from frames by table name. Raises AggregateError naming table and column."""
    found = {name: conform(name, tables[name]) if name in tables else empty(name) for name in DESIGN_TABLES}
    _share_names(found["agg_answer_design"], found["agg_account_design"])
    return Designs(*found.values())


def _share_names(answers: pd.DataFrame, accounts: pd.DataFrame) -> None:
    """Both tables number the same names, in place, so that they can be put together without spelling them out."""
    for name in (*_IDS, "account_id"):
        both = answers[name].cat.categories.union(accounts[name].cat.categories).sort_values()
        for frame in (answers, accounts):
            frame[name] = frame[name].cat.set_categories(both)


def empty(table: str) -> pd.DataFrame:
    """A table without rows."""
    return pd.DataFrame({name: pd.Series(dtype=dtype) for name, dtype in DESIGN_TABLES[table].items()})


def conform(table: str, frame: pd.DataFrame) -> pd.DataFrame:
    """The table's columns with their types, sorted by key, so that row order cannot matter."""
    columns = DESIGN_TABLES[table]
    if missing := [name for name in columns if name not in frame.columns]:
        raise AggregateError(f"{table}: column {', '.join(missing)} is missing")
    keys = pd.DataFrame({name: _cast(table, frame[name], columns[name]) for name in KEYS[table]})
    if keys.duplicated().any():
        raise AggregateError(f"{table}: {', '.join(KEYS[table])} must be unique")
    place = keys.reset_index(drop=True).sort_values(KEYS[table]).index
    typed_columns = {
        name: _cast(table, frame[name], dtype).take(place).reset_index(drop=True) for name, dtype in columns.items()
    }
    return pd.DataFrame(typed_columns, copy=False)


def _cast(table: str, column: pd.Series, dtype: str) -> pd.Series:
    try:
        if dtype == FLAG and column.isna().any():
            raise ValueError("null")
        if dtype == NAME:
            return _named(column)
        if dtype in (NUMBER, SMALL):
            return pd.to_numeric(column).astype(dtype)
        if dtype == DATE:
            return pd.to_datetime(column).astype(dtype)
        return column.astype(dtype)
    except (TypeError, ValueError) as error:
        raise AggregateError(f"{table}: column {column.name} is not {dtype} throughout") from error


def _named(column: pd.Series) -> pd.Series:
    """Categories in order of their spelling, so that numbers do not depend on the order of rows."""
    coded = column if isinstance(column.dtype, pd.CategoricalDtype) else column.astype(TEXT).astype(NAME)
    names = coded.cat.categories.astype(TEXT)
    return coded.cat.rename_categories(names).cat.reorder_categories(names.sort_values())
