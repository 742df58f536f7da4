"""The hand-over from SQL: what is refused, and how it is named."""

import pandas as pd
import pytest

from pipelines.integrity import aggregates
from pipelines.integrity.aggregates import AggregateError, conform, typed
from tests.spec.drawn import answer_counts

COUNTS = answer_counts("""
    owner  | own staff | outsiders
    wang   | 8/10      | 3/5
    li     | 9/10      | 4/5
""")


def test_the_missing_column_is_named() -> None:
    with pytest.raises(AggregateError, match="agg_answer_counts: column top_count is missing"):
        conform("agg_answer_counts", COUNTS.drop(columns="top_count"))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"answered_count": None}, "answered_count is not int64"),
        ({"answered_count": 3}, "satisfied_count exceeds answered_count"),
        ({"independent_count": -1}, "negative"),
        ({"account_count": 1.5}, "account_count is not int64"),
        ({"unit_id": "same"}, "unit_id must be present and unique"),
        ({"answered_count": 13}, "together exceed answered_count"),
        ({"loss_feed_present": None}, "loss_feed_present is not bool"),
        ({"period_start_on": "not a day"}, "period_start_on is not"),
    ],
)
def test_a_table_that_breaks_its_contract_is_refused(change: dict[str, object], message: str) -> None:
    with pytest.raises(AggregateError, match=message):
        conform("agg_answer_counts", COUNTS.assign(**change))


def test_further_columns_are_welcome_and_rows_come_sorted() -> None:
    frame = conform("agg_answer_counts", COUNTS.assign(extra=1))
    assert list(frame.columns) == list(aggregates.ANSWER_COUNTS)
    assert frame["unit_id"].is_monotonic_increasing


def test_an_absent_table_is_empty() -> None:
    tables = typed({})
    assert isinstance(tables.kpi_counts, pd.DataFrame) and len(tables.kpi_counts) == 0
