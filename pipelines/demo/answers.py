"""What customers think, and what is recorded of it: one survey, one question, two kinds of people who ask it.

Belongs here: the call-backs of the company's own clerks, and the same question asked on the web by a third party.
Elsewhere: who behaves how (archetypes), losses (company).
"""

from bisect import bisect_left, insort
from dataclasses import dataclass, field

import numpy as np

from pipelines.demo.archetypes import LOSS_LOGIT
from pipelines.demo.company import DAYS, QUARTERS, SEVERE_DAYS, Account, Company, Person, day_of, quarter_days
from pipelines.demo.trade import Row, at

SURVEY = "SATISFACTION"
_WORDS = {5: "非常满意", 4: "满意", 3: "一般", 2: "不满意", 1: "很不满意"}
_CONTENT = ("", "", "", "", "很好", "合作愉快", "交货及时", "服务好，\n继续合作")
_DISCONTENT = ("", "交期太长", "质量不稳定", "索赔处理慢", "返修两次，\n问题仍在")
_WEB_CONTENT = {4: 0.55, 5: 0.45}
_WEB_DISCONTENT = {3: 0.6, 2: 0.28, 1: 0.12}


@dataclass
class Opinions:
    """Rows of both roads, and each owner's true and recorded shares by quarter."""

    callback: list[Row] = field(default_factory=list)
    web: list[Row] = field(default_factory=list)
    invitation: list[Row] = field(default_factory=list)
    true_chances: dict[str, list[list[float]]] = field(default_factory=dict)
    recorded: dict[str, list[list[int]]] = field(default_factory=dict)


def ask(company: Company, rng: np.random.Generator) -> Opinions:
    """Eight quarters of both roads."""
    opinions, severe_days = Opinions(), _severe_days(company)
    clerks: dict[str, list[Person]] = {}
    for clerk in company.clerks:
        clerks.setdefault(clerk.branch_id, []).append(clerk)
    for owner in company.owners:
        opinions.true_chances[owner.person.person_id] = [[] for _ in range(QUARTERS)]
        opinions.recorded[owner.person.person_id] = [[] for _ in range(QUARTERS)]
    for quarter in range(QUARTERS):
        for account in company.accounts:
            losses = severe_days.get(account.account_id, [])
            callers = clerks[account.owner.person.branch_id]
            _call_back(opinions, account, quarter, losses, callers[rng.integers(len(callers))], rng)
            _invite_to_web(opinions, account, quarter, losses, rng)
    return opinions


def _severe_days(company: Company) -> dict[str, list[int]]:
    days: dict[str, list[int]] = {}
    for loss in company.losses:
        if loss.is_severe:
            insort(days.setdefault(loss.account.account_id, []), loss.day)
    return days


def _is_after_severe_loss(losses: list[int], day: int) -> bool:
    first = bisect_left(losses, day - SEVERE_DAYS)
    return first < len(losses) and losses[first] <= day


def true_chance(account: Account, is_after_loss: bool) -> float:
    """The chance that the customer is truly satisfied."""
    share = account.owner.kind.true_share
    logit = np.log(share / (1 - share)) + account.owner.leaning + account.leaning + (LOSS_LOGIT if is_after_loss else 0)
    return float(1 / (1 + np.exp(-logit)))


def _weekday(quarter: int, rng: np.random.Generator) -> int:
    first, end = quarter_days(quarter)
    day = int(rng.integers(first, min(end, DAYS)))
    return day - min(max(day_of(day).weekday() - 4, 0), day - first)


def _call_back(
    opinions: Opinions, account: Account, quarter: int, losses: list[int], clerk: Person, rng: np.random.Generator
) -> None:
    kind, owner = account.owner.kind, account.owner.person
    day = _weekday(quarter, rng)
    is_after_loss = _is_after_severe_loss(losses, day)
    chance = true_chance(account, is_after_loss)
    opinions.true_chances[owner.person_id][quarter].append(chance)
    is_asked, is_reached, is_satisfied, is_kind = rng.random(4) < (kind.asked, 0.8, chance, kind.kindness)
    rating, is_written_down = _rating(is_satisfied, is_kind, kind.name, rng), False
    if quarter >= kind.from_quarter and is_after_loss and kind.top_after_loss:
        rating, is_written_down = 5, True
    if not is_asked:
        return
    _note_invitation(opinions, account, day, "phone", "complete" if is_reached else "no_contact")
    if not is_reached:
        return
    opinions.recorded[owner.person_id][quarter].append(int(rating >= 4))
    remarks = _CONTENT if rating >= 4 else _DISCONTENT
    opinions.callback.append({
        "quarter": quarter, "回访日期": day_of(day), "客户名称": account.account_name, "联系人": account.contact_name,
        "电话": account.phone, "回访人": clerk.full_name, "所属部门": clerk.department, "负责销售": owner.full_name,
        "通话时长": int(rng.lognormal(2.8 if is_written_down else 4.1, 0.4)), "满意度": _WORDS[rating],
        "意见": "" if is_written_down else remarks[rng.integers(len(remarks))],
    })  # fmt: skip


def _rating(is_satisfied: bool, is_kind: bool, kind: str, rng: np.random.Generator) -> int:
    """A score from 1 to 5; what is kind is mostly the top score."""
    if not is_satisfied and not is_kind:
        return int(rng.choice((3, 2, 1), p=(0.6, 0.28, 0.12)))
    top = {"everyone_says_five": 0.97, "relationship": 0.93}.get(kind, 0.93 if is_kind and not is_satisfied else 0.62)
    return 5 if rng.random() < top else 4


def _invite_to_web(
    opinions: Opinions, account: Account, quarter: int, losses: list[int], rng: np.random.Generator
) -> None:
    """Three in ten of all accounts, drawn at random, are asked by a third party; half of them answer, truthfully."""
    is_invited, is_answered = rng.random(2) < (0.3, 0.5)
    if not is_invited:
        return
    day = _weekday(quarter, rng)
    missing = ("bounced", "no_contact", "refused")[rng.choice(3, p=(0.06, 0.84, 0.10))]
    invitation_id = _note_invitation(opinions, account, day, "web", "complete" if is_answered else missing)
    if not is_answered:
        return
    is_satisfied = rng.random() < true_chance(account, _is_after_severe_loss(losses, day))
    scores = _WEB_CONTENT if is_satisfied else _WEB_DISCONTENT
    score = rng.choice(list(scores), p=list(scores.values()))
    minute = int(rng.integers(500, 1130))
    opinions.web.append({
        "response_id": f"W{len(opinions.web):06d}", "invitation_id": invitation_id, "survey_id": SURVEY,
        "survey_version": "1",
        "account_id": account.account_id, "owner_person_id": account.owner.person.person_id,
        "branch_id": account.owner.person.branch_id, "team_id": account.owner.person.team_id, "channel": "web",
        "collector_org": "third_party", "started_at": at(day, minute), "submitted_at": at(day, minute + 4),
        "duration_seconds": int(rng.lognormal(5.1, 0.4)), "response_status": "complete", "rating": score,
        "scale_min": 1,
        "scale_max": 5, "scale_direction": "high_good",
    })  # fmt: skip


def _note_invitation(opinions: Opinions, account: Account, day: int, channel: str, status: str) -> str:
    invitation_id = f"I{len(opinions.invitation):07d}"
    opinions.invitation.append({
        "invitation_id": invitation_id, "survey_id": SURVEY, "account_id": account.account_id, "channel": channel,
        "sent_at": at(day, 480), "invitation_status": status,
        "completed_at": at(day, 1140) if status == "complete" else "",
    })  # fmt: skip
    return invitation_id
