"""The noncentral tail against scipy's own, and its averaging."""

import numpy as np
import pytest
from scipy.stats import hypergeom, nchypergeom_fisher

from pipelines.integrity.stats import biased_urn

ROWS = np.array([[8, 10, 3, 7], [0, 5, 0, 4], [5, 5, 4, 4], [38, 40, 2, 9], [1, 1, 0, 3], [3, 60, 20, 25]], float)


@pytest.mark.parametrize("shift", [0.0, 0.25, -0.5, 2.0])
def test_without_spread_it_is_fishers_noncentral_distribution(shift: float) -> None:
    upper, mass = biased_urn.upper_tail(ROWS, shift=shift, sd=0.0)
    for (x, n, y, m), p, at in zip(ROWS, upper, mass, strict=True):
        law = nchypergeom_fisher(n + m, n, x + y, np.exp(shift))
        assert p == pytest.approx(law.sf(x - 1), abs=1e-9)
        assert at == pytest.approx(law.pmf(x), abs=1e-9)


def test_without_courtesy_it_is_fishers_exact_test() -> None:
    upper, _ = biased_urn.upper_tail(ROWS, shift=0.0, sd=0.0)
    assert upper == pytest.approx([hypergeom.sf(x - 1, n + m, n, x + y) for x, n, y, m in ROWS])


def test_more_courtesy_is_less_surprise_and_the_order_of_rows_changes_nothing() -> None:
    polite, _ = biased_urn.upper_tail(ROWS, shift=0.5, sd=0.4)
    blunt, _ = biased_urn.upper_tail(ROWS, shift=0.0, sd=0.4)
    assert (polite >= blunt - 1e-12).all()
    assert (biased_urn.upper_tail(ROWS[::-1], shift=0.5, sd=0.4)[0][::-1] == polite).all()
