"""U2: Has nearly everyone been satisfied for too many periods in a row to be true?

Statistic: dissatisfied answers over the periods together. Null: one joint predictive tail with a shared effect of the
subject (a product of the periods' tails accuses a third of honest owners). Kind of peers: units of the definition and
survey. Least n: 3 periods. Degenerate: missing periods are left out, not bridged; reference rate 1 -> no reference.
Effect: share above the reference rate. Direction: higher. Reference: independent answers, else a configured rate.

Source: Skellam (1948), JRSS B 10.

Belongs here: the question, which periods belong together, the order of its answers.
Elsewhere: the joint probability (stats.shared_effect), the outside rate (reference), the threshold (policy.yml).

A unit's streak is its period and the periods before it in which the same subject had answers of the same kind, at most
`window_periods` of them: never a choice of the best-looking ones.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pipelines.integrity import findings
from pipelines.integrity.findings import Evidence, Findings
from pipelines.integrity.policy import Policy
from pipelines.integrity.reference import Reference, References
from pipelines.integrity.stats import shared_effect
from pipelines.integrity.stats.predictive import Tail
from pipelines.integrity.stats.random_effects import PERIOD_SDS
from pipelines.integrity.units import Array, Units
from pipelines.vocabulary import Reason

ID, METHOD, FAMILY = "U2", "streak-1", "level"
NAME = "streak"
QUESTION_EN = "Has nearly everyone been satisfied for more periods in a row than honest answers would allow?"
QUESTION_ZH = "是否连续多期几乎人人满意，久得不合常理？"
SOURCE = "Joint predictive tail of several periods with one shared subject effect: Skellam (1948), JRSS B 10"

FEW, ONE_IN, MOST = 2, 16, 10
"""Dissatisfied answers are told apart up to 2 + n / 16, at most 10: beyond, nobody would call the streak uniform."""


@dataclass(frozen=True)
class Streaks:
    """Answers of each unit's window, newest period first, 0 where there is none. (units, window) each."""

    satisfied: Array
    answered: Array
    satisfied_worth: Array
    answered_worth: Array

    @property
    def periods(self) -> Array:
        """Number of periods with answers. (units,)."""
        return (self.answered > 0).sum(axis=1).astype(float)


def find(units: Units, references: References, policy: Policy, *, uniform: Array) -> Findings:
    """One finding a unit: P(at most as many dissatisfied in all its periods together), one shared subject effect."""
    outside, limits = references.answers, policy.detectors[ID]
    streaks = _streaks(units, outside, limits.window_periods)
    answered = streaks.answered.sum(axis=1)
    too_short = streaks.periods < limits.minimum_count
    evidence = Evidence(
        statistic=streaks.periods,
        n=answered,
        n_worth=streaks.answered_worth.sum(axis=1),
        share=streaks.satisfied.sum(axis=1) / np.where(answered > 0, answered, np.nan),
        tail=_tail(streaks, outside, ~too_short & outside.known),
        least=np.full(len(units), np.nan),
        reference=outside,
    )
    return findings.of_level(
        (ID, METHOD), evidence, units, policy, uniform,
        not_applicable={Reason.ONLY_A_PUBLISHED_FIGURE: units.is_published},
        cannot_tell={
            Reason.NO_OUTSIDE_REFERENCE: ~outside.known,
            Reason.TOO_FEW_ANSWERS: units.judged.answered <= 0,
            Reason.TOO_FEW_PERIODS: too_short,
        },
        suspicious=Reason.UNIFORM_STREAK,
    )  # fmt: skip


def _streaks(units: Units, outside: Reference, window: int) -> Streaks:
    counts = units.judged
    order, back = _earlier(units, outside, window)
    columns = counts.satisfied, counts.answered, counts.satisfied_worth, counts.answered_worth
    tables = []
    for column in columns:
        table = np.zeros((len(units), window))
        table[order] = np.where(back >= 0, column[order][np.maximum(back, 0)], 0)
        tables.append(table)
    return Streaks(*tables)


def _earlier(units: Units, outside: Reference, window: int) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Units with answers by subject and time, and for each the places (in that order) of its window; -1 = none."""
    judged = np.flatnonzero((units.judged.answered > 0) & outside.known)
    subject = pd.factorize(units.ids["subject_id"])[0]
    order = judged[np.lexsort((units.period_start[judged], units.is_independent[judged], subject[judged]))]
    series = np.stack([subject[order], units.is_independent[order]])
    place = np.arange(len(order))[:, None] - np.arange(window)
    same = (place >= 0) & (series[:, np.maximum(place, 0)] == series[:, :, None]).all(axis=0)
    return order, np.where(same, place, -1)


def _tail(streaks: Streaks, outside: Reference, wanted: NDArray[np.bool_]) -> Tail:
    upper, mass, extreme = (np.ones(len(wanted)) for _ in range(3))
    rows = np.flatnonzero(wanted)
    trials = streaks.answered_worth[rows]
    n = trials.sum(axis=1)
    most = np.minimum(np.minimum(FEW + n // ONE_IN, MOST), n).astype(int)
    row = outside.row[rows]
    failures = n - streaks.satisfied_worth[rows].sum(axis=1)
    tail = shared_effect.joint_tail(failures, trials, most, outside.levels, outside.period_sd, row, PERIOD_SDS)
    upper[rows], mass[rows], extreme[rows] = tail.upper, tail.mass, tail.extreme
    return Tail(upper, mass, extreme)
