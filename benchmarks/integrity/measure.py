"""Right and wrong of one world: the engine and the naive rules beside the truth.

Belongs here: running a world, areas under curves, recalls and false shares, nulls, the believable share.
Elsewhere: worlds, the table and the figure (__main__).
"""

import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.stats import rankdata

from benchmarks.integrity import naive
from benchmarks.integrity.counted import counts
from benchmarks.integrity.worlds_a import World
from pipelines.integrity import design
from pipelines.integrity.aggregates import typed
from pipelines.integrity.assess import assess
from pipelines.integrity.policy import load

WARNED, REVIEWED = ("warn", "error"), ("review", "warn", "error")
Draw = Callable[..., World]


@dataclass(frozen=True)
class Outcome:
    """units: one row a unit with truth, verdict, believable share and naive scores; findings: p-values; seconds."""

    units: pd.DataFrame
    findings: pd.DataFrame
    seconds: float


def run(draw: Draw, difficulty: str, seed: int, *, honest: bool, period_kind: str = "quarter") -> Outcome:
    """Draw a world and judge it as the pipeline would."""
    world = draw(difficulty, seed, honest=honest)
    answers = world.tables["agg_answer_design"]
    began = time.perf_counter()
    aggregates = typed({"agg_answer_counts": counts(answers, period_kind=period_kind)})
    assessment = assess(aggregates, load(), designs=design.typed(world.tables))
    seconds = time.perf_counter() - began
    units = world.truth.merge(assessment.verdict, on="unit_id")
    share = assessment.adjusted[assessment.adjusted["scope_kind"] == "unit"].rename(columns={"scope_id": "unit_id"})
    units = units.merge(
        share[["unit_id", "adjusted_share", "lower_share", "upper_share", "reported_share"]], on="unit_id"
    )
    main = answers[~answers["collector_org_code"].eq("third_party")].reset_index(drop=True)
    units = units.merge(naive.scores(main), left_on="unit_id", right_index=True).assign(seed=seed)
    finding = assessment.finding[["unit_id", "detector_id", "p_value", "randomised_p_value"]]
    return Outcome(units, finding, seconds)


def area(score: np.ndarray, truth: np.ndarray) -> float:
    """Area under the ROC curve (Mann-Whitney); NaN without both kinds."""
    positive, size = int(truth.sum()), len(truth)
    if positive in (0, size):
        return float("nan")
    rank = rankdata(score)
    return float((rank[truth].sum() - positive * (positive + 1) / 2) / positive / (size - positive))


def average_precision(score: np.ndarray, truth: np.ndarray) -> float:
    """Mean precision at each true unit."""
    ordered = truth[np.argsort(-score, kind="stable")]
    precision = np.cumsum(ordered) / np.arange(1, len(ordered) + 1)
    return float(precision[ordered].mean()) if ordered.any() else float("nan")


def summary(distorted: list[Outcome], honest: list[Outcome]) -> dict[str, float]:
    """The figures of one world and difficulty, pooled over seeds (areas: mean over seeds)."""
    pooled, clean = (pd.concat([one.units for one in side]) for side in (distorted, honest))
    truth = pooled["is_distorted"].to_numpy(bool)
    worlds = [one.units for one in distorted]
    result = {
        "AUC": np.mean([area(w["suspicion_score"].to_numpy(), w["is_distorted"].to_numpy(bool)) for w in worlds]),
        "AP": np.mean(
            [average_precision(w["suspicion_score"].to_numpy(), w["is_distorted"].to_numpy(bool)) for w in worlds]
        ),
    }
    for name, codes in (("warn", WARNED), ("review", REVIEWED)):
        flag = pooled["conclusion_code"].isin(codes).to_numpy(bool)
        result[f"recall {name}"] = flag[truth].mean()
        result[f"false {name}"] = (flag & ~truth).sum() / max(flag.sum(), 1)
        accused = [one.units["conclusion_code"].isin(codes).any() for one in honest]
        result[f"honest worlds {name}"] = np.mean(accused)
    honest_units = pd.concat([pooled[~truth], clean])
    kinds = honest_units.groupby("honest_kind")["conclusion_code"].agg(lambda c: c.isin(WARNED).mean())
    result["worst honest kind"] = kinds.max()
    for name, side in (("", pooled), (" honest world", clean)):
        known = side[side["adjusted_share"].notna()]
        inside = (known["true_share"] >= known["lower_share"]) & (known["true_share"] <= known["upper_share"])
        result[f"error{name}"] = (known["adjusted_share"] - known["true_share"]).abs().mean()
        result[f"coverage{name}"] = inside.mean()
        if name == "":
            result["coverage distorted"] = inside[known["is_distorted"].astype(bool)].mean()
    result["error reported"] = (pooled["reported_share"] - pooled["true_share"]).abs().mean()
    result["seconds"] = np.median([one.seconds for one in distorted + honest])
    return {name: float(value) for name, value in result.items()}


def by_mechanism(distorted: list[Outcome]) -> pd.DataFrame:
    """Recall of each kind of manipulation at warn and at review."""
    pooled = pd.concat([one.units for one in distorted])
    pooled = pooled[pooled["is_distorted"].astype(bool)]
    code = pooled["conclusion_code"]
    flags = pooled.assign(warn=code.isin(WARNED), review=code.isin(REVIEWED))
    return flags.groupby("mechanism").agg(units=("warn", "size"), warn=("warn", "mean"), review=("review", "mean"))


def by_kind(honest: list[Outcome]) -> pd.DataFrame:
    """False flags of each kind of honest staff in honest worlds."""
    pooled = pd.concat([one.units for one in honest])
    code = pooled["conclusion_code"]
    flags = pooled.assign(warn=code.isin(WARNED), review=code.isin(REVIEWED))
    return flags.groupby("honest_kind").agg(units=("warn", "size"), warn=("warn", "mean"), review=("review", "mean"))


def nulls(honest: list[Outcome]) -> pd.Series:
    """Share of p < .05 of each detector in honest worlds (randomised p where the detector counts)."""
    pooled = pd.concat([one.findings for one in honest])
    p = pooled["randomised_p_value"].fillna(pooled["p_value"])
    known = pooled.assign(low=p < 0.05)[p.notna()]
    return known.groupby("detector_id")["low"].mean()


def naive_rules(distorted: list[Outcome], honest: list[Outcome]) -> pd.DataFrame:
    """Each naive rule: area, recall and false share of its flags, honest worlds with a flag."""
    pooled = pd.concat([one.units for one in distorted])
    truth = pooled["is_distorted"].to_numpy(bool)
    rows = {}
    for rule in [name for name in pooled if f"{name}_flag" in pooled]:
        flag = pooled[f"{rule}_flag"].to_numpy(bool)
        rows[rule] = {
            "AUC": area(pooled[rule].to_numpy(float), truth), "recall": flag[truth].mean(),
            "false share": (flag & ~truth).sum() / max(flag.sum(), 1),
            "honest worlds with a flag": np.mean([one.units[f"{rule}_flag"].any() for one in honest]),
        }  # fmt: skip
    return pd.DataFrame(rows).T
