"""Chapter 11: what lies in the files is what the assessment reads, answer by answer and account by account."""

import pytest

from tests.spec.built_company import judge, transform
from tests.spec.hard_case import Hard, hard

UNITS = """units:
  - {id: owner_quarter, by: [owner], period: quarter}
  - {id: branch_quarter, by: [branch], period: quarter}
  - {id: channel_quarter, by: [channel], period: quarter}
severe_loss: {minimum_amount: 1000, within_days: 60}
time_zone: UTC
mail_domains: [acme.example]
"""
ANSWER = (
    "response_id | survey_id | survey_version | account_id | invitation_id | collector_id | collector_org | channel "
    "| submitted_at | rating | scale_min | scale_max | updated_at"
)
# Changed hands on 15 February: A1. Never asked: A2. Not yet a customer: A3. Its survey was answered by an outsider: A4.
FILES = {
    "people/person/p.csv": """
        person_id | full_name | branch_id | team_id | level
        P1 | Anna One | north | t1 | staff
        P2 | Bert Two | north | t2 | staff
        """,
    "crm/account/a.csv": """
        account_id | account_name | owner_person_id | segment | tier | status | created_at
        A1 | Alpha | P2 | pumps | key | active | 2020-01-01
        A2 | Beta | P2 | pumps | standard | active | 2020-01-01
        A3 | Gamma | P2 | pumps | standard | prospect | 2020-01-01
        A4 | Delta | P1 | valves | standard | active | 2020-01-01
        """,
    "crm/account_owner_change/h.csv": """
        account_id | changed_at | old_owner_person_id | new_owner_person_id
        A1 | 2026-02-15T00:00:00Z | P1 | P2
        """,
    "crm/contact/c.csv": """
        contact_id | account_id | email
        C1 | A1 | same@gmail.com
        C2 | A2 | same@gmail.com
        C4 | A4 | own@acme.example
        """,
    "crm/contact_change/c.csv": """
        contact_id | changed_at | field_name | old_value | new_value | changed_by_person_id
        C1 | 2026-02-01T00:00:00Z | email | real@alpha.example | same@gmail.com | P1
        """,
    "crm/delivery/d.csv": """
        delivery_id | line_no | account_id | delivered_at | committed_on
        D1 | 1 | A1 | 2026-01-15T10:00:00Z | 2026-01-14
        D2 | 1 | A1 | 2026-01-16T10:00:00Z | 2026-01-16
        """,
    "finance/invoice/i.csv": """
        invoice_id | line_no | account_id | invoiced_on | net_amount | currency_code
        I1 | 1 | A1 | 2026-02-01 | 100 | EUR
        I2 | 1 | A1 | 2026-02-01 | -20 | EUR
        """,
    "quality/complaint/c.csv": """
        complaint_id | account_id | received_at | severity | channel
        Q1 | A1 | 2026-01-20T08:00:00Z | 3 | phone
        """,
    "quality/loss_event/l.csv": """
        loss_id | source_table | source_id | account_id | org_unit_id | category | severity | event_on | loss_amount
        L1 | complaint | Q1 | A1 | | external | 4 | 2026-01-20 | 500
        L2 | | | A1 | | internal | 4 | 2026-01-21 | 500
        L3 | | | A2 | | external | | 2025-12-31 | 500
        L4 | | | | north | external | safety | 2026-02-01 | 500
        """,
    "survey/item/i.csv": """
        survey_id | survey_version | item_id | scale_min | scale_max | scale_direction | is_reverse_coded
        main | 1 | a | 1 | 5 | high_good | false
        main | 1 | b | 1 | 5 | high_good | true
        main | 1 | c | 1 | 5 | low_good | false
        """,
    "survey/frame/f.csv": """
        survey_id | period_label | account_id | is_eligible
        main | 2026 | A1 | true
        main | 2026-03 | A2 | false
        """,
    "survey/invitation/i.csv": """
        invitation_id | survey_id | account_id | channel | sent_at | invitation_status
        first | main | A1 | phone | 2026-02-09T08:00:00Z | complete
        back | main | A1 | phone | 2026-02-19T08:00:00Z | bounced
        never | main | A2 | phone | 2026-02-19T08:00:00Z | not_sampled
        out | main | A4 | web | 2026-02-19T08:00:00Z | sent
        """,
    "survey/response/r1.csv": f"""
        {ANSWER} | item_a | item_b | item_c
        before | main | 1 | A1 | first | P1 | sales | phone | 2026-02-10T08:00:00Z | 2 | 1 | 5 | 2026-02-10 | 5 | 1 | 1
        after | main | 1 | A1 | | P1 | sales | phone | 2026-02-20T08:00:00Z | 5 | 1 | 5 | 2026-02-20 | 3 | 3 | 3
        outside | main | 1 | A4 | out | P9 | third_party | web | 2026-02-20T08:05:00Z | 1 | 1 | 5 | 2026-02-20 | | |
        unknown | main | 1 | | | P1 | sales | phone | 2026-02-20T08:10:00Z | 4 | 1 | 5 | 2026-02-20 | | |
        """,
    "survey/response/r2.csv": f"""
        {ANSWER} | item_a | item_b | item_c
        before | main | 1 | A1 | first | P1 | sales | phone | 2026-02-10T08:00:00Z | 4 | 1 | 5 | 2026-02-12 | 5 | 1 | 1
        """,
    "survey/response/r3.csv": f"""
        {ANSWER} | response_status
        try | main | 1 | A1 | | P1 | sales | phone | 2026-02-20T08:20:00Z | 4 | 1 | 5 | 2026-02-20 | test
        """,
    "survey/comment/c.csv": """
        response_id | item_id | comment_text
        after | q9 | 服务很好
        """,
    "survey/back_check/b.csv": """
        back_check_id | response_id | rechecked_at | rechecker_id | is_independent | rating | scale_min | scale_max
        recheck | before | 2026-03-31T08:00:00Z | P9 | true | 3 | 0 | 10
        """,
}  # fmt: skip


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Hard:
    own = hard(tmp_path_factory.mktemp("own") / "w", UNITS)
    for path, text in FILES.items():
        own.deliver(path, text)
    judged = judge(own)
    assert {batch.quarantined_count for batch in judged.values()} == {0}
    transform(own)
    return own


def answers(own: Hard, columns: str, definition: str = "owner_quarter") -> dict[object, tuple[object, ...]]:
    """By answer, the columns of its design row; persons by their own identifiers."""
    rows = own.query(
        f"select answer_id, {columns} from agg_answer_design as design "
        "left join raw.pseudonym as owner on design.entity_id = 'owner=' || owner.pseudonym "
        "left join raw.pseudonym as collector on design.collector_id = collector.pseudonym "
        f"where unit_definition_id = '{definition}' order by all"
    )
    return {row[0]: row[1:] for row in rows}


def accounts(own: Hard, columns: str, definition: str = "owner_quarter") -> list[tuple[object, ...]]:
    """Design rows of accounts in the first quarter."""
    return own.query(
        f"select account_id, {columns} from agg_account_design as design "
        "left join raw.pseudonym as owner on design.entity_id = 'owner=' || owner.pseudonym "
        f"where unit_definition_id = '{definition}' and period_id = '2026-Q1' order by all"
    )


def test_an_answer_is_its_owner_s_of_that_day_and_a_test_is_none(built: Hard) -> None:
    columns = "owner.identifier, collector.identifier, checked_answer_id, is_conflicted, is_independent"
    assert answers(built, columns) == {
        "before": ("P1", "P1", None, True, False),
        "after": ("P2", "P1", None, True, False),
        "outside": ("P1", "P9", None, False, True),
        "recheck": ("P1", "P9", "before", False, True),
    }  # fmt: skip


def test_an_answer_without_an_account_is_in_the_units_that_need_none(built: Hard) -> None:
    of_channels = answers(built, "entity_id, account_id", "channel_quarter")
    assert of_channels["unknown"] == ("channel=phone", None)
    assert of_channels["recheck"] == ("channel=phone", "A1")
    assert set(of_channels) == {"before", "after", "outside", "unknown", "recheck"}


def test_levels_stand_on_the_answer_s_own_scale_and_keep_the_first_version(built: Hard) -> None:
    assert answers(built, "rating_level, level_count, first_level, is_satisfied") == {
        "before": (3, 5, 1, True),  # 2, then 4, of 5
        "after": (4, 5, None, True),
        "outside": (0, 5, None, False),
        "recheck": (3, 11, None, False),  # 3 of 0 to 10
    }


def test_items_are_turned_before_they_are_averaged_and_packed_as_given(built: Hard) -> None:
    # 5, 1 turned by its wording, 1 turned by its scale: all best; levels 4, 0, 0 are 5 + 16 + 256
    assert answers(built, "item_count, item_mean, is_straight, items_1, items_2") == {
        "before": (3, 1.0, False, 277, 0),
        "after": (3, 0.5, True, 3 + 3 * 16 + 3 * 256, 0),
        "outside": (0, None, None, None, None),
        "recheck": (0, None, None, None, None),
    }


def test_a_gap_is_between_two_answers_of_one_person_in_any_unit(built: Hard) -> None:
    gaps = answers(built, "gap_seconds", "channel_quarter")
    assert {answer: gap for answer, (gap,) in gaps.items() if gap is not None} == {"unknown": 600.0}


def test_a_remark_in_a_table_of_its_own_is_the_answer_s(built: Hard) -> None:
    remarks = answers(built, "text_length, text_hash is not null, is_praise, is_begging")
    assert remarks["after"] == (4, True, True, False)
    assert remarks["before"] == (0, False, None, None)


def test_losses_before_an_answer_are_counted_once_within_the_company_s_days(built: Hard) -> None:
    # the complaint of 20 January (grade 3) with its booking is one; 31 March is 70 days later
    assert answers(built, "loss_severity, loss_count, complaint_count, late_count, line_count") == {
        "before": (3.0, 0, 1, 1, 2),
        "after": (3.0, 0, 1, 1, 2),
        "outside": (0.0, 0, 0, 0, 0),
        "recheck": (0.0, 0, 0, 0, 0),
    }


def test_an_account_that_changed_hands_is_whose_it_was_when_it_was_asked(built: Hard) -> None:
    assert accounts(built, "owner.identifier, segment_code, tier_code, is_eligible") == [
        ("A1", "P1", "pumps", "key", True),
        ("A2", "P2", "pumps", "standard", False),
        ("A4", "P1", "valves", "standard", None),
    ]


def test_asked_and_answered_are_counted_by_who_asked(built: Hard) -> None:
    asked = "asked_count, bounced_count, completed_count, refused_count, independent_asked_count"
    answered = "main_answer_count, main_satisfied_count, independent_answer_count, independent_satisfied_count"
    assert accounts(built, f"{asked}, {answered}") == [
        ("A1", 2, 1, 1, 0, 0, 2, 2, 0, 0),
        ("A2", 0, 0, 0, 0, 0, 0, 0, 0, 0),
        ("A4", 0, 0, 0, 0, 1, 0, 0, 1, 0),
    ]


def test_what_an_account_met_in_the_period_and_before_it(built: Hard) -> None:
    columns = "loss_severity, loss_count, complaint_count, late_count, line_count, prior_severity, revenue_amount"
    assert accounts(built, columns) == [
        ("A1", 3.0, 0.0, 1.0, 1.0, 2.0, 0.0, 80.0),
        ("A2", 0.0, 0.0, 0.0, 0.0, 0.0, 2.0, 0.0),  # a loss without a grade, on the day before the quarter
        ("A4", 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0),
    ]


def test_addresses_that_are_edited_shared_or_the_company_s_own(built: Hard) -> None:
    assert accounts(built, "is_address_edited, is_free_mail, is_employee_domain, is_shared_address") == [
        ("A1", True, True, False, True),  # edited on 1 February, asked on the 9th
        ("A2", False, True, False, True),
        ("A4", False, False, True, False),
    ]


def test_a_loss_of_a_branch_is_a_row_without_an_account(built: Hard) -> None:
    rows = accounts(built, "entity_id, survey_id, loss_severity, loss_count, main_answer_count", "branch_quarter")
    assert (None, "branch=north", "main", 5.0, 1.0, 0) in rows
    assert accounts(built, "entity_id", "channel_quarter") == []
