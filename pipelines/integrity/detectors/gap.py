"""I2: Are more answers satisfied than the independent answers about the same subject allow, courtesy included?

Statistic: satisfied among the unit's judged answers, beside the satisfied among all independent answers about its
subject (any period); n: the judged ones, discounted for several of one account. Null: both groups share one level, the
judged ones kinder by a log odds ratio N(courtesy, courtesy_sd^2 + period^2) of policy.yml; noncentral hypergeometric
upper tail, all satisfied of both groups given. Kind of peers: none, the owner itself. Least n: three independent
answers, else "schedule back-checks". Degenerate: even nothing but satisfied answers could not reach alpha -> cannot
tell. Effect: difference of shares. Direction: higher. Reference: independent answers, never the unit's own. It repeats
what U1 and C2 have read, so it is a finding for people and no further evidence for the conclusion.

Source: Fisher (1935), JRSS 98; Harkness (1965), Annals of Mathematical Statistics 36.
"""

import numpy as np
import pandas as pd

from pipelines.integrity import findings
from pipelines.integrity.findings import Findings
from pipelines.integrity.policy import Policy
from pipelines.integrity.reference import References
from pipelines.integrity.stats import biased_urn, false_discovery, randomised
from pipelines.integrity.stats.sums import by_group
from pipelines.integrity.units import Array, Units
from pipelines.vocabulary import Reason, ReferenceOrigin

ID, METHOD, FAMILY = "I2", "gap-1", "level"
NAME = "gap"
QUESTION_EN = "Are more answers satisfied than the independent answers about the same subject allow, courtesy included?"
QUESTION_ZH = "计入客气之后，满意的答卷是否仍多于同一对象的独立答卷所能解释的数目？"
SOURCE = "Noncentral hypergeometric tail: Fisher (1935), JRSS 98; Harkness (1965)"

LEAST_INDEPENDENT, PERIOD_SD = 3, 0.3


def find(units: Units, references: References, policy: Policy, *, uniform: Array) -> Findings:
    """One finding a unit."""
    del references
    limits, counts = policy.detectors[ID], _counts(units)
    able = (counts[:, 1] >= limits.minimum_count) & (counts[:, 3] >= LEAST_INDEPENDENT) & ~units.is_independent
    p, mass, extreme = _tails(counts, able, policy)
    effect = units.judged.share - counts[:, 2] / np.where(counts[:, 3] > 0, counts[:, 3], np.nan)
    large = np.nan_to_num(effect) >= limits.minimum_effect
    reachable = np.nan_to_num(extreme, nan=1.0) <= limits.alpha
    tests = np.where(reachable, np.where(large, p, 1.0), np.nan)
    q = false_discovery.q_values(tests, units.definition, method=policy.false_discovery_method)
    found = large & (np.nan_to_num(q, nan=1.0) <= policy.false_discovery_share) & (tests <= limits.alpha)
    numbers = {
        "statistic": counts[:, 0], "n": units.judged.answered, "effect": effect, "p_value": p,
        "randomised_p_value": randomised.p_values(p, mass, uniform), "reference_count": counts[:, 3],
        "reference_rate": counts[:, 2] / np.where(counts[:, 3] > 0, counts[:, 3], np.nan),
    }  # fmt: skip
    sheet = findings.of_facts(
        (ID, METHOD), units, policy, {name: np.where(units.is_published, np.nan, x) for name, x in numbers.items()},
        not_applicable={
            Reason.ONLY_A_PUBLISHED_FIGURE: units.is_published, Reason.INDEPENDENT_ANSWERS: units.is_independent,
        },
        cannot_tell={
            Reason.SCHEDULE_BACK_CHECKS: counts[:, 3] < LEAST_INDEPENDENT,
            Reason.TOO_FEW_ANSWERS: ~able, Reason.NOT_REACHABLE: ~reachable,
        },
        suspicious={Reason.ABOVE_INDEPENDENT: found}, clear={Reason.WITHIN_EXPECTATION: able},
    )  # fmt: skip
    sheet.origin[able] = ReferenceOrigin.INDEPENDENT_ANSWERS.value
    return sheet


def _counts(units: Units) -> Array:
    """Satisfied and all of the judged answers, satisfied and all of the subject's independent ones; whole numbers,
    rounded so that nobody looks better than the answers were. (units, 4).
    """
    subject = np.asarray(pd.factorize(units.ids["subject_id"], sort=True)[0], np.intp)
    size = int(subject.max(initial=-1)) + 1
    own, outside = units.judged, units.outside
    n = np.floor(own.answered_worth + 1e-9)
    failures = np.minimum(np.ceil(own.answered_worth - own.satisfied_worth - 1e-9), n)
    theirs = [by_group(subject, x, size)[subject] for x in (outside.satisfied, outside.answered)]
    return np.stack([n - failures, n, *theirs], axis=1)


def _tails(counts: Array, able: np.ndarray, policy: Policy) -> tuple[Array, Array, Array]:
    """Upper tail, mass at the count seen, and the tail that nothing but satisfied answers would have had."""
    kinder = policy.reference.courtesy_shift, float(np.hypot(policy.reference.courtesy_sd, PERIOD_SD))
    best = counts.copy()
    best[:, 0] = best[:, 1]
    p, mass, extreme = (np.full(len(counts), np.nan) for _ in range(3))
    p[able], mass[able] = biased_urn.upper_tail(counts[able], shift=kinder[0], sd=kinder[1])
    extreme[able] = biased_urn.upper_tail(best[able], shift=kinder[0], sd=kinder[1])[0]
    return p, mass, extreme
