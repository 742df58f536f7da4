"""The conclusion of units that the engine has judged from answers and accounts.

Belongs here: rungs as conclusions with their reasons, what would have been found.
Elsewhere: the rungs (ladder), conclusions from counts alone (verdict).

Where the engine knows a unit, its joint posterior is the conclusion of record: it has read all that the counts hold.
Without reference answers it may still ask for a look; otherwise the unit keeps what the counts say.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from pipelines.integrity.engine import Judged
from pipelines.vocabulary import Conclusion, Reason

EXTRA = {
    "distortion_probability": "float64",
    "own_period_factor": "float64",
    "outcome_factor": "float64",
    "mechanism_code": "string",
    "expected_share": "float64",
}
"""Columns that only judged units fill."""


def concluded(counted: pd.DataFrame, judged: Sequence[Judged]) -> pd.DataFrame:
    """The verdicts from counts, replaced where the engine has judged."""
    result = counted.assign(
        **{name: pd.Series([None] * len(counted), counted.index, dtype=dtype) for name, dtype in EXTRA.items()}
    )
    frames = [one.frame() for one in judged]
    if not frames:
        return result
    all_ = pd.concat(frames, ignore_index=True)
    found = all_[all_["judged_count"] > 0].set_index("unit_id")
    place = found.index.get_indexer(pd.Index(counted["unit_id"]))
    rows = np.flatnonzero(place >= 0)
    if not len(rows):
        return result
    of_row = found.iloc[place[rows]]
    _write(result, rows, of_row)
    return result


def _write(result: pd.DataFrame, rows: np.ndarray, of_row: pd.DataFrame) -> None:
    code, reason = _rungs(of_row)
    decided = code != ""
    values: dict[str, np.ndarray] = {
        "suspicion_score": of_row["suspicion_score"].to_numpy(),
        "distortion_probability": of_row["probability"].to_numpy(),
        "own_period_factor": of_row["own_factor"].to_numpy(),
        "outcome_factor": of_row["outcome_factor"].to_numpy(),
        "mechanism_code": of_row["mechanism"].to_numpy(object),
        "expected_share": of_row["expected_share"].to_numpy(),
    }
    for name, value in values.items():
        result.loc[result.index[rows], name] = value
    some = result.index[rows[decided]]
    result.loc[some, "conclusion_code"], result.loc[some, "reason_code"] = code[decided], reason[decided]
    clear = code[decided] == Conclusion.CLEAR.value
    excess = 1 - of_row["expected_share"].to_numpy()[decided]
    result.loc[some, "found_effect"] = np.where(clear, excess, np.nan)


def _rungs(of_row: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """The first rung that holds; empty where the engine leaves the unit to its counts."""
    flag = {name: of_row[name].to_numpy(bool) for name in of_row if name.startswith(("is_", "has_"))}
    warned, model = flag["is_warned"], flag["has_model"]
    rungs = [
        (warned & flag["has_two_periods"], Conclusion.ERROR, Reason.TWO_PERIODS),
        (warned & flag["has_two_records"], Conclusion.ERROR, Reason.TWO_RECORDS),
        (warned, Conclusion.WARN, Reason.OUTCOME_EVIDENCE),
        (flag["is_review"], Conclusion.REVIEW, Reason.ONE_TRACE),
        (model & ~flag["is_reachable"], Conclusion.CANNOT_TELL, Reason.NOT_REACHABLE),
        (model, Conclusion.CLEAR, Reason.NOTHING_FOUND),
    ]
    masks = [mask for mask, _, _ in rungs]
    code = np.select(masks, [rung.value for _, rung, _ in rungs], "").astype(object)
    return code, np.select(masks, [why.value for _, _, why in rungs], "").astype(object)
