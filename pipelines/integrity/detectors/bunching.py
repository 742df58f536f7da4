"""BU: Does the figure just meet its target more often than chance would have it?

Statistic: periods of the subject, up to all of them, in which exactly the least sufficient number of answers is
satisfied; n: the unit's answers. Null: the exact distribution of the share of n honest answers, over the lasting level
of the subject (reference) with one draw a period; upper tail of the number of such periods. The period itself must be
one of them: history alone convicts nobody. Kind of peers: those of the reference. Least n: 3 answers a period.
Degenerate: target unknown -> cannot tell; a target that only 100 % meets is missed or met, not grazed -> uninformative;
too few periods to reach alpha -> cannot tell. Effect: such periods / periods - their expected share. Direction: higher.
Reference: independent answers, else a configured rate. Targets: of the satisfaction KPI, by organisation unit and year.

Source: bunching at thresholds, McCrary (2008), Journal of Econometrics 142; Poisson-binomial, Hong (2013).
"""

import numpy as np
import pandas as pd
from scipy.stats import binom

from pipelines.integrity import findings
from pipelines.integrity.findings import Findings
from pipelines.integrity.policy import Policy
from pipelines.integrity.reference import Reference, References
from pipelines.integrity.stats import false_discovery
from pipelines.integrity.stats.logit_grid import RATES, kernel
from pipelines.integrity.stats.random_effects import PERIOD_SDS
from pipelines.integrity.units import Array, Mask, Units
from pipelines.vocabulary import Reason

ID, METHOD, FAMILY = "BU", "bunching-1", "level"
NAME = "bunching"
QUESTION_EN = "Does the figure just meet its target more often than chance would have it?"
QUESTION_ZH = "该数字恰好达标的次数是否多于偶然？"
SOURCE = "Exact distribution of the share of n honest answers; McCrary (2008), Journal of Econometrics 142"

LEAST_ANSWERS = 3


def find(units: Units, references: References, policy: Policy, *, uniform: Array) -> Findings:
    """One finding a unit."""
    del uniform
    limits, outside, n = policy.detectors[ID], references.answers, units.judged.answered
    least = np.ceil(n * units.target - 1e-9)
    grazes = (least > 0) & (least < n)
    able = grazes & (n >= max(LEAST_ANSWERS, limits.minimum_count)) & outside.known & ~units.is_published
    hit = able & (units.judged.satisfied == least)
    p, extreme, effect, times = _tails(units, outside, least, able, hit)
    tests = np.where(extreme <= limits.alpha, np.where(hit, p, 1.0), np.nan)
    q = false_discovery.q_values(tests, units.definition, method=policy.false_discovery_method)
    found = hit & (np.nan_to_num(q, nan=1.0) <= policy.false_discovery_share) & (tests <= limits.alpha)
    numbers = {
        "statistic": times, "n": np.where(able, n, np.nan), "p_value": np.where(able, np.where(hit, p, 1.0), np.nan),
        "effect": effect, "reference_rate": np.where(able, units.target, np.nan),
    }  # fmt: skip
    sheet = findings.of_facts(
        (ID, METHOD), units, policy, numbers,
        not_applicable={Reason.ONLY_A_PUBLISHED_FIGURE: units.is_published},
        cannot_tell={
            Reason.TARGET_UNKNOWN: ~np.isfinite(units.target), Reason.NO_OUTSIDE_REFERENCE: ~outside.known,
            Reason.TOO_FEW_ANSWERS: n < max(LEAST_ANSWERS, limits.minimum_count), Reason.UNINFORMATIVE: ~grazes,
            Reason.NOT_REACHABLE: ~(extreme <= limits.alpha),
        },
        suspicious={Reason.JUST_ABOVE_TARGET: found}, clear={Reason.WITHIN_EXPECTATION: able},
    )  # fmt: skip
    sheet.origin[able] = outside.origin[able]
    return sheet


def _tails(units: Units, outside: Reference, least: Array, able: Mask, hit: Mask) -> tuple[Array, Array, Array, Array]:
    """Tail of the subject's number of hits, of hits in all its periods, excess share of hits, number of hits."""
    p, extreme, effect, times = (np.full(len(units), np.nan) for _ in range(4))
    subject = np.asarray(pd.factorize(units.ids["subject_id"], sort=True)[0], np.intp)
    mean_sd = outside.period_sd.mean(axis=0) @ np.asarray(PERIOD_SDS)
    one_period = kernel(float(mean_sd)).T
    order = np.flatnonzero(able)[np.argsort(subject[able], kind="stable")]
    for rows in np.split(order, np.flatnonzero(np.diff(subject[order])) + 1) if len(order) else []:
        mass = binom.pmf(least[rows, None], units.judged.answered[rows, None], RATES) @ one_period
        count = _number_of_hits(mass) @ outside.levels[outside.row[rows[0]]]
        seen = int(hit[rows].sum())
        p[rows], extreme[rows], times[rows] = min(count[seen:].sum(), 1.0), count[-1], seen
        effect[rows] = (seen - np.arange(len(count)) @ count) / len(rows)
    return p, extreme, effect, times


def _number_of_hits(mass: Array) -> Array:
    """P(number of hits) at each level. (periods, grid) -> (periods + 1, grid)."""
    count = np.zeros((len(mass) + 1, mass.shape[1]))
    count[0] = 1.0
    for chance in mass:
        count[1:] = count[1:] * (1 - chance) + count[:-1] * chance
        count[0] *= 1 - chance
    return count
