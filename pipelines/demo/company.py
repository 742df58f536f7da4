"""The made-up company: its people, its customers and their contacts.

Belongs here: who exists, who serves whom, what each is called and how it is identified in which system.
Elsewhere: goods and losses (trade, quality), what customers think (asking), files (write_feeds).
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from pipelines.demo import names, staff
from pipelines.demo.archetypes import KINDS, owners_of_each
from pipelines.demo.span import DAYS, QUARTERS
from pipelines.demo.staff import BRANCHES, Person

_OPEN_BRANCHES = ("east", "north", "south", "central", "east", "germany")
ROLES = ("decision", "quality", "purchase", "user")


@dataclass(frozen=True)
class Accounts:
    """Customers, one place each in every array; `owner` is a place in Company.owners, days count from FIRST_DAY."""

    account_id: np.ndarray
    sap_no: np.ndarray
    name: np.ndarray
    spelled: np.ndarray
    owner: np.ndarray
    later_owner: np.ndarray
    handed_over_day: np.ndarray
    created_day: np.ndarray
    lost_day: np.ndarray
    is_key: np.ndarray
    is_german: np.ndarray
    leaning: np.ndarray
    order_rate: np.ndarray
    domain: np.ndarray

    def is_served(self, accounts: np.ndarray, days: np.ndarray) -> np.ndarray:
        """Whether each account was a customer on each day."""
        lost = self.lost_day[accounts]
        return np.asarray((days >= self.created_day[accounts]) & ((lost < 0) | (days < lost)))

    def owner_on(self, accounts: np.ndarray, days: np.ndarray) -> np.ndarray:
        """Who owned each account on each day."""
        is_later = days >= self.handed_over_day[accounts]
        return np.where(is_later, self.later_owner[accounts], self.owner[accounts])


@dataclass(frozen=True)
class Contacts:
    """People at the customers, one place each."""

    contact_id: np.ndarray
    account: np.ndarray
    name: np.ndarray
    role: np.ndarray
    phone: np.ndarray
    email: np.ndarray
    first: np.ndarray
    count: np.ndarray


@dataclass(frozen=True)
class Company:
    """Everyone who exists; `kind` and `branch` hold one place per owner."""

    owners: list[Person]
    callers: list[Person]
    executives: list[Person]
    engineers: list[Person]
    kind: np.ndarray
    branch: np.ndarray
    leaning: np.ndarray
    mood: np.ndarray
    accounts: Accounts
    contacts: Contacts

    @property
    def hospitality_only(self) -> np.ndarray:
        """By owner: whether customers stay for the dinners alone."""
        return np.array([kind.name == "relationship_only" for kind in KINDS])[self.kind]

    @property
    def people(self) -> list[Person]:
        """Every employee."""
        return self.executives + self.owners + self.callers + self.engineers


def found(owner_count: int, seed: int) -> Company:
    """A company with `owner_count` sales people."""
    rng = np.random.default_rng([seed, 1])
    kinds = rng.permutation(np.repeat(np.arange(len(KINDS)), owners_of_each(owner_count)))
    branch = np.array([BRANCHES.index(KINDS[k].branch or _OPEN_BRANCHES[i % 6]) for i, k in enumerate(kinds)])
    chinese, german = names.people(rng), names.germans()
    owners = [staff.seller(i, int(b), german if BRANCHES[b] == "germany" else chinese) for i, b in enumerate(branch)]
    accounts = _accounts(kinds, branch, rng)
    return Company(
        owners=owners,
        callers=list(staff.callers(owner_count, chinese)),
        executives=list(staff.executives(chinese, german)),
        engineers=list(staff.engineers(owner_count, chinese)),
        kind=kinds,
        branch=branch,
        leaning=rng.normal(0, 0.25, len(owners)),
        mood=rng.normal(0, 0.25, (len(owners), QUARTERS)),
        accounts=accounts,
        contacts=_contacts(accounts, rng),
    )


def _accounts(kinds: np.ndarray, branch: np.ndarray, rng: np.random.Generator) -> Accounts:
    sizes = np.array([kind.accounts for kind in KINDS])[kinds] * rng.uniform(0.85, 1.15, len(kinds))
    owner = np.repeat(np.arange(len(kinds)), np.maximum(2, np.rint(sizes).astype(int)))
    count = len(owner)
    is_german = branch[owner] == BRANCHES.index("germany")
    chinese, german = names.customers(rng), names.kunden()
    spelled = [next(german if there else chinese) for there in is_german.tolist()]
    number = np.arange(count)
    later, day = _handovers(owner, kinds, rng)
    return Accounts(
        account_id=_texts(f"0018d{i:08d}QAAHD"[:18] for i in number),
        sap_no=_texts(f"{104000 + i:010d}" for i in number), name=_texts(name for name, _ in spelled),
        spelled=_texts(other for _, other in spelled), owner=owner, later_owner=later, handed_over_day=day,
        created_day=_created(count, rng), lost_day=_lost(kinds[owner], rng), is_key=rng.random(count) < 0.14,
        is_german=is_german, leaning=rng.normal(0, 0.5, count), order_rate=rng.lognormal(0, 0.35, count),
        domain=_texts(f"kunde{i:05d}.example" for i in number),
    )  # fmt: skip


def _created(count: int, rng: np.random.Generator) -> np.ndarray:
    """Most customers are older than the four years; one in sixteen is new."""
    return np.where(rng.random(count) < 0.06, rng.integers(200, DAYS - 5, count), rng.integers(-900, -30, count))


def _handovers(owner: np.ndarray, kinds: np.ndarray, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """One in five accounts of ordinary owners changes hands once, to another ordinary owner."""
    ordinary = np.flatnonzero(kinds == 0)
    moves = (rng.random(len(owner)) < 0.2) & (kinds[owner] == 0) & (len(ordinary) > 1)
    later = np.where(moves, ordinary[rng.integers(len(ordinary), size=len(owner))], owner)
    return later, np.where(later != owner, rng.integers(300, DAYS - 200, len(owner)), DAYS)


def _lost(kinds: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Customers leave: some where there is trouble, more where there was only hospitality."""
    chance = np.array([0.12 if k.name == "relationship_only" else 0.02 + 0.2 * k.severe for k in KINDS])[kinds]
    return np.where(rng.random(len(kinds)) < chance, rng.integers(400, DAYS - 30, len(kinds)), -1)


def _contacts(accounts: Accounts, rng: np.random.Generator) -> Contacts:
    count = np.where(accounts.is_key, 3, rng.integers(1, 3, len(accounts.owner)))
    account = np.repeat(np.arange(len(count)), count)
    first = np.cumsum(count) - count
    chinese, german = names.people(rng), names.germans()
    there = accounts.is_german[account].tolist()
    number = np.arange(len(account))
    mailbox = _texts(f"contact{i:06d}@" for i in number)
    return Contacts(
        contact_id=_texts(f"0038d{i:08d}QAAHD" for i in number), account=account,
        name=_texts(next(german if is_german else chinese) for is_german in there),
        role=np.array(ROLES, dtype=object)[(number - first[account]) % 4],
        phone=_texts(f"000-5550-{i:06d}" for i in number),
        email=mailbox + accounts.domain[account], first=first, count=count,
    )  # fmt: skip


def _texts(values: Iterator[str]) -> np.ndarray:
    return np.array(list(values), dtype=object)
