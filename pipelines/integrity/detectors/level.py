"""C2: Are more answers satisfied than the reference model expects of these very customers?

Statistic: satisfied judged answers. Null: expected from reference answers, losses, lateness and operations of the same
accounts, with the courtesy of the kind, the entity's and the period's uncertainty integrated out (Box). Within a node
answers count as binomial with their mean chance, which is wider than the exact Poisson-binomial. Least n: 1.
Degenerate: no reference answers -> no_reference; yes/no and graded scales alike are read as satisfied or not. Effect:
share minus expected share. Direction: higher. Peers: streams of the kind, for the courtesy alone. Reference:
independent answers of the run, never the judged ones. Outcome evidence through the level family.

Source: Box (1980), JRSS A 143; Hoeffding (1956), Annals of Mathematical Statistics 27: the binomial is the widest.
"""

import numpy as np
from scipy.special import bdtr

from pipelines.integrity.levels import Levels
from pipelines.integrity.signals import Signal
from pipelines.integrity.stats.peer_null import PeerNull
from pipelines.integrity.units import Array
from pipelines.vocabulary import Reason

ID, METHOD, FAMILY = "C2", "level-1", "model"
NAME = "level"
QUESTION_EN = "Are more answers satisfied than what happened to these customers lets expect?"
QUESTION_ZH = "满意的答卷是否多于这些客户的实际经历所能解释的数目？"
SOURCE = "Predictive tail, Box (1980), JRSS A 143; ordinal mixed model, McCullagh (1980), JRSS B 42"
TRACES = (("level", "unit"),)
REASON = Reason.ABOVE_EXPECTATION


def measure(levels: Levels) -> Signal:
    """Upper tail of the satisfied count; NaN where nothing is judged or no model is known."""
    n, failures = levels.n[:, None], (levels.n - levels.satisfied)[:, None]
    known = (levels.n > 0) & np.isfinite(levels.expected)
    chance = np.clip(levels.at_node / np.maximum(n, 1), 1e-9, 1 - 1e-9)
    weight = np.exp(levels.prior)
    weight /= weight.sum(axis=1, keepdims=True)
    tail = (bdtr(failures, np.maximum(n, 1).astype(int), 1 - chance) * weight).sum(axis=1)
    p = np.where(known, np.clip(tail, 1e-300, 1), np.nan)
    none = np.full(len(p), np.nan)
    share = levels.satisfied / np.where(levels.n > 0, levels.n, np.nan)
    return Signal(share, levels.n, PeerNull(p, none, none, share - levels.expected, known, none, none))


def point_mass(levels: Levels) -> Array:
    """Probability of exactly the satisfied count. (units,)."""
    n, failures = np.maximum(levels.n, 1)[:, None], (levels.n - levels.satisfied)[:, None]
    chance = np.clip(levels.at_node / n, 1e-9, 1 - 1e-9)
    weight = np.exp(levels.prior)
    weight /= weight.sum(axis=1, keepdims=True)
    upto, below = (bdtr(f, n.astype(int), 1 - chance) for f in (failures, failures - 1))
    return np.asarray(((upto - np.where(failures > 0, below, 0)) * weight).sum(axis=1), np.float64)
