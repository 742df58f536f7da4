"""The exact interval of a rate.

Belongs here: lower and upper end of the rate behind a count of events.
Elsewhere: which figures are rates (dbt's catalogue of KPIs), who asks for their interval (intervals).
"""

import numpy as np
from scipy.special import gammaincinv

from pipelines.integrity.stats.logit_grid import Array


def interval(events: Array, exposure: Array, *, confidence: float = 0.95) -> tuple[Array, Array]:
    """Lower and upper rate of events per unit of exposure; nan where nothing was exposed or the count is negative.

    Source: Garwood (1936), exact for a Poisson count; no events have the lower end 0.
    """
    tail = (1 - confidence) / 2
    known = (exposure > 0) & (events >= 0)
    count, whole = np.where(known, events, np.nan), np.where(known, exposure, np.nan)
    lower = np.where(count == 0, 0.0, gammaincinv(np.where(count == 0, 1.0, count), tail))
    return np.where(known, lower, np.nan) / whole, gammaincinv(count + 1, 1 - tail) / whole
