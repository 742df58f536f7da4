"""Many findings, one conclusion a unit.

Belongs here: combination within the level family, the run's false-discovery control, the ladder of conclusions.
Elsewhere: single questions (detectors), thresholds (policy.yml).

U1, U2 and C1 look at the same answers, so they are one family: its p-value is Bonferroni's, valid whatever their
dependence. Across units Benjamini-Hochberg holds because periods of one owner, and units held against one reference,
rise and fall together (positive regression dependence). 100 % alone stops at `review`: `warn` needs the run-level cut,
the period's own evidence and the contradiction of answers with losses; `error` needs that in two periods of a subject.
Answers that nobody with a stake has collected contradict nothing: an owner may simply recover better than others.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pipelines.integrity import joint_verdict
from pipelines.integrity.engine import Judged
from pipelines.integrity.findings import Findings
from pipelines.integrity.policy import LEVEL_FAMILY, Policy
from pipelines.integrity.reference import Reference, References
from pipelines.integrity.stats import false_discovery, predictive
from pipelines.integrity.units import Array, Mask, Units
from pipelines.vocabulary import Conclusion, Finding, Reason

OWN_PERIOD = ("U1", "C1")
OUTCOME = "C1"
CLAIM = "P1"
SMALLEST = 1e-300


def conclude(
    units: Units,
    findings: Sequence[Findings],
    references: References,
    policy: Policy,
    judged: Sequence[Judged] = (),
) -> pd.DataFrame:
    """One row a unit: conclusion, reason, suspicion_score, p- and q-values, and what would have been found.

    findings: of the detectors that count. judged: what the engine says; where it knows a unit, it concludes.
    """
    by_id = {sheet.detector_id: sheet for sheet in findings}
    level = [by_id[name] for name in LEVEL_FAMILY if name in by_id]
    family = _Family(level, units, policy)
    own = _bonferroni([by_id[name] for name in OWN_PERIOD if name in by_id], len(units))
    outcome = _is_suspicious(by_id[OUTCOME]) & ~units.is_independent
    warned = family.flagged & (own <= policy.own_period_alpha) & outcome
    code, reason = _ladder(units, by_id, family, warned, policy)
    clear = code == Conclusion.CLEAR.value
    counted = units.ids.assign(
        conclusion_code=pd.array(code, dtype="string"),
        reason_code=pd.array(reason, dtype="string"),
        suspicion_score=_score(units, level, by_id[CLAIM], policy),
        combined_p_value=family.p_value,
        q_value=family.q_value,
        own_period_p_value=own,
        found_effect=np.where(clear, _would_have_been_found(units, by_id, references), np.nan),
    )
    return joint_verdict.concluded(counted, judged)


class _Family:
    """The level family of each unit: combined p-value, q-value, and whether its answers could have been flagged."""

    def __init__(self, level: Sequence[Findings], units: Units, policy: Policy) -> None:
        counted = _stack([sheet.counted for sheet in level], len(units))
        number = counted.sum(axis=0)
        p, extreme = (
            np.where(number > 0, np.minimum(number * np.where(counted, values, 1).min(axis=0, initial=1), 1), np.nan)
            for values in (
                _stack([sheet.p_for_conclusion for sheet in level], len(units)),
                _stack([sheet.extreme for sheet in level], len(units)),
            )
        )
        group, method, share = units.definition, policy.false_discovery_method, policy.false_discovery_share
        self.q_value = false_discovery.q_values(p, group, method=method)
        cut = false_discovery.next_cut(p, group, level=share, method=method)
        self.p_value = np.where(number > 0, p, _bonferroni(level, len(units)))
        self.reachable: Mask = np.nan_to_num(extreme, nan=1.0) <= cut
        self.flagged: Mask = np.nan_to_num(self.q_value, nan=1.0) <= share
        self.suspicious = _any([_is_suspicious(sheet) for sheet in level], len(units))
        self.tested = _any([sheet.tested for sheet in level], len(units))


def _ladder(
    units: Units, by_id: dict[str, Findings], family: _Family, warned: Mask, policy: Policy
) -> tuple[NDArray[np.object_], NDArray[np.object_]]:
    """The first rung that holds, from the gravest to `clear`."""
    subject = pd.factorize(units.ids["subject_id"])[0]
    repeated = np.bincount(subject, warned)[subject] >= policy.error_periods if len(units) else warned
    first = by_id[LEVEL_FAMILY[0]].reason
    behind = units.published["answers_behind_count"].fillna(0).to_numpy(float) > 0
    few, off = first == Reason.TOO_FEW_ANSWERS.value, first == Reason.SWITCHED_OFF.value
    rungs = [
        (units.is_published & behind, Conclusion.CANNOT_TELL, Reason.ANSWERS_BEHIND_FIGURE),
        (units.is_published, Conclusion.CANNOT_TELL, Reason.NO_ANSWERS_BEHIND_FIGURE),
        (warned & repeated, Conclusion.ERROR, Reason.TWO_PERIODS),
        (warned, Conclusion.WARN, Reason.OUTCOME_EVIDENCE),
        (family.flagged | family.suspicious, Conclusion.REVIEW, Reason.ONE_TRACE),
        (~family.tested & off, Conclusion.CANNOT_TELL, Reason.SWITCHED_OFF),
        (~family.tested & ~few, Conclusion.NO_REFERENCE, Reason.NO_OUTSIDE_REFERENCE),
        (~family.reachable & few, Conclusion.CANNOT_TELL, Reason.TOO_FEW_ANSWERS),
        (~family.reachable, Conclusion.CANNOT_TELL, Reason.NOT_REACHABLE),
    ]
    masks = [mask for mask, _, _ in rungs]
    code = np.select(masks, [rung.value for _, rung, _ in rungs], Conclusion.CLEAR.value).astype(object)
    return code, np.select(masks, [why.value for _, _, why in rungs], Reason.NOTHING_FOUND.value).astype(object)


def _score(units: Units, level: Sequence[Findings], claim: Findings, policy: Policy) -> Array:
    """-log10 of the mean mid-p odds (Cauchy combination, Liu & Xie 2020, JASA 115): finite, ranks every tested unit."""
    tested = _stack([sheet.tested for sheet in level], len(units))
    mid = np.clip(_stack([sheet.mid_p for sheet in level], len(units)), SMALLEST, 0.99)
    cauchy = np.where(tested, np.where(mid < 1e-8, 1 / (np.pi * mid), np.tan(np.pi * (0.5 - mid))), 0)
    mean = cauchy.sum(axis=0) / np.maximum(tested.sum(axis=0), 1)
    combined = np.where(mean > 1e8, 1 / (np.pi * np.maximum(mean, 1)), 0.5 - np.arctan(mean) / np.pi)
    score = np.where(tested.any(axis=0), -np.log10(np.clip(combined, SMALLEST, 1)), 0.0)
    return np.where(_is_suspicious(claim), policy.published_figure_score, score)


def _would_have_been_found(units: Units, by_id: dict[str, Findings], references: References) -> Array:
    """Excess of the satisfied share over the reference that would have met the cut.

    Of answers, else of accounts after a loss; where only a streak could speak, that of nothing but satisfied answers.
    """
    excess = np.full(len(units), np.nan)
    for name, counts, reference in (
        ("U1", units.judged, references.answers),
        ("C1", units.judged_after_loss, references.after_loss),
    ):
        excess = np.where(np.isnan(excess), _least_excess(by_id[name], counts.answered_worth, reference), excess)
    return np.where(np.isnan(excess), 1 - references.answers.rate, excess)


def _least_excess(sheet: Findings, answered: Array, reference: Reference) -> Array:
    excess = np.full(len(answered), np.nan)
    able = np.flatnonzero(sheet.counted & (sheet.extreme <= sheet.cut))
    share = predictive.least_share(answered[able], reference.rates, reference.row[able], sheet.cut[able])
    excess[able] = share - reference.rate[able]
    return excess


def _bonferroni(sheets: Sequence[Findings], length: int) -> Array:
    """Smallest p-value times the number of tests; NaN where nothing was tested."""
    tested = _stack([sheet.tested for sheet in sheets], length)
    p = np.where(tested, _stack([sheet.p_for_conclusion for sheet in sheets], length), 1).min(axis=0, initial=1)
    number = tested.sum(axis=0)
    return np.where(number > 0, np.minimum(number * p, 1), np.nan)


def _is_suspicious(sheet: Findings) -> Mask:
    return np.asarray(sheet.code == Finding.SUSPICIOUS.value, bool)


def _any(masks: Sequence[Mask], length: int) -> Mask:
    return np.asarray(_stack(masks, length).any(axis=0), bool)


def _stack(arrays: Sequence[NDArray], length: int) -> NDArray:
    return np.stack(arrays) if arrays else np.zeros((0, length))
