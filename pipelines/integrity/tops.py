"""How many of the satisfied give the very top, and how many would if answers had been raised?

Belongs here: the custom of giving the top of each kind of asking and its spread between entities; what each way of
raising answers does to it.
Elsewhere: satisfied or not (levels), the combination (posterior).

Giving the very top is custom: of a questionnaire, a branch, a telephone. So it is no evidence of its own. An entity has
a custom h that lasts over its periods; most entities of a kind are near its mean, a share lies far above ("everyone
says five"), and h is integrated out beside the entity's deviation g. What is left speaks: a change against the entity's
own periods, and tops that came with fewer dissatisfied than the reference answers let expect.

With p = P(satisfied) and q = P(top | satisfied) = expit(a + slope (eta + g) + h), answers of which a share phi is

    lifted (dissatisfied to satisfied, half of them to the top):  P(top) = p q + (1 - p) phi / 2
    topped (any to the top):                                      P(top) = p q + (1 - p q) phi
    invented (any to a good mark, mostly the top):                P(top) = p q (1 - phi) + TOP_OF_INVENTED phi

and P(satisfied) = p + (1 - p) phi in all three.

Source: response styles, Baumgartner & Steenkamp (2001), Journal of Marketing Research 38; contaminated normal effects,
Box & Tiao (1968), Biometrika 55; misclassified answers, Magder & Hughes (1997), Am. J. Epidemiology 146.
"""

from dataclasses import dataclass

import numpy as np
from scipy.special import expit, ndtr, softmax

from pipelines.integrity.levels import HIDDEN, Levels
from pipelines.integrity.panel import Index, Panel
from pipelines.integrity.reference_model import Model
from pipelines.integrity.stats.deviation_grid import NODES, summed
from pipelines.integrity.stats.sums import by_group
from pipelines.integrity.units import Array, Mask

SLOPE = 0.8
"""Rise of log odds of the top among the satisfied with eta, as proportional odds have it for middling shares."""
TOP_OF_INVENTED = 0.75
CUSTOMS: Array = np.array([-2.0, -1.3, -0.7, -0.2, 0.3, 0.9, 1.6, 2.5, 3.5])
"""Deviations h from the kind's custom, log odds."""
EVERYONE_AT, EVERYONE_SD = 2.5, 1.0
"""Where the custom lies if everyone says five."""
PASSING = 0.4
"""Sd of a period's own custom."""
MEANS: Array = np.linspace(-3, 3, 25)
SPREADS: Array = np.array([0.2, 0.3, 0.45, 0.65, 1.0, 1.5])
DISTORTED: Array = np.array([0.02, 0.1, 0.25])
WIDE_NODES: Array = np.linspace(-6, 6, 49)
FEW_ENTITIES, UNKNOWN_SPREAD, PRIOR_SPREAD = 8, 1.5, 0.7
WAYS = ("lifted", "topped", "invented")


@dataclass(frozen=True)
class Tops:
    """(units,) each. satisfied: answers that could be at the top; top: those that are; at: their mean log odds under
    the kind's custom; chance: mean P(satisfied) at each node (units, nodes); spread: sd of the custom between
    entities."""

    satisfied: Array
    top: Array
    at: Array
    chance: Array
    spread: Array

    def prior(self, units: Index) -> Array:
        """Masses of ordinary customs, and of those where everyone says five. (2, units, customs)."""
        edges = np.r_[-np.inf, (CUSTOMS[:-1] + CUSTOMS[1:]) / 2, np.inf]
        spread = self.spread[units, None]
        near = 0.9 * np.diff(ndtr(edges / spread), axis=1) + 0.1 * np.diff(ndtr(edges / (2 * spread)), axis=1)
        far = np.diff(ndtr((edges - EVERYONE_AT) / EVERYONE_SD))
        return np.stack([near, np.broadcast_to(far, near.shape)])

    def honest(self, units: Index, nodes: slice) -> Array:
        """Log likelihood of the tops. (units, nodes, customs)."""
        return self._log(units, self._custom(units, nodes))

    def raised(self, units: Index, nodes: slice, way: str) -> Array:
        """Log likelihood of the tops if answers were raised. (units, hidden, nodes, customs)."""
        p = self.chance[units][:, None, nodes, None].astype(np.float32)
        q, phi = self._custom(units, nodes)[:, None], HIDDEN[:, None, None].astype(np.float32)
        at_top = {
            "lifted": p * q + (1 - p) * phi / 2, "topped": p * q + (1 - p * q) * phi,
            "invented": p * q * (1 - phi) + np.float32(TOP_OF_INVENTED) * phi,
        }[way]  # fmt: skip
        return self._log(units, at_top / (p + (1 - p) * phi))

    def _custom(self, units: Index, nodes: slice) -> Array:
        """P(top | satisfied). (units, nodes, customs)."""
        return expit((self.at[units, None, None] + SLOPE * NODES[nodes, None] + CUSTOMS).astype(np.float32))

    def _log(self, units: Index, chance: Array) -> Array:
        shape = (-1, *([1] * (chance.ndim - 1)))
        n, top = (values[units].reshape(shape).astype(chance.dtype) for values in (self.satisfied, self.top))
        return _log(chance, n, top)


def _log(chance: Array, n: Array, top: Array) -> Array:
    """Binomial log likelihood, weighed down for what a period's own custom adds to its spread."""
    inside = np.clip(chance, 1e-4, 1 - 1e-4)
    return (top * np.log(inside) + (n - top) * np.log1p(-inside)) / (1 + n * PASSING**2 / 4)


def measure(panel: Panel, model: Model | None, levels: Levels) -> Tops:
    """Tops of every unit of a panel that was asked in one way; others say nothing here."""
    of, size = panel.answers, len(panel)
    rows = np.flatnonzero(of.judged & of.satisfied & (of.points > 2))
    unit = of.unit[rows]
    n, top = (by_group(unit, values, size).astype(float) for values in (None, of.level[rows] == of.points[rows] - 1))
    kind, one_kind = _kinds(panel)
    known = one_kind & (n > 0)
    eta = np.zeros(len(of.unit)) if model is None else model.eta - model.cut + model.level[of.entity, of.period]
    at = SLOPE * by_group(unit, eta[rows], size) / np.maximum(n, 1)
    n, top = np.where(known, n, 0.0), np.where(known, top, 0.0)
    custom, spread = _customs(panel.entity, np.where(known, kind, -1), n, top, at)
    chance = np.clip(levels.at_node / np.maximum(levels.n, 1)[:, None], 1e-6, 1 - 1e-6)
    return Tops(n, top, at + custom, chance, spread)


def _kinds(panel: Panel) -> tuple[Index, Mask]:
    """Kind of asking of each unit's judged answers, and whether it is the only one."""
    of = panel.answers
    width = int(of.kind.max(initial=0)) + 1
    unit, code = np.divmod(np.unique(of.unit[of.judged] * width + of.kind[of.judged]), width)
    kind = np.zeros(len(panel), np.intp)
    kind[unit] = code
    return kind, np.bincount(unit, None, len(panel)) == 1


def _customs(entity: Index, kind: Index, n: Array, top: Array, at: Array) -> tuple[Array, Array]:
    """Custom of each unit's kind, log odds beside `at`, and its spread between entities; kinds of few entities may have
    any."""
    custom, spread = np.zeros(len(n)), np.full(len(n), UNKNOWN_SPREAD)
    for one in np.unique(kind[kind >= 0]):
        rows = np.flatnonzero(kind == one)
        entities, row = np.unique(entity[rows], return_inverse=True)
        if len(entities) < FEW_ENTITIES:
            continue
        chance = expit(at[rows, None] + WIDE_NODES)
        likelihood = summed(_log(chance, n[rows, None], top[rows, None]), row.ravel(), len(entities))
        custom[rows], spread[rows] = _fit(np.exp(likelihood - likelihood.max(axis=1, keepdims=True)))
    return custom, spread


def _fit(likelihood: Array) -> tuple[float, float]:
    """Posterior mean of the kind's custom, and spread with its own uncertainty; a part of entities may be far above.

    likelihood: (entities, wide nodes).
    """
    step = WIDE_NODES[1] - WIDE_NODES[0]
    edges = np.r_[-np.inf, WIDE_NODES[:-1] + step / 2, np.inf]
    total = np.empty((len(MEANS), len(SPREADS), len(DISTORTED)))
    for i, mean in enumerate(MEANS):
        far = likelihood @ np.diff(ndtr((edges - mean - EVERYONE_AT) / EVERYONE_SD))
        for j, spread in enumerate(SPREADS):
            near = likelihood @ np.diff(ndtr((edges - mean) / spread))
            mixed = (1 - DISTORTED[:, None]) * near + DISTORTED[:, None] * far
            total[i, j] = np.log(np.maximum(mixed, 1e-300)).sum(axis=1)
    weight = softmax(total - 0.5 * (SPREADS / PRIOR_SPREAD)[:, None] ** 2)
    of_means, of_spreads = weight.sum(axis=(1, 2)), weight.sum(axis=(0, 2))
    mean = float(of_means @ MEANS)
    return mean, float(np.sqrt(of_spreads @ SPREADS**2 + of_means @ (MEANS - mean) ** 2))
