"""The contradictions: which claims are held against which figures, which come first, and where to look."""

import pytest

from pipelines.report import render_page
from pipelines.report.compose import compose
from pipelines.report.contradictions import Contradiction
from tests.unit.report import worlds


def kinds(found: tuple[Contradiction, ...]) -> list[str]:
    return [one.claim.key.split(".")[1] for one in found]


def of(marts: worlds.Marts, kind: str) -> Contradiction:
    found = compose(marts).contradictions
    return found[kinds(found).index(kind)]


def test_the_essays_company_contradicts_itself_twice() -> None:
    found = compose(worlds.essay()).contradictions
    assert kinds(found) == ["without_answers", "loss"]
    loss = found[1].evidence.values
    assert (loss["amount"], loss["share"], loss["limit"]) == ("CNY 13,452,000", "5.7\u202f%", "1.0\u202f%")
    assert found[1].place and found[1].place.values["names"] == "北方轨道车辆有限公司, 盛华纺织机械有限公司"


def test_satisfaction_comes_first_and_then_the_heavier() -> None:
    found = compose(worlds.demo()).contradictions
    assert kinds(found) == [
        "loss",
        "portal",
        "perception",
        "after_loss",
        "above_evidence",
        "mailbox",
        "closed",
        "unsigned",
    ]
    of_satisfaction, of_records = [one.gap for one in found[:5]], [one.gap for one in found[5:]]
    assert of_satisfaction == sorted(of_satisfaction, reverse=True)
    assert of_records == sorted(of_records, reverse=True)
    assert of_records[0] > of_satisfaction[0]


def test_every_contradiction_leads_to_a_section_of_the_page() -> None:
    page = render_page(worlds.demo())
    for one in compose(worlds.demo()).contradictions:
        assert f'id="{one.section}"' in page and f'href="#{one.section}"' in page
    assert of(worlds.demo(), "loss").section == "h-losses"


def test_nothing_handed_over_contradicts_nothing() -> None:
    assert compose(worlds.empty()).contradictions == ()


@pytest.mark.parametrize(
    ("column", "value", "kind"),
    [
        ("adjusted_upper_share", 0.95, "above_evidence"),
        ("external_failure_cost_share", 0.005, "loss"),
        ("external_failure_cost_share", None, "loss"),
        ("reported_share", 0.45, "portal"),
    ],
)
def test_a_claim_that_the_evidence_carries_is_no_contradiction(column: str, value: float | None, kind: str) -> None:
    marts = worlds.demo()
    marts["headline"] = [{**marts["headline"][-1], column: value}]
    assert kind not in kinds(compose(marts).contradictions)


def test_a_register_without_any_word_of_a_customer_contradicts_no_closure() -> None:
    marts = worlds.demo()
    marts["closure"] = [{**row, "closed_unconfirmed_count": row["closed_count"]} for row in marts["closure"]]
    assert "closed" not in kinds(compose(marts).contradictions)


def test_what_hurt_customers_say_needs_something_to_be_held_against() -> None:
    marts = worlds.demo()
    marts["reference"] = [{"period_id": "2026", "reference_rate": 0.5}]
    assert "after_loss" not in kinds(compose(marts).contradictions)
    marts["reference"] = []
    assert "after_loss" not in kinds(compose(marts).contradictions)


def test_contradicted_units_speak_where_no_estimate_can() -> None:
    marts = worlds.demo()
    marts["headline"] = [{**marts["headline"][-1], "adjusted_lower_share": None, "adjusted_upper_share": None}]
    found = of(marts, "units")
    assert (found.evidence.values["n"], found.evidence.values["judged"]) == ("34", "488")
    assert found.place and found.place.key == "place.owners"


def test_the_worst_branch_is_named_unless_it_has_a_handful_of_cases() -> None:
    place = of(worlds.demo(), "after_loss").place
    assert place and place.values == {"name": "germany", "value": "65.0\u202f%"}
    marts = worlds.demo()
    marts["branches"] = marts["branches"][:1]
    assert of(marts, "after_loss").place is None


def test_a_branch_is_worst_where_its_kpi_points_down() -> None:
    marts = worlds.demo()
    branch = {**marts["branches"][0], "kpi_id": "C14", "direction": "high_good", "n": 100}
    marts["branches"] = [
        {**branch, "org_unit_name": "good", "reported_value": 0.9},
        {**branch, "org_unit_name": "bad", "reported_value": 0.2},
    ]
    place = of(marts, "portal").place
    assert place and place.values["name"] == "bad"


def test_owners_are_short_pseudonyms_of_the_year() -> None:
    place = of(worlds.demo(), "above_evidence").place
    assert place
    names = str(place.values["names"]).split(", ")
    assert len(names) == 3 and all(len(name) == 8 for name in names)
    marts = worlds.demo()
    marts["looks"] = [{**row, "period_id": "2020-Q1", "period_ids": "2020-Q1"} for row in marts["looks"]]
    assert of(marts, "above_evidence").place is None
