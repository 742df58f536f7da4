"""How often is somebody accused in a company where nobody distorts anything?

Belongs here: honest companies of many kinds, among them kinds that thresholds were not chosen on.
Elsewhere: p-values one by one (test_calibration).

Measured over 200 worlds of each kind (seeds 2000-2199, none used for choosing a threshold): an accusation in none of
3,800; a `review` in 0 to 1.5 % of the worlds of a kind, but in 7 % where better owners are asked by no outsider and in
7 to 17 % where own staff is answered more politely than policy.yml allows for (.25 in log odds). At 1.2 an accusation
was seen in 1 of 40 worlds, at 1.6 in 5 of 40: honest politeness of that size cannot be told from kind record-keeping.
"""

import numpy as np
import pytest

from pipelines.integrity.assess import assess
from pipelines.integrity.policy import load
from tests.truth.worlds import World, draw

KINDS = {
    "ordinary": World(),
    "many losses": World(severe=0.35, conflicted=20),
    "four in ten perfect": World(perfect_share=0.4, conflicted=20),
    "six in ten perfect": World(perfect_share=0.6, conflicted=25, severe=0.3),
    "very different owners": World(owner_sd=2, level=1, conflicted=20, severe=0.3),
    "a few far outliers": World(tail=2, conflicted=20, severe=0.3),
    "politer to own staff": World(courtesy=0.5, courtesy_sd=0.5, conflicted=20, severe=0.35),
    "much politer to own staff": World(courtesy=0.8, conflicted=20, severe=0.35),
    "things get better": World(trend=1.5, conflicted=20, severe=0.35),
    "hardly any outsiders": World(independent=1, conflicted=20, severe=0.35),
    "three owners": World(owners=3, conflicted=20, severe=0.4),
    "six owners, 24 periods": World(owners=6, conflicted=40, severe=0.4, periods=24),
    "large units": World(conflicted=80, independent=20, owners=30, severe=0.3),
    "owners recover differently": World(recovery_sd=1.2, severe=0.4, conflicted=20),
    "outsiders only": World(conflicted=0, independent=15, severe=0.3),
    "own staff asks again": World(conflicted=40, answers_per_account=10, account_sd=2.0, severe=0.2),
    "better owners are asked by no outsider": World(unasked=0.3, unasked_better=1.0, conflicted=20, severe=0.35),
    "nearly all satisfied": World(level=3, owner_sd=0.8, conflicted=20, severe=0.3),
    "few satisfied": World(level=-0.5, conflicted=20, severe=0.3, period_sd=0.8),
}


def accusing(kind: str, seeds: range) -> tuple[float, float]:
    """Share of worlds with a unit at `warn` or worse, and at `review` or worse."""
    codes = [assess(draw(KINDS[kind], seed), load()).verdict["conclusion_code"] for seed in seeds]
    accused = [code.isin(["warn", "error"]).any() for code in codes]
    return float(np.mean(accused)), float(np.mean([code.isin(["review", "warn", "error"]).any() for code in codes]))


@pytest.mark.parametrize("kind", KINDS)
def test_nobody_is_accused_in_an_honest_company(kind: str) -> None:
    assert accusing(kind, range(1))[0] == 0


@pytest.mark.nightly
@pytest.mark.parametrize("kind", KINDS)
def test_at_most_two_honest_companies_in_a_hundred_hold_an_accusation(kind: str) -> None:
    assert accusing(kind, range(200))[0] <= 0.02
