"""Chapter 5: a perfect figure without answers behind it."""

from tests.spec.drawn import judge

NOBODY = "owner | own staff"
FIGURE = "published:s:company=acme:2025"


def test_a_perfect_figure_without_answers_beside_losses_is_suspicious_and_yet_cannot_be_told() -> None:
    world = judge(NOBODY, published=[{}])
    assert world.says("P1", FIGURE) == ("suspicious", "uniform_without_answers")
    assert world.concludes(FIGURE) == ("cannot_tell", "no_answers_behind_figure")
    row = world.finding("P1", FIGURE)
    assert (row["statistic"], row["reference_rate"], row["severity_code"]) == (0.03, 0.01, "warn")


def test_answers_behind_it_are_judged_instead() -> None:
    world = judge(NOBODY, published=[{"answers_behind_count": 40}])
    assert world.says("P1", FIGURE) == ("clear", "answers_behind_figure")
    assert world.concludes(FIGURE) == ("cannot_tell", "answers_behind_figure")


def test_a_figure_that_is_not_perfect_is_no_uniform_figure() -> None:
    world = judge(NOBODY, published=[{"result_value": 0.97, "is_uniform": False}])
    assert world.says("P1", FIGURE) == ("clear", "not_uniform")


def test_losses_within_the_limit_do_not_contradict() -> None:
    world = judge(NOBODY, published=[{"external_failure_cost_share": 0.01}])
    assert world.says("P1", FIGURE) == ("clear", "loss_within_limit")


def test_what_is_missing_is_said() -> None:
    without_losses = judge(NOBODY, published=[{"loss_feed_present": False}])
    assert without_losses.says("P1", FIGURE) == ("cannot_tell", "no_loss_feed")
    without_revenue = judge(NOBODY, published=[{"external_failure_cost_share": None}])
    assert without_revenue.says("P1", FIGURE) == ("cannot_tell", "no_revenue")


def test_questions_about_answers_do_not_arise_for_a_figure_nor_the_other_way_round() -> None:
    world = judge("""
        owner   | own staff | outsiders
        peer*20 | 28/40     | 14/20
    """, published=[{}])  # fmt: skip
    for detector in ("U1", "U2", "C1"):
        assert world.says(detector, FIGURE) == ("not_applicable", "only_a_published_figure")
    assert world.says("P1", "peer0") == ("not_applicable", "not_a_published_figure")


def test_a_contradicted_figure_ranks_above_what_cannot_be_told() -> None:
    scores = judge(NOBODY, published=[{}, {"unit_id": "published:s:company=acme:2024", "is_uniform": False}])
    assert (
        scores.verdict(FIGURE)["suspicion_score"] > scores.verdict("published:s:company=acme:2024")["suspicion_score"]
    )
