"""P1: Is a perfect figure published without answers behind it beside losses, or one above what inspectors found?

Statistic: external failure cost / revenue, beside its limit; where an inspection of the same unit, period and measure
exists, the reported figure against the inspected one (both from 0 to 1), with the probability of so large an excess.
Null: one level for both, plus-four standard error with the largest variance that a mean can have (exact for shares).
Peers: none. Least n: 10 answers inspected. Degenerate: losses or revenue unknown -> cannot tell; n of either unknown ->
no comparison. Effect: share above limit, or reported - inspected. Direction: higher. Reference: the company's limit, or
the inspection. It is about a claim: it stands by itself, and the figure stays `cannot_tell`, because without answers
nobody can say whether it is true.

Source: Agresti & Caffo (2000), The American Statistician 54; Bhatia & Davis (2000), American Mathematical Monthly 107.
"""

from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr

from pipelines.integrity import findings
from pipelines.integrity.findings import Findings
from pipelines.integrity.policy import Policy
from pipelines.integrity.reference import References
from pipelines.integrity.stats import false_discovery
from pipelines.integrity.units import Array, Mask, Units
from pipelines.vocabulary import Reason

ID, METHOD, FAMILY = "P1", "published_figures-2", "claim"
NAME = "published figures"
QUESTION_EN = "Is a perfect figure published without answers beside losses, or one above what inspectors found?"
QUESTION_ZH = "是否公布了没有答卷支持、又与损失相悖的满分，或高于检查所得的数字？"
SOURCE = "Arithmetic on published results, losses and revenue; Agresti & Caffo (2000), The American Statistician 54"

LEAST_INSPECTED = 10


def find(units: Units, references: References, policy: Policy, *, uniform: Array) -> Findings:
    """One finding a unit; the contradiction with losses comes first, then that with an inspection."""
    del references, uniform
    inspected = _against_inspection(units, policy)
    figure = units.published
    share, limit = (figure[f"external_failure_cost_{name}"].to_numpy(float) for name in ("share", "limit"))
    uniform_figure = figure["is_uniform"].eq(True).fillna(False).to_numpy(bool)
    answers_behind = figure["answers_behind_count"].fillna(0).to_numpy(float) > 0
    stated = figure["published_count"].astype("Float64").to_numpy(float, na_value=np.nan)
    contradicted = uniform_figure & ~answers_behind & (share > limit)
    numbers = {"statistic": share, "reference_rate": limit, "effect": share - limit, "n": stated}
    shown = inspected.found & ~contradicted
    numbers = {name: np.where(shown, inspected.numbers[name], values) for name, values in numbers.items()}
    numbers |= {"p_value": inspected.p, "reference_count": inspected.count}
    return findings.of_facts(
        (ID, METHOD), units, policy, numbers,
        not_applicable={Reason.NOT_A_PUBLISHED_FIGURE: ~units.is_published},
        cannot_tell={
            Reason.NO_LOSS_FEED: uniform_figure & ~answers_behind & ~units.has_losses & ~shown,
            Reason.NO_REVENUE: uniform_figure & ~answers_behind & ~np.isfinite(share) & ~shown,
        },
        suspicious={Reason.UNIFORM_WITHOUT_ANSWERS: contradicted, Reason.ABOVE_INSPECTION: shown},
        clear={
            Reason.NOT_UNIFORM: ~uniform_figure,
            Reason.ANSWERS_BEHIND_FIGURE: answers_behind,
            Reason.LOSS_WITHIN_LIMIT: np.ones(len(units), bool),
        },
    )  # fmt: skip


@dataclass(frozen=True)
class _Inspection:
    """(units,) each: found: reported above inspected within the run's false-discovery control; numbers: as published;
    p: NaN without an inspection; count: answers inspected.
    """

    found: Mask
    numbers: dict[str, Array]
    p: Array
    count: Array


def _against_inspection(units: Units, policy: Policy) -> _Inspection:
    figure, limits = units.published, policy.detectors[ID]
    low, high, own, n, theirs, m = (
        figure[name].astype("Float64").to_numpy(float, na_value=np.nan)
        for name in ("scale_min", "scale_max", "result_value", "published_count", "inspected_value", "inspected_count")
    )
    share = figure["measure_code"].isin(["share_top", "share_top2"]).to_numpy(bool)
    low, high = np.where(share, 0.0, low), np.where(share, 1.0, high)
    reported, inspected = ((value - low) / np.where(high > low, high - low, np.nan) for value in (own, theirs))
    able = (n > 0) & (m >= LEAST_INSPECTED) & np.isfinite(reported) & np.isfinite(inspected)
    p = np.full(len(units), np.nan)
    p[able] = excess(reported[able], n[able], inspected[able], m[able])
    q = false_discovery.q_values(p, units.definition, method=policy.false_discovery_method)
    found = (np.nan_to_num(q, nan=1.0) <= policy.false_discovery_share) & (np.nan_to_num(p, nan=1.0) <= limits.alpha)
    numbers = {"statistic": reported, "reference_rate": inspected, "effect": reported - inspected, "n": n}
    return _Inspection(found, numbers, p, np.where(able, m, np.nan))


def excess(reported: Array, n: Array, inspected: Array, m: Array) -> Array:
    """P(so large an excess) if both have one level; values from 0 to 1."""
    means = [(value * size + 1) / (size + 2) for value, size in ((reported, n), (inspected, m))]
    variance = sum(mean * (1 - mean) / (size + 2) for mean, size in zip(means, (n, m), strict=True))
    return np.asarray(ndtr(-(means[0] - means[1]) / np.sqrt(variance)), np.float64)
