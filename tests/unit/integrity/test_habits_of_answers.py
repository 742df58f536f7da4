"""Is a custom of giving the very top no evidence, and a change of it some? Is luck counted once, kindness learned?

Belongs here: small sheets with known answers. Elsewhere: whole worlds (tests/truth).
"""

import numpy as np
import pytest
from scipy.special import ndtr

from pipelines.integrity import answer_ratios, courtesy, signals
from pipelines.integrity.answer_ratios import Pieces
from pipelines.integrity.levels import HIDDEN, Levels
from pipelines.integrity.signals import Signal
from pipelines.integrity.stats.deviation_grid import NODES, log_cells
from pipelines.integrity.stats.peer_null import PeerNull
from pipelines.integrity.tops import Tops

PERIODS, ANSWERS, EVERYONE = 4, 10, 0.05
ALL, LAST = 2**PERIODS - 1, 2 ** (PERIODS - 1)


def ratios(top: list[int]) -> np.ndarray:
    """Log ratio of each pattern to "never" for one entity, ten satisfied answers a period."""
    units = len(top)
    flat, none = np.zeros((units, len(NODES))), np.zeros(units)
    levels = Levels(
        np.full(units, 10.0), np.full(units, 10.0), flat, np.zeros((len(HIDDEN), *flat.shape)), flat,
        log_cells(none, np.full(units, 0.5)), none, flat, none, none, none,
    )  # fmt: skip
    chance = np.full((units, len(NODES)), 0.85)
    tops = Tops(np.full(units, float(ANSWERS)), np.array(top, float), none, chance, np.full(units, 0.3))
    pieces = Pieces(np.zeros(units, np.intp), np.arange(units), 1, units)
    return answer_ratios.raised(pieces, levels, tops, "topped").ratio(EVERYONE)[0]


def test_where_everyone_always_says_five_it_weighs_no_more_than_such_places_are_rare() -> None:
    assert ratios([10, 10, 10, 10])[ALL] < -np.log(EVERYONE)


def test_fives_of_one_period_alone_speak() -> None:
    changed = ratios([4, 5, 4, 10])
    assert changed[LAST] > np.log(10)
    assert changed[LAST] > changed[ALL] + np.log(10)


def test_ordinary_tops_speak_against_it() -> None:
    assert ratios([5, 5, 5, 5])[ALL] < 0


def signal(z: np.ndarray) -> Signal:
    p = ndtr(-z)
    none = np.zeros(len(z))
    return Signal(none, none, PeerNull(p, p, p, none, np.ones(len(z), bool), none + 0.5, none + 0.5))


def test_the_luck_of_the_same_answers_counts_once() -> None:
    random = np.random.default_rng(1)
    luck = random.normal(0, 1, 400)
    trace, level = 0.8 * luck + 0.6 * random.normal(0, 1, 400), luck
    left = signals.beside(signal(trace), level).peers.z
    lucky = level > 0
    before, after = (np.corrcoef(z[lucky], level[lucky])[0, 1] for z in (trace, left))
    assert after < before / 2
    assert (left <= signal(trace).peers.z + 1e-6).all()


def test_a_kindness_that_a_whole_company_shares_is_learned() -> None:
    entity = np.arange(200)
    kind = np.zeros(200, np.intp)
    honest = -0.5 * ((NODES - np.random.default_rng(2).normal(2, 0.3, (200, 1))) / 0.4) ** 2
    shift, _ = courtesy.learn(entity, kind, honest, np.full(200, 0.05))
    assert shift[0] == pytest.approx(2, abs=0.15)
    assert shift[0] > courtesy.LARGEST_TOLD
