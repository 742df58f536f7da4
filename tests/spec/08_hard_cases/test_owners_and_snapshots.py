"""Who owned the account when its customer answered, and which accounts there still are."""

import itertools
from pathlib import Path

import pytest

from tests.spec.built_company import judge, transform
from tests.spec.own_company import Company, company

# Two monthly snapshots in canonical form, one that comes late, and a history table as Salesforce writes it.
FILES = {
    "crm/account/2026-05/accounts.csv": """
        account_id | account_name | owner_person_id
        COMPARED | Compared Ltd | 005before
        STEADY | Steady Ltd | 005before
        TOLD | Told Ltd | 005after
        GONE | Gone Ltd | 005before
        """,
    "crm/account/2026-06/accounts.csv": """
        account_id | account_name | owner_person_id
        COMPARED | Compared Ltd | 005after
        STEADY | Steady Ltd | 005before
        TOLD | Told Ltd | 005after
        """,
    "crm/account/2026-04/accounts.csv": """
        account_id | account_name | owner_person_id
        COMPARED | Compared Ltd | 005first
        STEADY | Steady Ltd | 005before
        GONE | Gone Ltd | 005before
        NEVER | Never there since | 005first
        """,
    "salesforce/AccountHistory.csv": """
        Id | IsDeleted | AccountId | CreatedById | CreatedDate | Field | DataType | OldValue | NewValue
        1 | false | TOLD | 005chief | 2026-06-15T09:00:00.000Z | Owner | EntityId | 005before | 005after
        2 | false | TOLD | 005chief | 2026-06-15T09:00:00.000Z | Owner | Text | Before | After
        """,
    "crm/contact/2026-05/contacts.csv": """
        contact_id | account_id | email | phone
        TOLD | TOLD | before@a.example | 1
        COMPARED | COMPARED | before@a.example | 1
        """,
    "crm/contact/2026-06/contacts.csv": """
        contact_id | account_id | email | phone
        TOLD | TOLD | after@b.example | 1
        COMPARED | COMPARED | after@b.example | 1
        """,
    "salesforce/ContactHistory.csv": """
        Id | IsDeleted | ContactId | CreatedById | CreatedDate | Field | DataType | OldValue | NewValue
        1 | false | TOLD | 005after | 2026-06-15T09:00:00.000Z | Email | Text | before@a.example | after@b.example
        """,
    "survey/response/answers.csv": """
        response_id | account_id | invitation_id | submitted_at | rating | scale_min | scale_max
        april | COMPARED | | 2026-04-10T08:00:00Z | 5 | 1 | 5
        may | COMPARED | | 2026-05-31T08:00:00Z | 5 | 1 | 5
        july | COMPARED | | 2026-07-01T08:00:00Z | 5 | 1 | 5
        steady | STEADY | | 2026-07-01T08:00:00Z | 5 | 1 | 5
        told_before | TOLD | | 2026-06-14T08:00:00Z | 5 | 1 | 5
        told_after | TOLD | | 2026-06-16T08:00:00Z | 5 | 1 | 5
        of_the_gone | GONE | | 2026-05-20T08:00:00Z | 5 | 1 | 5
        by_invitation | | i1 | 2026-06-14T08:00:00Z | 5 | 1 | 5
        """,
    "survey/invitation/invitations.csv": """
        invitation_id | account_id | channel | sent_at
        i1 | TOLD | phone | 2026-06-13T08:00:00Z
        """,
    "quality/loss_event/losses.csv": """
        loss_id | account_id | event_on | loss_amount | loss_category | loss_type
        before | TOLD | 2026-06-14 | 100 | external | other
        after | TOLD | 2026-06-16 | 100 | external | other
        """,
}
OWNERS = [
    ("april", "005first", "first_known"),
    ("by_invitation", "005before", "history"),
    ("july", "005after", "history"),
    ("may", "005before", "history"),
    ("of_the_gone", "005before", "current"),
    ("steady", "005before", "current"),
    ("told_after", "005after", "history"),
    ("told_before", "005before", "history"),
]


@pytest.fixture(scope="module", params=["in one run", "one a run, newest first"])
def built(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Company:
    own = company(tmp_path_factory.mktemp("own") / "w")
    for path, text in sorted(FILES.items(), reverse=True):
        own.deliver(path, text)
        if request.param != "in one run":
            judge(own)
    judge(own)
    transform(own)
    return own


def owned(own: Company, key: str, table: str) -> list[tuple[object, ...]]:
    """(row, who owns it by his own identifier, how that is known), in the order of rows."""
    return own.query(
        f"select facts.{key}, people.identifier, facts.owner_origin_code from {table} as facts "
        "left join raw.pseudonym as people on people.pseudonym = facts.owner_id order by all"
    )


def test_an_answer_belongs_to_the_owner_of_its_day_in_whatever_order_the_files_came(built: Company) -> None:
    assert owned(built, "response_id", "fct_response") == OWNERS


def test_a_loss_belongs_to_the_owner_of_its_day(built: Company) -> None:
    assert owned(built, "loss_id", "fct_loss") == [("after", "005after", "history"), ("before", "005before", "history")]


def test_an_answer_takes_account_and_channel_from_its_invitation(built: Company) -> None:
    answer = "select account_id, channel_code from fct_response where response_id = 'by_invitation'"
    assert built.query(answer) == [("TOLD", "phone")]


def test_what_the_newest_snapshot_lacks_is_no_customer_of_today_and_a_late_one_changes_nothing(built: Company) -> None:
    accounts = "select account_id, is_deleted, is_customer from dim_account order by all"
    assert built.query(accounts) == [
        ("COMPARED", False, True),
        ("GONE", True, False),
        ("NEVER", True, False),
        ("STEADY", False, True),
        ("TOLD", False, True),
    ]


def test_an_address_that_changed_is_known_with_its_day_and_who_changed_it(built: Company) -> None:
    changes = built.query(
        "select changes.field_name, changes.changed_at::date::varchar, changes.old_domain, changes.new_domain, "
        "people.identifier, changes.change_origin_code, changes.old_hash <> changes.new_hash "
        "from int_contact_address_change as changes "
        "left join raw.pseudonym as people on people.pseudonym = changes.changed_by_person_id order by all"
    )
    assert changes == [
        ("email", "2026-06-15", "a.example", "b.example", "005after", "history", True),
        ("email", "2026-06-30", "a.example", "b.example", None, "versions", True),
    ]


def test_several_files_of_one_day_are_one_snapshot_in_every_order(tmp_path: Path) -> None:
    header = "account_id | account_name\n"
    parts = {
        "crm/account/2026-08/all.csv": "A | old\nB | old\nC | old",
        "crm/account/2026-09/part1.csv": "A | new",
        "crm/account/2026-09/part2.csv": "B | new",
    }
    current = "select account_id from raw.crm__account join raw.batch on _batch_no = batch_no"
    for number, order in enumerate(itertools.permutations(parts)):
        own = company(tmp_path / str(number))
        for path in order:
            own.deliver(path, header + parts[path])
            own.load()
        assert own.query(f"{current} where is_current_snapshot order by all") == [("A",), ("B",)]
