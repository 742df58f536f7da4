"""Chapter 3: the same perfect figure, period after period."""

from tests.spec.drawn import judge

PEERS = """
        peer*25 | 2025-Q1 | 8/10      | 8/10
        peer*25 | 2025-Q2 | 8/10      | 8/10
        peer*25 | 2025-Q3 | 8/10      | 8/10
        peer*25 | 2025-Q4 | 8/10      | 8/10
"""
HEAD = "owner   | period  | own staff | outsiders"


def test_four_perfect_quarters_speak_where_one_cannot() -> None:
    world = judge(f"""{HEAD}
        wang    | 2025-Q1 | 15/15     | 12/15
        wang    | 2025-Q2 | 15/15     | 12/15
        wang    | 2025-Q3 | 15/15     | 12/15
        wang    | 2025-Q4 | 15/15     | 12/15
        {PEERS}""")
    assert world.says("U1", "wang", "2025-Q4")[0] == "cannot_tell"
    assert world.says("U2", "wang", "2025-Q4") == ("suspicious", "uniform_streak")
    row = world.finding("U2", "wang", "2025-Q4")
    assert (row["statistic"], row["n"]) == (4, 60)


def test_two_periods_are_no_streak() -> None:
    world = judge(f"""{HEAD}
        wang    | 2025-Q1 | 15/15     | 12/15
        wang    | 2025-Q2 | 15/15     | 12/15
        {PEERS}""")
    assert world.says("U2", "wang", "2025-Q2") == ("cannot_tell", "too_few_periods")


def test_an_owner_whom_outsiders_find_perfect_too_has_no_suspicious_streak() -> None:
    world = judge(f"""{HEAD}
        wang    | 2025-Q1 | 15/15     | 15/15
        wang    | 2025-Q2 | 15/15     | 15/15
        wang    | 2025-Q3 | 15/15     | 14/15
        wang    | 2025-Q4 | 15/15     | 15/15
        {PEERS}""")
    assert world.says("U2", "wang", "2025-Q4")[0] != "suspicious"


def test_an_ordinary_run_of_periods_is_clear() -> None:
    world = judge(f"""{HEAD}
        peer*25 | 2025-Q1 | 24/30     | 24/30
        peer*25 | 2025-Q2 | 24/30     | 24/30
        peer*25 | 2025-Q3 | 24/30     | 24/30
    """)
    assert world.says("U2", "peer3", "2025-Q3") == ("clear", "within_expectation")


def test_a_streak_alone_stops_at_review() -> None:
    world = judge(f"""{HEAD}
        wang    | 2025-Q1 | 15/15     | 12/15
        wang    | 2025-Q2 | 15/15     | 12/15
        wang    | 2025-Q3 | 15/15     | 12/15
        wang    | 2025-Q4 | 15/15     | 12/15
        {PEERS}""")
    assert world.concludes("wang", "2025-Q4") == ("review", "one_trace")
