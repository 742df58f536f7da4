"""Chapter 4: customers who suffered a severe loss, all satisfied."""

from tests.spec.drawn import judge

HEAD = "owner   | own staff | outsiders | own staff, loss | outsiders, loss"


def test_twelve_of_twelve_after_a_loss_where_outsiders_hear_a_third_is_suspicious() -> None:
    world = judge(f"""{HEAD}
        wang    | 40/40     | 14/20     | 12/12           | 2/6
        peer*20 | 28/40     | 14/20     | 4/12            | 2/6
    """)
    assert world.says("C1", "wang") == ("suspicious", "content_despite_loss")
    assert world.says("C1", "peer0") == ("clear", "within_expectation")
    row = world.finding("C1", "wang")
    assert (row["n"], row["statistic"]) == (12, 12)
    assert 0.05 < row["reference_spread"] < 0.3, "the spread assumed is printed"


def test_owners_that_differ_after_a_loss_make_the_same_answers_less_telling() -> None:
    wang = "wang    | 40/40     | 14/20     | 8/8             | -"
    alike = judge(f"""{HEAD}
        {wang}
        peer*20 | 28/40     | 14/20     | 4/8             | 5/10
    """).finding("C1", "wang")
    differing = judge(f"""{HEAD}
        {wang}
        good*10 | 28/40     | 14/20     | 6/8             | 9/10
        bad*10  | 28/40     | 14/20     | 2/8             | 1/10
    """).finding("C1", "wang")
    assert differing["reference_spread"] > alike["reference_spread"]
    assert differing["p_value"] > 3 * alike["p_value"]


def test_four_accounts_are_an_anecdote() -> None:
    world = judge(f"""{HEAD}
        wang    | 40/40     | 14/20     | 4/4             | 1/6
        peer*20 | 28/40     | 14/20     | 4/12            | 1/6
    """)
    assert world.says("C1", "wang") == ("cannot_tell", "too_few_accounts_with_loss")


def test_no_loss_no_question() -> None:
    world = judge(f"""{HEAD}
        wang    | 40/40     | 14/20     | -               | -
        peer*20 | 28/40     | 14/20     | 4/12            | 2/6
    """)
    assert world.says("C1", "wang") == ("not_applicable", "no_severe_loss")


def test_an_unknown_loss_is_not_no_loss() -> None:
    world = judge(f"""{HEAD}
        wang    | 40/40     | 14/20     | -               | -
        peer*20 | 28/40     | 14/20     | -               | -
    """, losses_known=False)  # fmt: skip
    assert world.says("C1", "wang") == ("cannot_tell", "no_loss_feed")


def test_answers_without_accounts_cannot_be_laid_beside_losses() -> None:
    world = judge(f"""{HEAD}
        wang    | 40/40     | 14/20     | -               | -
        peer*20 | 28/40     | 14/20     | -               | -
    """, account_count=0)  # fmt: skip
    assert world.says("C1", "wang") == ("cannot_tell", "no_accounts")


def test_nobody_asked_after_a_loss_by_outsiders_is_no_reference() -> None:
    world = judge(f"""{HEAD}
        wang    | 40/40     | 14/20     | 12/12           | -
        peer*20 | 28/40     | 14/20     | 4/12            | -
    """)
    assert world.says("C1", "wang") == ("cannot_tell", "no_outside_reference")
