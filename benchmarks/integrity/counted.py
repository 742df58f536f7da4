"""Unit counts from answers one by one, as SQL makes them.

Belongs here: agg_answer_counts of a world's agg_answer_design.
Elsewhere: the worlds.
"""

import pandas as pd

from pipelines.integrity.aggregates import ANSWER_COUNTS

KEYS = ["unit_id", "unit_definition_id", "subject_id", "survey_id", "period_id", "period_start_on"]


def counts(answers: pd.DataFrame, *, period_kind: str = "quarter") -> pd.DataFrame:
    """One row a unit with answers."""
    flags = {"answered": True, "conflicted": answers["is_conflicted"], "independent": answers["is_independent"]}
    severe = answers["had_severe_loss"].fillna(False).astype(bool)
    table = answers[KEYS].copy()
    for name, flag in flags.items():
        prefix = "" if name == "answered" else name + "_"
        table[f"{name}_count"] = flag
        table[f"{prefix}satisfied_count"] = answers["is_satisfied"] & flag
        table[f"{prefix}top_count"] = answers["is_top"] & flag
        table[f"{prefix}severe_account_count"] = severe & flag
        table[f"{prefix}severe_satisfied_account_count"] = severe & flag & answers["is_satisfied"]
    table["collector_known_count"] = answers["collector_org_code"].notna()
    names = [name for name in table if name not in KEYS]
    summed = table.groupby(KEYS, sort=True)[names].sum().astype(int).reset_index()
    accounts = answers.groupby("unit_id")["account_id"].nunique()
    summed["account_count"] = summed["unit_id"].map(accounts).fillna(0).astype(int)
    rest = {name: None if dtype == "string" else 0 for name, dtype in ANSWER_COUNTS.items() if name not in summed}
    known = bool(answers["loss_severity"].notna().any())
    return summed.assign(**{**rest, "period_kind": period_kind, "loss_feed_present": known})
