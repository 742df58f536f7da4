"""Shares with and without a percent sign: the sign says the scale, and nothing else does."""

from decimal import Decimal
from pathlib import Path

import pytest

from tests.spec.hard_case import Hard, hard

WEIGHTS = "people/incentive/2026.csv"
FIGURES = "survey/published_result/figures.csv"


@pytest.fixture
def company(tmp_path: Path) -> Hard:
    return hard(tmp_path)


def weights(*texts: str) -> str:
    return "person_id,kpi_id,valid_from,weight\n" + "".join(f"p{n},C01,2026-01-01,{t}\n" for n, t in enumerate(texts))


def figures(*rows: str) -> str:
    lines = "".join(f"r{n},2026,{row}\n" for n, row in enumerate(rows))
    return "result_id,period,measure,value\n" + lines


def test_a_share_with_its_sign_is_read_in_a_file_without_a_mapping(company: Hard) -> None:
    content = weights("100 %", "96%", "８５．５％", "0.4", "1", "0%")
    assert company.reads(WEIGHTS, content, "weight_share", "people__incentive") == [
        Decimal(text) for text in ("1", "0.96", "0.855", "0.4", "1", "0")
    ]


def test_a_share_without_its_sign_goes_to_one(company: Hard) -> None:
    batch = company.loads(WEIGHTS, weights("0.4", "100", "40", "101%"))
    assert (batch.loaded_count, batch.refused_by_rule) == (1, {"above_maximum": 3})
    assert company.quarantine()[0] == (3, "weight_share", "above_maximum", "100")


def test_the_essays_figure_loads_as_it_is_written(company: Hard) -> None:
    content = figures("share_top2,100 %", "share_top,1", "mean,4.9", "nps,100", "stars,5")
    assert company.reads(FIGURES, content, "result_value::int", "survey__published_result") == [1, 1, 5, 100, 5]


def test_a_published_share_of_a_hundred_without_its_sign_is_refused(company: Hard) -> None:
    batch = company.loads(FIGURES, figures("share_top2,100", "share_top,96", "share_top,0.96"))
    assert (batch.loaded_count, batch.refused_by_rule) == (1, {"above_maximum": 2})


def test_a_percent_sign_says_nothing_of_what_is_no_share(company: Hard) -> None:
    batch = company.loads(FIGURES, figures("nps,45%", "mean,90%", ",90%"))
    assert (batch.loaded_count, batch.refused_by_rule) == (0, {"not_a_number": 3})


def test_a_mapping_may_say_of_all_rows_what_they_measure(company: Hard) -> None:
    mapping = """
feed: survey
table: published_result
files: "x.csv"
columns: {result_id: id, period_label: year, measure: {constant: MEASURE}, result_value: value}
"""
    company.map(mapping.replace("MEASURE", "share_top"))
    content = "id,year,value\na,2026,100%\nb,2026,97\n"
    assert company.loads("x.csv", content).refused_by_rule == {"above_maximum": 1}
    company.map(mapping.replace("MEASURE", "nps"))
    assert company.loads("x.csv", content).refused_by_rule == {"not_a_number": 1}
