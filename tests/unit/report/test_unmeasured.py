"""What was not measured says what it needs, and what it needs exists."""

import csv
from pathlib import Path

import pytest
import yaml

import pipelines
from pipelines.report.compose import compose
from pipelines.report.kpi_sources import CONDITION_FEEDS, CRITERION_FEEDS, FEEDS
from tests.unit.report import worlds

ROOM = Path(pipelines.__file__).parent
CATALOGUE = ROOM.parent / "dbt_project" / "seeds" / "kpis.csv"
NEEDS = sorted(
    {need for wanted in (FEEDS, CONDITION_FEEDS, CRITERION_FEEDS) for needs in wanted.values() for need in needs}
)


def test_what_was_not_measured_is_listed_with_what_it_needs() -> None:
    unmeasured = compose(worlds.essay()).unmeasured
    ((_, (on_time,)),) = unmeasured.groups
    assert (on_time.kpi_id, on_time.feeds) == ("P02", "crm/order_line, crm/delivery")
    assert (unmeasured.count, unmeasured.of) == (1, 4)
    assert unmeasured.absent == ("survey/response",)


def test_late_files_say_how_far_they_reach() -> None:
    assert compose(worlds.demo()).unmeasured.late == (("crm/visit", "2026-06-30"),)


def test_every_kpi_of_the_catalogue_says_what_it_needs() -> None:
    with CATALOGUE.open(encoding="utf-8", newline="") as file:
        kpis = {row["kpi_id"] for row in csv.DictReader(file)}
    assert kpis - {"I07"} == FEEDS.keys(), "I07 is the mean of the criteria of implementation"


@pytest.mark.parametrize("need", NEEDS)
def test_what_is_asked_for_has_a_contract(need: str) -> None:
    table, _, column = need.partition(".")
    contract = ROOM / "feeds" / "contracts" / f"{table.replace('/', '__')}.yml"
    columns = yaml.safe_load(contract.read_text(encoding="utf-8"))["columns"]
    assert not column or column in columns
