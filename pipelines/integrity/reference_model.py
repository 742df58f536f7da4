"""What an honest customer of this owner, in this period, after these losses, would answer; learned without the suspect.

Belongs here: the features, the fit on reference answers, and each unit's expected level with its uncertainty.
Elsewhere: the model's mathematics (stats.ordinal_mixed), which answers are a reference (panel).

Features: segment, tier, losses and complaints before the answer, lateness (shrunken), and an operations index: what
losses and lateness say of owner, period and account together. Effects come from reference answers only. Where a run has
none, there is no model and every detector that needs one says so.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.special import expit

from pipelines.integrity import operations
from pipelines.integrity.panel import Index, Panel
from pipelines.integrity.stats import ordinal_mixed
from pipelines.integrity.stats.sums import by_group
from pipelines.integrity.units import Array

MINIMUM_ANSWERS = 40
MINIMUM_OF_SCALE = 60
"""A scale with fewer reference answers is read as satisfied or not."""


@dataclass(frozen=True)
class Model:
    """eta: fixed part plus account effect of each answer (without the entity); cut: cut point of satisfied.

    level, variance: (entities, periods), effect of the entity in the period as the reference answers tell it; noise:
    variance of an answer's account effect (anonymous answers: none, the model has learned them as they come);
    of_account, account_noise: the same for portfolio rows.
    """

    known: bool
    eta: Array
    noise: Array
    cut: float
    level: Array
    covariance: Array
    risk_eta: Array
    risk_noise: Array
    fit: ordinal_mixed.Fit
    features: Array
    account_features: Array
    scale: Index

    def chance(self, eta: Array, noise: Array) -> Array:
        """P(satisfied) with normal noise on eta integrated out (MacKay 1992)."""
        return expit((eta - self.cut) / np.sqrt(1 + np.pi * noise / 8))


def learn(panel: Panel) -> Model | None:
    """The model of one panel, or None where reference answers are too few or all alike."""
    answers = panel.answers
    outside = answers.satisfied[answers.reference]
    if len(outside) < MINIMUM_ANSWERS or outside.all() or not outside.any():
        return None
    features, of_accounts = _features(panel)
    scale, level, counts, satisfied_cut = _scales(panel)
    rows = np.flatnonzero(answers.reference)
    taught = ordinal_mixed.Answers(
        features[rows], answers.entity[rows], answers.period[rows], answers.account[rows], scale[rows], level[rows],
        np.ones(len(rows)),
    )  # fmt: skip
    fit = ordinal_mixed.fit(
        taught, groups=panel.entities, periods=panel.periods, accounts=panel.account_count, cut_counts=counts
    )
    eta, noise = _at(features @ fit.slopes, answers.account, fit)
    risk, risk_noise = _at(of_accounts @ fit.slopes, panel.accounts.account, fit)
    return Model(
        True, eta, noise, float(fit.cuts[satisfied_cut]), fit.effect, fit.covariance, risk, risk_noise, fit, features,
        of_accounts, scale,
    )  # fmt: skip


def content(panel: Panel, model: Model) -> Array:
    """Expected satisfaction (log odds) of each portfolio row, for who was asked, reached or answered.

    What the account answered in other periods counts too, whoever asked, measured from its unit's mean so that a unit's
    inflation cancels; its answers of the period itself do not, since only the chosen have some. (portfolio rows,).
    """
    of, rows = panel.answers, panel.accounts
    expected = model.risk_eta + model.level[rows.entity, rows.period]
    if not len(rows.unit) or not panel.account_count:
        return expected
    named = np.flatnonzero((of.account >= 0) & of.judged)
    chance = np.clip(
        model.chance(model.eta[named] + model.level[of.entity[named], of.period[named]], model.noise[named]), 0.01, 0.99
    )
    missed = of.satisfied[named] - chance
    mean = by_group(of.unit[named], missed, len(panel)) / np.maximum(by_group(of.unit[named], None, len(panel)), 1)
    cell, size = of.account[named] * panel.periods + of.period[named], panel.account_count * panel.periods
    score = by_group(cell, missed - mean[of.unit[named]], size).reshape(-1, panel.periods)
    weight = by_group(cell, chance * (1 - chance), size).reshape(-1, panel.periods)
    place, known = np.maximum(rows.account, 0), rows.account >= 0
    others = score.sum(axis=1)[place] - score[place, rows.period]
    precision = weight.sum(axis=1)[place] - weight[place, rows.period] + 1 / np.maximum(model.risk_noise, 1e-9)
    return expected + np.where(known, others / precision, 0)


def _at(fixed: Array, account: Index, fit: ordinal_mixed.Fit) -> tuple[Array, Array]:
    known, place = account >= 0, np.maximum(account, 0)
    noise = np.where(known, fit.account_variance[place], 0.0)
    return fixed + np.where(known, fit.account[place], 0), noise


def _scales(panel: Panel) -> tuple[Index, Index, Index, tuple[int, int]]:
    """Scale and level of each answer as the model reads it, number of cut points, and where satisfied begins.

    The commonest reference scale gives the cut point of satisfied; rare scales are read as yes or no.
    """
    answers = panel.answers
    points = np.where(answers.reference, answers.points, 0)
    numbers, sizes = np.unique(points[answers.reference], return_counts=True)
    graded = numbers[(sizes >= MINIMUM_OF_SCALE) & (numbers > 2)]
    main = int(numbers[np.argmax(sizes)])
    scale, level = np.zeros(len(points), np.intp), answers.satisfied.astype(np.intp)
    counts = [1]
    for number in graded:
        of_scale = answers.points == number
        scale[of_scale], level[of_scale] = len(counts), answers.level[of_scale]
        counts.append(int(number) - 1)
    place = (0, 0)
    if main in graded:
        of_main = answers.reference & (answers.points == main)
        lowest = answers.level[of_main & answers.satisfied]
        first = int(lowest.min()) if len(lowest) else main - 1
        place = (1 + int(np.flatnonzero(graded == main)[0]), max(first - 1, 0))
    return scale, level, np.array(counts), place


def _features(panel: Panel) -> tuple[Array, Array]:
    """Features of answers and of portfolio rows, centred on the answers."""
    answers, accounts = panel.answers, panel.accounts
    index = operations.index(panel)
    tables = []
    for part, severity in ((answers, "loss_severity"), (accounts, "loss_severity")):
        frame = part.frame
        before = frame.get("prior_severity", None)
        tables.append(_columns(frame, severity, before, index.at(part.entity, part.period, part.account)))
    names = sorted(set(tables[0]) & set(tables[1])) if len(accounts.frame) else sorted(tables[0])
    of_answers = np.column_stack([tables[0][name] for name in names])
    of_accounts = np.column_stack([tables[1].get(name, np.zeros(len(accounts.frame))) for name in names])
    streams = _streams(panel)
    centre = of_answers.mean(axis=0)
    return (
        np.column_stack([of_answers - centre, streams]),
        np.column_stack([of_accounts - centre, np.zeros((len(of_accounts), streams.shape[1]))]),
    )


def _columns(frame: pd.DataFrame, severity: str, before: pd.Series | None, index: Array) -> dict[str, Array]:
    columns: dict[str, Array] = {f"operations_{i}": index[:, i] for i in range(index.shape[1])}
    for name in ("segment_code", "tier_code"):
        for value in sorted(frame[name].dropna().unique())[1:12]:
            columns[f"{name}={value}"] = frame[name].eq(value).fillna(False).to_numpy(float)
    felt = frame[severity].to_numpy(float)
    if before is not None:
        felt = felt + 0.5 * np.nan_to_num(before.to_numpy(float))
    columns["severity"] = np.log1p(np.nan_to_num(felt))
    columns["complaints"] = np.log1p(np.nan_to_num(frame["complaint_count"].to_numpy(float)))
    late, lines = (np.nan_to_num(frame[name].to_numpy(float)) for name in ("late_count", "line_count"))
    rate = (late.sum() + 1) / (lines.sum() + 10)
    columns["late"] = (late + 5 * rate) / (lines + 5) - rate
    return columns


def _streams(panel: Panel) -> Array:
    """One column for each further organisation x channel among the reference answers."""
    answers = panel.answers
    frame = answers.frame
    label = (frame["collector_org_code"].fillna("") + "|" + frame["channel_code"].fillna("")).to_numpy(object)
    values, sizes = np.unique(label[answers.reference].astype(str), return_counts=True)
    further = np.delete(values, np.argmax(sizes))[:6] if len(values) > 1 else np.array([], str)
    columns = [np.where(answers.reference, label == value, False).astype(float) for value in further]
    return np.column_stack(columns) if columns else np.zeros((len(label), 0))
