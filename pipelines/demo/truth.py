"""What is true of the made-up company, and what its own surveys recorded.

Belongs here: the truths by owner and quarter, that detection and false alarms are measured against.
Elsewhere: how they came about (archetypes, quality, mechanisms). Nothing in the pipeline reads them.
"""

import csv
from collections.abc import Iterator
from dataclasses import asdict, dataclass, fields
from pathlib import Path

import numpy as np

from pipelines.demo.archetypes import KINDS, Deed
from pipelines.demo.asking import CallList, Survey
from pipelines.demo.span import quarter_days, quarter_label
from pipelines.demo.typed import Written

UNITS = "truth.csv"


@dataclass(frozen=True)
class UnitTruth:
    """One sales person in one quarter.

    is_manipulated: somebody did something to the answers in this quarter; is_distorted: what the clerks recorded
    differs from the truth by a deed or by kindness; mechanism: which (`none` for honest quarters); looks_like: the
    deed that an honest kind is mistaken for; true_share: mean chance of the owner's customers to be satisfied;
    recorded_share: what the clerks noted; altered_count: answers that are not what the customer would tell anyone.
    """

    person_id: str
    full_name: str
    branch_id: str
    period: str
    archetype: str
    is_manipulated: bool
    is_distorted: bool
    mechanism: str
    looks_like: str
    account_count: int
    true_share: float
    recorded_count: int
    recorded_share: float | None
    altered_count: int
    independent_count: int


@dataclass(frozen=True)
class DemoTruth:
    """What is true of the whole company; `rows` and `broken_rows` count records by file under landing."""

    seed: int
    units: int
    true_share: float
    recorded_share: float
    answer_count: int
    rows: dict[str, int]
    broken_rows: dict[str, int]

    @property
    def row_count(self) -> int:
        """Records over all files."""
        return sum(self.rows.values())


@dataclass
class Tally:
    """Adds quarters up and writes their units."""

    path: Path
    units: int = 0
    true_sum: float = 0.0
    weight: int = 0
    satisfied: int = 0
    answered: int = 0

    def add(self, survey: Survey, calls: CallList, written: Written, quarter: int) -> None:
        """One quarter of all owners."""
        with open(self.path, "w" if quarter == 0 else "a", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, [field.name for field in fields(UnitTruth)], lineterminator="\n")
            if quarter == 0:
                writer.writeheader()
            for unit in _units(survey, calls, written, quarter):
                writer.writerow(asdict(unit))
                self._sum(unit)

    def _sum(self, unit: UnitTruth) -> None:
        self.units += 1
        self.true_sum += unit.true_share * unit.account_count
        self.weight += unit.account_count
        self.answered += unit.recorded_count
        self.satisfied += round((unit.recorded_share or 0) * unit.recorded_count)


def _units(survey: Survey, calls: CallList, written: Written, quarter: int) -> Iterator[UnitTruth]:
    company, answers = survey.company, calls.answers
    first, end = quarter_days(quarter)
    accounts = np.arange(len(company.accounts.owner))
    middle = np.full(len(accounts), (first + end) // 2)
    owner = company.accounts.owner_on(accounts, middle)
    chance = 1 / (1 + np.exp(-survey.quality.logit(accounts, middle, quarter)))
    size = len(company.owners)
    count, total = np.bincount(owner, minlength=size), np.bincount(owner, chance, size)
    recorded = np.bincount(answers.owner, minlength=size)
    satisfied = np.bincount(answers.owner, answers.rating >= 4, size)
    altered = np.bincount(answers.owner, answers.is_altered, size)
    outside = np.bincount(written.owner, written.status == 0, size)
    for place, person in enumerate(company.owners):
        kind = KINDS[company.kind[place]]
        deed = kind.deed if survey.active[place, quarter] else Deed.NONE
        yield UnitTruth(
            person_id=person.person_id, full_name=person.full_name, branch_id=person.branch_id,
            period=quarter_label(quarter), archetype=kind.name,
            is_manipulated=deed not in (Deed.NONE, Deed.KINDNESS), is_distorted=deed is not Deed.NONE,
            mechanism=str(deed), looks_like=str(kind.looks_like), account_count=int(count[place]),
            true_share=round(float(total[place] / max(count[place], 1)), 4), recorded_count=int(recorded[place]),
            recorded_share=round(float(satisfied[place] / recorded[place]), 4) if recorded[place] else None,
            altered_count=int(altered[place]), independent_count=int(outside[place]),
        )  # fmt: skip
