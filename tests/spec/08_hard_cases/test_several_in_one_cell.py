"""A cell that names several persons: never one person whom nobody knows."""

from pathlib import Path

import pytest

from pipelines.feeds.match import match
from pipelines.feeds.problem import NEXT_STEP, Rule
from tests.spec.hard_case import Hard, hard, mapped

HEADER = "activity_id,account_id,person_ids,contact_ids,start_at\n"


@pytest.fixture
def company(tmp_path: Path) -> Hard:
    return hard(tmp_path)


@pytest.mark.parametrize(
    "cell", ["P1;P2", "P1; P2", "P1|P2", "P1、P2", "P1；P2", '"P1,P2"', '"P1, P2"', '"[""P1"",""P2""]"']
)
def test_several_persons_in_a_cell_are_refused_by_a_rule_that_names_the_separator(company: Hard, cell: str) -> None:
    batch = company.loads("crm/visit/v.csv", f"{HEADER}1,A,{cell},,2026-01-05T09:00:00Z\n")
    assert batch.refused_by_rule == {"several_identifiers": 1}
    ((column, shown),) = company.quarantine("column_name, value_safe")
    mark = next(sign for sign in ";；、|," if sign in cell)
    assert (column, shown) == ("person_id", f"(not shown: staff; separated by {mark})")
    assert "before(person_ids" in NEXT_STEP[Rule.SEVERAL_IDENTIFIERS]


@pytest.mark.parametrize("cell", ["P1", "P1;", '"Li, Na"', "li.na@example.com", '"Müller, Hans"', ""])
def test_one_person_is_one_however_the_name_is_written(company: Hard, cell: str) -> None:
    batch = company.loads("crm/visit/v.csv", f"{HEADER}1,A,{cell},,2026-01-05T09:00:00Z\n")
    assert (batch.loaded_count, batch.refused_by_rule) == (1, {})


def test_a_mapping_takes_the_first_of_several(company: Hard) -> None:
    company.map(
        "feed: crm\ntable: visit\nfiles: v.csv\ncolumns:\n  activity_id: id\n  start_at: at\n"
        "  person_id: {expression: \"before(people, ';')\"}\n"
    )
    batch = company.loads("v.csv", "id,at,people\n1,2026-01-05T09:00:00Z,P1;P2\n")
    assert (batch.loaded_count, batch.refused_by_rule) == (1, {})


def test_several_accounts_in_a_cell_are_an_identifier_that_is_no_account(company: Hard) -> None:
    company.put("crm/account/a.csv", "account_id,account_name\nA1,One\nA2,Two\n")
    company.load()
    batch = company.loads("quality/loss_event/l.csv", "loss_id,account_id,event_on\n1,A1;A2,2026-01-05\n")
    assert (batch.loaded_count, batch.refused_by_rule) == (1, {})
    assert [unmatched.identifier for unmatched in match(company.workspace).unmatched] == ["A1;A2"]


@pytest.mark.parametrize(
    ("account", "found"),
    [("[code, name]", ["A1", None]), ('{expression: "coalesce(code, name)"}', ["A1", "Two"])],
)
def test_of_two_identifiers_of_one_account_a_mapping_says_which_counts(
    company: Hard, account: str, found: list[object]
) -> None:
    company.map(mapped(f"  account_id: {account}"))
    content = "id,day,code,name\n1,2026-01-05,A1,One\n2,2026-01-05,,Two\n"
    assert company.reads("x.csv", content, "account_id") == found
