"""T1: Did this period's talks become hurried, against the same entity's other periods?

Statistics: mean log duration (lower), share of answers within five minutes of the collector's previous one (higher),
share of straight-lined item sheets given how content the answer is (higher). A stable pace is a habit, so only the
change against the other periods counts. Null: peers of the kind give centre and variance. Least n: 3 answers.
Degenerate: no timing -> not asked; one period -> no change to see. Effect: difference on the statistic's scale.
Direction: more hurried. Reference: the entity's own other periods.

Source: paradata in interviewer falsification, Bredl, Winker & Kötschau (2012), Survey Methodology 38; straight-lining,
Meade & Craig (2012), Psychological Methods 17.
"""

import numpy as np

from pipelines.integrity import signals
from pipelines.integrity.panel import Panel
from pipelines.integrity.signals import HABIT_FREEDOM, Signal
from pipelines.integrity.stats.sums import by_group
from pipelines.vocabulary import Reason

ID, METHOD, FAMILY = "T1", "call_timing-1", "process"
NAME = "call timing"
QUESTION_EN = "Did this period's talks become hurried against the entity's other periods?"
QUESTION_ZH = "本期的访谈是否比自身其他各期仓促？"
SOURCE = "Bredl, Winker & Kötschau (2012), Survey Methodology 38; Meade & Craig (2012), Psychological Methods 17"
TRACES = (("duration", "change"), ("gaps", "change"), ("straight", "change"))
REASON = Reason.HURRIED

LEAST_ANSWERS, SHORT_GAP = 3, 300.0


def durations(panel: Panel) -> Signal:
    """Mean log duration, turned so that hurry is positive."""
    of = panel.answers
    seconds = of.frame["duration_seconds"].to_numpy(float)
    rows = np.flatnonzero(of.judged & (np.nan_to_num(seconds) > 0))
    value = -np.log(seconds[rows])
    n = by_group(of.unit[rows], None, len(panel)).astype(float)
    mean = by_group(of.unit[rows], value, len(panel)) / np.maximum(n, 1)
    spread = max(float(np.median((value - mean[of.unit[rows]]) ** 2)) / 0.455, 0.05) if len(rows) else 1.0
    able = n >= LEAST_ANSWERS
    return signals.of_values(
        panel, mean, n, np.where(able, mean, np.nan), spread / np.maximum(n, 1), freedom=HABIT_FREEDOM
    )


def gaps(panel: Panel) -> Signal:
    """Share of answers that followed the previous one within five minutes."""
    of = panel.answers
    gap = of.frame["gap_seconds"].to_numpy(float)
    known = of.judged & np.isfinite(gap)
    n = by_group(of.unit[known], None, len(panel)).astype(float)
    count = by_group(of.unit[known], gap[known] < SHORT_GAP, len(panel))
    return signals.of_counts(panel, count, n, least=LEAST_ANSWERS)


def straight_lines(panel: Panel) -> Signal:
    """Straight-lined sheets in excess of what answers as content have in the run."""
    of = panel.answers
    straight = of.frame["is_straight"]
    known = of.judged & straight.notna().to_numpy()
    rows = np.flatnonzero(known)
    hit = straight[rows].to_numpy(bool).astype(float) if len(rows) else np.zeros(0)
    group = of.level[rows] * 32 + of.points[rows]
    _, which = np.unique(group, return_inverse=True)
    expected = ((np.bincount(which, hit) + 0.5) / (np.bincount(which) + 1))[which] if len(rows) else hit
    n = by_group(of.unit[rows], None, len(panel)).astype(float)
    variance = by_group(of.unit[rows], expected * (1 - expected), len(panel))
    excess = by_group(of.unit[rows], hit - expected, len(panel))
    able = (n >= LEAST_ANSWERS) & (variance > 1e-9)
    z = np.where(able, excess / np.sqrt(np.where(able, variance, 1)), np.nan)
    return signals.of_values(panel, excess / np.where(n > 0, n, np.nan), n, z, np.ones(len(z)), floor=0.3)
