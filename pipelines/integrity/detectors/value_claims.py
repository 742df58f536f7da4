"""V1: Is the gain that a customer is said to have had signed by the customer, counted once, measured from a baseline?

Statistic: faults of a claim (counted twice, unsigned, no baseline), 0 to 3; n: one claim. Null: none, this is a reading
of the register of claims. Peers: none. Least n: one claim. Degenerate: no claims -> feed_absent; a mark that no feed
can fill is no fault. Effect: none, the amount is in the claim. Direction: any fault. Reference: the customer's
signature.

Source: benefits signed off by their owner against a baseline, public guidance on managing benefits (paraphrased).
"""

import numpy as np

from pipelines.integrity import findings, subjects
from pipelines.integrity.design import Designs
from pipelines.integrity.findings import Findings
from pipelines.integrity.policy import Policy
from pipelines.integrity.subjects import Subjects
from pipelines.vocabulary import Reason, SubjectKind

ID, METHOD, FAMILY = "V1", "value_claims-1", "claim"
NAME = "value claims"
QUESTION_EN = "Is the claimed gain signed by the customer, counted once and measured from a baseline?"
QUESTION_ZH = "所称的客户收益是否经客户签字、只计一次且有基准？"
SOURCE = "Reading of the register of claims"
SUBJECT = SubjectKind.CLAIM


def subjects_of(designs: Designs) -> Subjects:
    """Every claim."""
    return subjects.named(SUBJECT, designs.benefit_claim, ["claim_id"], dated=False)


def find(subjects: Subjects, policy: Policy, doubtful: frozenset[str]) -> Findings:
    """One finding a claim."""
    del doubtful
    table = subjects.table
    twice = table["duplicate_of_claim_id"].notna().to_numpy()
    unsigned, baseless = (table[name].eq(False).fillna(False).to_numpy(bool) for name in ("is_signed", "has_baseline"))
    faults = np.sum([twice, unsigned, baseless], axis=0).astype(float)
    return findings.of_facts(
        (ID, METHOD), subjects, policy, {"statistic": faults, "n": np.ones(len(subjects))},
        not_applicable={}, cannot_tell={},
        suspicious={Reason.COUNTED_TWICE: twice, Reason.UNSIGNED: unsigned, Reason.NO_BASELINE: baseless},
        clear={Reason.ADDS_UP: np.ones(len(subjects), bool)},
    )  # fmt: skip
