"""Made-up companies whose truth is known, drawn straight as counts; honest unless told otherwise.

Belongs here: how honest companies may differ, and how a distorted one looks.
Elsewhere: what must hold of the assessment in them (the tests beside this file).
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.special import expit

from pipelines.integrity.aggregates import ANSWER_COUNTS, Aggregates, typed


@dataclass(frozen=True)
class World:
    """One kind of company. Effects are log odds.

    conflicted, independent: mean answers a unit, of the company's own staff and of outsiders; perfect_share: owners
    with nothing but satisfied customers; tail: degrees of freedom of the owners' spread (0 = normal); severe: share of
    accounts with a severe loss; loss: what it costs; recovery_sd: how owners differ in that; courtesy: how much kinder
    own staff are answered; trend: change from first to last period; unasked: share of owners whom no outsider asks
    about; unasked_better: how much better they are; answers_per_account, account_sd: own staff ask an account several
    times, accounts differ; distorted: share of owners whose own staff record nearly everybody as satisfied; kindness:
    chance that they turn a dissatisfied answer.
    """

    owners: int = 60
    periods: int = 8
    conflicted: float = 10
    independent: float = 6
    level: float = 1.4
    owner_sd: float = 0.5
    period_sd: float = 0.3
    perfect_share: float = 0.0
    tail: int = 0
    severe: float = 0.15
    severe_sd: float = 0.5
    loss: float = 1.5
    recovery_sd: float = 0.3
    courtesy: float = 0.2
    courtesy_sd: float = 0.2
    trend: float = 0.0
    unasked: float = 0.0
    unasked_better: float = 0.0
    answers_per_account: int = 1
    account_sd: float = 0.0
    distorted: float = 0.0
    kindness: float = 0.97


def draw(world: World, seed: int) -> Aggregates:
    """The counts of one company of this kind."""
    return typed({"agg_answer_counts": answer_counts(world, seed)[0]})


def answer_counts(world: World, seed: int) -> tuple[pd.DataFrame, np.ndarray]:
    """The answer counts, and which of their rows are distorted."""
    random = np.random.default_rng(seed)
    owner, period = (index.ravel() for index in np.indices((world.owners, world.periods)))
    level, after_loss, severe = _truth(world, random, owner, period)
    distorted = (random.random(world.owners) < world.distorted)[owner]
    kind = random.normal(world.courtesy, world.courtesy_sd, world.owners)[owner]
    unasked = (random.random(world.owners) < world.unasked)[owner]
    level, after_loss = level + unasked * world.unasked_better, after_loss + unasked * world.unasked_better
    streams = {
        "conflicted": _stream(
            random, world.conflicted, level + kind, after_loss + kind, severe, distorted * world.kindness
        ),
        "independent": _stream(random, world.independent * ~unasked, level, after_loss, severe, 0 * severe),
    }
    if world.answers_per_account > 1:
        _ask_again(world, random, streams["conflicted"], level + kind)
    return _frame(world, owner, period, streams), distorted


def _truth(world: World, random: np.random.Generator, owner: np.ndarray, period: np.ndarray) -> tuple[np.ndarray, ...]:
    spread = random.standard_t(world.tail, world.owners) if world.tail else random.normal(size=world.owners)
    perfect = random.random(world.owners) < world.perfect_share
    owners = np.where(perfect, 7.0, world.level + world.owner_sd * spread)
    trend = world.trend * (period / max(world.periods - 1, 1) - 0.5)
    level = owners[owner] + trend + random.normal(0, world.period_sd, len(owner))
    cost = np.where(perfect, 0.5, np.maximum(random.normal(world.loss, world.recovery_sd, world.owners), 0))
    severe = expit(np.log(world.severe / (1 - world.severe)) + random.normal(0, world.severe_sd, world.owners))
    return level, level - cost[owner], severe[owner]


def _stream(
    random: np.random.Generator,
    size: float,
    level: np.ndarray,
    after: np.ndarray,
    severe: np.ndarray,
    turned: np.ndarray,
) -> dict[str, np.ndarray]:
    asked = random.poisson(size * random.gamma(4, 1 / 4, len(level)))
    hurt = random.binomial(asked, severe)
    turn = [expit(logits) + (1 - expit(logits)) * turned for logits in (level, after)]
    content_hurt = random.binomial(hurt, turn[1])
    return {"n": asked, "x": random.binomial(asked - hurt, turn[0]) + content_hurt, "m": hurt, "y": content_hurt}


def _ask_again(world: World, random: np.random.Generator, stream: dict[str, np.ndarray], level: np.ndarray) -> None:
    """Replace the answers of accounts without a loss by several of fewer accounts, alike within an account."""
    times = world.answers_per_account
    unit = np.repeat(np.arange(len(level)), (stream["n"] - stream["m"]) // times)
    rate = expit(level[unit] + random.normal(0, world.account_sd, len(unit)))
    content = np.bincount(unit, random.binomial(times, rate), len(level)).astype(int)
    accounts = np.bincount(unit, minlength=len(level))
    stream["x"], stream["n"] = content + stream["y"], accounts * times + stream["m"]
    stream["accounts"] = accounts + stream["m"]


def _frame(
    world: World, owner: np.ndarray, period: np.ndarray, streams: dict[str, dict[str, np.ndarray]]
) -> pd.DataFrame:
    frame = pd.DataFrame({"owner": owner, "period": period})
    quarter = [f"{2020 + p // 4}-Q{p % 4 + 1}" for p in range(world.periods)]
    start = [f"{2020 + p // 4}-{p % 4 * 3 + 1:02d}-01" for p in range(world.periods)]
    frame["owner_id"] = [f"o{o:05d}" for o in owner]
    frame["period_id"] = np.array(quarter)[period]
    frame["period_start_on"] = np.array(start)[period]
    frame["subject_id"] = "owner_quarter:s:owner=" + frame["owner_id"]
    frame["unit_id"] = frame["subject_id"] + ":" + frame["period_id"]
    frame = frame.assign(
        unit_definition_id="owner_quarter", survey_id="s", period_kind="quarter", loss_feed_present=True
    )
    for name, stream in streams.items():
        frame[f"{name}_count"], frame[f"{name}_satisfied_count"] = stream["n"], stream["x"]
        frame[f"{name}_severe_account_count"], frame[f"{name}_severe_satisfied_account_count"] = (
            stream["m"],
            stream["y"],
        )
    for whole in ("count", "satisfied_count", "severe_account_count", "severe_satisfied_account_count"):
        target = "answered_count" if whole == "count" else whole
        frame[target] = sum(frame[f"{name}_{whole}"] for name in streams)
    frame["account_count"] = sum(stream.get("accounts", stream["n"]) for stream in streams.values())
    rest = {name: None if dtype == "string" else 0 for name, dtype in ANSWER_COUNTS.items() if name not in frame}
    return frame.assign(**rest)[frame["answered_count"] > 0] if len(frame) else frame.assign(**rest)
