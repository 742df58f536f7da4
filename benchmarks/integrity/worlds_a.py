"""World A as the design tables that the engine reads, and its truth.

Belongs here: the independent stream, back-checks, the tables, the difficulties.
Elsewhere: the company (company_a), its staff and their sheet (asking_a), a branch chain (chain_a).
"""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from benchmarks.integrity.asking_a import (
    HONEST,
    NAMES,
    Difficulty,
    Sheet,
    Staff,
    answer,
    ask,
    hire,
    hire_plain,
    items_of,
)
from benchmarks.integrity.company_a import SATISFIED_FROM, Array, Company, Index, Size, found

DIFFICULTIES = {
    "easy": Difficulty(),
    "middle": Difficulty(strength=(0.45, 0.9), independent=0.16, back_checked=0.04),
    "hard": Difficulty(strength=(0.25, 0.6), independent=0.11, back_checked=0.02),
    "plain_easy": Difficulty(distorting=0.2, active=0.9, plain=True),
    "plain_middle": Difficulty(0.2, 0.85, (0.6, 1.0), 0.18, 0.05, plain=True),
    "plain_hard": Difficulty(0.2, 0.8, (0.4, 0.8), 0.14, 0.03, plain=True),
}
STARTS = tuple(f"2025-{month:02d}-01" for month in (1, 4, 7, 10))
DEFINITION, SURVEY = "owner_quarter", "main"
NOBODY = np.array(None, object)


@dataclass(frozen=True)
class World:
    """What the engine gets (tables, by name) and what it does not (truth, one row a unit)."""

    tables: dict[str, pd.DataFrame]
    truth: pd.DataFrame


def draw(difficulty: str, seed: int, *, honest: bool = False, size: Size | None = None) -> World:
    """One world; honest: the same company with the same habits in which nobody distorts."""
    random = np.random.default_rng([seed, *difficulty.encode()])
    of_kind = DIFFICULTIES[difficulty]
    company = found(size or Size(), random)
    staff = (hire_plain if of_kind.plain else hire)(company, of_kind, random)
    if honest:
        staff = replace(staff, mechanism=np.full_like(staff.mechanism, -1), active=np.zeros_like(staff.active))
    sheet = ask(company, staff, random)
    answers = pd.concat([
        _main(company, staff, sheet), _independent(company, of_kind, random),
        _back_checks(company, sheet, of_kind, random),
    ], ignore_index=True)  # fmt: skip
    answers = _with_account(company, sheet, answers)
    tables = {"agg_answer_design": answers, "agg_account_design": _accounts(company, sheet, answers)}
    return World(tables, _truth(company, staff, sheet, plain=of_kind.plain))


def unit_names(owner: Index, period: Index) -> pd.DataFrame:
    """Identifiers of the units of owners and periods."""
    entity = np.array([f"owner=o{o:04d}" for o in range(int(owner.max(initial=0)) + 1)], object)[owner]
    subject = f"{DEFINITION}:{SURVEY}:" + entity
    label = np.array([f"{2025 + p // 4}-Q{p % 4 + 1}" for p in range(int(period.max(initial=0)) + 1)], object)[period]
    start = np.array([f"{2025 + p // 4}-{p % 4 * 3 + 1:02d}-01" for p in range(int(period.max(initial=0)) + 1)])[period]
    return pd.DataFrame({
        "unit_definition_id": DEFINITION, "unit_id": subject + ":" + label, "subject_id": subject, "entity_id": entity,
        "survey_id": SURVEY, "period_id": label, "period_start_on": pd.to_datetime(start),
    })  # fmt: skip


def packed(items: Index) -> Array:
    """Items in four bits each, as the design table packs them."""
    weights = np.uint64(1) << (4 * np.arange(items.shape[1], dtype=np.uint64))
    return ((items + 1).astype(np.uint64) * weights).sum(axis=1, dtype=np.uint64)


def _frame(
    company: Company, account: Index, period: Index, level: Index, scale: Index, items: Index, name: str
) -> pd.DataFrame:
    """Columns that every stream has."""
    from_ = np.array([SATISFIED_FROM[s] for s in scale], int)
    points = np.where(scale == 2, 2, 5)
    return unit_names(company.owner[account, period], period).assign(
        answer_id=[f"{name}{number:06d}" for number in range(len(account))], checked_answer_id=None,
        account_no=account, period_no=period, rating_level=level, level_count=scale, first_level=np.nan,
        is_satisfied=level >= from_, is_top=level == scale - 1, measured_stake=0.3, item_count=items.shape[1],
        item_mean=(items / (points[:, None] - 1)).mean(axis=1), is_straight=(items == items[:, :1]).all(axis=1),
        items_1=packed(items), items_2=None,
    )  # fmt: skip


def _main(company: Company, staff: Staff, sheet: Sheet) -> pd.DataFrame:
    owner = sheet.owner
    frame = _frame(company, sheet.account, sheet.period, sheet.level, staff.scale[owner], sheet.items, "m")
    collector = np.array([f"c{o}" for o in owner], object)
    at = pd.to_datetime(frame["period_start_on"]) + pd.to_timedelta((sheet.account * 7919) % 85, unit="D")
    return frame.assign(
        collector_id=np.where(staff.org[owner] == "self", NOBODY, collector), collector_org_code=staff.org[owner],
        channel_code=staff.channel[owner], submitted_at=at + pd.to_timedelta(sheet.gap, unit="s"),
        is_conflicted=staff.org[owner] != "self", is_independent=staff.org[owner] == "self",
        collector_stake=np.where(staff.org[owner] == "sales", 1.0, 0.3), duration_seconds=sheet.duration,
        gap_seconds=sheet.gap, entry_lag_hours=sheet.lag, text_hash=sheet.text,
        text_length=np.where(pd.isna(sheet.text), 0, 12), is_praise=np.where(pd.isna(sheet.text), NOBODY, False),
        is_begging=np.where(pd.isna(sheet.text), NOBODY, False),
    )  # fmt: skip


def _outside(frame: pd.DataFrame, random: np.random.Generator) -> pd.DataFrame:
    at = frame["period_start_on"] + pd.to_timedelta(random.integers(0, 88, len(frame)), unit="D")
    return frame.assign(
        collector_id="agency", collector_org_code="third_party", channel_code="phone", submitted_at=at,
        is_conflicted=False, is_independent=True, collector_stake=0.0,
        duration_seconds=np.exp(5.3 + random.normal(0, 0.35, len(frame))), gap_seconds=np.nan, entry_lag_hours=np.nan,
        text_hash=None, text_length=0, is_praise=None, is_begging=None,
    )  # fmt: skip


def _independent(company: Company, difficulty: Difficulty, random: np.random.Generator) -> pd.DataFrame:
    """A random sample of all accounts, asked by strangers."""
    chosen = random.random(company.eta.shape) < difficulty.independent * 0.6
    account, period = np.nonzero(chosen)
    scale = np.full(len(account), 5)
    level = answer(company.eta[account, period], scale, random)
    items = items_of(level, scale, random.random(len(level)) < 0.1, random)
    return _outside(_frame(company, account, period, level, scale, items, "i"), random)


def _back_checks(company: Company, sheet: Sheet, difficulty: Difficulty, random: np.random.Generator) -> pd.DataFrame:
    """Some customers of the main stream are asked again by strangers."""
    rows = np.flatnonzero(random.random(len(sheet.account)) < difficulty.back_checked)
    account, period = sheet.account[rows], sheet.period[rows]
    scale = np.full(len(rows), 5)
    level = answer(company.eta[account, period], scale, random)
    items = items_of(level, scale, random.random(len(level)) < 0.1, random)
    frame = _outside(_frame(company, account, period, level, scale, items, "b"), random)
    return frame.assign(checked_answer_id=[f"m{row:06d}" for row in rows])


def _with_account(company: Company, sheet: Sheet, answers: pd.DataFrame) -> pd.DataFrame:
    """What the answer's account went through before it."""
    account, period = answers.pop("account_no").to_numpy(), answers.pop("period_no").to_numpy()
    where = (account, period)
    severity = company.severity[where] + 0.5 * company.prior_severity[where]
    return answers.assign(
        account_id=[f"a{a:06d}" for a in account], segment_code=np.array(list("xyz"))[company.segment[account]],
        tier_code=np.where(company.tier[account] == 1, "key", "standard"), had_severe_loss=severity >= 4,
        loss_severity=severity, loss_count=company.loss_count[where] - company.complaint_count[where],
        complaint_count=sheet.registered[where], late_count=company.late[where], line_count=company.lines[where],
    )  # fmt: skip


def _accounts(company: Company, sheet: Sheet, answers: pd.DataFrame) -> pd.DataFrame:
    account, period = (index.ravel() for index in np.indices(company.eta.shape))
    frame = unit_names(company.owner.ravel(), period).assign(
        account_id=[f"a{a:06d}" for a in account], segment_code=np.array(list("xyz"))[company.segment[account]],
        tier_code=np.where(company.tier[account] == 1, "key", "standard"), is_eligible=True,
        asked_count=sheet.asked.ravel().astype(int), bounced_count=sheet.bounced.ravel().astype(int),
        completed_count=sheet.completed.ravel().astype(int), refused_count=0, independent_asked_count=None,
        loss_severity=company.severity.ravel(), loss_count=(company.loss_count - company.complaint_count).ravel(),
        complaint_count=sheet.registered.ravel(), late_count=company.late.ravel(), line_count=company.lines.ravel(),
        prior_severity=company.prior_severity.ravel(), is_address_edited=sheet.edited.ravel(), is_free_mail=None,
        is_employee_domain=None, is_shared_address=None, revenue_amount=None,
    )  # fmt: skip
    main = answers["answer_id"].str.startswith("m")
    counts = answers.assign(main=main, main_content=main & answers["is_satisfied"])
    keys = ["unit_id", "account_id"]
    of_account = counts.groupby(keys, sort=False)[["main", "main_content"]].sum().reset_index()
    of_account.columns = [*keys, "main_answer_count", "main_satisfied_count"]
    outside = counts[~main].groupby(keys, sort=False)["is_satisfied"].agg(["size", "sum"]).reset_index()
    outside.columns = [*keys, "independent_answer_count", "independent_satisfied_count"]
    merged = frame.merge(of_account, on=keys, how="left").merge(outside, on=keys, how="left")
    columns = [*of_account.columns[2:], *outside.columns[2:]]
    return merged.fillna(dict.fromkeys(columns, 0))


def _truth(company: Company, staff: Staff, sheet: Sheet, *, plain: bool) -> pd.DataFrame:
    """One row a unit with answers of the main stream: whether something was distorted, how, and the true share. In the
    plain setting one touched customer is neither honest nor a distortion, and the unit is left out.
    """
    periods = np.broadcast_to(np.arange(company.size.periods), company.owner.shape)
    unit = company.owner * company.size.periods + periods
    size = company.size.owners * company.size.periods
    share = np.bincount(unit.ravel(), company.satisfied.ravel(), size) / np.maximum(
        np.bincount(unit.ravel(), None, size), 1
    )
    touched = np.bincount(unit.ravel(), sheet.touched.ravel(), size)
    answered = np.bincount(sheet.owner * company.size.periods + sheet.period, None, size)
    owner, period = np.divmod(np.arange(size), company.size.periods)
    mechanism = np.array([*NAMES, ""], object)[staff.mechanism[owner]]
    frame = unit_names(owner, period)[["unit_id"]].assign(
        is_distorted=touched > 0, mechanism=np.where(touched > 0, mechanism, ""), true_share=share, answered=answered,
        honest_kind=np.array(HONEST, object)[staff.kind[owner]],
    )  # fmt: skip
    unclear = plain & (touched == 1)
    return frame[(answered > 0) & ~unclear].reset_index(drop=True)
