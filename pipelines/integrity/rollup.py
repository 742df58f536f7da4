"""Believable shares (eas-1) as published rows: of units, and of the company estimated from all its units' customers.

Belongs here: which rows the engine's shares replace, the roll-up and its variance.
Elsewhere: the shares (believable), rows from independent answers alone (adjusted).

A roll-up is the mean over all customers, so units count by customers, not by answers. Errors of entities are
independent but for what all share: cut points and slopes, of which there are as many as reference answers allow. Errors
of one entity's periods are taken as equal, which is the widest that they can be.
"""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from scipy.special import expit, logit, ndtri

from pipelines.integrity.engine import Judged
from pipelines.integrity.panel import Panel
from pipelines.vocabulary import Reason, ReferenceOrigin

METHOD, LOW, HIGH = "eas-1", 0.025, 0.975
PERIOD_KINDS = ("month", "quarter", "year")
VALUES = ["adjusted_share", "lower_share", "upper_share", "assumption_share", "at_face_share", "half_hidden_share"]


def believed(rows: pd.DataFrame, judged: Sequence[Judged], used: Mapping[str, str]) -> pd.DataFrame:
    """Rows of `integrity.adjusted`, replaced where the engine knows better. used: definition of each kind of period."""
    result = rows.copy()
    for one in judged:
        if one.believable is None:
            continue
        _replace(result, _units(one), pd.Index(result["scope_id"].where(result["scope_kind"] == "unit", "")))
        for scope in company_scopes(one.panel, used):
            _replace(
                result, _company(one, scope), pd.Index(result["scope_id"].where(result["scope_kind"] == "company", ""))
            )
    return result


def company_scopes(panel: Panel, used: Mapping[str, str]) -> list[pd.Series]:
    """Scope of the company that each unit is part of: of its own kind of period, and of longer ones that no definition
    has, which are summed from the finest. Empty for a panel that the company is not summed from.
    """
    units, definition = panel.units, definition_of(panel)
    kinds = [kind for kind in PERIOD_KINDS if used.get(kind) == definition]
    if not kinds:
        return []
    finest = next(kind for kind in PERIOD_KINDS if kind in used)
    longer = [kind for kind in PERIOD_KINDS if kind not in used] if finest in kinds else []
    survey = "company:" + units["survey_id"].fillna("").astype("string") + ":"
    period = units["period_id"].astype("string")
    quarter = period.str[:4] + "-Q" + ((units["period_start_on"].dt.month + 2) // 3).astype("string")
    names = {"quarter": quarter, "year": period.str[:4]}
    longer = [kind for kind in longer if PERIOD_KINDS.index(kind) > PERIOD_KINDS.index(finest)]
    return [survey + period, *(survey + names[kind] for kind in longer)]


def definition_of(panel: Panel) -> str:
    """Id of the panel's unit definition; empty where it has no row."""
    ids = pd.concat([panel.answers.frame["unit_definition_id"], panel.accounts.frame["unit_definition_id"]])
    return str(ids.iloc[0]) if len(ids) else ""


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


def _company(one: Judged, scope: pd.Series) -> pd.DataFrame:
    """Each survey and period: mean over customers (over answers where there is no portfolio)."""
    share = one.believable
    assert share is not None
    known = np.flatnonzero(np.isfinite(share.share))
    size = np.where(share.customers > 0, share.customers, np.maximum(one.levels.n, 1))[known]
    table = pd.DataFrame({
        "scope_id": scope.iloc[known].to_numpy(object), "entity": one.panel.entity[known], "size": size,
        "mean": size * share.share[known], "error": size * share.sd[known], "assumed": size * share.assumed[known],
        "face": size * share.at_face[known], "half": size * share.half_hidden[known],
    })  # fmt: skip
    # an entity errs alike in all its periods, so its errors add up before they are squared
    of_entity = table.groupby(["scope_id", "entity"], sort=True).sum().reset_index()
    of_entity["variance"] = of_entity["error"] ** 2
    summed = of_entity.drop(columns="entity").groupby("scope_id", sort=True).sum().reset_index()
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
