"""What is ordered, delivered and invoiced.

Belongs here: orders of one month with their lines, in plain numbers.
Elsewhere: who orders (company), how SAP spells it (sap).
"""

from dataclasses import dataclass

import numpy as np

from pipelines.demo.company import Company
from pipelines.demo.names import PRODUCTS
from pipelines.demo.span import DAYS, month_first, quarter_of

ORDERS_PER_MONTH = 0.09


@dataclass(frozen=True)
class Orders:
    """Orders of one month: `number` is the place in the month, `arrived` -1 while it has not."""

    month: int
    account: np.ndarray
    day: np.ndarray
    minute: np.ndarray
    promised: np.ndarray
    arrived: np.ndarray
    line_count: np.ndarray
    total: np.ndarray

    def __len__(self) -> int:
        return len(self.account)


@dataclass(frozen=True)
class Lines:
    """Lines of those orders: `order` is a place in Orders."""

    order: np.ndarray
    number: np.ndarray
    product: np.ndarray
    quantity: np.ndarray
    price: np.ndarray
    is_short: np.ndarray


def order(company: Company, ease: np.ndarray, month: int, seed: int) -> tuple[Orders, Lines]:
    """One month of orders due within the four years; the worse the service (`ease`, by quarter), the later."""
    rng = np.random.default_rng([seed, 4, month])
    accounts = company.accounts
    first, end = month_first(month), month_first(month + 1)
    count = rng.poisson(ORDERS_PER_MONTH * accounts.order_rate * _volume(company, first))
    account = np.repeat(np.arange(len(count)), count)
    day = rng.integers(first, end, len(account))
    promised = day + rng.integers(14, 46, len(account))
    account, day, promised = (column[promised < DAYS] for column in (account, day, promised))
    level = ease[account, quarter_of(day)]
    is_late = rng.random(len(account)) < 0.10 * np.exp(-0.4 * np.clip(level - 2.4, -2.5, 2.0))
    arrived = promised + np.where(is_late, rng.integers(1, 21, len(account)), -rng.integers(0, 4, len(account)))
    line_count = rng.choice(np.array([1, 2, 3]), len(account), p=(0.55, 0.32, 0.13))
    lines = _lines(line_count, rng)
    total = np.bincount(lines.order, lines.quantity * lines.price, len(account)).astype(int)
    return Orders(month, account, day, rng.integers(500, 1080, len(account)), promised,
                  np.where(arrived < DAYS, arrived, -1), line_count, total), lines  # fmt: skip


def _volume(company: Company, day: int) -> np.ndarray:
    """Nothing from lost or later customers; where there is only hospitality, less every year."""
    serves = company.accounts.is_served(np.arange(len(company.accounts.owner)), np.array(day))
    fades = company.hospitality_only[company.accounts.owner]
    return serves * np.where(fades, np.exp(-day / 1400), np.exp(day / 6000))


def _lines(line_count: np.ndarray, rng: np.random.Generator) -> Lines:
    order_ = np.repeat(np.arange(len(line_count)), line_count)
    number = np.arange(len(order_)) - np.repeat(np.cumsum(line_count) - line_count, line_count) + 1
    return Lines(
        order=order_, number=number, product=rng.integers(0, len(PRODUCTS), len(order_)),
        quantity=rng.integers(2, 60, len(order_)) * 10, price=rng.integers(180, 2700, len(order_)),
        is_short=rng.random(len(order_)) < 0.02,
    )  # fmt: skip
