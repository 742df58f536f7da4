"""Chapter 9: traces in answers, invitations, losses and timing; each is a question of its own and none a conviction."""

import numpy as np
import pandas as pd
import pytest

from tests.spec.designed import Change, judge, of_period, unit
from tests.spec.drawn import judge as judge_counts


def raised(answers: pd.DataFrame, accounts: pd.DataFrame) -> None:
    """Every answer of the main stream becomes the best, whatever the items say."""
    main = answers["collector_org_code"].ne("third_party")
    answers.loc[main, "rating_level"] = answers.loc[main, "level_count"] - 1
    answers.loc[main, ["is_satisfied", "is_top"]] = True


def topped(answers: pd.DataFrame, accounts: pd.DataFrame) -> None:
    """In one quarter all who are satisfied give the very top, in the others nobody does."""
    now = of_period(answers)
    answers["level_count"], answers["is_satisfied"] = 5, True
    answers["rating_level"], answers["is_top"] = np.where(now, 4, 3), now


def chosen(answers: pd.DataFrame, accounts: pd.DataFrame) -> None:
    """Every quarter the half is asked that suffered less from losses and late deliveries."""
    late = accounts["late_count"] / accounts["line_count"].clip(lower=1)
    hurt = (np.log1p(accounts["loss_severity"] + accounts["prior_severity"] / 2) + 1.5 * late).to_numpy(float)
    for period in accounts["period_id"].unique():
        now = of_period(accounts, period)
        accounts.loc[now, "asked_count"] = (hurt[now] <= np.median(hurt[now])).astype(int)


def unreachable(answers: pd.DataFrame, accounts: pd.DataFrame) -> None:
    """In one quarter every second invitation fails."""
    asked = np.flatnonzero(of_period(accounts) & (accounts["asked_count"] > 0).to_numpy())
    accounts.loc[accounts.index[asked[::2]], "bounced_count"] = 1
    accounts.loc[accounts.index[asked[::2]], "is_address_edited"] = True


def unasked(answers: pd.DataFrame, accounts: pd.DataFrame) -> None:
    """In one quarter a single customer is asked."""
    now = accounts.index[of_period(accounts)]
    accounts.loc[now, "asked_count"] = 0
    accounts.loc[now[:1], "asked_count"] = 1


def silent(answers: pd.DataFrame, accounts: pd.DataFrame) -> None:
    """Twenty losses and no complaint."""
    now = accounts.index[of_period(accounts)]
    accounts.loc[now, "complaint_count"] = 0
    accounts.loc[now[:20], "loss_count"] = 1


def hurried(answers: pd.DataFrame, accounts: pd.DataFrame) -> None:
    """In one quarter talks take a fifth of the time that this owner's talks take."""
    answers.loc[of_period(answers), "duration_seconds"] /= 5


def copied(answers: pd.DataFrame, accounts: pd.DataFrame) -> None:
    """One sheet with items of all kinds serves for every customer."""
    main = answers["collector_org_code"].ne("third_party")
    sheet = sum((level + 1) << (4 * item) for item, level in enumerate((4, 1, 3, 2, 4, 0, 3, 2)))
    answers.loc[main, "items_1"] = sheet
    answers.loc[main, "rating_level"] = 4
    answers.loc[main, "level_count"] = 5


def templates(answers: pd.DataFrame, accounts: pd.DataFrame) -> None:
    """In one quarter all remarks are the same; in the others they are not."""
    answers["text_hash"] = [f"x{number}" for number in range(len(answers))]
    answers.loc[of_period(answers), "text_hash"] = "always the same"


def test_answers_above_what_happened_to_the_customers_are_seen() -> None:
    world = judge(raised)
    assert any(
        world.says("C2", unit(f"2025-Q{q}")) == ("suspicious", "above_expectation")
        or world.finding("C2", unit(f"2025-Q{q}"))["p_value"] < 0.2
        for q in (1, 2, 3, 4)
    )


def test_ratings_that_their_own_items_contradict_are_seen() -> None:
    codes = {judge(raised).says("IT", unit(f"2025-Q{q}")) for q in (1, 2, 3, 4)}
    assert ("suspicious", "better_than_items") in codes


def test_nothing_but_the_top_for_one_quarter_is_seen_and_only_information() -> None:
    assert judge(topped).says("U4", unit()) == ("suspicious", "top_heavy")
    assert judge(topped).finding("U4", unit())["severity_code"] == "info"


def test_asking_the_content_is_seen_however_many_are_asked() -> None:
    codes = {judge(chosen).says("S2", unit(f"2025-Q{q}")) for q in (1, 2, 3, 4)}
    assert ("suspicious", "chosen_content") in codes


def test_addresses_that_fail_are_seen() -> None:
    assert judge(unreachable).says("S3", unit()) == ("suspicious", "unreachable")


def test_asking_hardly_anybody_is_seen() -> None:
    assert judge(unasked).says("S1", unit()) == ("suspicious", "too_few_asked")


def test_losses_without_complaints_are_seen() -> None:
    assert judge(silent).says("S4", unit()) == ("suspicious", "complaints_missing")


def test_a_sudden_hurry_is_seen() -> None:
    assert judge(hurried).says("T1", unit()) == ("suspicious", "hurried")


def test_copied_sheets_are_seen() -> None:
    assert judge(copied).says("D1", unit()) == ("suspicious", "twin_answers")


def test_the_same_remark_all_quarter_is_seen() -> None:
    assert judge(templates).says("D2", unit()) == ("suspicious", "repeated_remarks")


@pytest.mark.parametrize("change", [unasked, silent, hurried, templates])
def test_process_alone_never_accuses(change: Change) -> None:
    assert judge(change).concludes(unit())[0] not in ("warn", "error")


def test_an_honest_company_holds_no_accusation_and_hardly_a_suspicion() -> None:
    assessment = judge().assessment
    assert not assessment.verdict["conclusion_code"].isin(["warn", "error"]).any()
    finding = assessment.finding[assessment.finding["detector_id"].isin(["C2", "IT", "S2", "S3", "S4", "T1", "D1"])]
    assert (finding["finding_code"] == "suspicious").mean() < 0.01
    assert "like_peers" in set(finding["reason_code"])
    assert "too_little_to_compare" in set(assessment.finding["reason_code"])


def test_raised_ratings_over_a_year_are_an_error_with_its_reason() -> None:
    codes = [judge(raised).concludes(unit(f"2025-Q{q}")) for q in (1, 2, 3, 4)]
    assert {code for code, _ in codes} & {"error", "warn", "review"}
    assert {reason for _, reason in codes} & {"two_periods", "two_records", "outcome_evidence", "one_trace"}


def test_the_believable_share_says_what_it_comes_from() -> None:
    adjusted = judge().assessment.adjusted
    row = adjusted[adjusted["scope_id"] == unit()].squeeze()
    assert (row["reason_code"], row["method_version"]) == ("modelled", "eas-1")
    assert row["lower_share"] < row["adjusted_share"] < row["upper_share"]
    assert row["half_hidden_share"] <= row["at_face_share"]


def test_without_the_records_a_check_says_so() -> None:
    world = judge_counts("owner | own staff | outsiders\nwang | 9/10 | 8/10")
    assert world.says("D1", "wang") == ("not_applicable", "feed_absent")
