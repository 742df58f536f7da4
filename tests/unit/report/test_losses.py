"""What faults cost: how much, what it is made of, where it falls."""

from pipelines.report.compose import compose
from pipelines.report.losses import compose_losses
from pipelines.report.words import Say
from tests.unit.report import worlds
from tests.unit.report.scorecard_worlds import loss_place, loss_year


def test_without_a_register_nothing_is_measured_and_nothing_is_zero() -> None:
    losses = compose_losses([], [], "2026")
    assert (losses.is_measured, losses.amount, losses.parts) == (False, "–", ())
    assert not compose_losses([loss_year("2026", None)], [], "2026").is_measured


def test_parts_and_places_are_of_the_year_alone_and_the_largest_is_the_longest() -> None:
    places = [loss_place("2026", "account", "A", 60), loss_place("2026", "account", "B", 30)]
    places.append(loss_place("2025", "account", "C", 900))
    losses = compose_losses([loss_year("2025", 900), loss_year("2026", 120)], places, "2026")
    assert [(part.text, part.amount, part.to) for part in losses.accounts] == [
        ("A", "CNY 60.00", 100.0),
        ("B", "CNY 30.00", 50.0),
    ]
    assert len(losses.parts) == 1


def test_what_is_estimated_recovered_or_could_not_be_added_is_said() -> None:
    keys = str(compose(worlds.demo()).losses.lead)
    for key in ("losses.lead", "losses.estimated", "losses.recovered", "losses.unconverted"):
        assert key in keys
    lead = compose_losses([loss_year("2026", 120)], [], "2026").lead
    assert isinstance(lead, Say) and lead.key == "losses.lead"


def test_a_pseudonym_among_accounts_is_short() -> None:
    assert compose(worlds.demo()).losses.accounts[1].text == "d" * 8
