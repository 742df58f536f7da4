"""Intervals of what was counted: satisfaction cells and the KPIs that are shares.

Belongs here: which counts have an honest interval, and which do not.
Elsewhere: the formula (stats.jeffreys), the KPIs' meaning (dbt's marts).
"""

import numpy as np
import pandas as pd

from pipelines.integrity.stats import jeffreys

METHOD, NONE, SHARE = "jeffreys", "none", "share"


def of_cells(cells: pd.DataFrame, *, confidence: float = 0.95) -> pd.DataFrame:
    """Jeffreys interval of each cell's satisfied share; a cell without answers has none."""
    lower, upper = jeffreys.interval(
        cells["satisfied_count"].to_numpy(float), cells["answered_count"].to_numpy(float), confidence=confidence
    )
    return pd.DataFrame({"cell_id": cells["cell_id"], "lower_share": lower, "upper_share": upper}).assign(
        interval_method=_method(lower)
    )


def of_kpis(counts: pd.DataFrame, *, confidence: float = 0.95) -> pd.DataFrame:
    """Jeffreys interval of KPIs that are shares of counted cases; ratios of money or minutes have no honest one."""
    numerator, denominator = (counts[name].to_numpy(float) for name in ("numerator", "denominator"))
    cases = counts["n"].astype("Float64").to_numpy(float, na_value=np.nan)
    share = numerator / np.where(denominator > 0, denominator, np.nan)
    honest = counts["kind_code"].eq(SHARE).fillna(False).to_numpy(bool) & (share >= 0) & (share <= 1) & (cases > 0)
    lower, upper = jeffreys.interval(
        np.where(honest, share * cases, 0), np.where(honest, cases, 0), confidence=confidence
    )
    frame = counts[["kpi_id", "org_unit_id", "period_kind", "period_id"]]
    return frame.assign(lower_value=lower, upper_value=upper, interval_method=_method(lower))


def _method(lower: np.ndarray) -> pd.arrays.StringArray:
    return pd.array(np.where(np.isnan(lower), NONE, METHOD), dtype="string")
