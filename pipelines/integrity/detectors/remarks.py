"""D2: Are the written remarks the same again and again?

Statistic: share of remarks that another answer of the same entity has word for word, where the text is not common to
the kind (weighted by rarity: seen with fewer than 2 % of other entities), and of begging phrases. Null: peers of the
kind; template remarks are a habit, so the change counts beside the level. Least n: 3 remarks. Degenerate: no remarks ->
not asked. Effect: difference of arcsines. Direction: higher. Reference: other entities of the kind. Stops at review.

Source: near-duplicate screening, Kuriakose & Robbins (2016), Statistical Journal of the IAOS 32.
"""

import numpy as np

from pipelines.integrity import signals
from pipelines.integrity.panel import Panel
from pipelines.integrity.signals import Signal
from pipelines.integrity.stats.sums import by_group
from pipelines.vocabulary import Reason

ID, METHOD, FAMILY = "D2", "remarks-1", "copies"
NAME = "remarks"
QUESTION_EN = "Are the written remarks the same again and again?"
QUESTION_ZH = "文字意见是否一再重复？"
SOURCE = "Kuriakose & Robbins (2016), Statistical Journal of the IAOS 32"
TRACES = (("remarks", "change"),)
REASON = Reason.REPEATED_REMARKS

LEAST_REMARKS, COMMON = 3, 0.02


def measure(panel: Panel) -> Signal:
    """Repeated remarks of each unit against peers."""
    of = panel.answers
    text = of.frame["text_hash"]
    rows = np.flatnonzero(of.judged & text.notna().to_numpy())
    n = by_group(of.unit[rows], None, len(panel)).astype(float)
    if not len(rows):
        return signals.of_counts(panel, n, n, least=LEAST_REMARKS, habit=True)
    _, word = np.unique(text.iloc[rows].to_numpy(str), return_inverse=True)
    owned, which, times = np.unique(np.stack([word, of.entity[rows]]), axis=1, return_inverse=True, return_counts=True)
    users = np.bincount(owned[0])
    rare = users[word] <= max(1, COMMON * len(np.unique(of.entity[rows])))
    begging = of.frame["is_begging"].fillna(False).to_numpy(bool)[rows]
    repeated = (times[which.ravel()] > 1) & rare | begging
    count = by_group(of.unit[rows], repeated, len(panel))
    return signals.of_counts(panel, count, n, least=LEAST_REMARKS, habit=True)
