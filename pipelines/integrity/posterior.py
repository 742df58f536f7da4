"""How likely is it that a unit's figure was distorted, and by which mechanism?

Belongs here: the mechanisms, the traces that each may leave, and their joint posterior over an entity's periods.
Elsewhere: likelihoods of answers (levels), traces against peers (detectors), patterns of periods (stats.activity),
the ladder (ladder).

An entity never distorts, or follows one mechanism in some of its periods: every pattern of periods is summed. Given a
pattern, each trace and the answers have a likelihood in which the entity's lasting level is integrated out over all its
periods together, so a stable habit counts once, however many periods it lasts. Traces that habits of honest people
leave count by their change alone and are bounded.

Source: switching regimes, Hamilton (1989), Econometrica 57, with exchangeable periods; prevalences by EM, Dempster,
Laird & Rubin (1977), JRSS B 39.
"""

from dataclasses import dataclass, field

import numpy as np
from scipy.special import expit, logsumexp

from pipelines.integrity import signals
from pipelines.integrity.levels import Levels
from pipelines.integrity.panel import Index, Panel
from pipelines.integrity.stats import activity
from pipelines.integrity.traces import Traces
from pipelines.integrity.units import Array

ACTIVITIES = (0.35, 0.75, 0.95)
"""Shares of periods in which a distorting entity may distort: now and then, mostly, nearly always."""
CERTAIN, PERHAPS, SELDOM = 0.85, 0.75, 0.2
"""Chance that a mechanism leaves a trace that it is known for, one that it may leave, and one that it seldom leaves."""
BOLD_SELDOM = 0.5
OUTCOMES, INNOCENT, HABITUAL = 0.005, 0.01, 0.125
"""Share of honest entities with such a trace for reasons of their own: it never weighs more than 1 / share. Least where
habits cancel, most where they make the trace."""
HABIT_CAP = -np.log(HABITUAL)
ROUNDS, PRIOR_DISTORTED, PRIOR_WEIGHT = 12, 0.15, 20.0
ENTITIES_AT_ONCE = 4096


@dataclass(frozen=True)
class Mechanism:
    """A way to distort. answers: raised or removed; then the traces that it leaves, may leave, seldom leaves."""

    name: str
    answers: str
    certain: tuple[str, ...] = ()
    perhaps: tuple[str, ...] = ()
    seldom: tuple[str, ...] = ()

    def traces(self, *, bold: bool) -> tuple[tuple[str, float], ...]:
        """Each trace with the chance that it is left; a ranking expects seldom ones as often as not."""
        of = ((self.certain, CERTAIN), (self.perhaps, PERHAPS), (self.seldom, BOLD_SELDOM if bold else SELDOM))
        return tuple((name, share) for names, share in of for name in names)


MECHANISMS = (
    Mechanism("raised", "raised", perhaps=("items",), seldom=("complaints", "top")),
    Mechanism("fabricated", "raised", perhaps=("duration", "gaps", "straight", "twins"), seldom=("items", "top")),
    Mechanism("copied", "raised", certain=("twins",), perhaps=("remarks",), seldom=("duration", "gaps", "top")),
    Mechanism("selected", "removed", certain=("asked",), seldom=("coverage",)),
    Mechanism("unreachable", "removed", certain=("bounced",), perhaps=("bounced_at_risk", "edited")),
    Mechanism("unanswered", "removed", certain=("answered",)),
    Mechanism("hidden", "raised", certain=("complaints",), seldom=("items", "top")),
)
OUTCOME = frozenset({"items", "twins", "asked", "answered", "bounced_at_risk"})
"""Traces that are outcome evidence: the answers' own items, copies, and contrasts in which habits cancel."""
SHARED = frozenset({"twins"})
"""Traces whose value in a period is made of the entity's other periods too: these are correlated, not independent."""
CHANGE_ONLY = frozenset({"duration", "gaps", "straight", "top"})
CAPPED = frozenset({"remarks", "coverage", *CHANGE_ONLY})


@dataclass(frozen=True)
class Posterior:
    """(units,) each. probability: of distortion in this period; log_odds: the same; own: log Bayes factor of the period
    given the entity's other periods; alone: log Bayes factor of this period's records alone; outcome: log Bayes factor
    of its outcome evidence; mechanism: index of the likeliest; prevalence: shares of entities, never first."""

    probability: Array
    log_odds: Array
    own: Array
    alone: Array
    outcome: Array
    mechanism: Array
    prevalence: Array = field(repr=False)


def combine(panel: Panel, levels: Levels, traces: Traces, *, bold: bool = False) -> Posterior:
    """Posterior of every unit of a panel. bold: stable habits count too, against peers (for ranking, never a flag)."""
    pieces = _Pieces.of(panel)
    names = sorted({name for mechanism in MECHANISMS for name, _ in mechanism.traces(bold=bold)})
    ratios = {name: _of_trace(pieces, traces, name, bold) for name in names}
    ratios |= {way: _of_answers(pieces, levels, getattr(levels, way)) for way in ("raised", "removed")}
    parts = [_Part.of(panel, levels, traces, mechanism, ratios, bold) for mechanism in MECHANISMS]
    ratio = np.stack([part.ratio for part in parts])
    prevalence = _prevalence(ratio)
    share, odds, own, outcome = _of_units(pieces, parts, ratio, prevalence)
    alone = logsumexp(np.stack([part.alone for part in parts]) + share, axis=0)
    return Posterior(np.asarray(expit(odds), np.float64), odds, own, alone, outcome, share.argmax(axis=0), prevalence)


@dataclass(frozen=True)
class _Pieces:
    """Histories of at most MOST_PERIODS periods. row: piece of each unit; slot: its place there."""

    row: Index
    slot: Index
    count: int
    periods: int

    @classmethod
    def of(cls, panel: Panel) -> "_Pieces":
        number = -(-max(panel.periods, 1) // activity.MOST_PERIODS)
        periods = -(-max(panel.periods, 1) // number)
        return cls(
            panel.entity * number + panel.period // periods, panel.period % periods, panel.entities * number, periods
        )

    def table(self, values: Array, empty: float = np.nan) -> Array:
        """Values of units by piece and slot. (pieces, periods, ...)."""
        result = np.full((self.count, self.periods, *values.shape[1:]), empty)
        result[self.row, self.slot] = values
        return result


@dataclass(frozen=True)
class _Part:
    """One mechanism. ratio, outcome: (pieces, patterns) log ratio to "never", of all records and of outcome evidence;
    alone: (units,) of the period's own records."""

    ratio: Array
    outcome: Array
    alone: Array

    @classmethod
    def of(
        cls, panel: Panel, levels: Levels, traces: Traces, mechanism: Mechanism, ratios: dict[str, Array], bold: bool
    ) -> "_Part":
        """ratios: of each trace, and of the answers raised or removed."""
        active = {"raised": levels.raised, "removed": levels.removed}[mechanism.answers]
        ratio = ratios[mechanism.answers]
        outcome = ratio.copy()
        alone = logsumexp(active + levels.prior, axis=1) - logsumexp(levels.honest + levels.prior, axis=1)
        for name, share in mechanism.traces(bold=bold):
            found = signals.maybe(ratios[name], share)
            ratio = ratio + found
            outcome = outcome + found if name in OUTCOME else outcome
            peers = traces[name].peers
            factor = signals.maybe(signals.factor(peers.z_change if name in CHANGE_ONLY else peers.z), share)
            alone = alone + (np.minimum(factor, HABIT_CAP) if name in CAPPED else factor)
        return cls(ratio, outcome, alone)


def _of_trace(pieces: _Pieces, traces: Traces, name: str, bold: bool) -> Array:
    peers = traces[name].peers
    lasting = peers.between + (peers.noise if name in SHARED else 0)
    between = None if name in CHANGE_ONLY and not bold else pieces.table(lasting)
    innocent = HABITUAL if name in CAPPED else OUTCOMES if name in OUTCOME else INNOCENT
    return activity.log_ratios(pieces.table(peers.value), pieces.table(peers.noise), between, innocent)


def _of_answers(pieces: _Pieces, levels: Levels, active: Array) -> Array:
    """Log ratio of each pattern, the entity's lasting deviation integrated out."""
    honest, gain = pieces.table(levels.honest, 0.0), pieces.table(active - levels.honest, 0.0)
    prior, known = pieces.table(np.exp(levels.prior), 0.0).sum(axis=1), np.bincount(pieces.row, None, pieces.count)
    log_prior = np.log(np.maximum(prior / np.maximum(known, 1)[:, None], 1e-300))
    which = activity.patterns(pieces.periods).astype(float)
    ratio = np.empty((pieces.count, len(which)))
    for first in range(0, pieces.count, ENTITIES_AT_ONCE):
        part = slice(first, first + ENTITIES_AT_ONCE)
        table = np.einsum("kt,etg->ekg", which, gain[part], optimize=True)
        table += (honest[part].sum(axis=1) + log_prior[part])[:, None, :]
        ratio[part] = logsumexp(table, axis=2)
    return ratio - ratio[:, :1]


def _priors(patterns: int) -> Array:
    """Log probability of each pattern under each activity. (activities, patterns)."""
    periods = int(patterns).bit_length() - 1
    return np.stack([activity.log_prior(periods, share) for share in ACTIVITIES])


def _prevalence(ratio: Array) -> Array:
    """Shares of entities: never, then each mechanism at each activity; by EM with a weak prior."""
    priors = _priors(ratio.shape[2])
    columns = [logsumexp(of + prior, axis=1) for of in ratio for prior in priors]
    table = np.column_stack([np.zeros(ratio.shape[1]), *columns])
    start = np.r_[1 - PRIOR_DISTORTED, np.full(len(columns), PRIOR_DISTORTED / len(columns))]
    share = start
    for _ in range(ROUNDS):
        log = table + np.log(share)
        weight = np.exp(log - logsumexp(log, axis=1, keepdims=True))
        share = (weight.sum(axis=0) + PRIOR_WEIGHT * start) / (len(table) + PRIOR_WEIGHT)
    return share


def _of_units(
    pieces: _Pieces, parts: list[_Part], ratio: Array, prevalence: Array
) -> tuple[Array, Array, Array, Array]:
    """Log shares of mechanisms in each unit, log odds, the period's own log Bayes factor, log outcome evidence."""
    priors = _priors(ratio.shape[2])
    which = activity.patterns(pieces.periods)
    log_share = np.log(prevalence[1:]).reshape(len(parts), len(ACTIVITIES))
    prior = logsumexp(log_share[:, :, None] + priors, axis=1)
    joint = ratio + prior[:, None, :]
    never = np.log(prevalence[0])
    size = len(pieces.row)
    share, odds, own, outcome = np.empty((len(parts), size)), np.empty(size), np.empty(size), np.empty(size)
    for slot in range(pieces.periods):
        units = np.flatnonzero(pieces.slot == slot)
        on, rows = which[:, slot], pieces.row[units]
        off = np.flatnonzero(~on)
        of_slot = joint[:, rows]
        active = logsumexp(of_slot[:, :, on], axis=2)
        total = logsumexp(active, axis=0)
        odds[units] = total - np.logaddexp(logsumexp(of_slot[:, :, off], axis=(0, 2)), never)
        share[:, units] = active - total
        others = prior[:, None, off]
        raised, as_is = (logsumexp(others + ratio[:, rows][:, :, at], axis=2) for at in (off + 2**slot, off))
        own[units] = logsumexp(raised - as_is + share[:, units], axis=0)
        weight = np.exp(of_slot[:, :, on] - total[None, :, None])
        outcome[units] = sum(
            (weight[number] * part.outcome[rows][:, on]).sum(axis=1) for number, part in enumerate(parts)
        )
    return share, odds, own, outcome
