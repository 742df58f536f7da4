"""Intervals of what was counted: satisfaction cells, and the KPIs whose kind has an honest one.

Belongs here: which counts have an honest interval, and which do not.
Elsewhere: the formulas (stats.jeffreys, stats.garwood), the KPIs' meaning and kinds (dbt's marts and catalogue).
"""

import numpy as np
import pandas as pd
from scipy.special import ndtri, stdtrit

from pipelines.integrity.stats import garwood, jeffreys
from pipelines.integrity.stats.logit_grid import Array

NONE, SHARE, RATE, NPS, MEAN = "none", "share", "rate", "nps", "mean"
METHODS = {SHARE: "jeffreys", RATE: "garwood", NPS: "normal", MEAN: "student_t"}
"""The interval of each kind that has one. Money, indices and ratios of minutes have none: their parts are no cases."""


def of_cells(cells: pd.DataFrame, *, confidence: float = 0.95) -> pd.DataFrame:
    """Jeffreys interval of each cell's satisfied share; a cell without answers has none."""
    lower, upper = jeffreys.interval(
        cells["satisfied_count"].to_numpy(float), cells["answered_count"].to_numpy(float), confidence=confidence
    )
    method = pd.array(np.where(np.isnan(lower), NONE, METHODS[SHARE]), dtype="string")
    return pd.DataFrame({"cell_id": cells["cell_id"], "lower_share": lower, "upper_share": upper}).assign(
        interval_method=method
    )


def of_kpis(counts: pd.DataFrame, *, confidence: float = 0.95) -> pd.DataFrame:
    """Interval of each KPI value by its kind and in its unit; null where the kind has none or nothing was counted."""
    kind = counts["kind_code"].fillna(NONE).to_numpy(str)
    lower, upper = np.full(len(counts), np.nan), np.full(len(counts), np.nan)
    for name, interval in ((SHARE, _share), (RATE, _rate), (NPS, _nps), (MEAN, _mean)):
        chosen = kind == name
        lower[chosen], upper[chosen] = interval(counts[chosen], confidence)
    factor = counts["value_factor"].to_numpy(float)
    method = np.where(np.isnan(lower), NONE, pd.Series(kind).map(METHODS).fillna(NONE))
    frame = counts[["kpi_id", "org_unit_id", "period_kind", "period_id"]]
    return frame.assign(
        lower_value=lower * factor, upper_value=upper * factor, interval_method=pd.array(method, dtype="string")
    )


def _share(counts: pd.DataFrame, confidence: float) -> tuple[Array, Array]:
    numerator, denominator, cases = _counted(counts)
    share = numerator / denominator
    honest = (share >= 0) & (share <= 1) & (cases > 0)
    return jeffreys.interval(np.where(honest, share * cases, 0), np.where(honest, cases, 0), confidence=confidence)


def _rate(counts: pd.DataFrame, confidence: float) -> tuple[Array, Array]:
    numerator, denominator, _ = _counted(counts)
    return garwood.interval(numerator, denominator, confidence=confidence)


def _nps(counts: pd.DataFrame, confidence: float) -> tuple[Array, Array]:
    """Variance (p + d - (p - d)^2) / n: the squares of +1, 0 and -1 add up to promoters and detractors."""
    total, cases, _ = _counted(counts)
    mean = total / cases
    variance = counts["sum_of_squares"].to_numpy(float) / cases - mean**2
    return _around(mean, variance / cases, np.full(len(mean), ndtri((1 + confidence) / 2)), limit=1.0)


def _mean(counts: pd.DataFrame, confidence: float) -> tuple[Array, Array]:
    """Student's t, with the variance from the sum and the sum of squares."""
    total, cases, _ = _counted(counts)
    mean, freedom = total / cases, np.where(cases > 1, cases - 1, np.nan)
    variance = (counts["sum_of_squares"].to_numpy(float) - cases * mean**2) / freedom
    return _around(mean, variance / cases, stdtrit(freedom, (1 + confidence) / 2), limit=np.inf)


def _around(mean: Array, squared_error: Array, width: Array, *, limit: float) -> tuple[Array, Array]:
    """Where all said the same the formula would claim certainty: no interval then."""
    reach = width * np.sqrt(np.where(squared_error > 1e-12, squared_error, np.nan))
    return np.maximum(mean - reach, -limit), np.minimum(mean + reach, limit)


def _counted(counts: pd.DataFrame) -> tuple[Array, Array, Array]:
    numerator, denominator = (counts[name].to_numpy(float) for name in ("numerator", "denominator"))
    cases = counts["n"].astype("Float64").to_numpy(float, na_value=np.nan)
    return numerator, np.where(denominator > 0, denominator, np.nan), cases
