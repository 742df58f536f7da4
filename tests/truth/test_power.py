"""What is found when customers who like their sales person say so whatever happened.

Belongs here: distorted companies; who is found, who is wrongly found beside them, who ranks first.
Elsewhere: honest companies (test_honest_worlds).
"""

from dataclasses import dataclass

import numpy as np
import pytest
from scipy.stats import rankdata

from pipelines.integrity.aggregates import typed
from pipelines.integrity.assess import assess
from pipelines.integrity.policy import load
from tests.truth.worlds import World, answer_counts

BLATANT = World(distorted=0.2, conflicted=34, independent=8, severe=0.3, severe_sd=0.8, level=2, loss=2.7)
BRANCHES = World(owners=8, distorted=0.3, conflicted=120, independent=40, severe=0.2, owner_sd=0.3)
NO_LOSSES = World(distorted=0.3, conflicted=20, severe=0.02)


@dataclass(frozen=True)
class Found:
    """Shares of distorted owners found; false ones among the flagged units; chance to rank a distorted unit higher."""

    warned_owners: float
    reviewed_owners: float
    false_warn_share: float
    ranks_right: float


def measure(world: World, seeds: range) -> Found:
    """Averages over the seeds; worlds in which nobody distorts are left out."""
    return Found(*np.nanmean([_one(world, seed) for seed in seeds], axis=0))


def _one(world: World, seed: int) -> tuple[float, ...]:
    counts, distorted = answer_counts(world, seed)
    truth = dict(zip(counts["unit_id"], distorted[counts.index], strict=True))
    verdict = assess(typed({"agg_answer_counts": counts}), load()).verdict
    bad = verdict["unit_id"].map(truth).to_numpy(bool)
    if not bad.any() or bad.all():
        return (np.nan,) * 4
    code, owner = verdict["conclusion_code"], verdict["subject_id"].to_numpy()
    warned = code.isin(["warn", "error"]).to_numpy(bool)
    reviewed = warned | (code == "review").to_numpy(bool)
    found = [len(set(owner[mask & bad])) / len(set(owner[bad])) for mask in (warned, reviewed)]
    rank = rankdata(verdict["suspicion_score"])[bad]
    auc = (rank.mean() - (bad.sum() + 1) / 2) / (~bad).sum()
    return (*found, (warned & ~bad).sum() / max(warned.sum(), 1), auc)


def test_blatant_owners_are_found_and_hardly_anyone_else() -> None:
    found = measure(BLATANT, range(3))
    assert found.warned_owners >= 0.6
    assert found.reviewed_owners >= 0.9
    assert found.false_warn_share <= 0.05
    assert found.ranks_right >= 0.98


def test_a_branch_that_distorts_is_found() -> None:
    assert measure(BRANCHES, range(2)).warned_owners >= 0.75


def test_without_losses_everything_stops_at_review() -> None:
    found = measure(NO_LOSSES, range(2))
    assert found.warned_owners == 0
    assert found.reviewed_owners >= 0.8


@pytest.mark.nightly
@pytest.mark.parametrize("distorted", [0.05, 0.2, 0.5, 0.9])
def test_power_over_many_worlds(distorted: float) -> None:
    world = World(**{**BLATANT.__dict__, "distorted": distorted})
    found = measure(world, range(100, 130))
    assert found.warned_owners >= 0.6
    assert found.false_warn_share <= 0.05
    assert found.ranks_right >= 0.98
