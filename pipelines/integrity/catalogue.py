"""The catalogue of questions: every detector once, as data.

Belongs here: which detectors there are and what they read; the published tables of questions and reasons.
Elsewhere: each question (detectors), their order of work (assess), thresholds (policy.yml).
"""

import re
from typing import Protocol, cast

import pandas as pd

from pipelines.integrity.detectors import (
    back_checks,
    bunching,
    call_timing,
    closed_loop,
    contact,
    contradiction,
    coverage,
    dispersion,
    executive_time,
    gap,
    hidden_complaints,
    items,
    level,
    published_figures,
    reachable_figures,
    record,
    relationship,
    remarks,
    scorecard_lint,
    selection,
    shape,
    slope,
    stakes,
    streak,
    twins,
    uniformity,
    value_claims,
)
from pipelines.integrity.findings import Findings, Question
from pipelines.integrity.innocence import INNOCENT
from pipelines.integrity.panel_findings import PanelDetector
from pipelines.integrity.policy import Policy
from pipelines.integrity.reference import References
from pipelines.integrity.subjects import SubjectDetector
from pipelines.integrity.trace_findings import TraceDetector
from pipelines.integrity.units import Array, Units
from pipelines.integrity.words import REASONS

UNIT = "unit"
CLAIMS = ("P1", "G1")
"""Detectors that say of a published figure that it cannot be relied on."""


class Detector(Question, Protocol):
    """What a detector's module must offer."""

    @staticmethod
    def find(units: Units, references: References, policy: Policy, *, uniform: Array) -> Findings:
        """Exactly one finding for each unit."""


COUNTING = cast(
    tuple[Detector, ...],
    (uniformity, streak, contradiction, published_figures, reachable_figures, gap),
)
"""Detectors that read the counts of units and published figures."""
TRACING = cast(
    tuple[TraceDetector, ...],
    (level, shape, items, coverage, selection, contact, hidden_complaints, call_timing, twins, remarks),
)
"""Detectors that read the design tables of answers and accounts."""
MEASURING = cast(tuple[PanelDetector, ...], (dispersion, slope, stakes, bunching))
"""Detectors that read the design tables and stay out of the joint posterior."""
OF_UNITS: tuple[Detector | TraceDetector | PanelDetector, ...] = (*COUNTING, *TRACING, *MEASURING)
OF_SUBJECTS = cast(
    tuple[SubjectDetector, ...],
    (back_checks, closed_loop, executive_time, value_claims, scorecard_lint, relationship, record),
)
"""Detectors about subjects of their own: they stand by themselves."""
DETECTORS = (*OF_UNITS, *OF_SUBJECTS)


def detector_table(policy: Policy) -> pd.DataFrame:
    """One row a detector: its question in both languages."""
    rows = [
        {
            "detector_id": detector.ID, "detector_name": detector.NAME, "question_en": detector.QUESTION_EN,
            "question_zh": detector.QUESTION_ZH, "family": detector.FAMILY,
            "severity_code": policy.detectors[detector.ID].severity.value, "method_version": detector.METHOD,
            "source": detector.SOURCE, "subject_kind": subject_kind(detector),
            "innocent_en": INNOCENT[detector.ID][0], "innocent_zh": INNOCENT[detector.ID][1],
        }
        for detector in DETECTORS
    ]  # fmt: skip
    return pd.DataFrame(rows, dtype="string")


def described(policy: Policy) -> list[dict[str, str]]:
    """Every detector as people read it, in order of its id; least n, reference and source as its module says."""
    rows = [
        {
            "id": detector.ID, "question": detector.QUESTION_EN, "family": detector.FAMILY,
            "severity": policy.detectors[detector.ID].severity.value, "least_n": said(detector, "Least n"),
            "reference": said(detector, "Reference"), "source": detector.SOURCE,
        }
        for detector in DETECTORS
    ]  # fmt: skip
    return sorted(rows, key=lambda row: row["id"])


def said(detector: object, part: str) -> str:
    """One part of the detector's own description, such as its least n; empty if it does not say."""
    words = " ".join((detector.__doc__ or "").split())
    found = re.search(rf"\b{part}: (.+?)(?:\.(?= [A-Z])|\.$|$)", words)
    return found.group(1) if found else ""


def reason_table() -> pd.DataFrame:
    """One row a reason: its words in both languages."""
    rows = [(reason.value, *texts) for reason, texts in REASONS.items()]
    return pd.DataFrame(rows, columns=["reason_code", "text_en", "text_zh"], dtype="string")


def subject_kind(detector: object) -> str:
    """What the detector's findings are about: units, or a kind of subject of its own."""
    return str(getattr(detector, "SUBJECT", UNIT))
