"""Chapter 9: a name on a call sheet is the person of the other feeds, when it is one person's name."""

from pathlib import Path

import pytest

from tests.spec.own_company import Company, company

PERSONS = """
    person_id | full_name
    P1        | 王 芳
    P2        | Anna O'Neil
    P3        | 李明
    P4        | 李 明
    00042     | Kim Lee
"""


def with_callers(folder: Path, *names: str) -> Company:
    own = company(folder)
    own.deliver("people/person/p.csv", PERSONS)
    rows = "\n".join(f"{number} | {name} | P1 | 2026-01-05" for number, name in enumerate(names, 1))
    own.deliver("survey/response/r.csv", f"response_id | collector_id | owner_person_id | submitted_at\n{rows}")
    own.load()
    return own


def caller_and_persons(own: Company) -> tuple[list[object], dict[object, object]]:
    callers = own.query("select collector_id from raw.survey__response order by cast(response_id as int)")
    known = own.query("select identifier, pseudonym from raw.pseudonym where person_kind = 'person'")
    return [row[0] for row in callers], dict(known)


@pytest.mark.parametrize(
    ("written", "person"),
    [("王芳", "P1"), ("王　芳", "P1"), ("anna oneil", "P2"), ("ANNA O’NEIL", "P2"), ("p2", "P2"), ("42", "00042")],
)
def test_a_name_is_its_person(tmp_path: Path, written: str, person: str) -> None:
    callers, pseudonyms = caller_and_persons(with_callers(tmp_path, written))
    assert callers == [pseudonyms[person]]


@pytest.mark.parametrize("written", ["李明", "Anna", "O'Neil Anna", "nobody@example.org"])
def test_a_name_that_is_nobodys_or_of_two_stays_a_person_of_its_own(tmp_path: Path, written: str) -> None:
    callers, pseudonyms = caller_and_persons(with_callers(tmp_path, written))
    assert callers == [pseudonyms[written]]
    assert pseudonyms[written] not in {pseudonyms[person] for person in ("P1", "P2", "P3", "P4", "00042")}


def test_a_person_who_arrives_later_is_found(tmp_path: Path) -> None:
    own = with_callers(tmp_path, "Zoe Hu")
    own.deliver("people/person/later.csv", "person_id | full_name\nP9 | Zoe Hu")
    own.load()
    callers, pseudonyms = caller_and_persons(own)
    assert callers == [pseudonyms["P9"]]
