"""Every deed leaves the trace that it is known for, and its honest look-alike does not."""

import numpy as np
import pytest

from pipelines.demo import asking, company, quality, typed
from pipelines.demo.archetypes import BUNCH_TARGET, KINDS, LOSS_LOGIT
from pipelines.demo.asking import CallList, Survey
from pipelines.demo.mechanisms import rank_within
from pipelines.demo.typed import WEB_STATUSES, Written

QUARTERS = range(0, 16, 3)


@pytest.fixture(scope="module")
def survey() -> Survey:
    maker = company.found(140, 11)
    return asking.prepare(maker, quality.live(maker, 11), 11)


@pytest.fixture(scope="module")
def calls(survey: Survey) -> list[CallList]:
    return [asking.phone(survey, quarter) for quarter in QUARTERS]


@pytest.fixture(scope="module")
def written(survey: Survey) -> list[Written]:
    return [typed.email(survey, quarter) for quarter in QUARTERS]


def kind_of(survey: Survey, owners: np.ndarray, name: str) -> np.ndarray:
    return np.array([kind.name == name for kind in KINDS])[survey.company.kind[owners]]


def of_kind(survey: Survey, calls: list[CallList], name: str, column: str, altered: bool | None = None) -> np.ndarray:
    parts = []
    for call in calls:
        rows = kind_of(survey, call.answers.owner, name)
        if altered is not None:
            rows &= call.answers.is_altered == altered
        parts.append(getattr(call.answers, column)[rows])
    return np.concatenate(parts)


def test_a_severe_loss_takes_the_same_from_every_customer(survey: Survey) -> None:
    losses = survey.quality.losses
    first = int(np.flatnonzero(losses.is_severe)[0])
    account, day = losses.account[first : first + 1], losses.day[first : first + 1]
    quarter = 0
    before, after = (survey.quality.logit(account, day + step, quarter) for step in (-1, 1))
    assert after - before == pytest.approx(LOSS_LOGIT, abs=1e-4)


def test_losses_and_honest_answers_follow_the_same_service_quality(survey: Survey) -> None:
    severe = np.bincount(survey.quality.losses.account, survey.quality.losses.is_severe, len(survey.quality.level))
    assert np.corrcoef(severe, survey.quality.level.mean(axis=1))[0, 1] < -0.3


def test_fabricated_calls_are_short_close_together_and_nobody_took_part(survey: Survey, calls: list[CallList]) -> None:
    made_up, real = (of_kind(survey, calls, "fabricated", "seconds", altered) for altered in (True, False))
    assert np.median(made_up) < np.median(real) / 2
    assert not of_kind(survey, calls, "fabricated", "took_part", True).any()
    assert of_kind(survey, calls, "quick_callers", "took_part").all()


def test_copies_repeat_the_items_of_another_answer(survey: Survey, calls: list[CallList]) -> None:
    for call in calls:
        rows = np.flatnonzero(kind_of(survey, call.answers.owner, "duplicated") & call.answers.is_altered)
        for row in rows:
            same_owner = call.answers.owner == call.answers.owner[row]
            assert ((call.answers.items == call.answers.items[row]).all(axis=1) & same_owner).sum() >= 2


def test_bunched_quarters_end_just_above_the_target(survey: Survey, calls: list[CallList]) -> None:
    means = []
    for call in calls:
        rows = kind_of(survey, call.answers.owner, "bunched") & (call.answers.deed > 0)
        for owner in np.unique(call.answers.owner[rows]):
            mine = call.answers.owner == owner
            if call.answers.is_altered[mine].any():
                means.append(call.answers.rating[mine].mean())
    assert len(means) > 3
    assert min(means) >= BUNCH_TARGET
    assert np.mean(means) < BUNCH_TARGET + 0.2


def test_selective_askers_leave_out_those_who_would_complain(survey: Survey) -> None:
    asked, honest = [], []
    for quarter in QUARTERS:
        call = asking.phone(survey, quarter)
        account = survey.company.contacts.account[call.contact]
        owner = survey.company.accounts.owner_on(account, call.day)
        risky = survey.quality.logit(account, call.day, quarter) < 0.8
        asked.append(risky[kind_of(survey, owner, "selective") & survey.active[owner, quarter]])
        honest.append(risky[kind_of(survey, owner, "troubled")])
    assert np.concatenate(asked).mean() < 0.25 * np.concatenate(honest).mean()


def test_changed_addresses_bounce_or_praise_and_honest_clean_ups_do_neither(
    survey: Survey, written: list[Written]
) -> None:
    def edited(name: str, what: str) -> np.ndarray:
        return np.concatenate([getattr(w, what)[kind_of(survey, w.owner, name) & (w.edited_day >= 0)] for w in written])

    bounced = WEB_STATUSES.index("bounced")
    tampered = edited("address_tampering", "status")
    assert len(tampered) > 5
    assert np.isin(tampered, (0, bounced)).mean() > 0.8
    assert (edited("address_cleanup", "status") == bounced).mean() < 0.15
    assert not edited("address_cleanup", "is_planted").any()


def test_habits_are_no_deeds(survey: Survey, calls: list[CallList]) -> None:
    for kind in ("quick_callers", "template_writers", "late_entry", "honest_sales_callers", "everyone_says_five"):
        assert not of_kind(survey, calls, kind, "is_altered").any(), kind
    quick, ordinary = (of_kind(survey, calls, kind, "seconds") for kind in ("quick_callers", "ordinary"))
    assert np.median(quick) < np.median(ordinary) / 2
    late = of_kind(survey, calls, "late_entry", "entered_day") - of_kind(survey, calls, "late_entry", "day")
    assert late.mean() > 7


def test_an_answer_belongs_to_the_owner_of_its_day(survey: Survey, calls: list[CallList]) -> None:
    accounts = survey.company.accounts
    for call in calls:
        moved = accounts.handed_over_day[call.answers.account] <= call.answers.day
        expected = np.where(moved, accounts.later_owner[call.answers.account], accounts.owner[call.answers.account])
        assert (call.answers.owner == expected).all()


def test_ranks_count_within_equal_keys() -> None:
    assert rank_within(np.array([5, 3, 5, 5, 3])).tolist() == [0, 0, 1, 2, 1]
    assert rank_within(np.array([], dtype=int)).tolist() == []
