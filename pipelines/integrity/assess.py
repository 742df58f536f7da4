"""Every enabled detector on every unit, then conclusions and intervals.

Belongs here: the order of the assessment and its published frames.
Elsewhere: each question (detectors), the conclusion (verdict), reading and writing (warehouse.exchange).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol, cast

import pandas as pd

from pipelines.integrity import adjusted, design, engine, intervals, reference, trace_findings, units, verdict
from pipelines.integrity import findings as sheets
from pipelines.integrity.aggregates import Aggregates
from pipelines.integrity.design import Designs
from pipelines.integrity.detectors import (
    call_timing,
    contact,
    contradiction,
    coverage,
    hidden_complaints,
    items,
    level,
    published_figures,
    remarks,
    selection,
    shape,
    streak,
    twins,
    uniformity,
)
from pipelines.integrity.engine import Judged
from pipelines.integrity.findings import Findings
from pipelines.integrity.policy import Policy
from pipelines.integrity.reference import OutsideRate, References
from pipelines.integrity.stats import randomised
from pipelines.integrity.trace_findings import TraceDetector
from pipelines.integrity.units import Array, Units
from pipelines.integrity.words import REASONS


class Detector(Protocol):
    """What a detector's module must offer."""

    ID: str
    METHOD: str
    FAMILY: str
    NAME: str
    QUESTION_EN: str
    QUESTION_ZH: str
    SOURCE: str

    @staticmethod
    def find(units: Units, references: References, policy: Policy, *, uniform: Array) -> Findings:
        """Exactly one finding for each unit."""


COUNTING = cast(tuple[Detector, ...], (uniformity, streak, contradiction, published_figures))
"""Detectors that read the counts of units."""
TRACING = cast(
    tuple[TraceDetector, ...],
    (level, shape, items, coverage, selection, contact, hidden_complaints, call_timing, twins, remarks),
)
"""Detectors that read the design tables of answers and accounts."""
DETECTORS: tuple[Detector | TraceDetector, ...] = (*COUNTING, *TRACING)


TABLES = {
    "finding": "What each detector says of each unit, with statistic, reference, probability and reason.",
    "verdict": "What all findings of a unit amount to.",
    "adjusted": "Evidence-adjusted satisfaction beside the reported one, with its interval.",
    "kpi_interval": "Interval of each KPI value that is a share.",
    "cell_interval": "Interval of each satisfaction cell.",
    "detector": "The questions that are asked.",
    "reason": "Each reason in plain words.",
}
"""The tables of schema `integrity` and what each holds."""


@dataclass(frozen=True)
class Assessment:
    """The tables of schema `integrity`."""

    finding: pd.DataFrame
    verdict: pd.DataFrame
    adjusted: pd.DataFrame
    kpi_interval: pd.DataFrame
    cell_interval: pd.DataFrame
    detector: pd.DataFrame
    reason: pd.DataFrame

    @property
    def frames(self) -> dict[str, pd.DataFrame]:
        """Frames by table name."""
        return {table: getattr(self, table) for table in TABLES}


def assess(
    aggregates: Aggregates,
    policy: Policy,
    references: Iterable[OutsideRate] = (),
    designs: Designs | None = None,
) -> Assessment:
    """Judge every unit. Deterministic: the same tables give the same bytes, whatever their row order.

    references: configured rates from outside the company, used only where no independent answers exist. designs:
    answers and accounts one by one; without them counts are judged alone and the other detectors say that their feed
    is absent.
    """
    confidence = policy.adjusted.confidence
    designs = designs or design.typed({})
    judged = engine.judge(designs, policy.engine, confidence=confidence)
    all_units = units.of_aggregates(aggregates, same_account_correlation=policy.reference.same_account_correlation)
    outside = reference.of_units(all_units, policy.reference, references)
    counted = [_find(detector, all_units, outside, policy) for detector in COUNTING]
    traced = [_trace(detector, all_units, judged, policy) for detector in TRACING]
    return Assessment(
        finding=_in_order([sheet.frame(all_units) for sheet in (*counted, *traced)]),
        verdict=verdict.conclude(all_units, counted, outside, policy, judged),
        adjusted=adjusted.estimate(aggregates, policy, judged),
        kpi_interval=intervals.of_kpis(aggregates.kpi_counts, confidence=confidence),
        cell_interval=intervals.of_cells(aggregates.satisfaction_cells, confidence=confidence),
        detector=detector_table(policy),
        reason=reason_table(),
    )


def detector_table(policy: Policy) -> pd.DataFrame:
    """One row a detector: its question in both languages."""
    rows = [
        {
            "detector_id": detector.ID, "detector_name": detector.NAME, "question_en": detector.QUESTION_EN,
            "question_zh": detector.QUESTION_ZH, "family": detector.FAMILY,
            "severity_code": policy.detectors[detector.ID].severity.value, "method_version": detector.METHOD,
            "source": detector.SOURCE,
        }
        for detector in DETECTORS
    ]  # fmt: skip
    return pd.DataFrame(rows, dtype="string")


def reason_table() -> pd.DataFrame:
    """One row a reason: its words in both languages."""
    rows = [(reason.value, *texts) for reason, texts in REASONS.items()]
    return pd.DataFrame(rows, columns=["reason_code", "text_en", "text_zh"], dtype="string")


def _find(detector: Detector, all_units: Units, outside: References, policy: Policy) -> Findings:
    if not policy.detectors[detector.ID].enabled:
        return sheets.switched_off((detector.ID, detector.METHOD), all_units, policy)
    uniform = randomised.uniforms(all_units.ids["unit_id"], salt=detector.ID)
    return detector.find(all_units, outside, policy, uniform=uniform)


def _trace(detector: TraceDetector, all_units: Units, judged: list[Judged], policy: Policy) -> Findings:
    if not policy.detectors[detector.ID].enabled:
        return sheets.switched_off((detector.ID, detector.METHOD), all_units, policy)
    return trace_findings.find(detector, all_units, judged, policy)


def _in_order(frames: list[pd.DataFrame]) -> pd.DataFrame:
    return pd.concat(frames, ignore_index=True).sort_values(["unit_id", "detector_id"], ignore_index=True)
