"""World A, the asking: who is asked and what is written down, by honest staff of many habits and by others.

Belongs here: honest kinds of staff, mechanisms of manipulation, the answers of the main stream. The plain setting has
one mild honest kind, and each mechanism leaves all of its usual traces.
Elsewhere: what is true (company_a), the tables (worlds_a).
"""

from dataclasses import dataclass, field

import numpy as np
from scipy.special import expit

from benchmarks.integrity.company_a import CUTS, SATISFIED_FROM, Array, Company, Index

HONEST = ("ordinary", "quick caller", "template remarks", "late entry", "yes/no", "everyone says five", "small n",
          "polite telephone", "web form")  # fmt: skip
MECHANISMS = ("lift", "blanket top", "fabrication", "selective asking", "address tampering", "copies", "bunching",
              "hidden complaints")  # fmt: skip
PLAIN = ("sheets made up", "lift and top", "blanket top", "selective asking", "address tampering", "hidden complaints")
"""Mechanisms of the plain setting; the first two are only met there."""
NAMES = (*MECHANISMS, *PLAIN[:2])
TARGET = 0.9
"""Share of satisfied answers that the appraisal asks for."""


@dataclass(frozen=True)
class Difficulty:
    """How many distort, how strongly, how well it can be seen."""

    distorting: float = 0.25
    active: float = 0.75
    strength: tuple[float, float] = (0.8, 1.0)
    independent: float = 0.22
    back_checked: float = 0.06
    asked: float = 0.5
    plain: bool = False


@dataclass(frozen=True)
class Staff:
    """(owners,) each, active (owners, periods): who asks how. mechanism: index into NAMES, -1 = none. guessed_from:
    (accounts, periods), by what the discontent are guessed; None: by what they think."""

    kind: Index
    mechanism: Index
    active: np.ndarray
    strength: Array
    scale: Index
    org: np.ndarray
    channel: np.ndarray
    courtesy: Array
    ask: Array
    pace: Array = field(repr=False)
    guessed_from: Array | None = None


@dataclass
class Sheet:
    """The main stream, one entry an answer, and what became of each account and period."""

    account: Index
    period: Index
    owner: Index
    level: Index
    items: Index
    duration: Array
    gap: Array
    lag: Array
    text: np.ndarray
    straight: np.ndarray
    asked: np.ndarray
    bounced: np.ndarray
    edited: np.ndarray
    completed: np.ndarray
    registered: Index
    touched: np.ndarray


def hire(company: Company, difficulty: Difficulty, random: np.random.Generator) -> Staff:
    """Kinds go by branch where a branch shares a questionnaire or a custom, else by person."""
    size = company.size
    branch = company.branch_of_owner
    kind = random.choice([0, 1, 2, 3, 6, 7, 8], size.owners, p=[0.34, 0.12, 0.1, 0.12, 0.08, 0.12, 0.12])
    kind[branch == 1], kind[branch == 2] = HONEST.index("yes/no"), HONEST.index("everyone says five")
    distorts = random.random(size.owners) < difficulty.distorting
    mechanism = np.where(distorts, random.integers(0, len(MECHANISMS), size.owners), -1)
    active = distorts[:, None] & (random.random((size.owners, size.periods)) < difficulty.active)
    scale = np.where(kind == 4, 2, np.where(branch == 3, 11, 5))
    org = np.where(kind == 1, "other", np.where(random.random(size.owners) < 0.35, "quality_dept", "sales"))
    channel = np.where(random.random(size.owners) < 0.12, "onsite", "phone")
    org, channel = np.where(kind == 8, "self", org), np.where(kind == 8, "web", channel)
    courtesy = random.normal(0.25, 0.2, size.owners) + 0.6 * (kind == 7)
    courtesy = np.where(kind == 8, 0.0, courtesy)
    ask = expit(random.normal(np.log(difficulty.asked / (1 - difficulty.asked)), 0.35, size.owners))
    ask = np.where(kind == 6, 0.15, ask)
    pace = random.normal(0, 0.25, size.owners) - 0.9 * (kind == 1)
    strength = random.uniform(*difficulty.strength, size.owners)
    return Staff(kind, mechanism, active, strength, scale, org, channel, courtesy, ask, pace)


def hire_plain(company: Company, difficulty: Difficulty, random: np.random.Generator) -> Staff:
    """Ordinary people on one questionnaire who differ a little in pace, politeness and how many they ask."""
    size = company.size
    distorts = random.random(size.owners) < difficulty.distorting
    of_plain = np.array([NAMES.index(name) for name in PLAIN])
    mechanism = np.where(distorts, of_plain[random.integers(0, len(PLAIN), size.owners)], -1)
    active = distorts[:, None] & (random.random((size.owners, size.periods)) < difficulty.active)
    org = np.where(random.random(size.owners) < 0.35, "quality_dept", "sales")
    channel = np.where(random.random(size.owners) < 0.12, "onsite", "phone")
    ask = expit(random.normal(np.log(difficulty.asked / (1 - difficulty.asked)), 0.25, size.owners))
    return Staff(
        np.zeros(size.owners, int), mechanism, active, random.uniform(*difficulty.strength, size.owners),
        np.full(size.owners, 5), org, channel, random.normal(0.2, 0.15, size.owners), ask,
        random.normal(0, 0.15, size.owners), company.suffered,
    )  # fmt: skip


def ask(company: Company, staff: Staff, random: np.random.Generator) -> Sheet:
    """One year of the main stream."""
    size = company.size
    owner, periods = company.owner, np.arange(size.periods)
    does = {name: (staff.mechanism[owner] == i) & staff.active[owner, periods] for i, name in enumerate(NAMES)}
    strength = staff.strength[owner]
    guess = company.eta if staff.guessed_from is None else staff.guessed_from
    risky = _rank_within(guess + random.normal(0, 0.5, owner.shape), owner) < (
        0.35 if staff.guessed_from is None else 0.5
    )
    avoided = does["selective asking"] & risky & (random.random(owner.shape) < strength)
    ask = np.minimum(np.where(does["selective asking"], 1.25, 1.0) * staff.ask[owner], 0.95)
    asked = (random.random(owner.shape) < ask) & ~avoided
    tampered = does["address tampering"] & risky & (random.random(owner.shape) < 0.9 * strength)
    bounced = asked & ((random.random(owner.shape) < 0.05) | tampered)
    edited = (random.random(owner.shape) < 0.02) | (tampered & asked & (random.random(owner.shape) < 0.5))
    completed = asked & ~bounced & (random.random(owner.shape) < 0.72)
    hidden = does["hidden complaints"] * strength * 0.9
    registered = random.binomial(company.complaint_count, 1 - hidden)
    account, period = np.nonzero(completed)
    sheet = Sheet(
        account, period, owner[account, period], *_honest_answers(company, staff, account, period, random), asked,
        bounced, edited, completed, registered, avoided | (tampered & asked) | (registered < company.complaint_count),
    )  # fmt: skip
    before = sheet.level.copy(), sheet.items.copy()
    _distort(sheet, company, staff, random)
    sheet.touched[account, period] |= (before[0] != sheet.level) | (before[1] != sheet.items).any(axis=1)
    return sheet


def _rank_within(value: Array, owner: Index) -> Array:
    """Rank share of each value among its owner's accounts of the period."""
    rank = np.empty(value.shape)
    for period in range(value.shape[1]):
        order = np.lexsort((value[:, period], owner[:, period]))
        group = owner[order, period]
        start = np.searchsorted(group, group)
        size = np.searchsorted(group, group, side="right") - start
        rank[order, period] = (np.arange(len(order)) - start) / size
    return rank


def answer(eta: Array, scale: Index, random: np.random.Generator, *, fives: np.ndarray | None = None) -> Index:
    """Ordinal answers; where customers say five to everything, contented ones go to the top."""
    noise = random.logistic(0, 1, len(eta))
    level = np.zeros(len(eta), int)
    for points, cuts in CUTS.items():
        of_scale = scale == points
        level[of_scale] = (eta[of_scale, None] + noise[of_scale, None] > cuts).sum(axis=1)
    if fives is not None:
        from_ = np.array([SATISFIED_FROM[s] for s in scale])
        level = np.where(fives & (level >= from_) & (random.random(len(eta)) < 0.85), scale - 1, level)
    return level


def items_of(level: Index | Array, scale: Index, straight: np.ndarray, random: np.random.Generator) -> Index:
    """Eight five-point items (yes/no sheets have two-point ones) around the overall answer."""
    centre = level / (scale - 1)
    own = random.normal(0, 0.16, (len(level), 8)) + np.array([0, 0.03, -0.05, 0.02, -0.08, 0.05, -0.02, 0.0])
    share = np.clip(centre[:, None] * 0.9 + 0.05 + np.where(straight[:, None], 0, own), 0, 1)
    points = np.where(scale == 2, 2, 5)[:, None]
    return np.clip(np.floor(share * points), 0, points - 1).astype(int)


def _honest_answers(
    company: Company, staff: Staff, account: Index, period: Index, random: np.random.Generator
) -> tuple[Index, Index, Array, Array, Array, np.ndarray, np.ndarray]:
    owner = company.owner[account, period]
    kind, scale = staff.kind[owner], staff.scale[owner]
    fives = kind == 5
    level = answer(company.eta[account, period] + staff.courtesy[owner], scale, random, fives=fives)
    straight = random.random(len(level)) < np.where(fives, 0.7, 0.12)
    items = items_of(level, scale, straight, random)
    duration = np.exp(5.2 + staff.pace[owner] + random.normal(0, 0.35, len(level)) - 0.5 * straight)
    gap = np.where(kind == 3, 1.0, np.where(kind == 1, 4.0, 25.0)) * 60 * random.exponential(1, len(level)) + 20
    lag = np.where(kind == 3, 60.0, 2.0) * random.exponential(1, len(level))
    return level, items, duration, gap, lag, _texts(owner, kind == 2, random), straight


def _texts(owner: Index, template: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """A few phrases are common to all; template writers have three of their own; most remarks are unique."""
    size = len(owner)
    unique = np.array([f"t{number}" for number in random.integers(0, 10**9, size)], object)
    common = np.array([f"common{number}" for number in random.geometric(0.3, size)], object)
    own = np.array([f"own{o}-{n}" for o, n in zip(owner, random.integers(0, 3, size), strict=True)], object)
    text = np.where(random.random(size) < 0.3, common, unique)
    text = np.where(template & (random.random(size) < 0.75), own, text)
    return np.where(random.random(size) < 0.45, text, np.array(None, object))


def _distort(sheet: Sheet, company: Company, staff: Staff, random: np.random.Generator) -> None:
    """What is written down instead of what was said."""
    owner = sheet.owner
    active = staff.active[owner, sheet.period]
    scale, strength = staff.scale[owner], staff.strength[owner]
    hit = active & (random.random(len(owner)) < strength)
    satisfied_from = np.array([SATISFIED_FROM[s] for s in scale])

    def of(name: str) -> np.ndarray:
        return active & (staff.mechanism[owner] == NAMES.index(name))

    bad = sheet.level < satisfied_from
    raised = np.where(random.random(len(owner)) < 0.5, scale - 1, satisfied_from)
    lifted = (
        (of("lift") | of("lift and top") | (of("hidden complaints") & (random.random(len(owner)) < 0.7))) & hit & bad
    )
    sheet.level = np.where(lifted, raised, sheet.level)
    topped = (of("blanket top") | of("lift and top") & ~bad) & hit
    sheet.level = np.where(topped, scale - 1, sheet.level)
    _bunch(sheet, of("bunching"), scale, satisfied_from)
    _fabricate(sheet, of("fabrication") & hit, scale, random)
    _fabricate(sheet, of("sheets made up") & hit, scale, random)
    _copy(sheet, of("copies") & hit, scale, random)
    repeated = of("sheets made up") & hit
    if repeated.any():
        _copy(sheet, repeated & (random.random(len(owner)) < 0.5), scale, random)
    changed = lifted | topped
    again = changed & (random.random(len(owner)) < 0.35)
    fresh = items_of(sheet.level, scale, sheet.straight, random)
    sheet.items[again] = fresh[again]


def _bunch(sheet: Sheet, chosen: np.ndarray, scale: Index, satisfied_from: Index) -> None:
    """As few answers as needed are raised until the unit's share of satisfied answers meets the target."""
    unit = sheet.owner * 1000 + sheet.period
    for one in np.unique(unit[chosen]):
        rows = np.flatnonzero(unit == one)
        order = rows[np.argsort(-sheet.level[rows], kind="stable")]
        bad = [row for row in order if sheet.level[row] < satisfied_from[row]]
        content = len(rows) - len(bad)
        for row in bad[: max(int(np.ceil(TARGET * len(rows))) - content, 0)]:
            sheet.level[row] = satisfied_from[row]


def _fabricate(sheet: Sheet, chosen: np.ndarray, scale: Index, random: np.random.Generator) -> None:
    """Nobody was asked: good marks, in a hurry, the items much alike."""
    size = chosen.sum()
    sheet.level[chosen] = np.where(random.random(size) < 0.75, scale[chosen] - 1, np.maximum(scale[chosen] - 2, 1))
    sheet.straight[chosen] = random.random(size) < 0.45
    sheet.items[chosen] = items_of(sheet.level[chosen], scale[chosen], sheet.straight[chosen], random)
    sheet.duration[chosen] *= 0.45
    sheet.gap[chosen] = np.minimum(sheet.gap[chosen], 60 + 180 * random.random(size))


def _copy(sheet: Sheet, chosen: np.ndarray, scale: Index, random: np.random.Generator) -> None:
    """One filled-in sheet serves for many customers."""
    for owner in np.unique(sheet.owner[chosen]):
        rows = np.flatnonzero(chosen & (sheet.owner == owner))
        points = scale[rows[0]]
        pattern = items_of(0.8 * np.array([points - 1.0]), np.array([points]), np.array([False]), random)[0]
        flip = random.random((len(rows), 8)) < 0.04
        most = 1 if points == 2 else 4
        sheet.items[rows] = np.clip(pattern - flip, 0, most)
        sheet.level[rows] = np.where(random.random(len(rows)) < 0.85, points - 1, np.maximum(points - 2, 1))
        sheet.text[rows] = np.where(random.random(len(rows)) < 0.3, f"copied{owner}", sheet.text[rows])
