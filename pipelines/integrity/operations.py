"""How well an owner's operations run, as losses and late deliveries tell it; customers are not asked.

Belongs here: the operations index of entity, period and account.
Elsewhere: the shrinkage (stats.shrinkage), what the index predicts (reference_model).
"""

from dataclasses import dataclass

import numpy as np

from pipelines.integrity.panel import Index, Panel
from pipelines.integrity.stats import shrinkage
from pipelines.integrity.units import Array


@dataclass(frozen=True)
class Operations:
    """Log ratios, two each (losses that are no complaints, lateness): entities, cells (entity x period), accounts."""

    entity: Array
    cell: Array
    account: Array
    periods: int

    def at(self, entity: Index, period: Index, account: Index) -> Array:
        """Features of rows: (n, 6); zero where an account is unknown."""
        cell = entity * self.periods + period
        of_account = np.where((account >= 0)[:, None], self.account[np.maximum(account, 0)], 0)
        return np.concatenate([self.entity[entity], self.cell[cell], of_account], axis=1)


def index(panel: Panel) -> Operations:
    """From the portfolio rows; zero where there are none."""
    accounts = panel.accounts
    cells = accounts.entity * panel.periods + accounts.period
    sizes = panel.entities, panel.entities * panel.periods, max(panel.account_count, 1)
    tables = [np.zeros((size, 2)) for size in sizes]
    number = {name: np.nan_to_num(accounts.frame[name].to_numpy(float)) for name in _COLUMNS}
    pairs = (
        (number["loss_count"], np.ones(len(cells))),
        (number["late_count"], number["line_count"]),
    )
    for column, (count, exposure) in enumerate(pairs):
        levels = (accounts.entity, cells, accounts.account)
        for table, values in zip(tables, shrinkage.nested(count, exposure, levels), strict=True):
            table[: len(values), column] = values
    return Operations(tables[0], tables[1], tables[2], panel.periods)


_COLUMNS = ("loss_count", "late_count", "line_count")
