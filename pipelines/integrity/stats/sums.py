"""Sums by group.

Belongs here: counting and adding up by a group number, as floats.
Elsewhere: what is added up.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from pipelines.integrity.stats.logit_grid import Array


def by_group(group: NDArray[np.intp], values: ArrayLike | None, size: int) -> Array:
    """Sum of values (None: number of rows) in each of `size` groups. group, values: (n,)."""
    weights = None if values is None else np.asarray(values, float)
    return np.bincount(group, weights, size).astype(np.float64)
