"""The page of a real build: every section finds its rows in the published marts, and figures that meet agree."""

import pytest

from pipelines.publish import export
from pipelines.report import NEEDS
from pipelines.report.compose import Page, Row, compose
from pipelines.report.words import money
from tests.pipeline.conftest import Built

pytestmark = pytest.mark.xdist_group("demo")


@pytest.fixture(scope="module")
def marts(demo: Built) -> dict[str, list[Row]]:
    return export.read_rows(demo.root / "published" / "current", NEEDS)


@pytest.fixture(scope="module")
def page(marts: dict[str, list[Row]]) -> Page:
    return compose(marts)


def test_every_section_has_something_to_say(page: Page) -> None:
    assert page.contradictions and page.next_steps
    assert page.executives.is_measured and page.losses.is_measured
    assert page.losses.accounts and page.losses.products
    assert [len(page.pay.conditions), len(page.maturity.criteria)] == [8, 10]


def test_every_kpi_of_the_four_perspectives_stands_once_on_the_scorecard(page: Page, demo: Built) -> None:
    shown = [
        kpi.kpi_id
        for perspective in page.scorecard.perspectives
        for kpi in (*perspective.scored, *perspective.untargeted, *perspective.unmeasured)
    ]
    known = demo.query("select distinct kpi_id from mart_scorecard where perspective_code <> 'integrity' order by 1")
    assert sorted(shown) == [kpi for (kpi,) in known]


def test_the_cost_of_faults_is_the_same_wherever_it_stands(page: Page, demo: Built) -> None:
    ((amount, currency),) = demo.query(
        "select external_failure_cost_amount, currency_code from mart_headline where period_id = "
        f"'{page.scorecard.year}'"
    )
    assert page.losses.amount == money(amount, currency)
    assert page.losses.parts[0].amount == page.losses.amount


def test_the_company_that_is_made_up_to_contradict_itself_does(page: Page) -> None:
    kinds = {one.claim.key for one in page.contradictions}
    assert "contradiction.loss.claim" in kinds and "contradiction.above_evidence.claim" in kinds
    assert page.pay.fitness == "not_fit"
    assert page.executives.is_below_third
