"""Which answers and customers carry what was found of a unit, so that an auditor can follow it to file and row.

Belongs here: for each detector what is seen of one answer or one customer, its weight, the heaviest rows of a unit.
Elsewhere: what the detectors test (detectors), file and row of each answer (dbt's fct_evidence, never published).

A row is not a finding: each may be innocent, and only their sum has a probability. Accounts and answers appear by
their identifiers in the work file; persons only as the pseudonyms that they have had since staging.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from pipelines.integrity import reference_model
from pipelines.integrity.detectors import twins
from pipelines.integrity.engine import Judged
from pipelines.integrity.panel import Index
from pipelines.integrity.stats import packed
from pipelines.integrity.units import Array, Mask
from pipelines.vocabulary import Conclusion, Finding, Seen

MOST, LOOKED_AT = 20, 0.05
"""Rows of a unit and detector; and the p-value below which a detector carries a conclusion."""
LOOKS = (Conclusion.ERROR.value, Conclusion.WARN.value, Conclusion.REVIEW.value)
COLUMNS = {
    "unit_id": "string", "detector_id": "string", "evidence_no": "int64", "row_kind": "string", "answer_id": "string",
    "account_id": "string", "seen_code": "string", "seen_value": "float64",
    "evidence_weight": "float64",
}  # fmt: skip
ANSWER, ACCOUNT = "answer", "account"


@dataclass(frozen=True)
class _Rows:
    """Rows of a panel's answers or accounts: row (k,), what was seen, its value and its weight (larger first)."""

    kind: str
    row: Index
    seen: Seen
    value: Array
    weight: Array


Look = Callable[[Judged], Sequence[_Rows]]


def of_units(judged: Sequence[Judged], verdict: pd.DataFrame, finding: pd.DataFrame) -> pd.DataFrame:
    """The heaviest rows of every suspicious finding, and of what carries a unit's conclusion from `review` on."""
    wanted = _wanted(verdict, finding)
    frames = [_empty()]
    for one in judged:
        for detector, look in LOOK.items():
            units = wanted.loc[wanted["detector_id"] == detector, "unit_id"]
            chosen = one.panel.units["unit_id"].isin(units).to_numpy(bool)
            if chosen.any():
                frames += [_frame(one, detector, chosen, rows) for rows in look(one)]
    found = pd.concat(frames, ignore_index=True)
    found = found.sort_values(
        ["unit_id", "detector_id", "evidence_weight", "answer_id", "account_id", "seen_code"],
        ascending=[True, True, False, True, True, True], ignore_index=True, kind="stable",
    )  # fmt: skip
    found["evidence_no"] = found.groupby(["unit_id", "detector_id"]).cumcount() + 1
    return found[found["evidence_no"] <= MOST].reset_index(drop=True).astype(COLUMNS)[list(COLUMNS)]


def _wanted(verdict: pd.DataFrame, finding: pd.DataFrame) -> pd.DataFrame:
    looked = verdict.loc[verdict["conclusion_code"].isin(LOOKS), "unit_id"]
    carries = finding["unit_id"].isin(looked) & (finding["p_value"].fillna(1.0) < LOOKED_AT)
    return finding.loc[carries | finding["finding_code"].eq(Finding.SUSPICIOUS.value), ["unit_id", "detector_id"]]


def _empty() -> pd.DataFrame:
    return pd.DataFrame({name: pd.Series(dtype=dtype) for name, dtype in COLUMNS.items()})


def _frame(one: Judged, detector: str, chosen: Mask, rows: _Rows) -> pd.DataFrame:
    part = one.panel.answers if rows.kind == ANSWER else one.panel.accounts
    of = np.flatnonzero(chosen[part.unit[rows.row]] & np.isfinite(rows.weight) & (rows.weight > 0))
    place = rows.row[of]
    answer = part.frame["answer_id"].iloc[place].to_numpy(object) if rows.kind == ANSWER else None
    return pd.DataFrame({
        "unit_id": one.panel.units["unit_id"].to_numpy(object)[part.unit[place]], "detector_id": detector,
        "evidence_no": 0, "row_kind": rows.kind, "answer_id": answer,
        "account_id": part.frame["account_id"].iloc[place].to_numpy(object), "seen_code": rows.seen.value,
        "seen_value": rows.value[of], "evidence_weight": rows.weight[of],
    }).astype(COLUMNS)  # fmt: skip


def _number(one: Judged, name: str) -> Array:
    return one.panel.answers.frame[name].to_numpy(float)


def _surprising(one: Judged) -> Sequence[_Rows]:
    """Satisfied answers, the least expected first."""
    of, model = one.panel.answers, one.model
    if model is None:
        return ()
    row = np.flatnonzero(of.judged & of.satisfied)
    chance = model.chance(model.eta[row] + model.level[of.entity[row], of.period[row]], model.noise[row])
    return (_Rows(ANSWER, row, Seen.SATISFIED_UNEXPECTEDLY, chance, 1 - chance),)


def _after_loss(one: Judged) -> Sequence[_Rows]:
    of = one.panel.answers
    lost = of.frame["had_severe_loss"].fillna(False).to_numpy(bool)
    row = np.flatnonzero(of.judged & of.satisfied & lost)
    severity = np.nan_to_num(_number(one, "loss_severity")[row])
    return (_Rows(ANSWER, row, Seen.SATISFIED_AFTER_LOSS, severity, 1 + np.maximum(severity, 0)),)


def _above_items(one: Judged) -> Sequence[_Rows]:
    of, mean = one.panel.answers, _number(one, "item_mean")
    row = np.flatnonzero(of.judged & of.satisfied & np.isfinite(mean))
    return (_Rows(ANSWER, row, Seen.ABOVE_OWN_ITEMS, mean[row], 1 - mean[row]),)


def _twin_sheets(one: Judged) -> Sequence[_Rows]:
    of = one.panel.answers
    items = packed.unpack(of.frame["items_1"], of.frame["items_2"])
    row = np.flatnonzero(of.judged & ((items > 0).sum(axis=1) >= twins.LEAST_ITEMS))
    if not len(row):
        return ()
    rating = of.level[row] + 32 * of.points[row]
    inside, excess = twins.score(items[row], rating, of.entity[row])
    return (_Rows(ANSWER, row, Seen.TWIN_SHEET, inside, np.where(inside > 0, excess, 0.0)),)


def _repeated(one: Judged) -> Sequence[_Rows]:
    of = one.panel.answers
    row = np.flatnonzero(of.judged & of.frame["text_hash"].notna().to_numpy())
    key = pd.Series(of.entity[row]).astype(str) + ":" + of.frame["text_hash"].iloc[row].astype(str).to_numpy(object)
    times = key.groupby(key).transform("size").to_numpy(float)
    return (_Rows(ANSWER, row, Seen.REPEATED_REMARK, times, times - 1),)


def _hurried(one: Judged) -> Sequence[_Rows]:
    """Talks shorter than the median of their kind, the shortest first; entries soon after one another."""
    of, seconds, gap = one.panel.answers, _number(one, "duration_seconds"), _number(one, "gap_seconds")
    row = np.flatnonzero(of.judged & (seconds > 0))
    usual = pd.Series(seconds[row]).groupby(of.kind[row]).transform("median").to_numpy(float)
    near = np.flatnonzero(of.judged & (gap >= 0) & (gap < 300))
    return (
        _Rows(ANSWER, row, Seen.SHORT_TALK, seconds[row], np.log(usual / seconds[row])),
        _Rows(ANSWER, near, Seen.SHORT_GAP, gap[near], np.log(300 / np.maximum(gap[near], 1))),
    )


def _risk(one: Judged) -> Array:
    """How discontent each portfolio row is expected to be: 0 as content as the most content, 1 the least."""
    size = len(one.panel.accounts.unit)
    if one.model is None or not size:
        return np.full(size, 0.5)
    content = reference_model.content(one.panel, one.model)
    return 1 / (1 + np.exp(content - np.median(content)))


def _left_out(one: Judged) -> Sequence[_Rows]:
    """Customers who were not asked, or were and did not answer, the most at risk first."""
    of, risk = one.panel.accounts, _risk(one)
    asked, done = (of.frame[name].to_numpy(float) for name in ("asked_count", "completed_count"))
    silent = np.flatnonzero((of.account >= 0) & (asked > 0) & (done == 0))
    unasked = np.flatnonzero((of.account >= 0) & (asked == 0))
    return (
        _Rows(ACCOUNT, unasked, Seen.NOT_ASKED, risk[unasked], risk[unasked]),
        _Rows(ACCOUNT, silent, Seen.NOT_ANSWERED, risk[silent], risk[silent] / 2),
    )


def _unreached(one: Judged) -> Sequence[_Rows]:
    of, risk = one.panel.accounts, _risk(one)
    failed = np.nan_to_num(of.frame["bounced_count"].to_numpy(float))
    row = np.flatnonzero((of.account >= 0) & (failed > 0))
    flags = ("is_address_edited", "is_free_mail", "is_employee_domain", "is_shared_address")
    doubtful = np.sum([of.frame[name].fillna(False).to_numpy(bool) for name in flags], axis=0).astype(float)
    doubt = np.flatnonzero((of.account >= 0) & (doubtful > 0))
    return (
        _Rows(ACCOUNT, row, Seen.BOUNCED, failed[row], 1 + risk[row]),
        _Rows(ACCOUNT, doubt, Seen.DOUBTFUL_ADDRESS, doubtful[doubt], risk[doubt]),
    )


def _silent_losses(one: Judged) -> Sequence[_Rows]:
    of = one.panel.accounts
    losses, complaints = (np.nan_to_num(of.frame[name].to_numpy(float)) for name in ("loss_count", "complaint_count"))
    row = np.flatnonzero((of.account >= 0) & (losses > 0) & (complaints == 0))
    return (_Rows(ACCOUNT, row, Seen.LOSS_WITHOUT_COMPLAINT, losses[row], losses[row]),)


LOOK: dict[str, Look] = {
    "U1": _surprising, "U2": _surprising, "C2": _surprising, "I2": _surprising, "C1": _after_loss, "C3": _after_loss,
    "IT": _above_items, "D1": _twin_sheets, "D2": _repeated, "T1": _hurried, "S1": _left_out, "S2": _left_out,
    "S3": _unreached, "S4": _silent_losses,
}  # fmt: skip
"""What each detector of units shows of single rows; the others judge figures, not rows."""
