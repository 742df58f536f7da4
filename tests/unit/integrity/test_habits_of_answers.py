"""Is a custom of giving the very top no evidence, and a change of it some? Is luck counted once, kindness learned?

Belongs here: small sheets with known answers. Elsewhere: whole worlds (tests/truth).
"""

from dataclasses import replace

import numpy as np
import pytest
from scipy.special import ndtr

from benchmarks.integrity import worlds_a
from pipelines.integrity import (
    answer_ratios,
    believable,
    courtesy,
    design,
    levels,
    reference_model,
    signals,
    tops,
)
from pipelines.integrity.answer_ratios import Pieces
from pipelines.integrity.levels import HIDDEN, Levels
from pipelines.integrity.panel import panels
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
    of_units = Levels(
        np.full(units, 10.0), np.full(units, 10.0), flat, np.zeros((len(HIDDEN), *flat.shape)), flat,
        log_cells(none, np.full(units, 0.5)), none, flat, none, none, none,
    )  # fmt: skip
    chance = np.full((units, len(NODES)), 0.85)
    of_tops = Tops(np.full(units, float(ANSWERS)), np.array(top, float), none, chance, np.full(units, 0.3))
    pieces = Pieces(np.zeros(units, np.intp), np.arange(units), 1, units)
    return answer_ratios.raised(pieces, of_units, of_tops, "topped").ratio(EVERYONE)[0]


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


def test_tops_tell_of_the_level_and_little_where_everyone_says_five() -> None:
    world = worlds_a.draw("easy", 3, honest=True)
    panel = panels(design.typed(world.tables))[0]
    model = reference_model.learn(panel)
    assert model is not None
    level = levels.measure(panel, model)
    of_panel = tops.measure(panel, model, level)
    none = replace(of_panel, satisfied=0 * of_panel.satisfied, top=0 * of_panel.top)
    honest = np.full(len(panel), 0.02)
    with_, without = (believable.estimate(panel, model, level, of, honest) for of in (of_panel, none))
    custom = (world.truth.set_index("unit_id")["honest_kind"] == "everyone says five").reindex(panel.units["unit_id"])
    width = (with_.upper - with_.lower) / (without.upper - without.lower)
    others = ~custom.fillna(False).to_numpy(bool)
    assert np.median(width[others]) < 0.98
    assert 0 <= np.mean((with_.share - without.share)[~others]) < 0.05
