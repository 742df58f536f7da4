"""Chapter 6: from findings to one conclusion; an accusation needs more than one kind of evidence."""

from pipelines.integrity.policy import load
from tests.spec.drawn import judge

HEAD = "owner   | period  | own staff | outsiders | own staff, loss | outsiders, loss"
PEERS = """
        peer*20 | 2026-Q1 | 28/40     | 14/20     | 4/12            | 2/6
        peer*20 | 2026-Q2 | 28/40     | 14/20     | 4/12            | 2/6
"""


def test_uniform_answers_that_contradict_losses_warn() -> None:
    world = judge(f"""{HEAD}
        wang    | 2026-Q1 | 40/40     | 14/20     | 12/12           | 2/6
        {PEERS}""")
    assert world.concludes("wang") == ("warn", "outcome_evidence")
    row = world.verdict("wang")
    assert row["q_value"] <= 0.05
    assert row["own_period_p_value"] <= 0.05


def test_two_such_periods_are_an_error() -> None:
    world = judge(f"""{HEAD}
        wang    | 2026-Q1 | 40/40     | 14/20     | 12/12           | 2/6
        wang    | 2026-Q2 | 40/40     | 14/20     | 12/12           | 2/6
        {PEERS}""")
    assert world.concludes("wang", "2026-Q1") == ("error", "two_periods")
    assert world.concludes("wang", "2026-Q2") == ("error", "two_periods")


def test_history_alone_convicts_no_period() -> None:
    world = judge(f"""{HEAD}
        wang    | 2026-Q1 | 40/40     | 14/20     | 12/12           | 2/6
        wang    | 2026-Q2 | 40/40     | 14/20     | 12/12           | 2/6
        wang    | 2026-Q3 | 28/40     | 14/20     | 4/12            | 2/6
        {PEERS}""")
    assert world.concludes("wang", "2026-Q3")[0] not in ("warn", "error")


def test_peers_of_a_distorter_stay_clear() -> None:
    world = judge(f"""{HEAD}
        wang    | 2026-Q1 | 40/40     | 14/20     | 12/12           | 2/6
        {PEERS}""")
    verdict = world.assessment.verdict
    others = verdict[~verdict["subject_id"].str.endswith("=wang")]
    assert set(others["conclusion_code"]) <= {"clear", "cannot_tell"}
    assert world.verdict("wang")["suspicion_score"] > others["suspicion_score"].max()


def test_without_losses_the_same_answers_stop_at_review() -> None:
    world = judge("""
        owner   | own staff | outsiders
        wang    | 80/80     | 14/20
        peer*20 | 56/80     | 14/20
    """, losses_known=False)  # fmt: skip
    assert world.concludes("wang") == ("review", "one_trace")


def test_an_owner_whom_outsiders_alone_find_better_after_losses_is_never_accused() -> None:
    world = judge("""
        owner   | outsiders | outsiders, loss
        wang    | 60/60     | 20/20
        peer*20 | 14/20     | 2/6
    """)
    assert world.says("C1", "wang") == ("suspicious", "content_despite_loss")
    assert world.concludes("wang") == ("review", "one_trace")


def test_a_check_that_is_switched_off_says_so() -> None:
    shipped = load()
    detectors = {name: row.model_copy(update={"enabled": False}) for name, row in shipped.detectors.items()}
    world = judge(f"""{HEAD}{PEERS}""", policy=shipped.model_copy(update={"detectors": detectors}))
    assert world.says("U1", "peer0") == ("not_applicable", "switched_off")
    assert world.concludes("peer0") == ("cannot_tell", "switched_off")


def test_one_answer_everywhere_accuses_nobody() -> None:
    world = judge("""
        owner   | own staff | outsiders
        peer*40 | 1/1       | 1/1
        some*5  | 0/1       | 0/1
    """)
    assert set(world.assessment.verdict["conclusion_code"]) == {"cannot_tell"}


def test_a_single_unit_accuses_nobody() -> None:
    world = judge("""
        owner | own staff | outsiders
        wang  | 40/40     | -
    """)
    assert world.concludes("wang") == ("no_reference", "no_outside_reference")
