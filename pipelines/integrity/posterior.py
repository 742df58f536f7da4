"""How likely is it that a unit's figure was distorted, and by which mechanism?

Belongs here: the mechanisms, the traces that each may leave, and their joint posterior over an entity's periods.
Elsewhere: likelihoods of answers (answer_ratios), traces against peers (detectors), patterns of periods
(stats.activity), the ladder (ladder).

An entity never distorts, or follows one mechanism in some of its periods: every pattern of periods is summed. How many
entities follow each, and in how many everyone says five, is learned from the run beside a weak prior. Given a pattern,
each trace and the answers have a likelihood in which the entity's lasting level is integrated out over all its
periods together, so a stable habit counts once, however many periods it lasts. Traces that habits of honest people
leave count by their change alone and are bounded.

Source: switching regimes, Hamilton (1989), Econometrica 57, with exchangeable periods; prevalences by EM, Dempster,
Laird & Rubin (1977), JRSS B 39.
"""

from dataclasses import dataclass, field

import numpy as np
from scipy.special import expit, logsumexp

from pipelines.integrity import answer_ratios, signals
from pipelines.integrity.answer_ratios import AnswerRatios, Pieces
from pipelines.integrity.levels import Levels
from pipelines.integrity.panel import Panel
from pipelines.integrity.stats import activity
from pipelines.integrity.tops import WAYS, Tops
from pipelines.integrity.traces import Traces
from pipelines.integrity.units import Array

ACTIVITIES = (0.35, 0.75, 0.95)
"""Shares of periods in which a distorting entity may distort: now and then, mostly, nearly always."""
CERTAIN, PERHAPS, SELDOM = 0.85, 0.75, 0.2
"""Chance that a mechanism leaves a trace that it is known for, one that it may leave, and one that it seldom leaves."""
BOLD_SELDOM = 0.5
OUTCOMES, INNOCENT, HABITUAL = 0.001, 0.002, 0.125
"""Share of honest entities with such a trace for reasons of their own: it never weighs more than 1 / share. Least where
habits cancel, most where they make the trace."""
ASIDE = {"items": 0.01, "items_beside_level": 0.006, "twins": 0.005}
"""Overall ratings better than their items are custom too, a little less where the luck of the answers counts once; and
twins have an uneven null: at .001 and .003 honest units were at `warn` in one company of eighteen."""
HABIT_CAP = -np.log(HABITUAL)
ROUNDS, PRIOR_DISTORTED, PRIOR_WEIGHT = 12, 0.15, 20.0
CUSTOM_ROUNDS, EVERYONE = 3, 0.05


@dataclass(frozen=True)
class Mechanism:
    """A way to distort. answers: removed, or how they are raised; then the traces that it leaves, may leave, seldom
    leaves."""

    name: str
    answers: str
    certain: tuple[str, ...] = ()
    perhaps: tuple[str, ...] = ()
    seldom: tuple[str, ...] = ()

    def traces(self, *, bold: bool) -> tuple[tuple[str, float], ...]:
        """Each trace with the chance that it is left; a ranking expects seldom ones as often as not."""
        of = ((self.certain, CERTAIN), (self.perhaps, PERHAPS), (self.seldom, BOLD_SELDOM if bold else SELDOM))
        found = ((name, share) for names, share in of for name in names)
        return tuple((name if bold else BESIDE.get(name, name), share) for name, share in found)


MECHANISMS = (
    Mechanism("raised", "lifted", perhaps=("items",), seldom=("complaints",)),
    Mechanism("raised", "topped", perhaps=("items",), seldom=("complaints", "straight")),
    Mechanism("fabricated", "invented", (), ("duration", "gaps", "straight", "twins"), ("items", "complaints")),
    Mechanism("copied", "invented", ("twins",), ("remarks",), ("duration", "gaps", "complaints")),
    Mechanism("selected", "removed", ("asked",), seldom=("coverage", "complaints")),
    Mechanism("unreachable", "removed", ("bounced",), ("bounced_at_risk", "edited"), ("complaints",)),
    Mechanism("unanswered", "removed", ("answered",), seldom=("complaints",)),
    Mechanism("hidden", "lifted", ("complaints",), ("items",)),
)
BESIDE = {"items": "items_beside_level"}
"""What a flag reads instead of a trace that shares its luck with the level; the ranking reads the trace itself."""
OUTCOME = frozenset({"items", "items_beside_level", "twins", "asked", "answered", "bounced_at_risk"})
"""Traces that are outcome evidence: the answers' own items, copies, and contrasts in which habits cancel."""
SHARED = frozenset({"twins"})
"""Traces whose value in a period is made of the entity's other periods too: these are correlated, not independent."""
CHANGE_ONLY = frozenset({"duration", "gaps", "straight"})
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


def answers_of(panel: Panel, levels: Levels, tops: Tops) -> dict[str, AnswerRatios]:
    """Each way in which answers are distorted."""
    pieces = pieces_of(panel)
    raised = {way: answer_ratios.raised(pieces, levels, tops, way) for way in WAYS}
    return {**raised, "removed": answer_ratios.removed(pieces, levels)}


def combine(panel: Panel, answers: dict[str, AnswerRatios], traces: Traces, *, bold: bool = False) -> Posterior:
    """Posterior of every unit of a panel. bold: stable habits count too, against peers (for ranking, never a flag)."""
    pieces = pieces_of(panel)
    names = sorted({name for mechanism in MECHANISMS for name, _ in mechanism.traces(bold=bold)})
    ratios = {name: _of_trace(pieces, traces, name, bold) for name in names}
    everyone = EVERYONE
    for _ in range(CUSTOM_ROUNDS):
        parts = [_Part.of(answers[m.answers], everyone, traces, m, ratios, bold) for m in MECHANISMS]
        ratio = np.stack([part.ratio for part in parts])
        prevalence, honest = _prevalence(ratio)
        fives = answers["lifted"].says_five(everyone)
        everyone = float((honest @ fives + PRIOR_WEIGHT * EVERYONE) / (honest.sum() + PRIOR_WEIGHT))
    share, odds, own, outcome = _of_units(pieces, parts, ratio, prevalence)
    alone = logsumexp(np.stack([part.alone for part in parts]) + share, axis=0)
    return Posterior(np.asarray(expit(odds), np.float64), odds, own, alone, outcome, share.argmax(axis=0), prevalence)


def pieces_of(panel: Panel) -> Pieces:
    """Histories of at most MOST_PERIODS periods."""
    number = -(-max(panel.periods, 1) // activity.MOST_PERIODS)
    periods = -(-max(panel.periods, 1) // number)
    return Pieces(
        panel.entity * number + panel.period // periods, panel.period % periods, panel.entities * number, periods
    )


@dataclass(frozen=True)
class _Part:
    """One mechanism. ratio, outcome: (pieces, patterns) log ratio to "never", of all records and of outcome evidence;
    alone: (units,) of the period's own records."""

    ratio: Array
    outcome: Array
    alone: Array

    @classmethod
    def of(
        cls, answers: AnswerRatios, everyone: float, traces: Traces, mechanism: Mechanism, ratios: dict[str, Array],
        bold: bool,
    ) -> "_Part":  # fmt: skip
        """ratios: of each trace."""
        ratio, outcome, alone = answers.ratio(everyone), answers.outcome, answers.alone(everyone)
        for name, share in mechanism.traces(bold=bold):
            found = signals.maybe(ratios[name], share)
            ratio = ratio + found
            outcome = outcome + found if name in OUTCOME else outcome
            peers = traces[name].peers
            factor = signals.maybe(signals.factor(peers.z_change if name in CHANGE_ONLY else peers.z), share)
            alone = alone + (np.minimum(factor, HABIT_CAP) if name in CAPPED else factor)
        return cls(ratio, outcome, alone)


def _of_trace(pieces: Pieces, traces: Traces, name: str, bold: bool) -> Array:
    peers = traces[name].peers
    lasting = peers.between + (peers.noise if name in SHARED else 0)
    between = None if name in CHANGE_ONLY and not bold else pieces.table(lasting)
    innocent = ASIDE.get(name, HABITUAL if name in CAPPED else OUTCOMES if name in OUTCOME else INNOCENT)
    return activity.log_ratios(pieces.table(peers.value), pieces.table(peers.noise), between, innocent)


def _priors(patterns: int) -> Array:
    """Log probability of each pattern under each activity. (activities, patterns)."""
    periods = int(patterns).bit_length() - 1
    return np.stack([activity.log_prior(periods, share) for share in ACTIVITIES])


def _prevalence(ratio: Array) -> tuple[Array, Array]:
    """Shares of entities: never, then each mechanism at each activity; by EM with a weak prior. And each piece's chance
    of "never"."""
    priors = _priors(ratio.shape[2])
    columns = [logsumexp(of + prior, axis=1) for of in ratio for prior in priors]
    table = np.column_stack([np.zeros(ratio.shape[1]), *columns])
    start = np.r_[1 - PRIOR_DISTORTED, np.full(len(columns), PRIOR_DISTORTED / len(columns))]
    share = start
    for _ in range(ROUNDS):
        log = table + np.log(share)
        weight = np.exp(log - logsumexp(log, axis=1, keepdims=True))
        share = (weight.sum(axis=0) + PRIOR_WEIGHT * start) / (len(table) + PRIOR_WEIGHT)
    return share, weight[:, 0]


def _of_units(pieces: Pieces, parts: list[_Part], ratio: Array, prevalence: Array) -> tuple[Array, Array, Array, Array]:
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
