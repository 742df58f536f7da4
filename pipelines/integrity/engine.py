"""Design tables in, one judged row a unit out: the whole engine in order.

Belongs here: panels, model, traces, posterior, ladder and believable share, one after the other.
Elsewhere: each of them; published frames (verdict, adjusted, findings).
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from pipelines.integrity import believable, ladder, levels, posterior, reference_model, tops, traces
from pipelines.integrity.believable import Believable
from pipelines.integrity.design import Designs
from pipelines.integrity.detectors import level as level_of_answers
from pipelines.integrity.ladder import Rungs
from pipelines.integrity.levels import Levels
from pipelines.integrity.panel import Panel, panels
from pipelines.integrity.policy import EnginePolicy
from pipelines.integrity.posterior import MECHANISMS, Posterior
from pipelines.integrity.reference_model import Model
from pipelines.integrity.traces import Traces

ODDS_AT_EVEN = 2.0
"""suspicion_score is log10 of the odds plus this: 2 is even odds, 0 is one in a hundred. It ranks, so it is the mean of
the odds that flags go by and of those in which stable habits count against peers as well, each within its bound, and
leans to periods whose own records speak."""
OWN_PERIOD = 0.3
"""Weight of the period's own log Bayes factor in the score."""


@dataclass(frozen=True)
class Judged:
    """One panel and all that the engine says of its units."""

    panel: Panel
    model: Model | None
    levels: Levels
    traces: Traces
    posterior: Posterior
    bold: Posterior
    rungs: Rungs
    believable: Believable | None

    def frame(self) -> pd.DataFrame:
        """One row a unit with judged answers or a portfolio, by unit_id."""
        found, rungs = self.posterior, self.rungs
        shares = self.levels.expected
        rank = (found.log_odds + self.bold.log_odds) / 2 + OWN_PERIOD * found.alone
        return pd.DataFrame({
            "unit_id": self.panel.units["unit_id"], "judged_count": self.levels.n, "has_model": self.model is not None,
            "suspicion_score": np.round(rank / np.log(10) + ODDS_AT_EVEN, 9),
            "probability": found.probability,
            "own_factor": np.exp(np.clip(np.minimum(found.alone, found.own), -50, 50)),
            "outcome_factor": np.exp(np.clip(found.outcome, -50, 50)),
            "mechanism": np.array([m.name for m in MECHANISMS], object)[found.mechanism], "is_warned": rungs.warned,
            "has_two_records": rungs.two_records, "has_two_periods": rungs.two_periods, "is_review": rungs.review,
            "is_reachable": rungs.reachable, "expected_share": shares,
        })  # fmt: skip


def judge(designs: Designs, policy: EnginePolicy, *, confidence: float = 0.95) -> list[Judged]:
    """Every unit definition of the design tables, in order of its id. Deterministic."""
    return [_judged(panel, policy, confidence) for panel in panels(designs)]


def _judged(panel: Panel, policy: EnginePolicy, confidence: float) -> Judged:
    model = reference_model.learn(panel)
    level = levels.unknown(panel) if model is None else levels.measure(panel, model)
    top = tops.measure(panel, model, level)
    found = {**traces.measure(panel, model, level), "level": level_of_answers.measure(level)}
    answers = posterior.answers_of(panel, level, top)
    chances, bold = (posterior.combine(panel, answers, found, bold=bold) for bold in (False, True))
    rungs = ladder.climb(panel, level, found, chances, policy)
    share = None
    if model is not None:
        share = believable.estimate(panel, model, level, top, chances.probability, confidence=confidence)
    return Judged(panel, model, level, found, chances, bold, rungs, share)
