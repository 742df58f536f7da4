"""A cell that names several persons: never one person whom nobody knows."""

from pathlib import Path

import pytest

from pipelines.feeds.problem import NEXT_STEP, Rule
from tests.spec.hard_case import Hard, hard

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
