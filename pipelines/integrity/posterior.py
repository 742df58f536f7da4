"""How likely is it that a unit's figure was distorted, and by which mechanism?

Belongs here: the mechanisms, the traces that each may leave, and their joint posterior over an entity's periods.
Elsewhere: likelihoods of answers (levels), traces against peers (detectors), the ladder (ladder).

An entity never distorts, or follows one mechanism in some of its periods. Given its lasting deviation, periods are
independent, so every pattern of periods is summed without listing any. A trace counts once for the entity, however many
periods a habit lasts: its mean against peers, or one period that stands out from the others. Within the entity it only
points to periods, at no gain. Traces that habits of honest people leave are capped, or count by their change alone.

Source: switching regimes, Hamilton (1989), Econometrica 57, with exchangeable periods; prevalences by EM, Dempster,
Laird & Rubin (1977), JRSS B 39.
"""

from dataclasses import dataclass, field, replace

import numpy as np
from scipy.special import logsumexp

from pipelines.integrity import signals
from pipelines.integrity.levels import Levels
from pipelines.integrity.panel import Panel
from pipelines.integrity.stats.sums import by_group
from pipelines.integrity.traces import Traces
from pipelines.integrity.units import Array

ACTIVITIES = (0.35, 0.75, 0.95)
"""Shares of periods in which a distorting entity may distort: now and then, mostly, nearly always."""
CERTAIN, PERHAPS = 0.85, 0.5
"""Chance that a mechanism leaves a trace that it is known for, and one that it may leave."""
HABIT_CAP = np.log(8.0)
"""A trace that a habit of honest people can leave never weighs more than eight to one."""
ROUNDS, PRIOR_DISTORTED, PRIOR_WEIGHT = 12, 0.15, 20.0


@dataclass(frozen=True)
class Mechanism:
    """A way to distort. answers: raised or removed; certain: traces that it leaves; perhaps: ones it may leave."""

    name: str
    answers: str
    certain: tuple[str, ...] = ()
    perhaps: tuple[str, ...] = ()


MECHANISMS = (
    Mechanism("raised", "raised", perhaps=("items", "complaints")),
    Mechanism("fabricated", "raised", perhaps=("duration", "gaps", "straight", "twins", "items")),
    Mechanism("copied", "raised", certain=("twins",), perhaps=("remarks", "duration", "gaps")),
    Mechanism("selected", "removed", certain=("asked",), perhaps=("coverage",)),
    Mechanism("unreachable", "removed", certain=("bounced",), perhaps=("bounced_at_risk", "edited")),
    Mechanism("unanswered", "removed", certain=("answered",)),
    Mechanism("hidden", "raised", certain=("complaints",), perhaps=("items",)),
)
OUTCOME = frozenset({"items", "twins", "asked", "answered", "bounced_at_risk"})
"""Traces that are outcome evidence: the answers' own items, copies, and contrasts in which habits cancel."""
CHANGE_ONLY = frozenset({"duration", "gaps", "straight"})
CAPPED = frozenset({"remarks", "coverage", *CHANGE_ONLY})


@dataclass(frozen=True)
class Posterior:
    """(units,) each. probability: of distortion in this period; log_odds: the same; own: log Bayes factor of the period
    given the entity's other periods; alone: log Bayes factor of this period's records alone; outcome: log Bayes factor
    of its outcome evidence; mechanism: index of the likeliest."""

    probability: Array
    log_odds: Array
    own: Array
    alone: Array
    outcome: Array
    mechanism: Array
    by_mechanism: Array = field(repr=False)
    prevalence: Array = field(repr=False)


def combine(panel: Panel, levels: Levels, traces: Traces) -> Posterior:
    """Posterior of every unit of a panel."""
    kinds = [_Part.of(panel, levels, traces, mechanism) for mechanism in MECHANISMS]
    parts = [replace(part, activity=activity) for part in kinds for activity in ACTIVITIES]
    entities = _Entities(panel, levels, parts)
    prevalence = entities.prevalence()
    by_mechanism, log_odds, own = entities.units(prevalence)
    share = by_mechanism - logsumexp(by_mechanism, axis=0)
    alone = logsumexp(np.stack([part.alone for part in parts]) + share, axis=0)
    outcome = logsumexp(np.stack([part.outcome for part in parts]) + share, axis=0)
    total = np.exp(np.minimum(log_odds, 0)) / (1 + np.exp(-np.abs(log_odds)))
    return Posterior(
        np.where(log_odds > 0, 1 / (1 + np.exp(-np.abs(log_odds))), total), log_odds, own, alone, outcome,
        by_mechanism.argmax(axis=0) // len(ACTIVITIES), by_mechanism, prevalence,
    )  # fmt: skip


@dataclass(frozen=True)
class _Part:
    """One mechanism. once: (entities,) log factor of all its traces; period: (units,) which period they point to;
    active: (units, nodes) log likelihood of the answers; alone, outcome: (units,) of the period's own records."""

    once: Array
    period: Array
    active: Array
    alone: Array
    outcome: Array
    activity: float = ACTIVITIES[-1]

    @property
    def spent(self) -> Array:
        """What traces would gain by periods alone: taken out, as `once` already holds what they say. (units,)."""
        return np.logaddexp(np.log(1 - self.activity), np.log(self.activity) + self.period)

    @classmethod
    def of(cls, panel: Panel, levels: Levels, traces: Traces, mechanism: Mechanism) -> "_Part":
        once, period, own = np.zeros(panel.entities), np.zeros(len(panel)), np.zeros(len(panel))
        outcome = np.zeros(len(panel))
        for name in (*mechanism.certain, *mechanism.perhaps):
            share = CERTAIN if name in mechanism.certain else PERHAPS
            of_entity, of_period, alone = _factors(panel, traces, name, share)
            once, period, own = once + of_entity, period + of_period, own + alone
            if name in OUTCOME:
                outcome = outcome + np.maximum(alone, of_entity[panel.entity])
        table = {"raised": levels.raised, "removed": levels.removed}[mechanism.answers]
        level = logsumexp(table + levels.prior, axis=1) - logsumexp(levels.honest + levels.prior, axis=1)
        return cls(once, period, table, level + own, outcome + level)


def _factors(panel: Panel, traces: Traces, name: str, share: float) -> tuple[Array, Array, Array]:
    """Log factors of a trace: of the entity, of each period within it, and of the period alone against peers.

    The entity's is that of its mean, or of one period that stands out from its others, half and half.
    """
    peers = traces[name].peers
    mean, change, unit = (np.exp(_factor(z, share, name)) for z in (peers.z_mean, peers.z_change, peers.z))
    asked = np.isfinite(peers.z)
    count = np.maximum(by_group(panel.entity[asked], None, panel.entities), 1)
    best = by_group(panel.entity[asked], change[asked], panel.entities) / count
    if name in CHANGE_ONLY:
        entity = np.where(by_group(panel.entity, asked, panel.entities) > 0, best, 1.0)
        return np.log(entity), np.log(change), np.log(change)
    lasting = np.ones(panel.entities)
    lasting[panel.entity[asked]] = mean[asked]
    entity = np.where(by_group(panel.entity, asked, panel.entities) > 0, (lasting + best) / 2, 1.0)
    return np.log(entity), np.log(unit), np.log(unit)


def _factor(z: Array, share: float, name: str) -> Array:
    value = signals.maybe(signals.factor(z), share)
    return np.minimum(value, HABIT_CAP) if name in CAPPED else value


@dataclass(frozen=True)
class _Entities:
    """The joint likelihood of each entity's periods under each mechanism."""

    panel: Panel
    levels: Levels
    parts: list[_Part]

    def _periods(self, part: _Part | None) -> tuple[Array, Array]:
        """Log likelihood of each unit at each node if it may be active, and of the active branch."""
        honest = self.levels.honest
        if part is None:
            return honest, np.full_like(honest, -np.inf)
        active = part.active + (np.log(part.activity) + part.period - part.spent)[:, None]
        passive = honest + (np.log(1 - part.activity) - part.spent)[:, None]
        return np.logaddexp(passive, active), active

    def _sum(self, values: Array) -> Array:
        table = np.zeros((self.panel.entities, values.shape[1]))
        np.add.at(table, self.panel.entity, values)
        return table

    def _prior(self) -> Array:
        """Log prior of each entity's nodes: the mean over its units' priors."""
        total = self._sum(np.exp(self.levels.prior))
        count = by_group(self.panel.entity, None, self.panel.entities)[:, None]
        return np.log(np.maximum(total / np.maximum(count, 1), 1e-300))

    def prevalence(self) -> Array:
        """Shares of entities: never, then each mechanism; by EM with a weak prior."""
        prior = self._prior()
        columns = [logsumexp(self._sum(self.levels.honest) + prior, axis=1)]
        for part in self.parts:
            joint, _ = self._periods(part)
            columns.append(logsumexp(self._sum(joint) + prior, axis=1) + part.once)
        table = np.column_stack(columns)
        start = np.r_[1 - PRIOR_DISTORTED, np.full(len(self.parts), PRIOR_DISTORTED / len(self.parts))]
        share = start
        for _ in range(ROUNDS):
            log = table + np.log(share)
            weight = np.exp(log - logsumexp(log, axis=1, keepdims=True))
            share = (weight.sum(axis=0) + PRIOR_WEIGHT * start) / (len(table) + PRIOR_WEIGHT)
        return share

    def units(self, prevalence: Array) -> tuple[Array, Array, Array]:
        """Log weights of mechanisms in each unit, log odds of distortion, and the period's own log Bayes factor."""
        prior, entity = self._prior(), self.panel.entity
        never = logsumexp(self._sum(self.levels.honest)[entity] + prior[entity], axis=1) + np.log(prevalence[0])
        others_never = self._without(self.levels.honest, prior) + np.log(prevalence[0])
        active, passive, before_active, before_passive = [], [never], [], [others_never]
        for number, part in enumerate(self.parts):
            joint, of_active = self._periods(part)
            rest = self._sum(joint)[entity] - joint + prior[entity]
            weight = np.log(prevalence[number + 1]) + part.once[entity]
            active.append(logsumexp(rest + of_active, axis=1) + weight)
            passive.append(
                logsumexp(rest + self.levels.honest + (np.log(1 - part.activity) - part.spent)[:, None], axis=1)
                + weight
            )
            others = logsumexp(rest, axis=1) + weight
            before_active.append(others + np.log(part.activity))
            before_passive.append(others + np.log(1 - part.activity))
        odds = logsumexp(active, axis=0) - logsumexp(passive, axis=0)
        before = logsumexp(before_active, axis=0) - logsumexp(before_passive, axis=0)
        return np.stack(active), odds, odds - before

    def _without(self, table: Array, prior: Array) -> Array:
        """Log likelihood of an entity's other periods."""
        entity = self.panel.entity
        return logsumexp(self._sum(table)[entity] - table + prior[entity], axis=1)
