"""What the share would be if one assumption were true: scenarios beside the adjusted figure, never its limits.

Belongs here: the two Manski-type scenarios of units and of the company, and the coverage that they rest on.
Elsewhere: the evidence-adjusted share and its interval (believable, rollup); neither is ever cut off by a scenario.

Lower: every answer is true and every customer who did not answer is dissatisfied: coverage x satisfied share of those
who answered. Upper: a severe loss makes a satisfied answer untrue and everyone else is satisfied: 1 - the share of
customers whose satisfied answer a severe loss contradicts. Each customer counts once.

Source: bounds with missing data, Manski (1989), Journal of Human Resources 24.
"""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from pipelines.integrity import rollup
from pipelines.integrity.engine import Judged
from pipelines.integrity.panel import Panel
from pipelines.integrity.stats.sums import by_group
from pipelines.integrity.units import Array

NAMES = ["coverage_share", "scenario_lower_share", "scenario_upper_share"]
_COUNTS = ["customers", "answering", "content", "contradicted"]


def beside(rows: pd.DataFrame, judged: Sequence[Judged], used: Mapping[str, str]) -> pd.DataFrame:
    """Rows of `integrity.adjusted` with the scenarios added; null where no portfolio or no losses are known.

    used: the unit definition that the company is summed from, by kind of period.
    """
    parts = []
    for one in judged:
        table, unit = pd.DataFrame(counts(one.panel), columns=_COUNTS), one.panel.units["unit_id"]
        parts.append(_of(table, "unit", unit))
        parts += [_of(table, "company", scope) for scope in rollup.company_scopes(one.panel, used)]
    empty = pd.DataFrame({"scope_kind": [], "scope_id": [], **{name: [] for name in NAMES}})
    found = pd.concat([empty, *parts], ignore_index=True).drop_duplicates(["scope_kind", "scope_id"])
    index = pd.MultiIndex.from_frame(found[["scope_kind", "scope_id"]].astype(str))
    place = index.get_indexer(pd.MultiIndex.from_frame(rows[["scope_kind", "scope_id"]].astype(str)))
    values = np.vstack([found[NAMES].to_numpy(float), np.full((1, len(NAMES)), np.nan)])
    return rows.assign(**dict(zip(NAMES, values[place].T, strict=True)))


def _of(table: pd.DataFrame, kind: str, scope: pd.Series) -> pd.DataFrame:
    """Scenarios of all customers of each scope together, not a mean of its units."""
    summed = table.groupby(scope.astype(str).to_numpy(object), sort=True).sum(min_count=1)
    ids = {"scope_kind": kind, "scope_id": summed.index.to_numpy(object)}
    return pd.DataFrame({**ids, **shares(summed.to_numpy(float))})


def counts(panel: Panel) -> Array:
    """(units, 4): customers, those who answered, how many of them satisfied, and contradicted (NaN: losses unknown)."""
    rows, of = panel.accounts, panel.answers
    named = rows.account >= 0
    answers, satisfied = (
        np.nan_to_num(rows.frame[name].to_numpy(float)) for name in ("main_answer_count", "main_satisfied_count")
    )
    content = satisfied / np.where(answers > 0, answers, np.nan)
    loss = of.frame["had_severe_loss"]
    against = of.judged & of.satisfied & (of.account >= 0) & loss.fillna(False).to_numpy(bool)
    pairs = np.unique(of.unit[against] * max(panel.account_count, 1) + of.account[against])
    contradicted = by_group(pairs // max(panel.account_count, 1), None, len(panel)).astype(float)
    return np.stack([
        by_group(rows.unit[named], None, len(panel)), by_group(rows.unit[named & (answers > 0)], None, len(panel)),
        by_group(rows.unit[named], np.nan_to_num(content[named]), len(panel)),
        contradicted if loss.notna().any() else np.full(len(panel), np.nan),
    ], axis=1)  # fmt: skip


def shares(table: Array) -> dict[str, Array]:
    """Coverage and both scenarios from counts; NaN without customers, and without an answer the lower one is none."""
    customers, answering, content, contradicted = table.T
    size = np.where(customers > 0, customers, np.nan)
    lower = np.where(answering > 0, content / size, np.nan)
    return dict(zip(NAMES, (answering / size, lower, np.maximum(1 - contradicted / size, 0)), strict=True))
