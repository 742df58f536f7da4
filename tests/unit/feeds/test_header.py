"""A name finds its column as a person would find it."""

import pytest

from pipelines.feeds.header import Header, each_once


@pytest.mark.parametrize(
    ("names", "wanted", "place"),
    [
        (["id", "Score"], ["Score"], 1),
        (["id", "Score"], ["score"], 1),
        (["id", "ＳＣＯＲＥ　（1-5）"], ["Score (1-5)"], 1),
        (["id", "满意度（1－5）"], ["满意度(1-5)"], 1),
        (["Owner  \n Name"], ["owner name"], 0),
        (["\u200bid"], ["id"], 0),
        (["a", "b"], ["x", "b", "a"], 1),
        (["Score", "score"], ["score"], 1),
        (["Score", "SCORE"], ["score"], None),
        (["Score", "SCORE", "rating"], ["score", "rating"], 2),
        (["a"], ["b"], None),
    ],
)
def test_exactly_first_then_without_width_case_and_white_space(names: list[str], wanted: list[str], place: int) -> None:
    assert Header(names).find(*wanted) == place


def test_what_a_header_lacks_is_named_in_order() -> None:
    assert Header(["b"]).lacks(["a", "B", "c"]) == ["a", "c"]


@pytest.mark.parametrize(
    ("wanted", "meant"),
    [
        (["id"], ["id"]),
        (["score"], ["score", "score (2)", "score (3)"]),
        (["SCORE"], ["score", "score (2)", "score (3)"]),
        (["score (2)"], ["score (2)"]),
        (["score (1)", "score"], ["score"]),
        (["x", "day"], ["Day", "DAY"]),
        (["x", "day", "id"], ["id"]),
        (["x"], []),
    ],
)
def test_a_name_that_several_columns_bear_means_each_of_them(wanted: list[str], meant: list[str]) -> None:
    header = Header(*each_once(["id", "score", "score", "Day", "score", "DAY", "", ""]))
    assert header.meant(*wanted) == meant


def test_the_first_of_several_has_a_number_too() -> None:
    header = Header(*each_once(["a", "x", "x"]))
    assert [header.find(name) for name in ("x (1)", "x (2)", "x (3)", "a (1)")] == [1, 2, None, None]
