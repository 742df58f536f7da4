"""What do reference answers, main answers and their very top say of an entity's level in each period?

Belongs here: Newton steps to the joint mode of level, courtesy and custom, and the system of one entity.
Elsewhere: the believable share that is made of it (believable), how far main answers are trusted (posterior).

One system an entity: its periods' levels, jointly normal; its courtesy, which main answers carry; and its custom of
giving the very top, beside which the share of tops among the satisfied tells more of the level than satisfied or not
does. The custom is Student's t, by EM: where everyone says five, tops tell little.

Source: Laplace approximation, Tierney & Kadane (1986), JASA 81; t by EM, Lange, Little & Taylor (1989), JASA 84.
"""

from dataclasses import dataclass, fields

import numpy as np
from scipy.special import expit, logit

from pipelines.integrity.panel import Index, Panel
from pipelines.integrity.reference_model import Model
from pipelines.integrity.stats import ordinal_mixed
from pipelines.integrity.stats.sums import by_group
from pipelines.integrity.tops import PASSING, SLOPE, Tops
from pipelines.integrity.units import Array, Mask

ROUNDS, FREEDOM, HALF = 5, 4.0, 0.5


@dataclass(frozen=True)
class Information:
    """Working precision and target of reference answers, of main answers and of the very top among their satisfied
    ones, by entity and period, (entities, periods) each; spread: sd of courtesy and of custom, (entities, 2)."""

    reference: Array
    reference_target: Array
    main: Array
    main_target: Array
    top: Array
    top_target: Array
    spread: Array

    def of(self, entity: Index) -> "Information":
        """Rows of some entities."""
        return Information(*(getattr(self, field.name)[entity] for field in fields(self)))


def gather(panel: Panel, model: Model, tops: Tops, trust: Array, shift: Array, spread: Array) -> Information:
    """Newton steps to the joint mode; then what each stream says of each entity and period. shift: of each answer."""
    of = panel.answers
    level, courtesy, custom = model.level.copy(), np.zeros(panel.entities), _apart(panel, tops)
    of_customs = of_entities(panel, tops.spread)
    for _ in range(ROUNDS):
        eta = model.eta + level[of.entity, of.period]
        gradient, curvature = ordinal_mixed.derivatives(eta, model.scale, _scale_level(panel, model), model.fit.cuts)
        main = eta + shift + courtesy[of.entity] - model.cut
        chance = expit(main / np.sqrt(1 + np.pi * model.noise / 8))
        gradient = np.where(of.judged, of.satisfied - chance, gradient)
        curvature = np.where(of.judged, chance * (1 - chance), curvature)
        worth = _worth(panel, curvature, model)
        info = Information(
            *_by_cell(panel, of.reference, worth, gradient, curvature, level, 0 * courtesy),
            *_by_cell(panel, of.judged, worth, gradient, curvature, level, courtesy),
            *_of_tops(panel, model, tops, level, custom),
            np.column_stack([spread, np.sqrt((FREEDOM * of_customs**2 + custom**2) / (FREEDOM + 1))]),
        )
        modes = solve(panel, model, info, trust)[0]
        level, courtesy, custom = modes[:, :-2], modes[:, -2], modes[:, -1]
    return info


def _apart(panel: Panel, tops: Tops) -> Array:
    """How far each entity's tops are from its kind's custom, log odds: the search begins where all of it is custom."""
    n, top, due = (
        by_group(panel.entity, values, panel.entities)
        for values in (tops.satisfied, tops.top, tops.satisfied * expit(tops.at))
    )
    return logit((top + HALF) / (n + 1)) - logit((due + HALF) / (n + 1))


def _of_tops(panel: Panel, model: Model, tops: Tops, level: Array, custom: Array) -> tuple[Array, Array]:
    """Working precision and target of the very top among the satisfied, on the scale of its own log odds."""
    moved = SLOPE * level[panel.entity, panel.period] + custom[panel.entity]
    chance = expit(tops.at + moved - SLOPE * model.level[panel.entity, panel.period])
    weight = 1 / (1 + tops.satisfied * PASSING**2 / 4)
    precision = weight * tops.satisfied * chance * (1 - chance)
    target = weight * (tops.top - tops.satisfied * chance) + precision * moved
    size = panel.entities * panel.periods
    first, second = (by_group(panel.cell, values, size) for values in (precision, target))
    return first.reshape(panel.entities, -1), second.reshape(panel.entities, -1)


def _scale_level(panel: Panel, model: Model) -> Index:
    """Level on the model's scale; yes or no where the scale is read as that."""
    return np.where(model.scale == 0, panel.answers.satisfied, panel.answers.level).astype(np.intp)


def _worth(panel: Panel, curvature: Array, model: Model) -> Array:
    """Share of an answer's information that is left when its account's own effect is unknown."""
    account = panel.answers.account
    known = account >= 0
    total = by_group(account[known], curvature[known], max(panel.account_count, 1))
    return np.where(known, 1 / (1 + model.noise * total[np.maximum(account, 0)]), 1 / (1 + model.noise * curvature))


def _by_cell(
    panel: Panel, rows: Mask, worth: Array, gradient: Array, curvature: Array, level: Array, offset: Array
) -> tuple[Array, Array]:
    of = panel.answers
    cell, size = of.entity[rows] * panel.periods + of.period[rows], panel.entities * panel.periods
    at = level[of.entity[rows], of.period[rows]] + offset[of.entity[rows]]
    precision = by_group(cell, (worth * curvature)[rows], size)
    target = by_group(cell, worth[rows] * (gradient[rows] + curvature[rows] * at), size)
    return precision.reshape(panel.entities, -1), target.reshape(panel.entities, -1)


def solve(panel: Panel, model: Model, info: Information, trust: Array) -> tuple[Array, Array]:
    """Means and covariances of (periods, courtesy, custom) for rows of trust and information: (k, periods)."""
    periods, fit = panel.periods, model.fit
    prior = ordinal_mixed.prior_precision(periods, (fit.between, fit.within, fit.of_account))
    main, top = trust * info.main, trust * info.top
    system = np.zeros((len(trust), periods + 2, periods + 2))
    system[:, :periods, :periods] = prior
    diagonal = np.arange(periods)
    system[:, diagonal, diagonal] += info.reference + main + SLOPE**2 * top
    for place, cross in ((periods, main), (periods + 1, SLOPE * top)):
        system[:, diagonal, place] = system[:, place, diagonal] = cross
    own = np.stack([main.sum(axis=1), top.sum(axis=1)], axis=1) + 1 / info.spread**2
    system[:, [periods, periods + 1], [periods, periods + 1]] = own
    target, of_top = trust * info.main_target, trust * info.top_target
    right = np.concatenate(
        [info.reference_target + target + SLOPE * of_top, np.stack([target.sum(axis=1), of_top.sum(axis=1)], axis=1)],
        axis=1,
    )
    covariance = np.asarray(np.linalg.inv(system), np.float64)
    return np.einsum("kij,kj->ki", covariance, right), covariance


def of_entities(panel: Panel, values: Array) -> Array:
    """Mean of a unit's value over each entity."""
    count = by_group(panel.entity, None, panel.entities)
    return by_group(panel.entity, values, panel.entities) / np.maximum(count, 1)
