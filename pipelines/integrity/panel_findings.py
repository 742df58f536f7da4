"""One finding a unit from a measurement on a panel that does not enter the joint posterior.

Belongs here: the shape of such a measurement, the run's false-discovery control, the reasons when nothing can be said.
Elsewhere: the measurements (detectors), traces that the posterior reads (trace_findings), the answer sheet (findings).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import pandas as pd

from pipelines.integrity import findings
from pipelines.integrity.engine import Judged
from pipelines.integrity.findings import Findings, Question
from pipelines.integrity.panel import Panel
from pipelines.integrity.policy import Policy
from pipelines.integrity.stats import false_discovery
from pipelines.integrity.units import Array, Mask, Units
from pipelines.vocabulary import Reason, ReferenceOrigin


@dataclass(frozen=True)
class Measurement:
    """(units of a panel,) each, NaN where nothing could be measured; p_value is NaN where nothing was tested."""

    statistic: Array
    n: Array
    p_value: Array
    effect: Array
    reference_rate: Array
    reference_spread: Array


COLUMNS = tuple(Measurement.__dataclass_fields__)


Measure = Callable[[Panel], Measurement | None]
"""Measures every unit of a panel; None where the records that it reads are absent."""


class PanelDetector(Question, Protocol):
    """What such a detector must offer."""

    @staticmethod
    def find(units: Units, judged: Sequence[Judged], policy: Policy) -> Findings:
        """Exactly one finding for each unit."""


def tested(
    detector: tuple[str, str], measure: Measure, units: Units, judged: Sequence[Judged], policy: Policy, *,
    suspicious: Reason, untested: Reason, origin: ReferenceOrigin,
) -> Findings:  # fmt: skip
    """Findings by p-value within this run's false-discovery control. untested: why a unit has no p-value."""
    limits, (numbers, supplied) = policy.detectors[detector[0]], gathered(measure, units, judged)
    p = numbers["p_value"]
    known = np.isfinite(p)
    large = np.nan_to_num(numbers["effect"]) >= limits.minimum_effect
    tests = np.where(large, p, np.where(known, 1.0, np.nan))
    q = false_discovery.q_values(tests, units.definition, method=policy.false_discovery_method)
    found = (np.nan_to_num(q, nan=1.0) <= policy.false_discovery_share) & (np.nan_to_num(p, nan=1.0) <= limits.alpha)
    few = np.nan_to_num(numbers["n"]) < limits.minimum_count
    sheet = findings.of_facts(
        detector, units, policy, numbers,
        not_applicable={Reason.ONLY_A_PUBLISHED_FIGURE: units.is_published, Reason.FEED_ABSENT: ~supplied},
        cannot_tell={Reason.TOO_FEW_ANSWERS: few, untested: ~known},
        suspicious={suspicious: found & large},
        clear={Reason.WITHIN_EXPECTATION: known},
    )  # fmt: skip
    sheet.origin[known] = origin.value
    return sheet


def gathered(measure: Measure, units: Units, judged: Sequence[Judged]) -> tuple[dict[str, Array], Mask]:
    """The measurements of all panels in the order of the units, and which units had the records for one."""
    table = np.full((len(units), len(COLUMNS)), np.nan)
    supplied = np.zeros(len(units), bool)
    for one in judged:
        measurement = measure(one.panel)
        place = pd.Index(units.ids["unit_id"]).get_indexer(one.panel.units["unit_id"])
        there = place >= 0
        if measurement is not None:
            values = np.stack([getattr(measurement, name) for name in COLUMNS], axis=1)
            table[place[there]] = values[there]
            supplied[place[there]] = True
    return dict(zip(COLUMNS, table.T, strict=True)), supplied
