"""Every enabled detector on every unit, then conclusions and intervals.

Belongs here: the order of the assessment and its published frames.
Elsewhere: each question (detectors), the conclusion (verdict), reading and writing (warehouse.exchange).
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from pipelines.integrity import (
    adjusted,
    design,
    engine,
    evidence,
    intervals,
    reference,
    sentences,
    subjects,
    trace_findings,
    units,
    verdict,
)
from pipelines.integrity import findings as sheets
from pipelines.integrity.aggregates import Aggregates
from pipelines.integrity.catalogue import (
    CLAIMS,
    COUNTING,
    MEASURING,
    OF_SUBJECTS,
    TRACING,
    Detector,
    detector_table,
    reason_table,
)
from pipelines.integrity.design import Designs
from pipelines.integrity.engine import Judged
from pipelines.integrity.findings import Findings
from pipelines.integrity.panel_findings import PanelDetector
from pipelines.integrity.policy import Policy
from pipelines.integrity.reference import OutsideRate, References
from pipelines.integrity.stats import randomised
from pipelines.integrity.trace_findings import TraceDetector
from pipelines.integrity.units import Units
from pipelines.vocabulary import Conclusion, Finding

TABLES = {
    "finding": "What each detector says of each unit, with statistic, reference, probability and reason.",
    "verdict": "What all findings of a unit amount to.",
    "evidence": "Which answers and customers carry what was found of a unit; stays in the work file.",
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
    evidence: pd.DataFrame
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
    all_units = units.of_aggregates(
        aggregates,
        same_account_correlation=policy.reference.same_account_correlation,
        scorecards=designs.scorecard_lint,
        mean_targets=designs.mean_target,
    )
    outside = reference.of_units(all_units, policy.reference, references)
    counted = [_find(detector, all_units, outside, policy) for detector in COUNTING]
    traced = [_trace(detector, all_units, judged, policy) for detector in TRACING]
    measured = [_measure(detector, all_units, judged, policy) for detector in MEASURING]
    concluded = verdict.conclude(all_units, counted, outside, policy, judged)
    doubtful = _doubtful_years(concluded, counted)
    beside = [subjects.find(detector, designs, policy, doubtful) for detector in OF_SUBJECTS]
    of_units = (sheet.frame(all_units) for sheet in (*counted, *traced, *measured))
    finding = _in_order([*of_units, *(sheet.frame(of) for of, sheet in beside)])
    return Assessment(
        finding=finding,
        verdict=sentences.explained(concluded, all_units, finding, policy),
        evidence=evidence.of_units(judged, concluded, finding),
        adjusted=adjusted.estimate(aggregates, policy, judged),
        kpi_interval=intervals.of_kpis(aggregates.kpi_counts, confidence=confidence),
        cell_interval=intervals.of_cells(aggregates.satisfaction_cells, confidence=confidence),
        detector=detector_table(policy),
        reason=reason_table(),
    )


def _doubtful_years(concluded: pd.DataFrame, counted: list[Findings]) -> frozenset[str]:
    """Years in which a unit was warned of, or a published figure contradicted."""
    grave = [Conclusion.WARN.value, Conclusion.ERROR.value]
    claims = [sheet.code == Finding.SUSPICIOUS.value for sheet in counted if sheet.detector_id in CLAIMS]
    doubtful = np.any([concluded["conclusion_code"].isin(grave).to_numpy(bool), *claims], axis=0)
    return frozenset(concluded["period_id"][doubtful].dropna().str[:4])


def _find(detector: Detector, all_units: Units, outside: References, policy: Policy) -> Findings:
    if not policy.detectors[detector.ID].enabled:
        return sheets.switched_off((detector.ID, detector.METHOD), all_units, policy)
    uniform = randomised.uniforms(all_units.ids["unit_id"], salt=detector.ID)
    return detector.find(all_units, outside, policy, uniform=uniform)


def _trace(detector: TraceDetector, all_units: Units, judged: list[Judged], policy: Policy) -> Findings:
    if not policy.detectors[detector.ID].enabled:
        return sheets.switched_off((detector.ID, detector.METHOD), all_units, policy)
    return trace_findings.find(detector, all_units, judged, policy)


def _measure(detector: PanelDetector, all_units: Units, judged: list[Judged], policy: Policy) -> Findings:
    if not policy.detectors[detector.ID].enabled:
        return sheets.switched_off((detector.ID, detector.METHOD), all_units, policy)
    return detector.find(all_units, judged, policy)


def _in_order(frames: list[pd.DataFrame]) -> pd.DataFrame:
    """All rows by unit and detector, a column at a time: the frames are emptied, so that nothing is held twice."""
    keys = pd.concat([frame[["unit_id", "detector_id"]] for frame in frames], ignore_index=True)
    order = keys.sort_values(["unit_id", "detector_id"]).index
    del keys
    columns = {
        name: pd.concat([frame.pop(name) for frame in frames], ignore_index=True).take(order).reset_index(drop=True)
        for name in list(frames[0])
    }
    return pd.DataFrame(columns, copy=False)
