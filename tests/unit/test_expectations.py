"""Expectations say whether, how many and where; never which value."""

import pandas as pd
import pytest

from pipelines import expectations
from pipelines.feeds.contract import load_contracts
from pipelines.vocabulary import Severity

CANARY = "canary@example.org"


def suite_of(kind: str, **kwargs: object) -> expectations.Suite:
    configuration = {"type": kind, "kwargs": kwargs, "severity": "critical"}
    wanted = expectations.Expectation("wanted", Severity.BLOCK, "team:x", "because", configuration)
    return expectations.Suite("marts/x", "x", None, (wanted,))


@pytest.mark.parametrize(
    ("kind", "kwargs"),
    [
        ("expect_column_values_to_be_in_set", {"column": "word", "value_set": ["a"]}),
        ("expect_column_values_to_be_unique", {"column": "word"}),
        ("expect_column_max_to_be_between", {"column": "number", "max_value": 1}),
        ("expect_column_most_common_value_to_be_in_set", {"column": "word", "value_set": ["a"]}),
    ],
)
def test_no_data_value_leaves_a_result(kind: str, kwargs: dict[str, object]) -> None:
    frame = pd.DataFrame({"word": [CANARY, CANARY], "number": [987654, 987654]})
    (result,) = expectations.judge(suite_of(kind, **kwargs), frame)
    assert not result.success
    assert CANARY not in repr(result)
    assert "987654" not in repr(result)


def test_failing_rows_are_named_by_position() -> None:
    suite = suite_of("expect_column_values_to_be_between", column="share", max_value=0.2)
    (result,) = expectations.judge(suite, pd.DataFrame({"share": [0.1, 0.3, None]}))
    assert result.failing_rows == (1,)
    assert result.counts["unexpected_count"] == 1


def test_a_missing_column_is_a_failure_with_a_reason() -> None:
    (result,) = expectations.judge(
        suite_of("expect_column_values_to_be_unique", column="gone"), pd.DataFrame({"a": [1]})
    )
    assert not result.success
    assert "missing" in result.problem


@pytest.mark.parametrize("kind", ["sources", "marts"])
def test_every_expectation_says_why_for_whom_and_how_heavily(kind: str) -> None:
    for suite in expectations.suites(kind):
        ids = [expectation.id for expectation in suite.expectations]
        assert len(ids) == len(set(ids))
        for expectation in suite.expectations:
            assert expectation.why.endswith(".")
            assert expectation.owner.startswith("team:")


def test_batches_of_every_feed_are_judged() -> None:
    judged = {suite.subject for suite in expectations.suites("sources")}
    assert judged == {contract.feed for contract in load_contracts().values()}


def test_only_structure_reconciliation_and_privacy_block() -> None:
    """A finding about a unit never does, whatever it says."""
    frame = pd.DataFrame(
        {"unit_id": ["u"], "detector_id": ["U1"], "finding_code": ["suspicious"], "reason_code": ["too_uniform"],
         "p_value": [0.0001], "n": [40]}
    )  # fmt: skip
    suite = next(suite for suite in expectations.suites("marts") if suite.subject == "fct_finding")
    failed = [result for result in expectations.judge(suite, frame) if not result.success]
    assert [r.expectation.id for r in failed] == ["satisfaction_is_not_suspiciously_uniform"]
    assert failed[0].expectation.severity is Severity.WARN
