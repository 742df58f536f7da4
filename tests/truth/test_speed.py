"""A hundred thousand units in half a minute.

Belongs here: the time of the whole assessment. Elsewhere: the pipeline's (benchmarks).
"""

import time

import pytest

from pipelines.integrity.assess import assess
from pipelines.integrity.policy import load
from tests.truth.worlds import World, draw


@pytest.mark.nightly
@pytest.mark.parametrize("world", [World(owners=12_500, periods=8), World(owners=100_000, periods=1)])
def test_a_hundred_thousand_units_take_half_a_minute(world: World) -> None:
    counts = draw(world, 1)
    began = time.monotonic()
    assess(counts, load())
    assert time.monotonic() - began < 30
