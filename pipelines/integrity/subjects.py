"""Subjects of their own: a collector, a mailbox, an executive, a claim, a scorecard; not answers of a unit.

Belongs here: naming such subjects, and one finding for each detector about them, "nothing supplied" included.
Elsewhere: their questions (detectors), their numbers (dbt's small agg_ tables), units of answers (units).

Their findings are about a recorded figure or claim. They stand by themselves: no conclusion of a unit is built on them,
and no run-level cut applies. Where a table is absent, one row named after the kind says so.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import pandas as pd

from pipelines.integrity import findings as sheets
from pipelines.integrity.design import Designs
from pipelines.integrity.findings import Findings, Question
from pipelines.integrity.policy import Policy
from pipelines.integrity.units import IDS
from pipelines.vocabulary import Reason, SubjectKind

NOBODY = "none"


@dataclass(frozen=True)
class Subjects:
    """One row a subject and period, sorted by unit_id; table: what its detector reads, in the same order."""

    ids: pd.DataFrame
    table: pd.DataFrame

    def __len__(self) -> int:
        return len(self.ids)


class SubjectDetector(Question, Protocol):
    """What a detector about subjects of their own must offer."""

    SUBJECT: SubjectKind

    @staticmethod
    def subjects_of(designs: Designs) -> Subjects:
        """Whom the detector can speak of; nobody where its table is absent."""

    @staticmethod
    def find(subjects: Subjects, policy: Policy, doubtful: frozenset[str]) -> Findings:
        """Exactly one finding for each subject. doubtful: years whose satisfaction figure is flagged."""


def named(
    kind: SubjectKind, table: pd.DataFrame, names: Sequence[str], *, dated: bool = True, after: Sequence[str] = ()
) -> Subjects:
    """Subjects `kind:names:period:after` from the columns that name them; an empty column of `after` is left out."""
    who = _joined(pd.Series(kind.value, table.index, dtype="string"), table, names)
    period = table["period_id"] if "period_id" in table else pd.Series(pd.NA, table.index)
    period = period.astype("string")
    ids = pd.DataFrame({
        "unit_id": _joined(who + ":" + period.fillna("") if dated else who, table, after),
        "unit_definition_id": kind.value, "subject_id": _joined(who, table, after), "survey_id": pd.NA,
        "period_id": period,
    })[IDS].astype("string")  # fmt: skip
    order = ids.sort_values("unit_id", kind="stable").index
    return Subjects(ids.loc[order].reset_index(drop=True), table.loc[order].reset_index(drop=True))


def _joined(start: pd.Series, table: pd.DataFrame, columns: Sequence[str]) -> pd.Series:
    for column in columns:
        start = start + (":" + table[column].astype("string")).fillna("")
    return start


def find(
    detector: SubjectDetector, designs: Designs, policy: Policy, doubtful: frozenset[str]
) -> tuple[Subjects, Findings]:
    """The detector's subjects and their findings."""
    subjects = detector.subjects_of(designs)
    name = detector.ID, detector.METHOD
    if not len(subjects):
        nobody = Subjects(_nobody(detector.SUBJECT), pd.DataFrame(index=[0]))
        return nobody, sheets.of_facts(
            name, nobody, policy, {}, cannot_tell={}, suspicious={}, clear={},
            not_applicable={Reason.FEED_ABSENT: np.ones(1, bool)},
        )  # fmt: skip
    if not policy.detectors[detector.ID].enabled:
        return subjects, sheets.switched_off(name, subjects, policy)
    return subjects, detector.find(subjects, policy, doubtful)


def _nobody(kind: SubjectKind) -> pd.DataFrame:
    who = f"{kind.value}:{NOBODY}"
    row = dict(zip(IDS, (who, kind.value, who, pd.NA, pd.NA), strict=True))
    return pd.DataFrame([row], dtype="string")
