"""The essay's company, as files: a yearly 100 % without answers, beside large external losses."""

import csv
from collections import defaultdict
from decimal import Decimal
from pathlib import Path

from pipelines import settings
from pipelines.workspace import open_workspace

ESSAY = settings.EXAMPLES / "essay"


def rows(folder: str) -> list[dict[str, str]]:
    (path,) = (ESSAY / "landing" / folder).glob("*.csv")
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def by_year(folder: str, date: str, amount: str) -> dict[str, Decimal]:
    totals: dict[str, Decimal] = defaultdict(Decimal)
    for row in rows(folder):
        totals[row[date][:4]] += Decimal(row[amount])
    return totals


def test_it_opens_and_says_that_it_is_invented() -> None:
    config = open_workspace(ESSAY).config
    assert config.invented
    assert "invented" in config.company


def test_five_years_of_a_hundred_percent_with_no_answers_behind_them() -> None:
    figures = rows("survey/published_result")
    assert [row["period_label"] for row in figures] == ["2021", "2022", "2023", "2024", "2025"]
    assert {row["result_value"] for row in figures} == {"1.0"}
    assert {row["answered_count"] for row in figures} == {""}
    assert not (ESSAY / "landing" / "survey" / "response").exists()


def test_external_losses_are_above_the_limit_in_every_year() -> None:
    limit = Decimal(str(open_workspace(ESSAY).config.external_failure_cost_limit))
    revenue = by_year("finance/invoice", "invoiced_on", "net_amount")
    losses = by_year("quality/loss_event", "event_on", "loss_amount")
    assert revenue.keys() == losses.keys() == {"2021", "2022", "2023", "2024", "2025"}
    assert all(losses[year] / revenue[year] > 3 * limit for year in revenue)


def test_no_file_is_large() -> None:
    assert all(path.stat().st_size < 120_000 for path in Path(ESSAY).rglob("*") if path.is_file())
