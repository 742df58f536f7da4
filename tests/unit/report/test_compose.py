"""What the page says of a company, in the order in which it matters."""

import pytest

from pipelines.report.compose import NEEDS, compose
from pipelines.report.words import Say, say
from tests.unit.report import worlds


def keys(values: object) -> set[str]:
    return {value.key for value in values if isinstance(value, Say)}  # type: ignore[attr-defined]


def test_every_need_is_in_every_world() -> None:
    for world in (worlds.empty(), worlds.essay(), worlds.demo()):
        assert world.keys() == NEEDS.keys()


def test_the_essays_company_is_not_scorable_and_its_unit_cannot_be_told() -> None:
    page = compose(worlds.essay())
    assert page.headline.sentence == say(
        "headline.uniform_without_answers.many", n="5", reported="100.0\u202f%", year="2025"
    )
    assert page.headline.satisfaction_code == "not_scorable"
    assert page.headline.implementation_code == "not_demonstrated"
    assert page.headline.evidence == say("evidence.not_estimable")
    assert page.headline.loss == "5.7\u202f%"
    assert [slice_.code for slice_ in page.suspicion.conclusions] == ["cannot_tell"]
    (figure,) = page.suspicion.figures
    assert (figure.period, figure.conclusion) == ("2021–2025", "cannot_tell")
    assert {"next.no_bonus", "next.hand_over_answers", "next.third_party", "next.weigh_loss"} <= keys(page.next_steps)


def test_a_report_above_what_the_evidence_allows_is_said_first() -> None:
    headline = compose(worlds.demo()).headline
    assert headline.sentence.key == "headline.below"
    assert headline.evidence == "78.3–83.9\u202f%"
    assert headline.chart.years[-1].is_running
    assert not headline.chart.years[0].is_running


@pytest.mark.parametrize(
    ("change", "key"),
    [
        ({"reported_share": 0.80}, "headline.within"),
        ({"reported_share": 0.80, "satisfaction_status_code": "not_scorable"}, "headline.contradicted"),
        ({"adjusted_lower_share": None}, "headline.not_estimable"),
        ({"reported_share": None}, "headline.no_figure"),
    ],
)
def test_the_sentence_follows_the_figures(change: dict[str, object], key: str) -> None:
    marts = worlds.demo()
    marts["headline"] = [{**marts["headline"][-1], **change}]
    assert compose(marts).headline.sentence.key == key


def test_missing_is_neither_zero_nor_green() -> None:
    page = compose(worlds.empty())
    assert page.headline.reported == page.headline.loss == say("figure.none")
    assert page.headline.satisfaction_code == "not_measured"
    assert "next.no_survey" in keys(page.next_steps)
    (on_time,) = compose(worlds.essay()).scorecard.perspectives[2].scored
    assert (on_time.value, on_time.status, on_time.bullet.value_at) == ("–", "not_measured", None)


@pytest.mark.parametrize(("loaded", "key"), [(0, "next.revenue_feed"), (120, "next.revenue_rates")])
def test_invoices_that_were_handed_over_are_not_asked_for_again(loaded: int, key: str) -> None:
    marts = worlds.essay()
    marts["headline"] = [{**row, "external_failure_cost_share": None} for row in marts["headline"]]
    invoices = {**marts["batches"][0], "feed": "finance", "table_name": "invoice", "loaded_count": loaded}
    others = [row for row in marts["batches"] if row["table_name"] != "invoice"]
    marts["batches"] = [*others, invoices]
    assert {"next.revenue_feed", "next.revenue_rates"} & keys(compose(marts).next_steps) == {key}


def test_the_most_suspicious_units_are_open_and_the_rest_is_counted() -> None:
    suspicion = compose(worlds.demo(looks=5000)).suspicion
    assert (len(suspicion.first), len(suspicion.more), suspicion.unshown_count) == (5, 20, 5000 - 25)


def test_files_that_need_someone_come_first_and_all_are_in_the_balance() -> None:
    files = compose(worlds.demo()).files
    assert files.first[0].status == "refused"
    assert files.first[1].has_refused
    assert files.is_balanced
    marts = worlds.demo()
    marts["batches"][0]["loaded_count"] -= 1
    assert not compose(marts).files.is_balanced


def test_people_are_short_pseudonyms() -> None:
    ((_, owner),) = compose(worlds.demo()).suspicion.first[0].dimensions
    assert len(owner) == 8


def test_places_in_charts_stay_inside() -> None:
    for world in (worlds.essay(), worlds.demo()):
        for year in compose(world).headline.chart.years:
            places = (year.reported_at, year.adjusted_at, year.lower_at, year.upper_at, year.loss_to)
            assert all(0 <= place <= 100 for place in places if place is not None)


def test_a_unit_explains_itself_and_a_residual_is_no_percentage() -> None:
    marts = worlds.demo()
    unit = marts["looks"][0]
    unit["distortion_probability"] = 0.97
    marts["findings"] = [
        {"unit_id": unit["unit_id"], "detector_id": "C2", "statistic": 0.95, "effect": 0.25, "n": 20, "p_value": 0.001},
        {"unit_id": unit["unit_id"], "detector_id": "IT", "statistic": 0.4, "effect": 2.6, "n": 20, "p_value": 0.001},
    ]
    shown = compose(marts).suspicion.first[0]
    assert shown.explanation.en == "27 of 27 answers are satisfied."
    assert shown.q == "–"
    level, items = shown.findings
    assert (level.observed.values["share"], level.reference, level.effect) == ("95.0\u202f%", "70.0\u202f%", "+25.0")
    assert (items.observed.key, items.reference, items.effect) == ("observed.other", "–", "–")
