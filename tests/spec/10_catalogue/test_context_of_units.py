"""Chapter 10: what is shown beside a unit's conclusion and never enters it."""

import numpy as np
import pandas as pd
import pytest

from benchmarks.integrity.counted import counts
from pipelines.integrity import design
from pipelines.integrity.aggregates import typed
from pipelines.integrity.assess import assess
from pipelines.integrity.policy import load
from tests.spec import designed
from tests.spec.designed import Change, of_period, unit
from tests.spec.drawn import Judged, answer_counts, figure, judge, unit_id

CONTEXT = ("U3", "C3", "I1", "I2", "BU", "G1")


def shared(answers: pd.DataFrame, satisfied: list[int]) -> None:
    """One quarter of sixty answers by six collectors of ten, of whose customers so many are satisfied."""
    main = answers.index[answers["collector_org_code"].ne("third_party")]
    answers.loc[main, "collector_id"] = None
    rows = main[of_period(answers.loc[main])]
    rows = rows[: len(rows) // 3 * 3]
    size = len(rows) // 3
    answers.loc[rows, "collector_id"] = np.repeat(["x", "y", "z"], size)
    answers.loc[rows, "is_satisfied"] = np.concatenate([np.arange(size) < count for count in satisfied])


def even(answers: pd.DataFrame, accounts: pd.DataFrame) -> None:
    """Three collectors find the same."""
    shared(answers, [3, 3, 3])


def uneven(answers: pd.DataFrame, accounts: pd.DataFrame) -> None:
    """Three collectors differ as chance has it."""
    shared(answers, [1, 3, 4])


def alike(answers: pd.DataFrame, accounts: pd.DataFrame) -> None:
    """Three collectors find nobody who is not satisfied."""
    shared(answers, [99, 99, 99])


def test_three_collectors_who_agree_are_no_proof_and_p_says_so() -> None:
    world = designed.judge(even)
    assert world.says("U3", unit()) == ("clear", "within_expectation")
    assert world.finding("U3", unit())["p_value"] < designed.judge(uneven).finding("U3", unit())["p_value"]


def test_dispersion_needs_collectors_who_differ_at_all() -> None:
    assert designed.judge(alike).says("U3", unit()) == ("cannot_tell", "uninformative")
    assert designed.judge().says("U3", unit())[0] == "cannot_tell"


def many_collectors(owner: str, per_collector: list[int]) -> pd.DataFrame:
    """Answers of one owner, by collectors of twenty answers each."""
    satisfied = np.concatenate([np.arange(20) < count for count in per_collector])
    size = len(satisfied)
    return pd.DataFrame({
        **dict.fromkeys(design.ANSWER_DESIGN), "unit_definition_id": "owner_quarter", "survey_id": "s",
        "unit_id": f"owner_quarter:s:owner={owner}:2026-Q1", "subject_id": f"owner_quarter:s:owner={owner}",
        "entity_id": f"owner={owner}", "period_id": "2026-Q1", "period_start_on": "2026-01-01",
        "answer_id": [f"{owner}-{i}" for i in range(size)], "submitted_at": "2026-02-01",
        "collector_id": np.repeat([f"{owner}c{i}" for i in range(len(per_collector))], 20),
        "is_satisfied": satisfied, "is_top": satisfied, "is_conflicted": True, "is_independent": False,
        "item_count": 0, "text_length": 0,
    })  # fmt: skip


def test_twelve_collectors_who_all_find_fourteen_of_twenty_are_too_even() -> None:
    honest = [many_collectors(f"h{i}", list(np.random.default_rng(i).binomial(20, 0.7, 12))) for i in range(12)]
    answers = pd.concat([many_collectors("wang", [14] * 12), *honest])
    rows = "\n".join(f"{owner} | 168/240" for owner in ("wang", *(f"h{i}" for i in range(12))))
    counts = answer_counts(f"owner | own staff\n{rows}")
    world = Judged(
        assess(typed({"agg_answer_counts": counts}), load(), designs=design.typed({"agg_answer_design": answers}))
    )
    assert world.says("U3", "wang") == ("suspicious", "too_even")
    assert {world.says("U3", f"h{i}")[1] for i in range(12)} == {"within_expectation"}
    assert world.concludes("wang")[0] not in ("warn", "error")


def unmoved(answers: pd.DataFrame, accounts: pd.DataFrame) -> None:
    """Whatever happened to the customer, the rating does not follow: the best to those who suffered most."""
    main = answers.index[answers["collector_org_code"].ne("third_party")]
    hurt = answers.loc[main, "loss_severity"].rank(pct=True).to_numpy(float)
    answers.loc[main, "rating_level"] = np.where(hurt > 0.5, 4, 0)


def calm(answers: pd.DataFrame, accounts: pd.DataFrame) -> None:
    """Nothing at all happened to any customer of this owner."""
    answers[["loss_severity", "late_count"]] = 0.0


def test_ratings_that_rise_with_losses_are_seen() -> None:
    codes = {designed.judge(unmoved).says("C3", unit(f"2025-Q{q}")) for q in (1, 2, 3, 4)}
    assert ("suspicious", "unmoved_by_events") in codes


def test_where_nothing_happened_a_slope_says_nothing() -> None:
    assert designed.judge(calm).says("C3", unit()) == ("cannot_tell", "uninformative")


def by_owner(answers: pd.DataFrame, accounts: pd.DataFrame) -> None:
    """The owner asks."""
    answers["collector_stake"] = 1.0


def by_strangers(answers: pd.DataFrame, accounts: pd.DataFrame) -> None:
    """Strangers ask; nobody is paid by it."""
    answers[["collector_stake", "measured_stake"]] = 0.0


def by_nobody_known(answers: pd.DataFrame, accounts: pd.DataFrame) -> None:
    """Nobody knows who asked."""
    answers["collector_stake"] = np.nan


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (by_owner, ("cannot_tell", "stakes_high")),
        (by_strangers, ("clear", "stakes_low")),
        (by_nobody_known, ("cannot_tell", "collector_unknown")),
    ],
)
def test_a_stake_is_a_risk_and_never_a_finding(change: Change, said: tuple[str, str]) -> None:
    assert designed.judge(change).says("I1", unit()) == said


def test_a_unit_far_above_the_owners_own_independent_answers_is_seen() -> None:
    world = judge("""
        owner   | own staff | outsiders
        wang    | 40/40     | 12/40
        zhao    | 34/40     | 30/40
        chen    | 40/40     | 2/2
        liu     | 4/4       | 2/4
        peer*20 | 32/40     | 28/40
    """)
    assert world.says("I2", "wang") == ("suspicious", "above_independent")
    assert world.says("I2", "zhao") == ("clear", "within_expectation")
    assert world.says("I2", "chen") == ("cannot_tell", "schedule_back_checks")
    assert world.says("I2", "liu") == ("cannot_tell", "not_reachable")


def test_independent_answers_are_not_held_against_themselves() -> None:
    assert judge("owner | outsiders\nwang | 30/40").says("I2", "wang") == ("not_applicable", "independent_answers")


def with_target(rows: str, target: float | None = 0.8) -> Judged:
    """Owners with a company target of reported satisfaction."""
    lint = {**dict.fromkeys(design.SCORECARD_LINT), "org_unit_id": "company", "period_id": "2026", "kpi_id": "C01",
            "target_value": target}  # fmt: skip
    years = pd.DataFrame([lint, {**lint, "period_id": "2025"}])
    designs = design.typed({"agg_scorecard_lint": years} if target else {})
    counts = answer_counts(f"owner | period | own staff | outsiders\n{rows}")
    return Judged(assess(typed({"agg_answer_counts": counts}), load(), designs=designs))


QUARTERS = [f"{year}-Q{quarter}" for year in (2025, 2026) for quarter in (1, 2, 3, 4)]
PEERS = "\n".join(f"peer*20 | {quarter} | 26/40 | 26/40" for quarter in QUARTERS)


def test_meeting_the_target_exactly_for_eight_quarters_is_seen() -> None:
    world = with_target("\n".join(f"wang | {quarter} | 40/50 | 5/10" for quarter in QUARTERS) + "\n" + PEERS)
    assert world.says("BU", "wang", "2026-Q4") == ("suspicious", "just_above_target")
    assert world.finding("BU", "wang", "2026-Q4")["statistic"] == 8
    assert world.says("BU", "peer0", "2026-Q4") == ("clear", "within_expectation")


def test_history_alone_convicts_no_quarter() -> None:
    rows = [f"wang | {quarter} | {40 if quarter != '2026-Q2' else 44}/50 | 5/10" for quarter in QUARTERS]
    world = with_target("\n".join(rows) + "\n" + PEERS)
    assert world.says("BU", "wang", "2026-Q2") == ("clear", "within_expectation")


def test_bunching_says_what_it_lacks() -> None:
    row = "wang | 2026-Q1 | 40/50 | 8/10\npeer*20 | 2026-Q1 | 28/40 | 28/40"
    assert with_target(row).says("BU", "wang") == ("cannot_tell", "not_reachable")
    assert with_target(row, None).says("BU", "wang") == ("cannot_tell", "target_unknown")
    assert with_target(row, 1.0).says("BU", "wang") == ("cannot_tell", "uninformative")
    assert with_target(row.replace("40/50", "2/2")).says("BU", "wang") == ("cannot_tell", "too_few_answers")


def rated(owner: str, quarter: str, sheet: str) -> pd.DataFrame:
    """Answers of one owner and quarter from marks out of five, such as 5x8 4x1 1x1."""
    marks = np.concatenate([np.repeat(int(part[0]), int(part[2:])) for part in sheet.split()])
    year, number = quarter.split("-Q")
    return pd.DataFrame({
        **dict.fromkeys(design.ANSWER_DESIGN), "unit_definition_id": "owner_quarter", "survey_id": "s",
        "unit_id": unit_id(owner, quarter), "subject_id": f"owner_quarter:s:owner={owner}",
        "entity_id": f"owner={owner}", "period_id": quarter,
        "period_start_on": f"{year}-{int(number) * 3 - 2:02d}-01",
        "answer_id": [f"{owner}{quarter}{place:03d}" for place in range(len(marks))], "rating_level": marks - 1,
        "level_count": 5, "is_satisfied": marks >= 4, "is_top": marks == 5, "is_conflicted": True,
        "is_independent": False,
    })  # fmt: skip


def with_mean_target(sheets: dict[str, list[str]], *, share: float | None = None, scale: int = 5) -> Judged:
    """Owners' quarters with 4.5 of 5 as the wanted mean, and a share where one is wanted too."""
    answers = pd.concat(
        [rated(owner, q, sheet) for owner, rows in sheets.items() for q, sheet in zip(QUARTERS, rows, strict=False)],
        ignore_index=True,
    )
    years = ("2025", "2026")
    target = {"org_unit_id": "company", "survey_id": "s", "target_level": 3.5, "level_count": scale}
    lint = {**dict.fromkeys(design.SCORECARD_LINT), "org_unit_id": "company", "kpi_id": "C01", "target_value": share}
    tables = {
        "agg_answer_design": answers,
        "agg_mean_target": pd.DataFrame([{**target, "period_id": year} for year in years]),
        "agg_scorecard_lint": pd.DataFrame([{**lint, "period_id": year} for year in years]),
    }
    return Judged(assess(typed({"agg_answer_counts": counts(answers)}), load(), designs=design.typed(tables)))


LIFTED = ["5x7 4x1 3x2", "5x6 4x3 3x1", "5x8 3x1 2x1", "5x7 4x2 2x1"] * 2
"""45 points of ten answers: 4.5, neither more nor less."""
SCATTERED = ["5x4 4x3 3x2 1x1", "5x9 4x1", "5x6 4x2 3x1 2x1", "5x8 4x2", "5x5 4x3 2x2", "5x9 4x1", "5x4 4x4 3x2",
             "5x8 4x2"]  # fmt: skip
CONTENT = ["5x10", "5x9 4x1", "5x10", "5x9 4x1", "5x8 4x2", "5x10", "5x9 3x1", "5x10"]


def test_means_that_just_meet_their_target_are_seen() -> None:
    world = with_mean_target({"wang": LIFTED, "li": SCATTERED, "zhao": CONTENT})
    assert world.says("BU", "wang", "2026-Q4") == ("suspicious", "just_above_target")
    finding = world.finding("BU", "wang", "2026-Q4")
    assert finding["statistic"] == 8 and finding["reference_rate"] == 3.5 / 4
    assert world.says("BU", "li", "2026-Q4") == ("clear", "within_expectation")
    assert world.says("BU", "zhao", "2026-Q4") == ("clear", "within_expectation")


def test_a_mean_target_of_another_scale_asks_nothing() -> None:
    world = with_mean_target({"wang": LIFTED}, scale=11)
    assert world.says("BU", "wang", "2026-Q4") == ("cannot_tell", "uninformative")


def test_of_a_share_and_a_mean_the_more_telling_one_speaks_and_both_are_counted() -> None:
    alone, both = (with_mean_target({"wang": LIFTED}, share=share) for share in (None, 0.8))
    numbers = [world.finding("BU", "wang", "2026-Q4") for world in (alone, both)]
    assert numbers[1]["p_value"] == pytest.approx(2 * numbers[0]["p_value"])
    assert numbers[1]["reference_rate"] == 3.5 / 4


@pytest.mark.parametrize(
    ("value", "decimals", "n", "said"),
    [
        (0.97, 2, 29, ("clear", "possible_figure")),
        (0.96, 2, 29, ("clear", "possible_figure")),
        (0.95, 2, 29, ("suspicious", "impossible_figure")),
        (0.9, 2, 7, ("suspicious", "impossible_figure")),
        (0.9, 1, 7, ("clear", "possible_figure")),
        (0.5, 1, 3, ("suspicious", "impossible_figure")),
        (0.8, 1, 7, ("clear", "possible_figure")),
        (1.0, 0, 7, ("not_applicable", "any_figure_possible")),
        (0.666, 3, 3, ("clear", "possible_figure")),
        (0.667, 3, 3, ("clear", "possible_figure")),
        (0.668, 3, 3, ("suspicious", "impossible_figure")),
        (0.96, 2, 100, ("not_applicable", "any_figure_possible")),
        (0.96, 2, None, ("cannot_tell", "number_unknown")),
        (0.96, None, 29, ("cannot_tell", "number_unknown")),
    ],
)
def test_a_share_must_be_one_that_so_many_answers_can_give(
    value: float, decimals: int | None, n: int | None, said: tuple[str, str]
) -> None:
    world = judge("owner | own staff", published=[
        {"result_value": value, "value_decimals": decimals, "published_count": n, "is_uniform": value == 1}
    ])  # fmt: skip
    assert world.says("G1", FIGURE) == said


FIGURE = "published:s:company=acme:2025"


def test_a_mean_may_be_of_many_items_so_none_is_impossible() -> None:
    mean = {"measure_code": "mean", "result_value": 4.53, "value_decimals": 2, "published_count": 10}
    assert judge("owner | own staff", published=[mean]).says("G1", FIGURE) == ("not_applicable", "step_unknown")
    assert judge("owner | own staff\nwang | 3/4").says("G1", "wang") == ("not_applicable", "not_a_published_figure")


@pytest.mark.parametrize(
    ("own", "n", "theirs", "m", "said"),
    [
        (0.99, 200, 0.7, 60, ("suspicious", "above_inspection")),
        (0.8, 200, 0.75, 60, ("clear", "not_uniform")),
        (0.99, 200, 0.7, 9, ("clear", "not_uniform")),
        (0.99, None, 0.7, 60, ("clear", "not_uniform")),
        (0.7, 200, 0.99, 60, ("clear", "not_uniform")),
    ],
)
def test_a_figure_far_above_the_inspection_of_the_same_period_is_seen(
    own: float, n: int | None, theirs: float, m: int, said: tuple[str, str]
) -> None:
    world = judge("owner | own staff", published=[
        {"result_value": own, "published_count": n, "inspected_value": theirs, "inspected_count": m,
         "is_uniform": False}
    ])  # fmt: skip
    assert world.says("P1", FIGURE) == said
    assert world.concludes(FIGURE) == ("cannot_tell", "no_answers_behind_figure")


def test_stars_are_compared_by_the_largest_spread_that_their_mean_can_have() -> None:
    stars = {"measure_code": "stars", "scale_min": 1, "scale_max": 5, "is_uniform": False, "published_count": 400,
             "result_value": 4.9, "inspected_value": 3.6, "inspected_count": 80}  # fmt: skip
    assert judge("owner | own staff", published=[stars]).says("P1", FIGURE) == ("suspicious", "above_inspection")


def test_losses_come_before_an_inspection() -> None:
    both = {"inspected_value": 0.5, "inspected_count": 90, "published_count": 90}
    world = judge("owner | own staff", published=[both])
    assert world.says("P1", FIGURE) == ("suspicious", "uniform_without_answers")
    assert figure(**both)["external_failure_cost_share"] == world.finding("P1", FIGURE)["statistic"]


@pytest.mark.parametrize("change", [by_owner, unmoved, even])
def test_context_alone_accuses_nobody(change: Change) -> None:
    world = designed.judge(change)
    context = world.assessment.finding[world.assessment.finding["detector_id"].isin(CONTEXT)]
    assert set(context["severity_code"]) <= {"info", "review", "warn"}
    honest = designed.judge().assessment.verdict.set_index("unit_id")["conclusion_code"]
    if change is by_owner:
        assert world.assessment.verdict.set_index("unit_id")["conclusion_code"].equals(honest)
