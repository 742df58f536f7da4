"""C1: Are customers who suffered a severe loss all satisfied?

Statistic: accounts satisfied in spite of a severe loss; n: accounts with one that answered. Null: E[q^m] and its tail
over the distribution of the rate after a loss. Kind of peers: units of the definition and survey. Least n: 5 accounts.
Degenerate: no losses, no accounts, no reference after a loss -> cannot tell. Effect: share above the reference rate.
Direction: higher. Reference: independent answers of accounts after a severe loss.

Source: Box (1980), JRSS A 143.

Belongs here: the question, the order of its answers, the words for them.
Elsewhere: the probability (stats.predictive), the rate after a loss (reference), the threshold (policy.yml).

The rate after a loss is learned from independent answers of accounts after a loss. Honest owners differ in it, so the
probability is E[q^m] over its distribution, not q^m; the spread assumed is printed in the finding (reference_spread).
"""

from pipelines.integrity import findings
from pipelines.integrity.findings import Evidence, Findings
from pipelines.integrity.policy import Policy
from pipelines.integrity.reference import References
from pipelines.integrity.stats import predictive
from pipelines.integrity.units import Array, Units
from pipelines.vocabulary import Reason

ID, METHOD, FAMILY = "C1", "contradiction-1", "level"
NAME = "contradiction"
QUESTION_EN = "Are more customers satisfied after a severe loss than independent answers would allow?"
QUESTION_ZH = "遭受严重质量损失的客户，满意的是否多得不合常理？"
SOURCE = "Predictive tail of satisfied accounts after a loss, rate integrated out: Box (1980), JRSS A 143"


def find(units: Units, references: References, policy: Policy, *, uniform: Array) -> Findings:
    """One finding a unit: P(at least as many accounts satisfied in spite of a loss); counts are accounts."""
    outside, judged, limits = references.after_loss, units.judged_after_loss, policy.detectors[ID]
    evidence = Evidence(
        statistic=judged.satisfied,
        n=judged.answered,
        n_worth=judged.answered_worth,
        share=judged.share,
        tail=predictive.tail(judged.satisfied, judged.answered, outside.rates, outside.row),
        least=predictive.least_count(outside.rates, level=limits.alpha)[outside.row],
        reference=outside,
    )
    return findings.of_level(
        (ID, METHOD), evidence, units, policy, uniform,
        not_applicable={
            Reason.ONLY_A_PUBLISHED_FIGURE: units.is_published,
            Reason.NO_SEVERE_LOSS: units.has_losses & units.has_accounts & (judged.answered <= 0),
        },
        cannot_tell={
            Reason.NO_LOSS_FEED: ~units.has_losses,
            Reason.NO_ACCOUNTS: ~units.has_accounts,
            Reason.TOO_FEW_ACCOUNTS_WITH_LOSS: judged.answered < limits.minimum_count,
            Reason.NO_OUTSIDE_REFERENCE: ~outside.known,
        },
        suspicious=Reason.CONTENT_DESPITE_LOSS,
    )  # fmt: skip
