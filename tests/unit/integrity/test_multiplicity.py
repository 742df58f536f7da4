"""False-discovery control, and randomised p-values."""

import numpy as np
import pytest
from scipy.stats import false_discovery_control, kstest

from pipelines.integrity.stats import false_discovery, randomised

ONE_GROUP = np.zeros(50, dtype=np.intp)


@pytest.mark.parametrize("method", ["BH", "BY"])
def test_q_values_agree_with_scipy(method: str) -> None:
    p = np.random.default_rng(0).random(50) ** 3
    expected = false_discovery_control(p, method=method.lower())
    assert false_discovery.q_values(p, ONE_GROUP, method=method) == pytest.approx(expected)


def test_groups_do_not_touch_each_other() -> None:
    p, group = np.array([0.01, 0.5, 0.04]), np.array([0, 0, 1])
    assert false_discovery.q_values(p, group) == pytest.approx([0.02, 0.5, 0.04])


def test_what_is_no_test_does_not_count() -> None:
    p = np.array([0.01, np.nan, np.nan])
    q = false_discovery.q_values(p, ONE_GROUP[:3])
    assert q[0] == pytest.approx(0.01)
    assert np.isnan(q[1:]).all()


@pytest.mark.parametrize("method", ["BH", "BY"])
def test_a_test_at_the_cut_is_a_discovery_and_one_above_is_not(method: str) -> None:
    p = np.r_[np.full(5, 1e-4), np.linspace(0.3, 1, 45)]
    cut = false_discovery.next_cut(p, ONE_GROUP, level=0.05, method=method)[0]
    for value, found in ((cut, True), (cut * 1.001, False)):
        q = false_discovery.q_values(np.r_[p[:-1], value], ONE_GROUP, method=method)
        assert (q[-1] <= 0.05 + 1e-12) == found


def test_no_tests_give_no_cut_but_the_level() -> None:
    assert false_discovery.next_cut(np.array([np.nan]), ONE_GROUP[:1], level=0.05)[0] == 0.05
    assert len(false_discovery.next_cut(np.array([]), ONE_GROUP[:0], level=0.05)) == 0


def test_an_identifier_fixes_its_uniform_for_ever() -> None:
    first = randomised.uniforms(["a", "b"], salt="U1")
    assert first == pytest.approx([0.4756061802430799, 0.24742574745521984], abs=1e-15)
    assert (first != randomised.uniforms(["a", "b"], salt="U2")).all()


def test_uniforms_are_uniform() -> None:
    assert kstest(randomised.uniforms((f"unit-{i}" for i in range(5000)), salt="U1"), "uniform").pvalue > 0.01
