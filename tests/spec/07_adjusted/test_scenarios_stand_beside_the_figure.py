"""Chapter 7: scenarios stand beside the adjusted figure, and the company is estimated from all its customers."""

import numpy as np
import pandas as pd
import pytest

from pipelines.integrity import scenarios
from tests.spec import designed


@pytest.fixture(scope="module")
def adjusted() -> pd.DataFrame:
    return designed.judge().assessment.adjusted.set_index("scope_id")


def test_coverage_times_share_and_the_contradicted_weight_by_hand() -> None:
    # 10 customers, 4 answered, 3 of them satisfied, one of those after a severe loss
    shares = scenarios.shares(np.array([[10.0, 4.0, 3.0, 1.0]]))
    assert [float(shares[name][0]) for name in scenarios.NAMES] == pytest.approx([0.4, 0.3, 0.9])


def test_without_customers_or_losses_there_is_no_scenario() -> None:
    none = scenarios.shares(np.array([[0.0, 0.0, 0.0, 0.0], [10.0, 4.0, 3.0, np.nan], [10.0, 0.0, 0.0, 0.0]]))
    assert np.isnan(none["scenario_lower_share"]).tolist() == [True, False, True]
    assert np.isnan(none["scenario_upper_share"]).tolist() == [True, True, False]


def test_neither_scenario_cuts_the_interval_off(adjusted: pd.DataFrame) -> None:
    units = adjusted[adjusted["scope_kind"] == "unit"]
    assert (units["upper_share"] > units["scenario_upper_share"]).any()
    assert (units["scenario_lower_share"] < units["lower_share"]).any()


def test_a_year_is_estimated_from_its_quarters_and_is_no_surer_than_its_owners_allow(adjusted: pd.DataFrame) -> None:
    year, quarters = (
        adjusted.loc["company:main:2025"],
        adjusted.loc[[f"company:main:2025-Q{n}" for n in range(1, 5)]],
    )
    assert year["method_version"] == "eas-1" and (quarters["method_version"] == "eas-1").all()
    assert quarters["adjusted_share"].min() <= year["adjusted_share"] <= quarters["adjusted_share"].max()
    width = quarters["upper_share"] - quarters["lower_share"]
    assert year["upper_share"] - year["lower_share"] > 0.9 * width.min()


def test_phi_zero_and_one_half_bracket_what_is_believed_of_hidden_dissatisfaction(adjusted: pd.DataFrame) -> None:
    known = adjusted[adjusted["method_version"] == "eas-1"]
    assert (known["half_hidden_share"] <= known["at_face_share"]).all()
    assert known["assumption_share"].between(0, 1).all()
