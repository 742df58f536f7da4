"""What is learned of subjects, and that leaving one out leaves it out."""

import numpy as np
import pytest

from pipelines.integrity.stats import random_effects
from pipelines.integrity.stats.logit_grid import LOGITS, RATES


def fitted(satisfied: list[float], answered: list[float], subject: list[int]) -> random_effects.RandomEffects:
    return random_effects.fit(np.array(satisfied), np.array(answered), np.array(subject), max(subject) + 1)


def test_every_distribution_sums_to_one() -> None:
    effects = fitted([8, 10, 3, 9], [10, 10, 10, 10], [0, 0, 1, 2])
    assert effects.others.sum(axis=1) == pytest.approx(1)
    assert effects.period_sd.sum(axis=1) == pytest.approx(1)


def test_a_subject_is_not_in_what_is_held_against_it() -> None:
    """The suspect may answer as it likes: what is learned without it hardly moves (only the grid's place may)."""
    peers = ([8, 7, 9, 8, 6, 9], [10] * 6, [0, 1, 2, 3, 4, 5])
    curious = [fitted([*peers[0], x], [*peers[1], 10], [*peers[2], 6]) for x in (0, 10)]
    first, second = (effects.others[effects.row[6]] for effects in curious)
    assert first @ RATES == pytest.approx(second @ RATES, abs=0.005)
    assert np.abs(np.cumsum(first) - np.cumsum(second)).max() < 0.02


def test_equal_subjects_share_a_row_in_whatever_order_their_periods_come() -> None:
    effects = fitted([8, 10, 10, 8, 5], [10, 12, 12, 10, 10], [0, 0, 1, 1, 2])
    assert effects.row[0] == effects.row[1] != effects.row[2]


def test_subtracting_a_subject_agrees_with_learning_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    random = np.random.default_rng(5)
    answered = random.integers(5, 40, 120).astype(float)
    satisfied = random.binomial(answered.astype(int), random.beta(8, 2, 120)).astype(float)
    exact = fitted(list(satisfied), list(answered), list(range(120)))
    monkeypatch.setattr(random_effects, "EXACT_UP_TO", 0)
    quick = fitted(list(satisfied), list(answered), list(range(120)))
    assert np.abs(np.cumsum(exact.others, axis=1) - np.cumsum(quick.others, axis=1)).max() < 0.005


def test_many_answers_find_rate_and_spread() -> None:
    random = np.random.default_rng(1)
    logits = random.normal(1.2, 0.6, 400)
    satisfied = random.binomial(60, 1 / (1 + np.exp(-logits))).astype(float)
    effects = fitted(list(satisfied), [60.0] * 400, list(range(400)))
    level = effects.others[-1]
    mean = level @ LOGITS
    lasting, passing = level @ (LOGITS - mean) ** 2, effects.period_sd[-1] @ random_effects.PERIOD_SDS**2
    assert mean == pytest.approx(1.2, abs=0.12)
    assert np.sqrt(lasting + passing) == pytest.approx(0.6, abs=0.1)


def test_perfect_subjects_are_seen_beside_ordinary_ones() -> None:
    """Four in ten have nothing but satisfied customers: no normal distribution looks like that."""
    random = np.random.default_rng(2)
    perfect = np.arange(100) < 40
    satisfied = np.where(perfect, 40, random.binomial(40, 0.75, 100)).astype(float)
    level = fitted(list(satisfied), [40.0] * 100, list(range(100))).others[-1]
    assert level @ RATES**40 > 0.25


def test_without_anyone_else_the_prior_is_wide() -> None:
    effects = fitted([3.0], [3.0], [0])
    level = effects.others[effects.row[0]]
    assert level @ RATES**20 > 0.1


def test_a_known_rate_is_as_wide_as_its_strength_allows() -> None:
    weak, strong = (random_effects.of_known_rate(0.8, strength).others[0] for strength in (5, 5000))
    assert strong @ RATES**20 < weak @ RATES**20
