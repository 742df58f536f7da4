"""Which person a staff identifier is."""

from pipelines.feeds.names import matched

PERSONS = [("P1", "Wang Fang", "w.fang@example.org"), ("P2", "Wang-Fang", "wfang@example.org"), ("P3", None, None)]


def test_an_address_finds_its_person_and_dots_in_it_count() -> None:
    assert matched(["W.Fang@Example.org", "wfang@example.org"], PERSONS) == [
        ("W.Fang@Example.org", "P1"),
        ("wfang@example.org", "P2"),
    ]


def test_two_persons_of_one_name_stay_unresolved() -> None:
    assert matched(["wang fang", "WangFang"], PERSONS) == []


def test_one_person_in_two_rows_is_one_person() -> None:
    assert matched(["li"], [("P4", "Li", None), ("P4", "Li", "li@example.org")]) == [("li", "P4")]


def test_an_empty_name_is_nobodys() -> None:
    assert matched(["", "-", "@"], PERSONS) == []
