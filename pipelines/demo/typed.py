"""Answers that customers type themselves: on a third party's invitation, or behind a code on the delivery note.

Belongs here: invitations, what became of them, addresses that were changed shortly before.
Elsewhere: the telephone (asking), the exports (web_surveys).
"""

from dataclasses import dataclass

import numpy as np

from pipelines.demo.archetypes import KINDS, Deed, does
from pipelines.demo.asking import Survey, remark, say
from pipelines.demo.company import Company
from pipelines.demo.mechanisms import items_of
from pipelines.demo.span import quarter_days, workday

WEB_STATUSES = ("complete", "partial", "sent", "bounced", "opted_out")


@dataclass
class Written:
    """Invitations of one quarter whose answer the customer types; `status` is a place in WEB_STATUSES.

    edited_day: when the contact's address was changed shortly before (-1: it was not); is_planted: the new address
    is a friend's.
    """

    contact: np.ndarray
    account: np.ndarray
    owner: np.ndarray
    day: np.ndarray
    minute: np.ndarray
    status: np.ndarray
    rating: np.ndarray
    items: np.ndarray
    seconds: np.ndarray
    comment: np.ndarray
    edited_day: np.ndarray
    is_planted: np.ndarray


def email(survey: Survey, quarter: int) -> Written:
    """A third party invites a contact of a third of the accounts, drawn at random; half answer, truthfully."""
    company, rng = survey.company, survey.rng(2, quarter)
    written = _written(survey, quarter, 0.36, rng)
    count = len(written.account)
    written.status[:] = rng.choice(len(WEB_STATUSES), count, p=(0.50, 0.03, 0.42, 0.03, 0.02))
    _tamper(survey, written, quarter, rng)
    _clean_up(company, written, rng)
    return written


def self_service(survey: Survey, quarter: int) -> Written:
    """A code on the delivery note opens a short form: one account in seven uses it."""
    written = _written(survey, quarter, 0.14, survey.rng(4, quarter))
    chinese = ~survey.company.accounts.is_german[written.account]
    return Written(**{name: column[chinese] for name, column in vars(written).items()})


def _written(survey: Survey, quarter: int, share: float, rng: np.random.Generator) -> Written:
    company = survey.company
    first, end = quarter_days(quarter)
    drawn = rng.random(len(company.accounts.owner)) < share
    day = workday(rng.integers(first, end, len(drawn)), first)
    account = np.flatnonzero(drawn & company.accounts.is_served(np.arange(len(drawn)), day))
    day, count = day[account], len(account)
    contact = company.contacts.first[account] + rng.integers(0, company.contacts.count[account])
    rating = say(survey.quality.logit(account, day, quarter), rng)
    return Written(
        contact=contact, account=account, owner=company.accounts.owner_on(account, day), day=day,
        minute=rng.integers(510, 1080, count), status=np.zeros(count, dtype=int), rating=rating,
        items=items_of(rating, rng, 0.08), seconds=np.exp(rng.normal(5.1, 0.4, count)).astype(int) + 20,
        comment=remark(rating, rng), edited_day=np.full(count, -1), is_planted=np.zeros(count, dtype=bool),
    )  # fmt: skip


def _tamper(survey: Survey, written: Written, quarter: int, rng: np.random.Generator) -> None:
    """Addresses of those who would complain are changed a few days before: they bounce, or a friend answers."""
    owner = written.owner
    acts = does(Deed.TAMPERING, survey.company.kind[owner]) & survey.active[owner, quarter]
    at_risk = survey.quality.logit(written.account, written.day, quarter) < 0.8
    rows = np.flatnonzero(acts & at_risk & (rng.random(len(owner)) < 0.9))
    written.edited_day[rows] = np.maximum(written.day[rows] - rng.integers(1, 9, len(rows)), 0)
    friend = rng.random(len(rows)) < 0.4
    written.is_planted[rows] = friend
    written.status[rows] = np.where(friend, 0, WEB_STATUSES.index("bounced"))
    written.rating[rows] = np.where(friend, 5, written.rating[rows])
    written.items[rows[friend]], written.comment[rows[friend]] = 5, 1


def _clean_up(company: Company, written: Written, rng: np.random.Generator) -> None:
    """Honest owners correct addresses too: whoever it concerns, and nothing bounces for it."""
    is_tidy = np.array([k.name == "address_cleanup" for k in KINDS])[company.kind[written.owner]]
    chance = np.where(is_tidy, 0.5, 0.01)
    rows = np.flatnonzero((written.edited_day < 0) & (rng.random(len(chance)) < chance))
    written.edited_day[rows] = np.maximum(written.day[rows] - rng.integers(1, 40, len(rows)), 0)
