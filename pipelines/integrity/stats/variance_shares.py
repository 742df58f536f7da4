"""How much of a figure's variance goes with one block of columns, how much with another, and with a group besides.

Belongs here: shares averaged over the order of entry, the between-group part of the rest, a jackknife over groups.
Elsewhere: which columns are quality and which relationship (detectors).

Source: order-averaged shares, Lindeman, Merenda & Gold (1980); adjusted R squared, Wherry (1931); analysis-of-variance
component, Searle (1971); jackknife over clusters, Shao & Wu (1989), Annals of Statistics 17.
"""

import numpy as np
from numpy.typing import NDArray

from pipelines.integrity.stats.logit_grid import Array
from pipelines.integrity.stats.sums import by_group


def difference(
    y: Array, weight: Array, first: Array, second: Array, group: NDArray[np.intp]
) -> tuple[float, float, float]:
    """Share of the first block with the group, share of the second block, standard error of their difference.

    y, weight, group: (k,); first, second: (k, columns). The error is a jackknife over groups.
    """
    whole = _shares(y, weight, first, second, group)
    names = np.unique(group)
    left_out = []
    for name in names:
        rows = group != name
        one, other = _shares(y[rows], weight[rows], first[rows], second[rows], group[rows])
        left_out.append(one - other)
    spread = np.sqrt((len(names) - 1) / len(names) * np.sum((np.array(left_out) - np.mean(left_out)) ** 2))
    return whole[0], whole[1], float(spread)


def _shares(y: Array, weight: Array, first: Array, second: Array, group: NDArray[np.intp]) -> tuple[float, float]:
    both, _ = _explained(y, weight, np.column_stack([first, second]))
    alone = _explained(y, weight, first)[0], _explained(y, weight, second)[0]
    one, other = (max((a + both - b) / 2, 0.0) for a, b in (alone, alone[::-1]))
    _, rest = _explained(y, weight, second)
    return one + max(1 - max(one + other, 0), 0) * _between(rest, weight, group) * (1 - alone[0]), other


def _explained(y: Array, weight: Array, columns: Array) -> tuple[float, Array]:
    """Adjusted R squared, at least 0, and residuals of a weighted regression."""
    design = np.column_stack([np.ones(len(y)), columns])
    root = np.sqrt(weight)[:, None]
    fitted = design @ np.linalg.lstsq(design * root, y * root[:, 0], rcond=None)[0]
    rest = y - fitted
    total = weight @ (y - np.average(y, weights=weight)) ** 2
    freedom = len(y) - design.shape[1]
    if total <= 0 or freedom < 1:
        return 0.0, rest
    return max(1 - (weight @ rest**2 / freedom) / (total / (len(y) - 1)), 0.0), rest


def _between(rest: Array, weight: Array, group: NDArray[np.intp]) -> float:
    """Share of the rest's variance that lies between groups."""
    _, which = np.unique(group, return_inverse=True)
    size = int(which.max(initial=0)) + 1
    total = by_group(which, weight, size)
    mean = by_group(which, weight * rest, size) / total
    within = weight @ (rest - mean[which]) ** 2 / max(len(rest) - size, 1)
    between = total @ (mean - np.average(rest, weights=weight)) ** 2 / max(size - 1, 1)
    effective = (total.sum() - (total**2).sum() / total.sum()) / max(size - 1, 1)
    component = max((between - within) / max(effective, 1e-9), 0.0)
    variance = component + within / np.mean(weight)
    return component / variance if variance > 0 else 0.0
