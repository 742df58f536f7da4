"""What is true of the made-up company, and what its own surveys recorded.

Belongs here: the truths by owner that detection and false alarms are measured against.
Elsewhere: how they came about (archetypes, answers). Nothing in the pipeline reads them.
"""

from collections import Counter
from dataclasses import dataclass

import numpy as np

from pipelines.demo.answers import Opinions
from pipelines.demo.company import QUARTERS, Company, Owner, quarter_label
from pipelines.demo.shelf import Shelf


@dataclass(frozen=True)
class OwnerTruth:
    """What is true of one sales person; quarters are labels such as 2025-Q1.

    may_warn: the conclusion `warn` or `error` is right for at least one of the distorted quarters.
    true_share: mean chance of the owner's customers to be satisfied; recorded_share: what the own clerks noted.
    """

    person_id: str
    full_name: str
    archetype: str
    branch_id: str
    may_warn: bool
    distorted_quarters: tuple[str, ...]
    account_count: int
    true_share: float
    recorded_share: float | None
    recorded_count: int


@dataclass(frozen=True)
class DemoTruth:
    """What is true of the whole company; `rows` and `broken_rows` count records by file under landing."""

    seed: int
    owners: tuple[OwnerTruth, ...]
    true_share: float
    recorded_share: float
    rows: dict[str, int]
    broken_rows: dict[str, int]

    @property
    def row_count(self) -> int:
        """Records over all files."""
        return sum(self.rows.values())


def truth_of(seed: int, company: Company, opinions: Opinions, shelf: Shelf) -> DemoTruth:
    """The truths of a company whose files lie on the shelf."""
    sizes = Counter(account.owner.person.person_id for account in company.accounts)
    chances = [c for quarters in opinions.true_chances.values() for quarter in quarters for c in quarter]
    recorded = [r for quarters in opinions.recorded.values() for quarter in quarters for r in quarter]
    return DemoTruth(
        seed=seed,
        owners=tuple(_owner_truth(owner, sizes[owner.person.person_id], opinions) for owner in company.owners),
        true_share=round(float(np.mean(chances)), 4),
        recorded_share=round(float(np.mean(recorded)), 4),
        rows=shelf.rows,
        broken_rows=shelf.broken_rows,
    )


def _owner_truth(owner: Owner, account_count: int, opinions: Opinions) -> OwnerTruth:
    person, kind = owner.person, owner.kind
    chances = [c for quarter in opinions.true_chances[person.person_id] for c in quarter]
    recorded = [r for quarter in opinions.recorded[person.person_id] for r in quarter]
    distorted = range(kind.from_quarter, QUARTERS) if kind.may_warn else range(0)
    return OwnerTruth(
        person_id=person.person_id,
        full_name=person.full_name,
        archetype=kind.name,
        branch_id=person.branch_id,
        may_warn=kind.may_warn,
        distorted_quarters=tuple(quarter_label(quarter) for quarter in distorted),
        account_count=account_count,
        true_share=round(float(np.mean(chances)), 4),
        recorded_share=round(float(np.mean(recorded)), 4) if recorded else None,
        recorded_count=len(recorded),
    )
