"""How satisfied honest units are, and where that is known from; never from the suspect.

Belongs here: the choice of the outside rate, unit by unit, and its origin.
Elsewhere: how rates are learned (stats.random_effects), which answers are outside ones (units).

Conflicted answers (or ones whose collector is unknown) are held against the independent answers of all subjects; the
unit's own subject counts there twice over: what outsiders heard of it says how good it really is. A unit whose own
answers are independent is held against the other subjects' alone. Failing those, against a configured rate.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pipelines.integrity.policy import ReferencePolicy
from pipelines.integrity.stats import random_effects
from pipelines.integrity.stats.logit_grid import LOGITS, kernel
from pipelines.integrity.stats.predictive import mean_and_sd
from pipelines.integrity.stats.random_effects import PERIOD_SDS, RandomEffects
from pipelines.integrity.units import Array, Counts, Mask, Units
from pipelines.vocabulary import ReferenceOrigin

ANY = "any"


class OutsideRate(Protocol):
    """A satisfaction rate from outside the company, worth `strength` answers, for one survey or `any`."""

    survey: str
    satisfied_share: float
    strength: float
    source: str


@dataclass(frozen=True)
class Reference:
    """What honest units would answer; first (units,), then (rows, ...), `row` = which of the rows is the unit's.

    rate, count: the reference answers' satisfied share and number; spread: standard deviation of an honest unit's rate
    around what is expected of it; levels: distribution of the subject's lasting level; rates: of one period's rate;
    period_sd: weights of random_effects.PERIOD_SDS. Unknown: known is False and row is 0, a flat placeholder.
    """

    known: Mask
    origin: NDArray[np.object_]
    rate: Array
    count: Array
    spread: Array
    row: NDArray[np.intp]
    levels: Array
    rates: Array
    period_sd: Array


@dataclass(frozen=True)
class References:
    """The two references of a run: of answers at large, and of accounts after a severe loss."""

    answers: Reference
    after_loss: Reference


def of_units(units: Units, policy: ReferencePolicy, outside_rates: Iterable[OutsideRate] = ()) -> References:
    """Both references. Configured rates speak of answers at large only: no outsider knows the rate after a loss."""
    configured = {rate.survey: rate for rate in outside_rates}
    return References(
        answers=choose(units, units.outside, policy.minimum_answers, policy, configured),
        after_loss=choose(units, units.outside_after_loss, policy.minimum_accounts_with_loss, policy, {}),
    )


def choose(
    units: Units, outside: Counts, minimum: int, policy: ReferencePolicy, configured: Mapping[str, OutsideRate]
) -> Reference:
    """The reference of each unit, learned apart for each unit definition and survey."""
    size = len(units)
    flat = np.full((1, len(LOGITS)), 1 / len(LOGITS))
    parts = [(flat, flat, np.full((1, len(PERIOD_SDS)), 1 / len(PERIOD_SDS)))]
    known, row = np.zeros(size, bool), np.zeros(size, np.intp)
    origin = np.full(size, ReferenceOrigin.NONE.value, object)
    rate, count = np.full(size, np.nan), np.zeros(size)
    rows_so_far = 1
    for members, survey in _panels(units):
        panel = _Panel.of(units, outside, members, minimum, configured.get(survey, configured.get(ANY)))
        courtesy = kernel(policy.courtesy_sd, shift=policy.courtesy_shift)
        learned, which = panel.rows(courtesy)
        known[members], origin[members] = panel.origin != ReferenceOrigin.NONE.value, panel.origin
        rate[members], count[members] = panel.rate, panel.count
        row[members] = np.where(which >= 0, which + rows_so_far, 0)
        rows_so_far += len(learned[0])
        parts.append(learned)
    levels, rates, period_sd = (np.concatenate(kind) for kind in zip(*parts, strict=True))
    spread = np.where(known, mean_and_sd(rates)[1][row], np.nan)
    return Reference(known, origin, rate, count, spread, row, levels, rates, period_sd)


def _panels(units: Units) -> list[tuple[NDArray[np.intp], str]]:
    """Positions of the answer units of each unit definition and survey, in order, with the survey's id."""
    answers = units.ids[~units.is_published]
    groups = answers.groupby(["unit_definition_id", "survey_id"], sort=True, dropna=False).indices
    positions = np.flatnonzero(~units.is_published)
    return [(positions[where], "" if pd.isna(key[1]) else str(key[1])) for key, where in groups.items()]


@dataclass(frozen=True)
class _Panel:
    """The units of one definition and survey: (members,) arrays, and what their outside answers teach.

    subject: row of the unit's subject in `effects`; the last row belongs to subjects without outside answers.
    """

    subject: NDArray[np.intp]
    independent: Mask
    origin: NDArray[np.object_]
    rate: Array
    count: Array
    effects: RandomEffects | None
    configured: RandomEffects | None

    @classmethod
    def of(
        cls, units: Units, outside: Counts, members: NDArray[np.intp], minimum: int, configured: OutsideRate | None
    ) -> "_Panel":
        subject = pd.factorize(units.ids["subject_id"].iloc[members], sort=True)[0]
        satisfied, answered = outside.satisfied[members], outside.answered[members]
        independent = units.is_independent[members]
        own = [np.bincount(subject, values)[subject] for values in (satisfied, answered)]
        count = answered.sum() - np.where(independent, own[1], 0)
        rate = (satisfied.sum() - np.where(independent, own[0], 0)) / np.where(count > 0, count, np.nan)
        usable = (count >= minimum) & (rate < 1)
        effects, place = _learn(outside, members, subject) if usable.any() else (None, subject)
        origin = np.where(independent, ReferenceOrigin.OTHER_UNITS.value, ReferenceOrigin.INDEPENDENT_ANSWERS.value)
        fallback = ReferenceOrigin.NONE if configured is None else ReferenceOrigin.CONFIGURED
        origin = np.where(usable, origin, fallback.value).astype(object)
        rate = np.where(usable, rate, np.nan if configured is None else configured.satisfied_share)
        count = np.where(usable, count, 0 if configured is None else round(configured.strength))
        known_rate = (
            random_effects.of_known_rate(configured.satisfied_share, configured.strength) if configured else None
        )
        return cls(place, independent, origin, rate, count, effects, known_rate)

    def rows(self, courtesy: Array) -> tuple[tuple[Array, Array, Array], NDArray[np.intp]]:
        """Distinct (levels, rates, period_sd) and which of them is each member's; -1 where nothing is known."""
        none = self.origin == ReferenceOrigin.NONE.value
        from_run = ~none & (self.origin != ReferenceOrigin.CONFIGURED.value)
        key = np.stack([from_run, np.where(from_run, self.subject, 0), self.independent], axis=1).astype(np.intp)
        distinct, which = np.unique(key[~none], axis=0, return_inverse=True)
        place = np.full(len(none), -1)
        place[~none] = which.ravel()
        levels, sds = self._levels(distinct, courtesy)
        return (levels, _of_one_period(levels, sds), sds), place

    def _levels(self, distinct: NDArray[np.intp], courtesy: Array) -> tuple[Array, Array]:
        levels, sds = np.empty((len(distinct), len(LOGITS))), np.empty((len(distinct), len(PERIOD_SDS)))
        for from_run, effects in ((1, self.effects), (0, self.configured)):
            for independent in (0, 1):
                chosen = np.flatnonzero((distinct[:, 0] == from_run) & (distinct[:, 2] == independent))
                if effects is None or not len(chosen):
                    continue
                subject = distinct[chosen, 1]
                levels[chosen], sds[chosen] = effects.others[subject], effects.period_sd[subject]
                if not independent:
                    levels[chosen] = _normalised(levels[chosen] * effects.own[subject]) @ courtesy
        return levels, sds


def _learn(
    outside: Counts, members: NDArray[np.intp], subject: NDArray[np.intp]
) -> tuple[RandomEffects, NDArray[np.intp]]:
    """Effects of the subjects that have outside answers, and each member's row among them (the last: none)."""
    some = outside.answered[members] > 0
    asked, place = np.unique(subject[some], return_inverse=True)
    worth = outside.satisfied_worth[members][some], outside.answered_worth[members][some]
    effects = random_effects.fit(*worth, place.ravel(), len(asked))
    position = np.full(subject.max() + 1, effects.row[-1])
    position[asked] = effects.row[:-1]
    return effects, position[subject]


def _of_one_period(levels: Array, period_sd: Array) -> Array:
    """Add a period's own deviation to the lasting level."""
    return np.sum([period_sd[:, [i]] * (levels @ kernel(sd)) for i, sd in enumerate(PERIOD_SDS)], axis=0)


def _normalised(rows: Array) -> Array:
    return rows / rows.sum(axis=1, keepdims=True)
