"""Deals, visits, executives' days and what is spent at table.

Belongs here: who meets whom, why and for how long; what is offered and won.
Elsewhere: how the CRM, the calendar and the expense system spell it (salesforce, office).
"""

from dataclasses import dataclass

import numpy as np

from pipelines.demo.archetypes import trait
from pipelines.demo.company import Company
from pipelines.demo.span import DAYS, day_of, workday

PURPOSES = ("service", "quality", "value", "hospitality")
ON_SITE_SHARE, DINNER_SHARE = 0.11, 0.20


@dataclass(frozen=True)
class Visits:
    """Meetings with customers; `host` is a user id, minutes count within the day."""

    account: np.ndarray
    host: np.ndarray
    day: np.ndarray
    start: np.ndarray
    end: np.ndarray
    purpose: np.ndarray
    is_on_site: np.ndarray


@dataclass(frozen=True)
class Entries:
    """Entries of executives' calendars; `kind`: 0 inside, 1 at a customer's, 2 dinner, 3 online; account -1: none."""

    person: np.ndarray
    day: np.ndarray
    start: np.ndarray
    end: np.ndarray
    kind: np.ndarray
    account: np.ndarray


@dataclass(frozen=True)
class Deals:
    """Opportunities; outcome: 0 open, 1 won, 2 lost."""

    account: np.ndarray
    created: np.ndarray
    close: np.ndarray
    outcome: np.ndarray
    amount: np.ndarray
    competitor: np.ndarray


def meet(company: Company, entries: Entries, seed: int) -> Visits:
    """What sales people did in four years, and the executives' days on site."""
    rng = np.random.default_rng([seed, 6])
    accounts = company.accounts
    treats = trait("hospitality", company.kind[accounts.owner])
    count = rng.poisson(2.2 + 1.5 * treats + 2.0 * accounts.is_key)
    account = np.repeat(np.arange(len(count)), count)
    day = workday(rng.integers(0, DAYS, len(account)), 0)
    dines = rng.random(len(account)) < 0.15 + 0.55 * treats[account]
    purpose = np.where(dines, 3, rng.integers(0, 3, len(account)))
    start = np.where(dines, 1080, rng.integers(540, 960, len(account)))
    owner = np.array([person.person_id for person in company.owners], dtype=object)
    ours = Visits(account, owner[accounts.owner_on(account, day)], day, start, start + np.where(dines, 150, 75),
                  purpose, ~dines & (rng.random(len(account)) < 0.7))  # fmt: skip
    there = np.flatnonzero(entries.kind == 1)
    bosses = np.array([person.person_id for person in company.executives], dtype=object)[entries.person[there]]
    theirs = Visits(entries.account[there], bosses, entries.day[there], entries.start[there], entries.end[there],
                    np.full(len(there), 2), np.ones(len(there), dtype=bool))  # fmt: skip
    joined = {name: np.concatenate((column, getattr(theirs, name))) for name, column in vars(ours).items()}
    order = np.argsort(joined["day"], kind="stable")
    return Visits(**{name: column[order] for name, column in joined.items()})


def executives_days(company: Company, seed: int) -> Entries:
    """Every other working day a meeting inside; some days with customers, more evenings with them."""
    rng = np.random.default_rng([seed, 7])
    bosses = [i for i, person in enumerate(company.executives) if person.level == "executive"]
    working = np.array([day for day in range(DAYS) if day_of(day).weekday() < 5])
    person, day = (grid.ravel() for grid in np.meshgrid(bosses, working, indexing="ij"))
    fate = rng.random(len(day))
    on_site, dinner = fate < ON_SITE_SHARE, (fate >= ON_SITE_SHARE) & (fate < ON_SITE_SHARE + DINNER_SHARE)
    inside = ~on_site & (rng.random(len(day)) < 0.45)
    kinds = ((0, inside, 540, 660), (1, on_site, 510, 1020), (2, dinner, 1110, 1260))
    parts = [(person[m], day[m], np.full(m.sum(), s), np.full(m.sum(), e), np.full(m.sum(), k)) for k, m, s, e in kinds]
    columns = [np.concatenate(column) for column in zip(*parts, strict=True)]
    online = (columns[4] == 0) & (rng.random(len(columns[0])) < 0.3)
    columns[4] = np.where(online, 3, columns[4])
    account = np.where(np.isin(columns[4], (1, 2)), rng.integers(0, len(company.accounts.owner), len(online)), -1)
    order = np.lexsort((columns[2], columns[0], columns[1]))
    return Entries(*(column[order] for column in (*columns, account)))


def deals(company: Company, ease: np.ndarray, seed: int) -> Deals:
    """Offers of four years: the better the service, the more are won."""
    rng = np.random.default_rng([seed, 8])
    count = rng.poisson(1.3, len(company.accounts.owner))
    account = np.repeat(np.arange(len(count)), count)
    created = rng.integers(0, DAYS - 40, len(account))
    close = created + rng.integers(30, 240, len(account))
    wins = rng.random(len(account)) < 1 / (1 + np.exp(-0.6 * (ease[account, 0] - 2.2)))
    outcome = np.where(close >= DAYS, 0, np.where(wins, 1, 2))
    amount = np.exp(rng.normal(13, 0.7, len(account))).astype(int)
    return Deals(account, created, close, outcome, amount, rng.integers(0, 4, len(account)))
