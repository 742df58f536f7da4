"""The answer sheet that all detectors fill in: one row a unit.

Belongs here: the order in which an answer is decided, what could have been found in this run, the published columns.
Elsewhere: the questions (detectors), the conclusion (verdict).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pipelines.integrity.policy import Policy
from pipelines.integrity.reference import Reference
from pipelines.integrity.stats import false_discovery, randomised
from pipelines.integrity.stats.predictive import Tail
from pipelines.integrity.units import Array, Mask, Units
from pipelines.vocabulary import Finding, Reason, ReferenceOrigin

Reasons = Mapping[Reason, Mask]


class Question(Protocol):
    """What every detector's module says of itself, whatever it reads."""

    ID: str
    METHOD: str
    FAMILY: str
    NAME: str
    QUESTION_EN: str
    QUESTION_ZH: str
    SOURCE: str


class Judgeable(Protocol):
    """Units, or subjects of their own: what a finding can be about."""

    @property
    def ids(self) -> pd.DataFrame:
        """One row each, with unit_id, unit_definition_id, subject_id, survey_id and period_id."""

    def __len__(self) -> int: ...


Codes = NDArray[np.object_]
COLUMNS = {
    "detector_id": "string",
    "method_version": "string",
    "finding_code": "string",
    "reason_code": "string",
    "statistic": "float64",
    "reference_rate": "float64",
    "reference_spread": "float64",
    "reference_origin_code": "string",
    "reference_count": "Int64",
    "n": "Int64",
    "p_value": "float64",
    "randomised_p_value": "float64",
    "effect": "float64",
    "minimum_n": "Int64",
    "severity_code": "string",
}


@dataclass(frozen=True)
class Findings:
    """What one detector says of each unit; every array is (units,).

    extreme: the smallest p-value that the unit's answers could have had; cut: what this run would have asked of it;
    tested: the unit has a p-value; counted: it could have reached the detector's alpha, so it counts as a test.
    """

    detector_id: str
    method_version: str
    severity_code: str
    code: Codes
    reason: Codes
    numbers: Mapping[str, Array]
    origin: Codes
    extreme: Array = field(repr=False)
    cut: Array = field(repr=False)
    mid_p: Array = field(repr=False)
    tested: Mask = field(repr=False)
    counted: Mask = field(repr=False)
    p_for_conclusion: Array = field(repr=False)

    def frame(self, units: Judgeable) -> pd.DataFrame:
        """The published columns, one row a unit."""
        missing = np.full(len(units), np.nan)
        values = {
            **{name: self.numbers.get(name, missing) for name in COLUMNS}, "detector_id": self.detector_id,
            "method_version": self.method_version, "severity_code": self.severity_code, "finding_code": self.code,
            "reason_code": self.reason, "reference_origin_code": self.origin,
        }  # fmt: skip
        columns = {name: pd.Series(values[name], units.ids.index).astype(dtype) for name, dtype in COLUMNS.items()}
        return units.ids.assign(**columns)


def decide(
    length: int, *, not_applicable: Reasons, cannot_tell: Reasons, suspicious: Reasons, clear: Reasons
) -> tuple[Codes, Codes]:
    """Finding and reason of each unit: the first mask that holds, in the order of the arguments."""
    code, reason = np.full(length, None, object), np.full(length, None, object)
    for finding, reasons in (
        (Finding.NOT_APPLICABLE, not_applicable), (Finding.CANNOT_TELL, cannot_tell),
        (Finding.SUSPICIOUS, suspicious), (Finding.CLEAR, clear),
    ):  # fmt: skip
        for why, mask in reasons.items():
            chosen = np.asarray(mask) & (code == None)  # noqa: E711 - elementwise
            code[chosen], reason[chosen] = finding.value, why.value
    return code, reason


@dataclass(frozen=True)
class Evidence:
    """What a detector of the level family measured; every array is (units,).

    n, n_worth: answers (or accounts), and how many independent ones they are worth; share: of them satisfied;
    least: the least n_worth at which nothing but satisfied answers could reach alpha (NaN: none could).
    """

    statistic: Array
    n: Array
    n_worth: Array
    share: Array
    tail: Tail
    least: Array
    reference: Reference

    @property
    def effect(self) -> Array:
        """Satisfied share above the reference's."""
        return self.share - self.reference.rate


def of_level(
    detector: tuple[str, str],
    evidence: Evidence,
    units: Units,
    policy: Policy,
    uniform: Array,
    *,
    not_applicable: Reasons,
    cannot_tell: Reasons,
    suspicious: Reason,
) -> Findings:
    """Findings of an upper tail, by a detector (id, method version).

    Suspicious only if the p-value also survives this run's false-discovery control;
    cannot_tell is computed: when even nothing but satisfied answers could not have reached the cut.
    """
    tested = ~np.any([*not_applicable.values(), *cannot_tell.values()], axis=0)
    arises = ~np.any([*not_applicable.values()], axis=0)
    run = _in_this_run(detector[0], evidence, tested, units, policy)
    unreachable = {
        Reason.TOO_FEW_ANSWERS: ~run.reachable & (evidence.n_worth < evidence.least),
        Reason.NOT_REACHABLE: ~run.reachable,
    }
    code, reason = decide(
        len(units), not_applicable=not_applicable, cannot_tell={**cannot_tell, **unreachable},
        suspicious={suspicious: run.found}, clear={Reason.WITHIN_EXPECTATION: tested},
    )  # fmt: skip
    tail, severity = evidence.tail, policy.detectors[detector[0]].severity.value
    return Findings(
        *detector, severity, code, reason, _numbers(evidence, tested, arises, uniform),
        origin=np.where(arises, evidence.reference.origin, ReferenceOrigin.NONE.value),
        extreme=tail.extreme, cut=run.cut, mid_p=tail.upper - tail.mass / 2, tested=tested, counted=run.counted,
        p_for_conclusion=run.p,
    )  # fmt: skip


@dataclass(frozen=True)
class _Run:
    """What one detector's run asks of each unit: (units,) each."""

    p: Array
    cut: Array
    counted: Mask
    reachable: Mask
    found: Mask


def _in_this_run(detector_id: str, evidence: Evidence, tested: Mask, units: Units, policy: Policy) -> _Run:
    """The run's cut. An excess too small to matter counts as p = 1; a test that no answers could win is no test."""
    limits, level = policy.detectors[detector_id], policy.false_discovery_share
    group, method = units.definition, policy.false_discovery_method
    p = np.where(evidence.effect >= limits.minimum_effect, evidence.tail.upper, 1.0)
    counted = tested & (evidence.tail.extreme <= limits.alpha) & (1 - evidence.reference.rate >= limits.minimum_effect)
    tests = np.where(counted, p, np.nan)
    q = false_discovery.q_values(tests, group, method=method)
    cut = np.minimum(false_discovery.next_cut(tests, group, level=level, method=method), limits.alpha)
    reachable = counted & (evidence.tail.extreme <= cut)
    return _Run(p, cut, counted, reachable, reachable & (q <= level) & (p <= limits.alpha))


def _numbers(evidence: Evidence, tested: Mask, arises: Mask, uniform: Array) -> dict[str, Array]:
    """Numbers as published: none where the question does not arise, no p-value where nothing was tested."""
    known = arises & evidence.reference.known
    numbers = {
        "statistic": (evidence.statistic, arises), "n": (evidence.n, arises),
        "reference_rate": (evidence.reference.rate, known), "reference_spread": (evidence.reference.spread, known),
        "reference_count": (evidence.reference.count, known), "effect": (evidence.effect, known),
        "p_value": (evidence.tail.upper, tested), "minimum_n": (evidence.least, known),
        "randomised_p_value": (randomised.p_values(evidence.tail.upper, evidence.tail.mass, uniform), tested),
    }  # fmt: skip
    return {name: np.where(shown, value, np.nan) for name, (value, shown) in numbers.items()}


def of_facts(
    detector: tuple[str, str], units: Judgeable, policy: Policy, numbers: Mapping[str, Array], **reasons: Reasons
) -> Findings:
    """Findings that need no probability."""
    code, reason = decide(len(units), **reasons)
    none, no = np.full(len(units), np.nan), np.zeros(len(units), bool)
    origin = np.full(len(units), ReferenceOrigin.NONE.value, object)
    severity = policy.detectors[detector[0]].severity.value
    return Findings(*detector, severity, code, reason, numbers, origin, none, none, none, no, no, none)


def switched_off(detector: tuple[str, str], units: Judgeable, policy: Policy) -> Findings:
    """A detector that the policy turns off still leaves one finding a unit."""
    everyone = {Reason.SWITCHED_OFF: np.ones(len(units), bool)}
    return of_facts(detector, units, policy, {}, not_applicable=everyone, cannot_tell={}, suspicious={}, clear={})
