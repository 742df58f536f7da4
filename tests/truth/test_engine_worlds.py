"""Does the engine find what was done, and leave the honest alone? World A, whose truth is known.

Belongs here: small checks on every run, larger ones nightly. Elsewhere: the full table (benchmarks.integrity).
"""

import pytest

from benchmarks.integrity import chain_a, measure, worlds_a

SEED = 5000


@pytest.mark.parametrize("difficulty", ["easy", "hard"])
def test_nobody_is_accused_in_an_honest_company_of_many_habits(difficulty: str) -> None:
    units = measure.run(worlds_a.draw, difficulty, SEED, honest=True).units
    assert not units["conclusion_code"].isin(measure.WARNED).any()


def test_what_was_done_ranks_above_what_was_not() -> None:
    outcome = measure.run(worlds_a.draw, "easy", SEED, honest=False)
    figures = measure.summary([outcome], [outcome])
    assert figures["AUC"] > 0.85
    assert figures["recall review"] > 0.25
    assert 0.88 < figures["coverage"] <= 1
    assert figures["error"] < figures["error reported"] / 1.8


@pytest.mark.nightly
@pytest.mark.parametrize("difficulty", ["easy", "middle", "hard"])
def test_false_shares_and_coverage_over_many_worlds(difficulty: str) -> None:
    seeds = range(SEED, SEED + 20)
    distorted = [measure.run(worlds_a.draw, difficulty, seed, honest=False) for seed in seeds]
    honest = [measure.run(worlds_a.draw, difficulty, seed, honest=True) for seed in seeds]
    figures = measure.summary(distorted, honest)
    assert figures["honest worlds warn"] <= 0.05
    assert figures["false warn"] <= 0.05
    assert figures["false review"] <= 0.15
    assert 0.92 <= figures["coverage"] <= 0.98
    assert figures["coverage distorted"] >= 0.91


@pytest.mark.nightly
def test_nobody_is_accused_in_an_honest_chain() -> None:
    outcomes = [
        measure.run(chain_a.draw, "easy", seed, honest=True, period_kind="month") for seed in range(SEED, SEED + 10)
    ]
    assert not any(one.units["conclusion_code"].isin(measure.WARNED).any() for one in outcomes)
