"""G1: Can a whole number of answers give the figure that is published?

Statistic: distance of the figure from the nearest one that n answers can give, in units of its last printed digit; n:
the stated number of answers. Null: none, this is arithmetic (granularity of related means). Peers: none. Least n: 1.
Degenerate: n not stated, or precision unknown -> cannot tell; n so large that every figure is possible, or a mean of
who knows how many items -> not applicable. A weighted figure fails too: it should say so. Effect: that distance.
Direction: any. Reference: arithmetic. Rounding half up or down and cutting off are all allowed, so that no habit of
rounding is accused. Precision: the decimals that the number needs. Feeds keep a figure's value and not its spelling, so
trailing zeros are not known: .90 is read as .9, which more counts of answers can give, and is never accused for it.

Source: Brown & Heathers (2017), The GRIM test, Social Psychological and Personality Science 8.
"""

import numpy as np

from pipelines.integrity import findings
from pipelines.integrity.findings import Findings
from pipelines.integrity.policy import Policy
from pipelines.integrity.reference import References
from pipelines.integrity.units import Array, Units
from pipelines.vocabulary import Reason

ID, METHOD, FAMILY = "G1", "reachable_figures-1", "claim"
NAME = "reachable figures"
QUESTION_EN = "Can a whole number of answers give the figure that is published?"
QUESTION_ZH = "整数份答卷能否得出所公布的数字？"
SOURCE = "Brown & Heathers (2017), The GRIM test, Social Psychological and Personality Science 8"

STEPS = {"share_top": 1.0, "share_top2": 1.0, "nps": 100.0}
"""How much one answer adds to the sum, by measure. A mean may be of several items, so its step is not known."""
NEARLY = 1e-9


def find(units: Units, references: References, policy: Policy, *, uniform: Array) -> Findings:
    """One finding a unit."""
    del references, uniform
    figure = units.published
    value, n, decimals = (
        figure[name].astype("Float64").to_numpy(float, na_value=np.nan)
        for name in ("result_value", "published_count", "value_decimals")
    )
    step = figure["measure_code"].map(STEPS).astype("Float64").to_numpy(float, na_value=np.nan)
    known = np.isfinite(value) & (n > 0) & np.isfinite(decimals) & np.isfinite(step)
    stepless = units.is_published & ~np.isfinite(step)
    digit = 10.0 ** -np.where(known, decimals, 0)
    grain = np.where(known, step / np.where(known, n, 1), np.nan)
    below = np.floor(np.where(known, value, 0) / np.where(known, grain, 1) + NEARLY)
    away = np.stack([np.abs(value - below * grain), np.abs((below + 1) * grain - value)]) / digit
    possible = (away[0] <= 0.5 + NEARLY) | (away[1] < 1 - NEARLY)
    distance = np.where(known, away.min(axis=0), np.nan)
    numbers = {"statistic": distance, "effect": distance, "n": n}
    return findings.of_facts(
        (ID, METHOD), units, policy, numbers,
        not_applicable={
            Reason.NOT_A_PUBLISHED_FIGURE: ~units.is_published, Reason.STEP_UNKNOWN: stepless,
            Reason.ANY_FIGURE_POSSIBLE: known & (grain <= digit),
        },
        cannot_tell={Reason.NUMBER_UNKNOWN: ~known},
        suspicious={Reason.IMPOSSIBLE_FIGURE: ~possible}, clear={Reason.POSSIBLE_FIGURE: possible},
    )  # fmt: skip
