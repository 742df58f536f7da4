"""Is a perfect figure published without answers behind it, beside losses that customers felt?

Belongs here: the question and the order of its answers. It is about a claim, so it needs no probability.
Elsewhere: the limit (company configuration, in agg_published_results), what the gate makes of it (scorecard marts).

The figure itself stays `cannot_tell`: without answers nobody can say whether it is true.
"""

import numpy as np

from pipelines.integrity import findings
from pipelines.integrity.findings import Findings
from pipelines.integrity.policy import Policy
from pipelines.integrity.reference import References
from pipelines.integrity.units import Array, Units
from pipelines.vocabulary import Reason

ID, METHOD, FAMILY = "P1", "published_figures-1", "claim"
NAME = "published figures"
QUESTION_EN = "Is a perfect figure published without answers behind it, beside external failure cost above its limit?"
QUESTION_ZH = "公布的满分满意度背后是否没有答卷，而外部质量损失却超过限额？"
SOURCE = "Arithmetic on published results, loss register and revenue"


def find(units: Units, references: References, policy: Policy, *, uniform: Array) -> Findings:
    """One finding a unit; statistic = external failure cost / revenue, reference_rate its limit, n stated answers."""
    del references, uniform
    figure = units.published
    share, limit = (figure[f"external_failure_cost_{name}"].to_numpy(float) for name in ("share", "limit"))
    uniform_figure = figure["is_uniform"].eq(True).fillna(False).to_numpy(bool)
    answers_behind = figure["answers_behind_count"].fillna(0).to_numpy(float) > 0
    stated = figure["published_count"].astype("Float64").to_numpy(float, na_value=np.nan)
    numbers = {"statistic": share, "reference_rate": limit, "effect": share - limit, "n": stated}
    return findings.of_facts(
        (ID, METHOD), units, policy, numbers,
        not_applicable={Reason.NOT_A_PUBLISHED_FIGURE: ~units.is_published},
        cannot_tell={
            Reason.NO_LOSS_FEED: uniform_figure & ~answers_behind & ~units.has_losses,
            Reason.NO_REVENUE: uniform_figure & ~answers_behind & ~np.isfinite(share),
        },
        suspicious={Reason.UNIFORM_WITHOUT_ANSWERS: uniform_figure & ~answers_behind & (share > limit)},
        clear={
            Reason.NOT_UNIFORM: ~uniform_figure,
            Reason.ANSWERS_BEHIND_FIGURE: answers_behind,
            Reason.LOSS_WITHIN_LIMIT: np.ones(len(units), bool),
        },
    )  # fmt: skip
