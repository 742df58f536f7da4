"""Wilson score interval of a share, for many counts at once.

Belongs here: the score interval, for places that want a closed form.
Elsewhere: the interval that is published (jeffreys).

Source: Wilson (1927), Probable inference, the law of succession, and statistical inference, JASA 22.
"""

import numpy as np
from scipy.special import ndtri

from pipelines.integrity.stats.logit_grid import Array


def interval(successes: Array, trials: Array, *, confidence: float = 0.95) -> tuple[Array, Array]:
    """Lower and upper limit of each share; no trials give NaN. successes, trials: (k,)."""
    successes, trials = np.asarray(successes, float), np.asarray(trials, float)
    z = ndtri(0.5 + confidence / 2)
    n = np.where(trials > 0, trials, np.nan)
    share = successes / n
    middle = (share + z**2 / (2 * n)) / (1 + z**2 / n)
    half = z / (1 + z**2 / n) * np.sqrt(share * (1 - share) / n + z**2 / (4 * n**2))
    return np.clip(middle - half, 0, 1), np.clip(middle + half, 0, 1)
