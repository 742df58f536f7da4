"""U4: Do the satisfied give the very top more often than in the entity's other periods?

Statistic: answers at the top of the scale among the satisfied ones, graded scales only. Null: the entity's other
periods, exact counts, weakly tied to peers. Whole branches say five to everything: a custom as often as a trick, so the
posterior does not count this finding; it reads the tops themselves beside their custom (tops). Least n: 3 satisfied
answers. Degenerate: yes/no scales -> not asked. Effect: difference of shares from peers. Direction: higher. Reference:
other units of the run. Information only.

Source: top-box concentration, response styles: Baumgartner & Steenkamp (2001), Journal of Marketing Research 38.
"""

import numpy as np

from pipelines.integrity import signals
from pipelines.integrity.panel import Panel
from pipelines.integrity.signals import Signal
from pipelines.integrity.stats.sums import by_group
from pipelines.vocabulary import Reason

ID, METHOD, FAMILY = "U4", "shape-1", "process"
NAME = "shape"
QUESTION_EN = "Do the satisfied give the very top more often than in the entity's other periods?"
QUESTION_ZH = "满意的客户给出最高分的比例是否高于自身其他各期？"
SOURCE = "Response styles, Baumgartner & Steenkamp (2001), Journal of Marketing Research 38; Skellam (1948), JRSS B 10"
TRACES = (("top", "change"),)
REASON = Reason.TOP_HEAVY

LEAST_SATISFIED = 3


def measure(panel: Panel) -> Signal:
    """Top answers among the satisfied of each unit, against peers."""
    of = panel.answers
    rows = np.flatnonzero(of.judged & of.satisfied & (of.points > 2))
    total = by_group(of.unit[rows], None, len(panel))
    top = by_group(of.unit[rows], of.level[rows] == of.points[rows] - 1, len(panel))
    return signals.of_counts(panel, top, total, least=LEAST_SATISFIED)
