"""Whom the clerks phone, and what is noted of it.

Belongs here: the survey, its call lists, the telephone answers of one quarter, back-checks.
Elsewhere: answers that customers type (typed), what is done to these ones (mechanisms), the sheets (call_sheets).
"""

from dataclasses import dataclass

import numpy as np

from pipelines.demo.archetypes import KINDS, Deed, Desk, does, sits_at, trait
from pipelines.demo.company import Company
from pipelines.demo.mechanisms import CONTENT, DISCONTENT, TEMPLATES, Answers, apply, items_of
from pipelines.demo.quality import Quality
from pipelines.demo.span import DAYS, MONTHS, QUARTERS, month_first, month_of, quarter_days, workday
from pipelines.demo.staff import BRANCHES

POLITENESS = 0.25
_THRESHOLDS = np.array([-2.2, -1.2, 0.0, 1.5])


@dataclass
class CallList:
    """Everybody whom the clerks were to phone in a quarter; `is_reached` rows are the answers, in the same order."""

    contact: np.ndarray
    day: np.ndarray
    is_reached: np.ndarray
    answers: Answers


@dataclass(frozen=True)
class Survey:
    """Asks one company; `active` says in which quarters each owner's deed is done."""

    company: Company
    quality: Quality
    seed: int
    active: np.ndarray
    desks: dict[tuple[Desk, str], np.ndarray]

    def rng(self, stream: int, quarter: int) -> np.random.Generator:
        """Dice of one stream and quarter: another stream never moves them."""
        return np.random.default_rng([self.seed, 3, stream, quarter])


def prepare(company: Company, quality: Quality, seed: int) -> Survey:
    """Decide when deeds are done, and who sits where."""
    rng = np.random.default_rng([seed, 3])
    share = trait("active", company.kind)[:, None]
    active = rng.random((len(company.kind), QUARTERS)) < share
    desks: dict[tuple[Desk, str], list[int]] = {}
    for place, caller in enumerate(company.callers):
        assert caller.desk is not None
        desks.setdefault((caller.desk, caller.branch_id), []).append(place)
    return Survey(company, quality, seed, active, {key: np.array(value) for key, value in desks.items()})


def phone(survey: Survey, quarter: int) -> CallList:
    """One quarter of call-backs."""
    company, rng = survey.company, survey.rng(1, quarter)
    contact, day = _to_call(survey, quarter, rng)
    account = company.contacts.account[contact]
    is_reached = rng.random(len(contact)) < 0.8
    logit = survey.quality.logit(account, day, quarter) + POLITENESS
    true = say(logit, rng)[is_reached]
    answers = _answers(survey, quarter, contact[is_reached], day[is_reached], true, rng)
    apply(answers, rng)
    return CallList(contact, day, is_reached, answers)


def _to_call(survey: Survey, quarter: int, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Contacts and days; who selects, leaves out those who would complain."""
    company = survey.company
    first, end = quarter_days(quarter)
    account = company.contacts.account
    day = workday(rng.integers(first, end, len(account)), first)
    owner = company.accounts.owner_on(account, day)
    kind = company.kind[owner]
    selects = does(Deed.SELECTION, kind) & survey.active[owner, quarter]
    is_risky = survey.quality.logit(account, day, quarter) < 0.8
    chance = trait("asked", kind) * np.where(selects, np.where(is_risky, 0.12, 1.25), 1.0)
    here = company.accounts.is_served(account, day) & (rng.random(len(account)) < chance) & (day < DAYS)
    return np.flatnonzero(here), day[here]


def say(logit: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """A score from 1 to 5 whose chance of at least 4 has these log odds."""
    return 1 + np.searchsorted(_THRESHOLDS, logit + rng.logistic(size=len(logit)), side="right")


def _answers(
    survey: Survey, quarter: int, contact: np.ndarray, day: np.ndarray, true: np.ndarray, rng: np.random.Generator
) -> Answers:
    company = survey.company
    account = company.contacts.account[contact]
    owner = company.accounts.owner_on(account, day)
    kind, count = company.kind[owner], len(contact)
    caller = _callers(survey, owner, rng)
    straight = np.where(np.array([k.name for k in KINDS])[kind] == "everyone_says_five", 0.85, 0.05)
    deeds = np.array([list(Deed).index(k.deed) for k in KINDS])[kind]
    pace = np.where(sits_at(Desk.QUICK, kind), 3.2, 4.2)
    comment = remark(true, rng)
    template = sits_at(Desk.TEMPLATE, kind) & (rng.random(count) < 0.85)
    return Answers(
        contact=contact, account=account, owner=owner, caller=caller, day=day, minute=rng.integers(530, 1040, count),
        true=true, rating=true.copy(), items=items_of(true, rng, straight),
        seconds=np.exp(rng.normal(pace, 0.4, count)).astype(int) + 8,
        comment=np.where(template & (true >= 4), TEMPLATES[0], np.where(template, TEMPLATES[1], comment)),
        entered_day=_entered(day, sits_at(Desk.LATE, kind), rng),
        deed=np.where(survey.active[owner, quarter], deeds, 0),
        is_altered=np.zeros(count, dtype=bool), took_part=np.ones(count, dtype=bool),
    )  # fmt: skip


def _callers(survey: Survey, owner: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    company = survey.company
    caller = np.zeros(len(owner), dtype=int)
    for (desk, branch), places in survey.desks.items():
        seated = sits_at(desk, company.kind[owner])
        if desk is Desk.BRANCH:
            seated &= company.branch[owner] == BRANCHES.index(branch)
        caller = np.where(seated, places[rng.integers(len(places), size=len(owner))], caller)
    return caller


def remark(rating: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """What a customer adds: something friendly in half of the good cases, a complaint in most of the others."""
    content = rng.integers(CONTENT.start, CONTENT.stop, len(rating)) * (rng.random(len(rating)) < 0.5)
    discontent = rng.integers(DISCONTENT.start, DISCONTENT.stop, len(rating)) * (rng.random(len(rating)) < 0.8)
    return np.where(rating >= 4, content, discontent)


def _entered(day: np.ndarray, is_late: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """When a line was typed: the same or the next day; where sheets come late, on the last day of the month."""
    ends = np.array([month_first(month + 1) - 1 for month in range(MONTHS)])[month_of(day)]
    return np.where(is_late, ends, np.minimum(day + rng.integers(0, 2, len(day)), ends))


def back_checks(survey: Survey, calls: CallList, quarter: int) -> np.ndarray:
    """Places of the answers that a third party phones again: one in sixteen, drawn at random."""
    return np.flatnonzero(survey.rng(5, quarter).random(len(calls.answers)) < 1 / 16)
