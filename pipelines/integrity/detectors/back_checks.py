"""B1: Do independent back-checks find more errors of this collector than are tolerated?

Statistic: (recorded better than told again + took no part) / reached, of a collector and quarter. Null: an error rate
of the tolerated one; exact binomial upper tail. Peers: none, the customer is the reference (origin: independent
answers). Least n: one reached; the exact lower bound protects few. Degenerate: nobody reached -> an open task, not a
pass. Effect: rate above the tolerated one. Direction: higher; errors the other way are not counted. Reference: the
customer told again. Suspicious only if the *lower* confidence bound exceeds the tolerated rate.

Source: tolerated back-check error rates of about 10 %, field manuals of IPA and J-PAL (from general knowledge); Clopper
& Pearson (1934), Biometrika 26.
"""

import numpy as np
from scipy.special import betainc

from pipelines.integrity import findings, subjects
from pipelines.integrity.design import Designs
from pipelines.integrity.findings import Findings
from pipelines.integrity.policy import Policy
from pipelines.integrity.subjects import Subjects
from pipelines.integrity.units import Array
from pipelines.vocabulary import Reason, ReferenceOrigin, SubjectKind

ID, METHOD, FAMILY = "B1", "back_checks-1", "back_check"
NAME = "back-checks"
QUESTION_EN = "Do independent back-checks find more errors of this collector than are tolerated?"
QUESTION_ZH = "独立回访发现的该访问人差错是否超出容许？"
SOURCE = "Back-check error rates (IPA, J-PAL); Clopper & Pearson (1934), Biometrika 26"
SUBJECT = SubjectKind.COLLECTOR

TOLERATED = 0.10


def subjects_of(designs: Designs) -> Subjects:
    """Every collector and quarter with answers."""
    return subjects.named(SUBJECT, designs.back_checks, ["collector_id"])


def upper_tail(errors: Array, reached: Array, rate: float = TOLERATED) -> Array:
    """P(X >= errors) at the tolerated rate; (k,) each.

    It is at most alpha exactly where the Clopper-Pearson lower bound of confidence 1 - alpha is at least that rate.
    """
    some = errors > 0
    a, b = np.where(some, errors, 1), np.where(some, reached - errors + 1, 1)
    return np.where(some, betainc(a, b, rate), 1.0)


def find(subjects: Subjects, policy: Policy, doubtful: frozenset[str]) -> Findings:
    """One finding a collector and quarter."""
    del doubtful
    reached, raised, absent = (
        np.nan_to_num(subjects.table[f"{name}_count"].to_numpy(float)) for name in ("reached", "raised", "no_part")
    )
    errors = np.minimum(raised + absent, reached)
    rate = errors / np.where(reached > 0, reached, np.nan)
    p = np.where(reached > 0, upper_tail(errors, reached), np.nan)
    numbers = {
        "statistic": rate, "n": reached, "p_value": p, "effect": rate - TOLERATED,
        "reference_rate": np.full(len(rate), TOLERATED), "reference_count": reached,
    }  # fmt: skip
    sheet = findings.of_facts(
        (ID, METHOD), subjects, policy, numbers,
        not_applicable={}, cannot_tell={Reason.SCHEDULE_BACK_CHECKS: reached <= 0},
        suspicious={Reason.RECORDED_BETTER: np.nan_to_num(p, nan=1.0) <= policy.detectors[ID].alpha},
        clear={Reason.WITHIN_TOLERANCE: reached > 0},
    )  # fmt: skip
    sheet.origin[reached > 0] = ReferenceOrigin.INDEPENDENT_ANSWERS.value
    return sheet
