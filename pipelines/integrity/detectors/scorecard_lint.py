"""K1: Is this scorecard built so that its score can mean something?

Statistic: kinds of faults, of a scorecard (organisation unit and year: weights of a perspective do not sum to 100 or 1,
no lead measure, losses weigh nothing in anybody's appraisal, pay on a flagged figure) and of each of its KPIs (target =
floor, floor and target and stretch in the wrong order, nobody responsible, no source); n: KPIs. Null: none, this is
arithmetic on the targets. Peers: none. Least n: one KPI. Degenerate: no targets -> feed_absent; a mark that no feed can
fill is no fault; without any incentive nothing is said of pay. Effect: none. Direction: any fault. Reference: the
scorecard itself.

Source: Kaplan & Norton (1996), The Balanced Scorecard (mix of lead and lag measures, weights); arithmetic.
"""

import numpy as np
import pandas as pd

from pipelines.integrity import findings, subjects
from pipelines.integrity.design import Designs
from pipelines.integrity.findings import Findings
from pipelines.integrity.policy import Policy
from pipelines.integrity.subjects import Subjects
from pipelines.integrity.units import Mask
from pipelines.vocabulary import Reason, SubjectKind

ID, METHOD, FAMILY = "K1", "scorecard_lint-1", "claim"
NAME = "scorecard lint"
QUESTION_EN = "Is this scorecard built so that its score can mean something?"
QUESTION_ZH = "该计分卡的设计是否能使得分有意义？"
SOURCE = "Arithmetic on targets, weights and incentives; Kaplan & Norton (1996), The Balanced Scorecard"
SUBJECT = SubjectKind.SCORECARD

NEARLY = 1e-6
CARD = ["org_unit_id", "period_id"]


def subjects_of(designs: Designs) -> Subjects:
    """Every scorecard of a year, and each KPI of it."""
    kpis = designs.scorecard_lint
    cards = _cards(kpis) if len(kpis) else kpis
    table = pd.concat([cards, _faults_of_kpis(kpis)], ignore_index=True)
    return subjects.named(SUBJECT, table, ["org_unit_id"], after=["kpi_id"])


def _cards(kpis: pd.DataFrame) -> pd.DataFrame:
    """One row a scorecard."""
    off = (kpis["weight_sum"] - 100).abs().gt(100 * NEARLY) & (kpis["weight_sum"] - 1).abs().gt(NEARLY)
    paid = kpis["incentive_weight"].fillna(0) > 0
    rows = kpis[CARD].assign(
        off=off & kpis["perspective_code"].notna(),
        known=kpis["is_lead"].notna(),
        lead=_yes(kpis["is_lead"]),
        paid=paid,
        paid_loss=paid & _yes(kpis["is_loss_kpi"]),
        paid_satisfaction=paid & _yes(kpis["is_satisfaction_kpi"]),
    )
    of = rows.groupby(CARD, sort=True)
    some, every = of.any(), of["known"].all()
    return pd.DataFrame({
        "weights_do_not_sum": some["off"], "no_lead_measure": every & ~some["lead"],
        "loss_weighs_nothing": some["paid"] & ~some["paid_loss"], "is_paid_on": some["paid_satisfaction"],
        "kpi_count": of.size(),
    }).reset_index()  # fmt: skip


def _yes(column: pd.Series) -> pd.Series:
    return column.fillna(False).astype(bool)


def _faults_of_kpis(kpis: pd.DataFrame) -> pd.DataFrame:
    floor, target, stretch = (kpis[f"{name}_value"] for name in ("floor", "target", "stretch"))
    turn = kpis["direction_code"].map({"high_good": 1.0, "low_good": -1.0}).astype("float64")
    same = (floor - target).abs() <= NEARLY * (1 + target.abs())
    wrong = ((target - floor) * turn < 0) | ((stretch - target) * turn < 0)
    return kpis[[*CARD, "kpi_id"]].assign(
        target_is_floor=same,
        wrong_direction=wrong & ~same,
        nobody_responsible=kpis["has_owner"].eq(False).fillna(False),
        no_source=kpis["has_source"].eq(False).fillna(False),
        kpi_count=1,
    )


FAULTS = (
    Reason.LOSS_WEIGHS_NOTHING, Reason.WEIGHTS_DO_NOT_SUM, Reason.TARGET_IS_FLOOR, Reason.WRONG_DIRECTION,
    Reason.NOBODY_RESPONSIBLE, Reason.NO_SOURCE, Reason.NO_LEAD_MEASURE,
)  # fmt: skip
"""Faults beside pay on a flagged figure, the gravest first."""


def find(subjects: Subjects, policy: Policy, doubtful: frozenset[str]) -> Findings:
    """One finding a scorecard and one a KPI of it; the gravest fault is the reason, statistic says how many kinds."""
    table = subjects.table
    in_doubt = table["period_id"].isin(doubtful).to_numpy(bool)
    faults: dict[Reason, Mask] = {Reason.PAID_ON_FLAGGED_FIGURE: in_doubt & _flag(table, "is_paid_on")}
    faults |= {reason: _flag(table, reason.value) for reason in FAULTS}
    number = np.sum(list(faults.values()), axis=0).astype(float)
    return findings.of_facts(
        (ID, METHOD), subjects, policy, {"statistic": number, "n": table["kpi_count"].to_numpy(float)},
        not_applicable={}, cannot_tell={}, suspicious=faults,
        clear={Reason.ADDS_UP: np.ones(len(subjects), bool)},
    )  # fmt: skip


def _flag(table: pd.DataFrame, name: str) -> Mask:
    return np.asarray(table[name].eq(True).fillna(False).to_numpy(bool), bool)
