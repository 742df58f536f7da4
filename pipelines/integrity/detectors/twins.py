"""D1: Are whole answers copied from one another?

Statistic: for each answer the number of its twins (all items equal but at most one) among the answers of the same
rating that the entity gave in any period, against the number expected from how often such a sheet is met with other
entities: mean of log((twins + 1/2) / (expected + 1/2)), each at most 3. A sheet that is common elsewhere (all fives
where a branch says five) is expected often, so it says nothing; a rare one that returns does. Sheets with all items
equal but at most one are left out: they are a habit of asking, not a copy. Null: peers of the kind. Least n: 3 answers
of at least 5 items. Degenerate: items missing, one entity only -> not asked. Effect: mean log ratio. Direction: higher.
Reference: sheets of other entities. Outcome evidence.

Source: Kuriakose & Robbins (2016), Statistical Journal of the IAOS 32; Simmons et al. (2016), Pew: duplicates need a
null.
"""

import numpy as np
from numpy.typing import NDArray

from pipelines.integrity import signals
from pipelines.integrity.panel import Index, Panel
from pipelines.integrity.signals import Signal
from pipelines.integrity.stats import near_equal, packed
from pipelines.integrity.stats.sums import by_group
from pipelines.integrity.units import Array
from pipelines.vocabulary import Reason

ID, METHOD, FAMILY = "D1", "twins-1", "copies"
NAME = "twins"
QUESTION_EN = "Are whole answers copied from one another?"
QUESTION_ZH = "整份答卷是否相互抄袭？"
SOURCE = "Kuriakose & Robbins (2016), Statistical Journal of the IAOS 32; Simmons et al. (2016), Pew Research Center"
TRACES = (("twins", "unit"),)
REASON = Reason.TWIN_ANSWERS

LEAST_ANSWERS, LEAST_ITEMS, MOST, TAIL_FREEDOM = 3, 5, 3.0, 8.0


def measure(panel: Panel) -> Signal:
    """Twins of each unit against peers."""
    of = panel.answers
    items = packed.unpack(of.frame["items_1"], of.frame["items_2"])
    answered = (items > 0).sum(axis=1)
    rows = np.flatnonzero(of.judged & (answered >= LEAST_ITEMS) & (most_equal(items) < answered - 1))
    n = by_group(of.unit[rows], None, len(panel)).astype(float)
    if not len(rows) or len(np.unique(of.entity[rows])) < 2:
        return signals.of_counts(panel, n, np.zeros(len(panel)), least=LEAST_ANSWERS)
    _, excess = score(items[rows], of.level[rows] + 32 * of.points[rows], of.entity[rows])
    mean = by_group(of.unit[rows], excess, len(panel)) / np.maximum(n, 1)
    spread = max(float(np.quantile(np.abs(excess - np.median(excess)), 0.7)) ** 2, 0.05)
    value = np.where(n >= LEAST_ANSWERS, mean, np.nan)
    return signals.of_values(panel, mean, n, value, spread / np.maximum(n, 1), freedom=TAIL_FREEDOM)


def most_equal(items: NDArray[np.uint8]) -> Index:
    """How many items of each sheet have its commonest level."""
    counts = [(items == level).sum(axis=1) for level in range(1, int(items.max(initial=1)) + 1)]
    return np.asarray(np.max(counts, axis=0), np.intp)


def score(items: NDArray[np.uint8], rating: Index, entity: Index) -> tuple[Array, Array]:
    """Twins of each answer in its entity, and the log of them over the expected, within MOST."""
    place = near_equal.numbered([rating])
    inside, everywhere = near_equal.neighbours(items, place, entity)
    cell = near_equal.numbered([place, entity])
    own = np.bincount(cell)[cell].astype(float)
    total = np.bincount(place)[place]
    outside = np.maximum(total - own, 0)
    rate = (everywhere - inside + 0.5) / (outside + 1.0)
    expected = np.minimum(rate, 1) * (own - 1)
    return inside, np.clip(np.log((inside + 0.5) / (expected + 0.5)), -MOST, MOST)
