"""Evidence-adjusted satisfaction, published: eas-1 where the engine has judged, else eas-0, independent answers alone.

Belongs here: the adjusted share with its interval, of units and of the whole company; nothing is borrowed.
Elsewhere: the interval's formula (stats.jeffreys), how much clustered answers are worth (stats.design_effect).

Without independent answers there is no adjusted figure: null with its reason, never the reported figure in disguise.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from pipelines.integrity import rollup, scenarios
from pipelines.integrity.aggregates import Aggregates
from pipelines.integrity.engine import Judged
from pipelines.integrity.policy import Policy
from pipelines.integrity.stats import design_effect, jeffreys
from pipelines.integrity.units import Array
from pipelines.vocabulary import Reason, ReferenceOrigin

METHOD, MODELLED = "eas-0", "eas-1"
BASIS = ReferenceOrigin.INDEPENDENT_ANSWERS.value
COUNTS = ["answered_count", "satisfied_count", "independent_count", "independent_satisfied_count"]
COLUMNS = [
    "scope_kind", "scope_id", "survey_id", "period_kind", "period_id", "reported_share", "reported_count",
    "adjusted_share", "lower_share", "upper_share", "independent_count", "basis_code", "reason_code",
    "assumption_share", "at_face_share", "half_hidden_share", *scenarios.NAMES, "method_version",
]  # fmt: skip


def estimate(aggregates: Aggregates, policy: Policy, judged: Sequence[Judged] = ()) -> pd.DataFrame:
    """Rows of `integrity.adjusted`: every unit, published figures, and each survey and period of the company.

    judged: what the engine believes; it takes the place of the counts wherever it knows a unit or a period's units.
    """
    answers = aggregates.answer_counts
    rows = pd.concat([_units(answers, policy), _company(aggregates, policy), _figures(aggregates.published_results)])
    rows = rows.assign(method_version=METHOD, at_face_share=np.nan, half_hidden_share=np.nan).reset_index(drop=True)
    used = _most_used(aggregates)
    typed = scenarios.beside(rollup.believed(rows, judged, used), judged, used)[COLUMNS].astype(_TYPES)
    return typed.sort_values(["scope_kind", "scope_id", "period_kind"], ignore_index=True)


_TYPES = {
    name: "Int64" if name.endswith("_count") else "float64" if name.endswith("_share") else "string" for name in COLUMNS
}


def _units(answers: pd.DataFrame, policy: Policy) -> pd.DataFrame:
    """One account counts about once: several answers of it are discounted, and that part of the width is assumed."""
    independent = answers["independent_count"].to_numpy(float)
    part = independent / np.maximum(answers["answered_count"], 1)
    accounts = np.where(answers["account_count"] > 0, np.ceil(answers["account_count"] * part - 1e-9), independent)
    effect = design_effect.of_repeated_answers(
        independent, accounts, correlation=policy.reference.same_account_correlation
    )
    return _rows(answers, "unit", answers["unit_id"], effect, np.ones(len(answers)), policy)


def _company(aggregates: Aggregates, policy: Policy) -> pd.DataFrame:
    """Pooled over the subjects of one unit definition for each kind of period: the one with the most answers in units.

    Answers that no unit could be given belong to the company all the same; each counts as a subject of its own.
    """
    once = _each_answer_once(aggregates.answer_counts, aggregates.unattributed)
    keys = ["survey_id", "period_kind", "period_id"]
    pooled = once.groupby(keys, sort=True, dropna=False)[COUNTS].sum().reset_index()
    group = once.groupby(keys, sort=True, dropna=False).ngroup().to_numpy(np.intp)
    satisfied, asked = (once[name].to_numpy(float) for name in ("independent_satisfied_count", "independent_count"))
    effect, assumed = design_effect.between_subjects(
        satisfied, asked, group, len(pooled), correlation=policy.adjusted.same_subject_correlation
    )
    scope = "company:" + pooled["survey_id"].fillna("") + ":" + pooled["period_id"]
    return _rows(pooled, "company", scope, effect, np.where(effect > assumed, effect, 1), policy)


def _most_used(aggregates: Aggregates) -> dict[str, str]:
    """The unit definition with the most answers of each kind of period: the one that the company is summed from."""
    volume = (
        aggregates.answer_counts.groupby(["period_kind", "unit_definition_id"])["answered_count"].sum().reset_index()
    )
    ranked = volume.sort_values(["period_kind", "answered_count", "unit_definition_id"], ascending=[True, False, True])
    chosen = ranked.drop_duplicates("period_kind")
    return dict(zip(chosen["period_kind"], chosen["unit_definition_id"], strict=True))


def _each_answer_once(answers: pd.DataFrame, unattributed: pd.DataFrame) -> pd.DataFrame:
    """Rows of one unit definition for each kind of period; a coarser kind that none has is summed from the finest."""
    volume = answers.groupby(["period_kind", "unit_definition_id"], sort=True)["answered_count"].sum().reset_index()
    ranked = volume.sort_values(["period_kind", "answered_count", "unit_definition_id"], ascending=[True, False, True])
    chosen = ranked.drop_duplicates("period_kind")[["period_kind", "unit_definition_id"]]
    once = pd.concat([answers, unattributed]).merge(chosen, on=["period_kind", "unit_definition_id"])
    present = set(chosen["period_kind"])
    finest = next((kind for kind in rollup.PERIOD_KINDS if kind in present), rollup.PERIOD_KINDS[-1])
    coarser = rollup.PERIOD_KINDS[rollup.PERIOD_KINDS.index(finest) + 1 :]
    fine = once[once["period_kind"] == finest]
    return pd.concat([once, *(_summed(fine, kind) for kind in coarser if kind not in present)], ignore_index=True)


def _summed(rows: pd.DataFrame, kind: str) -> pd.DataFrame:
    """The same subjects over longer periods: months to quarters, either to years."""
    month, year = rows["period_start_on"].dt.month, rows["period_id"].str[:4]
    quarter = year + "-Q" + ((month + 2) // 3).astype("string")
    longer = rows.assign(period_kind=kind, period_id=year if kind == "year" else quarter)
    keys = ["subject_id", "survey_id", "period_kind", "period_id"]
    return longer.groupby(keys, sort=True, dropna=False)[COUNTS].sum().reset_index()


def _rows(
    counts: pd.DataFrame, kind: str, scope: pd.Series, effect: Array, effect_of_data: Array, policy: Policy
) -> pd.DataFrame:
    """Share, interval, and the share of the interval's width that only an assumption adds."""
    n, x = (counts[name].to_numpy(float) for name in ("independent_count", "independent_satisfied_count"))
    confidence = policy.adjusted.confidence
    lower, upper = jeffreys.interval(x / effect, n / effect, confidence=confidence)
    narrow = np.subtract(*reversed(jeffreys.interval(x / effect_of_data, n / effect_of_data, confidence=confidence)))
    reported = counts["answered_count"].to_numpy(float)
    some = n > 0
    return pd.DataFrame({
        "scope_kind": kind, "scope_id": scope, "survey_id": counts["survey_id"], "period_kind": counts["period_kind"],
        "period_id": counts["period_id"],
        "reported_share": counts["satisfied_count"].to_numpy(float) / np.where(reported > 0, reported, np.nan),
        "reported_count": reported, "adjusted_share": x / np.where(some, n, np.nan),
        "lower_share": lower, "upper_share": upper, "independent_count": n,
        "basis_code": np.where(some, BASIS, ReferenceOrigin.NONE.value),
        "reason_code": np.where(some, Reason.INDEPENDENT_ANSWERS.value, Reason.NO_INDEPENDENT_ANSWERS.value),
        "assumption_share": np.where(some, np.clip(1 - narrow / (upper - lower), 0, 1), np.nan),
    })  # fmt: skip


def _figures(published: pd.DataFrame) -> pd.DataFrame:
    """A published figure has no independent answers of its own; only a share is shown as reported."""
    share = published["result_value"].where(published["measure_code"].isin(["share_top", "share_top2"]))
    return published[["survey_id", "period_kind", "period_id"]].assign(
        scope_kind="unit", scope_id=published["unit_id"], reported_share=share.mask(published["is_uniform"], 1.0),
        reported_count=published["published_count"], adjusted_share=np.nan, lower_share=np.nan, upper_share=np.nan,
        independent_count=0, basis_code=ReferenceOrigin.NONE.value,
        reason_code=Reason.NO_INDEPENDENT_ANSWERS.value, assumption_share=np.nan,
    )  # fmt: skip
