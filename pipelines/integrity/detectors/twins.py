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
from pipelines.integrity.stats import packed
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

LEAST_ANSWERS, LEAST_ITEMS, MOST, TAIL_FREEDOM = 3, 5, 3.0, 4.0


def measure(panel: Panel) -> Signal:
    """Twins of each unit against peers."""
    of = panel.answers
    items = packed.unpack(of.frame["items_1"], of.frame["items_2"])
    answered = (items > 0).sum(axis=1)
    rows = np.flatnonzero(of.judged & (answered >= LEAST_ITEMS) & (most_equal(items) < answered - 1))
    n = by_group(of.unit[rows], None, len(panel)).astype(float)
    if not len(rows) or len(np.unique(of.entity[rows])) < 2:
        return signals.of_counts(panel, n, np.zeros(len(panel)), least=LEAST_ANSWERS)
    excess = score(items[rows], of.level[rows] + 32 * of.points[rows], of.entity[rows])
    mean = by_group(of.unit[rows], excess, len(panel)) / np.maximum(n, 1)
    spread = max(float(np.quantile(np.abs(excess - np.median(excess)), 0.7)) ** 2, 0.05)
    value = np.where(n >= LEAST_ANSWERS, mean, np.nan)
    return signals.of_values(panel, mean, n, value, spread / np.maximum(n, 1), freedom=TAIL_FREEDOM)


def most_equal(items: NDArray[np.uint8]) -> Index:
    """How many items of each sheet have its commonest level."""
    counts = [(items == level).sum(axis=1) for level in range(1, int(items.max(initial=1)) + 1)]
    return np.asarray(np.max(counts, axis=0), np.intp)


def score(items: NDArray[np.uint8], rating: Index, entity: Index) -> Array:
    """Log of twins over expected twins of each answer, between -inf and MOST."""
    place = np.unique(rating, return_inverse=True)[1].ravel()
    number = place.astype(np.uint64)
    inside, everywhere = twins(items, number, entity)
    own = _sizes(number, entity)
    total = np.bincount(place)[place]
    outside = np.maximum(total - own, 0)
    rate = (everywhere - inside + 0.5) / (outside + 1.0)
    expected = np.minimum(rate, 1) * (own - 1)
    return np.clip(np.log((inside + 0.5) / (expected + 0.5)), -MOST, MOST)


def twins(items: NDArray[np.uint8], rating: NDArray[np.uint64], entity: Index) -> tuple[Array, Array]:
    """Number of other answers of the rating that differ in at most one item: in the entity, and in all.

    Exact: answers that agree without item k share a key, for each k; answers equal in all are counted once.
    """
    width = items.shape[1]
    mixed = _mixers(width + 2)
    base = (rating + np.uint64(1)) * mixed[width]
    for item in range(width):
        base += items[:, item].astype(np.uint64) * mixed[item]
    place = entity.astype(np.uint64) * mixed[width + 1]
    return _others(items, base + place, mixed), _others(items, base, mixed)


def _others(items: NDArray[np.uint8], key: NDArray[np.uint64], mixed: NDArray[np.uint64]) -> Array:
    """Twins of each answer among those whose key says that they belong together; equal sheets are looked at once."""
    order, start, size = _runs(_stir(key))
    rows = order[start]
    found = -(items.shape[1] - 1.0) * size
    for item in range(items.shape[1]):
        without = key[rows] - items[rows, item].astype(np.uint64) * mixed[item] + np.uint64(item + 1)
        again, first, _ = _runs(_stir(without))
        total = np.add.reduceat(size[again], first)
        found[again] += np.repeat(total, np.diff(np.r_[first, len(again)]))
    result = np.empty(len(key))
    result[order] = np.repeat(found, size)
    return result - 1


def _runs(key: NDArray[np.uint64]) -> tuple[Index, Index, Index]:
    """An order that puts equal keys together, where each run of them begins, and its length."""
    order = np.argsort(key)
    ordered = key[order]
    start = np.flatnonzero(np.r_[True, ordered[1:] != ordered[:-1]])
    return order, start, np.diff(np.r_[start, len(key)])


def _times(key: NDArray[np.uint64]) -> Array:
    """How often each key occurs."""
    order, _, size = _runs(key)
    times = np.empty(len(key))
    times[order] = np.repeat(size, size)
    return times


def _mixers(number: int) -> NDArray[np.uint64]:
    """Odd 64-bit multipliers, the same in every run."""
    return np.random.default_rng(20261).integers(0, 2**63, number, dtype=np.uint64) * np.uint64(2) + np.uint64(1)


def _stir(key: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Spread sums over all bits (the finaliser of SplitMix64)."""
    key = (key ^ (key >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    return key ^ (key >> np.uint64(27))


def _sizes(rating: NDArray[np.uint64], entity: Index) -> Array:
    return _times(rating * np.uint64(1 << 32) + entity.astype(np.uint64))
