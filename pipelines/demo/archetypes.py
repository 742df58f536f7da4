"""Kinds of sales people whose customers are asked, honest look-alikes included.

Belongs here: how each kind's customers fare and what they are recorded to have said.
Elsewhere: the dice (company, trade, answers).

A customer's true satisfaction depends on the owner, the account and recent severe losses. What is recorded depends on
who asks: an independent answer is the truth; what the company's own clerks note may be kinder (`kindness`), or a top
score whatever the customer would say (`top_after_loss`).
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Archetype:
    """One kind of owner. Shares and chances are between 0 and 1, per account and quarter unless stated.

    weight: relative number of owners; accounts: accounts of one owner; asked: chance that an account is phoned in a
    quarter; true_share: satisfied customers when nothing went wrong; severe: chance of a severe loss; minor: chance of
    a small one; kindness: chance that a dissatisfied customer is recorded as content by the company's own clerks;
    top_after_loss: chance that the sheet shows the top score when the account had a severe loss; from_quarter: first
    quarter of the distortion; may_warn: whether the conclusion `warn` would be right.
    """

    name: str
    weight: int
    accounts: int
    asked: float
    true_share: float
    severe: float
    minor: float
    kindness: float = 0.0
    top_after_loss: float = 0.0
    from_quarter: int = 0
    branch: str | None = None
    may_warn: bool = False


ARCHETYPES = (
    Archetype("honest_ordinary", 20, 29, 0.62, 0.94, severe=0.045, minor=0.07, kindness=0.05),
    Archetype("honest_excellent", 6, 27, 0.62, 0.985, severe=0.008, minor=0.02, kindness=0.05),
    Archetype("honest_troubled", 4, 38, 0.80, 0.85, severe=0.23, minor=0.12, kindness=0.05),
    Archetype("honest_small", 8, 6, 0.60, 0.93, severe=0.03, minor=0.05, kindness=0.05),
    Archetype("everyone_says_five", 9, 27, 0.62, 0.975, severe=0.02, minor=0.05, kindness=0.05, branch="southwest"),
    Archetype("relationship", 8, 40, 0.85, 0.82, severe=0.24, minor=0.14, kindness=0.98, may_warn=True),
    Archetype("blanket_fives", 3, 40, 0.85, 0.82, severe=0.24, minor=0.14, kindness=0.05, top_after_loss=1.0,
              from_quarter=4, may_warn=True),
    Archetype("sudden_fives", 2, 40, 0.85, 0.82, severe=0.24, minor=0.14, kindness=0.05, top_after_loss=1.0,
              from_quarter=7, may_warn=True),
)  # fmt: skip

LOSS_LOGIT = -2.7
"""What a severe loss within 180 days takes from the log odds of being satisfied: 0.94 becomes 0.51, 0.82 0.23."""


def owners_of_each(owner_count: int) -> list[tuple[Archetype, int]]:
    """How many owners each kind gets: proportional, at least one, the first kind takes the rest."""
    total = sum(kind.weight for kind in ARCHETYPES)
    counts = [max(1, round(owner_count * kind.weight / total)) for kind in ARCHETYPES]
    counts[0] = max(1, owner_count - sum(counts[1:]))
    return list(zip(ARCHETYPES, counts, strict=True))
