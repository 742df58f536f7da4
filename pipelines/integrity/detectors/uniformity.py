"""U1: Is everyone satisfied too often to be true?

Statistic: satisfied among the judged answers, several of one account discounted. Null: predictive binomial tail, the
honest rate integrated out over owner and period effects. Kind of peers: units of the definition and survey. Least n:
what could reach alpha, computed for each unit. Degenerate: reference rate 1 or unknown -> no reference. Effect: share
above the reference rate. Direction: higher. Reference: independent answers, else a configured rate. Context: 100 %
alone is weak evidence.

Source: Box (1980), JRSS A 143; Clopper & Pearson (1934), Biometrika 26.

Belongs here: the question, the order of its answers, the words for them.
Elsewhere: the probability (stats.predictive), the outside rate (reference), the threshold (policy.yml).
"""

from pipelines.integrity import findings
from pipelines.integrity.findings import Evidence, Findings
from pipelines.integrity.policy import Policy
from pipelines.integrity.reference import References
from pipelines.integrity.stats import predictive
from pipelines.integrity.units import Array, Units
from pipelines.vocabulary import Reason

ID, METHOD, FAMILY = "U1", "uniformity-1", "level"
NAME = "uniformity"
QUESTION_EN = "Are more customers satisfied than honest answers would allow?"
QUESTION_ZH = "满意的客户是否多得不合常理？"
SOURCE = "Predictive binomial tail, rate integrated out: Box (1980), JRSS A 143"


def find(units: Units, references: References, policy: Policy, *, uniform: Array) -> Findings:
    """One finding a unit: P(at least as many satisfied) over what honest units of its kind may have as their rate."""
    outside, judged = references.answers, units.judged
    evidence = Evidence(
        statistic=judged.satisfied,
        n=judged.answered,
        n_worth=judged.answered_worth,
        share=judged.share,
        tail=predictive.tail(judged.satisfied_worth, judged.answered_worth, outside.rates, outside.row),
        least=predictive.least_count(outside.rates, level=policy.detectors[ID].alpha)[outside.row],
        reference=outside,
    )
    return findings.of_level(
        (ID, METHOD), evidence, units, policy, uniform,
        not_applicable={Reason.ONLY_A_PUBLISHED_FIGURE: units.is_published},
        cannot_tell={
            Reason.NO_OUTSIDE_REFERENCE: ~outside.known,
            Reason.TOO_FEW_ANSWERS: judged.answered < policy.detectors[ID].minimum_count,
        },
        suspicious=Reason.TOO_UNIFORM,
    )  # fmt: skip
