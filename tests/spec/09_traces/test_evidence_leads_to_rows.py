"""Chapter 9: what was found leads to the answers and customers that carry it."""

import numpy as np
import pandas as pd

from pipelines.integrity.evidence import LOOK, MOST
from pipelines.vocabulary import Seen
from tests.spec import designed


def satisfied_after_all(answers: pd.DataFrame, accounts: pd.DataFrame) -> None:
    """Whoever was asked by own staff is satisfied, whatever the items say."""
    own = answers["is_conflicted"]
    answers.loc[own, ["is_satisfied", "is_top"]] = True
    answers.loc[own, "rating_level"] = answers.loc[own, "level_count"] - 1


def test_the_rows_are_the_units_own_and_the_heaviest_come_first() -> None:
    assessment = designed.judge(satisfied_after_all).assessment
    mine = assessment.evidence[assessment.evidence["unit_id"] == designed.unit()]
    answers = designed.company(satisfied_after_all)[0].set_index("answer_id")
    assert len(mine)
    of_answers = answers.loc[mine["answer_id"].dropna()]
    assert set(of_answers["unit_id"]) == {designed.unit()} and not of_answers["is_independent"].any()
    for _, rows in mine.groupby("detector_id"):
        assert list(rows["evidence_no"]) == list(range(1, len(rows) + 1))
        assert (np.diff(rows["evidence_weight"]) <= 0).all()


def test_an_answer_above_its_own_items_is_named_with_their_mean() -> None:
    evidence = designed.judge(satisfied_after_all).assessment.evidence
    above = evidence[(evidence["detector_id"] == "IT") & (evidence["unit_id"] == designed.unit())]
    answers = designed.company(satisfied_after_all)[0].set_index("answer_id")
    assert len(above)
    assert np.allclose(above["seen_value"], answers.loc[above["answer_id"], "item_mean"].astype(float))


def test_units_of_which_nothing_was_found_leave_no_rows() -> None:
    assessment = designed.judge(satisfied_after_all).assessment
    finding = assessment.finding[assessment.finding["finding_code"] == "suspicious"]
    looks = assessment.verdict[assessment.verdict["conclusion_code"].isin(["error", "warn", "review"])]
    assert set(assessment.evidence["unit_id"]) <= {*finding["unit_id"], *looks["unit_id"]}
    assert assessment.evidence.groupby(["unit_id", "detector_id"]).size().max() <= MOST
    assert set(assessment.evidence["seen_code"]) <= set(Seen) and set(assessment.evidence["detector_id"]) <= set(LOOK)
