"""L1: Does the record of earlier runs verify: chain whole, no run missing, no input changed?

Statistic: breaks of the record. Null: none, hashes agree or they do not. Peers: none. Least n: one run. Effect: none.
Reference: the sealed hashes. Subject: the record. Degenerate: no record has been sealed yet -> not applicable, and it
says so. Direction: any break. Structure, so a break blocks a publication.

Source: hash chains, Haber & Stornetta (1991), Journal of Cryptology 3.
"""

import numpy as np
import pandas as pd

from pipelines.integrity import findings, subjects
from pipelines.integrity.design import Designs
from pipelines.integrity.findings import Findings
from pipelines.integrity.policy import Policy
from pipelines.integrity.subjects import Subjects
from pipelines.vocabulary import Reason, SubjectKind

ID, METHOD, FAMILY = "L1", "record-1", "record"
NAME = "record"
QUESTION_EN = "Does the record of earlier runs verify?"
QUESTION_ZH = "历次运行的记录能否通过验证？"
SOURCE = "Hash chains, Haber & Stornetta (1991), Journal of Cryptology 3"
SUBJECT = SubjectKind.RECORD


def subjects_of(designs: Designs) -> Subjects:
    """The record itself, whatever was supplied."""
    del designs
    return subjects.named(SUBJECT, pd.DataFrame({"name": ["ledger"]}), ["name"], dated=False)


def find(subjects: Subjects, policy: Policy, doubtful: frozenset[str]) -> Findings:
    """One finding: there is nothing to verify yet."""
    del doubtful
    return findings.of_facts(
        (ID, METHOD), subjects, policy, {}, cannot_tell={}, suspicious={}, clear={},
        not_applicable={Reason.NO_RECORD_YET: np.ones(len(subjects), bool)},
    )  # fmt: skip
