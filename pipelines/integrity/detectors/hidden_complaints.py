"""S4: Do losses leave fewer registered complaints here than with peers?

Statistic: registered complaints / (complaints + other external losses) of the portfolio, arcsine, lower is suspicious.
Null: peers of all kinds (registering is one process). Least n: 4 losses. Degenerate: no loss feed -> not asked. Effect:
difference of arcsines. Direction: lower. Reference: other units of the run. Stops at review; it raises the others.

Source: Anscombe (1948), Biometrika 35; under-reporting as thinning, Kumar & Kabe (1965).
"""

import numpy as np

from pipelines.integrity import signals
from pipelines.integrity.panel import Panel
from pipelines.integrity.signals import Signal
from pipelines.integrity.stats.sums import by_group
from pipelines.vocabulary import Reason

ID, METHOD, FAMILY = "S4", "hidden_complaints-1", "complaints"
NAME = "hidden complaints"
QUESTION_EN = "Do losses leave fewer registered complaints here than with peers?"
QUESTION_ZH = "同样的损失，登记的投诉是否少于同类单位？"
SOURCE = "Beta-binomial peers, Skellam (1948), JRSS B 10"
TRACES = (("complaints", "unit"),)
REASON = Reason.COMPLAINTS_MISSING

LEAST_LOSSES = 4


def measure(panel: Panel) -> Signal:
    """Complaints per loss of each unit, and of its entity, against peers."""
    of = panel.accounts
    complaints, losses = (np.nan_to_num(of.frame[name].to_numpy(float)) for name in ("complaint_count", "loss_count"))
    total = by_group(of.unit, complaints + losses, len(panel))
    count = by_group(of.unit, complaints, len(panel))
    return signals.of_counts(panel, count, total, upward=False, least=LEAST_LOSSES)
