"""World A of a branch chain: anonymous customers, many streams, units of branch x month.

Belongs here: branches, their streams (tablets, QR codes, the branch's own call sheet, central and third-party calls,
mystery visits), losses by branch, and how a few branches help themselves.
Elsewhere: the business-to-business company (worlds_a).
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.special import expit

from benchmarks.integrity.asking_a import answer, items_of
from benchmarks.integrity.company_a import CUTS, SATISFIED_FROM, Array, Index
from benchmarks.integrity.worlds_a import World, packed

DEFINITION, SURVEY, BRANCHES, MONTHS = "branch_month", "visit", 40, 12
MECHANISMS = ("call sheet raised", "call sheet invented", "tablet stuffed", "sheet of the content")


@dataclass(frozen=True)
class Stream:
    """One way to be asked: mean answers a branch and month, points of the scale, courtesy (log odds)."""

    name: str
    org: str
    channel: str
    size: float
    points: int
    courtesy: float


STREAMS = (
    Stream("tablet", "self", "onsite", 14, 5, 0.1),
    Stream("qr", "self", "web", 4, 5, -0.2),
    Stream("sheet", "sales", "phone", 9, 5, 0.3),
    Stream("central", "quality_dept", "phone", 3, 5, 0.2),
    Stream("agency", "third_party", "phone", 3, 5, 0.0),
    Stream("mystery", "third_party", "onsite", 1, 11, -0.1),
)
STRENGTH = {"easy": (0.8, 1.0), "middle": (0.5, 0.9), "hard": (0.3, 0.6)}


def draw(difficulty: str, seed: int, *, honest: bool = False) -> World:
    """One chain for a year."""
    random = np.random.default_rng([seed, *difficulty.encode(), 7])
    branch, month = (index.ravel() for index in np.indices((BRANCHES, MONTHS)))
    operations = random.normal(0, 0.4, BRANCHES)[branch] + random.normal(0, 0.25, len(branch))
    losses = random.poisson(4 * np.exp(-operations))
    eta = 0.2 + random.normal(0, 0.35, BRANCHES)[branch] + random.normal(0, 0.25, len(branch)) + 0.5 * operations
    mechanism = np.where(random.random(BRANCHES) < 0.25, random.integers(0, len(MECHANISMS), BRANCHES), -1)
    active = (mechanism >= 0)[branch] & (random.random(len(branch)) < 0.7) & (not honest)
    strength = random.uniform(*STRENGTH[difficulty], BRANCHES)[branch]
    touched = np.zeros(len(branch), bool)
    frames = []
    for stream in STREAMS:
        size = random.poisson(stream.size * random.gamma(8, 1 / 8, BRANCHES)[branch])
        cell = np.repeat(np.arange(len(branch)), size)
        does = np.where(active, mechanism[branch], -1)[cell]
        frames.append(_answers(stream, cell, eta, does, strength, branch, month, touched, random))
    answers = pd.concat(frames, ignore_index=True)
    tables = {"agg_answer_design": answers, "agg_account_design": _losses(branch, month, losses)}
    truth = names(branch, month)[["unit_id"]].assign(
        is_distorted=touched, mechanism=np.where(touched, np.array([*MECHANISMS, ""], object)[mechanism[branch]], ""),
        true_share=_true_share(eta), honest_kind="branch",
    )  # fmt: skip
    return World(tables, truth)


def _true_share(eta: Array) -> Array:
    """Mean over customers, who differ with sd .6."""
    nodes, weight = np.polynomial.hermite_e.hermegauss(15)
    return expit(eta[:, None] + 0.6 * nodes - CUTS[2][0]) @ (weight / weight.sum())


def names(branch: Index, month: Index) -> pd.DataFrame:
    """Identifiers of the units of branches and months."""
    entity = np.array([f"branch=b{b:03d}" for b in range(BRANCHES)], object)[branch]
    subject = f"{DEFINITION}:{SURVEY}:" + entity
    label = np.array([f"2025-{m + 1:02d}" for m in range(MONTHS)], object)[month]
    return pd.DataFrame({
        "unit_definition_id": DEFINITION, "unit_id": subject + ":" + label, "subject_id": subject, "entity_id": entity,
        "survey_id": SURVEY, "period_id": label, "period_start_on": pd.to_datetime(label + "-01"),
    })  # fmt: skip


def _answers(
    stream: Stream, cell: Index, eta: Array, does: Index, strength: Array, branch: Index, month: Index,
    touched: np.ndarray, random: np.random.Generator,
) -> pd.DataFrame:  # fmt: skip
    scale = np.full(len(cell), stream.points)
    level = answer(eta[cell] + random.normal(0, 0.6, len(cell)) + stream.courtesy, scale, random)
    before, hit = level.copy(), random.random(len(cell)) < strength[cell]
    best, bad = stream.points - 1, level < SATISFIED_FROM[stream.points]
    straight = random.random(len(cell)) < (0.5 if stream.name == "tablet" else 0.15)
    invented = np.zeros(len(cell), bool)
    if stream.name == "sheet":
        level = np.where((does == 0) & hit & bad, best, level)
        invented = (does == 1) & hit
        level = np.where(invented, np.where(random.random(len(cell)) < 0.8, best, best - 1), level)
        level = np.where((does == 3) & hit & bad, best - 1, level)
    if stream.name == "tablet":
        invented = (does == 2) & hit
        level = np.where(invented, best, level)
    np.logical_or.at(touched, cell, (level != before) | invented)
    items = items_of(level, scale, straight | (invented & (random.random(len(cell)) < 0.6)), random)
    strangers, alone = stream.org == "third_party", stream.org == "self"
    gap = np.where(invented, 120, 1500) * random.exponential(1, len(cell))
    day = pd.to_timedelta(random.integers(0, 28, len(cell)), unit="D")
    names_ = names(branch[cell], month[cell])
    return names_.assign(
        answer_id=[f"{stream.name}{number:06d}" for number in range(len(cell))], checked_answer_id=None,
        account_id=None, collector_id=None if alone else stream.name, collector_org_code=stream.org,
        channel_code=stream.channel, segment_code=None, tier_code=None, submitted_at=names_["period_start_on"] + day,
        rating_level=level, level_count=stream.points, first_level=np.nan,
        is_satisfied=level >= SATISFIED_FROM[stream.points], is_top=level == best,
        is_conflicted=not (strangers or alone), is_independent=strangers or alone, measured_stake=0.3,
        collector_stake=0.8 if stream.name == "sheet" else 0.0, item_count=8, item_mean=items.mean(axis=1) / 4,
        is_straight=(items == items[:, :1]).all(axis=1), items_1=packed(items), items_2=None,
        duration_seconds=np.exp(4.5 + random.normal(0, 0.4, len(cell)) - 1.0 * invented), gap_seconds=gap,
        entry_lag_hours=np.nan, text_hash=None, text_length=0, is_praise=None, is_begging=None, had_severe_loss=None,
        loss_severity=np.nan, loss_count=np.nan, complaint_count=np.nan, late_count=np.nan, line_count=np.nan,
    )  # fmt: skip


def _losses(branch: Index, month: Index, losses: Index) -> pd.DataFrame:
    absent = (
        "segment_code", "tier_code", "is_eligible", "asked_count", "bounced_count", "completed_count",
        "refused_count", "independent_asked_count", "late_count", "line_count", "prior_severity", "is_address_edited",
        "is_free_mail", "is_employee_domain", "is_shared_address", "revenue_amount",
    )  # fmt: skip
    zero = ("main_answer_count", "main_satisfied_count", "independent_answer_count", "independent_satisfied_count")
    frame = names(branch, month).assign(
        account_id=None, loss_severity=losses * 2.0, loss_count=losses, complaint_count=0, **dict.fromkeys(zero, 0)
    )
    return frame.assign(**dict.fromkeys(absent))
