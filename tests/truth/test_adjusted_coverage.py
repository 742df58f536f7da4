"""Does the evidence-adjusted interval hold the truth as often as it says?

Belongs here: coverage over many made-up companies whose true share is known.
Elsewhere: the promises about single rows (spec/07_adjusted).
"""

import numpy as np
import pytest
from scipy.special import expit

from pipelines.integrity.stats import design_effect, jeffreys


@pytest.mark.parametrize(("subjects", "spread"), [(60, 0.5), (60, 1.5), (12, 0.8), (5, 0.5), (3, 0.3)])
def test_the_companys_interval_covers(subjects: int, spread: float) -> None:
    """Owners drawn anew each time: the pooled share, widened by how they differ, holds the share of all such owners."""
    random, worlds = np.random.default_rng(7), 1500
    truth = expit(1.2 + spread * random.normal(size=200_000)).mean()
    rates = expit(1.2 + spread * random.normal(size=(worlds, subjects)))
    asked = random.integers(3, 25, (worlds, subjects))
    satisfied = random.binomial(asked, rates)
    group = np.repeat(np.arange(worlds), subjects)
    effect, _ = design_effect.between_subjects(
        satisfied.ravel().astype(float), asked.ravel().astype(float), group, worlds, correlation=0.02
    )
    lower, upper = jeffreys.interval(satisfied.sum(axis=1) / effect, asked.sum(axis=1) / effect)
    assert ((lower <= truth) & (truth <= upper)).mean() >= 0.93
