"""The units of a run, and which of their answers are judged.

Belongs here: answer units and published figures side by side; judged and outside answers of each unit.
Elsewhere: what honest answers would look like (reference), questions (detectors).

Judged are the conflicted answers where there are any; else the answers whose collector is unknown; else the unit's
independent answers. Outside answers are the independent ones.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pipelines.integrity.aggregates import Aggregates
from pipelines.integrity.stats import design_effect

IDS = ["unit_id", "unit_definition_id", "subject_id", "survey_id", "period_id"]
PUBLISHED = "published"
REPORTED, COMPANY = "C01", "company"
"""The KPI whose target a unit's figure is held against, and the organisation unit that stands for all."""
Array = NDArray[np.float64]
Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Counts:
    """How many were satisfied, of how many; `*_worth`: the same after several answers of an account are discounted."""

    satisfied: Array
    answered: Array
    satisfied_worth: Array
    answered_worth: Array

    @property
    def share(self) -> Array:
        """Satisfied share, NaN without answers. (units,)."""
        return self.satisfied / np.where(self.answered > 0, self.answered, np.nan)


@dataclass(frozen=True)
class Units:
    """One row a unit, sorted by unit_id; counts of published figures are zero, published columns of others are null;
    target: satisfied share that is wanted; mean_target: mean that is wanted, in steps above the worst answer of a
    scale of `mean_steps` steps; NaN where none is known.
    """

    ids: pd.DataFrame
    period_start: NDArray[np.int64]
    is_published: Mask
    is_independent: Mask
    judged: Counts
    outside: Counts
    judged_after_loss: Counts
    outside_after_loss: Counts
    has_accounts: Mask
    has_losses: Mask
    published: pd.DataFrame
    target: Array
    mean_target: Array
    mean_steps: Array

    def __len__(self) -> int:
        return len(self.ids)

    @property
    def definition(self) -> NDArray[np.intp]:
        """Number of each unit's definition: the group within which false discoveries are controlled."""
        return pd.factorize(self.ids["unit_definition_id"], sort=True, use_na_sentinel=False)[0]


def of_aggregates(
    aggregates: Aggregates,
    *,
    same_account_correlation: float,
    scorecards: pd.DataFrame | None = None,
    mean_targets: pd.DataFrame | None = None,
) -> Units:
    """All units of a run. scorecards, mean_targets: agg_scorecard_lint and agg_mean_target."""
    figures = aggregates.published_results.assign(unit_definition_id=PUBLISHED, is_published=True)
    answers = aggregates.answer_counts.assign(is_published=False)
    rows = pd.concat([answers, figures], ignore_index=True).sort_values("unit_id", ignore_index=True)
    number = _Numbers(rows, same_account_correlation)
    judged, judged_after_loss, is_independent = _judged(number)
    mean_target, level_count = (_mean_targets(rows, mean_targets, name) for name in ("target_level", "level_count"))
    return Units(
        ids=rows[IDS].astype("string"),
        period_start=rows["period_start_on"].astype("datetime64[s]").to_numpy().astype(np.int64),
        is_published=rows["is_published"].to_numpy(bool),
        is_independent=is_independent,
        judged=judged,
        outside=number.answers("independent_satisfied_count", "independent_count"),
        judged_after_loss=judged_after_loss,
        outside_after_loss=number.accounts(
            "independent_severe_satisfied_account_count", "independent_severe_account_count"
        ),
        has_accounts=number["account_count"] > 0,
        has_losses=rows["loss_feed_present"].to_numpy(bool),
        published=rows[[name for name in figures.columns if name not in IDS]],
        target=_targets(rows, scorecards),
        mean_target=mean_target,
        mean_steps=level_count - 1,
    )


def _targets(rows: pd.DataFrame, scorecards: pd.DataFrame | None) -> Array:
    """Target of reported satisfaction, as a share."""
    if scorecards is None or not len(scorecards):
        return np.full(len(rows), np.nan)
    is_share = scorecards["kpi_id"].eq(REPORTED) & ~scorecards["is_mean_satisfaction"].fillna(False).astype(bool)
    shares = scorecards[is_share & scorecards["target_value"].notna()]
    return _held(rows, shares.set_index(["org_unit_id", "period_id"])["target_value"], [])


def _mean_targets(rows: pd.DataFrame, targets: pd.DataFrame | None, column: str) -> Array:
    """A column of the mean targets of the unit's survey."""
    if targets is None or not len(targets):
        return np.full(len(rows), np.nan)
    survey = rows["survey_id"].astype("string")
    return _held(rows, targets.set_index(["org_unit_id", "period_id", "survey_id"])[column], [survey])


def _held(rows: pd.DataFrame, values: pd.Series, further: list[pd.Series]) -> Array:
    """What the unit is held to in its year: of its branch where that has one, else of the company."""
    year = rows["period_id"].astype("string").str[:4]
    branch, company = (
        values.reindex(pd.MultiIndex.from_arrays([org, year, *further])).to_numpy(float)
        for org in (_branch(rows), pd.Series(COMPANY, rows.index))
    )
    return np.where(np.isfinite(branch), branch, company)


def _branch(rows: pd.DataFrame) -> pd.Series:
    """The organisation unit of a branch, as targets spell it."""
    return "branch:" + rows["branch_id"].astype("string")


class _Numbers:
    """Count columns as float arrays, zero where a row has none."""

    def __init__(self, rows: pd.DataFrame, correlation: float) -> None:
        self.rows, self.correlation = rows, correlation

    def __getitem__(self, column: str) -> Array:
        return self.rows[column].fillna(0).to_numpy(float)

    def accounts(self, satisfied: str, asked: str) -> Counts:
        return Counts(self[satisfied], self[asked], self[satisfied], self[asked])

    def answers(self, satisfied: str, answered: str) -> Counts:
        return self.discounted(self[satisfied], self[answered])

    def discounted(self, satisfied: Array, answered: Array) -> Counts:
        """Accounts are counted for the whole unit; a part of its answers comes from as large a part of them."""
        part = answered / np.maximum(self["answered_count"], 1)
        known = self["account_count"] > 0
        accounts = np.where(known, np.ceil(self["account_count"] * part - 1e-9), answered)
        effect = design_effect.of_repeated_answers(answered, accounts, correlation=self.correlation)
        return Counts(satisfied, answered, *design_effect.thinned(satisfied, answered, effect))


def _judged(number: _Numbers) -> tuple[Counts, Counts, Mask]:
    unknown = number["answered_count"] - number["independent_count"] - number["conflicted_count"]
    conflicted = number["conflicted_count"] > 0
    is_independent = ~conflicted & (unknown <= 0) & (number["independent_count"] > 0)
    choices = [conflicted, is_independent]

    def pick(column: str, rest: Array) -> Array:
        return np.select(choices, [number[f"conflicted_{column}"], number[f"independent_{column}"]], rest)

    rest = {name: number[name] - number[f"independent_{name}"] for name in ("satisfied_count",)}
    accounts = {name: np.maximum(number[name] - number[f"independent_{name}"], 0) for name in _AFTER_LOSS}
    answered = np.select(choices, [number["conflicted_count"], number["independent_count"]], unknown)
    judged = number.discounted(pick("satisfied_count", rest["satisfied_count"]), answered)
    after = [pick(name, accounts[name]) for name in _AFTER_LOSS]
    after[0] = np.minimum(after[0], after[1])
    return judged, Counts(after[0], after[1], after[0], after[1]), is_independent


_AFTER_LOSS = ("severe_satisfied_account_count", "severe_account_count")
