"""Q1: Is every complaint that the mailbox received registered, and none closed without the customer's word?

Statistic: received - registered, of a mailbox and period; n: received. Null: none, this is arithmetic on two records
(an independent count of what came in, and the register). Peers: none. Least n: one count. Degenerate: nobody counted
what came in -> the claim is withheld, never passed. Effect: closed without confirmation / closed. Direction: any
difference, any unconfirmed closing. Reference: the independent count.

Source: closing the loop with the complainant, ISO 10002:2018 (paraphrased); arithmetic.
"""

import numpy as np

from pipelines.integrity import findings, subjects
from pipelines.integrity.design import Designs
from pipelines.integrity.findings import Findings
from pipelines.integrity.policy import Policy
from pipelines.integrity.subjects import Subjects
from pipelines.vocabulary import Reason, SubjectKind

ID, METHOD, FAMILY = "Q1", "closed_loop-1", "claim"
NAME = "closed loop"
QUESTION_EN = "Is every complaint that the mailbox received registered, and none closed without the customer's word?"
QUESTION_ZH = "信箱收到的投诉是否全部登记，且无一未经客户确认即结案？"
SOURCE = "Arithmetic on the mailbox count and the complaint register; ISO 10002:2018"
SUBJECT = SubjectKind.MAILBOX


def subjects_of(designs: Designs) -> Subjects:
    """Every mailbox and period with a count or a complaint."""
    return subjects.named(SUBJECT, designs.mailbox, ["subject_key"])


def find(subjects: Subjects, policy: Policy, doubtful: frozenset[str]) -> Findings:
    """One finding a mailbox and period."""
    del doubtful
    received, registered, closed, unconfirmed = (
        subjects.table[f"{name}_count"].to_numpy(float)
        for name in ("received", "registered", "closed", "closed_unconfirmed")
    )
    known = np.isfinite(received)
    numbers = {
        "statistic": received - registered, "n": received,
        "effect": unconfirmed / np.where(closed > 0, closed, np.nan),
    }  # fmt: skip
    return findings.of_facts(
        (ID, METHOD), subjects, policy, numbers,
        not_applicable={},
        cannot_tell={Reason.COUNT_MISSING: ~known & ~(unconfirmed > 0)},
        suspicious={
            Reason.REGISTERED_DIFFERS: known & (received != registered),
            Reason.CLOSED_UNCONFIRMED: unconfirmed > 0,
        },
        clear={Reason.ADDS_UP: np.ones(len(subjects), bool)},
    )  # fmt: skip
