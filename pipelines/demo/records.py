"""What the company notes of things that went wrong: losses by kind, complaints, the papers behind them.

Belongs here: one row of facts per loss, in plain numbers.
Elsewhere: the losses themselves (quality), how each system spells them (sap, salesforce, papers).
"""

from dataclasses import dataclass

import numpy as np

from pipelines.demo.archetypes import KINDS, Deed, trait
from pipelines.demo.company import Company
from pipelines.demo.names import PRODUCTS
from pipelines.demo.quality import Losses
from pipelines.demo.span import DAYS, quarter_of

TYPES = ("return", "warranty", "penalty", "field_service", "line_stop", "sorting", "complaint_handling",
         "premium_freight")  # fmt: skip
_SEVERE = (0.30, 0.22, 0.20, 0.16, 0.12, 0.0, 0.0, 0.0)
_MINOR = (0.10, 0.35, 0.0, 0.0, 0.0, 0.20, 0.20, 0.15)
CHANNELS = ("phone", "email", "portal", "visit", "exec_mailbox")


@dataclass(frozen=True)
class Records:
    """One place per loss, by day. Days are -1 where it has not happened.

    complained: 0 not at all, 1 as a quality notification (8D), 2 as a case of the CRM; severity: 1 (slight) to 4.
    """

    account: np.ndarray
    owner: np.ndarray
    day: np.ndarray
    amount: np.ndarray
    is_severe: np.ndarray
    type: np.ndarray
    product: np.ndarray
    posted: np.ndarray
    severity: np.ndarray
    quantity: np.ndarray
    complained: np.ndarray
    channel: np.ndarray
    received: np.ndarray
    registered: np.ndarray
    acknowledged: np.ndarray
    contained: np.ndarray
    corrected: np.ndarray
    due: np.ndarray
    closed: np.ndarray
    confirmed: np.ndarray
    reopened: np.ndarray

    def is_of(self, *types: str) -> np.ndarray:
        """Losses of some types."""
        return np.isin(self.type, [TYPES.index(name) for name in types])


def note(company: Company, losses: Losses, active: np.ndarray, seed: int) -> Records:
    """What is written down of every loss."""
    rng = np.random.default_rng([seed, 5])
    count = len(losses.day)
    owner = company.accounts.owner_on(losses.account, losses.day)
    kinds = np.where(losses.is_severe, _draw(_SEVERE, count, rng), _draw(_MINOR, count, rng))
    is_mute = active[owner, quarter_of(losses.day)] & _MUTES[company.kind[owner]]
    chance = np.where(losses.is_severe, 0.75, 0.35) * np.where(is_mute, 0.4, 1.0)
    is_heard = (rng.random(count) < chance) & (losses.day < DAYS - 5)
    return Records(
        account=losses.account, owner=owner, day=losses.day, amount=losses.amount, is_severe=losses.is_severe,
        type=kinds, product=rng.integers(0, len(PRODUCTS), count),
        posted=np.minimum(losses.day + rng.integers(2, 40, count), DAYS - 1),
        severity=np.where(losses.is_severe, rng.integers(3, 5, count), rng.integers(1, 3, count)),
        quantity=rng.integers(1, 200, count), complained=np.where(is_heard, _desk(losses.is_severe, rng), 0),
        channel=rng.choice(len(CHANNELS), count, p=(0.35, 0.25, 0.2, 0.12, 0.08)),
        **_steps(losses, owner, company, rng),
    )  # fmt: skip


_MUTES = np.array([k.deed in (Deed.INFLATION, Deed.SELECTION, Deed.FABRICATION, Deed.TAMPERING) for k in KINDS])


def _draw(chances: tuple[float, ...], count: int, rng: np.random.Generator) -> np.ndarray:
    return rng.choice(len(TYPES), count, p=chances)


def _desk(is_severe: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    return np.where(rng.random(len(is_severe)) < np.where(is_severe, 0.85, 0.45), 1, 2)


def _steps(losses: Losses, owner: np.ndarray, company: Company, rng: np.random.Generator) -> dict[str, np.ndarray]:
    """The days of an 8D report; where there is trouble, it is closed without asking the customer."""
    count, received = len(losses.day), losses.day + rng.integers(0, 3, len(losses.day))
    closed = received + rng.integers(6, 70, count)
    is_sloppy = trait("severe", company.kind[owner]) > 0.1
    confirms = rng.random(count) < np.where(is_sloppy, 0.45, 0.85)
    reopens = (rng.random(count) < np.where(is_sloppy, 0.15, 0.03)) & (closed + 9 < DAYS)
    steps = {
        "received": received,
        "registered": received + (rng.random(count) < 0.15),
        "acknowledged": received + (rng.random(count) < np.where(is_sloppy, 0.4, 0.1)) * 2,
        "contained": received + 2,
        "corrected": closed - 3,
        "due": received + 30,
        "closed": closed,
        "confirmed": np.where(confirms, closed - 1, -1),
        "reopened": np.where(reopens, closed + 8, -1),
    }
    return {name: day if name == "due" else np.where(day < DAYS, day, -1) for name, day in steps.items()}
