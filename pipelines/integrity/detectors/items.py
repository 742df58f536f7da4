"""IT: Is the overall rating better than the same answer's own items say?

Statistic: satisfied minus expected from the mean of the answer's items (logistic curve of the reference answers, or of
the run's judged answers where those are too few), standardised per unit. Null: peers of the kind. Least n: 3 answers
with items. Degenerate: no items, curve flat -> not asked; yes/no items stay in their own kind. Effect: standardised
residual. Direction: higher. Reference: independent answers for the curve, other units for the null. Outcome evidence.

Source: response inconsistency, Meade & Craig (2012), Psychological Methods 17; logistic regression, Firth (1993).
"""

import numpy as np
from scipy.special import expit

from pipelines.integrity import signals
from pipelines.integrity.panel import Panel
from pipelines.integrity.signals import Signal
from pipelines.integrity.stats.sums import by_group
from pipelines.integrity.units import Array
from pipelines.vocabulary import Reason

ID, METHOD, FAMILY = "IT", "items-1", "items"
NAME = "items"
QUESTION_EN = "Is the overall rating better than the same answer's own items say?"
QUESTION_ZH = "总体评分是否优于同一答卷的各项评分？"
SOURCE = "Response inconsistency, Meade & Craig (2012), Psychological Methods 17"
TRACES = (("items", "unit"),)
REASON = Reason.BETTER_THAN_ITEMS

LEAST_ANSWERS, LEAST_ITEMS, LEAST_REFERENCE, RIDGE = 3, 2, 60, 0.05


def measure(panel: Panel) -> Signal:
    """Residual of satisfied on items, against peers."""
    of = panel.answers
    share, count = (of.frame[name].to_numpy(float) for name in ("item_mean", "item_count"))
    able = np.isfinite(share) & (count >= LEAST_ITEMS)
    taught = able & of.reference
    taught = taught if taught.sum() >= LEAST_REFERENCE else able
    rows = np.flatnonzero(able & of.judged)
    n = by_group(of.unit[rows], None, len(panel)).astype(float)
    if not len(rows):
        return signals.of_counts(panel, n, n, least=LEAST_ANSWERS)
    curve = _curve(share[taught], of.satisfied[taught])
    chance = np.clip(expit(curve[0] + curve[1] * share[rows]), 0.01, 0.99)
    variance = by_group(of.unit[rows], chance * (1 - chance), len(panel))
    excess = by_group(of.unit[rows], of.satisfied[rows] - chance, len(panel))
    ready = (n >= LEAST_ANSWERS) & (variance > 1e-9)
    z = np.where(ready, excess / np.sqrt(np.where(ready, variance, 1) + 0.1), np.nan)
    return signals.of_values(panel, excess / np.where(n > 0, n, np.nan), n, z, np.ones(len(z)), floor=0.12)


def _curve(share: Array, satisfied: Array) -> Array:
    """Intercept and slope by ridge-penalised Newton steps."""
    design = np.column_stack([np.ones(len(share)), share])
    beta = np.array([0.0, 0.0])
    for _ in range(25):
        chance = expit(design @ beta)
        weight = chance * (1 - chance)
        step = np.linalg.solve(
            (design * weight[:, None]).T @ design + RIDGE * np.eye(2), design.T @ (satisfied - chance) - RIDGE * beta
        )
        beta = beta + np.clip(step, -3, 3)
    return beta
