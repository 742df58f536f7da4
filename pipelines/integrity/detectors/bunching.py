"""BU: Does the figure just meet its target more often than chance would have it?

Statistic: periods of the subject, up to all of them, in which the sum of the answers meets the target with less to
spare than one edited answer can add; the closer, the more a period counts. Asked of the share where a share is the
target, of the mean where a mean in points of the scale is (Bonferroni where both are); n: the unit's answers. Null:
exact distribution of the sum of n honest answers that scatter around the subject's own level, integrated out given the
sums seen; upper tail over all periods. The period itself must be one of them: history alone convicts nobody. A level,
however high, is no bunching. Kind of peers: none, the subject itself. Least n: 3 answers a period. Degenerate: target
unknown -> cannot tell; a target that only perfect answers meet is missed or met, not grazed -> uninformative; too few
periods to reach alpha -> cannot tell. Effect: closeness above the expected, as a share of the most. Direction: higher.
Reference: the subject's own answers; nobody is compared. Targets: of the satisfaction KPI, by organisation unit and
year. Subjects, not periods, are counted as tests in the run.

Source: bunching at thresholds, McCrary (2008), Journal of Econometrics 142; posterior predictive tails, Meng (1994),
Annals of Statistics 22.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from pipelines.integrity import findings
from pipelines.integrity.engine import Judged
from pipelines.integrity.findings import Findings
from pipelines.integrity.panel import Panel
from pipelines.integrity.policy import Policy
from pipelines.integrity.stats import false_discovery, landing
from pipelines.integrity.units import Array, Units
from pipelines.vocabulary import Reason

ID, METHOD, FAMILY = "BU", "bunching-2", "level"
NAME = "bunching"
QUESTION_EN = "Does the figure just meet its target more often than chance would have it?"
QUESTION_ZH = "该数字恰好达标的次数是否多于偶然？"
SOURCE = "Exact distribution of the sum of n honest answers; McCrary (2008), Journal of Econometrics 142"

LEAST_ANSWERS, MOST_STEPS = 3, 10
NUMBERS = ("times", "p", "extreme", "effect", "target", "hit", "able")


def find(units: Units, judged: Sequence[Judged], policy: Policy) -> Findings:
    """One finding a unit."""
    limits, n = policy.detectors[ID], units.judged.answered
    fewest = max(LEAST_ANSWERS, limits.minimum_count)
    satisfied = units.judged.satisfied
    share = _asked(units, np.stack([n - satisfied, satisfied], axis=1), units.target, np.isfinite(units.target), fewest)
    mean = _of_means(units, judged, fewest)
    able = share["able"] + mean["able"] > 0
    p, extreme = (_smaller(share[name], mean[name]) for name in ("p", "extreme"))
    by_mean = mean["able"] > 0
    by_mean &= np.nan_to_num(mean["p"], nan=2.0) < np.nan_to_num(share["p"], nan=2.0)
    chosen = {name: np.where(by_mean, mean[name], share[name]) for name in NUMBERS}
    hit = chosen["hit"] > 0
    q = _of_subjects(units, np.where(extreme <= limits.alpha, p, np.nan), policy)
    found = hit & (q <= policy.false_discovery_share) & (p <= limits.alpha)
    numbers = {
        "statistic": chosen["times"], "n": np.where(able, n, np.nan), "p_value": np.where(hit | ~able, p, 1.0),
        "effect": chosen["effect"], "reference_rate": chosen["target"],
    }  # fmt: skip
    return findings.of_facts(
        (ID, METHOD), units, policy, numbers,
        not_applicable={Reason.ONLY_A_PUBLISHED_FIGURE: units.is_published},
        cannot_tell={
            Reason.TARGET_UNKNOWN: ~np.isfinite(units.target) & ~np.isfinite(units.mean_target),
            Reason.TOO_FEW_ANSWERS: n < fewest, Reason.UNINFORMATIVE: ~able,
            Reason.NOT_REACHABLE: ~(extreme <= limits.alpha),
        },
        suspicious={Reason.JUST_ABOVE_TARGET: found}, clear={Reason.WITHIN_EXPECTATION: able},
    )  # fmt: skip


def _asked(units: Units, counts: Array, target: Array, asked: np.ndarray, fewest: int) -> dict[str, Array]:
    """NUMBERS of every unit whose figure can graze its target. counts: (units, steps + 1); target: a share of the most
    that the answers could sum to."""
    result = {name: np.full(len(units), np.nan) for name in NUMBERS}
    result["able"], result["hit"] = np.zeros(len(units)), np.zeros(len(units))
    n, steps = counts.sum(axis=1), counts.shape[1] - 1
    least = np.ceil(n * steps * np.nan_to_num(target) - 1e-9)
    rows = np.flatnonzero(asked & ~units.is_published & (n >= fewest) & (least > 0) & (least < n * steps))
    if not len(rows):
        return result
    subject = np.asarray(pd.factorize(units.ids["subject_id"].iloc[rows], sort=True)[0], np.intp)
    found = landing.of_subjects(counts[rows], least[rows], subject)
    close = found.closeness > 0
    values = (
        np.bincount(subject, close)[subject], found.p, found.extreme, found.excess, target[rows], close,
        np.ones(len(rows)),
    )  # fmt: skip
    for name, value in zip(NUMBERS, values, strict=True):
        result[name][rows] = value
    return result


def _of_means(units: Units, judged: Sequence[Judged], fewest: int) -> dict[str, Array]:
    """NUMBERS of the units whose answers are all on the scale of their mean target."""
    found = _asked(units, np.zeros((len(units), 2)), units.mean_target, np.zeros(len(units), bool), fewest)
    wanted = np.isfinite(units.mean_target) & (units.mean_steps <= MOST_STEPS)
    for steps in np.unique(units.mean_steps[wanted]):
        counts = _levels(units, judged, int(steps))
        asked = wanted & (units.mean_steps == steps) & (counts.sum(axis=1) == units.judged.answered)
        of_scale = _asked(units, counts, units.mean_target / steps, asked, fewest)
        found = {name: np.where(of_scale["able"] > 0, of_scale[name], found[name]) for name in NUMBERS}
    return found


def _levels(units: Units, judged: Sequence[Judged], steps: int) -> Array:
    """Judged answers of each unit at each step of a scale. (units, steps + 1)."""
    counts = np.zeros((len(units), steps + 1))
    for one in judged:
        place = pd.Index(units.ids["unit_id"]).get_indexer(one.panel.units["unit_id"])
        of_panel = _of_panel(one.panel, steps)
        counts[place[place >= 0]] = of_panel[place >= 0]
    return counts


def _of_panel(panel: Panel, steps: int) -> Array:
    """The same for a panel; judged as in units: conflicted answers where there are any, else those of unknown
    collectors, else the independent ones."""
    of = panel.answers
    conflicted, independent = (of.frame[name].to_numpy(bool) for name in ("is_conflicted", "is_independent"))
    first = of.frame["checked_answer_id"].isna().to_numpy()
    rank = np.where(first, np.where(conflicted, 3, np.where(independent, 1, 2)), 0)
    best = np.zeros(len(panel), np.intp)
    np.maximum.at(best, of.unit, rank)
    rows = np.flatnonzero((rank > 0) & (rank == best[of.unit]) & (of.points == steps + 1))
    cell = of.unit[rows] * (steps + 1) + np.minimum(of.level[rows], steps)
    return np.bincount(cell, minlength=len(panel) * (steps + 1)).reshape(-1, steps + 1).astype(float)


def _smaller(one: Array, other: Array) -> Array:
    """The smaller p-value, Bonferroni where there are two."""
    asked = np.isfinite(one).astype(float) + np.isfinite(other)
    return np.where(asked > 0, np.minimum(np.fmin(one, other) * asked, 1), np.nan)


def _of_subjects(units: Units, p: Array, policy: Policy) -> Array:
    """q-values with one test a subject, whatever the number of its periods; 1 where nothing was tested. (units,)."""
    frame = pd.DataFrame({"subject": units.ids["subject_id"], "group": units.definition, "p": p}).dropna()
    tests = frame.groupby("subject", sort=True).min()
    q = false_discovery.q_values(tests["p"].to_numpy(), tests["group"].to_numpy(), method=policy.false_discovery_method)
    of_subject = pd.Series(q, tests.index)
    return of_subject.reindex(units.ids["subject_id"]).fillna(1.0).to_numpy(float)
