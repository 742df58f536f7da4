"""World A, the company: owners, customers, losses and what customers really think.

Belongs here: everything that is true before anybody asks.
Elsewhere: who asks and how, honestly or not (asking_a); the tables that the engine gets (worlds_a).

A business-to-business firm: 120 owners in 12 branches, 3,000 accounts, four quarters. Satisfaction follows what
happened to the customer (losses, late deliveries), whose customer it is, and luck.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

Array = NDArray[np.float64]
Index = NDArray[np.intp]

CUTS = {
    5: np.array([-4.4, -3.2, -1.7, 0.4]),
    2: np.array([-1.7]),
    11: np.array([-5.2, -4.6, -4.1, -3.6, -3.1, -2.6, -2.1, -1.7, -0.6, 0.6]),
}
"""Cut points of the scales; satisfied means above -1.7 on each of them."""
SATISFIED_FROM = {5: 3, 2: 1, 11: 8}


@dataclass(frozen=True)
class Size:
    """How large the company is, and how much its owners and customers differ (log odds)."""

    owners: int = 120
    branches: int = 12
    accounts: int = 3000
    periods: int = 4
    level: float = 0.35
    owner_sd: float = 0.45
    period_sd: float = 0.3
    account_sd: float = 0.6
    operations_sd: float = 0.5


@dataclass(frozen=True)
class Company:
    """(accounts, periods) each unless said otherwise; eta: latent satisfaction in log odds."""

    size: Size
    owner: Index
    segment: Index
    tier: Index
    branch_of_owner: Index
    loss_count: Index
    complaint_count: Index
    severity: Array
    prior_severity: Array
    late: Index
    lines: Index
    eta: Array

    @property
    def satisfied(self) -> Array:
        """What share of such customers is satisfied."""
        return expit(self.eta - CUTS[2][0])

    @property
    def suffered(self) -> Array:
        """How content a customer should be by what anybody can look up: losses and late deliveries."""
        felt = np.log1p(self.severity + 0.5 * self.prior_severity)
        return -1.5 * felt - 3 * self.late / np.maximum(self.lines, 1)


def found(size: Size, random: np.random.Generator) -> Company:
    """Draw one company."""
    owner = _owners(size, random)
    segment, tier = random.integers(0, 3, size.accounts), (random.random(size.accounts) < 0.25).astype(int)
    operations = (
        random.normal(0, size.operations_sd, size.owners)[owner]
        + random.normal(0, 0.3, (size.owners, size.periods))[owner, np.arange(size.periods)]
        + random.normal(0, 0.5, size.accounts)[:, None]
    )
    losses = random.poisson(0.28 * np.exp(-operations))
    is_complaint = random.binomial(losses, 0.6)
    grades = random.choice([1, 2, 3, 4, 5], (4, *losses.shape), p=[0.35, 0.3, 0.2, 0.1, 0.05])
    severity = np.where(np.arange(4)[:, None, None] < np.minimum(losses, 4), grades, 0).sum(axis=0).astype(float)
    lines = random.poisson(6, losses.shape)
    late = random.binomial(lines, expit(-2.2 - 0.7 * operations))
    prior = np.concatenate([random.permutation(severity[:, :1]), severity[:, :-1]], axis=1)
    eta = (
        size.level
        + np.array([0.0, 0.25, -0.2])[segment][:, None]
        + 0.2 * tier[:, None]
        + random.normal(0, size.owner_sd, size.owners)[owner]
        + random.normal(0, size.period_sd, (size.owners, size.periods))[owner, np.arange(size.periods)]
        + random.normal(0, size.account_sd, size.accounts)[:, None]
        + random.normal(0, 0.3, losses.shape)
        + 0.3 * operations
        - 0.9 * np.log1p(severity + 0.5 * prior)
        - 1.5 * (late / np.maximum(lines, 1) - 0.1)
    )
    branch = np.arange(size.owners) % size.branches
    return Company(
        size, owner, segment, tier, branch, losses, is_complaint, severity, prior, late, lines, eta
    )  # fmt: skip


def _owners(size: Size, random: np.random.Generator) -> Index:
    """Owner of each account and period; one in twenty-five changes hands."""
    first = random.integers(0, size.owners, size.accounts)
    second = np.where(random.random(size.accounts) < 0.04, random.integers(0, size.owners, size.accounts), first)
    change = random.integers(1, max(size.periods, 2), size.accounts)
    return np.where(np.arange(size.periods) < change[:, None], first[:, None], second[:, None])
