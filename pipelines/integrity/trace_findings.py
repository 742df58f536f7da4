"""One finding a unit from the traces of the engine.

Belongs here: which of a detector's traces speaks, the run's false-discovery control, the reasons when none can.
Elsewhere: the traces (detectors), the answer sheet (findings).
"""

from collections.abc import Sequence
from typing import Protocol

import numpy as np
import pandas as pd

from pipelines.integrity import findings
from pipelines.integrity.detectors import level
from pipelines.integrity.engine import Judged
from pipelines.integrity.findings import Findings, Question
from pipelines.integrity.policy import Policy
from pipelines.integrity.stats import false_discovery, randomised
from pipelines.integrity.units import Array, Mask, Units
from pipelines.vocabulary import Reason, ReferenceOrigin


class TraceDetector(Question, Protocol):
    """What a detector of traces must offer. TRACES: names in `traces`, each against peers (unit), itself (change), or
    both.
    """

    TRACES: tuple[tuple[str, str], ...]
    REASON: Reason


COLUMNS = ("p_value", "statistic", "n", "effect")


def find(detector: TraceDetector, units: Units, judged: Sequence[Judged], policy: Policy) -> Findings:
    """Exactly one finding for each unit; units that no design table knows are not applicable."""
    numbers, supplied = _numbers(detector, units, judged)
    limits, p = policy.detectors[detector.ID], numbers["p_value"]
    q = false_discovery.q_values(p, units.definition, method=policy.false_discovery_method)
    found = (np.nan_to_num(q, nan=1.0) <= policy.false_discovery_share) & (np.nan_to_num(p, nan=1.0) <= limits.alpha)
    tested = np.isfinite(p)
    if detector.ID == level.ID:
        numbers["randomised_p_value"] = _randomised(units, judged)
    empty = ~tested & (units.judged.answered <= 0)
    sheet = findings.of_facts(
        (detector.ID, detector.METHOD), units, policy, numbers,
        not_applicable={Reason.ONLY_A_PUBLISHED_FIGURE: units.is_published, Reason.FEED_ABSENT: ~supplied},
        cannot_tell={Reason.TOO_FEW_ANSWERS: empty, Reason.TOO_LITTLE_TO_COMPARE: ~tested},
        suspicious={detector.REASON: found},
        clear={Reason.LIKE_PEERS: tested},
    )  # fmt: skip
    model = detector.ID == "C2"
    origin = ReferenceOrigin.INDEPENDENT_ANSWERS if model else ReferenceOrigin.OTHER_UNITS
    sheet.origin[tested & ~units.is_published] = origin.value
    return sheet


def _numbers(detector: TraceDetector, units: Units, judged: Sequence[Judged]) -> tuple[dict[str, Array], Mask]:
    """The trace with the smallest p-value of each unit, Bonferroni over the traces asked; and whether the feed is
    there.
    """
    table = np.full((len(units), len(COLUMNS)), np.nan)
    supplied = np.zeros(len(units), bool)
    for one in judged:
        frame, any_ = _of_panel(detector, one)
        place = pd.Index(units.ids["unit_id"]).get_indexer(one.panel.units["unit_id"])
        there = place >= 0
        table[place[there]] = frame[there]
        supplied[place[there]] = any_
    return dict(zip(COLUMNS, table.T, strict=True)), supplied


def _of_panel(detector: TraceDetector, one: Judged) -> tuple[Array, bool]:
    stack = []
    for name, against in detector.TRACES:
        signal = one.traces[name]
        p = {"unit": signal.peers.p, "change": signal.peers.p_change}.get(
            against, np.maximum(signal.peers.p, signal.peers.p_change)
        )
        stack.append(np.stack([p, signal.statistic, signal.n, signal.peers.effect], axis=1))
    table = np.stack(stack)
    p = np.where(np.isfinite(table[:, :, 0]), table[:, :, 0], np.inf)
    best = p.argmin(axis=0)
    chosen = table[best, np.arange(table.shape[1])].copy()
    chosen[:, 0] = np.minimum(chosen[:, 0] * np.maximum(np.isfinite(table[:, :, 0]).sum(axis=0), 1), 1)
    return chosen, bool(np.isfinite(table[:, :, 0]).any())


def _randomised(units: Units, judged: Sequence[Judged]) -> Array:
    """Counts are discrete: a p-value that is uniform all the same, for the calibration of C2."""
    result = np.full(len(units), np.nan)
    for one in judged:
        mass = level.point_mass(one.levels)
        uniform = randomised.uniforms(one.panel.units["unit_id"], salt=level.ID)
        value = randomised.p_values(one.traces["level"].peers.p, mass, uniform)
        place = pd.Index(units.ids["unit_id"]).get_indexer(one.panel.units["unit_id"])
        result[place[place >= 0]] = value[place >= 0]
    return result
