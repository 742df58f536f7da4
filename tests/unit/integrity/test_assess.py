"""What holds of every assessment: one finding each, the same bytes, every word known."""

import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.integrity import assess as module
from pipelines.integrity.aggregates import typed
from pipelines.integrity.assess import assess
from pipelines.integrity.catalogue import DETECTORS, OF_SUBJECTS, OF_UNITS, Detector, said
from pipelines.integrity.innocence import INNOCENT
from pipelines.integrity.policy import load
from pipelines.integrity.words import REASONS
from pipelines.vocabulary import Conclusion, Finding, Reason
from tests.spec.drawn import answer_counts, figure
from tests.truth.worlds import World
from tests.truth.worlds import answer_counts as of_world

TESTS = Path(__file__).resolve().parents[2]
POLICY = load()


def run(counts: pd.DataFrame) -> module.Assessment:
    return assess(typed({"agg_answer_counts": counts, "agg_published_results": pd.DataFrame([figure()])}), POLICY)


def test_every_unit_has_exactly_one_finding_of_every_detector() -> None:
    counts, _ = of_world(World(owners=12, periods=4), 3)
    assessment = run(counts)
    of_units = assessment.finding["unit_id"].isin(assessment.verdict["unit_id"])
    assert of_units.sum() == (len(counts) + 1) * len(OF_UNITS)
    assert set(assessment.finding.loc[~of_units, "detector_id"]) == {detector.ID for detector in OF_SUBJECTS}
    assert not assessment.finding.duplicated(["unit_id", "detector_id"]).any()
    assert list(assessment.verdict["unit_id"]) == sorted([*counts["unit_id"], figure()["unit_id"]])


def test_row_order_changes_no_byte() -> None:
    counts, _ = of_world(World(owners=15, periods=5, distorted=0.3), 4)
    first, second = run(counts), run(counts.sample(frac=1, random_state=1))
    for table, frame in first.frames.items():
        pd.testing.assert_frame_equal(frame, second.frames[table], check_exact=True)


def test_tables_and_their_descriptions_agree() -> None:
    assert list(run(answer_counts("owner | own staff")).frames) == list(module.TABLES)


@pytest.mark.parametrize(
    "world", [World(owners=1, periods=1), World(owners=3, periods=24), World(owners=2, conflicted=0)]
)
def test_scores_are_finite_and_probabilities_are_probabilities(world: World) -> None:
    assessment = run(of_world(world, 1)[0])
    assert np.isfinite(assessment.verdict["suspicion_score"]).all()
    for frame, column in ((assessment.finding, "p_value"), (assessment.finding, "randomised_p_value"),
                          (assessment.verdict, "combined_p_value"), (assessment.verdict, "q_value")):  # fmt: skip
        assert frame[column].dropna().between(0, 1).all()


def test_a_clear_unit_says_what_would_have_been_found() -> None:
    verdict = run(of_world(World(owners=40, conflicted=60), 2)[0]).verdict
    clear = verdict["conclusion_code"] == Conclusion.CLEAR.value
    assert clear.any()
    assert (verdict["found_effect"].notna() == clear).all()


def test_no_units_give_empty_tables_with_the_same_columns() -> None:
    empty, some = assess(typed({}), POLICY), run(answer_counts("owner | own staff\nwang | 3/4"))
    for table in module.TABLES:
        pd.testing.assert_series_equal(empty.frames[table].dtypes, some.frames[table].dtypes)


def test_every_code_that_comes_out_is_known() -> None:
    finding = run(of_world(World(owners=30, conflicted=30, severe=0.4, distorted=0.3), 5)[0]).finding
    assert set(finding["finding_code"]) <= {code.value for code in Finding}
    assert set(finding["reason_code"]) <= {reason.value for reason in Reason}


def test_every_reason_has_its_words_in_both_languages() -> None:
    assert set(REASONS) == set(Reason)
    assert all(english and re.search("[一-鿿]", chinese) for english, chinese in REASONS.values())


def test_every_reason_appears_in_a_promise() -> None:
    promises = "".join(file.read_text(encoding="utf-8") for file in (TESTS / "spec").rglob("test_*.py"))
    assert [reason.value for reason in Reason if f'"{reason.value}"' not in promises] == []


@pytest.mark.parametrize("detector", DETECTORS, ids=lambda detector: detector.ID)
def test_a_detector_has_its_three_places(detector: Detector) -> None:
    assert detector.ID in POLICY.detectors, "its row in policy.yml is missing"
    assert detector.METHOD.startswith(detector.__name__.rsplit(".", 1)[1]), "its method version does not name it"
    chapters = "".join(file.read_text(encoding="utf-8") for file in (TESTS / "spec").rglob("test_*.py"))
    assert f'says("{detector.ID}"' in chapters, "its spec test is missing"


PARTS = ("Statistic", "Null", "Least n", "Degenerate", "Effect", "Direction", "Reference", "Source")


@pytest.mark.parametrize("detector", DETECTORS, ids=lambda detector: detector.ID)
def test_a_detector_says_what_it_measures_against_what_and_where_that_stands(detector: Detector) -> None:
    words = " ".join(str(detector.__doc__).split())
    assert [part for part in PARTS if f"{part}: " not in words.replace("Statistics: ", "Statistic: ")] == []
    assert re.search(r"[Pp]eers|kind of peers", words), "the kind of peers is missing"
    assert said(detector, "Least n") and said(detector, "Reference")
    assert words.startswith(f"{detector.ID}: "), "its id and question come first"


def test_every_detector_says_what_would_make_it_innocent() -> None:
    assert set(INNOCENT) == {detector.ID for detector in DETECTORS}
    assert all(english and re.search("[一-鿿]", chinese) for english, chinese in INNOCENT.values())


@settings(max_examples=25, deadline=None)
@given(st.integers(5, 40), st.integers(0, 40), st.integers(0, 60))
def test_more_satisfied_answers_never_lower_suspicion(answered: int, satisfied: int, seed: int) -> None:
    satisfied = min(satisfied, answered - 1)
    outside = np.random.default_rng(seed).integers(5, 16)
    scores = []
    for more in (0, 1):
        counts = answer_counts(f"""
            owner   | own staff                       | outsiders
            wang    | {satisfied + more}/{answered}   | 9/15
            peer*6  | 20/30                           | {outside}/16
        """)
        verdict = run(counts).verdict
        scores.append(verdict[verdict["unit_id"].str.contains("wang")]["suspicion_score"].item())
    assert scores[1] >= scores[0]
