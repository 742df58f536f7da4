"""What others do: rules that look at the figure alone.

Belongs here: one score a unit for each naive rule, larger = more suspicious, and what it would flag.
Elsewhere: the engine; how scores are measured (measure).

Isolation forest is added where scikit-learn is installed; the project does not need it, so its absence is said, not
filled.
"""

from importlib.util import find_spec

import numpy as np
import pandas as pd

ALL_SATISFIED_FROM, Z_CUT, MATCH_CUT = 10, 2.0, 0.85


def scores(answers: pd.DataFrame) -> pd.DataFrame:
    """(units) x (rules), index unit_id; flags end in `_flag`. answers: the judged ones of agg_answer_design."""
    unit = answers.groupby("unit_id", sort=True)
    n, share = unit.size(), unit["is_satisfied"].mean()
    mean = (answers["rating_level"] / (answers["level_count"] - 1)).groupby(answers["unit_id"]).mean()
    table = pd.DataFrame(
        {"all satisfied, n >= 10": np.where(share == 1, n, share * n.clip(upper=10) / 100)}, index=share.index
    )
    table["all satisfied, n >= 10_flag"] = (share == 1) & (n >= ALL_SATISFIED_FROM)
    table["z of the mean"] = (mean - mean.mean()) / mean.std()
    table["z of the mean_flag"] = table["z of the mean"] > Z_CUT
    entity = unit["entity_id"].first()
    table["own-history z"] = _own_history(mean, entity)
    table["own-history z_flag"] = table["own-history z"] > Z_CUT
    table["percent match"] = _percent_match(answers).reindex(table.index).fillna(0)
    table["percent match_flag"] = table["percent match"] >= MATCH_CUT
    if find_spec("sklearn"):
        table["isolation forest"] = _forest(answers, table)
        table["isolation forest_flag"] = table["isolation forest"] > np.quantile(table["isolation forest"], 0.9)
    return table


def _own_history(mean: pd.Series, entity: pd.Series) -> pd.Series:
    """Against the mean and spread of the entity's other periods."""
    by = mean.groupby(entity)
    count, total, squares = by.transform("size"), by.transform("sum"), (mean**2).groupby(entity).transform("sum")
    others = (total - mean) / (count - 1).clip(lower=1)
    spread = np.sqrt(((squares - mean**2) / (count - 1).clip(lower=1) - others**2).clip(lower=1e-3))
    return ((mean - others) / spread).where(count > 2, 0.0)


def _percent_match(answers: pd.DataFrame) -> pd.Series:
    """Mean over answers of the largest share of equal items with another answer of the entity (Kuriakose & Robbins)."""
    packed = answers["items_1"].astype("UInt64").fillna(0).to_numpy(np.uint64)
    items = (packed[:, None] >> (4 * np.arange(8)).astype(np.uint64)) & np.uint64(15)
    best = np.zeros(len(answers))
    for rows in answers.groupby("entity_id", sort=True).indices.values():
        same = (items[rows][:, None, :] == items[rows][None, :, :]).mean(axis=2)
        np.fill_diagonal(same, 0)
        best[rows] = same.max(axis=1) if len(rows) > 1 else 0
    return pd.Series(best).groupby(answers["unit_id"].to_numpy()).mean()


def _forest(answers: pd.DataFrame, table: pd.DataFrame) -> np.ndarray:
    from sklearn.ensemble import IsolationForest

    by = answers.groupby("unit_id", sort=True)
    features = pd.concat([
        by["is_satisfied"].mean(), by["is_top"].mean(), np.log(by["duration_seconds"].mean()), by["item_mean"].mean(),
        by["is_straight"].mean(), table["percent match"],
    ], axis=1).fillna(0)  # fmt: skip
    return -IsolationForest(random_state=1).fit(features).score_samples(features)
