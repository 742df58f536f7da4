"""C3: Do ratings follow losses and late deliveries less than independent ratings do?

Statistic: slope of the unit's ratings (0 to 1) on what independent answers predict from losses and lateness; honest:
the smaller of 1 and the run's median slope, so a flatness common to most owners is invisible. Null: normal, with the
error of the unit's slope, of the reference's, and the spread between units; lower tail of t. Peers: units of the
definition. Least n: 6 answers. Degenerate: no losses or lateness, they predict nothing, or they do not differ within
the unit -> uninformative; a slope that is merely not negative says nothing (9-21 % of honest owners). Effect: honest -
unit's slope. Direction: lower. Reference: independent answers. Context only: it counts the level (C2) a second time.

Source: calibration slope, Cox (1958), Biometrika 45; robust spread, Rousseeuw & Croux (1993), JASA 88.
"""

from collections.abc import Sequence

import numpy as np
from scipy.stats import t as student

from pipelines.integrity import panel_findings
from pipelines.integrity.engine import Judged
from pipelines.integrity.findings import Findings
from pipelines.integrity.panel import Index, Panel
from pipelines.integrity.panel_findings import Measurement
from pipelines.integrity.policy import Policy
from pipelines.integrity.stats.sums import by_group
from pipelines.integrity.units import Array, Units
from pipelines.vocabulary import Reason, ReferenceOrigin

ID, METHOD, FAMILY = "C3", "slope-2", "level"
NAME = "slope"
QUESTION_EN = "Do ratings follow losses and late deliveries less than independent ratings do?"
QUESTION_ZH = "评分随损失与延误的变动是否小于独立调查的评分？"
SOURCE = "Calibration slope, Cox (1958), Biometrika 45"

LEAST_ANSWERS, LEAST_REFERENCE, LEAST_T, LEAST_SPREAD = 6, 60, 3.0, 0.2
FREEDOM = 20.0
"""Degrees of freedom of the tail: the residual variance is that of many units, but not normal."""
NORMAL_QUARTILE = 0.6745
SPREADS: Array = np.r_[0, np.geomspace(0.02, 4, 40)]


def measure(panel: Panel) -> Measurement | None:
    """Slope of every unit with its tail; None where neither losses nor deliveries are known."""
    of = panel.answers
    events = _events(panel)
    rating = of.level / np.maximum(of.points - 1, 1)
    if events is None:
        return None
    rows = np.flatnonzero(of.judged)
    n = by_group(of.unit[rows], None, len(panel))
    predicted, error = _learned(events, rating, of.reference)
    blank = np.full(len(panel), np.nan)
    if predicted is None:
        return Measurement(blank, n, blank, blank, blank, blank)
    slope, variance = _slopes(predicted[rows], rating[rows], of.unit[rows], of.points[rows], n)
    honest, spread = _typical(slope, variance)
    total = np.sqrt(variance + spread**2 + error**2)
    p = student.cdf((slope - honest) / total, FREEDOM)
    known = np.isfinite(slope)
    return Measurement(
        slope, n, np.where(known, p, np.nan), honest - slope, np.where(known, honest, np.nan),
        np.where(known, np.hypot(spread, error), np.nan),
    )  # fmt: skip


def _events(panel: Panel) -> Array | None:
    """Log severity of losses and late share before each answer; a record that is absent is left out."""
    frame = panel.answers.frame
    lines = frame["line_count"].to_numpy(float)
    late = np.nan_to_num(frame["late_count"].to_numpy(float)) / np.where(lines > 0, lines, np.nan)
    severity = np.log1p(frame["loss_severity"].to_numpy(float))
    columns = [np.nan_to_num(column) for column in (severity, late) if np.isfinite(column).any()]
    return np.column_stack(columns) if columns else None


def _learned(events: Array, rating: Array, reference: np.ndarray) -> tuple[Array | None, float]:
    """Prediction of every answer from what reference answers teach, and the error of its slope; None if they teach
    nothing.
    """
    rows = np.flatnonzero(reference)
    if len(rows) < LEAST_REFERENCE:
        return None, np.nan
    centred = events - events[rows].mean(axis=0)
    weights = np.linalg.lstsq(centred[rows], rating[rows] - rating[rows].mean(), rcond=None)[0]
    predicted = centred @ weights
    rest = rating[rows] - rating[rows].mean() - predicted[rows]
    explained = float(predicted[rows] @ predicted[rows])
    error = np.sqrt(rest @ rest / max(len(rows) - events.shape[1] - 1, 1) / explained) if explained > 0 else np.inf
    return (predicted, float(error)) if error * LEAST_T < 1 else (None, np.nan)


def _slopes(predicted: Array, rating: Array, unit: Index, points: Index, n: Array) -> tuple[Array, Array]:
    """Slope within each unit and its variance; one residual variance for all units with a scale of so many points."""
    middle = [by_group(unit, x, len(n)) / np.maximum(n, 1) for x in (predicted, rating)]
    x, y = predicted - middle[0][unit], rating - middle[1][unit]
    xx = by_group(unit, x * x, len(n))
    overall = float(x @ x) / max(len(x), 1)
    able = (n >= LEAST_ANSWERS) & (xx > LEAST_SPREAD * overall * np.maximum(n, 1)) & (overall > 0)
    slope = np.where(able, by_group(unit, x * y, len(n)) / np.where(able, xx, 1), np.nan)
    free = np.where(able, 1 - 2 / np.maximum(n, 3), 1 - 1 / np.maximum(n, 2))[unit]
    rest = y - np.nan_to_num(slope)[unit] * x
    sizes = int(points.max(initial=0)) + 1
    noise = by_group(points, rest * rest, sizes) / np.maximum(by_group(points, free, sizes), 1)
    return slope, np.where(able, by_group(unit, x * x * noise[points], len(n)) / np.where(able, xx, 1) ** 2, np.nan)


def _typical(slope: Array, variance: Array) -> tuple[float, float]:
    """What honest units show: the smaller of 1 and the median slope; and the spread between units beyond their errors,
    at which half of them lie within the quartiles of the normal."""
    known = np.isfinite(slope)
    if not known.any():
        return 1.0, 0.0
    middle = float(np.median(slope[known]))
    squares = (slope[known] - middle) ** 2 / (variance[known] + SPREADS[:, None] ** 2)
    within = np.median(squares, axis=1) <= NORMAL_QUARTILE**2
    return min(1.0, middle), float(SPREADS[np.argmax(within)] if within.any() else SPREADS[-1])


def find(units: Units, judged: Sequence[Judged], policy: Policy) -> Findings:
    """One finding a unit."""
    return panel_findings.tested(
        (ID, METHOD), measure, units, judged, policy,
        suspicious=Reason.UNMOVED_BY_EVENTS, untested=Reason.UNINFORMATIVE,
        origin=ReferenceOrigin.INDEPENDENT_ANSWERS,
    )  # fmt: skip
