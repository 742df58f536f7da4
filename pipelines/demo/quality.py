"""One latent service quality: what goes wrong at a customer, and what the customer would truly say.

Belongs here: the level of satisfaction of each account and quarter, the losses that follow from the same level.
Elsewhere: who asks and what is noted (asking, mechanisms), the quality department's records (losses).
"""

from dataclasses import dataclass

import numpy as np

from pipelines.demo.archetypes import FIX_QUARTER, LOSS_LOGIT, SEVERE_DAYS, trait
from pipelines.demo.company import Company
from pipelines.demo.span import DAYS, QUARTERS, quarter_days

_STEP = DAYS + SEVERE_DAYS + 1


@dataclass(frozen=True)
class Losses:
    """Something that the customer found, one place each, by day; amounts in whole yuan, severe from 20,000."""

    account: np.ndarray
    day: np.ndarray
    is_severe: np.ndarray
    amount: np.ndarray


@dataclass(frozen=True)
class Quality:
    """`level`: log odds of being satisfied by account and quarter, before losses; and the losses."""

    level: np.ndarray
    losses: Losses
    _severe: np.ndarray

    def is_after_severe(self, accounts: np.ndarray, days: np.ndarray) -> np.ndarray:
        """Whether each account had a severe loss within the 180 days before each day."""
        found = np.searchsorted(self._severe, accounts * _STEP + np.maximum(days - SEVERE_DAYS, 0))
        following = np.append(self._severe, np.iinfo(np.int64).max)[found]
        return following <= accounts * _STEP + days

    def logit(self, accounts: np.ndarray, days: np.ndarray, quarter: int) -> np.ndarray:
        """Log odds that each account is truly satisfied on each day of a quarter."""
        return self.level[accounts, quarter] + LOSS_LOGIT * self.is_after_severe(accounts, days)


def live(company: Company, seed: int) -> Quality:
    """Four years of service."""
    rng = np.random.default_rng([seed, 2])
    accounts, owner = company.accounts, company.accounts.owner
    kinds = company.kind[owner]
    share = trait("true", kinds)
    path = _path(kinds)
    ease = (company.leaning[owner] + accounts.leaning)[:, None] + company.mood[owner] + path
    level = np.log(share / (1 - share))[:, None] + ease
    losses = _losses(kinds, ease, rng)
    severe = np.sort(losses.account[losses.is_severe] * _STEP + losses.day[losses.is_severe])
    return Quality(level.astype(np.float32), losses, severe)


def _path(kinds: np.ndarray) -> np.ndarray:
    """How each account's quarters differ: a fix that holds, a season that returns."""
    quarters = np.arange(QUARTERS)
    fixed = trait("fix", kinds)[:, None] * (quarters >= FIX_QUARTER)
    season = trait("season", kinds)[:, None] * np.cos(np.pi * quarters / 2)
    return np.asarray(fixed + season)


def _losses(kinds: np.ndarray, ease: np.ndarray, rng: np.random.Generator) -> Losses:
    found = []
    for quarter in range(QUARTERS):
        less = np.exp(-0.7 * np.clip(ease[:, quarter], -1.5, 2.5))
        for is_severe, name in ((True, "severe"), (False, "minor")):
            account = np.flatnonzero(rng.random(len(kinds)) < trait(name, kinds) * less)
            day = rng.integers(*quarter_days(quarter), len(account))
            size = np.exp(rng.normal(9.2 if is_severe else 8.3, 0.5 if is_severe else 0.7, len(account)))
            amount = 20_000 + size if is_severe else np.minimum(15_000, 300 + size)
            found.append((account, day, np.full(len(account), is_severe), amount.astype(int)))
    columns = [np.concatenate(column) for column in zip(*found, strict=True)]
    order = np.lexsort((columns[0], columns[1]))
    return Losses(*(column[order] for column in columns))
