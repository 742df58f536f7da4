"""Believable shares (eas-1) as published rows: of units, and of the company estimated from all its units' customers.

Belongs here: which rows the engine's shares replace, the roll-up and its variance.
Elsewhere: the shares (believable), rows from independent answers alone (adjusted).

A roll-up is the mean over all customers, so units count by customers, not by answers. Errors of units are independent
but for what all share: cut points and slopes, of which there are as many as reference answers allow.
"""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from scipy.special import expit, logit, ndtri

from pipelines.integrity.engine import Judged
from pipelines.vocabulary import Reason, ReferenceOrigin

METHOD, LOW, HIGH = "eas-1", 0.025, 0.975
VALUES = ["adjusted_share", "lower_share", "upper_share", "assumption_share", "at_face_share", "half_hidden_share"]


def believed(rows: pd.DataFrame, judged: Sequence[Judged], used: Mapping[str, str]) -> pd.DataFrame:
    """Rows of `integrity.adjusted`, replaced where the engine knows better. used: definition of each kind of period."""
    result = rows.copy()
    for one in judged:
        if one.believable is None:
            continue
        _replace(result, _units(one), pd.Index(result["scope_id"].where(result["scope_kind"] == "unit", "")))
        definition = one.panel.units["subject_id"].str.split(":").str[0]
        if len(definition) and definition.iloc[0] in used.values():
            _replace(result, _company(one), pd.Index(result["scope_id"].where(result["scope_kind"] == "company", "")))
    return result


def _replace(result: pd.DataFrame, found: pd.DataFrame, scope: pd.Index) -> None:
    place = pd.Index(found["scope_id"]).get_indexer(scope)
    rows = np.flatnonzero((place >= 0) & (scope != ""))
    chosen = found.iloc[place[rows]]
    for name in VALUES:
        result.loc[result.index[rows], name] = chosen[name].to_numpy(float)
    result.loc[result.index[rows], "basis_code"] = ReferenceOrigin.INDEPENDENT_ANSWERS.value
    result.loc[result.index[rows], "reason_code"] = Reason.MODELLED.value
    result.loc[result.index[rows], "method_version"] = METHOD


def _units(one: Judged) -> pd.DataFrame:
    share = one.believable
    assert share is not None
    frame = pd.DataFrame({
        "scope_id": one.panel.units["unit_id"], "adjusted_share": share.share, "lower_share": share.lower,
        "upper_share": share.upper, "assumption_share": share.assumed, "at_face_share": share.at_face,
        "half_hidden_share": share.half_hidden,
    })  # fmt: skip
    return frame[np.isfinite(share.share)]


def _company(one: Judged) -> pd.DataFrame:
    """Each survey and period: mean over customers (over answers where there is no portfolio)."""
    share, units = one.believable, one.panel.units
    assert share is not None
    known = np.flatnonzero(np.isfinite(share.share))
    size = np.where(share.customers > 0, share.customers, np.maximum(one.levels.n, 1))[known]
    scope = "company:" + units["survey_id"].fillna("").iloc[known] + ":" + units["period_id"].iloc[known]
    table = pd.DataFrame({
        "scope_id": scope.to_numpy(), "size": size, "mean": size * share.share[known],
        "variance": (size * share.sd[known]) ** 2, "assumed": size * share.assumed[known],
        "face": size * share.at_face[known], "half": size * share.half_hidden[known],
    })  # fmt: skip
    summed = table.groupby("scope_id", sort=True).sum().reset_index()
    total = summed["size"].to_numpy(float)
    mean = np.clip(summed["mean"].to_numpy(float) / total, 1e-4, 1 - 1e-4)
    sd = np.sqrt(summed["variance"].to_numpy(float) / total**2 + _common_variance(one) * (mean * (1 - mean)) ** 2)
    spread = sd / (mean * (1 - mean))
    return pd.DataFrame({
        "scope_id": summed["scope_id"], "adjusted_share": mean, "lower_share": expit(logit(mean) + ndtri(LOW) * spread),
        "upper_share": expit(logit(mean) + ndtri(HIGH) * spread), "assumption_share": summed["assumed"] / total,
        "at_face_share": summed["face"] / total, "half_hidden_share": summed["half"] / total,
    })  # fmt: skip


def _common_variance(one: Judged) -> float:
    """Variance, in log odds, of what all units share: the cut point, learned from so many answers and entities."""
    model = one.model
    assert model is not None
    answers = max(int(one.panel.answers.reference.sum()), 1)
    entities = max(len(np.unique(one.panel.answers.entity[one.panel.answers.reference])), 1)
    return 6.0 / answers + model.fit.between**2 / entities
