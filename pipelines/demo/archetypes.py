"""Kinds of sales people whose customers are asked, honest look-alikes included.

Belongs here: how each kind's customers fare, who calls them, and what is done to their answers.
Elsewhere: the dice (quality, asking), the deeds themselves (mechanisms).

A customer's true satisfaction depends on the owner, the account and recent severe losses. An answer given to somebody
without a stake is the truth. What the company's own people note may differ: by kindness, which nobody planned, or by a
deed, which somebody did.
"""

from dataclasses import dataclass, fields
from enum import StrEnum

import numpy as np


class Deed(StrEnum):
    """What makes recorded answers differ from true ones; `kindness` is the customers' own."""

    NONE = "none"
    KINDNESS = "kindness"
    INFLATION = "inflation"
    SELECTION = "selection"
    TAMPERING = "tampering"
    FABRICATION = "fabrication"
    DUPLICATION = "duplication"
    BUNCHING = "bunching"


class Desk(StrEnum):
    """Who phones: the branch's clerks, clerks with a habit, or the sales side itself."""

    BRANCH = "branch"
    QUICK = "quick"
    TEMPLATE = "template"
    LATE = "late"
    SALES = "sales"


@dataclass(frozen=True)
class Archetype:
    """One kind of owner. Shares and chances are between 0 and 1, per account and quarter unless stated.

    weight: relative number of owners; accounts: accounts of one owner; asked: chance that a contact is phoned; true:
    satisfied customers when nothing went wrong; severe, minor: chance of such a loss; active: share of quarters with
    the deed; fix, season: change of the log odds after the fix, and over the year; looks_like: the deed that an
    honest kind is mistaken for.
    """

    name: str
    weight: int
    accounts: int
    asked: float
    true: float
    severe: float
    minor: float
    deed: Deed = Deed.NONE
    active: float = 0.0
    desk: Desk = Desk.BRANCH
    fix: float = 0.0
    season: float = 0.0
    branch: str | None = None
    looks_like: Deed = Deed.NONE
    hospitality: float = 0.3


KINDS = (
    Archetype("ordinary", 12, 8, 0.60, 0.93, 0.045, 0.08),
    Archetype("essay", 7, 22, 0.80, 0.80, 0.20, 0.16, Deed.KINDNESS, 1.0, hospitality=0.9),
    Archetype("excellent", 3, 8, 0.60, 0.985, 0.008, 0.03, looks_like=Deed.INFLATION),
    Archetype("small_n", 5, 3, 0.60, 0.975, 0.02, 0.05, looks_like=Deed.INFLATION),
    Archetype("troubled", 2, 12, 0.75, 0.86, 0.12, 0.12),
    Archetype("everyone_says_five", 4, 8, 0.60, 0.985, 0.02, 0.05, branch="southwest", looks_like=Deed.DUPLICATION),
    Archetype("quick_callers", 3, 8, 0.60, 0.93, 0.045, 0.08, desk=Desk.QUICK, looks_like=Deed.FABRICATION),
    Archetype("template_writers", 2, 8, 0.60, 0.93, 0.045, 0.08, desk=Desk.TEMPLATE, looks_like=Deed.DUPLICATION),
    Archetype("late_entry", 2, 8, 0.60, 0.93, 0.045, 0.08, desk=Desk.LATE, looks_like=Deed.FABRICATION),
    Archetype("honest_sales_callers", 2, 9, 0.60, 0.93, 0.045, 0.08, desk=Desk.SALES, looks_like=Deed.INFLATION),
    Archetype("rarely_asked", 2, 10, 0.30, 0.92, 0.05, 0.08, looks_like=Deed.SELECTION),
    Archetype("address_cleanup", 2, 9, 0.60, 0.92, 0.05, 0.08, looks_like=Deed.TAMPERING),
    Archetype("near_target", 2, 10, 0.65, 0.90, 0.045, 0.08, looks_like=Deed.BUNCHING),
    Archetype("improving", 3, 10, 0.65, 0.80, 0.12, 0.10, fix=1.9, looks_like=Deed.INFLATION),
    Archetype("seasonal", 2, 10, 0.65, 0.90, 0.04, 0.08, season=1.1, looks_like=Deed.INFLATION),
    Archetype("relationship_only", 3, 10, 0.65, 0.95, 0.05, 0.10, looks_like=Deed.KINDNESS, hospitality=1.0),
    Archetype("inflated_by_sales", 3, 20, 0.80, 0.82, 0.18, 0.14, Deed.INFLATION, 0.75, Desk.SALES, hospitality=0.5),
    Archetype("selective", 3, 15, 0.60, 0.88, 0.11, 0.10, Deed.SELECTION, 0.75),
    Archetype("address_tampering", 2, 15, 0.60, 0.88, 0.11, 0.10, Deed.TAMPERING, 0.75),
    Archetype("fabricated", 3, 14, 0.75, 0.88, 0.11, 0.10, Deed.FABRICATION, 0.6),
    Archetype("duplicated", 2, 14, 0.75, 0.89, 0.09, 0.10, Deed.DUPLICATION, 0.6),
    Archetype("bunched", 2, 12, 0.70, 0.88, 0.09, 0.10, Deed.BUNCHING, 0.7),
)
ALL_WEIGHTS = sum(kind.weight for kind in KINDS)

LOSS_LOGIT = -2.7
"""What a severe loss within 180 days takes from the log odds of being satisfied: 0.94 becomes 0.51, 0.80 0.21."""
SEVERE_DAYS = 180
BUNCH_TARGET = 4.5
FIX_QUARTER = 9


def owners_of_each(owner_count: int) -> list[int]:
    """How many owners each kind gets: proportional, at least one; the first kind takes the rest."""
    counts = [max(1, round(owner_count * kind.weight / ALL_WEIGHTS)) for kind in KINDS]
    counts[0] = max(1, owner_count - sum(counts[1:]))
    return counts


def trait(name: str, kinds: np.ndarray) -> np.ndarray:
    """One number of each kind, for an array of places in KINDS."""
    assert name in {field.name for field in fields(Archetype)}
    return np.array([getattr(kind, name) for kind in KINDS])[kinds]


def does(deed: Deed, kinds: np.ndarray) -> np.ndarray:
    """Whether each kind does a deed."""
    return np.array([kind.deed is deed for kind in KINDS])[kinds]


def sits_at(desk: Desk, kinds: np.ndarray) -> np.ndarray:
    """Whether each kind's customers are phoned from a desk."""
    return np.array([kind.desk is desk for kind in KINDS])[kinds]
