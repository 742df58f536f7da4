"""From the posterior of each unit to the rungs of the ladder, within one run.

Belongs here: the run's cuts by expected false share, own-period and outcome evidence, two records, what could be
reached.
Elsewhere: the posterior (posterior), the published verdict (verdict), thresholds (policy.yml).

`warn` and `error` need four things at once: the run-level cut (the expected false share of all flagged is small), a
posterior that is high for the unit itself, evidence of the period's own records, and outcome evidence. Process
evidence stops at `review`.

Source: Bayesian false-discovery rule, Newton, Noueiry, Sarkar & Ahlquist (2004), Biostatistics 5; Müller, Parmigiani
& Rice (2007).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import logit, logsumexp

from pipelines.integrity import courtesy, signals
from pipelines.integrity.levels import Levels
from pipelines.integrity.panel import Panel
from pipelines.integrity.policy import EnginePolicy
from pipelines.integrity.posterior import ACTIVITIES, Posterior
from pipelines.integrity.stats.sums import by_group
from pipelines.integrity.traces import Traces
from pipelines.integrity.units import Array, Mask

RECORDS = {
    "invitations": ("asked", "answered", "bounced", "bounced_at_risk", "edited", "coverage"),
    "timestamps": ("duration", "gaps"),
    "items": ("items_beside_level", "twins", "straight"),
    "complaints": ("complaints",),
    "remarks": ("remarks",),
}
"""Traces by the record that they are read from; ratings are the sixth record."""
A_RECORD = 5.0
"""Bayes factor from which a record speaks."""


@dataclass(frozen=True)
class Rungs:
    """(units,) each. warned: all four conditions; two_records, two_periods: what makes it an error; review: worth a
    look; reachable: the most extreme answers would have met the run's cut; cut: that cut in log odds.
    """

    warned: Mask
    two_records: Mask
    two_periods: Mask
    review: Mask
    reachable: Mask
    records: NDArray[np.intp]
    cut: float


def climb(panel: Panel, levels: Levels, traces: Traces, posterior: Posterior, policy: EnginePolicy) -> Rungs:
    """The rungs of every unit of a panel."""
    judged = levels.n > 0
    chance = np.where(judged, posterior.probability, 0.0)
    flagged = _largest(chance, policy.false_share) & (chance >= policy.least_probability)
    own = (posterior.alone >= np.log(policy.own_period_factor)) & (posterior.own >= np.log(policy.change_factor))
    outcome = posterior.outcome >= np.log(policy.outcome_factor)
    warned = judged & flagged & own & outcome & np.isfinite(levels.expected)
    looked = _largest(chance, policy.review_false_share) & (chance >= policy.review_least_probability)
    review = judged & looked & (posterior.alone >= np.log(policy.review_own_factor))
    records = _records(levels, traces)
    several = by_group(panel.entity, warned, panel.entities)[panel.entity] >= policy.error_periods
    cut = float(logit(max(min(chance[flagged].min(initial=1.0), 1 - 1e-9), policy.least_probability)))
    if not flagged.any():
        cut = float(logit(1 - policy.false_share))
    return Rungs(
        warned, warned & (records >= 2), warned & several, review | (judged & flagged),
        _reachable(levels, traces, posterior, cut), records, cut,
    )  # fmt: skip


def _largest(chance: Array, false_share: float) -> Mask:
    """The largest set of likeliest units whose expected false share is within the limit; ties stay together."""
    order = np.argsort(-chance, kind="stable")
    expected = np.cumsum(1 - chance[order]) / np.arange(1, len(order) + 1)
    within = np.flatnonzero(expected <= false_share)
    if not len(within):
        return np.zeros(len(chance), bool)
    return chance >= chance[order[within[-1]]]


def _records(levels: Levels, traces: Traces) -> NDArray[np.intp]:
    """How many different records speak in the period itself (each five to one at least)."""
    speaks = [levels.raised_factor >= np.log(A_RECORD)]
    for names in RECORDS.values():
        best = np.max(
            [signals.factor(np.fmax(traces[name].peers.z, traces[name].peers.z_change)) for name in names], axis=0
        )
        speaks.append(best >= np.log(A_RECORD))
    return np.sum(speaks, axis=0)


def _reachable(levels: Levels, traces: Traces, posterior: Posterior, cut: float) -> Mask:
    """Would all satisfied, against items that say otherwise where there are items, have met the cut? Where a whole kind
    is answered far more kindly than strangers are, nobody can tell courtesy from a distortion that all share."""
    most = levels.most_raised_factor
    items = np.where(traces["items"].tested, signals.maybe(signals.factor(np.full(len(most), 3.0))), 0.0)
    base = logsumexp(np.log(posterior.prevalence[1:])) + np.log(max(ACTIVITIES)) - np.log(posterior.prevalence[0])
    told = np.nan_to_num(levels.shift) < courtesy.LARGEST_TOLD
    return told & (base + most + items >= cut)
