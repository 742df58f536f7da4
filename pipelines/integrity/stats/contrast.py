"""Were the chosen of a group different from the group? The exact mean and variance of drawing without replacement.

Belongs here: the standardised contrast of the chosen with the base, group by group; habits of choosing many or few
cancel, because the number chosen is given.
Elsewhere: what is drawn and the risk that is compared (detectors).

Source: Hájek (1960), Limiting distributions in simple random sampling from a finite population; Pitman (1937),
Significance tests which may be applied to samples from any populations, JRSS suppl. 4.
"""

import numpy as np
from numpy.typing import NDArray

from pipelines.integrity.stats.logit_grid import Array
from pipelines.integrity.stats.sums import by_group

LEAST_BASE, LEAST_CHOSEN = 6, 1


def of_chosen(
    value: Array, chosen: NDArray[np.bool_], group: NDArray[np.intp], groups: int
) -> tuple[Array, Array, Array]:
    """Standardised excess of the chosen's mean over what a random choice gives; excess; its variance. (groups,) each.

    NaN where the base is smaller than 6, nobody or everybody was chosen, or all values are equal.
    """
    size, number = by_group(group, None, groups), by_group(group, chosen, groups)
    mean = by_group(group, value, groups) / np.maximum(size, 1)
    spread = by_group(group, (value - mean[group]) ** 2, groups) / np.maximum(size - 1, 1)
    excess = by_group(group, np.where(chosen, value - mean[group], 0), groups)
    variance = spread * number * (size - number) / np.maximum(size, 1)
    able = (size >= LEAST_BASE) & (number >= LEAST_CHOSEN) & (number < size) & (variance > 1e-12)
    z = np.where(able, excess / np.sqrt(np.where(able, variance, 1)), np.nan)
    return z, np.where(able, excess, np.nan), np.where(able, variance, np.nan)
